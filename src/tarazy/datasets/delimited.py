"""Delimited text as rows: each with its fields, its line, and its characters in the text (``text[start:end] == quote``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from tarazy.datasets.given import Given
from tarazy.errors import ReadError

Ints = npt.NDArray[np.int64]
PLACE = ("line", "start", "end", "quote")
_PREAMBLE_LINES = 80
_LONGEST = 4 << 20
_NEWLINE, _QUOTE = 10, 34


class MissingColumnsError(ReadError):
    """A file lacks columns that its data set has; ``found`` are the headings of the line that comes nearest."""

    def __init__(self, given: Given, missing: Sequence[str], found: Sequence[str]) -> None:
        self.missing, self.found = list(missing), list(found)
        shown = ", ".join(found)
        super().__init__(
            f"{given.path} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)} (it has: {shown[:200]}): "
            "is it the file of this data set?"
        )


@dataclass(slots=True)
class Piece:
    """A run of the text with the rows in it. ``rows`` has PLACE and the fields; ``bad`` are lines that are no rows, with why."""

    text: str
    rows: pl.DataFrame
    bad: list[tuple[int, str]] = field(default_factory=list)
    bad_count: int = 0


@dataclass(frozen=True)
class Delimited:
    """A table in delimited text.

    ``columns`` maps the names that the importer uses to the headings a file may have, compared without case and blanks;
    those in ``optional`` may be missing. ``names`` gives the columns of a file without headings. ``rest`` keeps all other columns under
    their own headings (years, variables); ``years`` is how many headings must be years, ``first`` the name of a first column without a heading.
    A heading that is blank is named after the one before it, with `` ?``.
    """

    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    separator: str = ","
    quoted: bool = True
    names: Sequence[str] = ()
    rest: bool = False
    years: int = 0
    first: str = ""

    def pieces(
        self,
        given: Given,
        seen: Callable[[str, Sequence[str]], None],
        blocks: Iterator[bytes] | None = None,
        line: int = 0,
        characters: int = 0,
    ) -> Iterator[Piece]:
        """The pieces of the file in order; together their texts are the whole.

        ``seen`` is told the text before the headings and the columns found, before the first piece. ``blocks`` is a part of the file, if not
        the whole, that begins after so many lines and characters. Raises MissingColumnsError where the table has not what it needs.
        """
        blocks = given.blocks() if blocks is None else blocks
        head = b""
        for block in blocks:
            head += block
            if len(head) > _LONGEST // 4:
                break
        separator, header, used, skipped, lines = self._header(head, given)
        cut = _Cutter(separator, self.quoted)
        chosen = self._chosen(header, given)
        preamble = head[:skipped]
        seen(preamble.decode(), list(chosen.values()))
        rest, cut.line, cut.characters = head[used:], line + lines, characters + len(head[:used].decode())
        first = head[:used].decode()
        for block in _chain(rest, blocks):
            for piece in cut.add(block, len(header), chosen):
                yield Piece(first + piece.text, piece.rows, piece.bad, piece.bad_count)
                first = ""
        for piece in cut.end(len(header), chosen):
            yield Piece(first + piece.text, piece.rows, piece.bad, piece.bad_count)
            first = ""
        if first:
            yield Piece(first, _no_rows(list(chosen.values())))

    def _header(self, head: bytes, given: Given) -> tuple[str, list[str], int, int, int]:
        """Separator, headings, where the rows begin, where the line of headings begins, and how many lines stand before the rows."""
        if self.names:
            line = head.split(b"\n", 1)[0].decode(errors="replace")
            found = len(line.rstrip("\r").split(self.separator))
            if found != len(self.names):
                raise ReadError(
                    f"{given.path} has {found} columns and should have {len(self.names)}: is it the file of this data set?"
                )
            return self.separator, list(self.names), 0, 0, 0
        needed = {name: {key(one) for one in self.columns[name]} for name in self.columns if name not in self.optional}
        best: tuple[int, list[str], list[str]] = (-1, [], [])
        for separator in dict.fromkeys((self.separator, ",", ";", "\t")):
            at = 0
            for number, line_bytes in enumerate(head.split(b"\n")[:_PREAMBLE_LINES]):
                cells = _cells(line_bytes, separator)
                keys = {key(cell) for cell in cells}
                lacking = [name for name, names in needed.items() if not names & keys]
                if not lacking and sum(is_year(cell) for cell in cells) >= self.years:
                    return separator, cells, min(at + len(line_bytes) + 1, len(head)), at, number + 1
                if len(needed) - len(lacking) > best[0]:
                    best = (len(needed) - len(lacking), [self.columns[name][0] for name in lacking], cells)
                at += len(line_bytes) + 1
        _, missing, cells = best
        missing = missing or ["with years"]
        raise MissingColumnsError(given, missing, [cell.strip() for cell in cells if cell.strip()])

    def _chosen(self, header: list[str], given: Given) -> dict[int, str]:
        """Which columns are kept, by number, and the names they get."""
        by_key: dict[str, int] = {}
        for number, cell in enumerate(header):
            by_key.setdefault(key(cell), number)
        if self.names:
            return {header.index(name): name for name in self.columns} if self.columns else dict(enumerate(header))
        chosen: dict[int, str] = {}
        for name, headings in self.columns.items():
            at = next((by_key[key(one)] for one in headings if key(one) in by_key), None)
            if at is not None and at not in chosen:
                chosen[at] = name
        blanks = {number: f"{chosen[number - 1]} ?" for number in chosen_blanks(header) if number - 1 in chosen}
        chosen |= blanks
        if self.first and header and not header[0].strip():
            chosen[0] = self.first
        if self.rest:
            taken = set(chosen.values()) | set(PLACE)
            for number, cell in enumerate(header):
                name = cell.strip().lstrip("\ufeff")
                if number not in chosen and name and name not in taken:
                    chosen[number] = name
                    taken.add(name)
        return dict(sorted(chosen.items()))


def chosen_blanks(header: Sequence[str]) -> list[int]:
    """Numbers of the columns without a heading, but for the first."""
    return [number for number, cell in enumerate(header) if number and not cell.strip()]


def is_year(cell: str) -> bool:
    """Whether a heading is a year, or the years of the World Bank's other export (``2019 [YR2019]``)."""
    return re.fullmatch(r"\s*(1[5-9]|20)\d\d(\.0)?(\s*\[YR\d{4}\])?\s*", cell) is not None


def key(heading: str) -> str:
    """A heading as it is compared: without case, byte order mark, and blanks, underscores and signs between its words."""
    return "".join(char for char in heading.casefold() if char.isalnum() or char in "%$")


def _cells(line: bytes, separator: str) -> list[str]:
    import csv

    text = line.decode(errors="replace").rstrip("\r").lstrip("\ufeff")
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        return text.split(separator)


def _chain(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _no_rows(columns: Sequence[str]) -> pl.DataFrame:
    schema: dict[str, Any] = {"line": pl.Int64, "start": pl.Int64, "end": pl.Int64, "quote": pl.String}
    return pl.DataFrame(schema=schema | dict.fromkeys(columns, pl.String))


class _Cutter:
    """Cuts blocks of bytes into records, counts lines and characters, and keeps what is not whole for the next block."""

    def __init__(self, separator: str, quoted: bool) -> None:
        self.separator, self.quoted = separator, quoted
        self.line, self.characters, self._held = 0, 0, b""

    def add(self, block: bytes, width: int, chosen: Mapping[int, str]) -> Iterator[Piece]:
        """The piece of all records that are whole by now."""
        data = self._held + block
        ends, whole = self._records(data, width, last=False)
        self._held = data[whole:]
        if whole:
            yield self._piece(data[:whole], ends, width, chosen)

    def end(self, width: int, chosen: Mapping[int, str]) -> Iterator[Piece]:
        """The piece of what is left."""
        data, self._held = self._held, b""
        if data:
            ends, _ = self._records(data, width, last=True)
            yield self._piece(data, ends, width, chosen)

    def _records(self, data: bytes, width: int, last: bool) -> tuple[Ints, int]:
        """Where the records end, and how many bytes are whole records.

        A line with an odd number of quotation marks opens a record that the next such line closes, if what lies between has as many
        fields as the table; otherwise its quotation mark is a sign like others and the line stands alone.
        """
        array = np.frombuffer(data, dtype=np.uint8)
        ends = np.flatnonzero(array == _NEWLINE) + 1
        if last and (not len(ends) or ends[-1] < len(data)):
            ends = np.append(ends, len(data))
        if not len(ends):
            return ends, 0
        if not self.quoted or b'"' not in data:
            return ends, int(ends[-1])
        quotes = np.flatnonzero(array == _QUOTE)
        upto = np.searchsorted(quotes, ends)
        odd = np.flatnonzero(np.diff(upto, prepend=0) % 2 == 1)
        inner: list[Ints] = []
        at, whole = 0, int(ends[-1])
        while at < len(odd):
            opening = int(odd[at])
            begin = int(ends[opening - 1]) if opening else 0
            if at + 1 == len(odd):
                if not last and whole - begin < _LONGEST:
                    whole = begin
                    ends = ends[:opening]
                break
            closing = int(odd[at + 1])
            if self._fields(data[begin : int(ends[closing])]) == width:
                inner.append(np.arange(opening, closing))
                at += 2
            else:
                at += 1
        if inner:
            ends = np.delete(ends, np.concatenate(inner))
        return ends, whole

    def _fields(self, record: bytes) -> int:
        array = np.frombuffer(record, dtype=np.uint8)
        return int(self._inside(array, np.array([len(record)]))[0]) if len(array) else 0

    def _inside(self, array: npt.NDArray[np.uint8], ends: Ints) -> Ints:
        """How many fields each record has."""
        marks = np.flatnonzero(array == ord(self.separator))
        starts = np.concatenate(([0], ends[:-1]))
        if self.quoted and (quotes := np.flatnonzero(array == _QUOTE)).size:
            record = np.searchsorted(ends, marks, side="right")
            before = np.searchsorted(quotes, starts)
            marks = marks[(np.searchsorted(quotes, marks) - before[record]) % 2 == 0]
        counted: Ints = np.searchsorted(marks, ends) - np.searchsorted(marks, starts) + 1
        return counted

    def _piece(self, data: bytes, ends: Ints, width: int, chosen: Mapping[int, str]) -> Piece:
        array = np.frombuffer(data, dtype=np.uint8)
        starts = np.concatenate(([0], ends[:-1]))
        plain = not self.quoted or b'"' not in data
        if plain:
            lines = np.arange(1, len(ends) + 1) + self.line
            self.line += len(ends)
        else:
            newlines = np.flatnonzero(array == _NEWLINE)
            lines = np.searchsorted(newlines, starts) + 1 + self.line
            self.line += len(newlines)
        offsets = np.concatenate(([0], ends)).astype(np.int64)
        whole = pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(data))
        raw = pl.from_arrow(whole)
        assert isinstance(raw, pl.Series)
        quotes = raw.str.strip_chars_end("\r\n")
        lengths = raw.str.len_chars().cast(pl.Int64)
        first = lengths.cum_sum() - lengths + self.characters
        self.characters += int(lengths.sum())
        place = pl.DataFrame(
            {"line": lines, "start": first, "end": first + quotes.str.len_chars().cast(pl.Int64), "quote": quotes}
        )
        if plain:
            counts = quotes.str.count_matches(self.separator, literal=True).to_numpy().astype(np.int64) + 1
        else:
            counts = self._inside(array, ends)
        good = counts == width
        bad: list[tuple[int, str]] = []
        # Spreadsheets end short rows early, and leave separators at the ends of lines.
        blank = (quotes.str.strip_chars_start(f' \t"{self.separator}') == "").to_numpy()
        unclosed = np.zeros(len(ends), dtype=bool)
        if not plain:
            unclosed = (quotes.str.count_matches('"', literal=True) % 2 == 1).to_numpy()
        keep = good & ~blank & ~unclosed
        wrong = np.flatnonzero(~keep & ~blank)
        for i in wrong[:20].tolist():
            why = f"{counts[i]} fields where the table has {width}"
            bad.append((int(lines[i]), "a quotation mark that is not closed" if unclosed[i] else why))
        if keep.all():
            table = data
        else:
            table = "\n".join(quotes.filter(pl.Series(keep)).to_list()).encode() + b"\n"
            place = place.filter(pl.Series(keep))
        if place.is_empty():
            return Piece(data.decode(), _no_rows(list(chosen.values())), bad, len(wrong))
        every = {chosen.get(number, f"_{number}"): pl.String for number in range(width)}
        scanned = pl.scan_csv(
            BytesIO(table),
            has_header=False,
            separator=self.separator,
            quote_char='"' if self.quoted else None,
            schema=every,
        )
        fields = scanned.select(list(chosen.values())).collect()
        if fields.height != place.height:
            raise ReadError(
                f"Rows near line {int(lines[0])} cannot be told apart: their quotation marks do not match; mend them in the file."
            )
        if not self.quoted or b"\r" in table:
            fields = fields.with_columns(pl.all().str.strip_chars("\r"))
        rows = pl.concat([place, fields], how="horizontal")
        return Piece(data.decode(), rows, bad, len(wrong))
