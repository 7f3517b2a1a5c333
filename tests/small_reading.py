"""A reader and an extractor without models, for tests of the store: one passage a line, one claim a line with a colon.

The language is ``und`` (undetermined), which has no models to load.
"""

import hashlib
import re
import time
from pathlib import Path
from typing import Any

import tarazy
from tarazy.codebook.claim import Claim, Evidence, Participant, Quantity, ValidTime
from tarazy.errors import ReadError
from tarazy.reading.document import Document, OffsetMap, Passage

LINE = re.compile(r"(?P<actor>[A-Z]{3}): (?P<rest>.+)")


def reader(data: bytes, name: str, media_type: str | None = None) -> list[Document]:
    """Lines as passages; bytes that are no UTF-8 and empty files raise ReadError."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ReadError(f"{name} is no text: give a text file.") from None
    if not text.strip():
        raise ReadError(f"{name} is empty: there is nothing to read.")
    passages, at = [], 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        if line.strip():
            passages.append(Passage(line.strip("\n"), "und", at, at + len(line.rstrip("\n")), at, number))
        at += len(line)
    return [plain(text, name, passages, "und", date="2020-05")]


def plain(text: str, name: str, passages: list[Passage], language: str, **more: Any) -> Document:
    """A document of UTF-8 text that is as clean as given."""
    return Document(
        id=hashlib.sha256(text.encode()).hexdigest(),
        name=name,
        media_type="text/plain",
        text=text,
        clean=text,
        offsets=OffsetMap(range(len(text))),
        passages=passages,
        languages=(language,),
        **more,
    )


def extractor(document: Document) -> list[Claim]:
    """``KAZ: signed 5 USD 2018`` is an agreement of KAZ with RUS; a line ``BUG: …`` raises."""
    claims = []
    for passage in document.passages:
        match = LINE.match(passage.text)
        if not match:
            continue
        if match["actor"] == "BUG":
            raise ValueError("a rule stumbled")
        if match["actor"] == "ZZZ":
            time.sleep(0.05)
        year = re.search(r"\b(?:19|20)\d\d\b", match["rest"])
        amount = re.search(r"(\d+) USD", match["rest"])
        claims.append(
            Claim(
                document=document.name,
                kind="agreement",
                participants=(
                    Participant(match["actor"], "party", surface=match["actor"]),
                    Participant("RUS", "party"),
                ),
                evidence=Evidence(passage.start, passage.end, document.text[passage.start : passage.end]),
                time=ValidTime(year[0], year[0]) if year else ValidTime(),
                quantities=(Quantity(float(amount[1]), "USD"),) if amount else (),
                object="agreement on gas" if "gas" in match["rest"] else None,
                stage="signed",
                modality="planned" if "will" in match["rest"] else "asserted",
                language="und",
                rule="test.line",
                confidence=0.75,
                document_id=document.id,
            )
        )
    return claims


def written(folder: Path, *texts: str) -> Path:
    """A new folder with the texts as ``a.txt``, ``b.txt`` and so on, a line for each of a text's parts between slashes."""
    folder.mkdir()
    for name, text in zip("abcdef", texts, strict=False):
        lines = (line.strip() for line in text.split("/"))
        (folder / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return folder


def observatory(folder: Path, *texts: str) -> tarazy.Observatory:
    """An observatory in ``folder`` that has read the texts."""
    made = tarazy.create(folder)
    made.read(written(folder.with_name("texts"), *texts), reader=reader, extractor=extractor, rules="r1")
    return made


def beside(folder: Path, text: str) -> tarazy.Observatory:
    """An observatory in ``folder`` that has read one text, a file of the same name beside it."""
    path = folder.with_suffix(".txt")
    path.write_text(text, "utf-8", newline="")
    made = tarazy.create(folder)
    made.read(path, reader=reader, extractor=extractor, rules="r1")
    return made
