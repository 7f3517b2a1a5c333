"""Cuts a very long plain text into sections at paragraph ends, so that memory stays bounded and workers share it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BREAKS = (re.compile(r"\n[ \t\r]*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…]) "), re.compile(r"\s"))


def sections(text: str, size: int, slack: int = 20_000) -> Iterator[tuple[int, int]]:
    """Spans that cover the text, each of ``size`` characters or up to ``slack`` more.

    A cut falls after a blank line if one is near; else after a line, a sentence, a word; else anywhere.
    """
    start = 0
    while len(text) - start > size + slack:
        end = start + size
        for pattern in _BREAKS:
            found = pattern.search(text, end, end + slack)
            if found:
                end = found.end()
                break
        yield start, end
        start = end
    if start < len(text) or not text:
        yield start, len(text)
