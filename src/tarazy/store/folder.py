"""The observatory's folder: ``observatory.toml``, its tables, ``files/`` by SHA-256, and the marks of reads under way."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from tarazy import __version__
from tarazy.errors import StoreError
from tarazy.store.locking import lock
from tarazy.store.schema import TABLES
from tarazy.store.tables import Table, storage_errors

FORMAT = 3
READ_ID_LENGTH = len("20250101T000000-00000000")
_SETTINGS = "observatory.toml"


class Folder:
    """A folder that holds an observatory. Opening checks that it is one; ``create`` makes it where nothing is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        settings = path / _SETTINGS
        try:
            self.settings = tomllib.loads(settings.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(
                f"{path} is no observatory: make one with `tarazy read FILES --into {path}`, or name one that exists."
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise StoreError(f"{settings} is damaged ({error}): restore it from a copy.") from None
        except OSError as error:
            raise StoreError(f"{settings} cannot be read ({error.strerror}): check its permissions.") from None
        made = self.settings.get("format")
        if made != FORMAT:
            older = isinstance(made, int) and made < FORMAT
            raise StoreError(
                f"{path} has format {made!r} and this tarazy {__version__} reads format {FORMAT}: "
                + ("read its files again into a new folder." if older else "use the version of tarazy that made it.")
            )
        self.tables = {name: Table(path, name) for name in TABLES}

    @classmethod
    def create(cls, path: Path) -> Folder:
        """Open the observatory at ``path``; make an empty one where there is nothing yet."""
        with storage_errors(path):
            if path.exists() and not path.is_dir():
                raise StoreError(f"{path} is a file: name a folder for the observatory.")
            if not (path / _SETTINGS).exists():
                if path.is_dir() and any(not _own(entry.name) for entry in path.iterdir()):
                    raise StoreError(f"{path} holds other files: name an empty or a new folder for the observatory.")
                path.mkdir(parents=True, exist_ok=True)
                name = re.sub(r'["\\\x00-\x1f]', " ", path.resolve().name)
                created = datetime.now(UTC).isoformat(timespec="seconds")
                lines = [
                    f"format = {FORMAT}",
                    f'name = "{name}"',
                    f"created = {created}",
                    f'software = "tarazy {__version__}"',
                ]
                draft = path / f".{_SETTINGS}.{secrets.token_hex(4)}"
                draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
                # A second process that creates the same observatory must not replace the first one's file.
                with contextlib.suppress(FileExistsError):
                    _place(draft, path / _SETTINGS)
                draft.unlink(missing_ok=True)
        folder = cls(path)
        for table in folder.tables.values():
            table.create()
        return folder

    def file(self, digest: str) -> Path:
        """Where the file as given with this SHA-256 is kept."""
        return self.path / "files" / digest[:2] / digest

    @property
    def reading(self) -> Path:
        """Where reads under way keep their marks and the files that they have not committed."""
        return self.path / ".reading"


def _own(name: str) -> bool:
    return name in TABLES or name in ("files", ".reading", _SETTINGS) or name.startswith(f".{_SETTINGS}")


def _place(draft: Path, target: Path) -> None:
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: the plain rename replaces, but the contents are alike.
        draft.replace(target)


class ReadMark:
    """The mark of one read under way: a folder with a lock that the system drops when the process dies."""

    def __init__(self, folder: Folder) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        self.id = f"{stamp}-{secrets.token_hex(4)}"
        self.path, self._observatory = folder.reading / self.id, folder.path
        with storage_errors(folder.path):
            self.path.mkdir(parents=True)
            self._lock = (self.path / "lock").open("w")
            lock(self._lock.fileno())

    def stage(self, digest: str, data: bytes) -> None:
        """Keep a file's bytes until its documents are committed."""
        with storage_errors(self._observatory):
            (self.path / digest).write_bytes(data)

    def keep(self, digest: str, folder: Folder) -> None:
        """Move a staged file to its place among the files as given."""
        with storage_errors(folder.path):
            target = folder.file(digest)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(FileNotFoundError):
                    (self.path / digest).replace(target)

    def drop(self, digest: str) -> None:
        """Forget a staged file."""
        (self.path / digest).unlink(missing_ok=True)

    def close(self, remove: bool = True) -> None:
        """The read is over; with ``remove`` nothing of it is left to clean."""
        self._lock.close()
        if remove:
            shutil.rmtree(self.path, ignore_errors=True)


def dead_reads(folder: Folder, grace: float = 10.0) -> list[Path]:
    """Marks of reads whose process has died; those younger than ``grace`` seconds may not have taken their lock yet."""
    return [mark for mark in _marks(folder) if _is_dead(mark, grace)]


def live_reads(folder: Folder, grace: float = 10.0) -> set[str]:
    """Ids of reads that are under way, in this process or another."""
    return {mark.name for mark in _marks(folder) if not _is_dead(mark, grace) and mark.exists()}


def _marks(folder: Folder) -> list[Path]:
    if not folder.reading.is_dir():
        return []
    return [mark for mark in sorted(folder.reading.iterdir()) if mark.is_dir()]


def _is_dead(mark: Path, grace: float) -> bool:
    try:
        if datetime.now(UTC).timestamp() - mark.stat().st_ctime < grace:
            return False
        with (mark / "lock").open("r+") as held:
            lock(held.fileno())
            return True
    except FileNotFoundError:
        return mark.exists()
    except OSError:
        return False
