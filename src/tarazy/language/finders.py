"""The part of a pack that all languages share: sentences, times and quantities come from the common finders."""

from __future__ import annotations

from tarazy.language.base import QuantityMention, TimeMention
from tarazy.language.quantities import find_quantities
from tarazy.language.sentences import find_sentences
from tarazy.language.times import find_times


class SharedFinders:
    """Base of the packs: hands running text to the finders with the pack's language code."""

    code: str = ""

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """Spans of sentences in clean running text, without surrounding white space."""
        return find_sentences(text, self.code)

    def times(self, text: str, reference: str | None = None, previous: str | None = None) -> list[TimeMention]:
        """Dates of a sentence; ``reference`` and ``previous`` license relative ones."""
        return find_times(text, self.code, reference, previous)

    def quantities(self, text: str) -> list[QuantityMention]:
        """Numbers with units of a sentence, scale words multiplied out; never the numbers of dates."""
        return find_quantities(text, self.code)
