"""Ties: who with whom, from when to when, how strongly; sums of weights, intervals, and what is unknown."""

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_frames import frame, record, stage

from tarazy.codebook.vocabulary import KINDS
from tarazy.errors import UsageError
from tarazy.records.tie_rules import tie_rules
from tarazy.records.ties import TIES, gathered, rule_table, ties
from tarazy.store.schema import RECORDS

ACTORS = ["KAZ", "RUS", "TUR", "CHN", "UZB", "CSTO"]


def one(found: pl.DataFrame) -> dict[str, object]:
    assert found.height == 1, found
    return found.row(0, named=True)


def spans(found: pl.DataFrame) -> list[tuple[str | None, str | None]]:
    return found.select("start", "end").rows()


def test_columns_and_no_records() -> None:
    assert ties(frame()).schema == pl.Schema(TIES)
    assert gathered(ties(frame())).schema == pl.Schema(TIES)


@pytest.mark.parametrize(
    ("kind", "roles", "expected"),
    [
        ("transfer", ["supplier", "recipient"], ("RUS", "KAZ", True)),
        ("aid", ["donor", "recipient"], ("RUS", "KAZ", True)),
        ("trade", ["exporter", "importer"], ("RUS", "KAZ", True)),
        ("trade", ["exporter", "partner"], ("RUS", "KAZ", True)),
        ("trade", ["partner", "importer"], ("RUS", "KAZ", True)),
        ("trade", ["partner", "partner"], ("KAZ", "RUS", False)),
        ("coercion", ["sender", "target"], ("RUS", "KAZ", True)),
        ("agreement", ["party", "party"], ("KAZ", "RUS", False)),
        ("meeting", ["participant", "host"], ("KAZ", "RUS", False)),
        ("conflict", ["attacker", "side"], ("RUS", "KAZ", True)),
    ],
)
def test_direction_follows_the_roles(kind: str, roles: list[str], expected: tuple[str, str, bool]) -> None:
    found = one(ties(frame(record(kind, zip(["RUS", "KAZ"], roles, strict=True), time="2020")), "count"))
    assert (found["source"], found["target"], found["directed"]) == expected


def test_a_partner_beside_exporter_and_importer_is_tied_to_nobody() -> None:
    found = ties(frame(record("trade", [("RUS", "exporter"), ("KAZ", "importer"), ("CHN", "partner")])), "count")
    assert found.select("source", "target").rows() == [("RUS", "KAZ")]


def test_membership_left_and_joined_again_is_two_spells() -> None:
    life = [
        stage("joined", "1992"),
        stage("left", "1999-04"),
        stage("joined", "2006"),
        stage("suspended", "2012-06-28"),
    ]
    found = ties(frame(record("membership", [("UZB", "member"), ("CSTO", "organisation")], life=life)), "count")
    assert spans(found) == [("1992", "1999-04"), ("2006", "2012-06-28")]


def test_depth_climbs_the_ladder_and_a_member_of_an_alliance_is_an_ally() -> None:
    life = [stage("observer", "2005"), stage("joined", "2017"), stage("member", "2020")]
    rows = [record("membership", [("KAZ", "member"), (other, "organisation")], life=life) for other in ("SCO", "CSTO")]
    found = ties(frame(*rows), "depth")
    assert found.select("target", "start", "end", "weight").rows() == [
        ("SCO", "2005", "2017", 1.0),
        ("SCO", "2017", None, 3.0),
        ("CSTO", "2005", "2017", 1.0),
        ("CSTO", "2017", None, 4.0),
    ]
    assert gathered(found)["weight"].to_list() == [4.0, 3.0]


@pytest.mark.parametrize(
    ("name", "weight"),
    [
        ("joint declaration", 1.0),
        ("меморандум о взаимопонимании", 2.0),
        ("agreement on military cooperation", 3.0),
        ("memorandum and agreement on transit", 3.0),
        ("договор о союзнических отношениях", 4.0),
        ("әскери ынтымақтастық туралы келісім", 3.0),
    ],
)
def test_depth_of_a_treaty_is_in_its_name(name: str, weight: float) -> None:
    row = record("agreement", [("KAZ", "party"), ("TUR", "party")], object=name, stage="signed", time="2020")
    assert one(ties(frame(row), "depth"))["weight"] == weight


def test_what_is_not_said_has_no_tie() -> None:
    row = record("agreement", [("KAZ", "party"), ("TUR", "party")], stage="signed", time="2020")
    assert ties(frame(row))["measure"].to_list() == ["count"]
    assert ties(frame(record("indicator", [("KAZ", "subject")], quantities=[(5, "USD")]))).is_empty()
    gone = record("agreement", [("KAZ", "party"), ("TUR", "party")]) | {"claims": 0}
    assert ties(frame(gone)).is_empty()


def test_currencies_units_and_shares_stay_apart() -> None:
    pair = [("CHN", "exporter"), ("KAZ", "importer")]
    rows = [
        record("trade", pair, quantities=[(10, "USD"), (70, "CNY"), (12, "percent"), (5, "tonne"), (3, "rank")]),
        record("trade", pair, quantities=[(20, "percent")]),
        record("trade", pair, quantities=[(20, "percent")], object="growth of exports"),
        record("trade", pair, quantities=[(180, "percent")]),
    ]
    found = ties(frame(*rows)).filter(pl.col("measure") != "count")
    assert found.select("measure", "weight", "unit", "records").rows() == [
        ("amount", 70.0, "CNY", ["r-0"]),
        ("amount", 10.0, "USD", ["r-0"]),
        ("quantity", 5.0, "tonne", ["r-0"]),
        ("share", 20.0, "percent", ["r-1"]),
    ]


def test_what_looks_like_a_currency_is_a_quantity() -> None:
    arms = record("transfer", [("RUS", "supplier"), ("KAZ", "recipient")], quantities=[(12e6, "TIV"), (4, "pieces")])
    found = ties(frame(arms)).filter(pl.col("measure") != "count")
    assert set(found.select("measure", "weight", "unit").rows()) == {
        ("quantity", 12e6, "TIV"),
        ("quantity", 4.0, "pieces"),
    }


def test_modalities_and_pending_stages_never_mix() -> None:
    pair = [("RUS", "donor"), ("KGZ", "recipient")]
    rows = [
        record("aid", pair, stage="delivered", time="2019", quantities=[(1, "USD")]),
        record("aid", pair, stage="pledged", time="2020", quantities=[(10, "USD")]),
        record("aid", pair, stage="planned", modality="planned", time="2021", quantities=[(100, "USD")]),
        record("aid", pair, modality="denied", time="2022", quantities=[(1000, "USD")]),
    ]
    records = frame(*rows)
    assert ties(records, "amount")["weight"].to_list() == [1.0]
    assert ties(records, "amount", pending=True)["weight"].to_list() == [10.0]
    assert ties(records, "amount", "planned")["weight"].to_list() == [100.0]
    assert ties(records, "amount", "denied")["modality"].to_list() == ["denied"]


def test_a_life_line_gives_each_modality_its_own_time() -> None:
    life = [stage("planned", "2021", modality="planned"), stage("held", "2022-05")]
    records = frame(
        record("meeting", [("KAZ", "participant"), ("TUR", "host")], life=life, time="2022-05", stage="held")
    )
    assert spans(ties(records, "count")) == [("2022-05", "2022-05")]
    assert spans(ties(records, "count", "planned")) == [("2021", "2021")]


def test_a_rejected_agreement_is_no_tie() -> None:
    pair = [("KAZ", "party"), ("TUR", "party")]
    assert ties(frame(record("agreement", pair, stage="rejected", time="2020", object="treaty"))).is_empty()


def test_position_is_signed_and_its_mean_is_taken() -> None:
    pair = [("KAZ", "holder"), ("UN", "target")]
    rows = [record("stance", pair, stage=name, time="2020") for name in ("support", "support", "oppose", "neutral")]
    found = ties(frame(*rows, record("stance", pair, time="2020")), "position")
    assert found["weight"].to_list() == [1.0, 1.0, -1.0, 0.0]
    assert one(gathered(found))["weight"] == 0.25


def test_selection() -> None:
    rows = [
        record("trade", [("CHN", "exporter"), ("KAZ", "importer")], time="2018"),
        record("trade", [("CHN", "exporter"), ("UZB", "importer")], time="2020"),
        record("aid", [("USA", "donor"), ("KAZ", "recipient")]),
    ]
    records = frame(*rows)
    assert ties(records, actor=["KAZ", "CHN"])["records"].to_list() == [["r-0"]]
    assert ties(records, start="2019")["records"].to_list() == [["r-1"]]
    assert ties(records, end="2019", kind="trade")["records"].to_list() == [["r-0"]]
    assert ties(records, domain="humanitarian")["records"].to_list() == [["r-2"]]
    for wrong in ({"measure": "love"}, {"modality": "true"}, {"kind": "war"}, {"start": "soon"}):
        with pytest.raises(UsageError):
            ties(records, **wrong)


def test_every_kind_has_a_rule_and_every_name_in_the_rules_is_in_the_codebook() -> None:
    rules = tie_rules()
    assert set(rules.kinds) == set(KINDS)
    for name, kind in rules.kinds.items():
        assert set(kind.stages) <= set(KINDS[name].stages)
        for pair in kind.pairs:
            assert {*pair.sources, *pair.targets, *([pair.unless] if pair.unless else [])} <= set(KINDS[name].roles)
    for name, ladder in rules.ladders.items():
        assert set(ladder.by_stage) <= set(KINDS[name].stages)
        assert {*ladder.by_stage.values(), *ladder.by_object} <= set(ladder.rungs)
        for pattern in ladder.by_object.values():
            re.compile(pattern)
    assert rule_table().height == len(rules.measures)


date = st.one_of(st.none(), st.dates().map(lambda day: str(day)), st.integers(1990, 2030).map(str))


@st.composite
def records(draw: st.DrawFn) -> pl.DataFrame:
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(list(KINDS)))
        roles = list(KINDS[kind].roles)
        people = draw(st.lists(st.tuples(st.sampled_from(ACTORS), st.sampled_from(roles)), max_size=6))
        stages = st.sampled_from([None, *KINDS[kind].stages])
        life = draw(st.lists(st.builds(stage, stages, date, date), max_size=5))
        amounts = st.tuples(st.floats(0.01, 1e9), st.sampled_from(["USD", "KZT", "percent", "pieces"]))
        row = record(kind, people, time=draw(date), quantities=draw(st.lists(amounts, max_size=3)), life=life)
        rows.append(row | {"stage": draw(stages)})
    return frame(*rows)


@settings(max_examples=50)
@given(records())
def test_split_weights_sum_to_what_the_record_says(given_records: pl.DataFrame) -> None:
    found = ties(given_records, ["amount", "quantity", "share"])
    for (record_id, unit), part in found.explode("records").group_by("records", "unit"):
        said = given_records.filter(record_id=record_id)["quantities"].explode().struct.unnest().filter(unit=unit)
        assert part["weight"].sum() == pytest.approx(said["value"][0])


@settings(max_examples=50)
@given(records())
def test_putting_together_loses_no_weight_and_no_record(given_records: pl.DataFrame) -> None:
    found = ties(given_records)
    together = gathered(found, by_domain=False)
    sums = [name for name, measure in tie_rules().measures.items() if measure.gather == "sum"]
    for name in sums:
        before, after = (part.filter(measure=name)["weight"].sum() for part in (found, together))
        assert after == pytest.approx(before)
    assert set(together["records"].explode()) == set(found["records"].explode())
    assert together.select("source", "target", "kind", "directed", "measure", "unit").is_duplicated().any() is False


@settings(max_examples=50)
@given(records())
def test_pairs_are_ordered_and_times_are_those_of_the_claims(given_records: pl.DataFrame) -> None:
    found = ties(given_records)
    assert (found["source"] != found["target"]).all()
    mutual = found.filter(~pl.col("directed"))
    assert (mutual["source"] < mutual["target"]).all()
    life = given_records["life"].explode().struct.unnest() if given_records["life"].list.len().sum() else None
    said = {None, *given_records["time_start"], *(() if life is None else (*life["time_start"], *life["time_end"]))}
    assert {*found["start"], *found["end"]} <= said


@given(
    st.lists(
        st.tuples(st.sampled_from(["joined", "left"]), st.integers(1990, 2030)),
        min_size=1,
        max_size=8,
        unique_by=lambda e: e[1],
    )
)
def test_spells_do_not_overlap(changes: list[tuple[str, int]]) -> None:
    life = [stage(name, str(year)) for name, year in changes]
    found = ties(frame(record("membership", [("KAZ", "member"), ("CIS", "organisation")], life=life)), "count")
    closed = [end for _, end in spans(found)]
    assert all(end is not None for end in closed[:-1])
    for (_, end), (start, _) in zip(spans(found), spans(found)[1:], strict=False):
        assert end is not None and start is not None and end <= start


def test_frames_of_records_have_the_columns_of_the_schema() -> None:
    assert frame(record("trade", [("KAZ", "partner")])).schema == pl.Schema(RECORDS)
