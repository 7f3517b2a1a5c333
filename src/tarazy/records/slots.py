"""The slots of a claim that a person may mend, or of a record that they may choose a value for: read, checked, in one form."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tarazy.codebook.vocabulary import ACTOR_ID, DOMAINS, KINDS, MODALITIES, PARTIAL_DATE, Kind
from tarazy.errors import UsageError

SLOTS: Mapping[str, str] = {
    "kind": "a kind of the codebook",
    "participants": "KAZ:party; TUR:party",
    "time": "2018, 2018-05-10, 2018/2020, 2018/ (since), /2014 (until)",
    "quantities": "2500000000 USD; ~23 percent",
    "stage": "a stage of the kind",
    "modality": "asserted, planned, denied …",
    "domain": "a domain of the codebook",
    "object": "a short English label",
    "speaker": "who says so",
}
PREFERRED = ("time", "quantities", "participants", "stage")
"""The slots of a record in which sources can disagree."""
_LARGEST = 1e300
_NEEDED = ("kind", "modality", "domain", "participants")
_AMOUNT = re.compile(r"([=~<>]?)\s*([-+]?[0-9][0-9_  ]*(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\s+(\S.*)")
_RELATIONS = ("=", "~", ">", "<")


def read_slot(slot: str, value: Any, kind: Kind | None = None) -> Any:
    """The value as the exchange format of the codebook has it; None for an emptied slot.

    ``value`` may be that format or text as SLOTS shows it; roles and stages are checked where ``kind`` is given.
    UsageError, one sentence, for what does not fit.
    """
    if slot not in SLOTS:
        raise UsageError(f"slot {slot!r} is unknown: choose from {', '.join(SLOTS)}.")
    if isinstance(value, str):
        value = value.strip()
        if slot in ("participants", "quantities", "time") and value[:1] in ("[", "{"):
            value = _json(slot, value)
    if value is None or value in ("", [], {}):
        if slot in _NEEDED:
            raise UsageError(f"{slot} cannot be empty: give {SLOTS[slot]}, or reject the claim.")
        return None
    return _READERS[slot](value, kind)


def write_slot(slot: str, value: Any) -> str:
    """The value as the text that ``read_slot`` takes; empty for an emptied slot."""
    if value is None or isinstance(value, str):
        return value or ""
    if slot == "time":
        start, end = value.get("start", ""), value.get("end", "")
        return str(start) if start == end else f"{start}/{end}"
    if slot == "participants":
        return "; ".join(f"{one['actor']}:{one['role']}" for one in value)
    signs = [one.get("relation", "=").replace("=", "") for one in value]
    return "; ".join(f"{sign}{one['value']} {one['unit']}" for sign, one in zip(signs, value, strict=True))


def _json(slot: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"{slot} {text!r} is no JSON ({error}): write it as {SLOTS[slot]}.") from None


def _word(allowed: Mapping[str, Any], what: str) -> Callable[[Any, Kind | None], str]:
    def read(value: Any, kind: Kind | None) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise UsageError(f"{what} {value!r} is unknown: choose from {', '.join(allowed)}.")
        return value

    return read


def _stage(value: Any, kind: Kind | None) -> str:
    known = {stage for one in (KINDS.values() if kind is None else [kind]) for stage in one.stages}
    if not isinstance(value, str) or value not in known:
        what = f"no stage of {kind.name}" if kind else "no stage"
        choices = ", ".join(kind.stages if kind else sorted(known))
        raise UsageError(f"{value!r} is {what}: {f'choose from {choices}' if choices else 'it has none'}.")
    return value


def _text(what: str) -> Callable[[Any, Kind | None], str]:
    def read(value: Any, kind: Kind | None) -> str:
        if not isinstance(value, str):
            raise UsageError(f"{what} {value!r} is no text: give {SLOTS[what]}.")
        return " ".join(value.split())

    return read


def _participants(value: Any, kind: Kind | None) -> list[dict[str, str]]:
    if isinstance(value, str):
        value = [dict(zip(("actor", "role"), _sides(part), strict=True)) for part in value.split(";") if part.strip()]
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise UsageError(f"participants {value!r} are no list of actors with roles: write {SLOTS['participants']}.")
    found = []
    for one in value:
        actor, role = one.get("actor"), one.get("role")
        if not isinstance(actor, str) or not ACTOR_ID.fullmatch(actor):
            raise UsageError(f"actor id {actor!r} is not well formed: write one like KAZ, CSTO or org:gazprom.")
        roles = kind.roles if kind else {role for any_kind in KINDS.values() for role in any_kind.roles}
        if not isinstance(role, str) or role not in roles:
            what = f"no role of {kind.name}" if kind else "no role of the codebook"
            raise UsageError(f"{role!r} is {what}: choose from {', '.join(roles if kind else sorted(roles))}.")
        kept = {"actor": actor, "role": role}
        kept |= {key: one[key] for key in ("via", "surface") if isinstance(one.get(key), str) and one[key]}
        if kept not in found:
            found.append(kept)
    return found


def _sides(part: str) -> tuple[str, str]:
    actor, colon, role = part.strip().rpartition(":")
    if not colon:
        raise UsageError(f"participant {part.strip()!r} has no role: write {SLOTS['participants']}.")
    return actor.strip(), role.strip()


def _time(value: Any, kind: Kind | None) -> dict[str, str] | None:
    if isinstance(value, str):
        first, span, last = (part.strip() for part in value.partition("/"))
        value = {"start": first, "end": last if span else first}
    if not isinstance(value, Mapping) or not set(value) <= {"start", "end"}:
        raise UsageError(f"time {value!r} is no date: write {SLOTS['time']}.")
    found = {end: value[end] for end in ("start", "end") if value.get(end)}
    for date in found.values():
        if not is_date(date):
            raise UsageError(f"time {date!r} is no date: write {SLOTS['time']}.")
    if len(found) == 2:
        start, end = found["start"], found["end"]
        if start[: len(end)] > end[: len(start)]:
            raise UsageError(f"time {start}/{end} ends before it starts: exchange the two.")
    return found or None


def is_date(value: Any) -> bool:
    """True for a day, month or year of the calendar as an ISO date cut to what is known."""
    if not isinstance(value, str) or not PARTIAL_DATE.fullmatch(value):
        return False
    year, month, day = (int(part) for part in (*value.split("-"), "1", "1")[:3])
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _quantities(value: Any, kind: Kind | None) -> list[dict[str, Any]]:
    if isinstance(value, str):
        value = [_amount(part.strip()) for part in value.split(";") if part.strip()]
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise UsageError(f"quantities {value!r} are no list of numbers with units: write {SLOTS['quantities']}.")
    found = []
    for one in value:
        number, unit, relation = one.get("value"), one.get("unit"), one.get("relation", "=")
        if isinstance(number, bool) or not isinstance(number, int | float) or not abs(number) <= _LARGEST:
            raise UsageError(f"quantity {dict(one)!r} has no number: write {SLOTS['quantities']}.")
        if not isinstance(unit, str) or not unit.strip() or relation not in _RELATIONS:
            raise UsageError(f"quantity {dict(one)!r} lacks a unit: write {SLOTS['quantities']}.")
        plain = int(number) if float(number).is_integer() else float(number)
        found.append({"value": plain, "unit": unit.strip()} | ({} if relation == "=" else {"relation": relation}))
    return found


def _amount(text: str) -> dict[str, Any]:
    match = _AMOUNT.fullmatch(text)
    if not match:
        raise UsageError(f"quantity {text!r} is no number with a unit: write {SLOTS['quantities']}.")
    number = float(re.sub(r"[_  ]", "", match[2]))
    return {"value": number, "unit": match[3].strip(), "relation": match[1] or "="}


_READERS: Mapping[str, Callable[[Any, Kind | None], Any]] = {
    "kind": _word(KINDS, "kind"),
    "modality": _word(MODALITIES, "modality"),
    "domain": _word(DOMAINS, "domain"),
    "participants": _participants,
    "time": _time,
    "quantities": _quantities,
    "stage": _stage,
    "object": _text("object"),
    "speaker": _text("speaker"),
}
