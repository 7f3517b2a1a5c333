"""A report as PDF, set by Typst."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files as resources

from tarazy.reports.document import Bullets, Cite, Figure, Heading, Paragraph, Report, Source, Span, Table, Text, spaced
from tarazy.reports.writers.sources import place
from tarazy.reports.writers.typesetting import compiled, in_font, literal

_CALLS = {"strong": "strong", "emphasis": "emph", "faint": "faint"}


def files(report: Report, stem: str) -> dict[str, bytes]:
    """The PDF."""
    return {f"{stem}.pdf": compiled(source(report))}


def source(report: Report) -> str:
    """The report in Typst."""
    style = (resources("tarazy.reports") / "data" / "report.typ").read_text(encoding="utf-8")
    return style + "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    named = {
        "title": report.title,
        "subtitle": report.subtitle,
        "basis": report.basis,
        "language": report.language,
    }
    settings = ", ".join(f"{name}: {literal(value)}" for name, value in named.items())
    yield f"#show: report.with({settings})"
    for block, number in report.numbered():
        if isinstance(block, Heading):
            yield f"#heading(level: {block.level})[{_words(block.text)}]"
        elif isinstance(block, Paragraph):
            yield f"#remark[{_text(block.text)}]" if block.faint else f"#par[{_text(block.text)}]"
        elif isinstance(block, Bullets):
            yield f"#list({', '.join(_item(text, below) for text, below in block.items)},)"
        elif isinstance(block, Table):
            yield _table(block, report.labels.table.format(n=number))
        else:
            yield _figure(block, report.labels.figure.format(n=number))
    yield f"#heading(level: 1)[{_words(report.labels.sources)}]"
    if report.is_cut():
        yield f"#remark[{_words(report.labels.more)}]"
    for one in report.sources:
        yield _source(one, report)


def _words(text: str) -> str:
    return f"#{literal(text)}" if text else ""


def _text(text: Text) -> str:
    return "".join(_span(part) if isinstance(part, Span) else _cite(part, space) for part, space in spaced(text))


def _span(span: Span) -> str:
    inner = "#linebreak()".join(map(_words, span.text.split("\n")))
    call = _CALLS.get(span.style)
    return f"#{call}[{inner}]" if call else inner


def _cite(cite: Cite, space: bool) -> str:
    runs = [_link(a) if a == b else f"{_link(a)}–{_link(b)}" for a, b in cite.runs()]
    more = f" +{cite.more}" if cite.more else ""
    return f"{'~' if space else ''}#cited[{', '.join(runs)}{more}]"


def _link(number: int) -> str:
    return f'#link(label("s{number}"))[{number}]'


def _item(text: Text, below: tuple[Text, ...]) -> str:
    inner = f"#beneath({', '.join(f'[{_text(line)}]' for line in below)},)" if below else ""
    return f"[{_text(text)}{inner}]"


def _table(table: Table, name: str) -> str:
    widths = ", ".join(f"{one}fr" for one in table.widths or (1,) * len(table.head))
    right = ", ".join(str(one) for one in table.right)
    cells = [f"[{_text(cell)}]" for row in table.rows for cell in row]
    head = f"head: ({', '.join(f'[{_words(one)}]' for one in table.head)},), " if any(table.head) else ""
    return f"#tabled([#strong[{_words(name)}.] {_words(table.caption)}], ({widths},), ({right}{',' if right else ''}), {head}{', '.join(cells)})"


def _figure(figure: Figure, name: str) -> str:
    drawn = (
        f'image(bytes({literal(in_font(figure.svg))}), format: "svg", width: 100%, alt: {literal(figure.description)})'
    )
    return f"#figure({drawn}, kind: image, caption: [#strong[{_words(name)}.] {_text(figure.caption)}])"


def _source(one: Source, report: Report) -> str:
    where = place(one, report.labels)
    language = one.language or report.language
    quote = f"#text(lang: {literal(language)})[{_words(f'«{one.quote}»')}]"
    return f'#source({one.number}, label("s{one.number}"))[{quote} #faint[{_words(where)}]]'
