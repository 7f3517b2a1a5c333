"""A region of text → the grid of its table: rows with names, columns with meanings, cells with values; or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tarazy.actors.linker import Linker
from tarazy.actors.mention import Mention
from tarazy.extraction.tables.cells import Cell, Token, decimal_marks, merged, partitions, uniform, value
from tarazy.extraction.tables.heads import Column, columns, head_text
from tarazy.extraction.tables.layout import Layout, Row, lay_out
from tarazy.extraction.tables.lexicon import measures_in, unit_in, without_currencies, words
from tarazy.extraction.tables.regions import Region
from tarazy.extraction.tables.sides import actors_of
from tarazy.extraction.tables.tabbed import tabbed_grid
from tarazy.language.base import Analysis

_EDGES = " .,;:*"
_LONGEST_NAME = 12
_WIDEST = 60


class UnreadError(Exception):
    """A table whose rows and columns cannot be told apart; the message says why."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number in a cell; ``percent`` where it bears the sign."""

    number: float
    relation: str
    percent: bool
    end: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with one value or None for each column; ``sure`` is False where its figures were told apart without the other rows' help."""

    row: Row
    actors: tuple[str, ...]
    values: tuple[Value | None, ...]
    sure: bool


@dataclass(slots=True)
class Grid:
    """``unread`` maps the reason to the number of rows that were left out for it."""

    columns: list[Column]
    rows: list[GridRow]
    rows_are: str
    unread: dict[str, int]


class Names:
    """What the words at the head of a row can be; asked of the linker once for each."""

    def __init__(self, language: str, linker: Linker) -> None:
        self.language, self.linker = language, linker
        self._known: dict[str, tuple[str, ...]] = {}

    def actors(self, text: str) -> tuple[str, ...]:
        """The actor or the couple that a row's name is."""
        if text not in self._known:
            self._known[text] = actors_of(text, self.language, self.linker)
        return self._known[text]

    def surety(self, text: str) -> int:
        """How surely a row is called so: 2 for an actor or a sum, 1 for a measure, 0 for anything else."""
        if is_total(text) or self.actors(text):
            return 2
        hits = measures_in(text)
        known = len(hits) == 1 and not hits[0].measure.generic
        known = known or (len(hits) == 1 and hits[0].measure.label in ("amount", "number"))
        return int(known and len(text.split()) <= _LONGEST_NAME and text[0].isupper())

    def plain(self, text: str) -> list[Mention]:
        """The actors that a text names by name, without capitals, persons and peoples."""
        found = self.linker.link(Analysis(without_currencies(text), self.language, []), provisional=False)
        return [mention for mention in found if mention.form in ("name", "acronym") and not mention.via]

    def within(self, text: str) -> tuple[Mention, ...]:
        """The actors in a row's name that is more than they («экспорт в Россию»)."""
        return tuple(self.linker.link(Analysis(without_currencies(text), self.language, []), provisional=False))


def is_total(text: str) -> bool:
    """Whether a row sums up others."""
    return words("total").fullmatch(text.strip(_EDGES)) is not None


def grid(region: Region, linker: Linker) -> tuple[Grid, Names]:
    """The grid of a table. Raises UnreadError."""
    names = Names(region.language, linker)
    known = tabbed_grid(region.lines, region.language, names.plain) if region.tabbed else None
    if known is not None:
        heads, rows, parted, rows_are = known
        return _valued(heads, rows, dict(enumerate((cells, True) for cells in parted)), rows_are, {}, names), names
    layout = lay_out(region, names.surety)
    if not layout.rows:
        raise UnreadError("its rows have no names that are known")
    heads = _columns(layout, region.language, names)
    figured = [row for row in layout.rows if row.figures]
    cells, unread = _cells(figured, len(heads))
    return _valued(heads, figured, cells, layout.rows_are, unread, names), names


def _valued(
    heads: list[Column],
    figured: Sequence[Row],
    cells: dict[int, tuple[tuple[Cell, ...], bool]],
    rows_are: str,
    unread: dict[str, int],
    names: Names,
) -> Grid:
    """The grid with the numbers of its cells. Raises UnreadError where their marks can mean two things."""
    texts = [cell.text for row in cells.values() for cell in row[0] if cell.text]
    marks = decimal_marks(texts, names.language)
    if marks is None:
        raise UnreadError("whether its points and commas part decimals or thousands cannot be told")
    rows = []
    for i, (read, sure) in cells.items():
        row = figured[i]
        actors = () if row.key else names.actors(row.text)
        values = [_value(cell, marks) for cell in read]
        rows.append(GridRow(row, actors, tuple(values), sure))
    return Grid(heads, rows, rows_are, unread)


def _columns(layout: Layout, language: str, names: Names) -> list[Column]:
    text = head_text(layout.head)
    mentions = names.plain(text)
    heads = columns(layout.head, language, mentions, text)
    if heads is None:
        unit = unit_in(text, language) if not mentions and not measures_in(text) else None
        if unit is not None and not any(token.shape == "figure" for token in layout.head):
            # "Year, mln USD": what the one column holds is said by the caption.
            return [Column(unit=unit)]
        if any(token.shape == "figure" for token in layout.head) or measures_in(text) or mentions:
            raise UnreadError("its columns cannot be told apart")
        if text or any(len(row.figures) > 3 for row in layout.rows):
            raise UnreadError("its columns have no heads that are known")
        heads = [Column()]
    if len(heads) > _WIDEST:
        raise UnreadError("it has too many columns")
    return heads


def _cells(rows: Sequence[Row], count: int) -> tuple[dict[int, tuple[tuple[Cell, ...], bool]], dict[str, int]]:
    """The cells of each row that has exactly one reading, by the row's number."""
    gaps = uniform([row.figures for row in rows], count)
    cells: dict[int, tuple[tuple[Cell, ...], bool]] = {}
    unread: dict[str, int] = {}
    for i, row in enumerate(rows):
        if gaps is not None:
            read = merged(row.figures, gaps)
            if len(read) == count:
                cells[i] = read, True
                continue
        found = _partitions(row.figures, count)
        if len(found) == 1:
            cells[i] = found[0], False
        else:
            reason = (
                "its figures can be told apart in several ways" if found else f"its figures are not {count} to a row"
            )
            unread[reason] = unread.get(reason, 0) + 1
    if not cells:
        raise UnreadError(max(unread, key=lambda reason: unread[reason]))
    return cells, unread


def _partitions(figures: Sequence[Token], count: int) -> list[tuple[Cell, ...]]:
    return partitions(figures, count, mending=False) or partitions(figures, count, mending=True)


def _value(cell: Cell, marks: str) -> Value | None:
    if cell.text is None:
        return None
    read = value(cell.text, marks)
    return Value(*read, cell.end) if read else None
