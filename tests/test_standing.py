"""Standing on a day: yes, no, unknown; never more than claims say, and always the last thing known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_frames import frame, record, stage

from tarazy.errors import UsageError
from tarazy.records.knowing import BASES, Known, Span, answer, span
from tarazy.records.standing import in_force, members_on

CSTO = [("UZB", "member"), ("CSTO", "organisation")]


def on(when: str, *life: dict[str, object], **options: object) -> tuple[str, str, str | None]:
    [row] = members_on(frame(record("membership", CSTO, life=list(life))), when, **options).rows(named=True)
    assert row["basis"] in BASES
    return row["answer"], row["basis"], row["last_known"]


JOINED, LEFT = stage("joined", "1992-05-15"), stage("left", "1999-04-02")
AGAIN, SUSPENDED = stage("joined", "2006-08"), stage("suspended", "2012-06-28")
LINE = (JOINED, LEFT, AGAIN, SUSPENDED)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("1991", ("no", "before", None)),
        ("1992", ("yes", "stated", "1992-05-15")),
        ("1992-05-14", ("no", "before", None)),
        ("1992-05-15", ("yes", "stated", "1992-05-15")),
        ("1995", ("yes", "between", "1992-05-15")),
        ("1999", ("yes", "stated", "1999-04-02")),
        ("1999-04-02", ("no", "ended", "1999-04-02")),
        ("2003", ("no", "ended", "1999-04-02")),
        ("2006-08-10", ("unknown", "imprecise", "2006-08")),
        ("2010", ("yes", "between", "2006-08")),
        ("2022-01-05", ("no", "ended", "2012-06-28")),
    ],
)
def test_a_member_that_left_and_came_again(when: str, expected: tuple[str, str, str | None]) -> None:
    assert on(when, *LINE) == expected


def test_old_knowledge_is_not_carried_on_unless_asked() -> None:
    joined = stage("joined", "1992")
    assert on("2022-01-05", joined) == ("unknown", "later", "1992")
    assert on("2022-01-05", joined, carry=10) == ("unknown", "later", "1992")
    assert on("2022-01-05", joined, carry=30) == ("yes", "carried", "1992")
    [row] = members_on(frame(record("membership", CSTO, life=[joined])), "2022-01-05").rows(named=True)
    assert (row["stage"], row["age"]) == ("member", 29.0)


def test_member_since_holds_until_it_was_said() -> None:
    since = stage("member", "1992", None, said="2015-03")
    assert on("2010", since) == ("yes", "stated", "2015-03")
    assert on("2015", since) == ("yes", "stated", "2015-03")
    assert on("2016", since) == ("unknown", "later", "2015-03")
    assert on("1990", since) == ("no", "before", None)


def test_a_member_in_a_year_says_nothing_of_the_year_before() -> None:
    assert on("2010-06-01", stage("member", "2010")) == ("yes", "stated", "2010")
    assert on("2009", stage("member", "2010")) == ("unknown", "nothing-before", None)
    assert on("2009", stage("joined", "2001"), stage("member", "2010")) == ("yes", "between", "2001")


def test_what_has_no_date_says_nothing_of_any_day() -> None:
    assert on("2010", stage("member", None, said="2015")) == ("unknown", "no-date", None)


def test_sources_that_differ_leave_it_open() -> None:
    since = stage("member", "1992", None, said="2020")
    assert on("2015", since, stage("left", "2012")) == ("unknown", "disputed", "2020")
    assert on("2005", since, stage("left", "2012")) == ("yes", "stated", "2020")


def test_an_observer_is_shown_as_one_until_it_joins() -> None:
    life = [stage("observer", "2005"), stage("joined", "2017")]
    for when, shown in (("2010", "observer"), ("2017", "member")):
        [row] = members_on(frame(record("membership", CSTO, life=life)), when).rows(named=True)
        assert (row["answer"], row["stage"]) == ("yes", shown)


def test_what_is_planned_denied_or_only_applied_for_is_no_standing() -> None:
    for entry in (
        stage("joined", "2010", modality="planned"),
        stage("joined", "2010", modality="denied"),
        stage("applied", "2010"),
    ):
        assert members_on(frame(record("membership", CSTO, life=[entry])), "2012").is_empty()


def test_records_of_one_pair_answer_together_and_selection_is_by_id() -> None:
    rows = [
        record("membership", CSTO, time="1992", stage="joined"),
        record("membership", CSTO, time="1999", stage="left"),
        record(
            "membership", [("KAZ", "member"), ("RUS", "member"), ("SCO", "organisation")], time="2001", stage="created"
        ),
    ]
    found = members_on(frame(*rows), "1995")
    assert found.select("actor", "organisation", "answer").rows() == [
        ("UZB", "CSTO", "yes"),
        ("KAZ", "SCO", "no"),
        ("RUS", "SCO", "no"),
    ]
    assert found["records"][0].to_list() == ["r-0", "r-1"]
    assert members_on(frame(*rows), "1995", organisation="SCO", actor="KAZ").height == 1
    assert members_on(frame(*rows), "1995", organisation="NATO").is_empty()


@pytest.mark.parametrize("wrong", ["soon", "2022-13", "2022-02-30", "22"])
def test_what_is_no_date_is_said(wrong: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        members_on(frame(), wrong)


PARTIES = [("KAZ", "party"), ("TUR", "party")]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (2011, ("no", "before")),
        (2013, ("no", "before")),
        (2014, ("yes", "stated")),
        (2018, ("yes", "between")),
        (2021, ("no", "ended")),
    ],
)
def test_in_force_from_entry_to_termination(when: int, expected: tuple[str, str]) -> None:
    life = [stage("signed", "2012-10"), stage("in-force", "2014-03-01"), stage("terminated", "2020")]
    [row] = in_force(frame(record("agreement", PARTIES, life=life)), when, ["KAZ", "TUR"]).rows(named=True)
    assert (row["answer"], row["basis"], row["signed"]) == (*expected, "2012-10")


def test_a_signature_brings_nothing_into_force() -> None:
    records = frame(record("agreement", PARTIES, life=[stage("signed", "2012", claims=["c1"])]))
    [row] = in_force(records, 2018).rows(named=True)
    assert (row["answer"], row["stage"], row["last_known"], row["claims"]) == ("unknown", "signed", "2012", ["c1"])
    assert in_force(records, 2010)["answer"].to_list() == ["no"]
    assert in_force(records, 2018, "RUS").is_empty()
    assert in_force(frame(record("agreement", PARTIES, stage="proposed", time="2012")), 2018).is_empty()


days = st.dates(date(1990, 1, 1), date(2025, 12, 31))


@st.composite
def knowledge(draw: st.DrawFn) -> list[Known]:
    found = []
    for _ in range(draw(st.integers(0, 6))):
        first, last = sorted((draw(days), draw(days)))
        kind = draw(st.sampled_from(["begin", "held", "end", "concluded"]))
        found.append(Known(kind, "member", first, last, str(last)))
    return found


@given(knowledge(), days)
def test_yes_and_no_always_rest_on_something_and_carrying_on_only_adds_yes(known: list[Known], day: date) -> None:
    when = Span(day, day)
    strict, carried = answer(known, when), answer(known, when, carry=5)
    if strict.answer != "unknown":
        assert (strict.last or strict.next) in known
        assert carried == strict
    else:
        assert carried.answer in ("unknown", "yes")
    if strict.next is not None:
        assert strict.next.last >= day


@given(knowledge(), days)
def test_the_order_of_claims_does_not_matter(known: list[Known], day: date) -> None:
    when = Span(day, day)
    assert answer(known, when).answer == answer(known[::-1], when).answer


@given(days, days, days)
def test_between_joining_and_leaving_is_yes_outside_is_no(one: date, other: date, day: date) -> None:
    joined, left = sorted((one, other))
    known = [
        Known("begin", "", joined, joined, ""),
        Known("held", "", joined, joined, ""),
        Known("end", "", left, left, ""),
    ]
    if joined < left:
        expected = "yes" if joined <= day < left else "no"
        assert answer(known, Span(day, day)).answer == expected


def test_spans_of_dates() -> None:
    assert span("2020-02") == Span(date(2020, 2, 1), date(2020, 2, 29))
    assert span("2021") == Span(date(2021, 1, 1), date(2021, 12, 31))
