"""Kazakh tokens: words keep their hyphenated endings (АҚШ-тың, 70-ке, %-ға), every other mark stands alone."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
    \d+(?:[.,]\d+)*(?:[-‑–]\d+(?:[.,]\d+)*)*(?:[-‑][^\W\d_]+)*   # 70-ке, 2,5, 2019-2025, 1990-жылдары
    (?![^\W_])
  | %(?:[-‑][^\W\d_]+)?                                          # %-ға
  | (?:[^\W_]\.){2,}                                             # Қ.Ж.
  | [^\W_]+(?:[\u0300-\u036f\u00ad]+[^\W_]*)*                    # a word; combining marks stay inside
      (?:[-‑'’ʼ][^\W_]+(?:[\u0300-\u036f\u00ad]+[^\W_]*)*)*      # Қасым-Жомарт, АҚШ-тың, ҰҚШҰ-ға, d'Ivoire
  | \.{2,}
  | \S
    """,
    re.VERBOSE,
)


def tokenise(text: str) -> list[tuple[int, int, str]]:
    """``(start, end, text)`` of every token of a sentence, in order; white space belongs to none."""
    return [(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]
