"""A sentence with all that is found in it before claims are made: mentions with their slots, dates, figures, clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from tarazy.actors.capitals import state_of_capital
from tarazy.actors.mention import Mention
from tarazy.extraction.citations import Citation, citations
from tarazy.extraction.clauses import clauses
from tarazy.extraction.frames import Lexicon
from tarazy.extraction.patterns import Hit
from tarazy.language import pack
from tarazy.language.base import Analysis, Function, QuantityMention, TimeMention, Token
from tarazy.language.functions import covered
from tarazy.reading.document import Passage

# "(Lemon, 2018)", «[Ізімов, 2017, 45 б.]»: unknown names beside a year in brackets take part in nothing.
CITATION = re.compile(r"[(\[][^()\[\]]{0,80}\b(?:1[89]|20)\d\d[a-zа-я]?\b[^()\[\]]{0,30}[)\]]")

_YEAR_ALONE = re.compile(r",\s(?:1[89]|20)\d\d[a-zа-я]?[)\]]")


@dataclass(frozen=True, slots=True)
class Actor:
    """A mention in its place: ``kind`` is the actor's type in the registry; ``first``/``last`` are token indices.

    ``state`` is the state in which a place lies, where the registry names one.
    """

    mention: Mention
    kind: str
    function: Function
    first: int
    last: int
    anaphor: bool = False
    state: str | None = None

    @property
    def id(self) -> str:
        return self.mention.actor

    @property
    def slot(self) -> str:
        return self.function.slot


@dataclass(frozen=True, slots=True)
class Voice:
    """Characters ``start:end`` of a sentence are the words of ``speaker`` (an actor's or person's id), not the text's own."""

    start: int
    end: int
    speaker: str


@dataclass(slots=True)
class Sentence:
    """A passage, analysed; every offset counts from the start of the passage's clean text."""

    passage: Passage
    analysis: Analysis
    lexicon: Lexicon
    actors: list[Actor]
    times: list[TimeMention]
    quantities: list[QuantityMention]
    hits: dict[str, list[Hit]]
    clauses: list[tuple[int, int]] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        return self.analysis.tokens

    @property
    def language(self) -> str:
        return self.analysis.language

    def clause_of(self, token: int) -> int:
        """The number of the clause that holds a token."""
        for number, (first, last) in enumerate(self.clauses):
            if first <= token <= last:
                return number
        return 0

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of tokens ``first..last``."""
        return self.tokens[first].start, self.tokens[last].end


def actor_kind(actor: str, kinds: dict[str, str]) -> str:
    """state, organisation, region, place, group, person or company; programmes, forums and bodies count as organisations."""
    known = kinds.get(actor)
    if known:
        return "organisation" if known in ("programme", "forum", "body") else known
    prefix, _, slug = actor.partition(":")
    if slug:
        return "organisation" if prefix == "org" else prefix
    return "organisation"


def build(
    passage: Passage,
    analysis: Analysis,
    mentions: list[Mention],
    times: list[TimeMention],
    quantities: list[QuantityMention],
    lexicon: Lexicon,
    kinds: dict[str, str],
    states: dict[str, str],
) -> Sentence:
    """Put the parts of one sentence together."""
    cited = [m.span() for m in CITATION.finditer(analysis.text)]
    works = citations(analysis.text)
    authors = [(c.start, c.end) for c in works]
    bracketed = [(c.start, c.end) for c in works if c.bracketed]
    mentions = [
        m
        for m in mentions
        if not _in_figure(m, quantities)
        and (m.known or not _inside(m, cited))
        and not (_inside(m, authors) and not m.known)
        and not ((m.via or _is_author(analysis.text, m)) and _inside(m, bracketed))
    ]
    years = {int(date[:4]) for t in times for date in (t.value.start, t.value.end) if date}
    mentions = [replace(m, actor=state_of_capital(m.actor, years)) if m.form == "capital" else m for m in mentions]
    slots = pack(analysis.language).functions(analysis, [(m.start, m.end, m.form) for m in mentions])
    actors = []
    for mention, function in zip(mentions, slots, strict=True):
        first, last = covered(analysis.tokens, mention.start, mention.end)
        if first >= 0:
            kind = actor_kind(mention.actor, kinds)
            actors.append(Actor(mention, kind, function, first, last, state=states.get(mention.actor)))
    return Sentence(
        passage=passage,
        analysis=analysis,
        lexicon=lexicon,
        actors=actors,
        times=times,
        quantities=quantities,
        hits=lexicon.index.find(analysis.tokens),
        clauses=clauses(analysis.tokens, analysis.language),
        citations=works,
    )


def _is_author(text: str, mention: Mention) -> bool:
    """«(Казахстан, 2022)», "(European Commission, 2021)": the brackets hold a name and a year and nothing else."""
    alone = text[mention.start - 1 : mention.start] in ("(", "[") and mention.form in ("name", "acronym")
    return alone and _YEAR_ALONE.match(text, mention.end) is not None


def _inside(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _in_figure(mention: Mention, quantities: list[QuantityMention]) -> bool:
    """«США» in «5 млн долл. США» belongs to the currency."""
    return any(q.start < mention.end and mention.start < q.end for q in quantities)


def as_anaphor(sentence: Sentence, hit: Hit, actor: str, kind: str) -> Actor:
    """The actor that the words of ``hit`` («обе страны») stand for, as a mention of its own."""
    start, end = sentence.span(hit.first, hit.last)
    mention = Mention(start, end, actor, "anaphor", sentence.analysis.text[start:end])
    function = pack(sentence.language).functions(sentence.analysis, [(start, end, "name")])[0]
    return Actor(mention, kind, function, hit.first, hit.last, anaphor=True)


def of_state(actor: Actor) -> Actor:
    """The state in which a place lies, in the place of the place; other actors as they are."""
    if actor.kind != "place" or actor.state is None:
        return actor
    return replace(actor, mention=replace(actor.mention, actor=actor.state), kind="state")


def with_slot(actor: Actor, slot: str) -> Actor:
    """The same actor in another slot."""
    return replace(actor, function=Function(slot, actor.function.governor))
