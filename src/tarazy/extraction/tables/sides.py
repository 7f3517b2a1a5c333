"""Who takes part in what a table's rows and columns say: the actors of the caption beside those of rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from tarazy.actors.linker import Linker
from tarazy.actors.mention import Mention
from tarazy.actors.registry import registry
from tarazy.extraction.tables.lexicon import Measure, without_currencies, words
from tarazy.language.base import Analysis

_NAMES = ("name", "acronym")
_BRACKETED = re.compile(r"\([^()]*\)")
_EDGES = ' .,;:*†"«»“”–—-'
_INTO = re.compile(
    r"(?<![^\W_])(?:в|во|to|into|in)\s+(?:(?:экономик[уе]|республик[уе]|the|economy|of)\s+)*$", re.IGNORECASE
)
_KAZAKH_INTO = re.compile(r"(?:ға|ге|қа|ке|на|не)$|экономикасына")
_FROM = re.compile(r"(?<![^\W_])(?:из|from|by|со стороны)\s+(?:the\s+)?$", re.IGNORECASE)
_KAZAKH_FROM = re.compile(r"(?:дан|ден|тан|тен|нан|нен)$")
_WITH = re.compile(r"(?<![^\W_])(?:со?|with)\s+(?:the\s+)?$", re.IGNORECASE)
_COUPLE = re.compile(r"\s*(?:[-–—/]|и|мен|пен|бен|және|and|with|с)\s*")


class NotSaidError(Exception):
    """What a claim needs is not said by the table; the message says what."""


@dataclass(frozen=True, slots=True)
class Named:
    """The caption's actors: ``own`` take part, ``groups`` stand for the rows' states; ``text`` is the caption."""

    text: str
    own: tuple[Mention, ...]
    groups: tuple[Mention, ...]

    @property
    def ids(self) -> list[str]:
        """The actors that take part, each once."""
        return list(dict.fromkeys(mention.actor for mention in self.own))

    def without(self, rows: Collection[str]) -> Named:
        """The caption beside a table of these rows, which speaks of them one by one.

        Where rows are actors and the caption has a state and bodies, the bodies stand for their members.
        """
        own = tuple(m for m in self.own if m.actor not in rows)
        groups = self.groups
        states = tuple(m for m in own if len(m.actor) == 3)
        if rows and states and len(states) < len(own):
            own, groups = states, (*groups, *(m for m in own if m not in states))
        return replace(self, own=own, groups=groups)


def actors_of(text: str, language: str, linker: Linker) -> tuple[str, ...]:
    """The actors that a row's name is: one, or two of a couple («Казахстан – Россия»); none where other words stand beside them.

    A capital, a person or a people is no actor of a row.
    """
    for attempt in dict.fromkeys((text, _BRACKETED.sub(" ", text))):
        bare = attempt.strip(_EDGES)
        if not bare or len(bare) > 90:
            continue
        mentions = linker.link(Analysis(bare, language, []), provisional=False)
        if not mentions or len(mentions) > 2 or any(m.form not in _NAMES or m.via for m in mentions):
            continue
        if bare[: mentions[0].start].strip(_EDGES) or bare[mentions[-1].end :].strip(_EDGES):
            continue
        if len(mentions) == 1 or _COUPLE.fullmatch(bare[mentions[0].end : mentions[1].start]):
            return tuple(m.actor for m in mentions)
    return ()


def named_in(caption: str, language: str, linker: Linker) -> Named:
    """The actors of a caption; states in the name of a currency are none."""
    text = without_currencies(caption)
    own: list[Mention] = []
    groups: list[Mention] = []
    for mention in linker.link(Analysis(text, language, []), provisional=False):
        if mention.form in ("capital", "leader", "office"):
            continue
        (groups if _is_group(mention, text) else own).append(mention)
    return Named(text, tuple(own), tuple(groups))


def _is_group(mention: Mention, text: str) -> bool:
    actor = registry().get(mention.actor)
    if actor is None or actor.kind == "region":
        return True
    if actor.kind == "state":
        return False
    before = re.split(r"[\s(]+", text[: mention.start].rstrip())[-1:]
    after = text[mention.end :].lstrip(" -–")
    return bool(
        (before and words("group", "before").fullmatch(before[0]))
        or re.search(rf"(?:{words('group', 'before').pattern})\s*(?:the\s+)?$", text[: mention.start], re.IGNORECASE)
        or words("group", "after").match(after)
    )


def roles(
    measure: Measure, kind: str, row: Sequence[str], rows_are: str, named: Named
) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    """Kind and ``(actor, role)`` of a claim of ``measure``, and whether each role was said rather than usual.

    ``row`` are the actors of the row or column, none where years or measures head the rows. Raises NotSaidError.
    """
    others = [actor for actor in named.ids if actor not in row]
    if kind == "trade":
        return _trade(measure, row, others, named)
    if kind in ("aid", "investment", "transfer"):
        return _given(measure, kind, row, others, rows_are, named)
    subjects = list(row) or others
    if len(subjects) != 1:
        raise NotSaidError(
            "whose figures they are is not said" if not subjects else "whose figures they are cannot be told"
        )
    if row and any(len(other) == 3 for other in others):
        raise NotSaidError("whose figures they are cannot be told")
    return "indicator", ((subjects[0], "subject"),), True


def _trade(
    measure: Measure, row: Sequence[str], others: Sequence[str], named: Named
) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    couple = [*others, *row] if row else list(others)
    if len(couple) == 1:
        if row and not any(_owns(group, named.text) for group in named.groups):
            raise NotSaidError("with whom its rows trade is not said")
        return "indicator", ((couple[0], "subject"),), True
    if len(couple) != 2:
        raise NotSaidError("who trades with whom is not said" if not couple else "who trades with whom cannot be told")
    reporter, partner = couple
    if measure.flow in ("export", "import"):
        if len(row) != 1 and words("between").search(named.text):
            raise NotSaidError("whose exports and imports they are is not said")
        if len(row) == 2 or (not row and any(m.form == "adjective" for m in named.own)):
            raise NotSaidError("whose exports and imports they are is not said")
        seller, buyer = (reporter, partner) if measure.flow == "export" else (partner, reporter)
        return "trade", ((seller, "exporter"), (buyer, "importer")), True
    return "trade", ((reporter, "partner"), (partner, "partner")), True


def named_flow(
    measure: Measure, kind: str, name: str, mentions: Sequence[Mention], others: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """``(actor, role)`` of a row or column whose name has an actor in it: «экспорт в Россию», "EU exports".

    Without a preposition the actor is whose exports or imports they are. Raises NotSaidError.
    """
    ids = list(dict.fromkeys(mention.actor for mention in mentions))
    if kind != "trade" or len(ids) > 1:
        raise NotSaidError("its rows name actors beside what they measure")
    (actor,), rest = ids, [other for other in others if other not in ids]
    if len(rest) != 1:
        raise NotSaidError("who trades with whom cannot be told")
    if measure.flow not in ("export", "import"):
        return (rest[0], "partner"), (actor, "partner")
    place = _place(mentions[0], name)
    sells = place == "from" if place else measure.flow == "export"
    seller, buyer = (actor, rest[0]) if sells else (rest[0], actor)
    return (seller, "exporter"), (buyer, "importer")


def _owns(group: Mention, text: str) -> bool:
    """Whether the group's members are those who trade («торговля стран ЕАЭС»), not those with whom («со странами ЕАЭС»)."""
    before = re.sub(rf"(?:{words('group', 'before').pattern})\s*$", "", text[: group.start], flags=re.IGNORECASE)
    after = words("group", "after").match(text[group.end :].lstrip())
    last = after.group() if after else group.surface
    return not _WITH.search(before) and not re.search(r"(?:мен|бен|пен)$", last)


_GIVER = {"aid": ("donor", "recipient"), "investment": ("investor", "recipient"), "transfer": ("supplier", "recipient")}


def _given(
    measure: Measure, kind: str, row: Sequence[str], others: Sequence[str], rows_are: str, named: Named
) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    giver, taker = _GIVER[kind]
    if not row and len(others) == 2:
        return kind, _between(others, named, giver, taker), True
    if len(row) > 1 or len(others) > 1 or not (row or others):
        raise NotSaidError("who gives and who receives cannot be told")
    side, said = _side(measure, row, others, rows_are, named)
    if not row:
        return kind, ((others[0], taker if side == "giver" else giver),), said
    pairs = [(row[0], giver if side == "giver" else taker)]
    if others:
        pairs.append((others[0], taker if side == "giver" else giver))
    return kind, tuple(pairs), said


def _between(others: Sequence[str], named: Named, giver: str, taker: str) -> tuple[tuple[str, str], ...]:
    """Two actors of a caption, of which one is said to receive («инвестиции Китая в Казахстан»)."""
    places = [_place(next(m for m in named.own if m.actor == other), named.text) for other in others]
    if places.count("into") != 1:
        raise NotSaidError("who gives and who receives cannot be told")
    into = places.index("into")
    return (others[1 - into], giver), (others[into], taker)


def _side(measure: Measure, row: Sequence[str], others: Sequence[str], rows_are: str, named: Named) -> tuple[str, bool]:
    """On which side the rows stand, "giver" or "taker", and whether that is said; raises NotSaidError."""
    if rows_are in ("donor", "recipient"):
        return ("giver" if rows_are == "donor" else "taker"), True
    if others:
        mention = next(m for m in named.own if m.actor == others[0])
        place = _place(mention, named.text)
        if place:
            return ("giver" if place == "into" else "taker"), True
        if measure.flow:
            return ("giver" if measure.flow == "import" else "taker"), True
        if named.groups and any(_place(m, named.text) == "into" for m in named.groups):
            return "taker", True
        if mention.form == "adjective":
            return "taker", True
    if measure.flow and not others:
        return ("taker" if measure.flow == "import" else "giver"), True
    if words("side", "donor").search(named.text):
        return "giver", True
    if words("side", "recipient").search(named.text):
        return "taker", True
    for group in named.groups:
        place = _place(group, named.text)
        if place:
            return ("taker" if place == "into" else "giver"), True
    raise NotSaidError("who gives and who receives is not said")


def _place(mention: Mention, text: str) -> str:
    """ "into" or "from" where case or preposition says so, else ""."""
    before = text[: mention.start]
    group = re.search(rf"(?:{words('group', 'before').pattern})\s*$", before, re.IGNORECASE)
    noun = group.group().strip().lower() if group else mention.surface.split()[0].lower()
    before = before[: group.start()] if group else before
    if noun in ("странам", "государствам", "республикам", "регионам"):
        return "into"
    after = text[mention.end :]
    tail = words("group", "after").match(after.lstrip())
    last = tail.group() if tail else mention.surface
    if _INTO.search(before) or (_KAZAKH_INTO.search(last.lower()) and re.search(r"[әіңғүұқөһ]", text.lower())):
        return "into"
    if _FROM.search(before) or (_KAZAKH_FROM.search(last.lower()) and re.search(r"[әіңғүұқөһ]", text.lower())):
        return "from"
    return ""
