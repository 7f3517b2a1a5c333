"""What a document says of itself: title, authors and its own date; nothing is guessed that is not written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tarazy.reading.bylines import author_names, is_affiliation, is_author_line, is_code, is_contents, is_keywords
from tarazy.reading.lexicon import words
from tarazy.reading.paragraphs import Block

_NUMERIC_DATE = re.compile(
    r"(?<!\d)(?:(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>(?:19|20)\d\d)|(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d))(?!\d)"
)
_ISSUE = re.compile(r"(?:№|\bNo\.?|\bVol\.?|\bТом|\bТ\.|\bIssue|\bШығ|\bВып\.?)\s*\d+", re.IGNORECASE)
# "Алматы, 2021" on a title page.
_IMPRINT = re.compile(
    r"^[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+(?:[ -][A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+)?\s*[,–-]\s*((?:19[5-9]|20[0-4])\d)(?:\s*(?:г|ж)\.?)?$"
)
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20[0-4])\d(?!\d)")


@cache
def _months() -> dict[str, int]:
    return {name: int(number) for name, number in (entry.split() for entry in words("months"))}


@cache
def _dates() -> tuple[re.Pattern[str], ...]:
    month = "|".join(sorted((re.escape(m) for m in _months()), key=len, reverse=True))
    return (
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s\xa0-]+(?P<m>{month})\.?,?[\s\xa0-]+(?P<y>(?:19|20)\d\d)",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?P<m>{month})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)", re.IGNORECASE),
        re.compile(
            rf"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:жылғы|жылдың|ж\.|жыл,?)\s*(?P<d>\d{{1,2}})\s*[-–]?\s*(?P<m>{month})\w*",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?P<m>{month})\s+(?P<y>(?:19|20)\d\d)", re.IGNORECASE),
    )


def date_in(text: str) -> tuple[str, int, int] | None:
    """The first date of a line as ISO (``2025-11-28``, ``2025-11``) with its span, or None."""
    found: list[tuple[int, str, int]] = []
    for pattern in _dates():
        if (m := pattern.search(text)) is not None:
            parts = m.groupdict()
            iso = _iso(parts["y"], _months()[parts["m"].lower()], int(parts["d"]) if parts.get("d") else None)
            if iso:
                found.append((m.start(), iso, m.end()))
    if (m := _NUMERIC_DATE.search(text)) is not None:
        year, month, day = (m["y"], m["m"], m["d"]) if m["y"] else (m["iy"], m["im"], m["id"])
        iso = _iso(year, int(month), int(day))
        if iso:
            found.append((m.start(), iso, m.end()))
    if not found:
        return None
    start, iso, end = min(found, key=lambda f: (f[0], -len(f[1])))
    return iso, start, end


def _iso(year: str, month: int, day: int | None) -> str | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")


def own_date(blocks: Sequence[Block]) -> str | None:
    """The date of a dateline in the first or last lines: a line that holds a date and hardly anything else."""
    near = [b for b in blocks[:10] if b.kind != "reference"] + [b for b in blocks[-4:] if b.kind != "reference"]
    for block in near:
        for line in (block.lines[0], block.lines[-1]):
            text = line.text
            if len(text) > 90:
                continue
            found = date_in(text)
            if found is None:
                continue
            iso, start, end = found
            rest = text[:start] + " " + text[end:]
            rest = re.sub(
                r"\b(?:опубликован\w*|дата(?: публикации)?|обновлен\w*|жарияланған(?: күні)?|жарияланды|күні|published(?: on| online)?|posted(?: on)?|updated|date|received|"
                r"г\.?|года|год|ж\.?|жыл\w*|г|in|on|at|час|мин|utc|gmt)\b|\d{1,2}:\d\d(?::\d\d)?",
                " ",
                rest,
                flags=re.IGNORECASE,
            )
            left = re.findall(r"[^\W_]+", rest)
            if len(left) <= 2 and all(word[:1].isupper() or word.isdigit() for word in left):
                return iso
    for block in blocks[:8]:
        imprint = _IMPRINT.search(block.lines[-1].text)
        if imprint and block.kind != "reference":
            return imprint[1]
        text = block.text
        if len(text) <= 120 and block.kind != "reference" and _ISSUE.search(text):
            years = set(_YEAR.findall(text))
            if len(years) == 1 and not re.search(r"\d\s*[-–]\s*(?:19|20)\d\d", text):
                return str(years.pop())
    return None


def mark_front_matter(blocks: Sequence[Block]) -> None:
    """Lines about the authors become headings and keywords items: no sentence of the text."""
    for i, block in enumerate(blocks):
        text = block.text
        if is_keywords(text):
            block.kind = "item"
        elif block.kind in ("text", "heading") and len(text) < 300:
            near = any(b.kind == "heading" for b in blocks[max(0, i - 3) : i + 4] if b is not block)
            if (
                is_contents(text)
                or is_code(text)
                or (near and (all(_is_about_author(line.text) for line in block.lines)))
            ):
                block.kind = "heading"


def _is_about_author(text: str) -> bool:
    return is_author_line(text) or (is_affiliation(text) and len(text) < 140 and not re.search(r"[.!?]$", text))


def title_and_authors(blocks: Sequence[Block]) -> tuple[str | None, tuple[str, ...]]:
    """The title and the authors of a document, from the lines before its first running text."""
    headings: list[Block] = []
    authors: list[str] = []
    for block in blocks[:12]:
        text = block.text
        lines = [line.text for line in block.lines]
        named = [line for line in lines[:3] if is_author_line(line) and not is_contents(line)]
        if named:
            for line in named:
                authors += [n for n in author_names(line) if n not in authors]
            continue
        if (
            is_contents(text)
            or is_code(text)
            or (is_affiliation(text) and not block.lines[0].is_capitals)
            or is_keywords(text)
        ):
            continue
        found = date_in(text)
        if found and found[2] - found[1] > len(text) * 0.6:
            continue
        if block.kind == "heading" and not _is_stock(text):
            headings.append(block)
        elif (headings and (block.kind != "heading")) or len(text) > 200:
            break
    # The ministry and the university over a title are in capitals too.
    headings = [b for b in headings if not is_affiliation(b.text)] or headings
    capitals = [b for b in headings if b.lines[0].is_capitals]
    chosen = capitals[0] if capitals else max(headings[:4], key=lambda b: len(b.text), default=None)
    return (chosen.text if chosen else None), tuple(authors[:12])


def _is_stock(text: str) -> bool:
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text).casefold() in words("section-headings")
