"""A report as one HTML page that needs nothing else: style and figures are in it; it prints well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files as resources

from tarazy.reports.document import Bullets, Cite, Figure, Heading, Paragraph, Report, Source, Span, Table, Text, spaced
from tarazy.reports.writers.sources import place

_TAGS = {
    "strong": ("<strong>", "</strong>"),
    "emphasis": ("<em>", "</em>"),
    "faint": ('<span class="faint">', "</span>"),
}


def files(report: Report, stem: str) -> dict[str, bytes]:
    """The page."""
    return {f"{stem}.html": page(report).encode()}


def page(report: Report) -> str:
    """The page's text."""
    style = (resources("tarazy.reports") / "data" / "report.css").read_text(encoding="utf-8")
    return "\n".join(_lines(report, style)) + "\n"


def _lines(report: Report, style: str) -> Iterator[str]:
    title = escape(report.title)
    yield "<!doctype html>"
    yield f'<html lang="{report.language}">'
    yield f'<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    yield f"<style>\n{style}</style></head>"
    yield "<body><main>"
    yield f'<header><p class="kind">{escape(report.subtitle)}</p><h1>{title}</h1><p class="basis">{escape(report.basis)}</p></header>'
    sections = [heading.text for heading in report.headings() if heading.level == 1]
    if len(sections) > 2:
        yield f'<nav aria-label="{escape(report.labels.contents)}"><ol>'
        yield from (f'<li><a href="#c{at}">{escape(text)}</a></li>' for at, text in enumerate(sections, 1))
        yield f'<li><a href="#sources">{escape(report.labels.sources)}</a></li></ol></nav>'
    section = 0
    for block, number in report.numbered():
        if isinstance(block, Heading):
            if block.level == 1:
                section += 1
                yield f'<h2 id="c{section}">{escape(block.text)}</h2>'
            else:
                yield f"<h3>{escape(block.text)}</h3>"
        elif isinstance(block, Paragraph):
            remark = ' class="remark"' if block.faint else ""
            yield f"<p{remark}>{_text(block.text)}</p>"
        elif isinstance(block, Bullets):
            yield "<ul>"
            for text, below in block.items:
                inner = "".join(f"<li>{_text(line)}</li>" for line in below)
                yield f"<li>{_text(text)}{f'<ul>{inner}</ul>' if inner else ''}</li>"
            yield "</ul>"
        elif isinstance(block, Table):
            yield from _table(block, report.labels.table.format(n=number))
        else:
            yield _figure(block, number, report.labels.figure.format(n=number))
    yield f'<h2 id="sources">{escape(report.labels.sources)}</h2>'
    if report.is_cut():
        yield f'<p class="remark">{escape(report.labels.more)}</p>'
    yield '<ol class="sources">'
    yield from (_source(source, report) for source in report.sources)
    yield "</ol></main></body></html>"


def _text(text: Text) -> str:
    return "".join(_span(part) if isinstance(part, Span) else _cite(part, space) for part, space in spaced(text))


def _span(span: Span) -> str:
    before, after = _TAGS.get(span.style, ("", ""))
    return f"{before}{escape(span.text).replace(chr(10), '<br>')}{after}"


def _cite(cite: Cite, space: bool) -> str:
    links = [
        f'<a href="#s{a}">{a}</a>' if a == b else f'<a href="#s{a}">{a}</a>–<a href="#s{b}">{b}</a>'
        for a, b in cite.runs()
    ]
    return f'<span class="cite">{"&nbsp;" if space else ""}[{", ".join(links)}{f" +{cite.more}" if cite.more else ""}]</span>'


def _table(table: Table, name: str) -> Iterator[str]:
    yield '<div class="scroll">'
    yield f'<table><caption><span class="number">{escape(name)}.</span> {escape(table.caption)}</caption>'
    if table.widths:
        total = sum(table.widths)
        yield (
            "<colgroup>"
            + "".join(f'<col style="width:{100 * one / total:.1f}%">' for one in table.widths)
            + "</colgroup>"
        )
    if any(table.head):
        yield (
            "<thead><tr>"
            + "".join(_cell("th", at, escape(head), table) for at, head in enumerate(table.head))
            + "</tr></thead>"
        )
    yield "<tbody>"
    for row in table.rows:
        yield "<tr>" + "".join(_cell("td", at, _text(cell), table) for at, cell in enumerate(row)) + "</tr>"
    yield "</tbody></table></div>"


def _cell(tag: str, at: int, inner: str, table: Table) -> str:
    right = ' class="right"' if at in table.right else ""
    return f"<{tag}{right}>{inner}</{tag}>"


def _figure(figure: Figure, number: int, label: str) -> str:
    drawn = re.sub(r'\b(id="|url\(#|href="#)', rf"\1f{number}-", figure.svg)
    drawn = re.sub(r'^<svg([^>]*?) width="(\d+)" height="\d+"', r'<svg\1 style="max-width:\2px"', drawn)
    drawn = drawn.replace("<svg", f'<svg role="img" aria-label="{escape(figure.description)}"', 1)
    caption = f'<span class="number">{escape(label)}.</span> {_text(figure.caption)}'
    return f"<figure>{drawn}<figcaption>{caption}</figcaption></figure>"


def _source(source: Source, report: Report) -> str:
    what = escape(place(source, report.labels))
    return (
        f'<li id="s{source.number}" value="{source.number}"><q lang="{source.language}">{escape(source.quote)}</q> '
        f'<span class="from">{what}</span></li>'
    )
