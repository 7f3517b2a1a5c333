"""A report as DOCX, by python-docx: real headings, captions, tables whose heads repeat, links from citations to sources."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tarazy.reports.document import Bullets, Cite, Figure, Heading, Paragraph, Report, Span, Table, Text, plain, spaced
from tarazy.reports.writers.sources import place
from tarazy.reports.writers.typesetting import pixels

_INK, _FAINT, _ACCENT = RGBColor(0x22, 0x30, 0x3A), RGBColor(0x5F, 0x6B, 0x73), RGBColor(0x1F, 0x6F, 0x8B)
_LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
_WIDTH = 17.0
"""Centimetres between the margins."""
_WHOLE = 600
"""Letters up to which a row of a table stays on one page."""
_BEGINNING = datetime.datetime(2000, 1, 1)
"""The same report is the same file: no clock goes into it."""


def files(report: Report, stem: str) -> dict[str, bytes]:
    """The document."""
    made = Document()
    _style(made, report)
    made.add_paragraph(report.subtitle, style="Subtitle")
    made.add_paragraph(report.title, style="Title")
    _remark(made, (Span(report.basis),))
    for block, number in report.numbered():
        if isinstance(block, Heading):
            made.add_heading(block.text, block.level)
        elif isinstance(block, Paragraph):
            if block.faint:
                _remark(made, block.text)
            else:
                _fill(made.add_paragraph(), block.text)
        elif isinstance(block, Bullets):
            for text, below in block.items:
                _fill(made.add_paragraph(style="List Bullet"), text)
                for line in below:
                    _fill(made.add_paragraph(style="List Continue"), line)
        elif isinstance(block, Table):
            _caption(made, f"{report.labels.table.format(n=number)}.", (Span(block.caption),), keep=True)
            _table(made, block)
        else:
            made.add_picture(io.BytesIO(pixels(block.svg)), width=Cm(_WIDTH))
            _described(made, block)
            _caption(made, f"{report.labels.figure.format(n=number)}.", block.caption)
    made.add_heading(report.labels.sources, 1)
    if report.is_cut():
        _remark(made, (Span(report.labels.more),))
    for source in report.sources:
        paragraph = made.add_paragraph(style="Sources")
        _bookmark(paragraph, source.number)
        paragraph.add_run(f"\t«{source.quote}» ")
        _run(paragraph, Span(place(source, report.labels), "faint"))
    held = io.BytesIO()
    made.save(held)
    return {f"{stem}.docx": _timeless(held)}


def _timeless(held: io.BytesIO) -> bytes:
    """The same package with one date for all its parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(held) as given, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            out.writestr(zipfile.ZipInfo(name, _BEGINNING.timetuple()[:6]), given.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _style(made: Any, report: Report) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    styles = made.styles
    for name, size, colour, bold in (
        ("Normal", 10.5, _INK, False),
        ("Title", 22, _INK, True),
        ("Subtitle", 11, _ACCENT, True),
        ("Heading 1", 14.5, _INK, True),
        ("Heading 2", 11.5, _ACCENT, True),
        ("Caption", 9, _INK, False),
    ):
        style = styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = "Calibri", Pt(size), bold, False
        style.font.color.rgb = colour
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), "Calibri")
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGES[report.language])
    properties = styles["Normal"].element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language)
    styles["Normal"].paragraph_format.space_after = Pt(5)
    listed = styles.add_style("Sources", 1)
    listed.base_style = styles["Normal"]
    listed.font.size = Pt(9)
    listed.paragraph_format.left_indent, listed.paragraph_format.first_line_indent = Cm(1), Cm(-1)
    listed.paragraph_format.tab_stops.add_tab_stop(Cm(1))
    core = made.core_properties
    core.title, core.subject, core.author, core.comments = report.title, report.subtitle, "tarazy", report.basis
    core.language = _LANGUAGES[report.language]
    core.created = core.modified = _BEGINNING


def _fill(paragraph: Any, text: Text) -> None:
    for part, space in spaced(text):
        if isinstance(part, Span):
            _run(paragraph, part)
        else:
            _cite(paragraph, part, space)


def _run(paragraph: Any, span: Span) -> Any:
    run = paragraph.add_run(span.text)
    run.bold = True if span.style == "strong" else None
    run.italic = True if span.style == "emphasis" else None
    if span.style == "faint":
        run.font.color.rgb = _FAINT
    return run


def _cite(paragraph: Any, cite: Cite, space: bool) -> None:
    _small(paragraph.add_run("\u00a0[" if space else "["))
    for at, (first, last) in enumerate(cite.runs()):
        if at:
            _small(paragraph.add_run(", "))
        _link(paragraph, first)
        if last != first:
            _small(paragraph.add_run("–"))
            _link(paragraph, last)
    _small(paragraph.add_run(f"{f' +{cite.more}' if cite.more else ''}]"))


def _small(run: Any) -> Any:
    run.font.size, run.font.color.rgb = Pt(8.5), _FAINT
    return run


def _link(paragraph: Any, number: int) -> None:
    """A link to the bookmark of a source."""
    run = paragraph.add_run(str(number))
    run.font.size, run.font.color.rgb = Pt(8.5), _ACCENT
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"s{number}")
    paragraph._p.remove(run._r)
    link.append(run._r)
    paragraph._p.append(link)


def _bookmark(paragraph: Any, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"s{number}")
    paragraph._p.append(start)
    paragraph.add_run(f"{number}.")
    paragraph._p.append(end)


def _remark(made: Any, text: Text) -> None:
    paragraph = made.add_paragraph()
    _fill(paragraph, text)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), _FAINT


def _caption(made: Any, name: str, text: Text, keep: bool = False) -> None:
    paragraph = made.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = keep
    paragraph.add_run(f"{name} ").bold = True
    _fill(paragraph, text)


def _described(made: Any, figure: Figure) -> None:
    """What the figure shows in words, for those who do not see it."""
    [properties] = made.paragraphs[-1]._p.xpath(".//wp:docPr")
    properties.set("descr", figure.description)


def _table(made: Any, table: Table) -> None:
    heads = [table.head] if any(table.head) else []
    set_ = made.add_table(rows=len(heads) + len(table.rows), cols=len(table.head))
    set_.autofit = False
    shares = table.widths or (1,) * len(table.head)
    widths = [Cm(_WIDTH * one / sum(shares)) for one in shares]
    for at, head in enumerate(heads[0] if heads else ()):
        _cell(set_.rows[0].cells[at], (Span(head, "strong"),), at in table.right)
    if heads:
        repeated = OxmlElement("w:tblHeader")
        set_.rows[0]._tr.get_or_add_trPr().append(repeated)
    for number, row in enumerate(table.rows, len(heads)):
        cells = set_.rows[number].cells
        for at, text in enumerate(row):
            _cell(cells[at], text, at in table.right)
        if sum(len(plain(text)) for text in row) < _WHOLE:
            set_.rows[number]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    # Word reads the width of cells, others that of the grid.
    for column, width in zip(set_.columns, widths, strict=True):
        column.width = width
    for row in set_.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    _lines(set_, bool(heads))
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def _cell(cell: Any, text: Text, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _fill(paragraph, text)
    for run in paragraph.runs:
        run.font.size = run.font.size or Pt(9)


def _lines(table: Any, headed: bool) -> None:
    """Fine lines below rows, a stronger one below the head."""
    for number, row in enumerate(table.rows):
        strong = headed and number == 0
        for cell in row.cells:
            borders = OxmlElement("w:tcBorders")
            bottom = OxmlElement("w:bottom")
            values: Sequence[tuple[str, str]] = (
                ("w:val", "single"),
                ("w:sz", "8" if strong else "4"),
                ("w:color", "22303A" if strong else "D8DDE0"),
            )
            for name, value in values:
                bottom.set(qn(name), value)
            borders.append(bottom)
            cell._tc.get_or_add_tcPr().append(borders)
