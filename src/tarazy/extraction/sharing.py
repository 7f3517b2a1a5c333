"""Lists shared out: one claim for each organisation joined, each date of a list, each actor with a figure of its own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from tarazy.codebook.claim import ValidTime
from tarazy.extraction.accounts import by_account
from tarazy.extraction.arguments import role_of, takes_part
from tarazy.extraction.events import Candidate
from tarazy.extraction.gapping import gapped
from tarazy.extraction.sentence import Actor
from tarazy.language.base import QuantityMention, TimeMention

LINK = re.compile(r"[\s,;]*(?:и|а также|and|as well as|және|мен|пен|бен|сондай-ақ)?[\s]*(?:в|во|in|on)?\s*")
LIST = 3
RELATIVE = frozenset(["percent", "rank", "times", "points", "years"])
COUPLE = re.compile(r"\s?[-–—]\s?|\s(?:мен|пен|бен|и|and)\s")
BREAK = re.compile(r"\s*,?\s*(?:және|и|and|а также|,|or|или|немесе)?\s*(?:между|between)?\s*")
FIGURE_GAP = re.compile(
    r"[\s)»\"]*(?:[–—:,(-]|составил[аио]?|приходится|приходил[оа]сь|пришл[оа]сь|достиг(?:ла|ло|ли)?|обеспечил[аи]?|получил[аи]?|is|was|with|құрады|болды)?\s*(?:около|примерно|более|почти|свыше|about|around|over|шамамен|по|-)?[\s–—-]*"
)
NAME_GAP = re.compile(r"[\s(«»\"]*[–—-]?\s*")
CHANGE = re.compile(
    r"\b(?:с|со|от|до)\s+[\d$€]|\b(?:from|to)\s+[\w$€]*\s?\d|\d[\w.,%-]*-?(?:ден|дан|тен|тан|нен|нан)\b|"
    r"\b(?:доллар|теңге|евро|юань|рубль|тонна|баррель|пайыз|адам)\w*?(?:ден|дан|тен|тан|нен|нан)\b|\bдейін\b|\bшейін\b|"
    r"\b(?:вырос|возрос|увелич|сниз|сократ|упал|уменьш|rose|grew|fell|drop|increas|decreas|declin|өс|артт|азай|төменде|кему)",
    re.IGNORECASE,
)
OWNER = re.compile(r"['’]s\s+(?:own\s+)?[«“\"]?|-?(?:ның|нің|дың|дің|тың|тің)\s+[«“\"]?|\s+[«“\"]")
YEAR_WORD = re.compile(r"\b(?:гг?|годах|году|года|годы|жылдары|жылы|жж?)\b\.?")


def shared_out(candidate: Candidate) -> list[Candidate]:
    """The candidates that a list makes of one; the candidate itself where there is no list to share out."""
    accounts = by_account(candidate)
    if accounts:
        return accounts
    if candidate.kind == "membership":
        return [each for part in gapped(candidate) or [candidate] for each in _by_organisation(part)]
    if candidate.kind == "indicator":
        return [each for part in _by_variable(candidate) for each in _by_year(part) or [part]]
    return (
        _by_year(candidate)
        or _by_figure(candidate)
        or gapped(candidate)
        or _by_couple(candidate)
        or _by_partner(candidate)
        or _by_recipient(candidate)
        or _by_date(candidate)
        or [candidate]
    )


def _with(candidate: Candidate, filled: list[tuple[Actor, str]]) -> Candidate:
    return replace(candidate, arguments=replace(candidate.arguments, filled=filled))


def _by_organisation(candidate: Candidate) -> list[Candidate]:
    bodies = sorted((a for a, r in candidate.participants if r == "organisation"), key=lambda a: a.mention.start)
    text = candidate.sentence.analysis.text
    # "NATO's Partnership for Peace", «программа НАТО «Партнёрство ради мира»»: what is joined is the latter.
    owners = {one.id for one, other in pairwise(bodies) if OWNER.fullmatch(text[one.mention.end : other.mention.start])}
    kept = [(a, r) for a, r in candidate.participants if a.id not in owners]
    joined = [(a, r) for a, r in kept if r == "organisation"]
    if len(joined) < 2:
        return [_with(candidate, kept)]
    others = [(a, r) for a, r in kept if r != "organisation"]
    return [_with(candidate, [*others, member]) for member in joined]


def _by_variable(candidate: Candidate) -> list[Candidate]:
    """Figures of a clause by subject and by what they measure: a new subject or a new physical unit begins a new claim."""
    figures = sorted(candidate.quantities, key=lambda q: q.start)
    sentence = candidate.sentence
    taking = (a for a in sentence.actors if takes_part(a) and not a.anaphor and role_of(a, candidate.frame))
    named = sorted(taking, key=lambda a: a.mention.start)
    groups: list[list[QuantityMention]] = []
    for figure in figures:
        if groups:
            last = groups[-1][-1]
            other_subject = any(last.end <= a.mention.start < figure.start for a in named)
            other_unit = figure.value.unit != last.value.unit and not {figure.value.unit, last.value.unit} & RELATIVE
            cut = ";" in sentence.analysis.text[last.end : figure.start]
            if not (other_subject or other_unit or cut):
                groups[-1].append(figure)
                continue
        groups.append([figure])
    if len(groups) < 2:
        return [candidate]
    shared = []
    for number, group in enumerate(groups):
        since = groups[number - 1][-1].end if number else 0
        before = [a for a in named if a.mention.end <= group[0].start]
        own = [a for a in before if a.mention.start >= since] or before[-1:]
        filled = [(a, "subject") for a in {a.id: a for a in own}.values()] or candidate.participants
        shared.append(replace(_with(candidate, filled), quantities=group))
    return shared


def _by_year(candidate: Candidate) -> list[Candidate]:
    """«в 2022 г. – 70,2 млрд, в 2023 г. – 89,4 млрд»: a series of figures, each with a date of its own, is a claim for each date.

    A change from one figure to another is one claim with both, from the first date to the last.
    """
    absolute = [q for q in candidate.quantities if q.value.unit not in RELATIVE]
    figures = sorted(absolute or candidate.quantities, key=lambda q: q.start)
    if len(figures) < 2 or len({q.value.unit for q in figures}) != 1:
        return []
    text = candidate.sentence.analysis.text
    ends, starts = [q.end for q in figures], [q.start for q in figures]
    dates = _one_each(candidate, [0, *ends[:-1]], starts) or _one_each(candidate, ends, [*starts[1:], len(text)])
    if len({(t.value.start, t.value.end) for t in dates}) < len(figures):
        return []
    first, last = dates[0].value, dates[-1].value
    if CHANGE.search(text[min(dates[0].start, starts[0]) : max(dates[-1].end, ends[-1])]):
        if not (first.start and last.end and first.start < last.end):
            return []
        span = replace(dates[0], end=dates[-1].end, value=ValidTime(first.start, last.end))
        return [replace(candidate, time=span)]
    return [replace(candidate, time=date, quantities=[figure]) for date, figure in zip(dates, figures, strict=True)]


def _one_each(candidate: Candidate, starts: list[int], ends: list[int]) -> list[TimeMention]:
    """The date in each stretch of the sentence, where each has just one."""
    inside = [
        [t for t in candidate.sentence.times if start <= t.start and t.end <= end]
        for start, end in zip(starts, ends, strict=True)
    ]
    return [dates[0] for dates in inside] if all(len(dates) == 1 for dates in inside) else []


def _by_couple(candidate: Candidate) -> list[Candidate]:
    """«АҚШ-Қытай және НАТО-Ресей арасында», «между А и Б, Б и В»: each couple of the list is one claim."""
    if candidate.kind not in ("conflict", "agreement", "meeting", "trade"):
        return []
    text = candidate.sentence.analysis.text
    # Two names joined by a dash are in it together, whatever the model thinks of one of them.
    roles = {p.actor.id: p.rules for p in candidate.prospects if p.rules and not p.carried}
    roles |= {a.id: r for a, r in candidate.participants}
    named = sorted(
        (a for a in candidate.sentence.actors if a.id in roles and not a.anaphor), key=lambda a: a.mention.start
    )
    couples: list[tuple[Actor, Actor]] = []
    at = 0
    while at + 1 < len(named):
        one, other = named[at], named[at + 1]
        if COUPLE.fullmatch(text[one.mention.end : other.mention.start]):
            couples.append((one, other))
            at += 2
        else:
            at += 1
    if len(couples) < 2:
        return []
    between = [text[a[1].mention.end : b[0].mention.start] for a, b in pairwise(couples)]
    if not all(BREAK.fullmatch(gap) for gap in between):
        return []
    return [_with(candidate, [(a, roles[a.id]) for a in couple]) for couple in couples]


def _by_figure(candidate: Candidate) -> list[Candidate]:
    """«Италии — 23 %, Нидерландам — 7,6 %», "BP (30.1%), SOCAR (25%)": actors with a figure of their own get one claim each."""
    figures = sorted(candidate.quantities, key=lambda q: q.start)
    if len(figures) < 2 or len({q.value.unit for q in figures}) != 1:
        return []
    own = _beside(candidate, figures) or _in_turn(candidate, figures)
    listed = {a.id for members, _ in own for a, _ in members}
    others = [(a, r) for a, r in candidate.participants if a.id not in listed]
    return [replace(_with(candidate, [*others, *members]), quantities=[figure]) for members, figure in own]


def _beside(
    candidate: Candidate, figures: list[QuantityMention]
) -> list[tuple[list[tuple[Actor, str]], QuantityMention]]:
    """Figures that follow their actors at once: "X (Y) – 15%"; a firm and its country belong together."""
    text = candidate.sentence.analysis.text
    kept = {a.id for a, _ in candidate.participants}
    left = [(p.actor, p.rules) for p in candidate.prospects if p.rules and not p.carried and p.actor.id not in kept]
    everyone = (p for p in [*candidate.participants, *left] if not p[0].anaphor)
    named = sorted(everyone, key=lambda p: p[0].mention.start)
    found: list[tuple[list[tuple[Actor, str]], QuantityMention]] = []
    for figure in figures:
        edge = figure.start
        members: list[tuple[Actor, str]] = []
        for actor, role in reversed(named):
            if actor.mention.end > edge:
                continue
            if not (FIGURE_GAP if not members else NAME_GAP).fullmatch(text[actor.mention.end : edge]):
                break
            members.insert(0, (actor, role))
            edge = actor.mention.start
        if members:
            role = members[0][1]
            found.append(([(a, role) for a, _ in members], figure))
    if len(found) < 2:
        return []
    # One list, one role: that which most of its members have ("donors: A (…), B (…)").
    role = Counter(role for members, _ in found for _, role in members).most_common(1)[0][0]
    return [([(a, role) for a, _ in members], figure) for members, figure in found]


def _in_turn(
    candidate: Candidate, figures: list[QuantityMention]
) -> list[tuple[list[tuple[Actor, str]], QuantityMention]]:
    """As many actors of one role as figures, in the same order: "aid to A and B rose by 65% and 46%"."""
    for role in sorted(candidate.arguments.roles()):
        members = sorted((a for a, r in candidate.participants if r == role and not a.anaphor), key=lambda a: a.first)
        if len(members) == len(figures) and _alternate([a.mention.start for a in members], figures):
            return [([(a, role)], figure) for a, figure in zip(members, figures, strict=True)]
    return []


def _alternate(starts: list[int], figures: list[QuantityMention]) -> bool:
    at = [q.start for q in figures]
    name_first = all(s < f for s, f in zip(starts, at, strict=True)) and all(
        f < s for s, f in zip(starts[1:], at, strict=False)
    )
    figure_first = all(f < s for s, f in zip(starts, at, strict=True)) and all(
        s < f for s, f in zip(starts, at[1:], strict=False)
    )
    return name_first or figure_first or starts[-1] < at[0]  # the last: "A and B by 65% and 46% respectively"


def _by_partner(candidate: Candidate) -> list[Candidate]:
    """ "Agreements with A and B": a plural document with a list of partners is one agreement with each of them."""
    if candidate.kind != "agreement" or not _plural_document(candidate):
        return []
    partners = [(a, r) for a, r in candidate.participants if a.slot == "with" and not a.anaphor]
    others = [(a, r) for a, r in candidate.participants if a.slot != "with" or a.anaphor]
    if len(partners) < 2 or len(others) != 1:
        return []
    return [_with(candidate, [*others, partner]) for partner in partners]


def _by_recipient(candidate: Candidate) -> list[Candidate]:
    """«Среди получателей – США, Чехия, Румыния»: arms for a list of states are a transfer to each of them."""
    if candidate.kind != "transfer":
        return []
    listed = [(a, r) for a, r in candidate.participants if r == "recipient" and a.kind == "state"]
    others = [(a, r) for a, r in candidate.participants if r != "recipient"]
    if len(listed) < LIST or len(listed) + len(others) < len(candidate.participants):
        return []
    return [_with(candidate, [*others, each]) for each in listed]


def _plural_document(candidate: Candidate) -> bool:
    at = candidate.near.head if candidate.near is not None else candidate.trigger[0]
    token = candidate.sentence.tokens[at]
    if candidate.sentence.language == "en":
        return token.text.lower() != token.lemma and token.text.lower().endswith("s")
    return token.features.get("Number") == "Plur"


def _by_date(candidate: Candidate) -> list[Candidate]:
    """«Соглашения 1993 и 1994 гг.»: dates in a list are one agreement, meeting or exercise each."""
    if candidate.kind not in ("agreement", "meeting", "exercise", "conflict", "transfer") or candidate.time is None:
        return []
    sentence = candidate.sentence
    chain: list[TimeMention] = [candidate.time]
    ordered = sorted(sentence.times, key=lambda t: t.start)
    here = ordered.index(candidate.time)
    for step in (1, -1):
        at = here
        while 0 <= at + step < len(ordered):
            left, right = sorted((ordered[at], ordered[at + step]), key=lambda t: t.start)
            between = YEAR_WORD.sub("", sentence.analysis.text[left.end : right.start])
            if not LINK.fullmatch(between) or not between.strip():
                break
            at += step
            chain.append(ordered[at])
    if len(chain) < 2:
        return []
    return [replace(candidate, time=time) for time in sorted(chain, key=lambda t: t.start)]
