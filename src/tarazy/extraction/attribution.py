"""Whose words they are: the speakers of a text, sentence by sentence, and who acts for a participant."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tarazy.extraction.quotations import Quotation, quotations
from tarazy.extraction.sentence import Actor, Sentence, Voice
from tarazy.extraction.speakers import Attribution, attributions
from tarazy.extraction.speaking_phrases import LAST, LAST_PERSON, words
from tarazy.language.base import Token

LONGEST = 12
"""A quotation that does not close within so many sentences is a slip of the marks."""
_SEPARATORS = frozenset(",–—-")


@dataclass(slots=True)
class Conversation:
    """Who spoke last, and the quotation that is still open; one for each text, asked sentence by sentence in their order."""

    speaker: str | None = None
    paragraph: int = -9
    person: str | None = None
    open: list[tuple[Sentence, Quotation]] = field(default_factory=list)
    said_by: str | None = None
    expects: bool = False

    def hear(self, sentence: Sentence) -> None:
        """Fill ``sentence.voices``; a speaker named after a long quotation is given to its earlier sentences too."""
        paragraph = sentence.passage.paragraph
        if paragraph > self.paragraph + 1:
            self.speaker = self.person = None
        if self.open and (len(self.open) >= LONGEST or not self._goes_on(sentence)):
            self._close(None)
        quoted = quotations(sentence, bool(self.open))
        spans = [(q.start, q.end) for q in quoted]
        told = [self._resolved(a) for a in attributions(sentence, _without_attribution(sentence, spans))]
        for attribution in told:
            if attribution.speaker is not None and not _in_quotation(sentence, attribution, spans):
                sentence.voices += scopes(sentence, attribution, told, quoted)
        self._quote(sentence, quoted, told)
        self._remember(sentence, told, paragraph)

    def _goes_on(self, sentence: Sentence) -> bool:
        before = self.open[-1][0].passage.paragraph
        return sentence.passage.paragraph == before or sentence.analysis.text.lstrip()[:1] in '«“„"'

    def _resolved(self, attribution: Attribution) -> Attribution:
        if attribution.speaker not in (LAST, LAST_PERSON):
            return attribution
        last = self.speaker or self.person
        if attribution.speaker == LAST_PERSON and last and not last.startswith("person:"):
            last = self.person or last
        return replace(attribution, speaker=last)

    def _quote(self, sentence: Sentence, quoted: list[Quotation], told: list[Attribution]) -> None:
        """Give quotations their speaker: of the sentence itself, of the one before, or of the one in which they close."""
        outside = [a for a in told if not a.according or len(told) == 1]
        for quotation in quoted:
            near = min(outside, key=lambda a: _gap(sentence, a, quotation), default=None)
            speaker = near.speaker if near is not None else None
            if not quotation.opens:
                self.open.append((sentence, quotation))
                if quotation.closes:
                    self._close(self.said_by or speaker)
                continue
            whole = not any(t.pos in ("VERB", "NOUN", "PROPN") for t in _outside(sentence, quotation))
            if near is None and (self.expects or whole):
                speaker = self.speaker
            if quotation.closes:
                if speaker is not None and (near is None or not _covered(sentence, quotation)):
                    sentence.voices.append(Voice(quotation.start, quotation.end, speaker))
            else:
                self.open, self.said_by = [(sentence, quotation)], speaker

    def _close(self, speaker: str | None) -> None:
        if speaker is not None:
            for sentence, quotation in self.open:
                sentence.voices.append(Voice(quotation.start, quotation.end, speaker))
        self.open, self.said_by = [], None

    def _remember(self, sentence: Sentence, told: list[Attribution], paragraph: int) -> None:
        said = [a.speaker for a in told if a.speaker is not None]
        if said:
            self.speaker, self.paragraph = said[-1], paragraph
        elif paragraph == self.paragraph + 1 and self.speaker is None:
            self.paragraph = paragraph
        people = [a for a in sentence.actors if a.mention.via or a.kind == "person"]
        if people:
            last = next((a for a in people if a.slot == "subject"), people[-1])
            self.person = last.mention.via or last.id
            self.paragraph = paragraph
        self.expects = sentence.analysis.text.rstrip().endswith(":") and bool(said)


def scopes(
    sentence: Sentence, attribution: Attribution, told: list[Attribution], quoted: list[Quotation]
) -> list[Voice]:
    """The characters that an attribution gives to its speaker; none where the verb only names a thing («отметил важность»)."""
    speaker = attribution.speaker or ""
    if attribution.according:
        return [Voice(*_segment(sentence, attribution, told), speaker)]
    direct = [q for q in quoted if _gap(sentence, attribution, q) < len(sentence.analysis.text)]
    if direct and not any(_gap(sentence, other, direct[0]) < _gap(sentence, attribution, direct[0]) for other in told):
        return [Voice(q.start, q.end, speaker) for q in direct if q.opens and q.closes]
    content = _kazakh(sentence, attribution) if sentence.language == "kk" else _governed(sentence, attribution)
    return [Voice(*content, speaker)] if content is not None else []


def speaker(sentence: Sentence, token: int) -> str | None:
    """The actor (or person) to whom the text gives the words at a token, as an id; None where the text speaks for itself."""
    at = sentence.tokens[token].start
    around = [v for v in sentence.voices if v.start <= at < v.end]
    return min(around, key=lambda v: v.end - v.start).speaker if around else None


def acting(sentence: Sentence, actor: Actor) -> tuple[str | None, str]:
    """Who acts for an actor, and the words that name both: «Президент РК К.-Ж. Токаев», "Vladimir Putin, the president of Russia".

    A person of the registry who stands for the same actor, or an unknown one beside an office of the actor.
    """
    mention = actor.mention
    if mention.via is not None or actor.anaphor:
        return mention.via, mention.surface
    text, offices = sentence.analysis.text, words(sentence.language, "office")
    for other in sentence.actors:
        ours = other.mention.via is not None and other.id == actor.id
        unknown = other.kind == "person" and not other.mention.known
        if not (ours or unknown) or other.anaphor:
            continue
        before = other.first > actor.last
        gap = range(actor.last + 1, other.first) if before else range(other.last + 1, actor.first)
        between = sentence.tokens[gap.start : gap.stop]
        if len(gap) > 5 or any(t.pos in ("VERB", "AUX", "ADP") and t.text.lower() != "of" for t in between):
            continue
        if any(gap.start <= third.first < gap.stop and third.mention.known for third in sentence.actors):
            continue
        comma = any(t.text in (",", "(", ";", ":") for t in between)
        around = [*between, *(sentence.tokens[max(0, actor.first - 5) : actor.first] if before else ())]
        office = any(t.lemma in offices or t.text.lower() in offices for t in around)
        if (ours and not comma) or office:
            start, end = min(mention.start, other.mention.start), max(mention.end, other.mention.end)
            return other.mention.via or other.id, text[start:end]
    return None, mention.surface


def _segment(sentence: Sentence, attribution: Attribution, told: list[Attribution]) -> tuple[int, int]:
    """The sentence, or the part of it between semicolons and other attributions of the kind."""
    first, last = 0, len(sentence.tokens) - 1
    for at, token in enumerate(sentence.tokens):
        if token.text == ";":
            if at < attribution.first:
                first = at + 1
            elif at > attribution.last:
                last = min(last, at - 1)
    for other in told:
        if other.first > attribution.last and other.according:
            last = min(last, _clause_before(sentence, other.first))
        elif other.last < attribution.first and other.according:
            first = max(first, _clause_before(sentence, attribution.first) + 1)
    return sentence.tokens[first].start, sentence.tokens[max(first, last)].end


def _clause_before(sentence: Sentence, token: int) -> int:
    """The last token of what stands before the clause of ``token``: before the nearest comma or conjunction."""
    for at in range(token - 1, max(0, token - 4), -1):
        if sentence.tokens[at].text in _SEPARATORS:
            return at
    return token - 1


def _governed(sentence: Sentence, attribution: Attribution) -> tuple[int, int] | None:
    """What a Russian or English verb of speech governs: after "that" or a colon, its clause, or all before a verb that ends the sentence."""
    tokens, that = sentence.tokens, words(sentence.language, "that")
    stop = len(tokens) - 1
    verb = attribution.verb
    start = None
    for at in range(verb if tokens[verb].text == ":" else verb + 1, min(verb + 16, stop)):
        token = tokens[at]
        if token.text == ":" or (token.text.lower() in that and (token.pos == "SCONJ" or sentence.language == "ru")):
            start = at + 1
            break
        if token.text in (".", ";") or (token.pos == "VERB" and at > attribution.last and token.dep != "ccomp"):
            break
    if start is None:
        clause = [j for j, t in enumerate(tokens) if t.head == verb and t.dep in ("ccomp", "clausal") and j > verb]
        if clause:
            inside = [j for j in range(verb + 1, len(tokens)) if _hangs_on(sentence, j, clause[0])]
            start = max(min(inside, default=clause[0]), attribution.verb + 1)
    if start is None and tokens[min(verb + 1, len(tokens) - 1)].text.lower() in words(sentence.language, "about"):
        start = verb + 1
    if start is not None:
        return (tokens[start].start, tokens[stop].end) if start <= stop else None
    return _before(sentence, attribution)


def _before(sentence: Sentence, attribution: Attribution) -> tuple[int, int] | None:
    """All before a clause «…, сообщил министр» that ends the sentence or stands within it."""
    tokens, first, last = sentence.tokens, attribution.first, attribution.last
    if not first or first == last == attribution.verb:
        return None
    opened = next((at for at in range(first - 1, max(-1, first - 4), -1) if tokens[at].text in _SEPARATORS), None)
    if opened is None:
        return None
    heard = words(sentence.language, "addressee")
    objects = [t for j, t in enumerate(tokens) if t.head == attribution.verb and t.dep in ("obj", "dobj") and j > first]
    if any(t.lemma not in heard for t in objects):
        return None
    closed = next((at for at in range(last + 1, len(tokens)) if tokens[at].text in _SEPARATORS), len(tokens) - 1)
    whole = closed < len(tokens) - 2
    outside = [*tokens[:opened], *(tokens[closed:] if whole else ())]
    if any(t.pos == "VERB" for t in tokens[last + 1 : closed]) or not any(t.pos in ("VERB", "AUX") for t in outside):
        return None
    return tokens[0].start, tokens[-1].end if whole else tokens[opened].start


def _hangs_on(sentence: Sentence, token: int, head: int) -> bool:
    for _ in range(30):
        if token == head:
            return True
        token = sentence.tokens[token].head
        if token < 0:
            return False
    return False


def _kazakh(sentence: Sentence, attribution: Attribution) -> tuple[int, int] | None:
    """Kazakh content stands before «деп» or in the accusative before the verb («қол қоятынын айтты»), after a speaker who comes first."""
    tokens, verb = sentence.tokens, attribution.verb
    that = words("kk", "that")
    named_first = attribution.first < verb and attribution.first != verb
    start = next(
        (at for at in range(attribution.first, verb) if named_first and not _of_speaker(sentence, attribution, at)), 0
    )
    colon = next((at for at in range(verb, min(verb + 4, len(tokens))) if tokens[at].text == ":"), None)
    if colon is not None and colon + 1 < len(tokens):
        return tokens[colon + 1].start, tokens[-1].end
    for at in range(min(verb + 1, len(tokens) - 1), max(start, verb - 5), -1):
        token = tokens[at]
        nominal = token.pos in ("VERB", "AUX") and token.case == "Acc" and at < verb
        if token.text.lower() in that or nominal:
            return tokens[start].start, token.end
    return None


def _of_speaker(sentence: Sentence, attribution: Attribution, at: int) -> bool:
    """True for the words of the noun phrase that names the speaker at the head of a sentence."""
    return at <= _speaker_end(sentence, attribution)


def _speaker_end(sentence: Sentence, attribution: Attribution) -> int:
    named = [a for a in sentence.actors if attribution.first <= a.first < attribution.verb]
    offices = words("kk", "office") | words("kk", "pronoun")
    end = attribution.first
    for actor in named:
        if actor.first <= end + 4 and (actor.id == attribution.speaker or actor.mention.via == attribution.speaker):
            end = max(end, actor.last)
    for at in range(end + 1, min(end + 5, attribution.verb)):
        if sentence.tokens[at].text.lower() in offices or sentence.tokens[at].lemma in offices:
            end = at
    return end


def _without_attribution(sentence: Sentence, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Quoted spans without what the text puts in between: «…, – сказал он, – …» within one pair of marks."""
    text, found = sentence.analysis.text, []
    for start, end in spans:
        at = start
        while (dash := _dash_after_comma(text, at, end)) >= 0:
            found.append((at, dash))
            back = _dash_after_comma(text, dash + 3, end)
            stop = next((i for i in range(dash + 3, end) if text[i] in ".!?"), end)
            at = back if 0 <= back < stop else end if back < 0 and stop >= end - 2 else stop
            if at >= end:
                break
        if at < end:
            found.append((at, end))
    return found


def _dash_after_comma(text: str, start: int, end: int) -> int:
    for at in range(start, end - 2):
        if text[at] in ",.!?" and text[at + 1] == " " and text[at + 2] in "–—-":
            return at
    return -1


def _in_quotation(sentence: Sentence, attribution: Attribution, spans: list[tuple[int, int]]) -> bool:
    """An attribution put in between the words of a quotation is treated with the quotation."""
    at = sentence.tokens[attribution.verb].start
    return any(start <= at < end for start, end in spans)


def _gap(sentence: Sentence, attribution: Attribution, quotation: Quotation) -> int:
    start, end = sentence.tokens[attribution.first].start, sentence.tokens[attribution.last].end
    return max(quotation.start - end, start - quotation.end, 0)


def _outside(sentence: Sentence, quotation: Quotation) -> list[Token]:
    return [t for t in sentence.tokens if t.end <= quotation.start or t.start >= quotation.end]


def _covered(sentence: Sentence, quotation: Quotation) -> bool:
    return any(v.start <= quotation.start and quotation.end <= v.end for v in sentence.voices)
