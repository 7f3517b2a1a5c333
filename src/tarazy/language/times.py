"""Dates and spans of time in Kazakh, Russian and English sentences, read by the grammar of ``data/time_patterns.tsv``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tarazy.codebook.claim import ValidTime
from tarazy.language.base import TimeMention
from tarazy.language.scanning import Piece, scan
from tarazy.language.time_grammar import Grammar, Term, grammar, is_ablative
from tarazy.language.time_parts import Reading
from tarazy.language.time_readings import READERS
from tarazy.language.units import counted_noun_follows
from tarazy.language.year_context import before_our_era, citation_years, named_before

_EARLIEST, _LATEST = 1500, 2100
"""Years that may stand without a year word."""
_PLANNED = 2030
_PROGRAMMES = frozenset(
    {"Vision", "Agenda", "Strategy", "Plan", "Programme", "Program", "Concept", "Roadmap", "Expo", "EXPO"}
)
"""Names of programmes carry years that are no dates ("Vision 2030"); so does a name before a year of ``_PLANNED`` or later."""
_GOVERNING = ("IN", "FROM", "TO", "BETWEEN", "AFTER", "BEFORE", "THE", "SINCE")
"""Classes of words that, right before a bare figure of four digits, speak for a year."""


@dataclass(frozen=True, slots=True)
class _Atom:
    """One date before joining: ``first``/``last`` index terms; ``weak`` marks years without a year word."""

    first: int
    last: int
    kind: str
    begin: str | None
    end: str | None
    weak: bool = False
    borrows: str = ""
    start: int = 0
    stop: int = 0


def find_times(
    text: str, language: str, reference: str | None = None, previous: str | None = None
) -> list[TimeMention]:
    """The dates of a sentence, in order, without overlaps.

    ``reference`` is the ISO date of the document and licenses relative dates («в прошлом году», "last year").
    ``previous`` is the ISO date that the text gave last before this sentence; where the sentence itself gives no year, it
    resolves «того же года», «сол жылы», "that year" and days and months without a year («23 июня»).
    Dates that owe their year to either come back with ``relative=True``; without them they are left out.
    """
    return _mentions(_dates(text, language, reference), text, previous)


@lru_cache(maxsize=64)
def _dates(text: str, language: str, reference: str | None) -> tuple[_Atom, ...]:
    """The dates of a sentence, ranges joined, years still to be borrowed (remembered, since quantities ask again)."""
    rules = grammar(language)
    pieces = scan(text, language)
    terms = rules.terms(pieces)
    code = "".join([term.code for term in terms])
    if rules.triggers.isdisjoint(code):
        return ()
    atoms = _license(_atoms(rules, terms, code, reference), terms, pieces, text, rules)
    return tuple(_join(rules, terms, code, atoms))


def _atoms(rules: Grammar, terms: list[Term], code: str, reference: str | None) -> list[_Atom]:
    """Step 1: single dates."""
    atoms: list[_Atom] = []
    for found in rules.steps[0].finditer(code):
        first, last = found.span()
        meaning = rules.meanings[found.lastgroup or ""]
        matched = terms[first:last]
        for reading in READERS[meaning](matched, rules.language, reference):
            atoms.append(_atom(reading, matched, first))
    return atoms


def _atom(reading: Reading, matched: list[Term], first: int) -> _Atom:
    low, high = reading.terms if reading.terms else (0, len(matched))
    return _Atom(
        first + low,
        first + high - 1,
        reading.kind,
        reading.begin,
        reading.end,
        reading.weak,
        reading.borrows,
        matched[low].start,
        matched[high - 1].end,
    )


def _license(
    atoms: list[_Atom], terms: list[Term], pieces: tuple[Piece, ...], text: str, rules: Grammar
) -> list[_Atom]:
    """Drops figures that look like years and are none: counts, citations, rows of a table, numbers of documents."""
    if not any(atom.weak for atom in atoms):
        return atoms
    cited = citation_years(text)
    kept: list[_Atom] = []
    for atom in atoms:
        if not atom.weak:
            kept.append(atom)
            continue
        if any(start <= atom.start < end for start, end in cited):
            continue
        before = terms[atom.first - 1].values if atom.first else {}
        governed = any(name in before for name in _GOVERNING)
        if counted_noun_follows(pieces, terms[atom.last].index + 1, rules.language, governed):
            continue
        if _licensed(atom, atoms, terms, text, rules):
            kept.append(atom)
    return kept


def _licensed(atom: _Atom, atoms: list[_Atom], terms: list[Term], text: str, rules: Grammar) -> bool:
    before = terms[atom.first - 1] if atom.first else None
    after = terms[atom.last + 1] if atom.last + 1 < len(terms) else None
    if after is not None and (after.text in "%‰°" or (after.number is not None and after.start > atom.stop)):
        return False
    if before is not None and (
        before.text in "№#+×*$€£¥" or before.number is not None or named_before(text, atom.start)
    ):
        return False
    if after is not None and after.text in ":" and text[after.end : after.end + 1].isdigit():
        return False
    value = int((atom.begin or "0")[:4])
    if not _EARLIEST <= value <= _LATEST:
        return False
    classes = before.values if before is not None else {}
    if atom.kind == "SPAN" or any(
        name in classes for name in ("IN", "FROM", "TO", "BETWEEN", "AFTER", "BEFORE", "OPEN")
    ):
        return True
    for other in atoms:
        # «в 1993, 1994 и 1998 гг.»: a year linked to a date is a date.
        gap = terms[other.last + 1 : atom.first] if other.last < atom.first else terms[atom.last + 1 : other.first]
        if (
            other is not atom
            and 1 <= len(gap) <= 2
            and all(t.values.keys() & {"COMMA", "AND", "DASH", "TO"} for t in gap)
        ) and (not other.weak or (other.first < atom.first and _licensed(other, atoms, terms, text, rules))):
            return True
    if rules.language == "kk" and terms[atom.last].case and not terms[atom.last].case[:1].isdigit():
        return True
    if before is None:
        return rules.language == "en" and after is not None and after.text[:1].islower()
    if rules.language == "kk" and after is not None and after.text[:1].isalpha():
        return False
    if before.text[:1].isupper() and (value >= _PLANNED or before.text in _PROGRAMMES):
        return False
    return 1850 <= value <= 2070 and before.text.isalpha() and (before.text.islower() or rules.language == "en")


def _join(rules: Grammar, terms: list[Term], code: str, atoms: list[_Atom]) -> list[_Atom]:
    """Step 2: ranges and open ranges made of single dates."""
    if not atoms:
        return atoms
    symbols: list[str] = []
    where: list[int] = []
    heads = {atom.first: number for number, atom in enumerate(atoms)}
    covered = -1
    for index in range(len(terms)):
        if index <= covered:
            continue
        number = heads.get(index)
        if number is None:
            symbols.append(code[index])
            where.append(-1 - index)
            continue
        atom = atoms[number]
        kind = atom.kind
        if kind != "SPAN" and rules.language == "kk" and is_ablative(terms[atom.last]):
            kind = "FROM_POINT"
        symbols.append(rules.sets[kind])
        where.append(number)
        covered = atom.last
    result: list[_Atom] = []
    used: set[int] = set()
    for found in rules.steps[1].finditer("".join(symbols)):
        slots = where[found.start() : found.end()]
        numbers = [slot for slot in slots if slot >= 0]
        joined = _joined(rules.meanings[found.lastgroup or ""], [atoms[number] for number in numbers])
        if joined is None:
            continue
        if joined in atoms and rules.meanings[found.lastgroup or ""] == "keep":
            used.update(numbers)
            result.append(joined)
            continue
        first = slots[0] if slots[0] >= 0 else -1 - slots[0]
        last = slots[-1] if slots[-1] >= 0 else -1 - slots[-1]
        start = atoms[first].start if slots[0] >= 0 else terms[first].start
        stop = atoms[last].stop if slots[-1] >= 0 else terms[last].end
        used.update(numbers)
        result.append(replace(joined, start=start, stop=stop))
    result.extend(atom for number, atom in enumerate(atoms) if number not in used)
    return sorted(result, key=lambda atom: atom.start)


def _joined(meaning: str, atoms: list[_Atom]) -> _Atom | None:
    first, last = atoms[0], atoms[-1]
    borrows = first.borrows or last.borrows
    if meaning == "range":
        begin, end = first.begin, last.end
        if begin is None or end is None:
            return None
        if not first.borrows and last.borrows:
            end, borrows = begin[:4] + end[4:], ""
        elif first.borrows and not last.borrows:
            # «с мая по июль 2022»: the month takes the year of the other end.
            begin, borrows = end[:4] + begin[4:], ""
        if not borrows and begin > end:
            return None
        return replace(first, kind="SPAN", begin=begin, end=end, borrows=borrows)
    if meaning in ("span", "keep"):
        return first
    if meaning == "since":
        return replace(first, kind="SPAN", end=None) if first.begin else None
    if first.end is None:
        return None
    if first.kind == "SPAN":
        return first
    return replace(first, kind="SPAN", begin=None)


def _mentions(atoms: Sequence[_Atom], text: str, previous: str | None) -> list[TimeMention]:
    """Fills in borrowed years and makes mentions."""
    mentions: list[TimeMention] = []
    year = previous[:4] if previous else None
    for atom in atoms:
        if before_our_era(text, atom.start, atom.stop):
            continue
        begin, end = atom.begin, atom.end
        relative = bool(atom.borrows)
        if atom.borrows and atom.borrows != "reference":
            if year is None:
                continue
            begin = begin and begin.replace("????", year)
            end = end and end.replace("????", year)
            if begin and end and begin > end:
                continue
        known = end or begin
        if known is not None and not relative:
            year = known[:4]
        mentions.append(TimeMention(atom.start, atom.stop, ValidTime(begin, end), relative))
    return mentions
