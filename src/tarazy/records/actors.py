"""Names and codes that people gave to actors, as rows for the registry's data files: new actors, and names that known ones lack."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from importlib.resources import files

from tarazy.errors import UsageError
from tarazy.language import CODES
from tarazy.records.rulings import Rulings

FOLDER = "src/tarazy/actors/data"
FORMS = ("diff", "tsv")
_TABLES = ("states", "organisations", "companies", "regions", "places", "groups", "leaders")
_BY_TYPE = {"region": "regions", "place": "places", "group": "groups", "person": "leaders"}


@dataclass(frozen=True, slots=True)
class Table:
    """One of the registry's files: the columns of its head and its lines, each a dictionary by column."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where it stands in the repository."""
        return f"{FOLDER}/{self.name}.tsv"


@dataclass(frozen=True, slots=True)
class Patch:
    """New contents of registry files by name, and one sentence for each actor that cannot be written into one."""

    before: Mapping[str, tuple[str, ...]]
    after: Mapping[str, tuple[str, ...]]
    left_out: tuple[str, ...]

    def diff(self) -> str:
        """As a unified diff against the repository, for ``git apply`` or ``patch -p1``; empty where nothing changes."""
        text: list[str] = []
        for name, lines in self.after.items():
            path = f"{FOLDER}/{name}.tsv"
            text += unified_diff(self.before[name], lines, f"a/{path}", f"b/{path}")
        return "".join(text)

    def rows(self) -> str:
        """As the new and changed rows alone, each behind its file's name and a tab, with the head of the file once before them."""
        text = []
        for name, lines in self.after.items():
            known = set(self.before[name])
            text += [f"{name}.tsv\t{line}" for line in (lines[0], *(one for one in lines if one not in known))]
        return "".join(text)


def registry_patch(rulings: Rulings) -> Patch:
    """What the rulings add to the registry: a row for each named actor that it lacks, names and codes for those that it knows.

    The names of an actor that was merged become further names of the one that it is. A code that differs from the registry's
    replaces it. Actors without a name in any language are left out in silence, as nobody has named them.
    """
    tables = {name: _table(name) for name in _TABLES}
    home = {_cells(line, table)["id"]: name for name, table in tables.items() for line in table.lines[1:]}
    rows = {name: list(table.lines) for name, table in tables.items()}
    left_out = []
    for actor, given in sorted(_gathered(rulings).items()):
        name = home.get(actor) or _home(actor, given)
        table = tables[name]
        lacking = sorted(set(given) - {*table.columns, *(["parents"] if name == "leaders" else [])} - {"kind"})
        if lacking:
            left_out.append(
                f"{name}.tsv has no column {' and '.join(lacking)}: what {actor} has there stays in the observatory."
            )
        if actor in home:
            place = next(at for at, line in enumerate(table.lines) if at and _cells(line, table)["id"] == actor)
            rows[name][place] = _line(_widened(_cells(table.lines[place], table), given, table), table)
        elif fault := _fault(actor, given, name):
            left_out.append(fault)
        else:
            rows[name].append(_line(_widened(_begun(actor, given, table), given, table), table))
    changed = [name for name in _TABLES if tuple(rows[name]) != tables[name].lines]
    return Patch(
        {name: tables[name].lines for name in changed},
        {name: tuple(rows[name]) for name in changed},
        tuple(left_out),
    )


def written(patch: Patch, form: str) -> str:
    """The patch as ``diff`` or ``tsv``. UsageError for another form."""
    if form not in FORMS:
        raise UsageError(f"format {form!r} is unknown: choose from {', '.join(FORMS)}.")
    return patch.diff() if form == "diff" else patch.rows()


def _gathered(rulings: Rulings) -> dict[str, dict[str, list[str]]]:
    """Names and codes by the actor that each one is, its own before those of actors merged into it."""
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for actor in sorted(rulings.names, key=lambda one: (one in rulings.actors, one)):
        end = rulings.actors.get(actor, actor)
        for key, text in rulings.names[actor].items():
            if key not in CODES and actor in rulings.actors:
                # What it was merged into has its own codes and parents.
                continue
            parts = [part.strip() for part in text.split("|")] if key in (*CODES, "parents") else [text]
            found[end][key] += [part for part in parts if part and part not in found[end][key]]
    return {actor: dict(given) for actor, given in found.items() if any(given.get(one) for one in CODES)}


def _table(name: str) -> Table:
    text = (files("tarazy.actors") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = tuple(text.splitlines(keepends=True))
    return Table(name, tuple(lines[0].rstrip("\n").split("\t")), lines)


def _cells(line: str, table: Table) -> dict[str, str]:
    [cells] = csv.reader([line.rstrip("\n")], delimiter="\t", quoting=csv.QUOTE_NONE)
    return dict.fromkeys(table.columns, "") | dict(zip(table.columns, cells, strict=False))


def _line(cells: Mapping[str, str], table: Table) -> str:
    return "\t".join(cells[column] for column in table.columns) + "\n"


def _home(actor: str, given: Mapping[str, Iterable[str]]) -> str:
    prefix, _, slug = actor.partition(":")
    if slug and prefix in _BY_TYPE:
        return _BY_TYPE[prefix]
    if "company" in given.get("kind", ()):
        return "companies"
    return "states" if "iso2" in given else "organisations"


def _fault(actor: str, given: Mapping[str, list[str]], table: str) -> str:
    if table == "leaders" and not given.get("parents"):
        return f"{actor} is a person and acts for nobody: name whom with `name-actor {actor} parents=KAZ`."
    return ""


def _begun(actor: str, given: Mapping[str, list[str]], table: Table) -> dict[str, str]:
    cells = dict.fromkeys(table.columns, "") | {"id": actor}
    if "kind" in cells:
        cells["kind"] = next(iter(given.get("kind", ())), "body" if ":" in actor else "organisation")
    if table.name == "companies":
        cells["kind"] = "company"
    return cells


def _widened(cells: dict[str, str], given: Mapping[str, list[str]], table: Table) -> dict[str, str]:
    """The row with the names, further ones behind those that it has, and the codes."""
    row = dict(cells)
    for key, parts in given.items():
        column = "actor" if key == "parents" and table.name == "leaders" else key
        if column not in row or (key == "kind" and row["kind"]):
            continue
        if key in CODES or key == "parents":
            there = [part for part in row[column].split("|") if part]
            known = {part.lstrip("=").replace("*", "").replace("^", "").casefold() for part in there}
            row[column] = "|".join([*there, *(part for part in parts if part.casefold() not in known)])
        elif parts:
            row[column] = parts[-1]
    return row
