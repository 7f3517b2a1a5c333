"""Where a sentence gives its words to somebody: verbs of speech with their subjects, «по мнению», «пікірінше», "according to"."""

from __future__ import annotations

from dataclasses import dataclass

from tarazy.extraction.kazakh_speakers import kazakh_subject
from tarazy.extraction.patterns import Hit
from tarazy.extraction.sentence import Actor, Sentence
from tarazy.extraction.speaking_phrases import FAR, LAST, LAST_PERSON, MARKS, NEAR, Phrases, words
from tarazy.extraction.works import year_after

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


class _Finder(Phrases):
    # «по мнению», «пікірінше», "according to"

    def according(self, hit: Hit) -> Attribution:
        """The phrase of ``hit`` with its speaker, whom Russian and English name after it and Kazakh before."""
        if any(self.fits(at, self.pronouns) for at in range(hit.first, hit.last + 1)):
            return Attribution(hit.first, hit.last, hit.first, LAST_PERSON, True)
        first, last = hit.first, hit.last
        if self.language == "kk":
            first = self._back(hit.first)
            phrase = range(hit.first - 1, first - 1, -1)
        else:
            last = self._ahead(hit.last)
            phrase = range(hit.last + 1, last + 1)
        return Attribution(first, last, hit.first, self.named(phrase), True)

    def _ahead(self, at: int) -> int:
        """The end of the noun phrase after ``at``: up to a mark or a finite verb; a year in brackets belongs to it."""
        end = at
        for j in range(at + 1, min(at + 1 + FAR, len(self.tokens))):
            token = self.tokens[j]
            if token.text in MARKS or (token.pos in ("VERB", "AUX") and not self._is_name(j)):
                break
            end = j
        return end

    def _back(self, at: int) -> int:
        start = at
        for j in range(at - 1, max(-1, at - 1 - NEAR), -1):
            if self.tokens[j].text in MARKS and self.tokens[j].text not in ("(", ")", '"', "«", "»"):
                break
            start = j
        return start

    def _is_name(self, at: int) -> bool:
        return any(a.first <= at <= a.last for a in self.actors)

    def written(self, hit: Hit) -> list[Attribution]:
        """«В докладе ООН говорится, что …»: the nearest body before a verb that says what is written."""
        before = [
            a for a in self.actors if hit.first - NEAR <= a.first < hit.first and a.slot in ("of", "in", "modifier")
        ]
        if not before:
            return []
        actor = before[-1] if self.language != "kk" else before[0]
        phrase = range(max(0, actor.first - 3), hit.first)
        name = self.speaker_in(actor, [actor], phrase)
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
        subject = (
            None if first_person else kazakh_subject(self, hit) if self.language == "kk" else self._subject(verb, hit)
        )
        if subject is None:
            return None
        first, last, speaker = subject
        if year_after(self.tokens, hit.last):
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
                    j for j in subjects if not any(t.text in MARKS for t in tokens[min(j, nearest) : max(j, nearest)])
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
            return best.first, best.last, self.speaker_in(best, near, range(best.first, best.last + 1))
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
        return any(self.tokens[at].text in MARKS or self.fits(at, words(self.language, "that")) for at in between)

    def _from_noun(self, noun: int, subjects: list[int], verb: int) -> tuple[int, int, str | None] | None:
        if self.fits(noun, words(self.language, "self")):
            return None
        inside = {j for s in subjects for j in self._subtree(s, verb)}
        first, last = min(inside), max(inside)
        named = [a for a in self.actors if a.first in inside or a.last in inside]
        if self.cited and any(
            self.is_cited(range(a, b + 1)) for a, b in ((noun, noun), *((n.first, n.last) for n in named))
        ):
            return first, last, next((a.mention.via for a in named if a.mention.via), None)
        if self.fits(noun, self.pronouns):
            return noun, noun, LAST_PERSON
        if named:
            best = min(named, key=lambda a: (not a.first <= noun <= a.last, abs(a.first - noun)))
            return first, last, self.speaker_in(best, named, range(first, last + 1))
        if self.fits(noun, self.offices) and not self.is_plural(noun):
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
