"""Text as given → clean copy, offset map and passages, chunk by chunk, so that a long text stays in bounded memory."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tarazy.language import CODES
from tarazy.language.sentences import find_sentences
from tarazy.reading.characters import character_edits, word_edits
from tarazy.reading.document import OffsetMap, Passage
from tarazy.reading.edits import Rewrite, apply
from tarazy.reading.furniture import drop_furniture, running_heads
from tarazy.reading.hyphens import Evidence
from tarazy.reading.lines import Line, split_lines
from tarazy.reading.metadata import mark_front_matter
from tarazy.reading.paragraphs import Block, group, line_width, tears_paragraphs
from tarazy.reading.references import mark_references
from tarazy.reading.tongues import by_script, language_of
from tarazy.reading.volume import find_openings

_CHUNK = 1_000_000
_SURVEY = 3_000_000
_CUT = re.compile(r"\n[ \t\r]*\n|\r\n?\r\n?|\n|[.!?]\s| ")
_LEFT = re.compile(r"[^\W_]+$")
_RIGHT = re.compile(r"[^\W_]+")
_MARKER = re.compile(
    r"^(?:[-–—•·▪■●○*►✓−\uf0b7\uf0a7\uf02d]\s*|\(?\d{1,2}[.)]\s+|\(?[a-zа-яәіғқ]\)\s*|[IVX]{1,4}[.)]\s+)"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
_SUSPENDED = frozenset(("и", "или", "та", "және", "мен", "әрі", "немесе", "and", "or", "to", "as"))


@dataclass(slots=True)
class Assembly:
    """What the reading of a text yields."""

    clean: str
    offsets: OffsetMap
    passages: list[Passage]
    languages: tuple[str, ...]
    parts: tuple[str, ...]
    notes: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)
    """The blocks of the first chunk, for what is known of the document."""


class _Spans:
    """Where the passages lie, in few bytes each: they take their text only when the pieces of the clean copy are gone."""

    _KINDS = ("sentence", "heading", "item", "row", "caption", "reference")

    def __init__(self) -> None:
        self._numbers = array("q")

    def add(self, start: int, end: int, paragraph: int, kind: str, code: str, part: int) -> None:
        self._numbers.extend((start, end, paragraph, self._KINDS.index(kind), CODES.index(code), part))

    def passages(self, clean: str, offsets: OffsetMap, parts: list[str]) -> list[Passage]:
        made = []
        numbers = iter(self._numbers)
        for start, end, paragraph, kind, code, part in zip(*[numbers] * 6, strict=True):
            given = offsets.to_given(start, end)
            made.append(
                Passage(
                    clean[start:end],
                    CODES[code],
                    *given,
                    start,
                    paragraph,
                    self._KINDS[kind],
                    parts[part - 1] if part else None,
                )
            )
        return made


def assemble(text: str, flowing: bool = False) -> Assembly:
    """Clean ``text`` and cut it into passages; ``flowing`` when every paragraph stands on a line of its own."""
    survey = split_lines(text, 0, min(len(text), _SURVEY))
    width = 0 if flowing else line_width(survey)
    heads = running_heads(survey)
    whole = survey if len(text) <= _CHUNK else None
    del survey
    evidence = Evidence(text, _SURVEY)
    pieces: list[str] = []
    offsets = OffsetMap()
    spans = _Spans()
    letters: Counter[str] = Counter()
    first: list[Block] = []
    references = False
    paragraph = 0
    language: str | None = None
    foreign = 0
    volume = torn = False
    part: str | None = None
    parts: list[str] = []
    for start, end in _chunks(text):
        lines = drop_furniture(whole if whole is not None else split_lines(text, start, end), heads)
        if start == 0:
            torn = tears_paragraphs(lines)
        blocks = group(lines, width, torn)
        references = mark_references(blocks, references)
        mark_front_matter(blocks)
        openings = find_openings(blocks)
        if start == 0:
            first = blocks
            volume = len(openings) > 1
        begins = {opening.start: opening.title for opening in openings} if volume else {}
        cleaned = [_clean_block(text, block, evidence) for block in blocks]
        written: list[str] = []
        tongues = [language_of(piece) for piece, _ in cleaned]
        for i, (block, (piece, map_)) in enumerate(zip(blocks, cleaned, strict=True)):
            if not piece:
                continue
            if i in begins:
                part = _part_name(cleaned[begins[i]][0], parts)
                parts.append(part)
            base = offsets.length
            if base:
                written.append("\n")
                offsets.append(1, block.start, block.start)
                base += 1
            written.append(piece)
            offsets.extend(map_)
            own = tongues[i] or language or next((t for t in tongues[i + 1 : i + 12] if t and t != "und"), None) or ""
            if own in ("", "en") and not tongues[i]:
                own = by_script(piece)
            if own == "und":
                foreign += 1
                continue
            language = own if tongues[i] and block.kind not in ("reference", "row") else language
            if block.kind != "reference":
                letters[own] += len(piece)
            for kind, code, a, b in _cut(piece, block.kind, own):
                while b > a and piece[b - 1].isspace():
                    b -= 1
                while a < b and piece[a].isspace():
                    a += 1
                if a < b:
                    spans.add(base + a, base + b, paragraph, kind, code, len(parts) if part else 0)
            paragraph += 1
        # Joined chunk by chunk: large strings go back to the system when they are freed, small ones do not.
        pieces.append("".join(written))
    notes = (
        [f"{foreign} paragraphs in another language than Kazakh, Russian or English were left out"] if foreign else []
    )
    total = sum(letters.values())
    languages = tuple(code for code, n in letters.most_common() if n * 50 >= total or n > 2000)
    clean = "".join(pieces)
    pieces.clear()
    passages = spans.passages(clean, offsets, parts)
    return Assembly(clean, offsets, passages, languages, tuple(parts), tuple(notes), first)


def _part_name(title: str, taken: list[str]) -> str:
    """The title of a paper, told apart where two papers of a volume bear the same one."""
    same = sum(1 for name in taken if name == title or name.startswith(f"{title} ("))
    return f"{title} ({same + 1})" if same else title


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of about a million characters, cut at blank lines where there are any."""
    start = 0
    while len(text) - start > _CHUNK:
        end = -1
        for mark in ("\n\n", "\n \n", "\r\n\r\n", "\n", ". ", " "):
            found = text.rfind(mark, start + _CHUNK // 2, start + _CHUNK)
            if found > 0:
                end = found + len(mark)
                break
        end = end if end > 0 else start + _CHUNK
        yield start, end
        start = end
    yield start, len(text)


def _clean_block(text: str, block: Block, evidence: Evidence) -> tuple[str, OffsetMap]:
    """The clean text of a block and its map to the text as given."""
    rewrite = Rewrite(text)
    lines = block.lines
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if after is None:
            rewrite.keep(line.start, line.end)
        else:
            _join(rewrite, line, after, evidence)
    clean, offsets = rewrite.text, rewrite.offsets
    edits = character_edits(clean)
    if edits:
        clean, outer = apply(clean, edits)
        offsets = outer.after(offsets)
    edits = word_edits(clean, evidence)
    if edits:
        clean, outer = apply(clean, edits)
        offsets = outer.after(offsets)
    return clean, offsets


def _join(rewrite: Rewrite, line: Line, after: Line, evidence: Evidence) -> None:
    """Write ``line`` and what leads over to ``after``: nothing, a hyphen or a space."""
    mark = line.text[-1]
    if mark in "-‐¬\xad" and len(line.text) > 1:
        left = _LEFT.search(line.text[:-1])
        right = _RIGHT.match(after.text)
        if left and right and not _ADDRESS.search(line.text):
            if mark in "¬\xad" or not evidence.keeps(left.group(), right.group()):
                rewrite.keep(line.start, line.end - 1)
                return
            rewrite.keep(line.start, line.end)
            if right.group().lower() in _SUSPENDED and after.text[right.end() : right.end() + 1] in (" ", ""):
                rewrite.put(line.end, after.start, " ")
            return
    rewrite.keep(line.start, line.end)
    if not (_ADDRESS.search(line.text) and mark in "-/_=&?" and not after.text[0].isupper()):
        rewrite.put(line.end, after.start, " ")


def _cut(piece: str, kind: str, language: str) -> Iterator[tuple[str, str, int, int]]:
    """``(kind, language, start, end)`` of the passages of one paragraph."""
    if kind not in ("text", "item"):
        yield kind, language, 0, len(piece)
        return
    lead = 0
    if kind == "item" and (marker := _MARKER.match(piece)):
        lead = marker.end()
    body = piece[lead:]
    mixed = _is_mixed(body)
    for a, b in find_sentences(body, language):
        code = language
        if mixed and b - a > 40:
            code = language_of(body[a:b]) or language
            if code == "und":
                code = language
        yield ("sentence" if kind == "text" else "item"), code, lead + a, lead + b


_LATIN_RUN = re.compile(r"(?:[A-Za-z][\w’',.-]*\s+){7}")
_KAZAKH = re.compile(r"[әіңғүұқөһӘІҢҒҮҰҚӨҺ]")
_CYRILLIC_RUN = re.compile(r"[\u0400-\u04ff]")


def _is_mixed(body: str) -> bool:
    """Whether sentences of a paragraph may differ in language."""
    if len(body) < 120:
        return False
    if _CYRILLIC_RUN.search(body):
        kazakh = len(_KAZAKH.findall(body))
        return _LATIN_RUN.search(body) is not None or (kazakh > 5 and kazakh * 9 < len(body))
    return False
