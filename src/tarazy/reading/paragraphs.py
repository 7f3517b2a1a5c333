"""Lines → blocks: paragraphs, headings, list items, table rows and captions, over blank lines inside sentences."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tarazy.reading.bylines import is_affiliation, is_author_line, is_code, is_contents, is_keywords, opens_abstract
from tarazy.reading.lines import Line

_CAPTION = re.compile(
    r"(?:таблица|табл\.|рисунок|рис\.|кесте|сурет|диаграмма|схема|график|table|figure|fig\.|chart|graph|map|карта)\s*№?\s*\d+|\d+\s*[-–]\s*(?:кесте|сурет|диаграмма|сызба)\b|(?:источник|составлено|примечание|ескерту|дереккөз|дерек көзі|source|note)\s*\*?\s*[:–-]",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"(?:[,(«“„–—-]|\b(?:и|а|но|или|в|во|на|с|со|к|ко|по|о|об|от|до|за|из|для|при|без|под|над|между|через|что|как|не|г|гг|ст|им|мен|пен|бен|және|үшін|туралы|арқылы|бойынша|the|a|an|and|or|of|in|on|at|to|for|with|by|from|as|that|is|are|was|were))$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\(?(\d{1,2})([.)])\s")
_TABLE = re.compile(r"(?:таблица|табл\.|кесте|table)\s*№?\s*\d+|\d+\s*[-–]\s*кесте\b", re.IGNORECASE)
_ENTRY = re.compile(r"[^\W\d_].{0,40}\s[-–−]?\d[\d.,%]*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_DATELINE = re.compile(
    r"\d{1,2}[\s.]+(?:[^\W\d_]+|\d{1,2})[\s.,]+\d{4}\W*(?:г\.|года|ж\.|жыл)?|[A-Z][a-z]+ \d{1,2}, \d{4}|\d{4}\s*(?:жылғы|ж\.)\s*\d{1,2}\s*[^\W\d_]+"
)


@dataclass(slots=True)
class Block:
    """Lines that belong together; ``kind`` is a kind of passage, or "text" for running sentences."""

    lines: list[Line]
    kind: str = "text"

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end

    @property
    def text(self) -> str:
        """The lines in one string, for looking at; the clean copy is written elsewhere."""
        return " ".join(line.text for line in self.lines)


def line_width(lines: Sequence[Line]) -> int:
    """The width to which the text is set, in characters; 0 where every paragraph is one line."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 20)
    if len(lengths) < 3:
        return 0 if lengths and lengths[-1] > 110 else (lengths[-1] if lengths else 0)
    wide = lengths[int(len(lengths) * 0.9)]
    return 0 if wide > 140 else wide


def tears_paragraphs(lines: Sequence[Line]) -> bool:
    """Whether blank lines stand inside sentences, as in texts taken out of print; else they part paragraphs."""
    parted = torn = 0
    for before, line in itertools.pairwise(lines):
        if line.blanks and not line.page:
            parted += 1
            torn += not before.is_terminal and line.begins_lower and not before.text.endswith((":", ";", ","))
    return torn > 2 and torn * 20 > parted


def group(lines: Sequence[Line], width: int, torn: bool = True) -> list[Block]:
    """Blocks of the text in order; ``torn`` when blank lines may stand inside sentences."""
    blocks: list[Block] = []
    table = False
    for i, line in enumerate(lines):
        numbers, tokens = line.numbers
        table = (table and len(line.text) < 60 and not line.is_terminal) or _TABLE.match(line.text) is not None
        kind = "row" if _is_row(line, numbers, tokens) or (table and _is_entry(line)) else "text"
        current = blocks[-1] if blocks else None
        if current is None:
            blocks.append(Block([line], kind))
        elif kind == "row" or (current.kind == "row" and _is_cell(line, numbers, tokens)):
            # A table that was flattened cell by cell: bare numbers go on with the row that a name has begun.
            if (
                current.kind == "row"
                and numbers == tokens
                and (tokens == 1 or current.lines[0].text[0].isalpha())
                and "\t" not in line.text
                and not _row_is_full(current, line)
            ) or (
                kind == "row" and numbers == tokens and current.kind == "text" and _continues_in_sentence(current, line)
            ):
                current.lines.append(line)
            else:
                blocks.append(Block([line], "row"))
        elif (
            current.kind == "row"
            or (
                line.blanks
                and not torn
                and not line.page
                and not line.begins_lower
                and not _CONTINUES.search(current.lines[-1].text[-16:])
            )
            or (line.blanks and i == 1 and not line.begins_lower and len(line.text) > len(lines[0].text) * 0.8)
            or _breaks(current, line, width)
            or _opens_after_heading(current, line, lines, i)
        ):
            blocks.append(Block([line]))
        else:
            current.lines.append(line)
    for block in blocks:
        if block.kind == "text":
            block.kind = _kind(block, width)
    return blocks


def _is_row(line: Line, numbers: int, tokens: int) -> bool:
    if "\t" in line.text and not line.is_item and len(line.text) < 1000:
        return True
    if numbers == 0 or (line.is_item and numbers < 3):
        return False
    if numbers == tokens:
        return numbers >= 1
    # "Kazakhstan 12.1 64.8 189.2": a name and at least two cells, no verb-like running text.
    words = line.text.split()
    tail = 0
    for word in reversed(words):
        if not re.fullmatch(r"[-–—−+]?[\d.,%–-]*\d[\d.,%–-]*|[-–—]", word):
            break
        tail += 1
    return (
        (tail >= 3 and tokens - tail <= 5)
        or (tail == 2 and tokens - tail <= 2 and words[0][0].isupper() and not line.is_terminal)
        or (numbers >= 4 and numbers * 3 >= tokens * 2)
    )


def _is_entry(line: Line) -> bool:
    """A name and its number, under the caption of a table."""
    return (
        len(line.text) < 50
        and line.text[0].isupper()
        and _ENTRY.match(line.text) is not None
        and _TABLE.match(line.text) is None
    )


def _is_cell(line: Line, numbers: int, tokens: int) -> bool:
    """A name with its first number, inside a table."""
    return numbers >= 1 and tokens - numbers <= 3 and len(line.text) < 45 and not line.is_terminal


def _row_is_full(row: Block, line: Line) -> bool:
    return len(row.lines) > 40 or line.blanks > 3


def _continues_in_sentence(block: Block, line: Line) -> bool:
    """A year or number alone on a line that the sentence before it needs."""
    last = block.lines[-1]
    return line.blanks <= 1 and not last.is_terminal and len(block.text) > 60


def _breaks(block: Block, line: Line, width: int) -> bool:
    last = block.lines[-1]
    text = last.text
    if _is_cut(text):
        # A hyphen that cuts a word binds, whatever stands between.
        return line.is_item and not line.begins_lower
    if line.is_capitals or last.is_capitals:
        decided = _breaks_at_capitals(block, line)
        if decided is not None:
            return decided
    if _stands_alone(line, last):
        return True
    if line.is_item and _counts_on(block, line):
        return True
    if line.is_item and block.lines[0].is_item and text.endswith((",", ";", ".", ":")):
        return True
    if line.text[0] in "–—" and not last.is_terminal and not text.endswith((":", ";")):
        return line.blanks > 1
    if _ADDRESS.fullmatch(line.text) or _ADDRESS.fullmatch(text):
        return last.is_terminal or line.blanks > 0 or not line.begins_lower
    if line.begins_lower and not last.is_terminal:
        if line.is_item and text.endswith((":", ";")):
            return True
        return line.blanks > 4 or (not width and line.blanks > 0 and len(text) < 60 and len(line.text) > 120)
    if line.is_item and not (line.text[0].isdigit() and not last.is_terminal and not text.endswith((":", ";"))):
        return not _CONTINUES.search(text[-16:]) or line.blanks > 0
    if _CAPTION.match(line.text) and (line.blanks or last.is_terminal):
        return True
    if not width:
        return not (_CONTINUES.search(text[-16:]) and line.blanks <= 1 and text[-1] not in "–—-»")
    short = len(text) < 0.72 * width
    if last.is_terminal:
        if line.blanks and not (line.page and line.begins_lower):
            return True
        return len(text) < 0.8 * width and not line.begins_lower
    if text.endswith((":", ";")) and (line.blanks or short) and (line.is_item or not line.begins_lower):
        return line.blanks > 0 or line.is_item or short
    if _CONTINUES.search(text[-16:]):
        return line.blanks > 3
    if line.page:
        return short and line.blanks > 1
    if line.blanks >= 2 or short:
        return True
    # A long first line of a heading: what follows it is short, and then a sentence begins.
    return bool(line.blanks and _DATELINE.fullmatch(line.text))


def _is_cut(text: str) -> bool:
    """Ends with the hyphen of a word that goes on."""
    return text.endswith(("-", "¬", "\xad")) and not text.endswith((" -", "--")) and text[:-1][-1:].isalnum()


def _counts_on(block: Block, line: Line) -> bool:
    """The next number of a numbered list."""
    before, now = _ORDINAL.match(block.lines[0].text), _ORDINAL.match(line.text)
    return before is not None and now is not None and int(now[1]) == int(before[1]) + 1 and before[2] == now[2]


def _opens_after_heading(block: Block, line: Line, lines: Sequence[Line], i: int) -> bool:
    """A heading directly over a paragraph whose first line stands apart from its second by a blank line.

    Texts taken out of print often have a blank line after the first, indented line of every paragraph; a line without
    one before it is then no such first line.
    """
    if len(block.lines) != 1 or line.blanks or i + 1 >= len(lines) or not line.text[0].isupper():
        return False
    heading, second = block.lines[0], lines[i + 1]
    return (
        not heading.is_terminal
        and heading.text[0].isupper()
        and not heading.text.endswith((",", "-", "–", "—"))
        and bool(second.blanks)
        and not line.is_terminal
        and second.begins_lower
    )


def _stands_alone(line: Line, last: Line) -> bool:
    """Lines of contents, codes, authors, institutions and keywords are no part of the paragraph before them."""
    text = line.text
    if len(text) > 250:
        return False
    if (text[-1].isdigit() and is_contents(text)) or (last.text[-1].isdigit() and is_contents(last.text)):
        return True
    if text[0].isupper():
        if is_code(text) or is_keywords(text):
            return True
        if (line.blanks > 0 or last.is_terminal) and opens_abstract(text):
            return True
    if not line.blanks or len(line.text) > 100 or line.begins_lower:
        return False
    return is_author_line(line.text) or (is_code(last.text) and len(last.text) < 40)


def _breaks_at_capitals(block: Block, line: Line) -> bool | None:
    """Titles in capitals hold together over one blank line, and part from what is not in capitals; None: no title."""
    last = block.lines[-1]
    letters = sum(1 for c in line.text if c.isalpha())
    if last.is_capitals and line.is_capitals:
        if (
            is_code(last.text)
            or is_code(line.text)
            or (line.blanks > 0 and is_affiliation(last.text) != is_affiliation(line.text))
        ):
            return True
        return line.blanks > 2 or (last.is_terminal and letters >= 12 and line.blanks > 0)
    if last.is_capitals:
        if line.text[0] == "(" and len(line.text) < 60 and line.text.endswith(")") and line.blanks < 2:
            return False
        if sum(1 for c in block.text if c.isalpha()) < 8 and not (line.blanks and len(block.lines) == 1):
            return None
        return True if all(member.is_capitals for member in block.lines) else None
    # A short run of capitals ("США", "ЕАЭС-ЭПШП") may stand alone on a line of running text.
    if letters >= 20:
        return True
    if not last.is_terminal and line.blanks < 2 and letters < 12 and (not line.blanks or len(last.text) > 50):
        return False
    return line.blanks > 0 or last.is_terminal


def _kind(block: Block, width: int) -> str:
    first, last = block.lines[0], block.lines[-1]
    text = block.text
    if all(line.is_capitals for line in block.lines) and len(block.lines) <= 8 and len(text) < 500:
        return "heading"
    caption = _CAPTION.match(text)
    if caption and len(text) < 300 and not (text[caption.end() :].lstrip()[:1].islower() and last.is_terminal):
        return "caption"
    if _ADDRESS.fullmatch(text):
        return "reference"
    if first.is_item:
        return "item"
    if text[0] == "(":
        return "text"
    if not last.is_terminal and not text.endswith((":", ";", ",")) and len(block.lines) <= 3 and len(text) < 200:
        if first.begins_lower and len(text) > 60:
            return "text"
        if len(text) < 120 or (width and len(last.text) < 0.8 * width):
            return "heading"
    return "text"
