"""Small files of every format, made on the fly for the tests of the reading code."""

from __future__ import annotations

import io
import zipfile


def pdf(pages: list[list[str]], encrypted: bool = False, info: str = "") -> bytes:
    """A PDF with one line of text under the other; letters of any script through a ToUnicode map."""
    letters = sorted({c for page in pages for line in page for c in line})
    code = {c: i + 1 for i, c in enumerate(letters)}
    ranges = "\n".join(f"<{i:02X}> <{ord(c):04X}>" for c, i in code.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(code)} beginbfchar\n{ranges}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
    objects: list[bytes] = [b"", b"", b"", b"", b""]  # catalogue, pages, font, map, information
    kids = []
    for page in pages:
        body = "BT /F1 11 Tf 14 TL 60 780 Td\n"
        for line in page:
            body += "<" + "".join(f"{code[c]:02X}" for c in line) + "> Tj T*\n"
        stream = (body + "ET").encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(f"{len(objects)} 0 R")
    widths = " ".join(["500"] * 255)
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    objects[2] = (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 1 /LastChar 255 /Widths [{widths}] /ToUnicode 4 0 R >>"
    ).encode()
    objects[3] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap)
    objects[4] = f"<< {info} >>".encode()
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    lock = (
        b" /Encrypt << /Filter /Standard /V 1 /R 2 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> /P -4 >> /ID [<00> <00>]"
        if encrypted
        else b""
    )
    out.write(
        b"trailer << /Size %d /Root 1 0 R /Info 5 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, lock, start)
    )
    return out.getvalue()


def docx(paragraphs: list[str], table: list[list[str]] | None = None, title: str = "", author: str = "") -> bytes:
    """A Word document."""
    import docx as word

    document = word.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
    document.core_properties.title = title
    document.core_properties.author = author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(files: dict[str, bytes], packed: bool = True) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()
