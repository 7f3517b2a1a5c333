"""Decisions as JSON Lines: one object a decision, so that two people can bring their work together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tarazy.errors import UsageError
from tarazy.records.adding import is_added
from tarazy.records.checking import names_and_codes, person
from tarazy.records.decisions import ACTIONS, Decision, canonical
from tarazy.records.slots import PREFERRED, read_slot

_FIELDS = ("decision_id", "action", "left", "right", "value", "who", "why", "recorded")
_PAIRS = ("same", "different", "merge-actors", "split-actors", "add-claim")
_AHEAD = timedelta(days=1)


def lines(decisions: Iterable[Decision]) -> Iterator[str]:
    """One line of JSON for each decision, without the serial, which counts in one observatory alone."""
    for one in decisions:
        moment = one.recorded.astimezone(UTC).isoformat(timespec="microseconds")
        values = one.id, one.action, one.left, one.right, one.value, one.who, one.why, moment
        shown = {key: value for key, value in zip(_FIELDS, values, strict=True) if value is not None}
        yield json.dumps(shown, ensure_ascii=False)


def read_lines(text: str, name: str) -> list[Decision]:
    """The decisions of such a file, each once; empty lines are skipped.

    UsageError names the file, the line and the fault: what is no decision, what was changed since it was decided, what lies in
    the future.
    """
    found: dict[str, Decision] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            try:
                one = _decision(line)
            except UsageError as error:
                raise UsageError(f"{name}, line {number}: {error}") from None
            found[one.id] = one
    return list(found.values())


def _decision(line: str) -> Decision:
    try:
        row = json.loads(line)
    except ValueError:
        raise UsageError("it is no JSON: give a file that `tarazy decide OBS export` wrote.") from None
    if not isinstance(row, dict) or not {"decision_id", "action", "left", "who", "recorded"} <= row.keys():
        raise UsageError("it is no decision: give a file that `tarazy decide OBS export` wrote.")
    left, right, why = row["left"], row.get("right"), row.get("why", "")
    if row["action"] not in ACTIONS:
        raise UsageError(f"action {row['action']!r} is unknown: choose from {', '.join(ACTIONS)}.")
    texts = (left, row["who"], why) if right is None else (left, right, row["who"], why)
    if not all(isinstance(one, str) for one in texts) or not left or (right is None) == (row["action"] in _PAIRS):
        raise UsageError("its ids are damaged: export the decisions anew.")
    if person(row["who"]) != row["who"]:
        raise UsageError("its who is damaged: export the decisions anew.")
    moment = _moment(row["recorded"])
    _check_value(row["action"], row.get("value"))
    one = Decision(row["action"], left, right, row.get("value"), row["who"], why, moment)
    if one.id != row["decision_id"]:
        raise UsageError("it was changed after it was decided, its id does not fit: decide anew instead.")
    return one


def _moment(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        raise UsageError(f"recorded {text!r} is no time: export the decisions anew.") from None
    if moment > datetime.now(UTC) + _AHEAD:
        raise UsageError(
            f"recorded {text!r} lies in the future: set the clock of the computer that decided, or of this one."
        )
    return moment


def _check_value(action: str, value: Any) -> None:
    try:
        fits = _SHAPES.get(action, lambda given: given is None)(value)
    except (TypeError, ValueError, KeyError, AttributeError):
        fits = False
    if not fits:
        raise UsageError(f"its value {canonical(value)} is none of {action}: export the decisions anew.")


def _slots(value: Any) -> bool:
    return bool(value) and all(canonical(read_slot(slot, one)) == canonical(one) for slot, one in value.items())


def _preferred(value: Any) -> bool:
    slot, chosen = value["slot"], value["value"]
    return slot in PREFERRED and canonical(read_slot(slot, chosen)) == canonical(chosen) and _ids(value["claims"])


def _names(value: Any) -> bool:
    return canonical(names_and_codes(value)) == canonical(value)


def _ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _members(value: Any) -> bool:
    return value is None or (isinstance(value, Mapping) and _ids(value["left"]) and _ids(value["right"]))


_SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "correct": _slots,
    "add-claim": is_added,
    "prefer": _preferred,
    "name-actor": _names,
    "same": _members,
    "different": _members,
    "split-actors": lambda value: value is None or (_ids(value["claims"]) and bool(value["claims"])),
    "merge-actors": lambda value: value is None or value == {"new": True},
}
