"""KTAB's own input files: the CSV of its command line, and the XML that also holds options and ideals' adjustment."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from io import StringIO
from itertools import count
from pathlib import Path

import numpy as np
from lxml import etree

from tarazy.codebook.vocabulary import ACTOR_ID
from tarazy.scenarios.bargaining.options import KTAB, Options, ktab_options
from tarazy.scenarios.bargaining.spatial import Actors, History, State, Turn, run
from tarazy.scenarios.case import Floats
from tarazy.scenarios.faults import ScenarioError

_SCALE = 100.0
_RUNS = 200
"""Runs of a file in which chance decides."""
_EMPTY = "left-empty"
"""The word of the model for a number that a file leaves empty."""


@dataclass(frozen=True, slots=True)
class KtabFile:
    """An input of KTAB's spatial model. ``capability`` (actors,), ``positions`` and ``salience`` (actors, dimensions), both from 0 to 100.

    ``accommodation`` (actors, actors), None where ideals follow positions at once. ``unsaid`` are numbers that the file leaves empty, as (``position`` or
    ``salience``, actor, dimension): the program reads 0.
    """

    name: str
    description: str
    actors: tuple[str, ...]
    dimensions: tuple[str, ...]
    capability: Floats
    positions: Floats
    salience: Floats
    options: Options = field(default_factory=Options)
    accommodation: Floats | None = None
    unsaid: frozenset[tuple[str, int, int]] = frozenset()

    def ids(self) -> tuple[str, ...]:
        """The actors' ids for scenario files: their names where these are ids of the codebook, else made from them; no two are the same."""
        return _told_apart(
            name if ACTOR_ID.fullmatch(name) else f"group:{_slug(name) or at}" for at, name in enumerate(self.actors)
        )

    def issues(self) -> tuple[str, ...]:
        """Short names of the dimensions for scenario files; no two are the same."""
        names = (re.sub(r"[\s.\"'{}\[\]]+", "-", one).strip("-") for one in self.dimensions)
        return _told_apart(name or f"dimension-{at}" for at, name in enumerate(names))

    def run(self, options: Options | None = None, watch: Callable[[State, Turn | None], None] | None = None) -> History:
        """Bargain, with its own options unless others are given. Positions of the history are from 0 to 1."""
        actors = Actors(self.capability[None], self.salience[None] / _SCALE, self.accommodation)
        chosen = options or self.options
        chance = [np.random.default_rng(0)] if chosen.transitions == "stochastic" else None
        return run(actors, self.positions[None] / _SCALE, chosen, chance, watch)


def _slug(name: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", name.lower()))


def _told_apart(names: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        others = (f"{name}-{number}" for number in count(2))
        found.append(name if name not in found else next(one for one in others if one not in found))
    return tuple(found)


def read_ktab(path: Path) -> KtabFile:
    """Read a file as KTAB does, ``.csv`` or ``.xml``. Raises ScenarioError with the line and the mend where it is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ScenarioError([f"{path} cannot be read ({error.strerror}): check its name."]) from None
    return _xml(data, path.name) if path.suffix.lower() == ".xml" else _csv(data, path.name)


def _csv(data: bytes, name: str) -> KtabFile:
    try:
        text = StringIO(data.decode("utf-8-sig"))
        # The program writes a comma within a cell as $$.
        rows = [[cell.strip().replace("$$", ",") for cell in row] for row in csv.reader(text, skipinitialspace=True)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError([f"{name} is no CSV in UTF-8 ({error}): save it so."]) from None
    rows = [row for row in rows if any(row)]
    if not rows or len(rows[0]) < 4 or not rows[0][2].isdecimal() or not rows[0][3].isdecimal():
        mend = "write name, description, number of actors, number of dimensions in it"
        raise ScenarioError([f"{name}: line 1 does not begin a file of KTAB: {mend}."])
    title, description, actors, dimensions = rows[0][0], rows[0][1], int(rows[0][2]), int(rows[0][3])
    if len(rows) < actors + 2:
        said = f"line 1 speaks of {actors} actors, and there are {max(0, len(rows) - 2)}"
        raise ScenarioError([f"{name}: {said}: add rows or mend line 1."])
    if dimensions < 1 or len(rows[1]) < 3 + 2 * dimensions:
        raise ScenarioError(
            [f"{name}: line 2 does not name {dimensions} dimensions with a position and a salience each: add them."]
        )
    names = tuple(rows[1][3 : 3 + 2 * dimensions : 2])
    body = rows[2 : 2 + actors]
    numbers = np.array([_numbers(row, 2 * dimensions, number, name) for number, row in enumerate(body, 3)])
    return _checked(
        KtabFile(
            title, description, tuple(row[0] for row in body), names, numbers[:, 0], numbers[:, 1::2], numbers[:, 2::2]
        ),
        name,
    )


def _numbers(row: list[str], count: int, line: int, name: str) -> list[float]:
    try:
        found = [float(cell) for cell in row[2 : 3 + count]]
    except ValueError as error:
        raise ScenarioError([f"{name}: line {line}: {error}: write numbers with a point."]) from None
    if len(found) < 1 + count:
        raise ScenarioError(
            [f"{name}: line {line} has {len(found)} numbers: give power, then position and salience of each dimension."]
        )
    return found


def _xml(data: bytes, name: str) -> KtabFile:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ScenarioError([f"{name} is no XML ({error.msg}): mend it."]) from None
    try:
        actors = root.findall("Actors/Actor")
        dimensions = tuple(str(one.text).strip() for one in root.findall("Dimensions/dName"))
        if not actors or not dimensions:
            raise ValueError(f"it has no {'dimensions' if actors else 'actors'}")
        places = [_cells(one, "Position/dCoord", "positions", len(dimensions)) for one in actors]
        cares = [_cells(one, "Salience/dSal", "saliences", len(dimensions)) for one in actors]
        found = KtabFile(
            _word(root, "name"),
            root.findtext("desc") or "",
            tuple(_word(one, "name") for one in actors),
            dimensions,
            np.array([float(_word(one, "capability")) for one in actors]),
            np.array([[float(cell or 0) for cell in row] for row in places]),
            np.array([[float(cell or 0) for cell in row] for row in cares]),
            ktab_options(_options(root)),
            unsaid=frozenset(
                (part, at, which)
                for part, rows in (("position", places), ("salience", cares))
                for at, row in enumerate(rows)
                for which, cell in enumerate(row)
                if not cell
            ),
        )
        return _checked(_adjusting(found, root), name)
    except (ValueError, KeyError) as error:
        raise ScenarioError([f"{name} is no scenario of KTAB ({error}): mend it."]) from None


def _cells(actor: etree._Element, path: str, what: str, dimensions: int) -> list[str]:
    found = [(cell.text or "").strip() for cell in actor.findall(path)]
    if len(found) != dimensions:
        raise ValueError(f"{_word(actor, 'name')} has {len(found)} {what}, and there are {dimensions} dimensions")
    return found


def _word(element: etree._Element, name: str) -> str:
    text: str | None = element.findtext(name)
    if text is None or not text.strip():
        raise ValueError(f"{element.tag} has no {name}")
    return text.strip()


def _options(root: etree._Element) -> dict[str, str]:
    known = {theirs for theirs, _ in KTAB.values()}
    given = root.find("ModelParameters")
    children = () if given is None else given
    # Its pages also call PCEModel by another name.
    names = {str(one.tag).replace("ProbCondorcetElection", "PCEModel"): (one.text or "").strip() for one in children}
    return {name: value for name, value in names.items() if name in known}


def _adjusting(found: KtabFile, root: etree._Element) -> KtabFile:
    pairs = root.findall("IdealAdjustment/iaPair")
    if not pairs:
        return found
    follows = np.eye(len(found.actors))
    for pair in pairs:
        who, whom = (found.actors.index(_word(pair, name)) for name in ("adjustingIdeal", "referencePos"))
        follows[who, whom] = float(_word(pair, "adjust"))
    if (follows < 0).any() or (follows.sum(1) > 1 + 1e-10).any():
        raise ValueError("an actor's ideal follows positions by less than 0 or more than 1 in all")
    if np.array_equal(follows, np.eye(len(found.actors))):
        return found
    return replace(found, accommodation=follows)


def _checked(found: KtabFile, name: str) -> KtabFile:
    for at, actor in enumerate(found.actors):
        line = f"{name}: {actor}"
        if not found.capability[at] >= 0:
            raise ScenarioError([f"{line} has the power {found.capability[at]:g}: give a number of at least 0."])
        for what, values in (("position", found.positions[at]), ("salience", found.salience[at])):
            bad = values[(values < 0) | (values > _SCALE)]
            if len(bad):
                raise ScenarioError([f"{line} has the {what} {bad[0]:g}: give a number from 0 to 100."])
        total = found.salience[at].sum()
        if not 0 < total <= _SCALE + 1e-9:
            raise ScenarioError(
                [f"{line} has saliences that sum to {total:g}: their sum must be above 0 and at most 100."]
            )
    return found


def ktab_scenario(found: KtabFile, name: str) -> str:
    """A scenario file of the model ``bargaining`` with the same actors, dimensions, numbers and options."""
    from tarazy.scenarios.table import models
    from tarazy.scenarios.writing import key, toml

    ids, issues = found.ids(), found.issues()
    runs = _RUNS if found.options.transitions == "stochastic" else 1
    lines = [f'model = "bargaining"\nname = {toml(Path(name).stem)}\ntitle = {toml(found.name or name)}']
    lines.append(f"question = {toml(found.description)}\nruns = {runs}\n\n[words]")
    lines += [f"{key(one)} = {toml(actor)}" for one, actor in zip(ids, found.actors, strict=True)]
    lines += [f"\n[scope]\nactors = {toml(ids)}\nissues = {toml(issues)}\n\n[settings]"]
    for ours in KTAB:
        lines.append(f"{ours.replace('_', '-')} = {toml(getattr(found.options, ours))}")
    if found.accommodation is not None:
        for at, to in zip(*np.nonzero(found.accommodation != np.eye(len(ids))), strict=True):
            part = key(f"follows.{ids[at]}.{ids[to]}")
            lines.append(f"{part} = {toml(float(found.accommodation[at, to]))}")
    if found.unsaid:
        words = models()["bargaining"].words[_EMPTY]
        said = ", ".join(f"{language} = {toml(text)}" for language, text in words.items())
        lines.append(f"\n[reasons]\nempty = {{ {said} }}")
    lines.append("\n[inputs]")
    source = toml([f"cite: {name}"])
    for at, one in enumerate(ids):
        lines.append(
            f"{key(f'capability.{one}')} = {{ value = {toml(float(found.capability[at]))}, evidence = {source} }}"
        )
        for which, issue in enumerate(issues):
            for part, values in (("position", found.positions), ("salience", found.salience)):
                value = toml(float(values[at, which]))
                basis = f"evidence = {source}"
                if (part, at, which) in found.unsaid:
                    basis = 'assumption = "reasons.empty"'
                lines.append(f"{key(f'{part}.{one}.{issue}')} = {{ value = {value}, {basis} }}")
    return "\n".join(lines) + "\n"
