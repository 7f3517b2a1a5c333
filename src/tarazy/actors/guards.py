"""Guards: neighbours that show that a word which looks like an actor's name is not one."""

from __future__ import annotations

import re
from collections import defaultdict

from tarazy.actors.folding import phrase
from tarazy.actors.registry import rows


class Guards:
    """The conditions of ``data/guards.tsv``: for an alias (or ``adjective``: all adjectives) what may not stand before or after it."""

    def __init__(self) -> None:
        self._guards: dict[str, list[tuple[re.Pattern[str] | None, re.Pattern[str] | None, str]]] = defaultdict(list)
        for row in rows("guards"):
            before = re.compile(rf"(?:{row['before']})\W*$", re.IGNORECASE) if row["before"] else None
            after = re.compile(rf"\W*(?:{row['after']})", re.IGNORECASE) if row["after"] else None
            key = row["alias"] if row["alias"].startswith("=") else phrase(row["alias"])
            self._guards[key].append((before, after, row["where"]))

    def reject(self, key: str, form: str, text: str, start: int, end: int) -> bool:
        """True where a guard of the alias ``key`` or of its ``form`` finds what it looks for around ``text[start:end]``."""
        for name in (key, f"={form}"):
            for before, after, where in self._guards.get(name, ()):
                if where == "middle" and text[:start].rstrip(' «"“(—–-')[-1:] in ("", ".", "!", "?", "…", ":"):
                    return True
                if where == "lower" and text.isupper() and len(text) > end - start + 4:
                    return True
                if where == "mixed" and text[start:end].isupper():
                    return True
                if before is not None and before.search(text, max(0, start - 40), start):
                    return True
                if after is not None and after.match(text, end):
                    return True
        return False
