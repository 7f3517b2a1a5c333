"""Checks what is to be decided against the codebook and the observatory: full ids, values in one form, one sentence for a fault."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from tarazy.codebook.vocabulary import ACTOR_ID, KINDS
from tarazy.errors import UsageError
from tarazy.records.adding import added_claim, added_slots, evidence_in
from tarazy.records.decisions import ACTIONS, Decision, Draft
from tarazy.records.slots import PREFERRED, is_date, read_slot

Row = Mapping[str, Any]
NAME_KEYS: Mapping[str, str] = {
    "kk": "the name in Kazakh",
    "ru": "the name in Russian",
    "en": "the name in English",
    "iso2": "ISO 3166 alpha-2, such as KZ",
    "cow": "Correlates of War, such as 705",
    "wikidata": "Wikidata, such as Q232",
    "kind": "organisation, programme, forum, body or company",
    "parents": "ids of what it belongs to, parted by |",
    "start": "the year or day from which it exists",
    "end": "the year or day until which it existed",
}
ORGANISATIONS = ("organisation", "programme", "forum", "body", "company")
_CODES = {"iso2": r"[A-Z]{2}", "cow": r"[0-9]{1,3}", "wikidata": r"Q[1-9][0-9]*"}
_LONGEST = 2000


class Text(NamedTuple):
    """A document by its id: its text as given, and where its passages begin, with the language and the part of each."""

    document_id: str
    text: str
    passages: Sequence[tuple[int, str, str | None]]


class Things(Protocol):
    """What there is to rule on; each call raises UsageError, one sentence, for what is not there."""

    def claim_id(self, name: str) -> str:
        """The id of a claim, by the beginning of it."""

    def claim(self, name: str) -> Row:
        """The row of a claim, as ruled so far, by its id or the beginning of it."""

    def has_claim(self, claim_id: str) -> bool:
        """Whether there is a claim of this id."""

    def document(self, name: str) -> Text:
        """The text of a document, by its name or id."""

    def record(self, name: str) -> Row:
        """``record_id``, ``kind`` and ``claims`` (ids) of a record, by its id or the beginning of it."""

    def actor(self, name: str) -> None:
        """Nothing, for an actor of the registry, of the claims or of a decision."""

    def is_registered(self, actor: str) -> bool:
        """Whether the registry knows the actor."""

    def same_as(self, actor: str) -> str:
        """The actor that it is, after all merges so far."""

    def decision(self, name: str) -> Decision:
        """A decision by its serial, its id or the beginning of it."""


def person(who: str) -> str:
    """The name of the one who rules, on one line."""
    return _line(who, "who", "give the name of the one who decides")


def reason(why: str) -> str:
    """The reason, on one line; may be empty."""
    return _line(why, "why", "") if why.strip() else ""


def _line(text: str, what: str, mend: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise UsageError(f"{what} is empty: {mend}.")
    if len(line) > _LONGEST:
        raise UsageError(f"{what} is {len(line):,} characters long: say it in at most {_LONGEST:,}.")
    return line


def checked(draft: Draft, why: str, things: Things) -> Draft:
    """The draft with full ids and its value in the form in which it is kept; UsageError for what cannot be ruled so."""
    check = _CHECKS.get(draft.action)
    if check is None:
        raise UsageError(f"action {draft.action!r} is unknown: choose from {', '.join(ACTIONS)}.")
    if not isinstance(draft.left, str) or not draft.left.strip():
        raise UsageError(f"{draft.action} needs something to rule on: name it by its id.")
    if draft.action in ("same", "different", "merge-actors", "split-actors"):
        if not draft.right:
            raise UsageError(f"{draft.action} needs two ids: give the second one too.")
    elif draft.right is not None:
        raise UsageError(f"{draft.action} rules on one thing: leave {draft.right!r} out.")
    if draft.action in ("accept", "reject", "undo") and draft.value is not None:
        raise UsageError(f"{draft.action} takes no value: leave {draft.value!r} out.")
    if draft.action == "prefer" and not why.strip():
        raise UsageError("prefer needs a reason: say why this value holds (--why).")
    return check(draft, things)


def _verdict(draft: Draft, things: Things) -> Draft:
    return Draft(draft.action, things.claim_id(draft.left))


def _correct(draft: Draft, things: Things) -> Draft:
    row = things.claim(draft.left)
    return Draft(draft.action, row["claim_id"], None, _slots(draft.value, row, things))


def _slots(value: Any, row: Row, things: Things) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not value:
        raise UsageError("correct needs slots with their values: give some, such as stage=signed.")
    kind = KINDS[read_slot("kind", value.get("kind", row["kind"]))]
    slots = {str(slot): read_slot(str(slot), one, kind) for slot, one in value.items()}
    for one in slots.get("participants", ()):
        if ":" not in one["actor"]:
            things.actor(one["actor"])
    if "kind" in slots:
        misfits = [one["role"] for one in row["participants"] if one["role"] not in kind.roles]
        if misfits and "participants" not in slots:
            raise UsageError(f"{kind.name} has no role {misfits[0]!r}: correct the participants with the kind.")
        if row["stage"] is not None and row["stage"] not in kind.stages:
            # A stage of the old kind means nothing in the new one.
            slots.setdefault("stage", None)
    return slots


def _add(draft: Draft, things: Things) -> Draft:
    document = things.document(draft.left)
    value = draft.value if isinstance(draft.value, Mapping) else {}
    slots = added_slots({slot: one for slot, one in value.items() if slot not in ("evidence", "quote")})
    for one in slots["participants"]:
        if ":" not in one["actor"]:
            things.actor(one["actor"])
    evidence = evidence_in(document.text, value)
    at = max(bisect_right(document.passages, evidence["start"], key=lambda passage: passage[0]) - 1, 0)
    _, language, part = document.passages[at] if document.passages else (0, "und", None)
    kept = slots | {"evidence": evidence, "language": language or "und"} | ({"part": part} if part else {})
    claim = added_claim(document.document_id, kept).id
    if things.has_claim(claim):
        raise UsageError(f"claim {claim} says the same at the same place: accept it instead.")
    return Draft(draft.action, document.document_id, claim, kept)


def _pair(draft: Draft, things: Things) -> Draft:
    right = draft.right or ""
    if draft.left.startswith("r-") != right.startswith("r-"):
        raise UsageError(
            f"{draft.action} rules on two claims or on two records: {draft.left} and {right} are one of each."
        )
    if draft.left.startswith("r-"):
        one, other = things.record(draft.left), things.record(right)
        _two(draft, one["record_id"], other["record_id"])
        _alike(draft, one, other)
        claims = {"left": sorted(one["claims"]), "right": sorted(other["claims"])}
        return Draft(draft.action, one["record_id"], other["record_id"], claims)
    one, other = things.claim(draft.left), things.claim(right)
    left, right = one["claim_id"], other["claim_id"]
    _two(draft, left, right)
    _alike(draft, one, other)
    return Draft(draft.action, *sorted((left, right)))


def _alike(draft: Draft, one: Row, other: Row) -> None:
    # A record has one kind, so the ruling could never take effect.
    if draft.action == "same" and one["kind"] != other["kind"]:
        kinds = f"{one['kind']} and {other['kind']}"
        raise UsageError(f"{draft.left} and {draft.right} are {kinds}, not of one kind: correct the kind of one first.")


def _two(draft: Draft, left: str, right: str) -> None:
    if left == right:
        raise UsageError(f"{draft.action} needs two different ids: {left} was given twice.")


def _prefer(draft: Draft, things: Things) -> Draft:
    record = things.record(draft.left)
    value = draft.value
    if not isinstance(value, Mapping) or "slot" not in value:
        raise UsageError("prefer needs one slot with its value: give it, such as time=2018-05.")
    if value["slot"] not in PREFERRED:
        raise UsageError(f"slot {value['slot']!r} has no preferred value: choose from {', '.join(PREFERRED)}.")
    chosen = read_slot(value["slot"], value.get("value"), KINDS[record["kind"]])
    if chosen is None:
        raise UsageError(f"{value['slot']} cannot be empty: give the value that holds.")
    kept = {"slot": value["slot"], "value": chosen, "claims": sorted(record["claims"])}
    return Draft(draft.action, record["record_id"], None, kept)


def _merge(draft: Draft, things: Things) -> Draft:
    left, right = draft.left, draft.right or ""
    _two(draft, left, right)
    new = isinstance(draft.value, Mapping) and dict(draft.value) == {"new": True}
    if draft.value is not None and not new:
        raise UsageError(f"merge-actors takes no value but {{'new': True}}: leave {draft.value!r} out.")
    things.actor(left)
    if not new:
        things.actor(right)
    elif not ACTOR_ID.fullmatch(right):
        raise UsageError(f"actor id {right!r} is not well formed: write one like CSTO or org:gazprom.")
    if things.is_registered(left):
        mend = f"merge {right} into it" if not things.is_registered(right) else "mend its row in the data files"
        raise UsageError(f"{left} is in the registry and stays itself: {mend}.")
    if things.same_as(right) == left:
        raise UsageError(f"{right} is {left} already by a decision: undo that one first.")
    return Draft(draft.action, left, right, {"new": True} if new else None)


def _split(draft: Draft, things: Things) -> Draft:
    left, right = draft.left, draft.right or ""
    _two(draft, left, right)
    things.actor(left)
    if draft.value is None:
        things.actor(right)
        return Draft(draft.action, *sorted((left, right)))
    named = draft.value.get("claims") if isinstance(draft.value, Mapping) else None
    if not isinstance(named, list) or not named or not all(isinstance(one, str) for one in named):
        raise UsageError(f"split-actors takes the claims in which {left} is {right}: give their ids.")
    if not ACTOR_ID.fullmatch(right):
        raise UsageError(f"actor id {right!r} is not well formed: write one like CSTO or org:gazprom.")
    if ":" not in right:
        things.actor(right)
    rows = [things.claim(one) for one in named]
    for row in rows:
        # The claim is shown as ruled: under the actor that this one is, where it was merged.
        if not {left, things.same_as(left), right} & set(row["actors"]):
            raise UsageError(f"claim {row['claim_id']} does not name {left}: name claims that do.")
    return Draft(draft.action, left, right, {"claims": sorted({row["claim_id"] for row in rows})})


def _name(draft: Draft, things: Things) -> Draft:
    things.actor(draft.left)
    return Draft(draft.action, draft.left, None, names_and_codes(draft.value))


def names_and_codes(value: Any) -> dict[str, str | None]:
    """Names and codes on one line each; None for what is withdrawn."""
    if not isinstance(value, Mapping) or not value:
        raise UsageError(
            f"name-actor needs names or codes: give some of {', '.join(NAME_KEYS)}, such as en=Kazatomprom."
        )
    found: dict[str, str | None] = {}
    for key, given in value.items():
        if key not in NAME_KEYS:
            raise UsageError(f"{key!r} is no name or code: choose from {', '.join(NAME_KEYS)}.")
        if given is not None and not isinstance(given, str):
            raise UsageError(f"{key} {given!r} is no text: give {NAME_KEYS[key]}.")
        text = " ".join((given or "").split())
        _fits(key, text)
        found[str(key)] = text or None
    return found


def _fits(key: str, text: str) -> None:
    if not text:
        return
    fits = (
        re.fullmatch(_CODES[key], text) is not None
        if key in _CODES
        else is_date(text)
        if key in ("start", "end")
        else text in ORGANISATIONS
        if key == "kind"
        else all(ACTOR_ID.fullmatch(one) for one in text.split("|"))
        if key == "parents"
        else any(char.isalnum() for char in text)
    )
    if not fits:
        raise UsageError(f"{key} {text!r} does not fit: give {NAME_KEYS[key]}.")


def _undo(draft: Draft, things: Things) -> Draft:
    return Draft(draft.action, things.decision(draft.left).id)


_CHECKS = {
    "accept": _verdict,
    "reject": _verdict,
    "correct": _correct,
    "add-claim": _add,
    "same": _pair,
    "different": _pair,
    "prefer": _prefer,
    "merge-actors": _merge,
    "split-actors": _split,
    "name-actor": _name,
    "undo": _undo,
}
