"""Where a sentence gives its words to somebody: verbs of speech with their subjects, «по мнению», «пікірінше», "according to"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tarazy.codebook.claim import CitedWork
from tarazy.extraction.citations import works_of
from tarazy.extraction.frames import lexicon
from tarazy.extraction.patterns import Hit, fold
from tarazy.extraction.sentence import Actor, Sentence
from tarazy.language.base import Token

SPEAKING = ("state", "organisation", "person", "company", "group")
LAST, LAST_PERSON = "last", "last person"
"""Stand for whoever spoke last: a verb without a subject; a pronoun or «министр» without a name, which look for a person first."""
NEAR, FAR = 8, 14
_MARKS = frozenset(',;:()[]«»"“”–—')
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-zа-я]?")
_NOT_FINITE = ("Part", "Inf", "Ger")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Tokens ``first..last`` that give words to a speaker.

    ``speaker`` is an actor's id, ``LAST``, or None where it is not told or is the author of a cited work. ``according``: the phrase governs its
    whole sentence; else it is a verb at ``verb``, with what it governs still to be found.
    """

    first: int
    last: int
    verb: int
    speaker: str | None
    according: bool


@cache
def words(language: str, name: str) -> frozenset[str]:
    """A plain word list of ``[speech]`` in ``cues.toml``."""
    return frozenset(fold(word) for word in lexicon(language).cues["speech"].get(name, ()))


def attributions(sentence: Sentence, quoted: list[tuple[int, int]]) -> list[Attribution]:
    """All of a sentence, in order; verbs inside the ``quoted`` character spans are the quoted speaker's own and do not count."""
    finder = _Finder(sentence, quoted)
    found: list[Attribution] = []
    taken: set[int] = set()
    for hit in sentence.hits.get("speech:according", ()):
        if not finder.is_quoted(hit.first) and taken.isdisjoint(range(hit.first, hit.last + 1)):
            attribution = finder.according(hit)
            taken.update(range(attribution.first, attribution.last + 1))
            found.append(attribution)
    for hit in sentence.hits.get("speech:verb", ()):
        if not finder.is_quoted(hit.first) and taken.isdisjoint(range(hit.first, hit.last + 1)):
            told = finder.told(hit)
            if told is not None:
                taken.update(range(hit.first, hit.last + 1))
                found.append(told)
    for hit in sentence.hits.get("speech:told", ()):
        if not finder.is_quoted(hit.first) and taken.isdisjoint(range(hit.first, hit.last + 1)):
            found += finder.written(hit)
    return sorted((*found, *([] if found else finder.before_colon())), key=lambda a: a.verb)


class _Finder:
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
        at = self.tokens[token].start
        return any(start <= at < end for start, end in self.quoted)

    def _fits(self, at: int, listed: frozenset[str]) -> bool:
        token = self.tokens[at]
        return token.lemma in listed or fold(token.text) in listed

    # «по мнению», «пікірінше», "according to"

    def according(self, hit: Hit) -> Attribution:
        """The phrase of ``hit`` with its speaker, whom Russian and English name after it and Kazakh before."""
        if any(self._fits(at, self.pronouns) for at in range(hit.first, hit.last + 1)):
            return Attribution(hit.first, hit.last, hit.first, LAST_PERSON, True)
        first, last = hit.first, hit.last
        if self.language == "kk":
            first = self._back(hit.first)
            phrase = range(hit.first - 1, first - 1, -1)
        else:
            last = self._ahead(hit.last)
            phrase = range(hit.last + 1, last + 1)
        return Attribution(first, last, hit.first, self._named(phrase), True)

    def _ahead(self, at: int) -> int:
        """The end of the noun phrase after ``at``: up to a mark or a finite verb; a year in brackets belongs to it."""
        end = at
        for j in range(at + 1, min(at + 1 + FAR, len(self.tokens))):
            token = self.tokens[j]
            if token.text in _MARKS or (token.pos in ("VERB", "AUX") and not self._is_name(j)):
                break
            end = j
        return end

    def _back(self, at: int) -> int:
        start = at
        for j in range(at - 1, max(-1, at - 1 - NEAR), -1):
            if self.tokens[j].text in _MARKS and self.tokens[j].text not in ("(", ")", '"', "«", "»"):
                break
            start = j
        return start

    def _is_name(self, at: int) -> bool:
        return any(a.first <= at <= a.last for a in self.actors)

    def _named(self, phrase: range) -> str | None:
        """The speaker among the tokens of a noun phrase, nearest to the phrase's beginning; a person before the body he speaks for."""
        head = next((at for at in phrase if self.tokens[at].pos in ("NOUN", "PROPN", "PRON")), None)
        if head is None or self._fits(head, words(self.language, "document")):
            return None
        inside = [a for a in self.actors if a.first in phrase or a.last in phrase]
        if self._is_cited(phrase):
            return next((a.mention.via for a in inside if a.mention.via), None)
        inside.sort(key=lambda a: abs(a.first - phrase.start) if phrase.step == 1 else abs(a.last - phrase.start))
        if not inside:
            told = [
                at for at in phrase[:3] if self.tokens[at].pos != "ADJ" and self._fits(at, self.pronouns | self.offices)
            ]
            return LAST_PERSON if told and not self._plural(told[0]) else None
        return self._speaks(inside[0], inside, phrase)

    def _plural(self, at: int) -> bool:
        """«эксперты» and "experts" are nobody who was named before."""
        return self._fits(at, self.offices) and self.tokens[at].features.get("Number") == "Plur"

    def _speaks(self, actor: Actor, others: list[Actor], phrase: range) -> str | None:
        """The speaker that a phrase with these actors names; None for «китайские учёные», "China's arrival"."""
        person = self._person_of(actor, others)
        if person.startswith("person:"):
            return person
        nouns = [
            at
            for at in phrase
            if self.tokens[at].pos in ("NOUN", "PROPN", "ADJ") and not any(a.first <= at <= a.last for a in others)
        ]
        experts = any(self._fits(at, words(self.language, "expert")) for at in nouns)
        if experts and (actor.kind == "state" or actor.mention.form == "adjective"):
            return None
        governed = actor.mention.form == "adjective" or actor.slot in ("of", "modifier")
        if (
            governed
            and nouns
            and not any(self._fits(at, self.offices | words(self.language, "authority")) for at in nouns)
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

    def _is_cited(self, phrase: range) -> bool:
        if not self.cited or not len(phrase):
            return False
        # «Э. Джордаан (Jordaan, 2017)»: the brackets that follow the name are its work.
        following = min(max(phrase) + 1, len(self.tokens) - 1)
        start, end = self.tokens[min(phrase)].start, self.tokens[max(phrase)].end
        if self.tokens[following].text in ("(", "["):
            end = self.tokens[following].end
        return any(c.start < end and start < c.end for c in self.cited)

    def written(self, hit: Hit) -> list[Attribution]:
        """«В докладе ООН говорится, что …»: the nearest body before a verb that says what is written."""
        before = [
            a for a in self.actors if hit.first - NEAR <= a.first < hit.first and a.slot in ("of", "in", "modifier")
        ]
        if not before:
            return []
        actor = before[-1] if self.language != "kk" else before[0]
        phrase = range(max(0, actor.first - 3), hit.first)
        name = self._speaks(actor, [actor], phrase)
        return [Attribution(phrase.start, hit.last, hit.first, name, False)] if name else []

    def before_colon(self) -> list[Attribution]:
        """«Лавров: "…"»: a person, or a body before a quotation, at the head of the sentence with a colon."""
        for actor in self.actors:
            at = actor.last + 1
            if at + 1 >= len(self.tokens) or self.tokens[at].text != ":":
                continue
            person = actor.mention.via or (actor.id if actor.kind == "person" else None)
            quoting = self.is_quoted(at + 1)
            head = actor.first <= NEAR and not any(t.pos in ("VERB", "AUX") for t in self.tokens[: actor.first])
            if (person and quoting) or (head and (person or quoting)):
                return [Attribution(0, at, at, person or actor.id, False)]
        return []

    # verbs of speech

    def told(self, hit: Hit) -> Attribution | None:
        """A verb of speech with its subject; None where it is no finite verb in the active voice, or says "I", "we", "the author"."""
        verb = next((at for at in range(hit.first, hit.last + 1) if self.tokens[at].pos == "VERB"), hit.first)
        token = self.tokens[verb]
        if token.pos not in ("VERB", "AUX", "ADJ") or "Pass" in token.features.get("Voice", ""):
            return None
        first_person = token.features.get("Person") in ("1", "2")
        subject = None if first_person else self._kazakh(hit) if self.language == "kk" else self._subject(verb, hit)
        if subject is None:
            return None
        first, last, speaker = subject
        if _year_after(self.tokens, hit.last):
            speaker = None
        return Attribution(
            min(first, hit.first), max(last, hit.last), verb, speaker, self.language == "en" and self._as(first)
        )

    def _as(self, first: int) -> bool:
        return first > 0 and self.tokens[first - 1].lemma == "as"

    def _subject(self, verb: int, hit: Hit) -> tuple[int, int, str | None] | None:
        """First and last token of the subject and the speaker it names, by the parse; of a converb or second verb that of the first."""
        tokens, at = self.tokens, verb
        if self.language == "ru" and tokens[verb].features.get("VerbForm") in _NOT_FINITE:
            return None
        for _ in range(3):
            # "was quoted as saying"
            cited = ("nsubjpass",) if tokens[at].lemma in ("quote", "cite") else ()
            subjects = [j for j, t in enumerate(tokens) if t.head == at and t.dep in ("nsubj", "csubj", *cited)]
            if subjects:
                nearest = min(subjects, key=lambda j: abs(j - at))
                together = [
                    j for j in subjects if not any(t.text in _MARKS for t in tokens[min(j, nearest) : max(j, nearest)])
                ]
                return self._from_noun(nearest, together, verb)
            if tokens[at].dep not in ("conj", "advcl", "xcomp", "parataxis") or tokens[at].head < 0:
                break
            if tokens[tokens[at].head].pos not in ("VERB", "AUX"):
                break
            at = tokens[at].head
        near = [
            a
            for a in self.actors
            if a.slot in ("subject", "by", "modifier") and -6 <= a.first - hit.last <= 6 and not self._apart(a, hit)
        ]
        if near:
            best = min(near, key=lambda a: abs(a.first - hit.last))
            return best.first, best.last, self._speaks(best, near, range(best.first, best.last + 1))
        person = tokens[verb].features
        if self.language == "ru" and person.get("Number") == "Plur":
            # «В Пентагоне заявили»
            inside = [a for a in self.actors if a.slot == "in" and 0 < verb - a.last <= 4 and not self._apart(a, hit)]
            return (inside[-1].first, inside[-1].last, inside[-1].id) if inside else None
        if self.language == "ru" and person.get("VerbForm") == "Fin" and person.get("Number") != "Plur":
            return verb, verb, LAST
        return None

    def _apart(self, actor: Actor, hit: Hit) -> bool:
        between = range(min(actor.last, hit.last) + 1, max(actor.first, hit.first))
        return any(self.tokens[at].text in _MARKS or self._fits(at, words(self.language, "that")) for at in between)

    def _from_noun(self, noun: int, subjects: list[int], verb: int) -> tuple[int, int, str | None] | None:
        if self._fits(noun, words(self.language, "self")):
            return None
        inside = {j for s in subjects for j in self._subtree(s, verb)}
        first, last = min(inside), max(inside)
        named = [a for a in self.actors if a.first in inside or a.last in inside]
        if self.cited and any(
            self._is_cited(range(a, b + 1)) for a, b in ((noun, noun), *((n.first, n.last) for n in named))
        ):
            return first, last, next((a.mention.via for a in named if a.mention.via), None)
        if self._fits(noun, self.pronouns):
            return noun, noun, LAST_PERSON
        if named:
            best = min(named, key=lambda a: (not a.first <= noun <= a.last, abs(a.first - noun)))
            return first, last, self._speaks(best, named, range(first, last + 1))
        if self._fits(noun, self.offices) and not self._plural(noun):
            return first, last, LAST_PERSON
        return first, last, None

    def _subtree(self, noun: int, verb: int) -> set[int]:
        """Tokens of the noun phrase: what hangs on the noun, up to a relative clause."""
        inside, grown = {noun}, True
        while grown:
            more = {
                j
                for j, t in enumerate(self.tokens)
                if t.head in inside
                and j not in inside
                and j != verb
                and t.dep not in ("acl", "relcl", "acl:relcl", "punct", "conj")
            }
            grown = bool(more)
            inside |= more
        return inside

    def _kazakh(self, hit: Hit) -> tuple[int, int, str | None] | None:
        """Kazakh puts the speaker first («Тоқаев … деп мәлімдеді») or, after a quotation, last («…», – деді Тоқаев)."""
        tokens = self.tokens
        if not self._ends_clause(hit.last):
            return None
        after = range(hit.last + 1, min(hit.last + 1 + NEAR, len(tokens)))
        stop = next((at for at in after if tokens[at].text in _MARKS | {"."}), after.stop)
        behind = [a for a in self.actors if hit.last < a.first < stop and a.slot != "object"]
        if behind:
            return behind[0].first, behind[-1].last, self._speaks(behind[0], behind, range(hit.last + 1, stop))
        if any(self._fits(at, self.offices | self.pronouns) for at in range(hit.last + 1, stop)):
            return hit.last + 1, stop - 1, LAST_PERSON
        start = self._clause_start(hit.first)
        for at in range(start, hit.first):
            if self.is_quoted(at):
                continue
            if self._is_cited(range(at, at + 1)):
                return at, at, None
            here = next((a for a in self.actors if a.first == at), None)
            if here is not None and here.slot in ("subject", "of", "modifier", "list"):
                following = [a for a in self.actors if at <= a.first < hit.first]
                chain = self._chain(following)
                post = self._posts(chain[-1].last + 1)
                if chain[-1].slot == "subject" or post:
                    end = max(chain[-1].last, post)
                    return at, end, self._speaks(here, chain, range(at, end + 1))
                return None
            if self._fits(at, words("kk", "self")):
                return None
            if tokens[at].case in ("Nom", "") and self._fits(at, self.pronouns):
                return at, at, LAST_PERSON
            if tokens[at].case == "Nom" and self._fits(at, self.offices):
                named = [a for a in self.actors if at < a.first <= at + 3 and a.slot == "subject" and a.mention.via]
                if named:
                    return at, named[0].last, named[0].mention.via
                known = [a for a in self.actors if a.kind == "person" and at < a.first <= at + 2]
                return (at, known[0].last, known[0].id) if known else (at, at, LAST_PERSON)
        finite = tokens[hit.last].features
        return (
            (hit.first, hit.first, LAST)
            if finite.get("Tense") == "Past" and finite.get("VerbForm", "Fin") == "Fin"
            else None
        )

    def _ends_clause(self, at: int) -> bool:
        """A verb of speech that tells, not a participle before its noun («айтатын сөзі»)."""
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if self.tokens[at].features.get("VerbForm") != "Part" or following is None:
            return True
        return following.pos in ("PUNCT", "AUX", "VERB", "PROPN") or following.text in _MARKS or following.text == "."

    def _chain(self, actors: list[Actor]) -> list[Actor]:
        """Actors of one noun phrase: «Ресей Сыртқы істер министрі С. Лавров»."""
        chain = actors[:1]
        for actor in actors[1:]:
            gap = range(chain[-1].last + 1, actor.first)
            posts = any(self._fits(at, self.offices) for at in gap)
            if (
                len(gap) <= 4
                and (posts or not gap)
                and not any(self.tokens[at].text in _MARKS for at in gap)
                and (actor.mention.via or actor.kind == "person")
            ):
                chain.append(actor)
            else:
                break
        return chain

    def _posts(self, at: int) -> int:
        """The last word of an office within four words from ``at`` («Сыртқы істер министрі»), 0 where there is none."""
        return next((j for j in range(min(at + 3, len(self.tokens) - 1), at - 1, -1) if self._fits(j, self.offices)), 0)

    def _clause_start(self, at: int) -> int:
        """After the last full sentence before a verb: a semicolon."""
        return next((j + 1 for j in range(at - 1, -1, -1) if self.tokens[j].text == ";"), 0)


def works(sentence: Sentence) -> tuple[CitedWork, ...]:
    """The works that a sentence cites, also «as Cooley argues (2019)», without states and places that a year in brackets follows."""
    tokens = sentence.tokens
    found = dict.fromkeys(works_of(sentence.citations))
    for hit in sentence.hits.get("speech:verb", ()):
        year = _year_after(tokens, hit.last)
        first = hit.first
        while first > 0 and (tokens[first - 1].pos == "PROPN" or tokens[first - 1].text == "."):
            first -= 1
        if year and first < hit.first:
            author = sentence.analysis.text[tokens[first].start : tokens[hit.first - 1].end]
            found[CitedWork(author, year)] = None
    places = (a.mention for a in sentence.actors if a.kind in ("state", "region", "place"))
    named = {mention.surface for mention in places if mention.known and not mention.via}
    return tuple(work for work in found if work.author not in named)


def _year_after(tokens: list[Token], at: int) -> str:
    following = [token.text for token in tokens[at + 1 : at + 3]]
    return following[1] if len(following) == 2 and following[0] in ("(", "[") and _YEAR.fullmatch(following[1]) else ""
