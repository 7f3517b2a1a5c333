"""Answers kept on disk by the content of the question, so that nothing is asked or paid for twice."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tarazy.errors import SecondReaderError

VARIABLE = "TARAZY_CACHE"


def cache_folder() -> Path:
    """Where answers are kept: the folder in TARAZY_CACHE, else the user's own cache folder."""
    if own := os.environ.get(VARIABLE):
        return Path(own).expanduser() / "second-reader"
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "tarazy" / "second-reader"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder with one JSON file for each question that was answered."""

    folder: Path

    def get(self, question: str) -> str | None:
        """The answer that was kept; None where there is none that can be read. An empty one says: cut the piece in two."""
        try:
            kept = json.loads(self._path(question).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        answer = kept.get("answer") if isinstance(kept, dict) else None
        return answer if isinstance(answer, str) else None

    def put(self, question: str, answer: str, model: str) -> None:
        """Keep an answer. Raises SecondReaderError where the folder cannot be written."""
        path = self._path(question)
        entry = {"model": model, "recorded": datetime.now(UTC).isoformat(timespec="seconds"), "answer": answer}
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8", errors="replace")
            draft.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise SecondReaderError(
                f"{self.folder} cannot keep the second reader's answers ({error.strerror or error}): "
                f"name another folder in {VARIABLE}."
            ) from None

    def _path(self, question: str) -> Path:
        digest = hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / digest[:2] / f"{digest}.json"
