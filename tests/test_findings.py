"""Conflicts and faults: the planted ones are found, the look-alikes are not, and findings keep their form."""

import json
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from planted_findings import CLAIM_COLUMNS, frames, items, score
from script_modules import load

from tarazy.codebook.vocabulary import KINDS, check_claim
from tarazy.records.conflicts import conflicts
from tarazy.records.faults.plausible import ranges
from tarazy.records.findings import find, sentence
from tarazy.records.rounding import agree, figure
from tarazy.records.rulebook import pattern, rules, table, table_of_words
from tarazy.records.rulings import Preferred, Rulings
from tarazy.records.staging import stage_table
from tarazy.store.schema import FINDINGS, MEMBERS, RECORDS

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "ru", "kk")
EVERY = {item["id"]: item for item in items()}


def of(name: str) -> pl.DataFrame:
    return find(*frames(EVERY[name]))


@pytest.mark.parametrize("half", ["first", "second"])
def test_planted_findings_are_found_and_look_alikes_are_not(half: str) -> None:
    outcome = score(half)
    assert outcome.recall >= 0.90, outcome.missed
    assert outcome.precision >= 0.90, outcome.extra


def test_the_test_set_is_as_large_as_it_says_and_keeps_to_the_codebook() -> None:
    planted = [item for item in EVERY.values() if item["expect"]]
    assert len(planted) >= 40
    assert len(EVERY) - len(planted) >= 40
    for language in LANGUAGES:
        assert sum(item["language"] == language for item in planted) >= 12
    for item in EVERY.values():
        texts = {text["document"]: text["text"] for text in item["texts"]}
        for claim in item["claims"]:
            assert check_claim(claim, texts[claim["document"]]) == [], item["id"]


def test_every_rule_has_a_planted_example() -> None:
    assert {rule for item in EVERY.values() for rule in item["expect"]} == set(rules())


def test_sentences_name_the_values_in_three_languages() -> None:
    names = {"CHN": "China", "KGZ": "Kyrgyzstan"}
    row = of("en-amount-loan").row(0, named=True)
    assert (
        sentence(row, "en", names)
        == "Investment (China, Kyrgyzstan): two sources give 400 and 450 million USD for 2020."
    )
    assert "400 и 450 млн USD" in sentence(row, "ru")
    assert "400 және 450 млн USD" in sentence(row, "kk")
    assert "2,5" in sentence(row | {"values": row["values"].replace("400000000.0", "2500000.0")}, "ru")


def test_every_finding_has_a_sentence_in_every_language() -> None:
    for item in EVERY.values():
        for row in find(*frames(item)).iter_rows(named=True):
            for language in LANGUAGES:
                said = sentence(row, language)
                assert not re.search(r"[{}\[\]]|None|nan", said), said
                assert said.endswith(".")


def test_change_says_what_the_figures_come_to() -> None:
    values = json.loads(of("en-change-third")["values"][0])
    assert values["true"] == -0.25 and values["stated"] == "a third"
    assert "25%" in sentence(of("en-change-third").row(0, named=True))


def test_a_conflict_names_the_sides_with_their_dates() -> None:
    row = of("en-amount-three").row(0, named=True)
    sides = json.loads(row["values"])["values"]
    assert [side["documents"] for side in sides] == [2, 1]
    assert [side["said"] for side in sides] == [["2021"], ["2022"]]
    assert sorted(claim for side in sides for claim in side["claims"]) == row["claims"]
    assert row["record_id"] == "r-0"


def test_a_ruling_settles_a_conflict_and_keeps_its_id() -> None:
    claims, members, records = frames(EVERY["ru-date-signed"])
    ruled = Rulings(preferred={"r-0": (Preferred("time", "2009-05-12", "the text of the treaty", "A. Reader"),)})
    before, after = find(claims, members, records), find(claims, members, records, ruled)
    assert before["finding_id"].to_list() == after["finding_id"].to_list()
    assert "settled" not in json.loads(before["values"][0])
    assert json.loads(after["values"][0])["settled"]["value"] == "2009-05-12"
    assert "settled by A. Reader: 2009-05-12" in sentence(after.row(0, named=True))


def test_rejected_claims_contradict_nobody() -> None:
    claims, members, records = frames(EVERY["ru-date-signed"])
    rejected = Rulings(rejected=frozenset(claims["claim_id"][:1]))
    assert find(claims, members, records, rejected).is_empty()


def test_findings_do_not_depend_on_the_order_of_claims() -> None:
    for item in EVERY.values():
        claims, members, records = frames(item)
        turned = find(claims.reverse(), members.reverse(), records.reverse())
        assert sorted(find(claims, members, records)["finding_id"]) == sorted(turned["finding_id"]), item["id"]


def test_no_claims_no_findings() -> None:
    claims, members = pl.DataFrame(schema=CLAIM_COLUMNS), pl.DataFrame(schema=MEMBERS).drop("batch")
    found = find(claims, members, pl.DataFrame(schema=RECORDS).drop("batch"))
    assert found.is_empty()
    assert found.schema == pl.Schema({name: kind for name, kind in FINDINGS.items() if name != "batch"})


def test_claims_apart_do_not_contradict_each_other() -> None:
    claims, members, records = frames(EVERY["en-amount-loan"])
    apart = members.with_columns(record_id=pl.format("r-{}", pl.int_range(pl.len())))
    two = pl.concat([records, records]).with_columns(record_id=pl.format("r-{}", pl.int_range(pl.len())))
    assert find(claims, apart, two).is_empty()
    assert conflicts(claims.join(members, on="claim_id"), records).height == 1


@given(st.integers(1, 9_999_999), st.integers(-2, 9), st.integers(2, 6))
def test_a_figure_agrees_with_its_rounding(digits: int, scale: int, kept: int) -> None:
    value = digits * 10.0**scale
    rounded = float(f"{value:.{kept - 1}e}")
    # Zeros at the end of a whole number are no digits that are sure to be given.
    assume(len(f"{rounded:.12e}".split("e")[0].replace(".", "").rstrip("0")) == kept)
    assert agree(figure(value, "USD"), figure(rounded, "USD"))
    assert agree(figure(rounded, "USD"), figure(value, "USD"))


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        ((2.5e9, "="), (2.53e9, "="), True),
        ((4e8, "="), (4.5e8, "="), False),
        ((4e8, "="), (4.04e8, "="), True),
        ((18.8e6, "="), (18_754_440, "="), True),
        ((1000, "~"), (940, "="), True),
        ((1000, "~"), (700, "="), False),
        ((300, ">"), (347, "="), True),
        ((300, ">"), (250, "="), False),
        ((50, "<"), (60, "="), False),
        ((4, "="), (5, "="), False),
        ((0, "="), (3, "="), False),
    ],
)
def test_agreement_of_figures(one: tuple[float, str], other: tuple[float, str], agreed: bool) -> None:
    first, second = figure(one[0], "USD", one[1]), figure(other[0], "USD", other[1])
    assert agree(first, second) is agreed
    assert agree(second, first) is agreed


def test_units_of_one_measure_meet_and_digits_written_count() -> None:
    assert agree(figure(5000, "tonne"), figure(5_000_000, "kg"))
    assert not agree(figure(5000, "tonne"), figure(7_000_000, "kg"))
    assert figure(3e9, "USD", "=", "was 3.0 billion").tolerance < figure(3e9, "USD", "=", "was 3 billion").tolerance


def test_the_data_files_keep_to_the_codebook() -> None:
    stages = stage_table()
    for part in ("once", "begins", "alone", "sides", "turned", "default"):
        assert set(stages[part]) <= set(KINDS)
    for kind, names in stages["once"].items():
        assert set(names) <= set(KINDS[kind].stages), kind
    for row in stages["exclusive"]:
        assert set(row["stages"]) <= set(KINDS[row["kind"]].stages)
    for row in stages["order"]:
        assert {row["first"], *row["then"]} <= set(KINDS[row["kind"]].stages)
        assert row["rule"] in rules()
    for part in ("alone", "turned"):
        for kind, names in stages[part].items():
            assert set(names) <= set(KINDS[kind].roles)
    assert set(table("findings.toml")["kinds"]) == set(KINDS)
    for row in ranges():
        assert row.get("least", 0) < row.get("most", float("inf"))
        assert row["en"] and row["ru"] and row["kk"]


def test_word_lists_are_the_same_in_all_languages() -> None:
    words = table_of_words()
    assert set(words["en"]) == set(words["ru"]) == set(words["kk"])
    for language in LANGUAGES:
        for name in words[language]:
            if isinstance(words[language][name], list):
                assert pattern(language, name)


def test_the_page_of_findings_is_current_and_names_every_rule() -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert text == load("write_findings").page(text), "run python scripts/write_findings.py"
    assert [name for name in rules() if f"`{name}`" not in text] == []


def test_the_rule_of_the_docs_works_as_shown() -> None:
    from tarazy.records import rulebook
    from tarazy.records.faults.quoted import Quoted

    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    code = next(block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "def check" in block)
    scope: dict[str, object] = {}
    exec(compile(code, "docs/findings.md", "exec"), scope)
    quote = "a surplus of 3 million dollars, with exports of 50 million dollars and imports of 40 million dollars"
    quoted = Quoted(quote, "en", "a.txt", ("c1",), ("KAZ",), frozenset(["trade"]), 0.9)
    rule = rulebook.Rule("surplus", "fault", "quantities", "", {})
    known = dict(rules()) | {"surplus": rule}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulebook, "rules", lambda: known)
        [found] = list(scope["check"](quoted))  # type: ignore[operator]
    assert found["rule"] == "surplus"
    assert rulebook.frame([found]).height == 1
