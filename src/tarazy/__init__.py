"""Tarazy reads documents on international relations in Kazakh, Russian and English and keeps every claim with its sentence."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from tarazy.codebook.claim import CitedWork, Claim, Evidence, Participant, Quantity, ValidTime
    from tarazy.errors import ReadError, SecondReaderError, StoreError, TarazyError, UsageError
    from tarazy.observatory import Observatory, create, open  # noqa: A004
    from tarazy.pipeline import Progress, ReadSummary
    from tarazy.reading.document import Document, Passage
    from tarazy.second_reader.reader import SecondReader

__all__ = [
    "CitedWork",
    "Claim",
    "Document",
    "Evidence",
    "Observatory",
    "Participant",
    "Passage",
    "Progress",
    "Quantity",
    "ReadError",
    "ReadSummary",
    "SecondReader",
    "SecondReaderError",
    "StoreError",
    "TarazyError",
    "UsageError",
    "ValidTime",
    "__version__",
    "create",
    "open",
]

_HOMES = {
    "tarazy.codebook.claim": ("CitedWork", "Claim", "Evidence", "Participant", "Quantity", "ValidTime"),
    "tarazy.errors": ("ReadError", "SecondReaderError", "StoreError", "TarazyError", "UsageError"),
    "tarazy.observatory": ("Observatory", "create", "open"),
    "tarazy.pipeline": ("Progress", "ReadSummary"),
    "tarazy.reading.document": ("Document", "Passage"),
    "tarazy.second_reader.reader": ("SecondReader",),
}


def __getattr__(name: str) -> object:
    # Polars and Delta are loaded only when something is asked for, so that `import tarazy` is quick.
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'tarazy' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
