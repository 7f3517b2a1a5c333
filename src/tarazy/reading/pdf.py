"""PDF → text, page by page, with a form feed between pages (PDFium)."""

from __future__ import annotations

import re
import threading

import pypdfium2 as pdfium

from tarazy.errors import ReadError
from tarazy.reading.extracted import Extracted, plain_name

# PDFium writes these marks for a hyphen that a line end has put in.
_LINE_HYPHEN = re.compile("[\ufffe\x02](?P<eol>[ \t]*\r?\n)?")
_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")
_LOCK = threading.Lock()


def read_pdf(data: bytes, name: str) -> Extracted:
    """The text of all pages; raises ReadError for an encrypted, damaged or scanned file."""
    with _LOCK:  # PDFium is not made for threads.
        try:
            pdf = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise ReadError(f"{name} is locked with a password: save it without one and read it again") from None
            raise ReadError(f"{name} is a damaged PDF: get a whole copy of it") from None
        try:
            pages = [_page(pdf, i) for i in range(len(pdf))]
            facts = {key: pdf.get_metadata_value(key) for key in ("Title", "Author", "CreationDate")}
        except pdfium.PdfiumError:
            raise ReadError(f"{name} is a damaged PDF: get a whole copy of it") from None
        finally:
            pdf.close()
    letters = sum(1 for page in pages for c in page[:3000] if c.isalpha())
    if letters < 3:
        raise ReadError(f"{name} holds pictures of pages and no text: run it through a text recognition program first")
    empty = sum(1 for page in pages if not page.strip())
    made = _iso(facts["CreationDate"])
    notes: tuple[str, ...] = (f"the file was made on {made}",) if made else ()
    notes += (f"{empty} of {len(pages)} pages have no text",) if empty * 2 > len(pages) else ()
    title = facts["Title"].strip() or None
    if title and (
        re.search(r"\.\w{2,4}$|^Microsoft|^untitled|^Презентация|^Документ", title, re.IGNORECASE) or len(title) < 8
    ):
        title = None
    return Extracted("\f".join(pages), title, plain_name(facts["Author"]), notes=notes)


def _page(pdf: pdfium.PdfDocument, i: int) -> str:
    page = pdf[i]
    try:
        textpage = page.get_textpage()
        try:
            text = str(textpage.get_text_bounded())
        finally:
            textpage.close()
    finally:
        page.close()
    return _LINE_HYPHEN.sub("-\n", text)


def _iso(value: str) -> str | None:
    match = _DATE.match(value.strip())
    if match is None or not 1980 <= int(match[1]) <= 2100:
        return None
    return "-".join(part for part in match.groups() if part)
