"""What tells a year from a citation's year or a document's number."""

from __future__ import annotations

import re
from functools import lru_cache

from tarazy.language.territories import is_territory

_PARENTHESES = re.compile(r"\(([^()]{2,300})\)")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?:[-–]\d{2,4})?[a-zа-яё]?(?!\d)")
_AUTHOR_BEFORE = re.compile(
    r"(?:\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]*\.?|\bet\.? al\.?|\bи др\.?|\bж(?:әне )?\.?т\.б\.?|[»”\"])\s*,?\s*$"
)
_AFTER = re.compile(r"\s*(?:$|[;:,]\s*(?:\d|p+\.|с\.|б\.|стр|бет|[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«“\"]|$)|:)")
_BRACKETS = re.compile(r"\[[^\[\]]{1,80}\]")
_NAME_YEAR = re.compile(r"([^\s(]+)\s*\(((?:1[5-9]|20)\d\d[a-zа-яё]?)(?:\s*[:,]\s*[^()]{0,25})?\)")
_NUMBERED = re.compile(
    r"(?:№|\bN|\b(?:No|Nos|Art|Fig|pp|vol|стр|рис|табл|тел)\.?|\b(?:p|с|ст|гл|п|пп)\.|\b(?:резолюци|стать|пункт|глав|таблиц|рисун|страниц|номер|бап|тарма|бет|кесте|сурет)\w{0,4}"
    r"|\b(?:resolution|article|section|chapter|table|figure|page|paragraph|number|note)s?)\s*$",
    re.IGNORECASE,
)
_ERA_BEFORE = re.compile(
    r"(?:\bб\.?\s?[здэ]\.?\s?[бд]\.?|біздің (?:заман|дәуір|эра)ымызға дейінгі?)\s*$", re.IGNORECASE
)
_ERA_AFTER = re.compile(r"\s*(?:до н\.?\s?э|до нашей эры|BCE?\b|B\.C\.)")
_EVENTS = re.compile(
    r"(?:treaty|agreements?|convention|protocol|declaration|charter|summit|conference|war|revolution|crisis|referendum|elections?|doctrine|strategy|concept|memorandum|accords?|pact|act|law|exercises?|forum|congress)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)
def citation_years(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the years that date cited works: ``(Lemon, 2018)``, ``(Смит и др., 2019: 45)``, ``Lemon (2018)``, ``[12, с. 45]``."""
    spans: list[tuple[int, int]] = []
    if "(" in text:
        for found in _PARENTHESES.finditer(text):
            inner, offset = found.group(1), found.start(1)
            for year in _YEAR.finditer(inner):
                before = inner[: year.start()]
                if _AUTHOR_BEFORE.search(before) and _AFTER.match(inner, year.end()):
                    spans.append((offset + year.start(), offset + year.end()))
        for found in _NAME_YEAR.finditer(text):
            name = found.group(1).strip('«»“”",.')
            if (
                name[:1].isupper()
                and not (name.isupper() and len(name) > 1)
                and not is_territory(name)
                and not _EVENTS.match(name)
                and not found.group(1).endswith(("»", "”", '"', ")"))
            ):
                spans.append(found.span(2))
    if "[" in text:
        spans.extend(found.span() for found in _BRACKETS.finditer(text))
    return tuple(spans)


def named_before(text: str, start: int) -> bool:
    """Whether the figure at ``start`` is the number of a document, article, page or table."""
    return bool(_NUMBERED.search(text, max(0, start - 30), start))


def before_our_era(text: str, start: int, end: int) -> bool:
    """Whether a date is one before our era («б.з.б. III ғасырда», «в V в. до н. э.», "500 BC"), which ISO years here leave out."""
    return bool(_ERA_BEFORE.search(text, max(0, start - 25), start) or _ERA_AFTER.match(text, end))


def bracketed(text: str) -> list[tuple[int, int]]:
    """Spans of references in square brackets: ``[12]``, ``[3, с. 45]``."""
    return [found.span() for found in _BRACKETS.finditer(text)] if "[" in text else []
