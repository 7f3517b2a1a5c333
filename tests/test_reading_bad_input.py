"""Bad input: one clear sentence each, and the others are still read."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from reading_samples import archive, docx, pdf

from tarazy.errors import ReadError
from tarazy.reading import Document, ReadFailure, Source, find_files, read_bytes, read_path, reader
from tarazy.reading import archive as archives

TEXT = "The two states signed a treaty of friendship in 1997."


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "empty.txt", "empty"),
        (b"\xef\xbb\xbf \r\n", "mark.txt", "empty"),
        (b"", "empty.pdf", "empty PDF"),
        (b"", "empty.docx", "empty Word document"),
        (pdf([[TEXT]], encrypted=True), "locked.pdf", "password"),
        (pdf([[""]]), "scan.pdf", "text recognition"),
        (pdf([[TEXT]])[:300], "cut.pdf", "damaged"),
        (b"Just words.", "words.pdf", "damaged"),
        (docx([TEXT])[:9000], "cut.docx", "cut-off Word document"),
        (archive({"a.txt": b"x"}), "zip.docx", "Word document"),
        (docx([]), "blank.docx", "no text"),
        (archive({"a.txt": TEXT.encode()})[:40], "cut.zip", "cut-off ZIP"),
        (archive({}), "none.zip", "no files"),
        (archive({"xl/workbook.xml": b"<a/>"}), "table.zip", "Excel"),
        (bytes(range(256)) * 40, "binary.txt", "not a text"),
        (b"\x00\x01\x02\x03" * 500, "zeros.txt", "not a text"),
        (b"\x89PNG\r\n\x1a\n" + os.urandom(2000), "picture.txt", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc", ".docx"),
        (b"{\\rtf1 text}", "old.txt", ".docx"),
        (b"{}", "data.json", "type that is not read"),
        (b"<html><body><script>1</script></body></html>", "empty.html", "no text"),
        (b"... --- ...\n", "marks.txt", "no words"),
        (TEXT.encode("utf-16")[:-1], "cut16.txt", "utf-16"),
    ],
)
def test_one_sentence_for_each(data: bytes, name: str, says: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    message = str(caught.value)
    assert message.startswith(name)
    assert says in message
    assert "\n" not in message and ": " in message


def test_the_others_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4 nothing")
    read = list(read_path(tmp_path))
    assert [type(r) for r in read] == [ReadFailure, Document, ReadFailure]


def test_archive_with_paths_that_lead_out(tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(archive({"../evil.txt": TEXT.encode(), "/etc/evil.txt": TEXT.encode(), "good.txt": TEXT.encode()}))
    found = list(find_files(bad))
    assert [type(f) for f in found] == [ReadFailure, ReadFailure, Source]
    assert all("outside its archive" in f.message for f in found if isinstance(f, ReadFailure))
    documents = read_bytes(bad.read_bytes(), "bad.zip")
    assert [d.name for d in documents] == ["bad.zip!/good.txt"]
    assert any("outside" in note for note in documents[0].notes)


def test_archive_bomb(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros.txt", bytes(20_000_000))
        made.writestr("good.txt", TEXT)
    read = list(read_path(bomb))
    assert [type(r) for r in read] == [ReadFailure, Document]
    assert isinstance(read[0], ReadFailure) and "built to harm" in read[0].message


def test_archive_that_lies_about_its_sizes(tmp_path: Path) -> None:
    data = bytearray(archive({"zeros.txt": bytes(20_000_000)}))
    size = (20_000_000).to_bytes(4, "little")
    for at in range(len(data) - 4):
        if data[at : at + 4] == size:
            data[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(ReadError, match=r"damaged|harm"):
        read_bytes(bytes(data), "liar.zip")


def test_archives_within_archives_end_somewhere() -> None:
    data = archive({"a.txt": TEXT.encode()})
    for _ in range(5):
        data = archive({"in.zip": data})
    with pytest.raises(ReadError, match="archive in an archive"):
        read_bytes(data, "deep.zip")


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "COUNT_LIMIT", 3)
    with pytest.raises(ReadError, match="4 files"):
        read_bytes(archive({f"{i}.txt": b"x" for i in range(4)}), "many.zip")


def test_locked_member() -> None:
    data = bytearray(archive({"a.txt": TEXT.encode()}, packed=False))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(ReadError, match="password"):
        read_bytes(bytes(data), "locked.zip")


def test_file_above_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SIZE_LIMIT", 10)
    with pytest.raises(ReadError, match="split it"):
        read_bytes(TEXT.encode(), "large.txt")


def test_file_that_vanishes(tmp_path: Path) -> None:
    path = tmp_path / "gone.txt"
    path.write_text(TEXT)
    source = next(iter(find_files(path)))
    assert isinstance(source, Source)
    path.unlink()
    for read in (source.load, source.digest, source.read):
        with pytest.raises(ReadError, match="vanished"):
            read()
    assert isinstance(next(iter(find_files(path))), ReadFailure)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_file_without_the_right_to_read(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert "right to read" in str(next(iter(read_path(path))))


def test_refused_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(TEXT)

    def refuse(*_: object, **__: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    failure = next(iter(read_path(path)))
    assert isinstance(failure, ReadFailure) and "right to read" in failure.message


def test_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nothing.txt")
    failure = next(iter(find_files(tmp_path)))
    assert isinstance(failure, ReadFailure) and failure.name == "a.txt"
