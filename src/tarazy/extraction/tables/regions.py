"""Passages → the tables among them: where a table begins and ends, its caption, and its words and figures in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tarazy.extraction.tables.cells import FIGURE, YEARS, Token
from tarazy.extraction.tables.lexicon import corner, words
from tarazy.language import CODES
from tarazy.reading.document import Document, Passage

NUMBERED = re.compile(
    r"(?:таблица|табл\.|кесте|table)\s*(?:№\s*)?\d+(?:\.\d+)*\s*[.:–—-]*\s*|\d+(?:\.\d+)*\s*[-–—]?\s*кесте\s*[.:–—-]*\s*",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"(?:продолжение|окончание)\s+табл\w*\.?\s*\d*|\d*\s*-?\s*кестенің\s+(?:жалғасы|соңы)(?:\s*\d+)?"
    r"|\(?(?:table\s+\d+\s*)?\(?(?:continued|continuation|продолжение|окончание|жалғасы|соңы)\)?",
    re.IGNORECASE,
)
"""A caption that says that the table before goes on."""
_SOURCE = re.compile(
    r"(?:источник|составлено|примечани|ескерту|дерек|source|note|рис|сурет|figure|fig\.)", re.IGNORECASE
)
_DASHES = re.compile(r"[-–—−]+|\.{2,}|…")
_YEAR_WORD = re.compile(r"(?:гг?|ж|жж)\.?|год[а-я]*|жыл[а-яәіңғүұқөһ]*", re.IGNORECASE)
_YEAR_GLUED = re.compile(r"((?:19|20)\d\d)(?:гг?\.?|ж\.?)", re.IGNORECASE)
_CHUNK = re.compile(r"\S+")
_ENDS_IN_FIGURE = re.compile(r"(?:\d[%*)]?|[-–—…])\s*$")
_ENDS_IN_UNIT = re.compile(r"(?<![^\W_])(?:чел|долл|руб|тыс|млн|млрд|трлн|гг?|ж|ед|шт|mln|bln)\.$", re.IGNORECASE)
_TWO_FIGURES = re.compile(r"[^\W\d_]\s+[-–—−+]?\d\S*\s+(?:\S+\s+)*[-–—−+]?\d\S*$")
_HEADS = 9
_LEAD = 4
_FEW_LETTERS = 20
_LONGEST = 400
_LONGEST_TABLE = 3000


@dataclass(slots=True)
class Region:
    """A table as it lies in the text.

    ``caption`` is its title without "Table 1"; ``lines`` are its words and figures after the caption, one list for each passage;
    ``rows`` are the passages that hold figures, ``language`` is that of most passages, ``lead`` is the text right before the table.
    """

    caption: str
    title: str
    language: str
    part: str | None
    lines: list[list[Token]]
    rows: list[Passage] = field(default_factory=list)
    captions: list[Passage] = field(default_factory=list)
    tabbed: bool = False
    numbered: bool = False
    lead: str = ""


def tokens_of(document: Document, passage: Passage) -> list[Token]:
    """Words, figures and missing values of a passage, with the gaps of the text as given between them."""
    base, offsets, given = passage.clean_start, document.offsets, document.text
    missing = words("missing")
    tokens: list[Token] = []
    before = -1
    lead = passage.start
    while lead and given[lead - 1] == "\t":
        tokens.append(Token("", "missing", "tab" if tokens else "blank", base, base))
        lead -= 1
    for chunk in _CHUNK.finditer(passage.text):
        text, start, end = chunk.group(), base + chunk.start(), base + chunk.end()
        here, after = offsets.to_given(start, end)
        gap = _gap(given[before:here]) if before >= 0 else ("tab" if tokens else "blank")
        tabs = given[before:here].count("\t") if before >= 0 else int(bool(tokens))
        before = after
        last = tokens[-1] if tokens else None
        for _ in range(tabs - 1):
            tokens.append(Token("", "missing", "tab", start, start))
        year = _YEAR_GLUED.fullmatch(text)
        if last is not None and not tabs:
            if text == "%" and last.shape == "figure" and not last.text.endswith("%"):
                tokens[-1] = Token(f"{last.text}%", "figure", last.gap, last.start, end)
                continue
            if last.year and _YEAR_WORD.fullmatch(text):
                continue
        if year:
            tokens.append(Token(year[1], "figure", gap, start, end))
        elif FIGURE.fullmatch(text) or YEARS.fullmatch(text):
            tokens.append(Token(text, "figure", gap, start, end))
        elif _DASHES.fullmatch(text) or missing.fullmatch(text):
            tokens.append(Token(text, "missing", gap, start, end))
        else:
            if len(tokens) > 1 and tokens[-1].shape == "missing" and tokens[-2].shape == "word" and gap == "space":
                # A dash between two words is no value.
                tokens[-1] = Token(tokens[-1].text, "word", tokens[-1].gap, tokens[-1].start, tokens[-1].end)
            tokens.append(Token(text, "word", gap, start, end))
    end = base + len(passage.text)
    while before >= 0 and given[before : before + 1] == "\t":
        tokens.append(Token("", "missing", "tab", end, end))
        before += 1
    return tokens


def _gap(between: str) -> str:
    if "\t" in between:
        return "tab"
    breaks = len(re.findall(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", between))
    if between.strip() or breaks > 1:
        return "blank"
    if breaks:
        return "line"
    if re.search(r"[\xa0\u2007\u2009\u202f]", between):
        return "thin"
    return "wide" if len(between) > 1 else "space"


def looks_like_row(passage: Passage) -> bool:
    """Whether a passage is mostly figures: a row of a table or a piece of one."""
    text = passage.text
    if len(text) > _LONGEST or passage.kind == "caption" or not _ENDS_IN_FIGURE.search(text):
        return False
    if passage.kind == "item" and not _TWO_FIGURES.search(text):
        # An item of a list, "Russia – 45 %", is prose.
        return False
    if _CONTINUED.fullmatch(text):
        return False
    chunks = text.split()
    figures = sum(1 for c in chunks if FIGURE.fullmatch(c) or _DASHES.fullmatch(c))
    if not figures:
        return False
    worded = len(chunks) - figures
    return figures >= worded or (passage.kind == "row" and worded <= 8) or (figures >= 2 and worded <= 6)


def _holds_rows(passage: Passage) -> bool:
    """Whether a passage is a numbered caption with the head and all rows behind it, lines that nothing parted."""
    text = passage.text
    if len(text) > _LONGEST_TABLE or not _ENDS_IN_FIGURE.search(text) or not NUMBERED.match(text):
        return False
    return sum(1 for c in text.split() if FIGURE.fullmatch(c)) > 3


def _is_head(passage: Passage) -> bool:
    """Whether a passage can be part of a table's head, or the name of a row."""
    text = passage.text
    if passage.kind == "reference" or len(text) > 220 or _SOURCE.match(text):
        return False
    if passage.kind == "sentence" and (len(text) > 60 or text.endswith((".", "!", "?", ":", ";"))):
        return _is_years(text) or (len(text) < 160 and _ENDS_IN_UNIT.search(text) is not None)
    return not text.endswith(("!", "?", ":", ";"))


def _is_between(passage: Passage) -> bool:
    """Whether a passage between figures can be the name of a row or of several; a caption begins another table."""
    text = passage.text
    return len(text) < 80 and _is_head(passage) and not NUMBERED.match(text) and not _CONTINUED.fullmatch(text)


def _is_years(text: str) -> bool:
    chunks = [c for c in text.split() if not _YEAR_WORD.fullmatch(c)]
    years = sum(1 for c in chunks if re.fullmatch(r"(?:19|20)\d\d\W?", c))
    return years >= 2 and len(chunks) - years <= 6


def regions(document: Document) -> list[Region]:
    """The tables of a document in text order."""
    passages = document.passages
    wholes = [_holds_rows(p) for p in passages]
    rows = [whole or looks_like_row(p) for whole, p in zip(wholes, passages, strict=True)]
    at = 0
    found: list[Region] = []
    while at < len(passages):
        if not rows[at]:
            at += 1
            continue
        end = at + 1
        while end < len(passages) and passages[end].part == passages[at].part:
            if wholes[end]:
                break
            if rows[end]:
                end += 1
                continue
            # Names of rows may stand alone between the figures.
            ahead = next((k for k in range(end, min(end + 4, len(passages))) if rows[k]), None)
            between = passages[end:ahead] if ahead is not None else []
            if not between or not all(_is_between(p) for p in between):
                break
            assert ahead is not None
            end = ahead + 1
        region = _region(document, passages, rows, at, end, wholes[at])
        if region is not None:
            if found and found[-1].part == region.part and _CONTINUED.fullmatch(region.caption):
                region.caption, region.numbered = found[-1].caption, found[-1].numbered
            found.append(region)
        at = end
    return found


def _region(
    document: Document, passages: Sequence[Passage], rows: Sequence[bool], at: int, end: int, whole: bool
) -> Region | None:
    """The table whose figures are ``passages[at:end]``; ``whole`` where the first of them holds its caption too."""
    first = at
    numbered = whole
    while not whole and first > 0 and at - first < _HEADS and passages[first - 1].part == passages[at].part:
        before = passages[first - 1]
        if (
            NUMBERED.match(before.text)
            and len(before.text) < 400
            and (before.kind != "sentence" or len(before.text) < 200)
        ):
            first -= 1
            numbered = True
            break
        if not _is_head(before):
            break
        first -= 1
    if not numbered:
        # Without "Table 1" only what stands directly over the figures is taken for title and head.
        first = max(first, at - 2)
    body = list(passages[first:end])
    if sum(len(p.text.split()) for p in body) < 4:
        return None
    lines = [tokens_of(document, p) for p in body]
    tabbed = sum(1 for line in lines if any(t.gap == "tab" for t in line)) * 2 > len(lines)
    lead = [p for p in passages[max(0, first - _LEAD) : first] if p.part == passages[at].part]
    caption, taken = _caption(passages[first : at + whole], lines, numbered)
    lines = [line for line in lines[taken:] if line]
    if not lines:
        return None
    return Region(
        caption=caption,
        title=(passages[first].text if numbered else caption or passages[at].text)[:70],
        language=_language(passages[first : at + whole] if numbered else (), body, lead),
        part=passages[at].part,
        lines=lines,
        rows=[p for p, row in zip(passages[at:end], rows[at:end], strict=True) if row],
        captions=[passages[first]] if numbered else [],
        tabbed=tabbed,
        numbered=numbered,
        lead=" ".join(p.text for p in lead),
    )


def _language(title: Sequence[Passage], body: Sequence[Passage], lead: Sequence[Passage]) -> str:
    """The language of title and head, else of all words of the table and before it: names of states alone tell little."""
    for passages in (title, (*body, *lead)):
        letters: Counter[str] = Counter()
        for passage in passages:
            if passage.language in CODES:
                letters[passage.language] += sum(map(str.isalpha, passage.text))
        if letters.total() > _FEW_LETTERS:
            return letters.most_common(1)[0][0]
    return letters.most_common(1)[0][0] if letters else "en"


def _caption(before: Sequence[Passage], lines: list[list[Token]], numbered: bool) -> tuple[str, int]:
    """The title of a table, and how many of its passages it takes; a head in the title's passage is left in ``lines``."""
    title: list[str] = []
    for i, passage in enumerate(before):
        tokens = lines[i]
        text = passage.text
        if i == 0 and numbered:
            label = NUMBERED.match(text)
            assert label is not None
            skipped = passage.clean_start + label.end()
            tokens = [t for t in tokens if t.start >= skipped]
        for k, token in enumerate(tokens):
            opens = k == 0 or token.gap in ("line", "blank")
            named = opens and (i or k or not numbered) and not token.text[:1].islower()
            if named and corner(" ".join(t.text for t in tokens[k : k + 4])):
                lines[i] = tokens[k:]
                return _joined([*title, _written(passage, tokens, token.start) if k else ""]), i
        if title and (numbered or i) and _heads_follow(before, i):
            return _joined(title), i
        title.append(_written(passage, tokens, passage.clean_start + len(text)))
    return _joined(title), len(before)


def _written(passage: Passage, tokens: Sequence[Token], end: int) -> str:
    """The passage from the first of the tokens to ``end``."""
    return passage.text[tokens[0].start - passage.clean_start : end - passage.clean_start].strip() if tokens else ""


def _heads_follow(before: Sequence[Passage], i: int) -> bool:
    """Whether passage ``i`` over the figures is head rather than title: the title is one passage, bare "Table 1" aside."""
    bare = NUMBERED.fullmatch(before[0].text.strip()) is not None
    return i > int(bare)


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part).strip(" .–—-")
