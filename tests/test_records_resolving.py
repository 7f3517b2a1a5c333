"""Resolution: pairs and clusters of claims, properties, identity, agreed values."""

import copy
import random
from typing import Any

import polars as pl
import pytest
import record_scores
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tarazy.records import wording
from tarazy.records.resolve import Resolution, resolve
from tarazy.records.rulings import NONE, Preferred, Rulings

QUICK = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def claim(quote: str, kind: str = "agreement", **slots: Any) -> dict[str, Any]:
    """A claim in the exchange format; ``who`` is actors with roles (``KAZ:party TUR:party``), ``time`` one date or two."""
    who = slots.pop("who", "KAZ:party TUR:party").split()
    time = slots.pop("time", "")
    row: dict[str, Any] = {
        "document": "a.en.txt",
        "kind": kind,
        "participants": [dict(zip(("actor", "role"), one.rsplit(":", 1), strict=True)) for one in who],
        "quantities": [],
        "stage": "signed",
        "language": "en",
        "confidence": 0.6,
        "evidence": {"start": 0, "end": len(quote), "quote": quote},
    }
    if time:
        start, _, end = time.partition("/")
        row["time"] = {"start": start, "end": end or start}
    return row | slots


def resolved(*claims: dict[str, Any], rulings: Rulings = NONE, before: pl.DataFrame | None = None) -> Resolution:
    return resolve(record_scores.rows(claims), rulings, before)


def clusters(found: Resolution) -> set[frozenset[str]]:
    grouped = found.members.group_by("record_id").agg("claim_id")
    return {frozenset(ids) for ids in grouped["claim_id"].to_list()}


@pytest.fixture(scope="module")
def pair_claims() -> pl.DataFrame:
    return record_scores.pairs()[0]


def test_pairs_of_claims_are_told_apart() -> None:
    claims, answers = record_scores.pairs()
    language = dict(claims.select("claim_id", "language").iter_rows())
    assert len(answers) >= 150
    across = [one for one in answers if language[one[1]] != language[one[2]]]
    assert len(across) >= len(answers) / 2
    record = dict(resolve(claims).members.iter_rows())
    for chosen in (answers, across):
        _, _, f1 = record_scores.pairwise([(record[one] == record[other], same) for same, one, other in chosen])
        assert f1 >= 0.85


def test_clusters_of_the_sample() -> None:
    claims, things = record_scores.sample()
    record = dict(resolve(claims).members.iter_rows())
    _, _, f1 = record_scores.b_cubed(record, things)
    alone = record_scores.b_cubed({name: name for name in things}, things)[2]
    assert f1 >= 0.85
    assert f1 > alone + 0.04
    several = {name: thing for name, thing in things.items() if list(things.values()).count(thing) > 1}
    assert record_scores.b_cubed(record, several)[2] >= 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ru", "соглашение", False), ("kk", "келісімі", False)),
        (("ru", "Байтерек", True), ("kk", "Бәйтерек", True)),
        (("ru", "Анка", True), ("en", "Anka", True)),
        (("ru", "беспилотник", False), ("en", "drone", False)),
        (("ru", "газопровод", False), ("kk", "құбыры", False)),
    ],
)
def test_words_of_three_languages_have_one_key(one: tuple[str, str, bool], other: tuple[str, str, bool]) -> None:
    first, second = (
        set(wording.keys(language, word.lower(), capital, False)) for language, word, capital in (one, other)
    )
    assert first & second


def test_a_claim_about_the_same_deal_in_three_languages_is_one_record() -> None:
    found = resolved(
        claim(
            "соглашение о лицензионном производстве Anka",
            document="a.ru.txt",
            language="ru",
            object="licensed production of Anka",
        ),
        claim("the Anka licence deal", document="b.en.txt", object="licence deal, Anka", time="2022-05-13"),
        claim(
            "Anka дрондары туралы келісім", document="c.kk.txt", language="kk", object="agreement, drones", time="2022"
        ),
        claim("a treaty on extradition", document="d.en.txt", object="treaty on extradition", time="2019"),
    )
    assert sorted(found.records["claims"]) == [1, 3]
    record = found.records.filter(pl.col("claims") == 3).row(0, named=True)
    assert (record["time_start"], record["languages"], record["documents"]) == ("2022-05-13", ["en", "kk", "ru"], 3)


def test_stages_make_one_record_with_a_life_line() -> None:
    label = {"object": "free trade agreement"}
    who = {"who": "EAEU:party VNM:party"}
    found = resolved(
        claim("in force since October 2016", stage="in-force", time="2016-10", document="a.en.txt", **label, **who),
        claim("signed on 29 May 2015", stage="signed", time="2015-05-29", document="b.en.txt", **label, **who),
        claim(
            "proposed in 2013", stage="proposed", modality="proposed", time="2013", document="c.en.txt", **label, **who
        ),
    )
    [record] = found.records.to_dicts()
    assert [entry["stage"] for entry in record["life"]] == ["proposed", "signed", "in-force"]
    assert (record["stage"], record["modality"], record["time_start"]) == ("in-force", "asserted", "2015-05-29")


def test_figures_that_conflict_stay_one_record_and_other_years_another() -> None:
    def turnover(year: str, value: float, document: str) -> dict[str, Any]:
        amount = [{"value": value, "unit": "USD"}]
        who = "KAZ:partner CHN:partner"
        return claim(
            f"turnover {value} in {year}",
            "trade",
            who=who,
            time=year,
            object="trade turnover",
            quantities=amount,
            stage=None,
            document=document,
        )

    found = resolved(
        turnover("2023", 31.5e9, "a.en.txt"),
        turnover("2023", 41e9, "b.en.txt"),
        turnover("2023", 31.52e9, "c.en.txt"),
        turnover("2022", 24.1e9, "d.en.txt"),
    )
    assert sorted(found.records["claims"]) == [1, 3]
    [amount] = found.records.filter(pl.col("claims") == 3)["quantities"][0]
    assert amount["value"] == 31.52e9


def test_units_that_measure_different_things_are_kept_apart() -> None:
    who = "KAZ:subject"
    money = claim(
        "budget of 2 bn",
        "indicator",
        who=who,
        time="2023",
        object="defence",
        quantities=[{"value": 2e9, "unit": "USD"}],
        stage=None,
    )
    share = claim(
        "one per cent",
        "indicator",
        who=who,
        time="2023",
        object="defence",
        quantities=[{"value": 1, "unit": "percent"}],
        stage=None,
        document="b.en.txt",
    )
    assert resolved(money, share).records.height == 2


def test_days_of_visits_part_them() -> None:
    def visit(day: str, document: str) -> dict[str, Any]:
        return claim(
            "a visit to Ankara",
            "meeting",
            who="KAZ:participant TUR:host",
            time=day,
            stage="held",
            object="visit",
            document=document,
        )

    found = resolved(visit("2022-05-10", "a.en.txt"), visit("2024-07-03", "b.en.txt"), visit("2022-05", "c.en.txt"))
    assert sorted(found.records["claims"]) == [1, 2]


def test_participants_are_those_of_most_documents_whatever_one_of_them_repeats() -> None:
    shared = {"object": "Caspian convention", "time": "2018-08-12"}
    wrong = [
        claim("the Caspian convention" + " " * at, who="KAZ:party RUS:party UZB:party", document="a.en.txt", **shared)
        | {"evidence": {"start": 100 * at, "end": 100 * at + 20, "quote": "the Caspian convention"}}
        for at in range(4)
    ]
    right = [
        claim("the Caspian convention", who="KAZ:party RUS:party", document=f"{at}.en.txt", **shared) for at in "bcd"
    ]
    [record] = resolved(*wrong, *right).records.to_dicts()
    assert record["actors"] == ["KAZ", "RUS"]
    assert record["documents"] == 4


def test_confidence_grows_with_documents_and_not_with_claims() -> None:
    shared = {"object": "Anka licence deal", "time": "2022-05-13"}
    twice = claim("the Anka licence deal", **shared)
    again = copy.deepcopy(twice) | {"evidence": {"start": 900, "end": 921, "quote": "the Anka licence deal"}}
    assert resolved(twice, again).records["confidence"].to_list() == [0.6]
    other = claim("the Anka licence deal", document="b.en.txt", **shared)
    assert resolved(twice, again, other).records["confidence"].to_list() == [0.84]


def test_rulings_join_and_part() -> None:
    rows = [
        claim("the Anka licence deal", object="Anka licence deal", time="2022-05-13"),
        claim("the Anka licence deal", object="Anka licence deal", time="2022-05-13", document="b.en.txt"),
        claim("a treaty on extradition", object="treaty on extradition", time="2019", document="c.en.txt"),
    ]
    one, two, three = record_scores.rows(rows)["claim_id"]

    def pair(first: str, second: str) -> frozenset[tuple[str, str]]:
        return frozenset([(min(first, second), max(first, second))])

    assert clusters(resolved(*rows)) == {frozenset([one, two]), frozenset([three])}
    apart = resolved(*rows, rulings=Rulings(different=pair(one, two)))
    assert clusters(apart) == {frozenset([one]), frozenset([two]), frozenset([three])}
    joined = resolved(*rows, rulings=Rulings(same=pair(one, three)))
    assert clusters(joined) == {frozenset([one, two, three])}
    both = resolved(*rows, rulings=Rulings(same=pair(one, three), different=pair(two, three)))
    assert clusters(both) == {frozenset([one, three]), frozenset([two])}
    rejected = resolved(*rows, rulings=Rulings(rejected=frozenset([three])))
    assert clusters(rejected) == {frozenset([one, two])}


def test_a_preferred_value_holds() -> None:
    row = claim("the Anka licence deal", object="Anka licence deal", time="2022-05-13")
    [record] = resolved(row).records["record_id"]
    ruled = Preferred("time", {"start": "2022-05-12", "end": "2022-05-12"}, "the ministry's page", "an analyst")
    [found] = resolved(row, rulings=Rulings(preferred={record: (ruled,)})).records.to_dicts()
    assert (found["time_start"], found["time_end"]) == ("2022-05-12", "2022-05-12")


def test_a_merged_actor_is_the_other() -> None:
    rows = [
        claim("the Anka licence deal", who="org:tai:party KAZ:party", object="Anka licence deal", time="2022-05-13"),
        claim(
            "the Anka licence deal",
            who="org:tusas:party KAZ:party",
            object="Anka licence deal",
            time="2022-05",
            document="b.en.txt",
        ),
    ]
    found = resolved(*rows, rulings=Rulings(actors={"org:tai": "org:tusas"}))
    assert found.records["actors"].to_list() == [["KAZ", "org:tusas"]]


@QUICK
@given(seed=st.integers(0, 10_000), keep=st.floats(0.3, 1.0))
def test_the_order_of_claims_does_not_matter(pair_claims: pl.DataFrame, seed: int, keep: float) -> None:
    chance = random.Random(seed)
    rows = [at for at in range(pair_claims.height) if chance.random() < keep]
    one = resolve(pair_claims[sorted(rows)])
    chance.shuffle(rows)
    other = resolve(pair_claims[rows])
    assert one.members.equals(other.members)
    assert one.records.equals(other.records)


@QUICK
@given(seed=st.integers(0, 10_000), count=st.integers(1, 12))
def test_what_is_ruled_different_is_never_joined_and_what_is_ruled_the_same_always(
    pair_claims: pl.DataFrame, seed: int, count: int
) -> None:
    chance = random.Random(seed)
    ids = pair_claims["claim_id"].to_list()
    # Claims of the left half are ruled the same among themselves only, so that no ruling contradicts another.
    ruled = {tuple(sorted(chance.sample(ids, 2))) for _ in range(count)}
    parted = {tuple(sorted(chance.sample(ids, 2))) for _ in range(count)} | _alike(pair_claims, chance, count)
    joined = _consistent(ruled, parted)
    record = dict(
        resolve(pair_claims, Rulings(same=frozenset(joined), different=frozenset(parted))).members.iter_rows()
    )
    assert all(record[one] != record[other] for one, other in parted)
    assert all(record[one] == record[other] for one, other in joined)


def _alike(claims: pl.DataFrame, chance: random.Random, count: int) -> set[tuple[str, ...]]:
    """Pairs that would be joined unless ruled apart."""
    _, answers = record_scores.pairs()
    same = [(one, other) for joined, one, other in answers if joined]
    return {tuple(sorted(pair)) for pair in chance.sample(same, count)}


def _consistent(joined: set[tuple[str, ...]], parted: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The pairs to join, without those that would bring parted claims together over some steps."""
    kept: set[tuple[str, ...]] = set()
    group: dict[str, frozenset[str]] = {}
    for one, other in sorted(joined):
        both = group.get(one, frozenset([one])) | group.get(other, frozenset([other]))
        if any(first in both and second in both for first, second in parted):
            continue
        kept.add((one, other))
        group |= dict.fromkeys(both, both)
    return kept


@QUICK
@given(seed=st.integers(0, 10_000), share=st.floats(0.2, 0.9))
def test_records_keep_their_ids_when_claims_arrive(pair_claims: pl.DataFrame, seed: int, share: float) -> None:
    chance = random.Random(seed)
    first = pair_claims.filter(pl.Series([chance.random() < share for _ in range(pair_claims.height)]))
    if first.is_empty():
        return
    early = resolve(first)
    late = resolve(pair_claims, before=early.members)
    again = resolve(pair_claims, before=late.members)
    assert again.members.equals(late.members)
    assert again.history.is_empty()
    both = early.members.join(late.members, on="claim_id", suffix="_late")
    moved = both.filter(pl.col("record_id") != pl.col("record_id_late"))
    # A claim that is elsewhere now came there by a merger or a split, of which the history tells.
    told = late.history.filter(pl.col("event").is_in(["merged-into", "split-from"]))
    assert set(moved["record_id"]) <= set(told["record_id"]) | set(told["other"])
    gone = set(early.members["record_id"]) - set(late.members["record_id"])
    assert gone == set(late.history.filter(pl.col("event").is_in(["merged-into", "gone"]))["record_id"])


def test_merges_and_splits_are_told() -> None:
    rows = [
        claim("the Anka licence deal", object="Anka licence deal", time="2022-05-13"),
        claim("the Anka licence deal", object="Anka licence deal", time="2022-05-13", document="b.en.txt"),
    ]
    one, two = sorted(record_scores.rows(rows)["claim_id"])
    parted = resolved(*rows, rulings=Rulings(different=frozenset([(one, two)])))
    joined = resolved(*rows, before=parted.members)
    assert joined.history["event"].to_list() == ["merged-into"]
    [left] = joined.members["record_id"].unique()
    assert joined.history["other"].to_list() == [left]
    split = resolved(*rows, before=joined.members, rulings=Rulings(different=frozenset([(one, two)])))
    assert split.history.select("event", "other").rows() == [("split-from", left)]


def test_nothing_gives_nothing() -> None:
    empty = record_scores.rows([claim("the Anka licence deal")]).clear()
    found = resolve(empty)
    assert found.members.is_empty()
    assert found.records.is_empty()
