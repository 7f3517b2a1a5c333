"""Files that somebody hands in: kept in a folder of the system until they are read, under names that lead nowhere."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
import unicodedata
from collections import OrderedDict
from collections.abc import AsyncIterator
from pathlib import Path
from threading import Lock
from typing import Annotated, cast

from fastapi import Depends, Request

from tarazy.errors import FullError, UsageError
from tarazy.web.problems import BusyError, LargeError, NotThereError

LARGEST = 200_000_000
"""Bytes of one file."""
ALTOGETHER = 1_000_000_000
"""Bytes of all files that wait at once."""
MOST_FILES = 500
_OPEN = 20
_HOURS = 6
_LONGEST_NAME = 200
_FORBIDDEN = '/\\:*?"<>|' if os.name == "nt" else "/\\"


class Upload:
    """Files handed in together. Their folder goes when they have been read."""

    def __init__(self) -> None:
        self.id, self.begun = secrets.token_hex(12), time.monotonic()
        # It goes with the service too, should nobody have read the files by then.
        self._kept = tempfile.TemporaryDirectory(prefix="tarazy-upload-", ignore_cleanup_errors=True)
        self.folder = Path(self._kept.name)
        self.sizes: dict[str, int] = {}
        self.busy = False

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(self.sizes.values())

    def path(self, name: str) -> Path:
        """Where a file of this upload is. NotThereError for one that was not handed in."""
        if name not in self.sizes:
            raise NotThereError(f"File {name!r} is not in this upload: hand it in first.")
        return self.folder / name

    def remove(self, name: str) -> None:
        """Take a file out. NotThereError for one that was not handed in, UsageError while the files are being read."""
        path = self.path(name)
        if self.busy:
            raise UsageError("These files are being read: stop that first.")
        path.unlink(missing_ok=True)
        del self.sizes[name]

    def clear(self) -> None:
        """Remove the files."""
        self._kept.cleanup()

    def plain(self, sentence: str) -> str:
        """A sentence without the folder, of which nobody has to know."""
        return " ".join(sentence.replace(f"{self.folder}/", "").replace(str(self.folder), "").split())


class Uploads:
    """The uploads of a service."""

    def __init__(self) -> None:
        self._lock, self._kept = Lock(), OrderedDict[str, Upload]()

    def begin(self) -> Upload:
        """A new one; those that were left lying go. BusyError where too many are open."""
        with self._lock:
            for name, one in list(self._kept.items()):
                if not one.busy and time.monotonic() - one.begun > 3600 * _HOURS:
                    self._kept.pop(name).clear()
            idle = [name for name, one in self._kept.items() if not one.busy]
            if len(self._kept) >= _OPEN:
                if not idle:
                    raise BusyError("Too many uploads are under way: wait until one is done.")
                self._kept.pop(idle[0]).clear()
            upload = Upload()
            self._kept[upload.id] = upload
            return upload

    def get(self, name: str) -> Upload:
        """The upload of this id. NotThereError where there is none."""
        with self._lock:
            if name not in self._kept:
                raise NotThereError(f"Upload {name!r} is not there: hand the files in again.")
            return self._kept[name]

    def end(self, upload: Upload) -> None:
        """Remove an upload with its files."""
        with self._lock:
            self._kept.pop(upload.id, None)
        upload.clear()

    def waiting(self) -> int:
        """Bytes of all files that wait."""
        with self._lock:
            return sum(one.size for one in self._kept.values())

    async def add(self, upload: Upload, name: str, chunks: AsyncIterator[bytes]) -> int:
        """Take a file in. UsageError for a name that is none, LargeError for too much, FullError where there is no room; then nothing of it stays. Returns its bytes."""
        name = checked_name(name)
        if upload.busy:
            raise UsageError("These files are being read already: hand more in as another upload.")
        if name in upload.sizes:
            raise UsageError(f"{name} was handed in already: give one of the two another name.")
        if len(upload.sizes) >= MOST_FILES:
            raise UsageError(f"There are {MOST_FILES} files already: read them first, or hand in one archive (.zip).")
        room = min(LARGEST, ALTOGETHER - self.waiting())
        part, size = upload.folder / f".{secrets.token_hex(8)}.part", 0
        try:
            with part.open("wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > room:
                        raise LargeError(
                            f"{name} is too large: a file has at most {LARGEST // 1_000_000} MB, and all that wait 1,000 MB."
                        )
                    file.write(chunk)
            part.replace(upload.folder / name)
        except OSError as error:
            raise FullError(
                f"{name} could not be kept ({error.strerror}): make room on the disk of the service."
            ) from None
        finally:
            part.unlink(missing_ok=True)
        upload.sizes[name] = size
        return size


def checked_name(name: str) -> str:
    """The name of a file, which must be no path. UsageError for one that is."""
    name = unicodedata.normalize("NFC", name).strip()
    bad = not name or name.startswith(".") or any(char in _FORBIDDEN or not char.isprintable() for char in name)
    if bad or len(name.encode("utf-8", "replace")) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(f"{name[:80]!r} is no name of a file: hand it in under a plain name such as report.pdf.")
    return name


def uploads(request: Request) -> Uploads:
    """The uploads of the service that is asked."""
    return cast(Uploads, request.app.state.uploads)


UploadsDep = Annotated[Uploads, Depends(uploads)]
