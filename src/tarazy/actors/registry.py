"""The registry: states, organisations, regions, places, groups and leaders read from the data files beside the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tarazy import data_files
from tarazy.codebook.vocabulary import ACTOR_ID
from tarazy.errors import TarazyError
from tarazy.language import CODES

_FORMS = {"": "name", "adjective_": "adjective", "people_": "demonym", "capital_": "capital"}
_TABLES = ("states", "organisations", "companies", "regions", "places", "groups")


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to name an actor.

    ``form`` is name, acronym, adjective, demonym, capital or leader. The writing is a rule: an alias in lower case matches in any case,
    one with a capital demands a capital, one all in capitals is an acronym and must be written so.
    ``declined`` is False where the words never change.
    """

    text: str
    language: str
    form: str
    declined: bool = True


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, organisation, programme, company, region, place, group or person.

    ``names`` holds the first name in each language; ``codes`` ISO 3166 alpha-2 (``iso2``), Correlates of War (``cow``), ``wikidata``;
    ``parents`` the actors it belongs to or, for a person, acts for; ``start``/``end`` are ISO dates of existence or of office.
    """

    id: str
    kind: str
    names: dict[str, str]
    aliases: tuple[Alias, ...] = ()
    codes: dict[str, str] = field(default_factory=dict)
    parents: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """All known actors by id; ``preferences`` says who owns an alias that several claim; ``phrases`` name no actor at all."""

    actors: dict[str, Actor]
    preferences: dict[tuple[str, str], str] = field(default_factory=dict)
    phrases: tuple[Alias, ...] = ()

    def get(self, actor: str) -> Actor | None:
        """The actor with this id, or None."""
        return self.actors.get(actor)


def rows(table: str) -> Iterator[dict[str, str]]:
    """Rows of ``data/<table>.tsv`` as dictionaries; a cell that is left out is empty."""
    return data_files.rows("tarazy.actors", f"{table}.tsv")


def is_acronym(text: str) -> bool:
    """True for USA, НАТО, U.S., G20, ЕврАзЭС: at least two capitals (or a capital and a digit) and no word in lower case."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    if " " in text.strip() or capitals < 1 or len(text) < 2:
        return False
    if capitals == len(letters):
        return True
    return capitals >= 3 and text[0].isupper() and text[-1].isupper() and "-" not in text


def _aliases(row: dict[str, str]) -> Iterator[Alias]:
    for prefix, form in _FORMS.items():
        for language in CODES:
            for text in filter(None, (part.strip() for part in row.get(prefix + language, "").split("|"))):
                declined = not text.startswith("=")
                text = text.lstrip("=")
                shape = "acronym" if form == "name" and is_acronym(text) else form
                yield Alias(text, language, shape, declined and shape != "acronym")


def _actor(row: dict[str, str], kind: str) -> Actor:
    aliases = tuple(_aliases(row))
    names = {
        language: next((a.text for a in aliases if a.language == language and a.form in ("name", "acronym")), "")
        for language in CODES
    }
    return Actor(
        id=row["id"],
        kind=row.get("kind") or kind,
        names={language: name for language, name in names.items() if name},
        aliases=aliases,
        codes={code: row[code] for code in ("iso2", "cow", "wikidata") if row.get(code)},
        parents=tuple(filter(None, row.get("parents", "").split("|"))),
        start=row.get("start") or None,
        end=row.get("end") or None,
    )


def _leader(row: dict[str, str]) -> Actor:
    variants = [
        Alias(text.strip(), language, "leader")
        for language in CODES
        for text in row.get(language, "").split("|")
        if text.strip()
    ]
    names = {language: next((a.text for a in variants if a.language == language), "") for language in CODES}
    return Actor(
        id=row["id"],
        kind="person",
        names={language: re.sub(r"[*^=]", "", name) for language, name in names.items() if name},
        aliases=tuple(variants),
        parents=tuple(row["actor"].split("|")),
        start=row.get("start") or None,
        end=row.get("end") or None,
        note=row.get("office", ""),
    )


@cache
def registry() -> Registry:
    """The registry of the data files, read once.

    Raises TarazyError, naming the table and the id, for an id that is malformed or given twice.
    """
    actors: dict[str, Actor] = {}
    for table in (*_TABLES, "leaders"):
        for row in rows(table):
            actor = _leader(row) if table == "leaders" else _actor(row, table.removesuffix("s"))
            if not ACTOR_ID.fullmatch(actor.id):
                raise TarazyError(f"actors/data/{table}.tsv: {actor.id!r} is not a valid actor id; see the codebook.")
            if actor.id in actors:
                raise TarazyError(f"actors/data/{table}.tsv: {actor.id!r} is given twice; join the two rows.")
            actors[actor.id] = actor
    preferences = {(row["alias"], row["language"]): row["id"] for row in rows("preferences")}
    phrases = tuple(
        Alias(row["phrase"].lstrip("="), row["language"], "phrase", not row["phrase"].startswith("="))
        for row in rows("phrases")
    )
    return Registry(actors, preferences, phrases)
