"""ZIP archives: their members read in bounded memory, never unpacked to disk, refused when built to harm."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO

from tarazy.errors import ReadError

MEMBER_LIMIT = 268_435_456
"""Bytes that one member may unpack to."""
TOTAL_LIMIT = 4 * 1024**3
"""Bytes that an archive may unpack to."""
COUNT_LIMIT = 50_000
"""Members that an archive may have."""
RATIO_LIMIT = 150
"""How many times its packed size a member above a few megabytes may unpack to; text seldom exceeds 20."""
DEPTH_LIMIT = 3
"""Archives within archives."""
_SMALL = 8_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: ``name`` as it is shown, ``entry`` as the archive has it, ``problem`` why it is refused."""

    name: str
    entry: str
    size: int
    problem: str | None = None


def members(archive: IO[bytes] | str, name: str) -> Iterator[Member]:
    """The files of an archive in its order; raises ReadError when the archive as a whole cannot be trusted or read."""
    with open_archive(archive, name) as opened:
        entries = [info for info in opened.infolist() if not info.is_dir()]
    if len(entries) > COUNT_LIMIT:
        raise ReadError(f"{name} holds {len(entries)} files, more than {COUNT_LIMIT}: split it into smaller archives")
    if sum(info.file_size for info in entries) > TOTAL_LIMIT:
        raise ReadError(
            f"{name} would unpack to more than {TOTAL_LIMIT // 1024**3} GB: it may be built to harm, leave it out or split it"
        )
    starts = sorted((info.header_offset, info.compress_size) for info in entries)
    if any(a + size > b for (a, size), (b, _) in pairwise(starts)):
        raise ReadError(f"{name} has files that overlap inside: it is built to harm, leave it out")
    for info in entries:
        shown = _true_name(info)
        path = PurePosixPath(shown.replace("\\", "/"))
        if path.name.startswith(".") or "__MACOSX" in path.parts or path.name in ("Thumbs.db", "desktop.ini"):
            continue
        yield Member(shown, info.filename, info.file_size, _problem(info, shown, path, name))


def open_archive(archive: IO[bytes] | str, name: str) -> zipfile.ZipFile:
    """The opened archive; raises ReadError for one that is cut off."""
    try:
        return zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise ReadError(f"{name} is a damaged or cut-off ZIP archive: get a whole copy of it") from None


def read_member(opened: zipfile.ZipFile, entry: str, name: str) -> bytes:
    """The bytes of one member, never more than the limit whatever the archive says of its size."""
    try:
        info = opened.getinfo(entry)
        buffer = io.BytesIO()
        with opened.open(info) as stream:
            while chunk := stream.read(1 << 20):
                buffer.write(chunk)
                if buffer.tell() > MEMBER_LIMIT or (
                    buffer.tell() > _SMALL and buffer.tell() > RATIO_LIMIT * max(info.compress_size, 1)
                ):
                    raise ReadError(f"{name} unpacks to far more than it says: it is built to harm, leave it out")
        return buffer.getvalue()
    except RuntimeError:
        raise ReadError(f"{name} is locked with a password: unpack the archive and read the folder") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, NotImplementedError):
        raise ReadError(f"{name} is damaged inside its archive: get a whole copy of the archive") from None


def _problem(info: zipfile.ZipInfo, shown: str, path: PurePosixPath, archive: str) -> str | None:
    full = f"{archive}!/{shown}"
    if path.is_absolute() or ".." in path.parts or (len(shown) > 1 and shown[1] == ":") or "\x00" in info.filename:
        return f"{full} points outside its archive: leave the archive out or pack it anew"
    if info.flag_bits & 1:
        return f"{full} is locked with a password: unpack the archive and read the folder"
    if info.file_size > MEMBER_LIMIT:
        return f"{full} unpacks to more than {MEMBER_LIMIT // 1024**2} MB: split the file into smaller ones"
    if info.file_size > _SMALL and info.file_size > RATIO_LIMIT * max(info.compress_size, 1):
        return f"{full} unpacks to {info.file_size // max(info.compress_size, 1)} times its size: it may be built to harm, leave it out"
    return None


def _true_name(info: zipfile.ZipInfo) -> str:
    """Names that old archivers wrote in the Russian code page of DOS."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp866"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
