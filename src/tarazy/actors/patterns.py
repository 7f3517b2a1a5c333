"""Patterns: every alias of the registry as the folded strings that the linker seeks, each with what it stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tarazy.actors.folding import WORD, phrase
from tarazy.actors.kazakh import harmony, voiced
from tarazy.actors.registry import Actor, Alias, Registry
from tarazy.actors.russian import adjective, decline, surname

ANY, CAPITAL, EXACT = 0, 1, 2
_SPELLINGS = (
    ("Organisation", "Organization"),
    ("Co-operation", "Cooperation"),
    ("Programme", "Program"),
    ("Centre", "Center"),
    ("Defence", "Defense"),
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a folded string stands for.

    ``writing`` is ANY, CAPITAL or EXACT; ``harmony`` is "" where the pattern must fill whole words, else the stem's harmony, and a chain of
    Kazakh suffixes may follow; ``combining`` patterns need a hyphen after them (казахстанско-); ``gaps`` are the marks that must stand
    between its words (C5+1, U.S.), "" for any; ``vowel`` demands that the suffix begin with a vowel (a voiced stem).
    ``rank`` decides between actors that share a pattern: lower wins.
    ``capital`` is the word that must begin with a capital. ``leader`` is the index of the leader, -1 for none;
    ``russian`` marks an oblique form of a surname, which in a Kazakh text is another name (Каримова).
    """

    actor: str
    form: str
    writing: int
    text: str
    harmony: str = ""
    combining: bool = False
    gaps: str = ""
    vowel: bool = False
    rank: int = 0
    leader: int = -1
    capital: int = 0
    russian: bool = False


@dataclass(frozen=True, slots=True)
class Leader:
    """A person who stands for an actor: given names (folded, per script), and whether the surname may stand alone."""

    person: str
    actor: str
    given: tuple[str, ...]
    alone: bool
    family_first: bool = False


def writing(text: str, form: str) -> int:
    """How an alias must be written: EXACT for acronyms, CAPITAL where any of its words has a capital, else ANY."""
    if form == "acronym":
        return EXACT
    return CAPITAL if any(word[0].isupper() for word in WORD.findall(text)) else ANY


def capital_word(text: str) -> int:
    """Which word of an alias carries its first capital (the West: 1)."""
    return next((i for i, word in enumerate(WORD.findall(text)) if word[0].isupper()), 0)


def _gaps(text: str) -> str:
    marks = [
        text[a.end() : b.start()]
        for a, b in zip(list(WORD.finditer(text)), list(WORD.finditer(text))[1:], strict=False)
    ]
    return "".join(mark if mark in ".+&" and mark else " " for mark in marks) if re.search(r"\w[.+&]\w", text) else ""


def alias_forms(alias: Alias) -> Iterator[tuple[str, str, bool]]:
    """The written forms of an alias with the form each has: (text, form, combining)."""
    text = alias.text
    if alias.language == "ru" and alias.form == "adjective":
        forms, compound = adjective(text)
        yield from ((form, "adjective", False) for form in forms)
        yield compound, "adjective", True
    elif alias.language == "ru" and alias.declined:
        yield from ((form, alias.form, False) for form in decline(text))
    elif alias.language == "en" and alias.form == "adjective":
        combining = text in (
            "Sino",
            "Russo",
            "Franco",
            "Anglo",
            "Austro",
            "Italo",
            "Indo",
            "Turco",
            "Turko",
            "Perso",
            "Greco",
            "Serbo",
            "Armeno",
            "Afghano",
        )
        yield text, "adjective", combining
        if not combining and not re.search(r"(s|sh|ch|ese|man)$", text):
            yield text + "s", "demonym", False
    elif alias.language == "en":
        for spelling in _spellings(text):
            yield spelling, alias.form, False
    else:
        yield text, alias.form, False


def _spellings(text: str) -> list[str]:
    """An English name in its British and American spellings (Organisation, Programme, Co-operation, Defence)."""
    found = [text]
    for british, american in _SPELLINGS:
        for name in list(found):
            for old, new in ((british, american), (american, british)):
                if (changed := re.sub(rf"\b{old}\b", new, name)) not in found:
                    found.append(changed)
    return found


def _patterns(actor: Actor, alias: Alias, rank: int) -> Iterator[tuple[str, Pattern]]:
    rule = writing(alias.text, alias.form)
    gaps = _gaps(alias.text)
    place = capital_word(alias.text) if rule == CAPITAL else 0
    for text, form, combining in alias_forms(alias):
        yield (
            phrase(text),
            Pattern(actor.id, form, rule, text, combining=combining, gaps=gaps, rank=rank, capital=place),
        )
    bare = alias.text
    key = phrase(bare)
    if alias.language == "kk" or alias.form in ("name", "capital", "acronym"):
        stem = re.sub(r"[^\w]+", " ", bare).strip().casefold()
        kind = "either" if alias.form == "acronym" or alias.language == "en" else harmony(stem)
        if alias.form != "acronym" and not key.isascii():
            yield key, Pattern(actor.id, alias.form, rule, bare, kind, gaps=gaps, rank=rank + 1, capital=place)
            if alias.language == "kk" and (soft := voiced(key)):
                yield (
                    soft,
                    Pattern(
                        actor.id, alias.form, rule, bare, kind, gaps=gaps, rank=rank + 1, vowel=True, capital=place
                    ),
                )
        elif alias.form == "acronym" or alias.language == "en":
            yield key, Pattern(actor.id, alias.form, rule, bare, kind, gaps=gaps, rank=rank + 1, capital=place)


def leader_names(variant: str) -> tuple[str, tuple[str, ...], bool, bool]:
    """Surname or whole name, given names, whether the surname may stand alone, whether the name is sought whole."""
    words = variant.split(" ")
    marked = next((word for word in words if word[0] in "*^"), None)
    if marked is None:
        return variant, (), True, True
    index = words.index(marked)
    given = tuple(word for i, word in enumerate(words) if i != index)
    family = marked[1:].replace("_", " ")
    return family, given, marked[0] == "*", False


def compile_patterns(book: Registry) -> tuple[dict[str, list[Pattern]], list[Leader]]:
    """All patterns of a registry, those of one string ordered by preference, and the leaders that they refer to."""
    found: dict[str, dict[tuple[object, ...], Pattern]] = defaultdict(dict)
    leaders: list[Leader] = []

    def add(key: str, pattern: Pattern) -> None:
        if key:
            mark = (
                pattern.actor,
                pattern.form,
                pattern.writing,
                bool(pattern.harmony),
                pattern.combining,
                pattern.vowel,
                pattern.leader,
            )
            found[key].setdefault(mark, pattern)

    for actor in book.actors.values():
        if actor.kind == "person":
            _add_leader(actor, leaders, add)
            continue
        for alias in actor.aliases:
            for key, pattern in _patterns(actor, alias, -1 if alias.form == "acronym" else 0):
                derived = book.preferences.get((pattern.text, alias.language))
                preferred = derived or book.preferences.get((alias.text, alias.language))
                if preferred is not None and preferred != actor.id:
                    continue
                add(key, pattern)
    for alias in book.phrases:
        for text in decline(alias.text) if alias.language == "ru" and alias.declined else [alias.text]:
            add(phrase(text), Pattern("", "phrase", writing(alias.text, "name"), text))
        if alias.language == "kk":
            add(
                phrase(alias.text),
                Pattern("", "phrase", writing(alias.text, "name"), alias.text, harmony(alias.text.casefold())),
            )
    return {key: sorted(patterns.values(), key=lambda p: p.rank) for key, patterns in found.items()}, leaders


def _add_leader(actor: Actor, leaders: list[Leader], add: object) -> None:
    assert callable(add)
    grouped: dict[tuple[str, bool], set[str]] = defaultdict(set)
    variants = [(alias.language, *leader_names(alias.text)) for alias in actor.aliases]
    for _language, family, given, alone, _whole in variants:
        grouped[family, alone].update(phrase(name) for name in given)
    given_names = tuple(sorted({name for names in grouped.values() for name in names if name}))
    for language, name, _given, alone, whole in variants:
        family, fixed = name.lstrip("="), name.startswith("=")
        leaders.append(Leader(actor.id, actor.parents[0], given_names, alone or whole, whole))
        number = len(leaders) - 1
        forms = [family]
        if language == "ru" and not fixed:
            *front, last = family.split(" ")
            forms = [" ".join([*front, form]) for form in surname(last)]
        for form in forms:
            add(
                phrase(form),
                Pattern(
                    actor.parents[0],
                    "leader",
                    CAPITAL,
                    form,
                    rank=0 if alone else 5,
                    leader=number,
                    russian=form != family,
                ),
            )
        if language in ("kk", "ru"):
            key = phrase(family)
            kind = harmony(family.casefold())
            add(key, Pattern(actor.parents[0], "leader", CAPITAL, family, kind, rank=1 if alone else 6, leader=number))
