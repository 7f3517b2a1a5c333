"""Which of the actors spoken of a noun or pronoun can stand for: «республика», «союз», «он», «она», "the bank".

``[antecedent]`` of ``cues.toml`` says which states are no republics, which nouns ask for a name that holds them, and of which states
a region consists.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from tarazy.actors.registry import registry
from tarazy.extraction.frames import lexicon
from tarazy.extraction.patterns import Hit
from tarazy.extraction.sentence import Actor, Sentence

GENDERS = {"он": "Masc", "она": "Fem"}
ENOUGH = 2
SHORT = 3


@cache
def _table(language: str) -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = lexicon(language).cues.get("antecedent", {})
    return table


@cache
def _names(actor: str, language: str) -> tuple[str, ...]:
    """The words of the names of an actor in a language, lower case."""
    known = registry().get(actor)
    texts = (alias.text for alias in known.aliases if alias.language == language) if known else ()
    return tuple(dict.fromkeys(word for text in texts for word in text.lower().replace("ё", "е").split()))


def gender_of(sentence: Sentence, actor: Actor) -> str:
    """Grammatical gender of a mention's noun in its sentence; "" where it shows none."""
    genders = (sentence.tokens[i].features.get("Gender", "") for i in range(actor.first, actor.last + 1))
    return next((g for g in genders if g), "") if actor.mention.form in ("name", "capital") else ""


def _noun(sentence: Sentence, hit: Hit) -> str:
    """The noun of the words of ``hit``: in English and Kazakh it comes last ("the bank", «аталған банк»)."""
    return sentence.tokens[hit.head if sentence.language == "ru" else hit.last].lemma


def is_named(sentence: Sentence, hit: Hit) -> bool:
    """Whether the noun of ``hit`` asks for a name that holds it."""
    return _noun(sentence, hit) in _table(sentence.language).get("named", {}).get("nouns", ())


def fits(sentence: Sentence, hit: Hit, actor: str, known: bool, gender: str) -> bool:
    """Whether the word of ``hit`` can stand for an actor: a republic for no kingdom, «она» for no Kazakhstan, «союз» for a union."""
    table = _table(sentence.language)
    word = _noun(sentence, hit)
    wanted = GENDERS.get(word)
    if wanted is not None:
        return gender in ("", wanted)
    if actor in table.get("not", {}).get(word, ()):
        return False
    if word in table.get("named", {}).get("nouns", ()):
        if sentence.language == "kk":
            return known and _called(actor, word, table)
        return known and word in _names(actor, sentence.language)
    return known or not table


def _called(actor: str, noun: str, table: dict[str, dict[str, list[str]]]) -> bool:
    """Whether a Kazakh name holds ``noun`` in any form, or no noun of a body at all (МЕРКОСУР may be an «одақ»)."""

    def holds(word: str) -> bool:
        stem = word[:-1] if len(word) > SHORT else word
        return any(name.startswith(stem) for name in _names(actor, "kk"))

    return holds(noun) or not any(holds(word) for word in (*table["named"]["nouns"], *table["named"]["other"]))


def within(sentence: Sentence, hit: Hit, kinds: tuple[str, ...]) -> Actor | None:
    """The doer of a clause before that of ``hit`` in its own sentence, for which the word can stand: «Иран молчит: он …»."""
    if sentence.language != "ru":
        return None
    clause = sentence.clause_of(hit.head)
    before = [
        a
        for a in sentence.actors
        if a.kind in kinds and a.slot == "subject" and a.last < hit.first and sentence.clause_of(a.first) < clause
    ]
    ruled = (a for a in reversed(before) if fits(sentence, hit, a.id, a.mention.known, gender_of(sentence, a)))
    return next(ruled, None)


def home_region(sentence: Sentence, states: Counter[str]) -> str | None:
    """The region of which a document names several states, where it names none by its name."""
    for region, members in _table(sentence.language).get("region", {}).items():
        if sum(states[m] > 0 for m in members) > ENOUGH:
            return region
    return None
