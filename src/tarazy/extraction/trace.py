"""What became of every candidate of a document: kept as a claim, left out as too unsure, or left out beside its double."""

from __future__ import annotations

from dataclasses import dataclass, field

from tarazy.codebook.claim import Claim
from tarazy.extraction.comparison import threshold
from tarazy.extraction.extractor import claims_of, prose, rated, select, to_claim
from tarazy.extraction.tables import regions
from tarazy.reading.document import Document


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage of the text as given, ``[start:end]``; ``read`` is False where it is not read as prose: headings, tables, references."""

    start: int
    end: int
    text: str
    kind: str
    read: bool


@dataclass(slots=True)
class Trace:
    """The claims of a document as `extract` gives them, and the candidates that it left out.

    ``weak`` have a confidence below ``threshold``, ``repeated`` say what a surer claim of the same sentence says.
    """

    document: str
    threshold: float
    claims: list[Claim] = field(default_factory=list)
    weak: list[Claim] = field(default_factory=list)
    repeated: list[Claim] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


def trace(document: Document) -> Trace:
    """Extract a document's claims and keep account of what was left out; a second or so for five thousand words."""
    least = threshold()
    result = Trace(document.name, least)
    tables = regions(document)
    found = rated(document, tables)
    chosen = select(found, least)
    result.claims = claims_of(document, tables, chosen)
    kept = {id(candidate) for candidate in chosen}
    for candidate in found:
        if id(candidate) not in kept:
            left_out = result.weak if candidate.confidence < least else result.repeated
            left_out.append(to_claim(document, candidate))
    read = {p.clean_start for p in prose(document, tables)}
    result.sentences = [Sentence(p.start, p.end, p.text, p.kind, p.clean_start in read) for p in document.passages]
    return result
