"""A user's mapping: a small TOML file that says what the columns of a table mean; every mistake gets one sentence with its mend."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from tarazy.actors.registry import registry
from tarazy.codebook.vocabulary import ACTOR_ID, DOMAINS, KINDS, MODALITIES, PARTIAL_DATE, UNITS
from tarazy.datasets.names import SYSTEMS
from tarazy.errors import UsageError

SEPARATORS = {",": ",", ";": ";", "\t": "\t", "|": "|"}
_KEYS = ("title", "separator", "sheet", "missing", "date", "coverage", "claim")
_CLAIM_KEYS = (
    "kind", "participants", "quantities", "start", "end", "object", "stage", "modality", "domain", "confidence"
)  # fmt: skip
_SCALES = re.compile(r"(?i)\b(thousand|million|billion|trillion|mln|bln|mio|тыс|млн|млрд|мың)\b|^[\d.]")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a slot of a claim is filled with: the cells of a ``column``, or a ``fixed`` value."""

    column: str | None = None
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A participant: its role, where the actor comes from, and the system of names or codes."""

    role: str
    cell: Cell
    system: str = "name"


@dataclass(frozen=True, slots=True)
class Sum:
    """A quantity; ``estimate`` is the column whose cells, where they are one of ``marks``, make it an estimate."""

    column: str
    unit: str
    scale: float = 1.0
    estimate: str | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One claim that each row makes."""

    kind: str
    people: tuple[Person, ...]
    sums: tuple[Sum, ...] = ()
    slots: Dict[str, Cell] = field(default_factory=dict)
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping. ``digest`` names its contents, ``date`` is a strptime pattern for dates that are not ISO."""

    path: Path
    digest: str
    claims: tuple[Pattern, ...]
    title: str | None = None
    separator: str = ","
    sheet: str = ""
    missing: tuple[str, ...] = ()
    date: str | None = None
    start: str | None = None
    end: str | None = None
    names: str = ""

    def columns(self) -> dict[str, str]:
        """Each column that the mapping names, with the place where it does so first."""
        found: dict[str, str] = {}
        for number, claim in enumerate(self.claims, 1):
            where = f"[[claim]] {number}"
            for person in claim.people:
                if person.cell.column:
                    found.setdefault(person.cell.column, f"{where} participants.{person.role}")
            for amount in claim.sums:
                found.setdefault(amount.column, f"{where} quantities")
                if amount.estimate:
                    found.setdefault(amount.estimate, f"{where} quantities.estimate")
            for slot, cell in claim.slots.items():
                if cell.column:
                    found.setdefault(cell.column, f"{where} {slot}")
        return found


def template_text(name: str) -> str:
    """The mapping to fill in for the data set ``table``."""
    if name != "table":
        raise UsageError(f"There is no template {name!r}: write --template table; the other data sets need no mapping.")
    return (files("tarazy.datasets") / "data" / "mapping.toml").read_text(encoding="utf-8")


def load_mapping(path: Path | None) -> Mapping:
    """Read and check a mapping. Raises UsageError, which names the place in the file and the mend, for the first mistake in it."""
    if path is None:
        raise UsageError(
            "The data set table needs to be told what its columns mean: "
            "write a mapping from `tarazy import --template table > mapping.toml` and name it with --mapping."
        )
    try:
        data = path.read_bytes()
        given = tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): name the mapping's file with --mapping.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} is no TOML ({error}): texts stand in quotation marks, one `name = value` on each line."
        ) from None
    return _Checker(path).mapping(given, hashlib.sha256(data).hexdigest()[:12])


class _Checker:
    """Turns what the TOML holds into a Mapping, or says what is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def wrong(self, where: str, what: str) -> NoReturn:
        raise UsageError(f"{self.path}{f', {where}' if where else ''}: {what}")

    def keys(self, where: str, given: Dict[str, Any], allowed: Iterable[str]) -> None:
        for name in given:
            if name not in allowed:
                self.wrong(where, f"{name!r} is unknown{_meant(name, allowed)}; write one of {', '.join(allowed)}.")

    def one_of(self, where: str, what: str, value: str, allowed: Iterable[str]) -> None:
        if value not in allowed:
            self.wrong(
                where, f"{what} {value!r} is unknown{_meant(value, allowed)}; write one of {', '.join(allowed)}."
            )

    def text(self, where: str, name: str, value: Any) -> str:
        if not isinstance(value, str):
            self.wrong(where, f"{name} is {value!r}: write a text in quotation marks.")
        return value

    def mapping(self, given: dict[str, Any], digest: str) -> Mapping:
        self.keys("", given, _KEYS)
        separator = self.text("", "separator", given.get("separator", ","))
        if separator not in SEPARATORS:
            self.wrong("", f'separator {separator!r} cannot be used: write ",", ";", "|" or "\\t".')
        missing = given.get("missing", [])
        if not isinstance(missing, list) or not all(isinstance(one, str) for one in missing):
            self.wrong("", 'missing is a list of texts, such as missing = ["..", "n/a", "-9"].')
        patterns = given.get("claim")
        if not isinstance(patterns, list) or not patterns:
            self.wrong("", "there is no [[claim]]: write one for each claim that a row makes.")
        start, end = self._coverage(given.get("coverage", {}))
        return Mapping(
            self.path,
            digest,
            tuple(self._claim(f"[[claim]] {number}", one) for number, one in enumerate(patterns, 1)),
            self.text("", "title", given["title"]) if "title" in given else None,
            separator,
            self.text("", "sheet", given.get("sheet", "")),
            tuple(missing),
            self._date(given.get("date")),
            start,
            end,
        )

    def _date(self, pattern: Any) -> str | None:
        if pattern is not None and (not isinstance(pattern, str) or "%Y" not in pattern):
            self.wrong("", f'date is {pattern!r}: write how dates stand in the file, such as date = "%d.%m.%Y".')
        return pattern

    def _coverage(self, given: Any) -> tuple[str | None, str | None]:
        if not isinstance(given, dict):
            self.wrong("", 'coverage is a table: write [coverage], then start = "1992" and end = "2023".')
        self.keys("[coverage]", given, ("start", "end"))
        for name, value in given.items():
            if not isinstance(value, str) or not PARTIAL_DATE.fullmatch(value):
                self.wrong("[coverage]", f'{name} is {value!r}: write an ISO date in quotation marks, such as "1992".')
        start, end = given.get("start"), given.get("end")
        if start and end and start > end:
            self.wrong("[coverage]", f"start {start} is after end {end}: exchange them.")
        return start, end

    def _claim(self, where: str, given: Any) -> Pattern:
        if not isinstance(given, dict):
            self.wrong(where, "a claim is a table: write [[claim]] and its slots below.")
        self.keys(where, given, _CLAIM_KEYS)
        if "kind" not in given:
            self.wrong(where, f"kind is missing: write one of {', '.join(KINDS)}.")
        kind = self.text(where, "kind", given["kind"])
        self.one_of(where, "kind", kind, KINDS)
        people = given.get("participants")
        if not isinstance(people, dict) or not people:
            roles = ", ".join(KINDS[kind].roles)
            self.wrong(
                where, f"there are no participants: write [claim.participants] and a line for each role ({roles})."
            )
        slots = {}
        for slot in ("start", "end", "object", "stage", "modality", "domain"):
            if slot in given:
                slots[slot] = self._cell(f"{where} {slot}", given[slot])
        for slot, allowed in (("stage", KINDS[kind].stages), ("modality", MODALITIES), ("domain", DOMAINS)):
            if slot in slots and (fixed := slots[slot].fixed) is not None:
                if not allowed:
                    self.wrong(where, f"{kind} has no stages: leave stage out.")
                self.one_of(where, slot, fixed, allowed)
        for slot in ("start", "end"):
            if slot in slots and (fixed := slots[slot].fixed) is not None and not PARTIAL_DATE.fullmatch(fixed):
                self.wrong(
                    where,
                    f'{slot} is {fixed!r}: write an ISO date such as "2018", or {{ column = "…" }} for the cells of a column.',
                )
        confidence = given.get("confidence", 1.0)
        if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 < confidence <= 1:
            self.wrong(where, f"confidence is {confidence!r}: write a number above 0 and up to 1.")
        return Pattern(
            kind,
            tuple(self._people(where, kind, people)),
            tuple(self._sums(where, given.get("quantities", []))),
            slots,
            float(confidence),
        )

    def _cell(self, where: str, given: Any) -> Cell:
        if isinstance(given, str):
            return Cell(fixed=given)
        if not isinstance(given, dict) or not isinstance(given.get("column"), str):
            self.wrong(where, f'{given!r} is neither a text nor a column: write "…" or {{ column = "…" }}.')
        self.keys(where, given, ("column",))
        return Cell(column=given["column"])

    def _people(self, where: str, kind: str, given: dict[str, Any]) -> Iterable[Person]:
        for role, rows in given.items():
            self.one_of(where, f"role of {kind}", role, KINDS[kind].roles)
            for one in rows if isinstance(rows, list) else [rows]:
                at = f"{where} participants.{role}"
                if isinstance(one, str):
                    one = {"actor": one}
                if not isinstance(one, dict) or ("column" in one) == ("actor" in one):
                    self.wrong(
                        at,
                        f'{one!r} is no participant: write {{ column = "…", code = "iso3" }} or {{ actor = "KAZ" }}.',
                    )
                self.keys(at, one, ("column", "code", "actor"))
                if "actor" in one:
                    yield Person(role, Cell(fixed=self._actor(at, one["actor"])))
                    continue
                system = one.get("code", "name")
                self.one_of(at, "code", system, SYSTEMS)
                yield Person(role, Cell(column=self.text(at, "column", one["column"])), system)

    def _actor(self, where: str, actor: Any) -> str:
        if not isinstance(actor, str) or not ACTOR_ID.fullmatch(actor):
            self.wrong(where, f'actor {actor!r} is no id: write one such as "KAZ", "EAEU" or "org:kazatomprom".')
        if ":" not in actor and actor not in registry().actors:
            self.wrong(
                where, f"actor {actor!r} is unknown{_meant(actor, registry().actors)}: write an id of the registry."
            )
        return actor

    def _sums(self, where: str, given: Any) -> Iterable[Sum]:
        at = f"{where} quantities"
        if not isinstance(given, list):
            self.wrong(at, "quantities is a list: write [[claim.quantities]] for each.")
        for one in given:
            if not isinstance(one, dict):
                self.wrong(at, f"{one!r} is no quantity: write [[claim.quantities]] with column and unit below.")
            self.keys(at, one, ("column", "unit", "scale", "estimate"))
            for name in ("column", "unit"):
                if name not in one:
                    self.wrong(at, f'{name} is missing: write {name} = "…".')
                self.text(at, name, one[name])
            unit = one["unit"]
            if _SCALES.search(unit):
                self.wrong(
                    at, f"unit {unit!r} has a scale in it: write the unit alone and, below, scale = 1e6 for millions."
                )
            if unit not in UNITS and unit.casefold() in (low := {name.casefold(): name for name in UNITS}):
                self.wrong(at, f"unit {unit!r} is unknown; did you mean {low[unit.casefold()]!r}?")
            scale = one.get("scale", 1.0)
            if isinstance(scale, bool) or not isinstance(scale, int | float) or not scale:
                self.wrong(at, f"scale is {scale!r}: write a number, such as 1e6 for millions.")
            estimate = one.get("estimate")
            marks: tuple[str, ...] = ()
            if estimate is not None:
                if not isinstance(estimate, dict) or not isinstance(estimate.get("column"), str):
                    self.wrong(
                        at, 'estimate names a column and its marks: write estimate = { column = "…", marks = ["?"] }.'
                    )
                self.keys(at, estimate, ("column", "marks"))
                marks = tuple(str(mark) for mark in estimate.get("marks", ()))
            yield Sum(one["column"], unit, float(scale), estimate["column"] if estimate else None, marks)


def _meant(given: str, allowed: Iterable[str]) -> str:
    near = get_close_matches(given, list(allowed), 1, 0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""
