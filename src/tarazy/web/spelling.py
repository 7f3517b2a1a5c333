"""Words that are spelt nearly alike: the edit distance of one word to all words of a vocabulary at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

SHORTEST = 4
"""Letters that a word has at least for a slip to be forgiven; shorter ones are alike by chance."""
LONG = 8
"""Letters from which two slips are forgiven."""
_LONGEST = 24


def slips(word: str) -> int:
    """How many slips are forgiven in a word of this length."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


class Spelling:
    """A vocabulary by the length of its words, laid out so that hundreds of thousands are compared in milliseconds."""

    def __init__(self, words: Sequence[str]) -> None:
        self._by_length: dict[int, tuple[NDArray[np.uint32], NDArray[np.uint32]]] = {}
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        for length in range(SHORTEST - 1, _LONGEST + 1):
            places = np.flatnonzero(lengths == length)
            if len(places):
                letters = np.array([words[at] for at in places.tolist()], dtype=f"<U{length}").view(np.uint32)
                self._by_length[length] = (letters.reshape(len(places), length), places.astype(np.uint32))

    def near(self, word: str) -> Iterator[tuple[int, int]]:
        """Places of the words that differ by a forgivable number of slips (a letter more, less, another, or two exchanged), with that number."""
        most = slips(word)
        if not most or len(word) > _LONGEST:
            return
        for length in range(len(word) - most, len(word) + most + 1):
            if length not in self._by_length:
                continue
            letters, places = self._by_length[length]
            found = distances(word, letters)
            for at in np.flatnonzero(found <= most):
                yield int(places[at]), int(found[at])


def distances(word: str, letters: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Optimal string alignment distances (Damerau 1964) of a word to the rows of ``letters``, code points of words of one length."""
    codes = np.array([ord(letter) for letter in word], dtype=np.uint32)
    rows, length = letters.shape
    columns = np.ascontiguousarray(letters.T)
    before_last: list[NDArray[np.uint8]] = []
    last = [np.full(rows, at, dtype=np.uint8) for at in range(length + 1)]
    for i, code in enumerate(codes, 1):
        row = [np.full(rows, i, dtype=np.uint8)]
        for j in range(1, length + 1):
            same = columns[j - 1] == code
            cost = np.minimum(np.minimum(last[j], row[j - 1]) + np.uint8(1), last[j - 1] + ~same)
            if i > 1 and j > 1:
                turned = (columns[j - 2] == code) & (columns[j - 1] == codes[i - 2])
                cost = np.where(turned, np.minimum(cost, before_last[j - 2] + np.uint8(1)), cost)
            row.append(cost)
        before_last, last = last, row
    return last[length]
