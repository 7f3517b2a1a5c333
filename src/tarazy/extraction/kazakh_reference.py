"""Kazakh words that stand for who was spoken of: «ол», «оның», «үш ел», «мүше елдер», «Сыртқы істер министрлігі»."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tarazy.extraction.antecedents import home_region
from tarazy.extraction.patterns import Hit
from tarazy.extraction.sentence import Actor, Sentence, as_anaphor, with_slot

if TYPE_CHECKING:
    from tarazy.extraction.anaphora import Discourse

SELF = frozenset(["біз", "біздің", "бізге", "бізде", "бізден", "бізбен", "бізді"])
OURS = ("мыз", "міз", "пыз", "піз", "быз", "біз", "дық", "дік", "тық", "тік")
DOER = ("ол", "оның")
JOINED = ("оған", "одан")
ACTING = ("state", "organisation", "region", "group", "company")
OFTEN = 3
FIVE = 5
PAIR = 2
LONG = 5
NEAR = 2


def references(
    sentence: Sentence, discourse: Discourse, free: Callable[[int, int], bool]
) -> Iterator[tuple[Hit, list[tuple[str, str]]]]:
    """The words, each with the ids and kinds of those that it stands for; ``free`` says whether no actor stands there yet."""
    for hit in sentence.hits.get("anaphora:number", ()):
        if free(hit.first, hit.last) and not _owned(sentence, hit.first):
            found = _numbered(sentence, discourse, hit)
            if found:
                yield hit, found
    for hit in sentence.hits.get("anaphora:home", ()):
        if free(hit.first, hit.last) and not _owned(sentence, hit.first) and not _titled(sentence, hit.last):
            home = _home(discourse)
            if home is not None:
                yield hit, [(home, "state")]
    for hit in sentence.hits.get("anaphora:members", ()):
        if free(hit.first, hit.last) and not _owned(sentence, hit.first):
            body = next((r for r in reversed(discourse.recent) if r.kind == "organisation" and r.mention.known), None)
            if body is not None:
                yield hit, [(body.id, body.kind)]
    yield from _country(sentence, discourse, free)
    yield from _pronouns(sentence, discourse)


def _owned(sentence: Sentence, first: int) -> bool:
    """«АҚШ Қаржы министрлігі», «Орталық Азияның бес елі»: a name right before the words says whose they are."""
    return any(a.last < first <= a.last + NEAR and not a.anaphor for a in sentence.actors)


def _titled(sentence: Sentence, last: int) -> bool:
    """«Президент Э. Макрон»: a name right after the words says who it is."""
    return any(last < a.first <= last + NEAR and a.mention.form == "leader" for a in sentence.actors)


def _country(
    sentence: Sentence, discourse: Discourse, free: Callable[[int, int], bool]
) -> Iterator[tuple[Hit, list[tuple[str, str]]]]:
    """«Ел» that opens a sentence or clause: the state that acted last."""
    for first, last in sentence.clauses:
        word = sentence.tokens[first].text.lower()
        owns = first < last and bool(sentence.tokens[first + 1].features.get("Poss"))
        if word == "ел" and not owns and free(first, first):
            state = next((a for a in (*discourse.subject, *reversed(discourse.recent)) if a.kind == "state"), None)
            if state is not None:
                yield Hit(first, first, first, ""), [(state.id, state.kind)]


def _numbered(sentence: Sentence, discourse: Discourse, hit: Hit) -> list[tuple[str, str]]:
    """«Үш ел»: the states of this sentence or of the last that named so many; «бес ел» also those of the region."""
    word = sentence.tokens[hit.first].text.lower()
    count = next((int(n) for n, words in _table(sentence, "numerals").items() if word in words), 0)
    before = {a.id: a for a in sentence.actors if a.last < hit.first and a.kind == "state"}
    for group in (list(before.values()), *reversed(discourse.groups)):
        if len(group) == count:
            return [(a.id, a.kind) for a in group]
    region = home_region(sentence, discourse.main) if count == FIVE else None
    return [(region, "region")] if region else []


def _table(sentence: Sentence, name: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = sentence.lexicon.cues["antecedent"][name]
    return table


def _home(discourse: Discourse) -> str | None:
    """Whose government is meant where none is named: of the state that the document is about, else of the last doer."""
    first, second = [*discourse.main.most_common(2), ("", 0), ("", 0)][:2]
    if first[1] >= OFTEN and first[1] > 2 * second[1]:
        return first[0]
    last = next((a.id for a in (*discourse.subject, *reversed(discourse.recent)) if a.kind == "state"), None)
    return last or first[0] or None


def _pronouns(sentence: Sentence, discourse: Discourse) -> Iterator[tuple[Hit, list[tuple[str, str]]]]:
    """«Ол», once in a sentence: the doer before it, here or in the sentence before; «оған», «одан»: the body spoken of last.

    Not as pointers («ол кезде», «оның ішінде»).
    """
    void = set(_table(sentence, "pointing")["words"])
    for at, token in enumerate(sentence.tokens[:-1]):
        word, following = token.text.lower(), sentence.tokens[at + 1]
        if word not in DOER + JOINED or following.lemma in void or following.text.lower() in void:
            continue
        found = _doer(sentence, discourse, at) if word in DOER else _body(sentence, discourse, at)
        if found is not None:
            yield Hit(at, at, at, ""), [(found.id, found.kind)]
        return


def _body(sentence: Sentence, discourse: Discourse, at: int) -> Actor | None:
    """The organisation named right before, here or in the sentence before: whoever else was named later is meant instead."""
    last = next((a for a in reversed([*discourse.recent, *(a for a in sentence.actors if a.last < at)])), None)
    return last if last is not None and last.kind == "organisation" else None


def _doer(sentence: Sentence, discourse: Discourse, at: int) -> Actor | None:
    here = [a for a in sentence.actors if a.last < at and a.slot == "subject" and a.kind in ACTING]
    if here:
        return here[-1]
    if any(a.last < at and a.slot not in ("in", "from", "about") for a in sentence.actors):
        return None
    return discourse.topic or next(iter(discourse.subject), None)


def pair_of(discourse: Discourse) -> list[Actor]:
    """Whom «екі ел» means: two states named together last, else those that the sentences before named together more than once."""
    pairs = [group for group in discourse.groups if len(group) == PAIR]
    if pairs and discourse.groups[-1] is pairs[-1]:
        return pairs[-1]
    times = Counter(frozenset(a.id for a in group) for group in pairs)
    often = [group for group in reversed(pairs) if times[frozenset(a.id for a in group)] >= PAIR]
    return max(often, key=lambda group: times[frozenset(a.id for a in group)], default=[])


def resolved(sentence: Sentence, discourse: Discourse, free: Callable[[int, int], bool]) -> list[Actor]:
    """The actors that the words of `references` stand for, as mentions."""
    found = [
        as_anaphor(sentence, hit, actor, kind)
        for hit, whom in references(sentence, discourse, free)
        for actor, kind in whom
    ]
    return [*found, *_speaker(sentence, discourse, free)]


def _speaker(sentence: Sentence, discourse: Discourse, free: Callable[[int, int], bool]) -> list[Actor]:
    """«Біз», «біздің», «ұсынамыз» of a speech: for whom it is held, once in a clause."""
    speaker = discourse.speaker() if discourse.addressed else None
    if speaker is None:
        return []
    found: dict[int, Actor] = {}
    for at, token in enumerate(sentence.tokens):
        word, clause = token.text.lower(), sentence.clause_of(at)
        if not free(at, at):
            continue
        if word in SELF:
            found[clause] = as_anaphor(sentence, Hit(at, at, at, ""), *speaker)
        elif clause not in found and token.pos == "VERB" and word.endswith(OURS) and len(word) > LONG:
            found[clause] = with_slot(as_anaphor(sentence, Hit(at, at, at, ""), *speaker), "subject")
    return list(found.values())
