"""The one interface behind which languages differ: tokens, grammar, entities, dates, quantities, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tarazy.codebook.claim import Quantity, ValidTime


@dataclass(slots=True)
class Token:
    """A word or mark; ``start``/``end`` are offsets in the analysed text.

    ``lemma`` is lower case. ``pos`` is a Universal POS tag. ``case`` is a UD case (Nom, Gen, Dat, Acc, Ins, Loc, Abl …)
    or "" where the language or word has none. ``head`` is the index of the governing token in the same analysis
    (-1: root or not parsed) and ``dep`` the UD-like relation ("" when not parsed).
    ``features`` holds further UD features, e.g. ``{"Tense": "Past", "VerbForm": "Part", "Polarity": "Neg"}``.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str = ""
    case: str = ""
    head: int = -1
    dep: str = ""
    features: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity of the language's model: ``label`` is PER, ORG or LOC (or a finer KazNERD class mapped to these)."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Analysis:
    """One sentence, analysed; every offset counts from the start of ``text``."""

    text: str
    language: str
    tokens: list[Token]
    entities: list[Entity] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A date or span of time in a text. ``relative`` is True where the document's own date was used."""

    start: int
    end: int
    value: ValidTime
    relative: bool = False


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A number with its unit in a text; ``start:end`` covers number, scale word and unit."""

    start: int
    end: int
    value: Quantity


@dataclass(frozen=True, slots=True)
class Function:
    """``slot`` is one of `tarazy.language.functions.SLOTS`; ``governor`` is the index of the token that the mention depends on, or -1."""

    slot: str
    governor: int = -1


class LanguagePack(Protocol):
    """What a language must offer. ``code`` is ISO 639-1: kk, ru, en."""

    code: str

    def analyse(self, texts: Sequence[str]) -> list[Analysis]:
        """Tokens, grammar and entities of sentences, in order, one Analysis for each."""

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """Spans of sentences in clean running text, without surrounding white space."""

    def times(self, text: str, reference: str | None = None, previous: str | None = None) -> list[TimeMention]:
        """Dates of a sentence. ``reference`` (ISO date of the document) licenses relative ones; ``previous`` (the ISO date
        that the text gave last) licenses «того же года», "that year" and a day without its year."""

    def quantities(self, text: str) -> list[QuantityMention]:
        """Numbers with units of a sentence, scale words multiplied out; never the numbers of dates."""

    def functions(self, analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
        """The grammatical function of each mention ``(start, end, form)`` of a sentence (`Mention.form`), in order."""

    def lemma(self, word: str) -> str:
        """The dictionary form of one word, lower case; the word itself, lower case, when unknown."""
