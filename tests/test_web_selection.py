"""The selection keeps what a plain reading of its words keeps, for claims and for records, however it is combined."""

from calendar import monthrange
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
import pytest
import web_page
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.errors import UsageError
from tarazy.observatory import Observatory
from tarazy.web.chosen import chosen_claims, chosen_records
from tarazy.web.days import bounds, day
from tarazy.web.frames import Frames
from tarazy.web.selection import Selection
from tarazy.web.things import Things
from tarazy.web.wording import Words, looked_through

ACTORS = ["KAZ", "TUR", "CHN", "RUS", "UZB", "KGZ", "EAEU"]
DATES = st.sampled_from([None, "1998", "2003-06", "2015", "2022", "2022-05", "2022-05-10", "2022-05-11", "2023-12-31"])
SELECTIONS = st.fixed_dictionaries(
    {
        "start": DATES,
        "end": DATES,
        "undated": st.booleans(),
        "actor": st.lists(st.sampled_from(ACTORS), max_size=2, unique=True).map(tuple),
        "match": st.sampled_from(["all", "any"]),
        "kind": st.sampled_from([(), ("agreement",), ("trade", "presence")]),
        "domain": st.sampled_from([(), ("transport", "water"), ("economy",)]),
        "stage": st.sampled_from([(), ("signed",), ("active", "delivered")]),
        "modality": st.sampled_from([(), ("asserted",), ("forecast",)]),
        "language": st.sampled_from([(), ("kk",), ("ru", "en")]),
        "source": st.sampled_from([(), ("су.kk.txt",), ("corridor.en.txt", "соглашение.ru.txt")]),
        "confidence": st.sampled_from([0.0, 0.5, 0.75, 0.9]),
    }
)


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return web_page.observatory(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def claims(obs: Observatory) -> list[dict[str, Any]]:
    homes = dict(obs.members().iter_rows())
    return [row | {"record_id": homes[row["claim_id"]]} for row in obs.claims().iter_rows(named=True)]


@pytest.fixture(scope="module")
def records(obs: Observatory) -> list[dict[str, Any]]:
    return obs.records().to_dicts()


@pytest.fixture(scope="module")
def frames(obs: Observatory) -> Frames:
    return Frames(obs)


def span(start: str | None, end: str | None) -> tuple[str, str] | None:
    """The first and last day of a valid time as ISO dates; None where there is none."""
    if start is None and end is None:
        return None
    first = "0000" if start is None else (start + "-01-01")[:10] if len(start) < 10 else start
    if end is None:
        return first, "9999"
    year, _, month = end[:7].partition("-")
    last = {4: f"{end}-12-31", 7: f"{end}-{monthrange(int(year), int(month or 1))[1]}", 10: end}[len(end)]
    return first, last


def keeps(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """What a row needs by its own values to be kept."""
    if wanted["start"] or wanted["end"]:
        asked, own = span(wanted["start"], wanted["end"]), span(row["time_start"], row["time_end"])
        assert asked is not None
        if own is None:
            if not wanted["undated"]:
                return False
        elif not (own[0] <= asked[1] and own[1] >= asked[0]):
            return False
    if wanted["actor"]:
        present = [one in row["actors"] for one in wanted["actor"]]
        if not (all(present) if wanted["match"] == "all" else any(present)):
            return False
    fields = ("kind", "domain", "stage", "modality")
    return all(not wanted[name] or row[name] in wanted[name] for name in fields) and (
        row["confidence"] >= wanted["confidence"] - 1e-6
    )


def says(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """What only a claim has."""
    return (not wanted["language"] or row["language"] in wanted["language"]) and (
        not wanted["source"] or row["document"] in wanted["source"]
    )


def is_backwards(wanted: Mapping[str, Any]) -> bool:
    asked = span(wanted["start"], wanted["end"])
    return bool(wanted["start"] and wanted["end"] and asked and asked[0] > asked[1])


@settings(max_examples=150)
@given(wanted=SELECTIONS)
def test_it_keeps_the_claims_that_fit(claims: list[dict[str, Any]], frames: Frames, wanted: dict[str, Any]) -> None:
    selection = Selection(**wanted)
    if is_backwards(wanted):
        with pytest.raises(UsageError, match="is after"):
            chosen_claims(frames, selection)
        return
    found = frames.claims.rows(chosen_claims(frames, selection).rows)["claim_id"]
    expected = [row["claim_id"] for row in claims if keeps(row, wanted) and says(row, wanted)]
    assert sorted(found) == sorted(expected)


@settings(max_examples=150)
@given(wanted=SELECTIONS.filter(lambda one: not is_backwards(one)))
def test_it_keeps_the_records_that_fit(
    claims: list[dict[str, Any]], records: list[dict[str, Any]], frames: Frames, wanted: dict[str, Any]
) -> None:
    found = frames.records.frame[chosen_records(frames, Selection(**wanted)).rows]["record_id"]
    told = {row["record_id"] for row in claims if says(row, wanted)}
    expected = [row["record_id"] for row in records if keeps(row, wanted) and row["record_id"] in told]
    assert sorted(found) == sorted(expected)


@settings(max_examples=60)
@given(wanted=SELECTIONS.filter(lambda one: not is_backwards(one)))
def test_without_a_field_it_keeps_what_it_keeps_when_the_field_is_left_out(
    frames: Frames, wanted: dict[str, Any]
) -> None:
    chosen = chosen_claims(frames, Selection(**wanted))
    for name in ("kind", "actor", "language"):
        other = chosen_claims(frames, Selection(**{**wanted, name: ()}))
        np.testing.assert_array_equal(chosen.without(name), other.mask)


@pytest.mark.parametrize(
    ("words", "language", "count"),
    [
        ("келісім", "kk", 1),
        ("КЕЛІСІМ", None, 1),
        ("су туралы", None, 1),
        ("соглашение", None, 1),
        ("торговли", None, 1),
        ("agreements", None, 2),
        ("corridor", None, 1),
        ("corridor agreement", None, 1),
        ("долл", None, 1),
        ("nowhere", None, 0),
    ],
)
def test_words_are_found_in_any_form(frames: Frames, words: str, language: str | None, count: int) -> None:
    assert chosen_claims(frames, Selection(words=words, language=(language,) if language else ())).count == count


@given(st.sampled_from(["су", "corridor", "келісім", "agreement", "долл", "в", "10", "КАЗ"]))
def test_an_index_finds_what_looking_through_finds(word: str) -> None:
    texts = pl.DataFrame(
        {"quote": [line for lines in web_page.DOCUMENTS.values() for line, _ in lines], "object": None}
    )
    whole = {word.lower() + "у", "agreement"} if len(word) > 2 else set[str]()
    found = Words(texts.with_columns(pl.col("object").cast(pl.String))).having(word.lower(), whole)
    seen = looked_through(texts.with_columns(pl.col("object").cast(pl.String)), word.lower(), whole)
    np.testing.assert_array_equal(found, seen)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": ("treaty",)}, "kind 'treaty' is unknown"),
        ({"start": "12.05.2022"}, "from '12.05.2022' is no date"),
        ({"end": "2022-02-30"}, "to '2022-02-30' is no day of the calendar"),
        ({"start": "2022-13"}, "from '2022-13' is no day of the calendar"),
        ({"start": "2023", "end": "2022-12-31"}, "is after"),
        ({"words": "?!"}, "has no word in it"),
        ({"actor": ("QQQ",)}, "actor 'QQQ' is unknown"),
        ({"source": ("none.txt",)}, "source 'none.txt' is not there"),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(frames: Frames, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence.replace("(", r"\(").replace("?", r"\?")):
        chosen_claims(frames, Selection(**given))


def test_an_actor_of_the_registry_of_whom_nothing_is_said_keeps_nothing(frames: Frames) -> None:
    assert chosen_claims(frames, Selection(actor=("BRA",))).count == 0
    assert chosen_claims(frames, Selection(actor=("BRA", "KAZ"), match="any")).count > 0


DATE = st.one_of(
    st.none(),
    st.dates().map(lambda one: one.isoformat()),
    st.tuples(st.integers(1, 9999), st.integers(1, 12)).map(lambda one: f"{one[0]:04}-{one[1]:02}"),
    st.integers(1, 9999).map(lambda year: f"{year:04}"),
)


@given(rows=st.lists(st.tuples(DATE, DATE), max_size=8))
def test_days_of_tables_are_those_of_single_dates(rows: list[tuple[str | None, str | None]]) -> None:
    frame = pl.DataFrame(rows, schema={"time_start": pl.String, "time_end": pl.String}, orient="row")
    first, last = bounds(frame)
    for (start, end), low, high in zip(rows, first, last, strict=True):
        if start is None and end is None:
            assert low > high
        else:
            assert start is None or low == day(start, False, "from")
            assert end is None or high == day(end, True, "to")


@settings(max_examples=60)
@given(
    spans=st.lists(st.tuples(st.integers(1850, 2050), st.integers(0, 40)), max_size=12),
    kept=st.sets(st.integers(0, 11)),
)
def test_a_histogram_counts_each_year_that_a_span_touches(spans: list[tuple[int, int]], kept: set[int]) -> None:
    frame = pl.DataFrame(
        {
            "time_start": [str(start) for start, _ in spans],
            "time_end": [str(start + length) for start, length in spans],
            "confidence": [0.5] * len(spans),
            "actors": [["KAZ"]] * len(spans),
        },
        schema={"time_start": pl.String, "time_end": pl.String, "confidence": pl.Float64, "actors": pl.List(pl.String)},
    )
    mask = np.array([at in kept for at in range(len(spans))], dtype=bool)
    first, counts = Things.of(frame, {"KAZ": 0}, ()).histogram(mask)
    chosen = [range(start, start + length + 1) for at, (start, length) in enumerate(spans) if at in kept]
    found = {first + at: count for at, count in enumerate(counts.tolist()) if count}
    years = {year for span in chosen for year in span}
    assert found == {year: sum(year in span for span in chosen) for year in years}
