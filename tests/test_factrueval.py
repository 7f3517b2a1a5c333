"""The benchmark of FactRuEval-2016: its comparator by its rules, its files, and claims made into facts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEVSET = ROOT.parent / "shared" / "data" / "factrueval-2016" / "devset"
sys.path.insert(0, str(ROOT / "benchmarks"))

from factrueval import claims_of, facts_of  # noqa: E402
from factrueval_comparator import Argument, Fact, Standard, alike, compare, load, normal  # noqa: E402


def fact(*participants: str, type_: str = "", difficult: bool = False, unreal: bool = False) -> Fact:
    arguments = [Argument("participant", frozenset(p.split("|"))) for p in participants]
    arguments += [Argument("type", frozenset([type_]))] if type_ else []
    return Fact("deal", arguments, unreal=unreal, difficult=difficult)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("я", "а", False),
        ("мтс", "мтц", True),
        ("мтс", "мцц", False),
        ("газпрому", "газпрома", True),
        ("газпромом", "газпрома", True),
        ("белтрансгаз", "белтрансгазами", False),
    ],
)
def test_names_fit_within_the_distance_for_their_length(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_quotation_marks_dashes_and_case_do_not_count() -> None:
    assert normal("Самрук — «Казына» ( ЁЛКА )") == normal('самрук- "казына" (елка)')


def test_a_missing_and_a_superfluous_argument_cost_alike() -> None:
    asked = [fact("oracle", "sun|sun microsystems", type_="купля/продажа")]
    assert compare(asked, [fact("oracle", "sun microsystems", type_="купля/продажа")]).f1 == 1
    assert compare(asked, [fact("oracle", "sun")]).f1 == pytest.approx(2 / 3)
    assert compare(asked, [fact("oracle", "sun", "mysql", type_="купля/продажа")]).f1 == pytest.approx(3 / 4)
    assert compare(asked, [fact("nokia", "sony")]).f1 == 0


def test_two_responses_to_one_fact_pay_for_what_they_leave_apart() -> None:
    asked = [fact("россия", "украина", "мвф")]
    parted = compare(asked, [fact("россия", "украина"), fact("мвф", "украина")])
    assert parted.recall == pytest.approx((1 + 2 / 3) / 2)
    assert (parted.standard, parted.response) == (1, 2)


def test_the_matching_with_the_best_f1_is_taken() -> None:
    asked = [fact("фас", "мтс"), fact("фас", "мегафон")]
    assert compare(asked, [fact("фас", "мегафон"), fact("фас", "мтс")]).f1 == 1


def test_difficult_facts_count_in_hard_mode_and_unreal_ones_in_easy_mode() -> None:
    difficult, unreal = fact("сша", "куба", difficult=True), fact("россия", "парижский клуб", unreal=True)
    easy = compare([difficult, unreal], [fact("сша", "куба")])
    assert (easy.standard, easy.response, easy.recall) == (1, 0, 0)
    hard = compare([difficult, unreal], [fact("сша", "куба")], hard=True)
    assert (hard.standard, hard.response, hard.f1) == (1, 1, 1)


def test_many_responses_are_matched_one_at_a_time() -> None:
    asked = [fact("фас", name) for name in ("мтс", "мегафон", "вымпелком", "теле2", "мотив", "скайлинк")]
    assert compare(asked, [fact("фас", *a.arguments[1].values) for a in reversed(asked)]).f1 == 1


def answer(text: str) -> list[tuple[str, set[str]]]:
    return [
        (f.kind, {v for a in f.arguments for v in a.values}) for f, _ in facts_of(claims_of(Standard("book_1", text)))
    ]


def test_claims_become_facts() -> None:
    assert answer("Компания «Альфа» купила у «Беты» завод. Иван Петров встретился с Анной Сидоровой.") == [
        ("deal", {"альфа", "беты", "купля/продажа"}),
        ("meeting", {"иван петров", "анной сидоровой"}),
    ]
    assert answer("Еврокомиссия оштрафовала Vertex на 5 млн евро.") == [
        ("deal", {"еврокомиссия", "vertex", "наложение/выплата штрафа"})
    ]


def test_what_is_no_transaction_and_no_talk_gives_no_fact() -> None:
    assert answer("Товарооборот Казахстана и Китая вырос на 5 %. Иван Петров сменил Анну Сидорову.") == []


@pytest.mark.skipif(not DEVSET.is_dir(), reason="the devset of FactRuEval-2016 is not beside the repository")
def test_the_files_of_the_benchmark_are_read_whole() -> None:
    documents = list(load(DEVSET))
    facts = [f for d in documents for f in d.facts]
    assert (len(documents), sum(f.kind == "deal" for f in facts), sum(f.kind == "meeting" for f in facts)) == (
        122,
        30,
        5,
    )
    asked = [(d, [f for f in d.facts if f.kind == "deal" and not f.difficult]) for d in documents]
    for _, own in asked:
        given = [Fact("deal", [Argument(a.name, frozenset([min(a.values)])) for a in f.arguments]) for f in own]
        assert compare(own, given).f1 == 1


@pytest.mark.skipif(not DEVSET.is_dir(), reason="the devset of FactRuEval-2016 is not beside the repository")
def test_persons_are_known_by_each_order_of_their_names() -> None:
    people = [a.values for d in load(DEVSET) for f in d.facts if f.kind == "meeting" for a in f.arguments]
    pairs = [(values, value.split()) for values in people for value in values if value.count(" ") == 1]
    assert len(pairs) >= 10
    assert sum(" ".join(reversed(words)) in values for values, words in pairs) >= len(pairs) / 2
