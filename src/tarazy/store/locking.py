"""A lock between processes on a file; the system drops it when the process that holds it dies."""

from __future__ import annotations

import os


def lock(descriptor: int) -> None:
    """Take an exclusive lock that ends with the process; OSError when another holds it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
