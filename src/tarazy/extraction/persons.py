"""Persons and companies as participants in their own right, beside states: the setting for news of business and society.

By default a president who signs is his state, and a person whom the registry does not know only sets the scene. With
``participants="persons"`` whoever is named takes part: the president himself, the firm, the town. The state or body of a person's
post («глава «Газпрома» Алексей Миллер») then only tells who the person is. The frames and words of ``frames/<language>/persons``
are read in this setting alone; roles come from the same ``frames/roles.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from tarazy.actors.mention import Mention
from tarazy.actors.slugs import slug
from tarazy.extraction.events import Candidate
from tarazy.extraction.sentence import Actor, Sentence, actor_kind
from tarazy.language.base import Analysis

Participants = Literal["states", "persons"]
SETTINGS: tuple[Participants, ...] = ("states", "persons")

# What may stand between two names of one post («посол Китая в Казахстане»), and between the last of them and the person.
_WITHIN_POST = re.compile(r"[\s»”\"]*(?:(?:в|во|при|на|по|и|in|to|at|of|and)\s)?[«“\"]?")
_BEFORE_PERSON = re.compile(r"[\s»”\"]*(?:\([^()]{1,12}\)\s*)?")
_LONGEST_POST = 8
_POSSESSIVE = ("'s", "’s", "'", "’", "»", "”", '"')
_TAKEN_IN = ("state", "region", "place")
_LATIN = re.compile(r"(?<![\w.@/-])(?:\d?[A-Z][\w&-]*[a-z0-9A-Z](?:\s(?=[A-Z]))?)+(?![\w.@-]*\.[a-z]{2})")


def named_bodies(analysis: Analysis, mentions: Sequence[Mention], kinds: Mapping[str, str]) -> list[Mention]:
    """Mentions of a sentence with bodies whole: «Народный банк Китая» is no mention of a state.

    An organisation that the language's model sees around a state, region or place takes it in; so does one right before such a name
    in the genitive. In Kazakh and Russian a word in Latin letters with a capital names a body too.
    """
    kept = list(mentions)
    for entity in analysis.entities:
        if entity.label != "ORG":
            continue
        surface = re.split(r"\s[(«]", analysis.text[entity.start : entity.end])[0]
        end = entity.start + len(surface)
        inside = [m for m in kept if entity.start < m.end and m.start < end]
        if not inside and surface != surface.lower():
            kept += _body(analysis, entity.start, end)
            continue
        within = all(entity.start <= m.start and m.end <= end and m.end - m.start < len(surface) for m in inside)
        if inside and within and all(actor_kind(m.actor, dict(kinds)) in _TAKEN_IN for m in inside):
            kept = [m for m in kept if m not in inside] + _body(analysis, entity.start, end)
    kept.sort(key=lambda m: m.start)
    joined: list[Mention] = []
    for mention in kept:
        before = joined[-1] if joined else None
        if (
            before is not None
            and not before.known
            and before.actor.startswith("org:")
            and mention.form in ("name", "acronym", "capital")
            and actor_kind(mention.actor, dict(kinds)) in (*_TAKEN_IN, "organisation")
            and mention.known
            and analysis.text[before.end : mention.start] == " "
        ):
            joined[-1:] = _body(analysis, before.start, mention.end)
        else:
            joined.append(mention)
    if analysis.language in ("ru", "kk"):
        for match in _LATIN.finditer(analysis.text):
            if not any(m.start < match.end() and match.start() < m.end for m in joined):
                joined += _body(analysis, match.start(), match.end())
    return sorted(joined, key=lambda m: m.start)


def _body(analysis: Analysis, start: int, end: int) -> list[Mention]:
    surface = analysis.text[start:end]
    name = slug(surface, "org", analysis.language)
    return [Mention(start, end, f"org:{name}", "provisional", surface, known=False)] if name else []


def as_themselves(sentence: Sentence) -> None:
    """Let every actor of the sentence stand for itself: leaders as persons, unknown ones admitted, adjectives and bodies of posts left out."""
    free = [_admitted(a) for a in sentence.actors if a.mention.form not in ("adjective", "demonym")]
    free = [a for a in free if not _source(sentence, a)]
    people = [a for a in free if a.kind == "person"]
    if people:
        posts = sentence.hits.get("@post", [])
        starts = [hit.first for hit in posts]
        free = [
            a
            for number, a in enumerate(free)
            if a.kind == "person"
            or not (_before(sentence, free, number, starts) or _after(sentence, a, people, starts))
        ]
    sentence.actors = free


def _admitted(actor: Actor) -> Actor:
    mention = actor.mention
    if mention.via is not None:
        return replace(actor, mention=replace(mention, actor=mention.via, via=None), kind="person")
    return actor if mention.known else replace(actor, mention=replace(mention, known=True))


def _before(sentence: Sentence, actors: list[Actor], number: int, posts: list[int]) -> bool:
    """«президентом Франции Эмманюэлем Макроном»: names of a post stand right before the person's."""
    if number + 1 >= len(actors):
        return False
    actor, following = actors[number], actors[number + 1]
    if sentence.language != "ru":
        return following.kind == "person" and _post_between(sentence, actor.last, following.first, posts)
    gap = sentence.analysis.text[actor.mention.end : following.mention.start]
    if actor.mention.form != "office" and not _post_before(sentence, actor.first, posts):
        return False
    if following.kind == "person":
        return bool(_BEFORE_PERSON.fullmatch(gap))
    return bool(_WITHIN_POST.fullmatch(gap)) and _before(sentence, actors, number + 1, posts)


def _post_between(sentence: Sentence, last: int, first: int, posts: list[int]) -> bool:
    """ "Gazprom chief Alexei Miller", «Қазмұнайгаз төрағасы Асхат Хасенов»: in English and Kazakh the post stands between the two."""
    between = range(last + 1, first)
    plain = all(sentence.tokens[i].text.isalpha() or sentence.tokens[i].text in _POSSESSIVE for i in between)
    return plain and 0 < len(between) <= _LONGEST_POST and any(i in posts for i in between)


def _post_before(sentence: Sentence, first: int, posts: list[int]) -> bool:
    """Whether a word of office stands before token ``first`` within its phrase."""
    for i in range(first - 1, max(-1, first - 1 - _LONGEST_POST), -1):
        if i in posts:
            return True
        if sentence.tokens[i].text in (",", ";", ":", "—", "–") or sentence.tokens[i].pos in ("VERB", "AUX"):
            return False
    return False


def _source(sentence: Sentence, actor: Actor) -> bool:
    """«По словам Дмитрия Орлова»: who is quoted only tells where the words come from."""
    if actor.kind != "person":
        return False
    said = [hit.last for hit in sentence.hits.get("speech:according", ()) if hit.last < actor.first]
    if not said or actor.first - said[-1] > _LONGEST_POST:
        return False
    return not any(t.text in (",", ";", ":") or t.pos == "VERB" for t in sentence.tokens[said[-1] + 1 : actor.first])


def _after(sentence: Sentence, actor: Actor, people: list[Actor], posts: list[int]) -> bool:
    """«Элон Маск, основатель SpaceX»: the post follows the person as an apposition."""
    previous = next((p for p in reversed(people) if p.last < actor.first), None)
    if previous is None:
        return False
    between = range(previous.last + 1, actor.first)
    if not between or len(between) > _LONGEST_POST or sentence.tokens[between[0]].text != ",":
        return False
    return not any(sentence.tokens[i].text == "," for i in between[1:]) and any(i in posts for i in between[1:4])


KINDS_REMEMBERED = ("state", "organisation", "company", "region", "group", "person")
LEAST = 0.5


def grounded(candidate: Candidate) -> float:
    """How well the sentence itself carries a candidate, 0 to 1: whether its participants stand in it, in one clause, in a frame of this setting."""
    arguments = candidate.arguments
    if arguments.carried and arguments.own < 2:
        return 0.2
    return 0.5 + 0.3 * (arguments.own >= 2) + 0.2 * bool(candidate.frame.setting)
