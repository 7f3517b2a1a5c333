"""A claim's quote with its quantities found and put out of the way, so that words around them can be matched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from tarazy.language import CODES
from tarazy.language.quantities import find_quantities
from tarazy.records.rounding import Figure, half_step
from tarazy.records.rulebook import Finding, finding, pattern

MARK = r"⟦(\d+)⟧"
"""What stands for a quantity in ``masked``."""


_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u00ac]\s*\n\s*(?=[^\W\d_])|\u00ad")
"""A word broken at the end of a line, and soft hyphens."""


@dataclass(frozen=True)
class Quoted:
    """A quote of one document, and the claims that rest on it."""

    text: str
    language: str
    document: str
    claims: tuple[str, ...]
    actors: tuple[str, ...]
    kinds: frozenset[str]
    confidence: float

    @cached_property
    def found(self) -> list[tuple[Figure, str]]:
        """Quantities in their order, as written (units are not converted), with their words."""
        return [
            (
                Figure(
                    m.value.value, m.value.unit, m.value.relation, half_step(m.value.value, self.text[m.start : m.end])
                ),
                self.text[m.start : m.end].lower(),
            )
            for m in self._mentions
        ]

    @cached_property
    def _mentions(self) -> list[Any]:
        return find_quantities(self.text, self.language)

    @cached_property
    def masked(self) -> str:
        """The quote in lower case, each quantity as ⟦its number⟧, white space as single spaces."""
        parts, at = [], 0
        for number, mention in enumerate(self._mentions):
            parts += [self.text[at : mention.start], f"⟦{number}⟧"]
            at = mention.end
        return " ".join("".join([*parts, self.text[at:]]).lower().split())

    @property
    def place(self) -> str:
        """What tells it from all other quotes."""
        return f"{self.document} {self.text}"

    @cached_property
    def lower(self) -> str:
        """The quote in lower case."""
        return " ".join(self.text.lower().split())

    def says(self, *names: str) -> bool:
        """As ``has``, before its quantities are looked for, which takes longer: figures may be taken for words."""
        return pattern(self.language, *names).search(self.lower) is not None

    def has(self, *names: str) -> bool:
        """Whether a word of these lists of ``fault_words.toml`` stands in it beside the quantities."""
        return pattern(self.language, *names).search(self.masked) is not None

    def find(self, *names: str) -> Iterator[re.Match[str]]:
        """Where words of these lists stand in ``masked``."""
        return pattern(self.language, *names).finditer(self.masked)

    def figure(self, number: str | int) -> Figure:
        """The quantity that a mark stands for."""
        return self.found[int(number)][0]

    def fault(self, rule: str, numbers: Sequence[Figure], distance: float, **more: Any) -> Finding:
        """A finding about this quote's numbers; ``distance`` (0 to 1) says how far they are from fitting."""
        content = {"numbers": [shown(one) for one in numbers], "kind": min(self.kinds), **more}
        return finding(
            rule, self.claims, content, self.confidence * (0.5 + 0.5 * distance), self.actors, place=self.place
        )


def shown(one: Figure) -> Mapping[str, Any]:
    """A figure as findings keep it."""
    return {"value": one.value, "unit": one.unit, "relation": one.relation}


def quoted(claims: pl.DataFrame) -> Iterator[Quoted]:
    """The quotes of claims that hold two numbers, or a number and a unit that is checked; each once a document.

    A quote that lies within another of the same document is left to that one.
    """
    numbers = pl.col("quote").str.count_matches(r"\d[\d.,\s  ]*")
    chosen = (
        claims.lazy()
        .filter((numbers >= 2) | (pl.col("quantities").list.len() > 0))
        .filter(numbers > 0, pl.col("language").is_in(CODES))
        .group_by("document_id", "language", "quote")
        .agg(
            pl.col("claim_id").sort(),
            pl.col("actors").explode().drop_nulls().unique().sort(),
            pl.col("kind").unique().sort(),
            pl.col("confidence").max(),
            pl.col("start").min(),
            pl.col("end").max(),
        )
        .sort("document_id", "start", "end")
        .collect()
    )
    for row in chosen.iter_rows(named=True):
        yield Quoted(
            _BROKEN.sub("", row["quote"]),
            row["language"],
            row["document_id"],
            tuple(row["claim_id"]),
            tuple(row["actors"]),
            frozenset(row["kind"]),
            float(row["confidence"] or 0.0),
        )
