"""Bytes → Document → Passages: formats, clean-up with an offset map, papers of a volume, language, sentences."""

from __future__ import annotations

from tarazy.reading.document import Document, OffsetMap, Passage
from tarazy.reading.reader import read_bytes
from tarazy.reading.sources import ReadFailure, Source, find_files, read_path

__all__ = ["Document", "OffsetMap", "Passage", "ReadFailure", "Source", "find_files", "read_bytes", "read_path"]
