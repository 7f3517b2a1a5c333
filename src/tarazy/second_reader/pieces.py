"""A document cut into pieces of whole paragraphs, each short enough for one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tarazy.reading.document import Document, Passage
from tarazy.sections import sections

ASKED_KINDS = ("sentence", "heading", "item", "row", "caption")
"""Kinds of passages that are asked about: all but references."""
SHORTEST = 400
"""Characters below which a paragraph is not cut any further."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a part of a very long one, as the model sees it.

    ``number`` counts from 1 within the piece; ``text`` is clean text and ``start`` its offset in the document's clean text;
    ``part`` names the paper of a volume.
    """

    number: int
    text: str
    start: int
    part: str | None = None


Piece = tuple[Paragraph, ...]


def _paragraphs(document: Document, size: int) -> Iterator[Paragraph]:
    """The paragraphs of the passages, in order; one of more than ``size`` characters comes in parts of whole passages."""
    passages = [p for p in document.passages if p.kind in ASKED_KINDS and p.text.strip()]
    for (part, _), group in groupby(passages, key=lambda p: (p.part, p.paragraph)):
        for start, end in _spans(list(group), size):
            yield Paragraph(0, document.clean[start:end], start, part)


def _spans(passages: Sequence[Passage], size: int) -> Iterator[tuple[int, int]]:
    begin = end = passages[0].clean_start
    for passage in passages:
        after = passage.clean_start + len(passage.text)
        if end > begin and after - begin > size:
            yield begin, end
            begin = passage.clean_start
        end = after
        if end - begin > size:
            # A passage that is too long by itself, such as a table that lost its lines.
            for a, b in sections(passage.text, size, size // 4):
                yield passage.clean_start + a, passage.clean_start + b
            begin = end
    if end > begin:
        yield begin, end


def pieces(document: Document, size: int) -> Iterator[Piece]:
    """Pieces of up to ``size`` characters (a quarter more where a single passage is too long); a paper of a volume begins a new one."""
    piece: list[Paragraph] = []
    length = 0
    for paragraph in _paragraphs(document, size):
        if piece and (length + len(paragraph.text) > size or paragraph.part != piece[0].part):
            yield tuple(piece)
            piece, length = [], 0
        piece.append(replace(paragraph, number=len(piece) + 1))
        length += len(paragraph.text)
    if piece:
        yield tuple(piece)


def halves(piece: Piece) -> tuple[Piece, Piece] | None:
    """A piece cut in two near its middle, between paragraphs or within its only one; None where it is too short to cut."""
    if len(piece) == 1:
        [only] = piece
        if len(only.text) < SHORTEST:
            return None
        [(_, cut), *_] = sections(only.text, len(only.text) // 2, len(only.text) // 4)
        return (replace(only, text=only.text[:cut]),), (replace(only, text=only.text[cut:], start=only.start + cut),)
    middle, done, cut = sum(len(p.text) for p in piece) / 2, 0, 0
    while cut < len(piece) - 1 and (not cut or done < middle):
        done += len(piece[cut].text)
        cut += 1
    return piece[:cut], piece[cut:]
