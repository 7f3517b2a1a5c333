"""Figures of a flattened row → cells: which figures are one number torn apart, which are two, and what their marks mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FIGURE = re.compile(r"[~≈<>]?[-–—−+]?\d+(?:[.,]\d+)*%?[*†]{0,3}")
YEARS = re.compile(r"((?:19|20)\d\d)(?:[-–—]((?:19|20)?\d\d))?[*†]{0,3}")
_PARTS = re.compile(r"([~≈<>]?)([-–—−+]?)(\d[\d.,\s]*?)(%?)[*†]{0,3}")
_OPEN = re.compile(r"[-–—−+]?[1-9]\d{0,2}(?: \d{3})*")
_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?%?[*†]{0,3}")
_WHOLE = re.compile(
    r"(?:\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
)
_FALSE_START = re.compile(r"[-–—−+]?0\d")
_LIMIT = 400
_INSIDE = tuple(
    frozenset(gaps)
    for gaps in ((), ("thin",), ("space", "thin"), ("line",), ("line", "thin"), ("line", "space", "thin"))
)
"""Kinds of gaps that may stand inside the numbers of one table."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, figure or missing value of a table.

    ``shape`` is word, figure or missing; ``start``/``end`` are offsets in the document's clean text. ``gap`` is what stands before it
    in the text as given: space, thin (a space that does not break), line (one line break), blank (blank lines), wide (several spaces), tab.
    """

    text: str
    shape: str
    gap: str
    start: int
    end: int

    @property
    def year(self) -> str | None:
        """A year from 1900 to 2099 (``2019``) or a span of years (``2014–2018`` as ``2014/2018``), if it is one."""
        found = YEARS.fullmatch(self.text) if self.shape == "figure" else None
        if found is None:
            return None
        first, last = found.groups()
        return f"{first}/{last if len(last) == 4 else first[:2] + last}" if last else first


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as written, without what broke it; ``text`` is None for a missing one."""

    text: str | None
    start: int
    end: int


def _cell(tokens: Sequence[Token], text: str | None = None) -> Cell:
    if tokens[0].shape == "missing":
        return Cell(None, tokens[0].start, tokens[0].end)
    return Cell(tokens[0].text if text is None else text, tokens[0].start, tokens[-1].end)


def _grouped(left: str, right: Token) -> str | None:
    """``22`` and ``728`` as ``22 728``, where that is how a number is written."""
    if _OPEN.fullmatch(left) and right.shape == "figure" and _GROUP.fullmatch(right.text):
        return f"{left} {right.text}"
    return None


def _mended(left: str, right: Token) -> str | None:
    """``18,8`` and ``00.1`` as ``18,800.1``: a number that the end of a line cut."""
    if right.gap != "line" or right.shape != "figure" or not right.text[0].isdigit():
        return None
    whole = left.lstrip("-–—−+") + right.text.rstrip("%*†")
    return left + right.text if _WHOLE.fullmatch(whole) else None


def merged(tokens: Sequence[Token], gaps: frozenset[str]) -> tuple[Cell, ...]:
    """The cells when every gap of these kinds that can stand inside a number does."""
    cells: list[Cell] = []
    run: list[Token] = []
    text = ""
    for token in tokens:
        joined = _grouped(text, token) if run and token.gap in gaps else None
        if joined is None:
            if run:
                cells.append(_cell(run, text))
            run, text = [token], token.text if token.shape == "figure" else ""
        else:
            run.append(token)
            text = joined
    if run:
        cells.append(_cell(run, text))
    return tuple(cells)


def partitions(tokens: Sequence[Token], count: int, mending: bool) -> list[tuple[Cell, ...]]:
    """Ways to read the figures as ``count`` cells, at most two: one means that there is no other.

    ``mending`` allows numbers that the end of a line cut anywhere; without it only groups of three digits are joined.
    """
    found: list[tuple[Cell, ...]] = []
    steps = 0

    def read(at: int, cells: tuple[Cell, ...]) -> None:
        nonlocal steps
        steps += 1
        if len(found) > 1 or steps > _LIMIT or len(cells) > count:
            return
        if at == len(tokens):
            if len(cells) == count and [c.text for c in cells] not in [[c.text for c in other] for other in found]:
                found.append(cells)
            return
        options = [(tokens[at].text, at + 1)]
        while options:
            text, end = options.pop()
            if not _FALSE_START.match(text):
                read(end, (*cells, _cell(tokens[at:end], text)))
            if end == len(tokens) or tokens[end].gap in ("blank", "wide", "tab") or tokens[at].shape != "figure":
                continue
            joined = _grouped(text, tokens[end])
            if joined is not None:
                options.append((joined, end + 1))
            mended = _mended(text, tokens[end]) if mending else None
            if mended is not None:
                options.append((mended, end + 1))

    read(0, ())
    # A search that was given up has not shown that its only find is the only one.
    return found if steps <= _LIMIT else found * 2


def uniform(rows: Sequence[Sequence[Token]], count: int) -> frozenset[str] | None:
    """The kinds of gaps that stand inside numbers throughout a table of ``count`` columns; None where it cannot be told.

    They are those under which most rows have as many cells as there are columns. Where two answers explain as many rows and read them
    differently, neither is taken.
    """
    answers: dict[tuple[tuple[Cell, ...], ...], frozenset[str]] = {}
    best = 0
    for kinds in _INSIDE:
        cells = [merged(row, kinds) for row in rows]
        fitting = tuple(row for row in cells if len(row) == count)
        if len(fitting) > best:
            best, answers = len(fitting), {}
        if fitting and len(fitting) == best:
            answers.setdefault(fitting, kinds)
    if len(answers) != 1 or best * 3 < len(rows) * 2:
        return None
    gaps = next(iter(answers.values()))
    # One row alone does not show that the ends of its lines stand inside numbers.
    return None if "line" in gaps and best < 2 else gaps


def decimal_marks(texts: Sequence[str], language: str) -> str | None:
    """The marks (of ``.`` and ``,``) that part decimals in a table's figures; None where that cannot be told."""
    decimal, grouping, open_marks = set(), set(), set()
    spaced = False
    for text in texts:
        bare = text.strip("~≈<>-–—−+%*†")
        spaced |= " " in bare
        marks = [char for char in bare if char in ".,"]
        if not marks:
            continue
        last, after = marks[-1], len(bare) - 1 - max(bare.rfind("."), bare.rfind(","))
        if len(set(marks)) == 2:
            decimal.add(last)
            grouping.add(marks[0])
        elif len(marks) > 1:
            grouping.add(last)
        elif after != 3 or bare.startswith("0") or " " in bare:
            decimal.add(last)
        else:
            open_marks.add(last)
    if decimal & grouping and decimal & grouping & open_marks:
        return None
    for mark in sorted(open_marks - decimal - grouping):
        other = "." if mark == "," else ","
        if spaced:
            decimal.add(mark)
        elif other in decimal or (language == "en" and mark == ","):
            grouping.add(mark)
        elif language == "en" or other in grouping:
            decimal.add(mark)
        else:
            return None
    return "".join(sorted(decimal))


def value(text: str, decimals: str) -> tuple[float, str, bool] | None:
    """The number of a cell, its relation (``=``, ``~``, ``<``, ``>``) and whether it bears a percent sign; None for no number."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return None
    bound, sign, body, percent = parts.groups()
    body = body.replace(" ", "")
    marks = [char for char in body if char in ".,"]
    at = max(body.rfind("."), body.rfind(","))
    fraction = ""
    if marks and body.count(body[at]) == 1 and (body[at] in decimals or len(body) - at != 4):
        body, fraction = body[:at], body[at + 1 :]
    number = float(re.sub(r"[.,]", "", body) + "." + (fraction or "0"))
    relation = {"~": "~", "≈": "~", "<": "<", ">": ">"}.get(bound, "=")
    return (-number if sign in ("-", "–", "—", "−") and sign else number), relation, bool(percent)
