"""Middle powers by Clingendael's procedure, evidence lists, and ladders of partnership: by hand, and unknown where nobody says."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from claim_frames import claim, claim_frame, figure

import tarazy
from tarazy.actors.registry import registry
from tarazy.errors import UsageError
from tarazy.measures.evidence import criteria, evidence
from tarazy.measures.ladders import ladder, ladders
from tarazy.measures.middle_power import middle_powers, rules
from tarazy.measures.question import Question
from tarazy.records.single import single_records

GDP, MILEX, PEOPLE = (
    "GDP (current US$) · NY.GDP.MKTP.CD",
    "military expenditure, current US$",
    "Population, total · SP.POP.TOTL",
)
STATES = sorted(
    one.id for one in registry().actors.values() if one.kind == "state" and one.codes.get("cow") and one.end is None
)
GREAT = rules()["great_powers"]
OTHERS = [state for state in STATES if state not in GREAT]


def world(place: dict[str, int], people: dict[str, float], states: list[str] = STATES) -> list[dict[str, Any]]:
    """Figures of states: GDP and military expenditure by place (1 the largest after the great powers), population in millions."""
    rest = [state for state in OTHERS if state not in place]
    order = dict(place)
    free = iter(rank for rank in range(1, 400) if rank not in place.values())
    order |= {state: next(free) for state in rest}
    rows = []
    for state in states:
        size = 1e13 if state in GREAT else 1e12 / order[state]
        for year in (2013, 2017):
            # The mean of the years counts: ups and downs that cancel change nothing.
            swing = 1.2 if year == 2013 else 0.8
            rows.append(figure(state, GDP, size * swing, year))
            rows.append(figure(state, MILEX, size / 50 * swing, year, "sipri-milex"))
            rows.append(figure(state, PEOPLE, people.get(state, 10) * 1e6, year, unit="people"))
    return rows


def one(found: pl.DataFrame, actor: str) -> dict[str, Any]:
    return found.filter(actor=actor).row(0, named=True)


def test_three_points_make_a_potential_middle_power() -> None:
    found = middle_powers(claim_frame(*world({"KAZ": 60, "UZB": 61, "TKM": 5}, {"TKM": 3.9})), [])
    kaz, uzb, tkm = (one(found, actor) for actor in ("KAZ", "UZB", "TKM"))
    assert (kaz["status"], kaz["points"], kaz["gdp_rank"], kaz["military_rank"]) == (
        "potential middle power",
        3,
        60,
        60,
    )
    assert (uzb["status"], uzb["points"]) == ("other", 1)
    assert (tkm["status"], tkm["points"], tkm["population_point"]) == ("other", 2, 0)
    assert one(found, "RUS")["status"] == "great power" and one(found, "RUS")["points"] is None
    assert (found["status"] == "potential middle power").sum() == 60 - 1
    assert kaz["gdp"] == pytest.approx(1e12 / 60) and len(kaz["records"]) == 6
    assert kaz["swp"] and not uzb["swp"]


def test_exactly_four_million_is_not_more() -> None:
    found = middle_powers(claim_frame(*world({"TKM": 5}, {"TKM": 4.0})), ["TKM"])
    assert one(found, "TKM")["population_point"] == 0


def test_thresholds_are_settings() -> None:
    frame = claim_frame(*world({"KAZ": 60}, {}))
    assert one(middle_powers(frame, ["KAZ"], next_gdp=59), "KAZ")["status"] == "other"
    assert one(middle_powers(frame, ["KAZ"], population_above=10e6), "KAZ")["points"] == 2
    # One great power fewer moves everybody a place down.
    assert one(middle_powers(frame, ["KAZ"], great_powers=[g for g in GREAT if g != "DEU"]), "KAZ")["gdp_rank"] == 61


def test_what_is_not_known_is_unknown() -> None:
    rows = world({"KAZ": 20, "UZB": 30}, {})
    without = [row for row in rows if row["object"] != MILEX]
    row = one(middle_powers(claim_frame(*without), ["KAZ"]), "KAZ")
    assert (row["status"], row["points"], row["points_low"], row["points_high"]) == ("unknown", None, 2, 3)
    assert row["military"] is None and row["military_rank"] is None
    nobody = one(middle_powers(claim_frame(), ["KAZ"]), "KAZ")
    assert (nobody["status"], nobody["points_low"], nobody["points_high"]) == ("unknown", 0, 3)
    small = [row for row in rows if row["actors"][0] == "KAZ" and row["object"] == PEOPLE]
    small[0]["quantities"][0]["value"] = small[1]["quantities"][0]["value"] = 1e6
    assert one(middle_powers(claim_frame(*small), ["KAZ"]), "KAZ")["status"] == "other"


def test_a_rank_among_few_states_says_nothing_but_a_low_one() -> None:
    few = [state for state in STATES if state < "K" or state in ("KAZ", *GREAT)]
    row = one(middle_powers(claim_frame(*world({"KAZ": 3}, {}, few)), ["KAZ"]), "KAZ")
    assert (row["gdp_point"], row["status"], row["unranked"]) == (None, "unknown", len(set(OTHERS) - set(few)))
    # Sixty others above it are enough to know that it is not among the sixty.
    row = one(middle_powers(claim_frame(*world({"KAZ": 300}, {}, few)), ["KAZ"]), "KAZ")
    assert (row["gdp_point"], row["status"]) == (0, "other")
    row = one(middle_powers(claim_frame(*world({"KAZ": 3}, {}, few)), ["KAZ"], least_ranked=10), "KAZ")
    assert (row["points"], row["points_low"]) == (3, 1)


def test_data_sets_do_not_mix() -> None:
    rows = world({"KAZ": 60}, {})
    rows += [figure("KAZ", "Military expenditure (current USD) · MS.MIL.XPND.CD", 1e15, 2015)]
    assert one(middle_powers(claim_frame(*rows), ["KAZ"]), "KAZ")["military_rank"] == 60


def test_conduct_and_outlook_conclude_only_with_thresholds() -> None:
    seat = [("KAZ", "member"), ("UNSC", "organisation")]
    rows = [
        *world({"KAZ": 20}, {}),
        figure("KAZ", "Freedom in the World, aggregate score", 22, 2017, "table", "points"),
        figure("KAZ", "diplomatic missions abroad", 70, 2016, "table", "pieces"),
        claim("membership", seat, "2017", stage="member"),
        claim("membership", seat, "2018", stage="member"),
        claim("membership", seat, "1990", stage="member"),
    ]
    frame = claim_frame(*rows)
    row = one(middle_powers(frame, ["KAZ"]), "KAZ")
    assert (row["missions_abroad"], row["freedom"], row["security_council_terms"]) == (70, 22, 1)
    assert row["outlook"] is None and row["missions_abroad_met"] is None and row["undp_funding"] is None
    row = one(middle_powers(frame, ["KAZ"], freedom=70, missions_abroad=70, undp_funding=1), "KAZ")
    assert (row["outlook"], row["missions_abroad_met"], row["undp_funding_met"]) == ("emerging", True, None)
    assert one(middle_powers(frame, ["KAZ"], freedom=20), "KAZ")["outlook"] == "established"


def test_the_order_of_claims_does_not_matter() -> None:
    frame = claim_frame(*world({"KAZ": 60}, {}))
    mixed = frame.sample(fraction=1, shuffle=True, seed=3)
    assert middle_powers(frame, []).equals(middle_powers(mixed, []))


def test_a_file_of_criteria_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "criteria.toml"
    own.write_text('great_powers = ["KAZ"]\n', "utf-8")
    assert one(middle_powers(claim_frame(), ["KAZ"], criteria=str(own)), "KAZ")["status"] == "great power"
    own.write_text("capability = {gdp = {}}\n", "utf-8")
    with pytest.raises(UsageError, match=r"capability\.gdp"):
        middle_powers(claim_frame(), ["KAZ"], criteria=str(own))


def test_imported_figures_reach_the_procedure(tmp_path: Path) -> None:
    head = '"Country Name","Country Code","Indicator Name","Indicator Code","2016","2017"\n'
    lines = [
        f'"{state}","{state}","GDP (current US$)","NY.GDP.MKTP.CD","{1000 - i}","{1000 - i}"'
        for i, state in enumerate(STATES)
    ]
    (tmp_path / "gdp.csv").write_text(head + "\n".join(lines) + "\n", "utf-8")
    (tmp_path / "people.csv").write_text(
        head + '"Kazakhstan","KAZ","Population, total","SP.POP.TOTL","18000000","18100000"\n', "utf-8"
    )
    observatory = tarazy.create(tmp_path / "obs")
    for name in ("gdp.csv", "people.csv"):
        observatory.import_data("world-bank", tmp_path / name)
    row = one(observatory.measure("middle-power", "KAZ"), "KAZ")
    rank = sum(state < "KAZ" for state in OTHERS) + 1
    assert (row["gdp_rank"], row["population"], row["population_point"], row["status"]) == (
        rank,
        18_050_000,
        1,
        "other" if rank > 60 else "unknown",
    )
    assert observatory.behind(row["records"]).height == 4


def test_evidence_is_gathered_in_three_languages() -> None:
    rows = [
        claim("deployment", [("KAZ", "sender"), ("LBN", "host")], "2018", quote="120 peacekeepers went to Lebanon."),
        claim("deployment", [("KAZ", "sender")], "2019", quote="120 миротворцев отправились в Ливан.", language="ru"),
        claim("deployment", [("KAZ", "sender")], "2020", quote="120 бітімгер Ливанға аттанды.", language="kk"),
        claim("deployment", [("KAZ", "host")], "2020", quote="Peacekeepers came."),
        claim("stance", [("KAZ", "holder")], None, quote="Страна считает себя средней державой.", language="ru"),
        claim("agreement", [("KAZ", "party"), ("UZB", "party")], "2020", quote="A border treaty was signed."),
        claim(
            "agreement",
            [("KAZ", "party"), ("CHN", "party")],
            "1996",
            quote="A border treaty was signed.",
            confidence=0.5,
        ),
    ]
    found = evidence(claim_frame(*rows), ["KAZ"])
    assert found["criterion"].to_list() == list(criteria())
    by = {row["criterion"]: row for row in found.iter_rows(named=True)}
    assert by["peacekeeping"]["records"] == ["r-0", "r-1", "r-2"]
    assert (by["peacekeeping"]["first"], by["peacekeeping"]["last"]) == ("2018", "2020")
    assert by["self-image"]["records"] == ["r-4"] and by["between"]["records"] == ["r-6"]
    assert by["between"]["expected"] == 0.5
    assert (by["aid"]["status"], by["aid"]["claims"]) == ("nothing said", 0)
    late = evidence(claim_frame(*rows), ["KAZ"], Question(start=2019))
    assert late.filter(criterion="peacekeeping")["claims"].to_list() == [2]


def test_names_and_words_are_there_in_three_languages() -> None:
    for name, row in criteria().items():
        assert set(row["name"]) == {"kk", "ru", "en"}, name
        assert len({code for code in ("kk", "ru", "en") if row.get(code)}) in (0, 3), name
    for name, steps in ladders().items():
        assert set(steps.names) == {"kk", "ru", "en"}, name


def standing(actor: str, body: str, stage: str | None, time: str, **given: Any) -> dict[str, Any]:
    return claim("membership", [(actor, "member"), (body, "organisation")], time, stage=stage, **given)


def steps(found: pl.DataFrame) -> list[tuple[Any, ...]]:
    return found.select("start", "end", "status", "rung").rows()


def test_a_state_climbs_from_observer_to_member() -> None:
    rows = [
        standing("UZB", "EAEU", "observer", "2020"),
        standing("UZB", "EAEU", "candidate", "2022"),
        standing("UZB", "EAEU", "joined", "2024"),
        standing("KAZ", "EAEU", "member", "2020"),
    ]
    frame = single_records(claim_frame(*rows))
    found = ladder(frame, ["UZB"], ladder="organisation")
    assert steps(found) == [
        (2020, 2020, "known", "observer"),
        (2021, 2021, "unknown", None),
        (2022, 2022, "known", "candidate"),
        (2023, 2023, "unknown", None),
        (2024, 2024, "known", "member"),
    ]
    assert found["last_rung"].to_list() == [None, "observer", None, "candidate", None]
    assert found["organisation"].unique().to_list() == ["EAEU"] and found["records"][0].to_list() == ["c-c-0"]
    carried = ladder(frame, ["UZB"], Question(end=2025), ladder="organisation", carry=5)
    assert steps(carried) == [
        (2020, 2021, "known", "observer"),
        (2022, 2023, "known", "candidate"),
        (2024, 2025, "known", "member"),
    ]
    assert steps(ladder(frame.sample(fraction=1, shuffle=True, seed=2), ["UZB"], ladder="organisation")) == steps(found)


def test_who_left_stands_on_no_rung() -> None:
    rows = [standing("GEO", "CIS", "joined", "1993"), standing("GEO", "CIS", "left", "2009")]
    found = ladder(single_records(claim_frame(*rows)), ["GEO"], Question(start=2011, end=2012), ladder="organisation")
    assert steps(found) == [(2011, 2012, "none", None)]


def test_the_steps_towards_nato_come_from_programmes_and_agreements() -> None:
    plan = claim(
        "agreement",
        [("KAZ", "party"), ("NATO", "party")],
        "2006",
        stage="signed",
        object="Individual Partnership Action Plan",
    )
    rows = [standing("KAZ", "PFP", "joined", "1994"), standing("KAZ", "PARP", "joined", "2002"), plan]
    frame = single_records(claim_frame(*rows))
    found = ladder(frame, ["KAZ"], ladder="nato", carry=20)
    assert steps(found) == [(1994, 2001, "known", "PfP"), (2002, 2005, "known", "PARP"), (2006, 2006, "known", "IPAP")]
    assert found["step"].to_list() == [2, 3, 4] and set(found["steps"]) == {6}
    each = ladder(frame, ["KAZ"], Question(every=1), ladder="nato", carry=20)
    assert each.height == 13 and (each["start"] == each["end"]).all()
    other = claim("agreement", [("KAZ", "party"), ("EU", "party")], "2006", stage="signed", object="IPAP")
    assert ladder(single_records(claim_frame(other)), ["KAZ"], ladder="nato").is_empty()


def test_ladders_say_what_is_wrong_with_a_question() -> None:
    with pytest.raises(UsageError, match="ladder 'ropes'"):
        ladder(single_records(claim_frame()), ["KAZ"], ladder="ropes")
    assert ladder(single_records(claim_frame()), ["KAZ"]).is_empty()
