"""The names that a model gives → actors, by the registry and the linker of the package, and only those that the text names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from tarazy.actors.linker import Linker
from tarazy.actors.mention import Mention
from tarazy.language.base import Analysis, Entity
from tarazy.reading.document import Document
from tarazy.second_reader.quotes import FoldedText

_LABELS = {
    "person": "PER",
    "organisation": "ORG",
    "company": "ORG",
    "group": "ORG",
    "place": "LOC",
    "region": "LOC",
}
_SEVERAL = ("state", "region")


@dataclass(frozen=True, slots=True)
class Named:
    """An actor that the text names, and the person who acts for it."""

    actor: str
    via: str | None = None


@cache
def _linker() -> Linker:
    return Linker()


class NamedActors:
    """The actors that one document names."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _present(self) -> frozenset[str]:
        found: set[str] = set()
        for passage in self._document.passages:
            for mention in _linker().link(Analysis(passage.text, passage.language, []), provisional=False):
                found.add(mention.actor)
                if mention.via:
                    found.add(mention.via)
        return frozenset(found)

    @cached_property
    def _text(self) -> FoldedText:
        return FoldedText(self._document.clean)

    def resolve(self, name: str, kind: str, language: str) -> list[Named]:
        """The actors of a name of that type (`schema.ACTOR_TYPES`); none where the document names no such actor.

        A name such as "Kazakhstan and Türkiye" gives two. What the registry does not know gets a provisional id, a state excepted.
        """
        label = _LABELS.get(kind)
        entities = [Entity(0, len(name), label)] if label else []
        mentions = _linker().link(Analysis(name, language, [], entities), provisional=bool(label))
        mentions = [mention for mention in mentions if self._is_named(mention, name)]
        if not mentions:
            return []
        if kind not in _SEVERAL:
            mentions = [max(mentions, key=lambda mention: len(mention.surface))]
        return list(dict.fromkeys(Named(mention.actor, mention.via) for mention in mentions))

    def person(self, name: str, language: str) -> str | None:
        """The id of a person who acts for an actor; None where the document does not name one."""
        for found in self.resolve(name, "person", language):
            person = found.via or found.actor
            if person.startswith("person:"):
                return person
        return None

    def speaker(self, name: str, language: str) -> str | None:
        """The id of whoever is said to speak: the person where one is named."""
        for kind in ("person", "organisation"):
            for found in self.resolve(name, kind, language):
                return found.via or found.actor
        return None

    def _is_named(self, mention: Mention, name: str) -> bool:
        if mention.known and mention.actor in self._present:
            return True
        return self._text.find(mention.surface) is not None or self._text.find(name) is not None
