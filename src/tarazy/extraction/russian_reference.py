"""Whom Russian leaves unnamed: «мы» and «наш» of a speech, verbs in the first person, and an organisation that one simply joins."""

from __future__ import annotations

from typing import Protocol

from tarazy.extraction.patterns import Hit
from tarazy.extraction.sentence import Actor, Sentence, as_anaphor, with_slot

SELF = frozenset(["мы", "нас", "нам", "нами"])


class Spoken(Protocol):
    """What has been spoken of in the document before (`tarazy.extraction.anaphora.Discourse`)."""

    addressed: bool
    recent: list[Actor]

    def speaker(self) -> tuple[str, str] | None:
        """For whom a speech is held: an actor's id and kind."""


def unnamed(sentence: Sentence, spoken: Spoken, added: list[Actor]) -> list[Actor]:
    """The actors of a Russian sentence that no name stands for, nor a noun as those of ``added``."""
    return [*_speaker(sentence, spoken), *_left_out(sentence, spoken, added)]


def _speaker(sentence: Sentence, spoken: Spoken) -> list[Actor]:
    """«Мы предлагаем», «призываем», «в нашем экспорте»: for whom a speech is held, once in a clause."""
    speaker = spoken.speaker() if spoken.addressed else None
    if speaker is None:
        return []
    found: dict[int, Actor] = {}
    for at, token in enumerate(sentence.tokens):
        clause = sentence.clause_of(at)
        word = token.text.lower()
        if word in SELF:
            found[clause] = as_anaphor(sentence, Hit(at, at, at, ""), *speaker)
        elif clause not in found and token.lemma == "наш":
            found[clause] = with_slot(as_anaphor(sentence, Hit(at, at, at, ""), *speaker), "of")
        elif clause not in found and token.features.get("Person") == "1" and token.features.get("Number") == "Plur":
            # The verb may be the trigger, which no participant can stand on: its neighbour holds the place.
            beside = at + 1 if at + 1 < len(sentence.tokens) else at - 1
            found[clause] = with_slot(as_anaphor(sentence, Hit(beside, beside, beside, ""), *speaker), "subject")
    return list(found.values())


def _left_out(sentence: Sentence, spoken: Spoken, added: list[Actor]) -> list[Actor]:
    """«Вьетнам стал членом в 1995 году»: the organisation that is not named again is the last one spoken of."""
    hits = sentence.hits.get("anaphora:left_out", ())
    if not hits or any(a.kind == "organisation" for a in [*sentence.actors, *added]):
        return []
    known = next((r for r in reversed(spoken.recent) if r.kind == "organisation" and r.mention.known), None)
    return [] if known is None else [as_anaphor(sentence, hits[0], known.id, known.kind)]
