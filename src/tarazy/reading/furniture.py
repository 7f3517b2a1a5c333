"""What stands on a page but not in the text: page numbers, running heads, site menus, share links, polls, file names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tarazy.reading.lexicon import words
from tarazy.reading.lines import Line

_PAGE_LABEL = re.compile(
    r"(?:[-–—~•|]\s*)?(?:page|p\.|pg\.?|стр\.?|страница|бет|с\.)?\s*\d{1,4}\s*(?:(?:/|of|из|\|)\s*(?:\d{1,4}|page)|-?\s*бет|[-–—~•|])?",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"[\w%()+,.~-]{3,}\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|mp[34]|pdf|docx?|pptx?|xlsx?)", re.IGNORECASE
)
_VOTES = re.compile(r"\d[\d\s\xa0]*\(\d{1,3}(?:[.,]\d+)?\s?%\)")
_COUNTER = re.compile(
    r"(?:просмотр\w*|қаралым\w*|views?|комментари\w*|пікір\w*|comments?|likes?|👁|👍)\s*:?\s*\d[\d\s]*|\d[\d\s]*\s*(?:просмотр\w*|қаралым\w*|views?|комментари\w*|comments?|likes?)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")


def running_heads(lines: Sequence[Line]) -> frozenset[str]:
    """The lines, digits masked, that recur at page breaks: beside a page number or form feed, or inside sentences."""
    seen: Counter[str] = Counter()
    at_break: Counter[str] = Counter()
    for i, line in enumerate(lines):
        if not (line.page or line.blanks) or len(line.text) > 120:
            continue
        mask = _mask(line.text)
        seen[mask] += 1
        near = [lines[k] for k in (i - 1, i + 1) if 0 <= k < len(lines)]
        splits = len(near) == 2 and not near[0].is_terminal and near[1].begins_lower
        if line.page or splits or any(n.is_number or _PAGE_LABEL.fullmatch(n.text) for n in near):
            at_break[mask] += 1
    return frozenset(
        mask
        for mask, n in seen.items()
        if n >= 3
        and at_break[mask] * 3 >= n * 2
        and sum(1 for c in mask if c.isalpha()) >= 4
        and not mask.endswith((".", ";", ":"))
        and mask not in words("section-headings")
        and mask not in words("reference-headings")
    )


def _mask(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split())).casefold().strip(" #|-–—")


def is_page_number(lines: list[Line], i: int) -> bool:
    """A number that stands alone between the halves of a page break, not a cell of a flattened table."""
    line = lines[i]
    if not _PAGE_LABEL.fullmatch(line.text):
        return False
    after = lines[i + 1] if i + 1 < len(lines) else None
    before = lines[i - 1] if i else None
    if not line.is_number:
        # "- 12 -", "12 | Page", "стр. 12", but not a cell such as "- 4".
        return bool(re.search(r"[a-zа-яәі|~•]", line.text, re.IGNORECASE)) or bool(
            re.fullmatch(r"[-–—]\s*\d{1,4}\s*[-–—]", line.text)
        )
    if before and before.text.endswith(("-", "¬", "\xad")) and not before.text.endswith(" -"):
        return True
    if line.page or (after and after.page):
        return True
    for near in (before, after):
        if near and (near.is_number or (near.numbers[0] >= 1 and near.numbers[0] * 2 >= near.numbers[1])):
            return False
    apart = line.blanks or before is None, (after is None or after.blanks)
    if len(line.text) == 4 and 1000 < int(line.text) < 2100:
        return bool(apart[0] and apart[1] and before and after and not before.is_terminal and after.begins_lower)
    return bool(apart[0] or apart[1])


def is_site_furniture(line: Line) -> bool:
    """Menus, share links, polls, counters and file names of a saved web page."""
    text = line.text
    if len(text) > 160:
        return False
    if _FILE_NAME.fullmatch(text) or _VOTES.fullmatch(text) or _COUNTER.fullmatch(text):
        return True
    if len(text) > 60:
        return False
    bare = _SPACES.sub(" ", text).strip(" :.!→»«>|•·").casefold()
    return bare in words("site-furniture")


def drop_furniture(lines: list[Line], heads: frozenset[str] = frozenset()) -> list[Line]:
    """The lines without page furniture; what it separated keeps the smaller number of blank lines."""
    kept: list[Line] = []
    gap = False
    poll_end = -1
    first_heads: set[str] = set()
    numbers = [is_page_number(lines, i) for i in range(len(lines))]
    for i, line in enumerate(lines):
        mask = _mask(line.text) if heads else ""
        number = numbers[i]
        head = mask in heads and bool(mask) and (mask in first_heads or line.page)
        if heads and mask in heads:
            first_heads.add(mask)
        head = head or (not number and _heads_page(lines, numbers, i, kept))
        site = not number and not head and is_site_furniture(line)
        if site and line.text.casefold().strip(" :.") in words("poll-openings"):
            poll_end = _poll_end(lines, i)
        if number or head or site or i <= poll_end:
            gap = gap or number or head
            continue
        if gap and kept:
            line.page = True
            if line.begins_lower:
                line.blanks = min(line.blanks, 1)
        gap = False
        kept.append(line)
    return kept


def _heads_page(lines: list[Line], numbers: list[bool], i: int, kept: list[Line]) -> bool:
    """A short line beside a page number or at a page break that cuts a sentence in two, or capitals over the number."""
    line = lines[i]
    after_number = i > 0 and numbers[i - 1]
    before_number = i + 1 < len(lines) and numbers[i + 1]
    if not (after_number or before_number or line.page) or not kept or len(line.text) > 80 or line.is_terminal:
        return False
    if sum(1 for c in line.text if c.isalpha()) < 4 or not line.text[0].isupper():
        return False
    bare = line.text.casefold().strip(" .:")
    if bare in words("section-headings") or bare in words("reference-headings"):
        return False
    following = i + 2 if before_number else i + 1
    if following >= len(lines):
        return False
    if not kept[-1].is_terminal and lines[following].begins_lower:
        return True
    return before_number and line.is_capitals and line.blanks > 0 and lines[i + 1].blanks > 0 and len(line.text) > 8


def _poll_end(lines: list[Line], opening: int) -> int:
    """The last line with votes of the poll that ``opening`` begins; -1 where no votes follow."""
    last, end = opening, -1
    for i in range(opening + 1, min(opening + 80, len(lines))):
        if i - last > 6:
            break
        if _VOTES.search(lines[i].text):
            last = end = i
    return end
