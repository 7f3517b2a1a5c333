"""The tree of errors: each carries one sentence that names the file or argument and how to mend it."""

from __future__ import annotations


class TarazyError(Exception):
    """Base of all errors that reach a user; ``str(error)`` is the one sentence to show."""


class ReadError(TarazyError):
    """A file could not be read; the other files still are."""


class StoreError(TarazyError):
    """The observatory folder is missing, damaged, locked or of another version."""


class FullError(StoreError):
    """The disk has no room left."""


class SecondReaderError(TarazyError):
    """The server of the second reader cannot be used; the read stops, what is complete is kept."""


class UsageError(TarazyError):
    """An argument does not fit."""
