"""How a source of the list is described, the same in every format."""

from __future__ import annotations

from tarazy.reports.document import Labels, Source


def place(source: Source, labels: Labels) -> str:
    """Whose words they are, authors, title, part, file, date and place: ``Title (file.txt, 2023), characters 10–90``."""
    authors = f"{', '.join(source.authors)}. " if source.authors else ""
    title = source.title or source.document
    part = f" / {source.part}" if source.part and source.part != source.title else ""
    file = f"{source.document}, " if source.title else ""
    where = labels.place.format(start=source.start, end=source.end)
    within = ", ".join(filter(None, (file.rstrip(", "), source.date or labels.no_date)))
    told = f"{labels.speaker.format(speaker=source.speaker)}. " if source.speaker else ""
    return f"{told}{authors}{title}{part}{f' ({within})' if within else ''}, {where}"
