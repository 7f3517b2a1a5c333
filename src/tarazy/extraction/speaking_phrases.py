"""Noun phrases that name a speaker: whose words «министр иностранных дел России С. Лавров», "China's experts" stand for."""

from __future__ import annotations

from functools import cache

from tarazy.extraction.frames import lexicon
from tarazy.extraction.patterns import fold
from tarazy.extraction.sentence import Actor, Sentence

SPEAKING = ("state", "organisation", "person", "company", "group")
LAST, LAST_PERSON = "last", "last person"
"""Stand for whoever spoke last: a verb without a subject; a pronoun or «министр» without a name, which look for a person first."""
NEAR, FAR = 8, 14
MARKS = frozenset(',;:()[]«»"“”–—')


@cache
def words(language: str, name: str) -> frozenset[str]:
    """A plain word list of ``[speech]`` in ``cues.toml``."""
    return frozenset(fold(word) for word in lexicon(language).cues["speech"].get(name, ()))


class Phrases:
    """The noun phrases of a sentence; actors inside the ``quoted`` character spans are the quoted speaker's own and do not count."""

    def __init__(self, sentence: Sentence, quoted: list[tuple[int, int]]) -> None:
        self.sentence, self.quoted = sentence, quoted
        self.tokens, self.language = sentence.tokens, sentence.language
        self.actors = [
            a
            for a in sentence.actors
            if not a.anaphor
            and a.kind in SPEAKING
            and a.mention.form not in ("demonym",)
            and not self.is_quoted(a.first)
        ]
        self.cited = sentence.citations
        self.pronouns, self.offices = words(self.language, "pronoun"), words(self.language, "office")

    def is_quoted(self, token: int) -> bool:
        """Whether a token stands inside a quotation."""
        at = self.tokens[token].start
        return any(start <= at < end for start, end in self.quoted)

    def fits(self, at: int, listed: frozenset[str]) -> bool:
        """Whether a token is one of the listed words, by its lemma or as it stands."""
        token = self.tokens[at]
        return token.lemma in listed or fold(token.text) in listed

    def named(self, phrase: range) -> str | None:
        """The speaker among the tokens of a noun phrase, nearest to the phrase's beginning; a person before the body he speaks for."""
        head = next((at for at in phrase if self.tokens[at].pos in ("NOUN", "PROPN", "PRON")), None)
        if head is None or self.fits(head, words(self.language, "document")):
            return None
        inside = [a for a in self.actors if a.first in phrase or a.last in phrase]
        if self.is_cited(phrase):
            return next((a.mention.via for a in inside if a.mention.via), None)
        inside.sort(key=lambda a: abs(a.first - phrase.start) if phrase.step == 1 else abs(a.last - phrase.start))
        if not inside:
            told = [
                at for at in phrase[:3] if self.tokens[at].pos != "ADJ" and self.fits(at, self.pronouns | self.offices)
            ]
            return LAST_PERSON if told and not self.is_plural(told[0]) else None
        return self.speaker_in(inside[0], inside, phrase)

    def is_plural(self, at: int) -> bool:
        """«эксперты» and "experts" are nobody who was named before."""
        return self.fits(at, self.offices) and self.tokens[at].features.get("Number") == "Plur"

    def speaker_in(self, actor: Actor, others: list[Actor], phrase: range) -> str | None:
        """The speaker that a phrase with these actors names; None for «китайские учёные», "China's arrival"."""
        person = self._person_of(actor, others)
        if person.startswith("person:"):
            return person
        nouns = [
            at
            for at in phrase
            if self.tokens[at].pos in ("NOUN", "PROPN", "ADJ") and not any(a.first <= at <= a.last for a in others)
        ]
        experts = any(self.fits(at, words(self.language, "expert")) for at in nouns)
        if experts and (actor.kind == "state" or actor.mention.form == "adjective"):
            return None
        governed = actor.mention.form == "adjective" or actor.slot in ("of", "modifier")
        if (
            governed
            and nouns
            and not any(self.fits(at, self.offices | words(self.language, "authority")) for at in nouns)
        ):
            return None if self._fits_not_head(actor, nouns) else person
        return person

    def _fits_not_head(self, actor: Actor, nouns: list[int]) -> bool:
        """True where another noun heads the phrase: "China's arrival", «приход Китая»."""
        if self.language == "kk":
            return any(at > actor.last for at in nouns)
        heads = {self.tokens[at].head for at in range(actor.first, actor.last + 1)}
        return any(at in heads for at in nouns)

    def _person_of(self, actor: Actor, others: list[Actor]) -> str:
        """The person whose post an actor names («глава МИД России С. Лавров»), else the actor."""
        run = actor
        for other in sorted(others, key=lambda a: a.first):
            near = 0 <= other.first - run.last - 1 <= 3 or 0 <= run.first - other.last - 1 <= 3
            if near and (other.mention.via or other.kind == "person"):
                return other.mention.via or other.id
            if near and other.first > run.first:
                run = other
        return actor.mention.via or actor.id

    def is_cited(self, phrase: range) -> bool:
        """Whether a phrase names the author of a cited work."""
        if not self.cited or not len(phrase):
            return False
        # «Э. Джордаан (Jordaan, 2017)»: the brackets that follow the name are its work.
        following = min(max(phrase) + 1, len(self.tokens) - 1)
        start, end = self.tokens[min(phrase)].start, self.tokens[max(phrase)].end
        if self.tokens[following].text in ("(", "["):
            end = self.tokens[following].end
        return any(c.start < end and start < c.end for c in self.cited)
