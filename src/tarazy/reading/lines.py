"""The lines of a text and what each looks like: blank, number, capitals, list item, table row, furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
WHITE = " \t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\u200b\u200c\u200d\u2060\ufeff\x0c\x0b\x1a\x00"

_NUMBER = re.compile(r"[-–—−+±~≈<>]?\d[\d.,:/%–-]*%?\*?|[-–—−]|\.{3}|…|н/д|n/a", re.IGNORECASE)
_ITEM = re.compile(
    r"(?:[-–—•·▪■●○*►✓−\uf0b7\uf0a7\uf02d]\s*(?=[^\W\d_«\"“(])|\(?\d{1,2}[.)]\s+(?=[^\W_«\"“(])|\(?[a-zа-яәіғқ]\)\s*(?=\S)|(?:[IVX]{1,4})[.)]\s+(?=[^\W_]))"
)
_SMALL = re.compile(r"[a-zа-яёәіңғүұқөһ]{4}")
_TERMINAL = re.compile(r"[.!?…]['\"»”’)\]*]*(?:\s*\[\d+(?:[,;\s–-]*\d+)*\])?\d{0,3}$")


@dataclass(slots=True)
class Line:
    """A line of the text as given, without the white space around it."""

    start: int
    end: int
    text: str
    blanks: int
    """Blank lines before it."""
    page: bool = False
    """A form feed stands before it."""

    @property
    def is_number(self) -> bool:
        """Nothing but one whole number."""
        return self.text.isdigit() and len(self.text) <= 4

    @property
    def is_item(self) -> bool:
        """Begins with a list marker."""
        return _ITEM.match(self.text) is not None

    @property
    def is_terminal(self) -> bool:
        """Ends like a sentence."""
        return _TERMINAL.search(self.text[-40:]) is not None

    @property
    def is_capitals(self) -> bool:
        """Set in capitals, as titles are."""
        if _SMALL.search(self.text) or self.text[0] == "(":
            return False
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) >= 3 and sum(1 for c in letters if c.isupper()) >= 0.85 * len(letters)

    @property
    def begins_lower(self) -> bool:
        """The first letter, after quotes and brackets, is a small one."""
        text = self.text.lstrip("«\"“„(['’")
        return bool(text) and text[0].islower()

    @property
    def numbers(self) -> tuple[int, int]:
        """How many of its tokens are numbers or dashes, and how many tokens there are."""
        tokens = self.text.split()
        return sum(1 for t in tokens if _NUMBER.fullmatch(t)), len(tokens)


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of ``text[start:end]`` that are not blank; offsets count from the beginning of ``text``."""
    end = len(text) if end is None else end
    lines: list[Line] = []
    blanks, page = 0, start == 0
    at = start
    while at <= end:
        match = BREAK.search(text, at, end)
        stop = match.start() if match else end
        raw = text[at:stop]
        body = raw.strip(WHITE)
        if body:
            lead = len(raw) - len(raw.lstrip(WHITE))
            if "\x0c" in raw[:lead]:
                page = True
            lines.append(Line(at + lead, at + lead + len(body), body, blanks, page))
            blanks, page = 0, False
        else:
            blanks += 1
        if match is None:
            break
        if match.group() == "\x0c":
            page = True
        at = match.end()
    return lines
