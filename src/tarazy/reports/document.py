"""The document model of a report: headings, paragraphs with citations, tables, figures, sources; four writers set it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["", "strong", "emphasis", "faint"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one style."""

    text: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """Numbers of sources, shown in brackets; ``more`` is how many passages say the same without being listed."""

    numbers: tuple[int, ...]
    more: int = 0

    def runs(self) -> list[tuple[int, int]]:
        """The numbers in order, neighbours of three or more as one run: 1, 2, 3, 7 → (1, 3), (7, 7)."""
        found: list[tuple[int, int]] = []
        for number in sorted(set(self.numbers)):
            if found and found[-1][1] == number - 1:
                found[-1] = (found[-1][0], number)
            else:
                found.append((number, number))
        pairs = ([run] if run[1] - run[0] != 1 else [(run[0], run[0]), (run[1], run[1])] for run in found)
        return [run for several in pairs for run in several]


Text = tuple[Span | Cite, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 is a section, 2 a part of one."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences with their citations; ``faint``: a remark on method."""

    text: Text
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is a text, with further lines below it."""

    items: tuple[tuple[Text, tuple[Text, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; ``right``: columns of numbers; ``widths``: relative widths of the columns, equal if empty."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    right: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as SVG with its caption, and what it shows in words."""

    caption: Text
    svg: str
    description: str


Block = Heading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that is cited: where it stands (``start`` and ``end`` are characters of the text as given) and what it says."""

    number: int
    document: str
    title: str
    authors: tuple[str, ...]
    date: str
    part: str
    speaker: str
    start: int
    end: int
    quote: str
    language: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that writers add, in the report's language; ``table`` and ``figure`` have the slot ``{n}``, ``place`` has ``{start}`` and ``{end}``, ``speaker`` has ``{speaker}``."""

    sources: str
    table: str
    figure: str
    more: str
    contents: str
    place: str
    no_date: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report: ``title``, ``subtitle``, what it was made from (``basis``), its blocks, and its sources in the order of their numbers."""

    kind: str
    language: str
    title: str
    subtitle: str
    basis: str
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    labels: Labels = field(repr=False)

    def headings(self) -> Iterator[Heading]:
        """The headings in order."""
        return (block for block in self.blocks if isinstance(block, Heading))

    def is_cut(self) -> bool:
        """Whether any citation leaves passages out."""
        return any(isinstance(part, Cite) and part.more for text in self.texts() for part in text)

    def texts(self) -> Iterator[Text]:
        """All texts that can hold citations."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Figure):
                yield block.caption
            elif isinstance(block, Bullets):
                yield from (line for text, below in block.items for line in (text, *below))
            elif isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row)

    def numbered(self) -> Iterator[tuple[Block, int]]:
        """The blocks; tables and figures with their numbers, counted apart, the others with 0."""
        tables = figures = 0
        for block in self.blocks:
            if isinstance(block, Table):
                tables += 1
                yield block, tables
            elif isinstance(block, Figure):
                figures += 1
                yield block, figures
            else:
                yield block, 0


def spaced(text: Text) -> list[tuple[Span | Cite, bool]]:
    """The parts of a text, and whether a space stands before a citation: not where it stands first in a cell."""
    return [(part, at > 0) for at, part in enumerate(text)]


def plain(text: Text) -> str:
    """The words of a text without styles, citations as ``[1, 3–5]``."""
    parts = (
        part.text if isinstance(part, Span) else f"{' ' if space else ''}{bracketed(part)}"
        for part, space in spaced(text)
    )
    return "".join(parts)


def bracketed(cite: Cite) -> str:
    """``[1, 3–5 +12]``."""
    runs = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in cite.runs())
    return f"[{runs}{f' +{cite.more}' if cite.more else ''}]"
