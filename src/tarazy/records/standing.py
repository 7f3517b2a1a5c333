"""What stood on a day: who belonged to what, which agreements were in force; yes, no or unknown, with the last thing known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from tarazy.records.knowing import Known, Span, answer, span, years
from tarazy.records.settling import settled
from tarazy.records.tie_rules import TieRules, tie_rules
from tarazy.store.schema import Columns
from tarazy.store.selection import Several, several

_ANSWER: Columns = {
    "answer": pl.String,  # yes, no, unknown
    "stage": pl.String,  # as what: member, observer, in-force …; of an answer that is not yes, the last thing known
    "basis": pl.String,  # the reason: records.knowing.Basis
    "last_known": pl.String,  # the date of the last thing known at that time, cut to what is known
    "age": pl.Float64,  # years from it to the date asked about
    "next_known": pl.String,  # the date of the first thing known after it
    "records": pl.List(pl.String),
    "claims": pl.List(pl.String),  # those on which the answer rests, or that say the last thing known
}
MEMBERS_ON: Columns = {"actor": pl.String, "organisation": pl.String, **_ANSWER}
IN_FORCE: Columns = {
    "record_id": pl.String,
    "actors": pl.List(pl.String),
    "object": pl.String,
    "signed": pl.String,
    **_ANSWER,
}


def members_on(
    records: pl.DataFrame,
    on: str,
    organisation: Several = None,
    actor: Several = None,
    carry: float | None = None,
    rules: TieRules | None = None,
) -> pl.DataFrame:
    """Who belonged to what on ``on`` (of a month or year: on some day of it): a row for each actor and organisation of which
    claims say anything, columns ``MEMBERS_ON``; yes first, then unknown, then no.

    ``organisation``, ``actor``: any of those given. ``carry``: years for which the last thing known may be carried on; by default none,
    so that a membership of which all that is known is older than ``on`` is unknown. UsageError for what is no date.
    """
    when, rules = span(on), rules or tie_rules()
    wanted, whose = several(organisation), several(actor)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    memberships = records.filter(pl.col("kind") == "membership", pl.col("claims") > 0)
    for row in memberships.iter_rows(named=True):
        for body in _in_role(row, "organisation", wanted):
            for member in _in_role(row, "member", whose):
                groups.setdefault((member, body), []).append(row)
    rows = [
        {"actor": member, "organisation": body, **said}
        for (member, body), group in groups.items()
        if (said := _answered(group, when, carry, rules))
    ]
    return _ordered(pl.DataFrame(rows, schema=MEMBERS_ON), "organisation", "actor")


def in_force(
    records: pl.DataFrame,
    on: str | int,
    actors: Several = None,
    carry: float | None = None,
    rules: TieRules | None = None,
) -> pl.DataFrame:
    """Which agreements among all of ``actors`` were in force on ``on`` (of a month or year: on some day of it).

    A row for each agreement, columns ``IN_FORCE``; yes first, then unknown, then no. A signature or a ratification brings nothing into
    force: an agreement of which no more is known is unknown from then on, and was not in force before. ``carry`` as in ``members_on``.
    """
    when, rules = span(str(on)), rules or tie_rules()
    together = [pl.col("actors").list.contains(pl.lit(one)) for one in several(actors)]
    rows = []
    for row in records.filter(pl.col("kind") == "agreement", pl.col("claims") > 0, *together).iter_rows(named=True):
        signed = min((e["time_start"] for e in _life(row) if e["stage"] == "signed" and e["time_start"]), default=None)
        told = {"record_id": row["record_id"], "actors": row["actors"], "object": row["object"], "signed": signed}
        if said := _answered([row], when, carry, rules):
            rows.append({**told, **said})
    return _ordered(pl.DataFrame(rows, schema=IN_FORCE), "signed", "record_id")


def _in_role(record: dict[str, Any], role: str, wanted: Sequence[str]) -> list[str]:
    found = dict.fromkeys(one["actor"] for one in record["participants"] if one["role"] == role)
    return [one for one in found if not wanted or one in wanted]


def _life(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The asserted entries of a record's life line, with its agreed time where sources differ."""
    if not record["life"]:
        record = record | {"first_said": record["last_said"]}
    return [entry for entry in settled(record) if entry["modality"] == "asserted"]


def _known(record: dict[str, Any], rules: TieRules) -> Iterator[Known]:
    """What the entries that have a date say of the standing."""
    kind = rules.kinds[record["kind"]]
    by_stage = rules.ladders[record["kind"]].by_stage if record["kind"] in rules.ladders else {}
    for entry in _life(record):
        stage, start, end = entry["stage"] or "", entry["time_start"], entry["time_end"]
        listed = kind.stage_class(entry["stage"])
        if listed in ("pending", "never") or (start is None and end is None):
            continue
        first, last = span(start or end), span(end or start)
        origin = record["record_id"], tuple(entry["claims"])
        rank, told = by_stage.get(stage, stage), start or end
        if stage in kind.concluded:
            yield Known("concluded", rank, first.first, last.last, told, *origin)
        elif listed == "closing":
            yield Known("end", rank, first.first, last.last, told, *origin)
        elif start is None:
            yield Known("held", rank, last.first, last.first, told, *origin)
            yield Known("end", rank, last.first, last.last, told, *origin)
        elif end is None:
            # "A member since 1992", said in 2015, stood until then; of what came after it says nothing.
            said = span(entry["said"]).first if entry["said"] else first.last
            yield Known("begin", rank, first.first, first.last, told, *origin)
            known_until = max(said, first.last)
            yield Known("held", rank, first.last, known_until, entry["said"] if said > first.last else told, *origin)
        elif listed == "opening":
            yield Known("begin", rank, first.first, last.last, told, *origin)
            yield Known("held", rank, last.last, last.last, end, *origin)
        else:
            yield Known("held", rank, first.first, last.last, end, *origin)


def _answered(group: Sequence[dict[str, Any]], when: Span, carry: float | None, rules: TieRules) -> dict[str, Any]:
    """The columns of an answer, none where no claim speaks of its standing: an application, a draft."""
    found = answer([one for row in group for one in _known(row, rules)], when, carry)
    if found.last is None and found.next is None:
        return _undated(group, rules)
    shown = [one for one in (found.last, found.next, *found.against) if one is not None]
    main = found.last or found.next
    assert main is not None
    return {
        "answer": found.answer,
        "stage": main.rank or None,
        "basis": found.basis,
        "last_known": found.last.told if found.last else None,
        "age": years(found.last.last, when.first) if found.last else None,
        "next_known": found.next.told if found.next else None,
        "records": list(dict.fromkeys(one.record for one in shown)),
        "claims": list(dict.fromkeys(claim for one in shown for claim in one.claims)),
    }


def _undated(group: Sequence[dict[str, Any]], rules: TieRules) -> dict[str, Any]:
    """All that is said has no date, and so says nothing of any day; the latest that was said is shown."""
    told = [
        (entry["said"] or "", entry["stage"], row["record_id"], entry["claims"])
        for row in group
        for entry in _life(row)
        if rules.kinds[row["kind"]].stage_class(entry["stage"]) not in ("pending", "never")
    ]
    if not told:
        return {}
    _, stage, record, claims = max(told, key=lambda one: one[0])
    none = dict.fromkeys(("last_known", "age", "next_known"))
    return {
        "answer": "unknown",
        "stage": stage,
        "basis": "no-date",
        **none,
        "records": [record],
        "claims": claims,
    }


def _ordered(found: pl.DataFrame, *by: str) -> pl.DataFrame:
    rank = pl.col("answer").replace_strict({"yes": 0, "unknown": 1, "no": 2}, return_dtype=pl.Int8)
    return found.sort(rank, *by, nulls_last=True)
