"""DOCX → text: paragraphs and tables in their order, footnotes after the text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tarazy.errors import ReadError
from tarazy.reading.extracted import Extracted, plain_name

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LIMIT = 300_000_000
# A cell longer than this belongs to a layout table, whose cells are columns of running text.
_LAYOUT_CELL = 250
_NOTES = ("footnotes", "endnotes")


def read_docx(data: bytes, name: str) -> Extracted:
    """The text of a Word document; raises ReadError for a truncated or damaged one."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LIMIT:
                raise ReadError(
                    f"{name} unpacks to more than {_LIMIT // 1_000_000} MB: it may be built to harm, leave it out"
                )
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        lines = list(_blocks(body))
        notes = list(_footnotes(document))
    except ReadError:
        raise
    except Exception as error:
        if isinstance(error, (MemoryError, KeyboardInterrupt)):
            raise
        raise ReadError(f"{name} is a damaged or cut-off Word document: get a whole copy of it") from None
    text = "\n\n".join(lines)
    if notes:
        text += "\n\n\n" + "\n\n".join(notes)
    if not any(c.isalnum() for c in text):
        raise ReadError(
            f"{name} has no text in it: if its pages are pictures, run it through a text recognition program"
        )
    facts = document.core_properties
    # When a file was made is not when its text was written: it is noted, and never taken for the document's date.
    made = facts.created
    known = made is not None and made.year >= 1990 and made.date().isoformat() != "2013-12-23"
    return Extracted(
        text,
        (facts.title or "").strip() or None,
        plain_name(facts.author),
        flowing=True,
        notes=(f"the file was made on {made.date().isoformat()}",) if known else (),
    )


def _blocks(parent: Any) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{_W}p":
            text = _paragraph(element).strip()
            if text:
                yield from (line for line in text.split("\n") if line.strip())
        elif element.tag == f"{_W}tbl":
            yield from _table(element)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}smartTag"):
            yield from _blocks(element)


def _table(table: Any) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        cells = []
        for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt"):
            cells.append([_paragraph(p).strip() for p in cell.iter(f"{_W}p")])
        texts = [" ".join(t for t in cell if t).replace("\n", " ").replace("\t", " ") for cell in cells]
        if len(texts) == 1 or any(len(t) > _LAYOUT_CELL for t in texts):
            for cell in cells:
                yield from (t for t in cell if t)
        elif any(texts):
            yield "\t".join(texts)


def _paragraph(paragraph: Any) -> str:
    parts: list[str] = []
    if paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
        parts.append("- ")
    for node in paragraph.iter():
        tag = node.tag
        if tag == f"{_W}t":
            parts.append(node.text or "")
        elif tag == f"{_W}tab" and node.getparent().tag == f"{_W}r":
            parts.append(" ")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n" if node.get(f"{_W}type") in (None, "textWrapping") else "\n\n")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{_W}softHyphen":
            parts.append("\xad")
    return "".join(parts)


def _footnotes(document: Any) -> Iterator[str]:
    """Footnotes and endnotes as ``[1] text``, in their order."""
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(_NOTES):
            continue
        root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
        for note in root:
            number = note.get(f"{_W}id")
            if note.get(f"{_W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            text = " ".join(_paragraph(p).strip() for p in note.iter(f"{_W}p")).strip()
            if text:
                yield f"[{number}] {text}"
