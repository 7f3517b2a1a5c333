"""The papers of a volume: where each begins, by its heading and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tarazy.reading.bylines import is_affiliation, is_author_line, is_code, is_contents, is_keywords, opens_abstract
from tarazy.reading.lexicon import words
from tarazy.reading.paragraphs import Block
from tarazy.reading.references import opens_references

_OPENING = frozenset(
    (
        "введение",
        "кіріспе",
        "introduction",
        "аннотация",
        "аңдатпа",
        "андатпа",
        "түйін",
        "түйіндеме",
        "abstract",
        "резюме",
    )
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A paper begins at block ``start``; its title stands in block ``title``."""

    start: int
    title: int


def find_openings(blocks: Sequence[Block]) -> list[Opening]:
    """The papers that begin among ``blocks``."""
    openings: list[Opening] = []
    last = 0
    for i, block in enumerate(blocks):
        if block.kind != "heading" or not _may_be_title(block):
            continue
        capitals = all(line.is_capitals or line.text[0] == "(" for line in block.lines)
        start, score = _score(blocks, i)
        if score < (2 if capitals else 4):
            continue
        if openings and not _has_text(blocks[openings[-1].title + 1 : i]):
            # Two titles without text between them: that of the volume, or one that blank lines have torn.
            named = openings[-1].title <= 3 and openings[-1].title < start < i
            if named or (score > last and start > openings[-1].title):
                openings[-1], last = Opening(start, i), score
            continue
        openings.append(Opening(start, i))
        last = score
    return openings


def _has_text(blocks: Sequence[Block]) -> bool:
    return sum(len(b.text) for b in blocks if b.kind in ("text", "item", "reference", "row")) > 40


def _may_be_title(block: Block) -> bool:
    text = block.text
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text).casefold()
    letters = sum(1 for c in text if c.isalpha())
    if letters < 12 or len(text) > 500 or len(re.findall(r"[^\W\d_]{2,}", text)) < 2:
        return False
    if bare in words("section-headings") or opens_references(text):
        return False
    return not (
        is_author_line(text) or is_code(text) or is_contents(text) or is_affiliation(text) or text.endswith((",", ";"))
    )


def _score(blocks: Sequence[Block], i: int) -> tuple[int, int]:
    """Where the paper begins if block ``i`` is its title, and how much speaks for it."""
    block = blocks[i]
    score, start = 0, i
    for back in range(i - 1, max(-1, i - 4), -1):
        before = blocks[back]
        if before.kind == "reference" or (before.kind == "text" and len(before.text) > 200):
            break
        if _names_authors(before):
            score += 2
            start = back
            break
        if is_code(before.text):
            score += 2
            start = back
        elif is_affiliation(before.text):
            start = back
    for after in blocks[i + 1 : i + 5]:
        text = after.text
        if _names_authors(after):
            score += 2
            break
        if opens_abstract(text) or is_keywords(text) or _bare(text) in _OPENING:
            score += 1
            break
        if after.kind == "text" and len(text) > 250:
            break
    if (
        start == 0
        or blocks[start - 1].kind == "reference"
        or blocks[start].lines[0].blanks >= 2
        or blocks[start].lines[0].page
    ):
        score += 1
    if i + 1 < len(blocks) and blocks[i + 1].lines[0].blanks >= 2 and block.lines[0].is_capitals:
        score += 1
        if sum(1 for c in block.text if c.isalpha()) >= 20:
            score += 1
    return start, score


def _names_authors(block: Block) -> bool:
    return len(block.text) < 400 and any(
        is_author_line(line.text) for line in block.lines[:3] if not is_contents(line.text)
    )


def _bare(text: str) -> str:
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text).casefold()
