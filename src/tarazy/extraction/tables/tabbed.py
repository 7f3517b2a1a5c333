"""Tables whose cells are parted by tabs, as HTML and Word files give them: each cell is known, and what it is, is left to tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tarazy.actors.mention import Mention
from tarazy.extraction.tables.cells import Cell, Token, merged
from tarazy.extraction.tables.heads import Column, columns, head_text
from tarazy.extraction.tables.layout import Row
from tarazy.extraction.tables.lexicon import Measure, corner, measures_in, unit_in

_INSIDE = frozenset(("space", "thin", "line"))
_UNREAD = Measure("", unread=True)


def cells_of(line: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each cell of a line."""
    cells: list[list[Token]] = []
    for i, token in enumerate(line):
        if not i or token.gap == "tab":
            cells.append([])
        cells[-1].append(token)
    return cells


def tabbed_grid(
    lines: Sequence[Sequence[Token]], language: str, mentions: Callable[[str], Sequence[Mention]]
) -> tuple[list[Column], list[Row], list[tuple[Cell, ...]], str] | None:
    """Columns, rows, the cells of each row and what the rows are; None unless one line of heads names every column."""
    rows = [cells_of(line) for line in lines]
    head = rows[0]
    width = len(head)
    body = [row for row in rows[1:] if len(row) == width]
    if width < 2 or not body or len(body) * 3 < len(rows[1:]) * 2 or any(len(row) > width for row in rows):
        return None
    names = next((j for j in range(width) if all(_is_name(row[j]) for row in body)), None)
    if names is None or names + 1 >= width:
        return None
    found = corner(head_text(head[names]))
    heads = []
    for cell in head[names + 1 :]:
        text = head_text(cell)
        named = columns(cell, language, list(mentions(text)), text)
        if named is None and not measures_in(text) and len(actors := mentions(text)) == 1:
            named = [Column(actor=actors[0].actor)]
        one = named[0] if named is not None and len(named) == 1 else Column(_UNREAD)
        heads.append(
            one
            if one.unit or one.measure is _UNREAD
            else Column(one.measure, one.year, unit_in(text, language), one.actor)
        )
    if all(column.measure is _UNREAD for column in heads):
        return None
    made = [_row(row[names]) for row in body]
    cells = [tuple(_cell(cell) for cell in row[names + 1 :]) for row in body]
    keyed = all(row.key for row in made)
    return heads, made, cells, "year" if keyed else (found[0] if found else "")


def _is_name(cell: Sequence[Token]) -> bool:
    """Words, or a year alone; an empty cell names nothing."""
    return cell[0].shape == "word" or (len(cell) == 1 and cell[0].year is not None)


def _row(name: Sequence[Token]) -> Row:
    return Row(tuple(name), (), name[0].year if len(name) == 1 else None)


def _cell(tokens: Sequence[Token]) -> Cell:
    """The figure of a cell; a cell of words, or of several figures, holds none."""
    found = merged(tokens, _INSIDE) if all(token.shape == "figure" for token in tokens) else ()
    return found[0] if len(found) == 1 else Cell(None, tokens[0].start, tokens[-1].end)
