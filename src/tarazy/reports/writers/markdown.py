"""A report as Markdown, its figures as SVG files beside it."""

from __future__ import annotations

from collections.abc import Iterator

from tarazy.reports.document import Bullets, Cite, Figure, Heading, Paragraph, Report, Span, Table, Text, spaced
from tarazy.reports.writers.sources import place

_MARKS = {"strong": "**", "emphasis": "*"}


def files(report: Report, stem: str) -> dict[str, bytes]:
    """The page, and an SVG file for each figure."""
    found = {f"{stem}.md": ("\n".join(_lines(report, stem)) + "\n").encode()}
    figures = (block for block in report.blocks if isinstance(block, Figure))
    return found | {f"{stem}-{number}.svg": block.svg.encode() for number, block in enumerate(figures, 1)}


def _lines(report: Report, stem: str) -> Iterator[str]:
    yield from (
        f"# {_escaped(report.title)}",
        "",
        f"**{_escaped(report.subtitle)}**",
        "",
        f"*{_escaped(report.basis)}*",
        "",
    )
    for block, number in report.numbered():
        if isinstance(block, Heading):
            yield f"{'#' * (block.level + 1)} {_escaped(block.text)}"
        elif isinstance(block, Paragraph):
            yield f"*{_text(block.text, plain=True)}*" if block.faint else _text(block.text)
        elif isinstance(block, Bullets):
            for text, below in block.items:
                yield f"- {_text(text)}"
                yield from (f"  - {_text(line)}" for line in below)
        elif isinstance(block, Table):
            yield from _table(block, report.labels.table.format(n=number))
        else:
            yield f"![{_escaped(block.description)}]({stem.replace(' ', '%20')}-{number}.svg)"
            yield ""
            yield f"*{report.labels.figure.format(n=number)}.* {_text(block.caption)}"
        yield ""
    yield from (f"## {report.labels.sources}", "")
    if report.is_cut():
        yield from (f"*{_escaped(report.labels.more)}*", "")
    for source in report.sources:
        quote = f"«{_escaped(source.quote)}»"
        yield f'<a id="s{source.number}"></a>{source.number}. {quote} — {_escaped(place(source, report.labels))}'
        yield ""


def _table(table: Table, name: str) -> Iterator[str]:
    yield f"**{name}.** {_escaped(table.caption)}"
    yield ""
    yield f"| {' | '.join(_escaped(head) for head in table.head)} |"
    yield f"|{'|'.join('--:' if at in table.right else '---' for at in range(len(table.head)))}|"
    for row in table.rows:
        yield f"| {' | '.join(_text(cell).replace('|', chr(92) + '|') for cell in row)} |"


def _text(text: Text, plain: bool = False) -> str:
    return "".join(_span(part, plain) if isinstance(part, Span) else _cite(part, space) for part, space in spaced(text))


def _span(span: Span, plain: bool) -> str:
    mark = "" if plain else _MARKS.get(span.style, "")
    return f"{mark}{_escaped(span.text)}{mark}".replace("\n", "<br>")


def _cite(cite: Cite, space: bool) -> str:
    links = [f"[{a}](#s{a})" if a == b else f"[{a}](#s{a})–[{b}](#s{b})" for a, b in cite.runs()]
    return f"{' ' if space else ''}\\[{', '.join(links)}{f' +{cite.more}' if cite.more else ''}\\]"


def _escaped(text: str) -> str:
    for sign in "\\*_`<[":
        text = text.replace(sign, "\\" + sign)
    return text
