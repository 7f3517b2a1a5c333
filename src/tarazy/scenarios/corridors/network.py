"""Network files: nodes, links with their figures, corridors and demands; read, checked, and put into a scenario as inputs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tarazy.codebook.vocabulary import ACTOR_ID
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.fields import is_number
from tarazy.scenarios.inputs import LEAF, is_said
from tarazy.scenarios.table import data

STATUSES = ("open", "construction", "planned", "closed")
_PARTS = ("title", "source", "reasons", "modes", "cargoes", "nodes", "links", "corridors", "demands")
_FIGURES = {
    "modes": ("speed", "rate"),
    "cargoes": ("load", "day"),
    "nodes": (),
    "links": ("length", "capacity", "border", "days", "cost"),
    "corridors": (),
    "demands": ("amount",),
}
_PLAIN: dict[str, tuple[str, ...]] = {
    "modes": ("name",),
    "cargoes": ("name", "modes"),
    "nodes": ("name", "state"),
    "links": ("from", "to", "mode", "states", "status", "opens", "closes", "one-way"),
    "corridors": ("name", "links", "gate"),
    "demands": ("name", "from", "to", "cargo"),
}
_NEEDED: dict[str, tuple[str, ...]] = {
    "modes": ("speed", "rate"),
    "cargoes": ("modes", "day"),
    "nodes": (),
    "links": ("from", "to", "mode", "length", "capacity"),
    "corridors": ("links", "gate"),
    "demands": ("from", "to", "cargo", "amount"),
}
_ABOVE = ("length", "speed", "load", "amount")
"""Figures that are more than 0; others may be 0."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link. ``states``: what part of it lies where (none: at sea). ``opens`` and ``closes`` are years, None where none is known."""

    name: str
    start: str
    end: str
    mode: str
    states: Mapping[str, float]
    status: str
    opens: int | None
    closes: int | None
    one_way: bool

    def in_use(self, year: int) -> bool:
        """Whether it carries anything in a year: an open link from its year on, one that is built or planned from the year it is to open."""
        if self.status == "closed" and self.closes is None:
            return False
        if self.closes is not None and self.closes <= year:
            return False
        return year >= self.opens if self.opens is not None else self.status in ("open", "closed")


@dataclass(frozen=True, slots=True)
class Corridor:
    """Links in order from end to end; what passes the ``gate`` passes the corridor, and closing it closes the corridor."""

    links: tuple[str, ...]
    gate: str


@dataclass(frozen=True, slots=True)
class Demand:
    """What is to be carried from a node to any of several nodes."""

    start: str
    ends: tuple[str, ...]
    cargo: str


@dataclass(frozen=True, slots=True)
class Network:
    """A network file without its figures, which are inputs of the scenario. ``nodes``: the state of each; ``cargoes``: the modes of each."""

    nodes: Mapping[str, str]
    links: Mapping[str, Link]
    corridors: Mapping[str, Corridor]
    demands: Mapping[str, Demand]
    cargoes: Mapping[str, tuple[str, ...]]


def networks() -> dict[str, Path]:
    """The networks that come with the package, by name."""
    folder = Path(str(data() / "networks"))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def network_path(named: str, folder: Path) -> Path:
    """The file of a network: one of the package by its name, else a file beside the scenario."""
    path = Path(named)
    return networks().get(named) or (path if path.is_absolute() else folder / path)


def network_text(path: Path, faults: Faults) -> dict[str, Any]:
    """The TOML of a network file; an empty table, and a fault, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        known = ", ".join(networks())
        faults.add("", "is not there", f"name a file beside the scenario, or a network that comes along ({known})")
    except UnicodeDecodeError:
        faults.add("", "is no UTF-8 text", "save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        faults.add("", f"is no TOML ({str(error).rstrip('.')})", "mend that line")
    return {}


def read_network(given: Mapping[str, Any], faults: Faults) -> Network:
    """The network of a file's text; every fault is noted, and stops it."""
    for part in given:
        if part not in _PARTS:
            faults.unknown(part, part, _PARTS)
    tables = {part: _table(given, part, faults) for part in _FIGURES}
    reasons = given.get("reasons", {})
    if not isinstance(reasons, dict):
        faults.add("reasons", "is no table", 'write [reasons] and below it NAME = { en = "…", ru = "…", kk = "…" }')
    faults.stop()
    for part, rows in tables.items():
        for name, row in rows.items():
            _row(part, name, row, reasons, faults)
    faults.stop()
    nodes = {name: str(row.get("state", "")) for name, row in tables["nodes"].items()}
    links = {name: _link(name, row, nodes, tables["modes"], faults) for name, row in tables["links"].items()}
    corridors = {name: _corridor(name, row, links, faults) for name, row in tables["corridors"].items()}
    cargoes = {name: _names(f"cargoes.{name}.modes", row["modes"], faults) for name, row in tables["cargoes"].items()}
    for name, modes in cargoes.items():
        _known(f"cargoes.{name}.modes", modes, tables["modes"], "mode", faults)
    demands = {name: _demand(name, row, nodes, cargoes, faults) for name, row in tables["demands"].items()}
    faults.stop()
    return Network(nodes, links, corridors, demands, cargoes)


def figures(given: Mapping[str, Any], part: str, name: str) -> dict[str, Any]:
    """The figures of a row by what they are, as inputs of a scenario: value, and evidence or an assumption."""
    row = given[part][name]
    return {figure: row[figure] for figure in _FIGURES[part] if figure in row}


def _table(given: Mapping[str, Any], part: str, faults: Faults) -> dict[str, dict[str, Any]]:
    found = given.get(part, {})
    if not isinstance(found, dict) or not all(isinstance(row, dict) for row in found.values()):
        faults.add(part, "is no table of tables", f"write [{part}.NAME] and its fields below it")
        return {}
    if not found and part != "corridors":
        faults.add(part, "is empty", f"write [{part}.NAME] and its fields below it")
    return found


def _row(part: str, name: str, row: Mapping[str, Any], reasons: Mapping[str, Any], faults: Faults) -> None:
    known = (*_PLAIN[part], *_FIGURES[part])
    where = f"{part}.{name}"
    meant = {faults.unknown(f"{where}.{field}", field, known) for field in row if field not in known}
    for field in _NEEDED[part]:
        if field not in row and field not in meant:
            faults.add(where, f"has no {field}", f"give {field} = …")
    if not is_said(row.get("name", name)):
        faults.add(f"{where}.name", f"is {row['name']!r}", 'write name = "…", or { en = "…", ru = "…", kk = "…" }')
    for field in ("state", "from", "mode", "cargo", "gate", *(("to",) if part == "links" else ())):
        if not isinstance(row.get(field, ""), str):
            faults.add(f"{where}.{field}", f"is {row[field]!r}", "give a name in quotes")
    if not isinstance(row.get("one-way", False), bool):
        faults.add(f"{where}.one-way", f"is {row['one-way']!r}", "write true or false")
    for field in _FIGURES[part]:
        if field in row:
            _figure(f"{where}.{field}", field, row[field], reasons, faults)


def _figure(where: str, field: str, leaf: Any, reasons: Mapping[str, Any], faults: Faults) -> None:
    """What of a figure must be told here, where it stands; the rest is told as of the input that it becomes."""
    if not isinstance(leaf, dict):
        mend = 'write { value = …, evidence = ["cite: …"] }, or assumption = "why"'
        faults.add(where, f"is {leaf!r} without a source", mend)
        return
    meant = {faults.unknown(f"{where}.{key}", key, LEAF) for key in leaf if key not in LEAF}
    value, assumed = leaf.get("value"), leaf.get("assumption")
    if value is None or not is_number(value):
        if "value" not in meant:
            faults.add(where, f"is {value!r}" if "value" in leaf else "has no value", "give value = a number")
    elif value < 0 or (field in _ABOVE and value == 0):
        least = "a number above 0" if field in _ABOVE else "a number of at least 0"
        faults.add(where, f"is {value:g}", f"give {least}")
    if not meant & {"evidence", "assumption"} and ("evidence" in leaf) == ("assumption" in leaf):
        said = "has both evidence and an assumption" if "evidence" in leaf else "has neither evidence nor an assumption"
        faults.add(where, said, 'give one: evidence = ["cite: …"], or assumption = "why this value"')
    named = assumed.removeprefix("reasons.") if isinstance(assumed, str) and assumed.startswith("reasons.") else None
    if named is not None and named not in reasons:
        faults.add(f"{where}.assumption", f"is {assumed!r}", f"write {named} in [reasons], or the reason itself here")
    elif assumed is not None and not is_said(assumed if named is None else reasons[named]):
        said = assumed if named is None else reasons[named]
        mend = 'say why this value is assumed, in words, or as { en = "…", ru = "…", kk = "…" }'
        faults.add(f"{where}.assumption" if named is None else f"reasons.{named}", f"is {said!r}", mend)


def _known(where: str, names: Iterable[str], known: Iterable[str], what: str, faults: Faults) -> None:
    some = list(known)
    for name in names:
        if name not in some:
            faults.unknown(f"{where}: {name!r}", str(name), some, what)


def _names(where: str, value: Any, faults: Faults) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not listed or not all(isinstance(one, str) for one in listed):
        faults.add(where, f"is {value!r}", "give a name, or a list of names")
        return ()
    return tuple(listed)


def _link(name: str, row: Mapping[str, Any], nodes: Mapping[str, str], modes: Iterable[str], faults: Faults) -> Link:
    where = f"links.{name}"
    for end in ("from", "to"):
        _known(f"{where}.{end}", [row[end]], nodes, "node", faults)
    if row["from"] == row["to"]:
        faults.add(where, f"leads from {row['from']} to itself", "give it two ends")
    _known(f"{where}.mode", [row["mode"]], modes, "mode", faults)
    status = row.get("status", "open")
    if status not in STATUSES:
        faults.add(f"{where}.status", f"is {status!r}", f"choose from {', '.join(STATUSES)}")
    years: dict[str, int | None] = {}
    for field in ("opens", "closes"):
        year = row.get(field)
        if year is not None and (not isinstance(year, int) or isinstance(year, bool) or not 1000 <= year <= 9999):
            faults.add(f"{where}.{field}", f"is {year!r}", "give a year, such as 2030")
            year = None
        years[field] = year
    states = row.get("states", {})
    states = {states: 1.0} if isinstance(states, str) else states
    if not isinstance(states, dict) or not all(
        ACTOR_ID.fullmatch(state) and is_number(part) and part > 0 for state, part in states.items()
    ):
        faults.add(f"{where}.states", f"is {states!r}", 'write states = "KAZ", or { KAZ = 0.3, RUS = 0.7 }')
        states = {}
    whole = sum(states.values()) or 1.0
    return Link(
        name,
        row["from"],
        row["to"],
        row["mode"],
        {state: part / whole for state, part in states.items()},
        status,
        years["opens"],
        years["closes"],
        row.get("one-way", False) is True,
    )


def _corridor(name: str, row: Mapping[str, Any], links: Mapping[str, Link], faults: Faults) -> Corridor:
    where = f"corridors.{name}"
    parts = _names(f"{where}.links", row["links"], faults)
    _known(f"{where}.links", parts, links, "link", faults)
    if row["gate"] not in parts:
        faults.add(f"{where}.gate", f"is {row['gate']!r}", "choose one of the corridor's links")
    places = [{links[one].start, links[one].end} for one in parts if one in links]
    for one, other, link in zip(places, places[1:], parts[1:], strict=False):
        if not one & other:
            faults.add(
                f"{where}.links", f"breaks off before {link}", "name links in order, each from where the last ends"
            )
    return Corridor(parts, str(row["gate"]))


def _demand(
    name: str,
    row: Mapping[str, Any],
    nodes: Mapping[str, str],
    cargoes: Mapping[str, tuple[str, ...]],
    faults: Faults,
) -> Demand:
    where = f"demands.{name}"
    ends = _names(f"{where}.to", row["to"], faults)
    _known(f"{where}.from", [row["from"]], nodes, "node", faults)
    _known(f"{where}.to", ends, nodes, "node", faults)
    _known(f"{where}.cargo", [row["cargo"]], cargoes, "cargo", faults)
    if row["from"] in ends:
        faults.add(where, f"leads from {row['from']} to itself", "name another destination")
    return Demand(str(row["from"]), ends, str(row["cargo"]))
