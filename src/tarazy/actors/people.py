"""Leaders: whether a surname in a sentence is this leader's, by given name and initials, and how far the name reaches."""

from __future__ import annotations

import re

from tarazy.actors.folding import fold
from tarazy.actors.patterns import Leader
from tarazy.actors.words import Candidate, Words

_PATRONYMIC = re.compile(r"\w+(?:вич\w{0,2}|вн\w{1,2}|ұлы\w{0,3}|улы|қызы\w{0,3}|кызы)")
_INITIALS_AFTER = re.compile(r"\s([^\W\d_])\.(?:[\s-]{0,2}([^\W\d_])\.)?")
_INITIAL_GAP = re.compile(r"\.[\s-]{0,2}")
_TITLE = re.compile(
    r"(?:президент|премьер|министр|канцлер|генсек|секретар|председател|посол|посл|глав|лидер|төраға|хатшы|елші|басшы"
    r"|president|premier|minister|secretary|chancellor|chairman|leader|ambassador|administration|mr|general)\w*"
)


def extend_leader(candidate: Candidate, words: Words, leader: Leader) -> bool:
    """Widen the candidate over given names and initials; False where they are another person's or a needed one is missing."""
    given = [word for name in leader.given for word in name.split()]
    letters = {word[0] for word in given}
    confirmed = leader.alone
    index = candidate.first - 1
    while index >= 0:
        gap = words.gap(index)
        word = words.folded(index)
        a, _b = words.spans[index]
        if not words.text[a].isupper():
            break
        if _is_initial(word) and _INITIAL_GAP.fullmatch(gap):
            first = index
            while first > 0 and _is_initial(words.folded(first - 1)) and _INITIAL_GAP.fullmatch(words.gap(first - 1)):
                first -= 1
            if not words.text[words.spans[first][0]].isupper():
                break
            before = words.folded(first - 1) if first > 0 and words.gap(first - 1).strip() == "" else ""
            if before and any(_same_name(before, name) for name in given if len(name) > 1):
                first -= 1
            elif given and words.folded(first)[0] not in letters:
                return False
            candidate.first, candidate.start = first, words.spans[first][0]
            return True
        if gap.strip() not in ("", "-"):
            break
        if any(_same_name(word, name) for name in given):
            candidate.first, candidate.start = index, a
            confirmed = True
        elif (
            _PATRONYMIC.fullmatch(word)
            and index > 0
            and any(_same_name(words.folded(index - 1), name) for name in given)
        ):
            pass
        elif _TITLE.fullmatch(word):
            return True
        else:
            break
        index -= 1
    if candidate.first == candidate.last or not leader.alone:
        after = _INITIALS_AFTER.match(words.text, candidate.end)
        if after and after[1].isupper() and given:
            if after[1].lower() not in letters:
                return False
            candidate.end = after.end()
            while candidate.last + 1 < len(words.spans) and words.spans[candidate.last + 1][0] < candidate.end:
                candidate.last += 1
            return True
    if not confirmed and candidate.first > 0:
        confirmed = bool(_TITLE.fullmatch(words.folded(candidate.first - 1)))
    return confirmed


def is_title(word: str) -> bool:
    """True for a word of office before a name: президент, Minister, төрағасы."""
    return bool(_TITLE.fullmatch(fold(word)))


def _is_initial(word: str) -> bool:
    return len(word) == 1 or word in ("дж", "ch", "sh", "yu", "zh", "kh")


def _same_name(word: str, name: str) -> bool:
    stem = name[: max(3, len(name) - 2)]
    return word.startswith(stem) and len(word) <= len(name) + 4
