"""Chronologies: order, precision, what differs, the sentences, and their words in three languages."""

import csv
import tomllib
from importlib.resources import files
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_frames import frame, record, stage

from tarazy.codebook.vocabulary import KINDS, MODALITIES
from tarazy.errors import UsageError
from tarazy.records.chronology import ENTRIES, SOURCE, chronology
from tarazy.records.standing import in_force
from tarazy.records.telling import Telling, markdown
from tarazy.records.ties import ties

NAMES = {"KAZ": "Kazakhstan", "TUR": "Türkiye", "CSTO": "CSTO"}
PARTIES = [("KAZ", "party"), ("TUR", "party")]


def claims(*ids: str) -> pl.DataFrame:
    rows = [
        {
            "claim_id": one,
            "document": "a.txt",
            "start": 0,
            "end": 5,
            "quote": f"say {one}",
            "language": "en",
            "said": None,
            "speaker": None,
        }
        for one in ids
    ]
    return pl.DataFrame(rows, schema={field.name: field.dtype for field in SOURCE.fields})


def test_stages_stand_in_order_with_precision_and_sources() -> None:
    life = [
        stage("in-force", "2020", claims=["c3"]),
        stage("signed", "2018-05-10", claims=["c1"]),
        stage("ratified", "2019-02", claims=["c2"]),
        stage("proposed", None, claims=["c4"]),
    ]
    found = chronology(
        frame(record("agreement", PARTIES, life=life, stage="in-force", quantities=[(5, "USD")])),
        claims("c1", "c2", "c3"),
    )
    assert found.schema == pl.Schema(ENTRIES)
    assert found.select("stage", "precision").rows() == [
        ("signed", "day"),
        ("ratified", "month"),
        ("in-force", "year"),
        ("proposed", "none"),
    ]
    assert [[one["quote"] for one in row] for row in found["sources"].to_list()] == [
        ["say c1"],
        ["say c2"],
        ["say c3"],
        [],
    ]
    assert [len(row) for row in found["quantities"].to_list()] == [0, 0, 1, 0]


def test_dates_that_fit_are_one_entry_and_dates_that_differ_are_shown() -> None:
    life = [
        stage("signed", "2018", claims=["c1"]),
        stage("signed", "2018-05", claims=["c2"]),
        stage("signed", "2019", claims=["c3"]),
        stage("signed", None, claims=["c4"]),
    ]
    found = chronology(frame(record("agreement", PARTIES, life=life)), claims())
    assert found["time_start"].to_list() == ["2018-05", "2019"]
    assert found["differs"].to_list() == [["2019"], ["2018-05"]]
    assert sorted(found["claims"].explode()) == ["c1", "c2", "c3", "c4"]


def test_the_agreed_date_stands_and_names_the_others() -> None:
    life = [
        stage("signed", "2018-05", claims=["c1"]),
        stage("signed", "2019", claims=["c2"]),
        stage("ratified", "2020"),
    ]
    for time, differs in (("2019", ["2018-05"]), ("2017", ["2018-05", "2019"])):
        records = frame(record("agreement", PARTIES, life=life, stage="signed", time=time))
        found = chronology(records, claims())
        assert found["time_start"].to_list() == [time, "2020"]
        assert found["differs"].to_list() == [differs, []]
        assert sorted(found["claims"][0]) == ["c1", "c2"]
        assert ties(records, "count")["start"].to_list() == [time]
        assert in_force(records, 2030)["signed"].to_list() == [time]


def test_a_member_in_two_years_is_no_difference() -> None:
    life = [stage("member", "2010"), stage("member", "2015")]
    found = chronology(frame(record("membership", [("KAZ", "member"), ("CSTO", "organisation")], life=life)), claims())
    assert found["differs"].to_list() == [[], []]


def test_facts_alone_unless_asked() -> None:
    life = [stage("planned", "2021", modality="planned"), stage("held", "2022")]
    records = frame(record("meeting", [("KAZ", "participant"), ("TUR", "host")], life=life))
    assert chronology(records, claims())["stage"].to_list() == ["held"]
    assert chronology(records, claims(), modality="planned")["stage"].to_list() == ["planned"]
    assert chronology(records, claims(), modality=None).height == 2


def test_selection() -> None:
    rows = [
        record("agreement", PARTIES, time="2018", stage="signed"),
        record("trade", [("KAZ", "partner"), ("RUS", "partner")], time=("2010", None)),
        record("aid", [("TUR", "donor"), ("KGZ", "recipient")]),
    ]
    records = frame(*rows)
    assert chronology(records, claims(), ["KAZ", "TUR"])["kind"].to_list() == ["agreement"]
    assert chronology(records, claims(), start="2015")["kind"].to_list() == ["trade", "agreement"]
    assert chronology(records, claims(), end="2015")["precision"].to_list() == ["since"]
    assert chronology(records, claims(), domain="humanitarian")["kind"].to_list() == ["aid"]
    assert chronology(records, claims(), kind="trade", start="2019")["kind"].to_list() == ["trade"]
    with pytest.raises(UsageError):
        chronology(records, claims(), modality="sure")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["10 May 2022", "May 2022", "2022", "since May 2022", "until 2040", "2018 – 2020", ""]),
        ("ru", ["10 мая 2022 г.", "май 2022 г.", "2022 г.", "с мая 2022 г.", "до 2040 г.", "2018 г. – 2020 г.", ""]),
        (
            "kk",
            [
                "2022 жылғы 10 мамыр",
                "2022 жылғы мамыр",
                "2022 жыл",
                "2022 жылғы мамырдан бері",
                "2040 жылға дейін",
                "2018 жыл – 2020 жыл",
                "",
            ],
        ),
    ],
)
def test_times_in_words(language: str, expected: list[str]) -> None:
    telling = Telling(language, {})
    point = [telling.span(date, date) for date in ("2022-05-10", "2022-05", "2022")]
    rest = [
        telling.span("2022-05", None),
        telling.span(None, "2040"),
        telling.span("2018", "2020"),
        telling.span(None, None),
    ]
    assert point + rest == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["10 billion USD", "about 2.5 million KZT", "23 %", "rank 61", "4 pieces"]),
        ("ru", ["10 миллиардов USD", "около 2,5 миллиона KZT", "23 %", "61-е место", "4 ед."]),
        ("kk", ["10 миллиард USD", "шамамен 2,5 миллион KZT", "23 %", "61-орын", "4 дана"]),
    ],
)
def test_amounts_in_words(language: str, expected: list[str]) -> None:
    given_amounts = [
        (1e10, "USD", "="),
        (2.5e6, "KZT", "~"),
        (23, "percent", "="),
        (61, "rank", "="),
        (4, "pieces", "="),
    ]
    telling = Telling(language, {})
    assert [
        telling.amount({"value": v, "unit": u, "relation": r}).replace("\xa0", " ") for v, u, r in given_amounts
    ] == expected


def test_every_kind_stage_and_modality_has_words_in_every_language() -> None:
    folder = files("tarazy.records") / "data"
    with (folder / "chronology.tsv").open(encoding="utf-8") as file:
        rows = {(row["kind"], row["stage"]): row for row in csv.DictReader(file, delimiter="\t")}
    assert set(rows) == {(kind.name, stage) for kind in KINDS.values() for stage in ("", *kind.stages)}
    assert all(row[language] for row in rows.values() for language in ("kk", "ru", "en"))
    words = tomllib.loads((folder / "chronology.toml").read_text("utf-8"))
    for language in ("kk", "ru", "en"):
        assert set(words[language]["modality"]) == set(MODALITIES) - {"asserted"}
        assert set(words["en"]) <= set(words[language])


def test_who_shows_direction_and_host() -> None:
    telling = Telling("en", NAMES)
    people = [{"actor": "TUR", "role": "supplier"}, {"actor": "KAZ", "role": "recipient"}]
    assert telling.who(people) == "Türkiye → Kazakhstan"
    assert (
        telling.who([{"actor": "KAZ", "role": "participant"}, {"actor": "TUR", "role": "host"}])
        == "Kazakhstan in Türkiye"
    )
    assert telling.who([{"actor": "org:some-firm", "role": "party"}]) == "Some Firm"


def test_markdown_has_years_items_and_sentences() -> None:
    life = [stage("signed", "2018-05", claims=["c1"]), stage(None, None, claims=["c2"])]
    rows = [
        record("agreement", PARTIES, life=life[:1], stage="signed", object="deal *A*"),
        record("agreement", PARTIES, life=life[1:]),
    ]
    found = chronology(frame(*rows), claims("c1", "c2"))
    page = "\n".join(markdown(found, Telling("kk", NAMES), ["KAZ", "TUR"]))
    assert page.splitlines()[:5] == [
        "# Хронология: Kazakhstan, Türkiye",
        "",
        "## 2018",
        "",
        "- **2018 жылғы мамыр** — Келісімге қол қойылды: Kazakhstan, Türkiye · deal \\*A\\*",
    ]
    assert "  - «say c1» — `a.txt` 0:5" in page and "## Күні көрсетілмеген" in page
    with pytest.raises(UsageError, match="language 'de' is unknown"):
        Telling("de", {})


dates = st.one_of(st.none(), st.sampled_from(["2018", "2018-05", "2018-05-10", "2019", "2020-01-01"]))


@given(st.lists(st.builds(stage, st.sampled_from(["signed", "ratified", None]), dates, dates), min_size=1, max_size=8))
def test_no_claim_is_lost_and_times_do_not_go_back(life: list[dict[str, Any]]) -> None:
    numbered = [entry | {"claims": [f"c{at}"]} for at, entry in enumerate(life)]
    found = chronology(frame(record("agreement", PARTIES, life=numbered)), claims())
    assert sorted(found["claims"].explode()) == sorted(one for entry in numbered for one in entry["claims"])
    shown = found.select(pl.coalesce("time_start", "time_end")).to_series().to_list()
    dated = [date for date in shown if date]
    assert dated == sorted(dated) and shown[len(dated) :] == [None] * (len(shown) - len(dated))
