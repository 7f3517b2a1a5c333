"""The subject of a Kazakh verb of speech, which stands first («Тоқаев … деп мәлімдеді») or, after a quotation, last («…», – деді Тоқаев)."""

from __future__ import annotations

from tarazy.extraction.patterns import Hit
from tarazy.extraction.sentence import Actor
from tarazy.extraction.speaking_phrases import LAST, LAST_PERSON, MARKS, NEAR, Phrases, words


def kazakh_subject(phrases: Phrases, hit: Hit) -> tuple[int, int, str | None] | None:
    """Kazakh puts the speaker first («Тоқаев … деп мәлімдеді») or, after a quotation, last («…», – деді Тоқаев)."""
    tokens = phrases.tokens
    if not _ends_clause(phrases, hit.last):
        return None
    after = range(hit.last + 1, min(hit.last + 1 + NEAR, len(tokens)))
    stop = next((at for at in after if tokens[at].text in MARKS | {"."}), after.stop)
    behind = [a for a in phrases.actors if hit.last < a.first < stop and a.slot != "object"]
    if behind:
        return behind[0].first, behind[-1].last, phrases.speaker_in(behind[0], behind, range(hit.last + 1, stop))
    if any(phrases.fits(at, phrases.offices | phrases.pronouns) for at in range(hit.last + 1, stop)):
        return hit.last + 1, stop - 1, LAST_PERSON
    start = _clause_start(phrases, hit.first)
    for at in range(start, hit.first):
        if phrases.is_quoted(at):
            continue
        if phrases.is_cited(range(at, at + 1)):
            return at, at, None
        here = next((a for a in phrases.actors if a.first == at), None)
        if here is not None and here.slot in ("subject", "of", "modifier", "list"):
            following = [a for a in phrases.actors if at <= a.first < hit.first]
            chain = _chain(phrases, following)
            post = _posts(phrases, chain[-1].last + 1)
            if chain[-1].slot == "subject" or post:
                end = max(chain[-1].last, post)
                return at, end, phrases.speaker_in(here, chain, range(at, end + 1))
            return None
        if phrases.fits(at, words("kk", "self")):
            return None
        if tokens[at].case in ("Nom", "") and phrases.fits(at, phrases.pronouns):
            return at, at, LAST_PERSON
        if tokens[at].case == "Nom" and phrases.fits(at, phrases.offices):
            named = [a for a in phrases.actors if at < a.first <= at + 3 and a.slot == "subject" and a.mention.via]
            if named:
                return at, named[0].last, named[0].mention.via
            known = [a for a in phrases.actors if a.kind == "person" and at < a.first <= at + 2]
            return (at, known[0].last, known[0].id) if known else (at, at, LAST_PERSON)
    finite = tokens[hit.last].features
    return (
        (hit.first, hit.first, LAST)
        if finite.get("Tense") == "Past" and finite.get("VerbForm", "Fin") == "Fin"
        else None
    )


def _ends_clause(phrases: Phrases, at: int) -> bool:
    """A verb of speech that tells, not a participle before its noun («айтатын сөзі»)."""
    following = phrases.tokens[at + 1] if at + 1 < len(phrases.tokens) else None
    if phrases.tokens[at].features.get("VerbForm") != "Part" or following is None:
        return True
    return following.pos in ("PUNCT", "AUX", "VERB", "PROPN") or following.text in MARKS or following.text == "."


def _chain(phrases: Phrases, actors: list[Actor]) -> list[Actor]:
    """Actors of one noun phrase: «Ресей Сыртқы істер министрі С. Лавров»."""
    chain = actors[:1]
    for actor in actors[1:]:
        gap = range(chain[-1].last + 1, actor.first)
        posts = any(phrases.fits(at, phrases.offices) for at in gap)
        if (
            len(gap) <= 4
            and (posts or not gap)
            and not any(phrases.tokens[at].text in MARKS for at in gap)
            and (actor.mention.via or actor.kind == "person")
        ):
            chain.append(actor)
        else:
            break
    return chain


def _posts(phrases: Phrases, at: int) -> int:
    """The last word of an office within four words from ``at`` («Сыртқы істер министрі»), 0 where there is none."""
    return next(
        (j for j in range(min(at + 3, len(phrases.tokens) - 1), at - 1, -1) if phrases.fits(j, phrases.offices)), 0
    )


def _clause_start(phrases: Phrases, at: int) -> int:
    """After the last full sentence before a verb: a semicolon."""
    return next((j + 1 for j in range(at - 1, -1, -1) if phrases.tokens[j].text == ";"), 0)
