"""English lemmas: spaCy's rule tables (WordNet's detachment rules and exceptions) behind a cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Universal POS → the name of its table in the lookups of the model.
TABLES = {"NOUN": "noun", "VERB": "verb", "AUX": "verb", "ADJ": "adj", "ADV": "adv"}

# Plurals that have become words of their own.
_PLURALS_ALONE = frozenset(("data", "media", "news", "goods", "means", "series", "headquarters", "customs"))

AUXILIARIES = {
    "am": "be",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "been": "be",
    "being": "be",
    "'m": "be",
    "’m": "be",
    "'re": "be",
    "’re": "be",
    "has": "have",
    "had": "have",
    "having": "have",
    "'ve": "have",
    "’ve": "have",
    "does": "do",
    "did": "do",
    "done": "do",
    "doing": "do",
    "wo": "will",
    "'ll": "will",
    "’ll": "will",
    "ca": "can",
    "sha": "shall",
    "n't": "not",
    "n’t": "not",
}


class RuleLemmas:
    """Lemmas by word and Universal POS, from the lookups of a spaCy rule lemmatizer."""

    def __init__(self, lookups: Any) -> None:
        self._index: Mapping[str, frozenset[str]] = _readable(lookups, "lemma_index", frozenset)
        self._exceptions: Mapping[str, dict[str, list[str]]] = _readable(lookups, "lemma_exc", dict)
        self._rules: Mapping[str, list[tuple[str, str]]] = _readable(lookups, "lemma_rules", list)
        self._cache: dict[tuple[str, str], str] = {}

    def of(self, word: str, pos: str) -> str:
        """The lemma of ``word`` (any case) read as ``pos``; the word itself, lower case, when no rule fits."""
        key = (word, pos)
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) > 200_000:
                self._cache.clear()
            found = self._cache[key] = self._find(word.lower(), word, pos)
        return found

    def of_word(self, word: str) -> str:
        """The lemma of a word out of context: itself where it is a dictionary form, else as a verb, noun, adjective."""
        lower = word.lower()
        if lower in AUXILIARIES:
            return AUXILIARIES[lower]
        if lower.endswith("ies") and lower[:-3] + "y" in self._index.get("noun", ()):
            return lower[:-3] + "y"
        if any(lower in self._index.get(table, ()) for table in ("noun", "verb")):
            return lower
        for pos in ("VERB", "NOUN", "ADJ", "ADV"):
            lemma = self.of(lower, pos)
            if lemma != lower and lemma in self._index.get(TABLES[pos], ()):
                return lemma
        return lower

    def _find(self, lower: str, word: str, pos: str) -> str:
        if pos in ("AUX", "VERB", "PART") and lower in AUXILIARIES:
            return AUXILIARIES[lower]
        table = TABLES.get(pos)
        if pos == "PROPN" and lower.endswith("s"):
            # United States, Armed Forces: common nouns in a name; Wales and Cyprus are words of their own.
            return self.of_word(lower)
        if table is None or lower in _PLURALS_ALONE or not lower[:1].isalpha():
            return lower
        exceptions = self._exceptions.get(table, {}).get(lower)
        if exceptions:
            return exceptions[0]
        index = self._index.get(table, frozenset())
        plural = table == "noun" and (lower[:-1] in index if lower.endswith("s") else False)
        plural = plural or (table == "noun" and lower.endswith("ies") and lower[:-3] + "y" in index)
        if lower in index and not plural:
            return lower
        known: list[str] = []
        unknown: list[str] = []
        for old, new in self._rules.get(table, []):
            if lower.endswith(old) and len(lower) > len(old):
                form = lower[: len(lower) - len(old)] + new
                if not form:
                    continue
                if form in index or not form.isalpha():
                    known.append(form)
                else:
                    unknown.append(form)
        if known:
            return known[0]
        if table == "noun" and lower in index:
            return lower
        if table == "verb" and lower in self._index.get("noun", ()):
            return lower
        # A word outside the dictionary: strip only what is surely an ending.
        if table == "noun" and lower.endswith("s") and not lower.endswith(("ss", "us", "is")) and not word.isupper():
            return lower[:-3] + "y" if lower.endswith("ies") and len(lower) > 4 else lower[:-1]
        if table == "verb" and unknown and not word.isupper():
            return unknown[-1] if lower.endswith("ed") and unknown[-1] + "ed" == lower else unknown[0]
        return lower


def _readable(lookups: Any, table: str, kind: Any) -> dict[str, Any]:
    """A lookups table with its keys as words (spaCy stores hashes for the outer key in some versions)."""
    loaded = lookups.get_table(table)
    return {name: kind(loaded[name]) for name in ("noun", "verb", "adj", "adv") if name in loaded}
