"""What reports are made from: an observatory's tables, the words of a language, the register of sources, the blocks written so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from tarazy import __version__
from tarazy.language import CODES
from tarazy.reports.asking import Asked
from tarazy.reports.citing import Citations
from tarazy.reports.document import (
    Block,
    Bullets,
    Cite,
    Figure,
    Heading,
    Labels,
    Paragraph,
    Report,
    Span,
    Style,
    Table,
    Text,
)
from tarazy.reports.wording import Words
from tarazy.store.selection import checked

if TYPE_CHECKING:
    from tarazy.observatory import Observatory


class Material:
    """The tables of ``observatory`` as people have ruled them, and the report that grows from them."""

    def __init__(self, observatory: Observatory, asked: Asked, language: str) -> None:
        asked.check()
        checked(language, CODES, "language")
        self.observatory, self.asked = observatory, asked
        self.words = Words(language, observatory.actor_names(language))
        self.records, self.claims, members = observatory.report_tables()
        self.documents = observatory.documents()
        self.cites = Citations(self.claims, self.documents, members, asked.most, self.words.full_name, self.words.date)
        self.blocks: list[Block] = []
        self._entries: dict[tuple[str, ...], pl.DataFrame] = {}
        self._measured: dict[tuple[Any, ...], pl.DataFrame] = {}

    @cached_property
    def on(self) -> str:
        """The day asked about, or else the latest date of which the observatory knows: a document's, or that of an asserted event."""
        if self.asked.on:
            return self.asked.on
        last = self.asked.end
        until = (last if len(last) == 10 else f"{last}-12-31"[:10]) if last else self._recorded()
        dates = pl.concat(
            [
                self.documents.select(date="date"),
                self.records.filter(pl.col("modality") == "asserted").select(date="time_start"),
            ]
        )["date"].drop_nulls()
        known = dates.filter(dates <= until)
        return str(known.max()) if known.len() else until[:4]

    def _recorded(self) -> str:
        moment = self.documents["recorded"].max()
        return str(moment)[:10] if moment is not None else "9999-12-31"

    def measure(self, name: str, actors: Iterable[str], **settings: Any) -> pl.DataFrame:
        """A measure over the span and domains asked about."""
        named = list(actors)
        key = name, tuple(named), tuple(sorted(settings.items()))
        if key not in self._measured:
            own = {"domain": list(self.asked.domain)} if self.asked.domain else {}
            self._measured[key] = self.observatory.measure(name, named, **{**self.asked.years(), **own, **settings})
        return self._measured[key]

    def entries(self, actors: Iterable[str], modality: str | None = "asserted") -> pl.DataFrame:
        """A chronology of what is asked about; the dates that the report names are those of its entries."""
        asked, named = self.asked, tuple(actors)
        if named not in self._entries:
            self._entries[named] = self.observatory.chronology(
                list(named), asked.start, asked.end, list(asked.kind) or None, list(asked.domain) or None, None
            )
        found = self._entries[named]
        return found if modality is None else found.filter(modality=modality)

    def heading(self, key: str, level: int = 1, **slots: Any) -> None:
        """A heading from a template."""
        self.blocks.append(Heading(self.words.text(key, **slots), level))

    def say(self, *parts: Text, faint: bool = False) -> None:
        """A paragraph of sentences."""
        if joined := sentences(*parts):
            self.blocks.append(Paragraph(joined, faint))

    def sentence(self, key: str, cite: Cite | None = None, **slots: Any) -> Text:
        """A sentence from a template, its citation before the full stop."""
        return cited(self.words.sentence(key, **slots), cite)

    def bullets(self, items: Iterable[tuple[Text, tuple[Text, ...]]]) -> None:
        """A list, if there is anything in it."""
        if listed := tuple(items):
            self.blocks.append(Bullets(listed))

    def table(
        self,
        key: str,
        head: Iterable[str],
        rows: Iterable[tuple[Text, ...]],
        right: tuple[int, ...] = (),
        widths: tuple[float, ...] = (),
        **slots: Any,
    ) -> None:
        """A table, if there are rows: caption and heads from templates."""
        if listed := tuple(rows):
            heads = tuple(self.words.text(f"head-{name}", **slots) if name else "" for name in head)
            self.add_table(self.words.sentence(key, **slots), heads, listed, right, widths)

    def add_table(
        self,
        caption: str,
        head: tuple[str, ...],
        rows: tuple[tuple[Text, ...], ...],
        right: tuple[int, ...] = (),
        widths: tuple[float, ...] = (),
    ) -> None:
        """A table with heads of its own."""
        self.blocks.append(Table(caption, head, rows, right, widths))

    def figure(self, svg: str | None, caption: Text, description: str) -> None:
        """A figure, if there is one."""
        if svg:
            self.blocks.append(Figure(caption, svg, description))

    def cell(self, text: str, cite: Cite | None = None) -> Text:
        """A cell of a table."""
        return (Span(text), cite) if cite else (Span(text),)

    def report(self, kind: str, title: str, subtitle: str) -> Report:
        """The report as far as it has been written."""
        words = self.words
        labels = Labels(
            words.text("sources"),
            words.text("table", n="{n}"),
            words.text("figure", n="{n}"),
            words.text("more"),
            words.text("contents"),
            words.text("place", start="{start}", end="{end}"),
            words.text("no-date"),
            words.text("speaker", speaker="{speaker}"),
        )
        count = words.count
        basis = words.text(
            "basis",
            name=self.observatory.path.resolve().name,
            version=self.observatory.version,
            documents=count(self.documents.height, "documents"),
            claims=count(self.claims.height, "claims"),
            records=count(self.records.height, "records"),
            software=__version__,
        )
        sources = self.cites.sources()
        return Report(kind, words.language, title, subtitle, basis, tuple(self.blocks), sources, labels)


Section = Callable[[Material], None]


def cited(sentence: str, cite: Cite | None, style: Style = "") -> Text:
    """A sentence with its citation before the full stop."""
    if cite is None:
        return (Span(sentence if sentence.endswith(".") else f"{sentence}.", style),)
    # A full stop at the end is that of an abbreviation and stays: "1992–2025 гг. [3]."
    return Span(sentence, style), cite, Span(".", style)


def sentences(*parts: Text) -> Text:
    """Texts one after another with spaces between them."""
    joined: list[Span | Cite] = []
    for part in filter(None, parts):
        joined += [Span(" "), *part] if joined else part
    return tuple(joined)
