"""Words and figures of a table → its head and its rows, each with a name and figures that are not yet cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tarazy.extraction.tables.cells import Token
from tarazy.extraction.tables.lexicon import corner, measures_in
from tarazy.extraction.tables.regions import Region

_NAME_LINES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """``name`` are the words of the row's head, ``key`` its year where years head the rows, ``section`` what stands over several rows."""

    name: tuple[Token, ...]
    figures: tuple[Token, ...]
    key: str | None = None
    section: str = ""

    @property
    def text(self) -> str:
        """The name as one string."""
        return _text(self.name)


@dataclass(frozen=True, slots=True)
class Layout:
    """``head`` are the words and years over the rows, without the corner, whose meaning (or "") is ``rows_are``."""

    head: tuple[Token, ...]
    rows_are: str
    rows: tuple[Row, ...]


def lay_out(region: Region, names: Callable[[str], int]) -> Layout:
    """Part head and rows; ``names`` says how surely words name a row, 0 for not at all (`Names.surety`)."""
    tokens = _unnumbered(region.lines)
    head, rows = _parted(tokens, names, region.tabbed)
    counted = len(tokens) < sum(map(len, region.lines))
    rows_are, head = _without_corner(head, counted)
    if rows and all(row.key for row in rows) and not rows_are:
        rows_are = "year"
    return Layout(tuple(head), rows_are, tuple(rows))


def _unnumbered(lines: Sequence[Sequence[Token]]) -> list[Token]:
    """All tokens, without the numbers 1, 2, 3 … before the names of the rows."""
    tokens = [token for line in lines for token in line]
    counted: list[int] = []
    for i, token in enumerate(tokens[:-1]):
        bare = token.text.rstrip(".)")
        if (
            bare == str(len(counted) + 1)
            and tokens[i + 1].shape == "word"
            and token.gap in ("line", "blank")
            and tokens[i + 1].text[0].isupper()
        ):
            counted.append(i)
    if len(counted) < 2:
        return tokens
    for i in counted:
        # The name begins where the number did.
        after = tokens[i + 1]
        tokens[i + 1] = Token(after.text, after.shape, tokens[i].gap, after.start, after.end)
    gone = set(counted)
    return [token for i, token in enumerate(tokens) if i not in gone]


def _parted(tokens: Sequence[Token], names: Callable[[str], int], tabbed: bool) -> tuple[list[Token], list[Row]]:
    head: list[Token] = []
    rows: list[Row] = []
    section = ""
    at = 0
    while at < len(tokens):
        words: list[Token] = []
        while at < len(tokens) and tokens[at].shape == "word":
            words.append(tokens[at])
            at += 1
        figures: list[Token] = []
        while at < len(tokens) and tokens[at].shape != "word":
            if tabbed and figures and tokens[at].gap == "blank":
                break
            figures.append(tokens[at])
            at += 1
        over, name = _named(words, names)
        keyed = [] if rows and not rows[-1].key else _keyed(figures)
        if keyed and not rows and not (name and names(_text(name)) > 1):
            # Years head the rows: without words between them all rows come in one run of figures.
            head += words
            rows += keyed
        elif name and figures and (not _is_years(figures) or _as_row(head + words, rows, name, figures, names)):
            if not rows:
                head += over
                section = _over_rows(head)
            elif over:
                section = _text(over)
            rows.append(Row(tuple(name), tuple(figures), section=section))
        elif keyed and not words:
            rows += keyed
        elif not rows:
            head += words + figures
        elif words and figures:
            rows.append(Row(tuple(words), tuple(figures), section=section))
        elif words:
            section = _text(words)
    return head, rows


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _over_rows(head: list[Token]) -> str:
    """What stands on a line of its own between the years of the head and the first rows, and names one measure: taken off the head."""
    after = max((i for i, token in enumerate(head) if token.shape == "figure"), default=len(head)) + 1
    words = head[after:]
    if not words or words[0].gap not in ("line", "blank") or len(measures_in(_text(words))) != 1:
        return ""
    del head[after:]
    return _text(words)


def _is_years(figures: Sequence[Token]) -> bool:
    return all(token.year or token.shape == "missing" for token in figures) and any(token.year for token in figures)


def _as_row(
    head: Sequence[Token],
    rows: Sequence[Row],
    name: Sequence[Token],
    figures: Sequence[Token],
    names: Callable[[str], int],
) -> bool:
    """Whether figures that look like years are a row: an actor's, with rows before it or as many years over it, or one year alone."""
    over = bool(rows) or len(figures) == 1 or sum(1 for token in head if token.year) == len(figures)
    return over and names(_text(name)) > 1


def _named(words: Sequence[Token], names: Callable[[str], int]) -> tuple[list[Token], list[Token]]:
    """The words before a row's name, and the name: the longest run of whole lines at the end that is of the surest kind."""
    starts = [i for i, token in enumerate(words) if i == 0 or token.gap in ("line", "blank", "tab", "wide")]
    texts = [(start, names(_text(words[start:]))) for start in starts[-_NAME_LINES:]]
    if texts and texts[0] == (0, 1) and words[0].gap == "space":
        # A measure within a line is a head.
        texts[0] = 0, 0
    best = max((surety for _, surety in texts), default=0)
    if not best:
        return list(words), []
    start = next(start for start, surety in texts if surety == best)
    return list(words[:start]), list(words[start:])


def _keyed(figures: Sequence[Token]) -> list[Row]:
    """Rows that begin with a year on a line of its own, in the order of time; none where the figures are no such rows."""
    starts: list[int] = []
    for i, token in enumerate(figures):
        if token.year is None or token.gap not in ("line", "blank"):
            continue
        if not starts:
            if i:
                return []
            starts.append(i)
            continue
        last = _first_year(figures[starts[-1]])
        before = _first_year(figures[starts[-2]]) if len(starts) > 1 else None
        step = _first_year(token) - last
        if step and abs(step) <= 10 and i > starts[-1] + 1 and (before is None or (step > 0) == (last > before)):
            starts.append(i)
    bounds = [*starts, len(figures)]
    rows = [Row((figures[a],), tuple(figures[a + 1 : b]), figures[a].year) for a, b in pairwise(bounds) if b > a + 1]
    if not rows or all(_is_years(row.figures) for row in rows):
        return []
    return rows


def _first_year(token: Token) -> int:
    return int((token.year or "0")[:4])


def _without_corner(head: Sequence[Token], counted: bool) -> tuple[str, list[Token]]:
    """What the corner says that the rows are, and the head without it; ``counted`` where the rows bore numbers."""
    rest = list(head)
    rows_are = ""
    while rest and rest[0].shape != "figure":
        text = " ".join(token.text for token in rest)
        found = corner(text.replace("/", " "))
        if rest[0].shape == "missing" or rest[0].text in ("/", "\\", "|"):
            rest.pop(0)
            continue
        if found is None:
            break
        name, length = found
        if (name == "number" and not counted) or (name in ("measure", "number") and rows_are):
            break
        if name != "number" and not (rows_are in ("donor", "recipient") and name == "actor"):
            rows_are = rows_are if rows_are and name == "year" else name
        used = 0
        while rest and used < length:
            used += len(rest.pop(0).text) + 1
    return rows_are, rest
