"""One record's life line with the record's agreed time in it: what fits together is one entry, what differs is named beside it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from tarazy.records.tie_rules import TieRules, tie_rules

LASTING = frozenset(("member", "observer", "partner", "in-force", "active", "operating", "under-construction", ""))
"""Stages that hold for a while; no stage at all among them."""


def settled(record: dict[str, Any], rules: TieRules | None = None) -> list[dict[str, Any]]:
    """The entries of a record's life line (a row of ``store.schema.RECORDS``) by time, each with ``differs``: other dates given for it.

    Entries of one stage and modality whose times fit together are one, with the most precise time and all claims. Where the times of
    what happens once differ and the record has agreed on one, by its sources or by a decision, that one stands and the
    others are in ``differs``; a record with an ending keeps all, since what ended can begin again. Without a life line the
    record itself is the only entry.
    """
    life = record["life"] or [
        {name: record[name] for name in ("stage", "modality", "time_start", "time_end")}
        | {"said": record["first_said"], "claims": []}
    ]
    kind = (rules or tie_rules()).kinds[record["kind"]]
    again = any(kind.stage_class(entry["stage"]) == "closing" for entry in life)
    agreed = record["time_start"], record["time_end"]
    ruled = agreed != (None, None) and not any(_time(entry) == agreed for entry in life)
    found: list[dict[str, Any]] = []
    for what, group in groupby(sorted(life, key=_what), key=_what):
        entries = _folded(group)
        own = what == (record["stage"] or "", record["modality"])
        if ruled and own and not again:
            entries = [_one(entries, agreed)]
        elif len(entries) > 1 and happens_once(what[0]):
            match = any(_time(entry) == agreed for entry in entries) and record["modality"] == what[1] and not again
            entries = [_one(entries, agreed)] if match else _beside(entries)
        found += entries
    return sorted(found, key=lambda one: (one["time_start"] or one["time_end"] or "~", one["time_end"] or "~"))


def happens_once(stage: str) -> bool:
    """Two dates of what happens once differ; of what lasts, or has no stage, they do not."""
    return stage not in LASTING


def shown_span(start: str | None, end: str | None) -> str:
    """``2018``, ``2018/2020``, ``2018/..``, ``../2020``: a time as ISO 8601 and its extension write it."""
    return start if start == end and start else f"{start or '..'}/{end or '..'}"


def _what(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["stage"] or "", entry["modality"]


def _time(entry: dict[str, Any]) -> tuple[str | None, str | None]:
    return entry["time_start"], entry["time_end"]


def _one(entries: list[dict[str, Any]], agreed: tuple[str | None, str | None]) -> dict[str, Any]:
    """All entries as one at the agreed time, the times of those that differ beside it."""
    together = dict(next((entry for entry in entries if _time(entry) == agreed), entries[0]))
    together["time_start"], together["time_end"] = agreed
    together["claims"] = list(dict.fromkeys(claim for entry in entries for claim in entry["claims"]))
    together["said"] = min((entry["said"] for entry in entries if entry["said"]), default=None)
    others = [_time(entry) for entry in entries if _time(entry) not in (agreed, (None, None))]
    together["differs"] = [shown_span(*time) for time in others]
    return together


def _beside(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each entry with the times of the others."""
    dated = [entry for entry in entries if _time(entry) != (None, None)]
    return [
        entry | {"differs": [shown_span(*_time(other)) for other in dated if other is not entry]} for entry in entries
    ]


def _folded(group: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries whose times fit together as one, with the most precise time and all claims."""
    kept: list[dict[str, Any]] = []
    for entry in sorted(group, key=_vagueness):
        home = next((one for one in kept if _fits(entry, one)), None)
        if home is None:
            kept.append(entry | {"differs": []})
            continue
        home["claims"] = [*home["claims"], *entry["claims"]]
        home["said"] = min(filter(None, (home["said"], entry["said"])), default=None)
    return kept


def _vagueness(entry: dict[str, Any]) -> tuple[int, int]:
    """The most precise first: points to the day, then cut dates, then spans, last what has no date."""
    start, end = entry["time_start"], entry["time_end"]
    if start is None and end is None:
        return 3, 0
    if start != end:
        return 2, 0
    return 0, -len(start)


def _fits(vague: dict[str, Any], precise: dict[str, Any]) -> bool:
    """The vaguer time says nothing else than the more precise one: 2018 beside 2018-05-10, no date beside any."""
    start, end = vague["time_start"], vague["time_end"]
    if start is None and end is None:
        return True
    return (
        start == end and precise["time_start"] == precise["time_end"] and str(precise["time_start"]).startswith(start)
    )
