"""Sentence spans in running Kazakh, Russian and English text; what an abbreviation is stands in ``data/abbreviations.toml``."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from tarazy.data_files import toml

LONG_QUOTATION = 240
"""Characters beyond which a quotation or parenthesis is split at the sentence ends inside it."""

_UPPER = "A-ZÀ-ÖØ-ÞĀĞİŞÇÖÜА-ЯЁӘҒҚҢӨҰҮҺІЇЄЎ"
_LOWER = "a-zß-öø-ÿāğışçöüа-яёәғқңөұүһіїєў"
_CLOSERS = "»”’\"')\\]›“"
_STOP = re.compile(
    rf"(?:[.!?…]+|[!?]\.\.)(?:\s?[{_CLOSERS}](?![{_UPPER}{_LOWER}\d]))*[.]?(?:\s?\[\d+(?:[-–,;]\s?\d+)*\])*"
    rf"(?:\s?\([{_UPPER}][^()]{{2,80}}\d{{4}}[a-zа-я]?(?:[:,][^()]{{1,25}})?\)[.]?)?(?=\s|$|[{_UPPER}«“\"(\[•]|\d{{1,3}}\s+[{_UPPER}])"
)
_BLANK_LINE = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*\n\s*")
_PAIRS = re.compile(r"[«»“”„()\"\[\]]|\n[ \t\r\f\v]*\n")
_NEXT = re.compile(r"[\s»”’\"')\]]*")
_OPENERS = "«“„\"'‘(["
_WORD_BEFORE = re.compile(r"[^\s«»“”„\"()\[\],;:!?…—–/]+$")
_WORD_AFTER = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_INITIALS = re.compile(rf"^(?:[{_UPPER}][{_LOWER}]?\.-?)*[{_UPPER}]$")
_YEAR_LIKE = re.compile(r"(?:\d|[IVXLCІХ]|\d\s*-\s*[а-яәғқңөұүһі]{1,3})\s*$")
_ORDINAL = re.compile(r"\d-(?:й|я|е|м|х|ю|го|му|ми|ом|ой|ый|ая|ое|ых)$")
_DAY = re.compile(
    r"\d{1,2}(?:[–-]\d{1,2})?\s+(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
)
_LIST_NUMBER = re.compile(r"^(?:\(?\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zа-яA-ZА-Я])$")
_ROMAN = re.compile(r"[IVXLC]+$")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|@|\b[\w-]+\.(?:kz|ru|com|org|net|info|gov|edu|int|eu|uz|kg)\b)\S*$", re.IGNORECASE
)
_CLAUSE_EDGE = re.compile(
    r"[,;:—–(«]|\s-\s|\b(?:и|а|но|что|когда|где|если|как|так как|поскольку|хотя|that|and|but|which|while|when)\b"
)
_FINITE_RU = re.compile(
    r"\b(?:[а-яё]{2,}(?:ал|ял|ил|ел|ёл|ул|шел|шёл|ала|яла|ила|ела|ула|шла|ало|яло|ило|ело|уло|шло|али|яли|или|ели|ули|шли|лся|лась|лось|лись"
    r"|ается|яется|ится|ется|утся|ются|атся|ятся|ает|яет|ует|ют|уют|ают|яют|ан|ана|ано|аны|ян|яна|яно|яны|ен|ена|ено|ены|ён|ят|ято|яты|ята)"
    r"|был|была|было|были|есть|стал|стала|стали|стало|идет|идёт|может|могут|имеет|будет|будут)\b"
)
_COUNTRY_AFTER_MONEY = re.compile(r"(?:США|АҚШ|US\b|USA|РФ|РК|ҚР|КНР|ҚХР|Канад|Австрал|Сингапур|Гонконг)")


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    before: frozenset[str]
    number: frozenset[str]
    year: frozenset[str]
    after: frozenset[str]
    last: frozenset[str]
    initials: frozenset[str]
    starters: frozenset[str]


@lru_cache(maxsize=8)
def _abbreviations(language: str) -> _Abbreviations:
    table = toml("tarazy.language", "abbreviations.toml")
    starters = toml("tarazy.language", "sentence_starters.toml")
    codes = ["all", language] if language in table else ["all", "ru", "kk", "en"]

    def union(name: str) -> frozenset[str]:
        return frozenset(form for code in codes for form in table[code][name])

    words = " ".join(starters[code] for code in codes if code in starters)
    last = union("last")
    return _Abbreviations(
        union("before") - last,
        union("number"),
        union("year"),
        union("after"),
        last,
        union("initials"),
        frozenset(words.split()),
    )


def find_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Spans ``(start, end)`` of the sentences of clean running text, in order, without surrounding white space.

    A blank line always ends a sentence; a single line break is white space. ``language`` is kk, ru or en
    (any other code: the abbreviations of all three).
    """
    known = _abbreviations(language)
    closed_at = _enclosures(text)
    spans: list[tuple[int, int]] = []
    start = 0
    blanks = [(m.start(), m.end()) for m in _BLANK_LINE.finditer(text)]
    blanks.append((len(text), len(text)))
    for blank_start, blank_end in blanks:
        for stop in _STOP.finditer(text, start, blank_start):
            end = stop.end()
            if stop.start() < start or end >= blank_start:
                continue
            if _ends(text, start, stop.start(), end, blank_start, known, closed_at):
                _append(spans, text, start, end)
                start = end
        _append(spans, text, start, blank_start)
        start = blank_end
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        left = start + len(piece) - len(piece.lstrip())
        spans.append((left, left + len(stripped)))


def _enclosures(text: str) -> tuple[list[int], list[int]]:
    """Spans of quotations and parentheses short enough to be kept whole: their starts and their ends, outermost only."""
    starts: list[int] = []
    ends: list[int] = []
    stack: list[tuple[str, int]] = []
    closes = {"»": "«", "”": "“", ")": "(", "]": "["}
    for found in _PAIRS.finditer(text):
        mark, at = found.group(), found.start()
        if mark[0] == "\n":
            stack.clear()
            continue
        opener = closes.get(mark)
        if mark == '"':
            after = text[at + 1 : at + 2]
            opens = (at == 0 or text[at - 1] in " \n\t(«—–-") and bool(after) and not after.isspace()
            if any(kind == '"' for kind, _ in stack):
                opener = '"'
            elif opens:
                stack.append(('"', at))
                continue
            else:
                continue
        elif (mark == "“" and any(kind == "„" for kind, _ in stack)) or (
            mark == "”" and not any(kind == "“" for kind, _ in stack)
        ):
            opener = "„"
        if opener is None:
            stack.append((mark, at))
            continue
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth][0] == opener:
                begun = stack[depth][1]
                del stack[depth:]
                if at - begun <= LONG_QUOTATION:
                    while starts and starts[-1] >= begun:
                        starts.pop()
                        ends.pop()
                    starts.append(begun)
                    ends.append(at)
                break
    return starts, ends


_UNIT = re.compile(r"(?:Евро|Долл|Руб|Тенге|Теңге|Юан|Тонн|Баррел|Доллар)")
_SCALES = ("млрд", "млн", "тыс", "мың", "трлн")


def _ends(
    text: str, start: int, at: int, end: int, limit: int, known: _Abbreviations, enclosures: tuple[list[int], list[int]]
) -> bool:
    """Whether a sentence that began at ``start`` ends with the stop at ``at:end``."""
    inside = bisect_right(enclosures[0], at) - 1
    # A stop right before the closing mark belongs to the enclosed words, but the sentence may end after the mark.
    if inside >= 0 and enclosures[1][inside] >= end:
        return False
    gap = _NEXT.match(text, end)
    following = gap.end() if gap else end
    if following >= limit:
        return True
    glued = not text[end].isspace()
    head = text[following]
    if head in "—–-•":
        rest = text[following + 1 : following + 3].lstrip()
        return head == "•" or (bool(rest) and rest[0].isupper() and text[end].isspace() and at == end - 1)
    opened = head in _OPENERS
    first = text[following + 1 : following + 2] if opened else head
    if not first or first.islower() or first in ",;:.%":
        return False
    mark = text[at]
    if mark != "." or end - at > 1:
        # Exclamations, questions, ellipses, and stops with a closing mark: a capital or a number begins the next sentence.
        if mark == "." and text[at + 1] not in ".…" and not _plain_word(text, start, at, known):
            return False
        return first.isupper() or first.isdigit() or opened
    return _stop_ends(text, start, at, following, first, glued, known)


def _plain_word(text: str, start: int, at: int, known: _Abbreviations) -> bool:
    """False when the stop at ``at`` belongs to an abbreviation that something must follow (``(им.)`` aside)."""
    word = _word_before(text, start, at)
    return word.lower() not in known.before or text[at + 1] in '»”")'


def _word_before(text: str, start: int, at: int) -> str:
    found = _WORD_BEFORE.search(text[max(start, at - 40) : at])
    return found.group() if found else ""


def _stop_ends(text: str, start: int, at: int, following: int, first: str, glued: bool, known: _Abbreviations) -> bool:
    """The decision for a single full stop before a capital, a digit or an opening mark."""
    word = _word_before(text, start, at)
    lower = word.lower()
    after = _WORD_AFTER.match(text, following if first == text[following] else following + 1)
    next_word = after.group() if after else ""
    starts_plainly = (
        next_word.lower() in known.starters and text[after.end() : after.end() + 1] != "." if after else False
    )
    if not word:
        return not glued or text[at - 1] in ')»”"]'
    if glued and not _glued_ends(text, start, at, word, next_word, first):
        return False
    if _LIST_NUMBER.match(word) and not text[start : at - len(word)].rpartition(":")[2].strip(' \t\n(•-–—«"'):
        return False
    if (word in known.initials or _INITIALS.match(word)) and lower not in known.after:
        return starts_plainly and (len(word) == 1 or "." in word) and len(next_word) > 1
    pair = _pair_before(text, start, at, word)
    if lower in known.last or pair in known.last:
        return text[following] != "(" and (first.isupper() or first.isdigit())
    if lower in known.number:
        return not (first.isdigit() or _ROMAN.match(next_word))
    if lower in known.year or lower.lstrip("0123456789-–") in known.year:
        before = text[start : at - len(lower.lstrip("0123456789-–"))]
        if not _YEAR_LIKE.search(before):
            return lower not in known.before and len(word) > 2
        if _DAY.match(text, following):
            return _complete(before)
        if not first.isupper() or text[following] == "(":
            return False
        return starts_plainly or (known is _abbreviations("ru") and _complete(before))
    if lower in known.before:
        return False
    if _ORDINAL.search(lower):
        return first.isupper() or _DAY.match(text, following) is not None
    if lower in known.after or lower.lstrip("0123456789-–.,") in known.after:
        if not first.isupper() or text[following] == "(" or _COUNTRY_AFTER_MONEY.match(next_word):
            return False
        if lower in ("u.s", "u.n", "u.k", "e.u"):
            return starts_plainly
        # A unit is followed by small letters, or by a name in capitals ("долл. США"): a plain word with a capital begins a sentence.
        plain = known is not _abbreviations("en") and next_word[1:].islower() and not _UNIT.match(next_word)
        return starts_plainly or plain or (lower not in _SCALES and _complete(text[start:at]))
    return True


def _pair_before(text: str, start: int, at: int, word: str) -> str:
    """The last two words before the stop, lower case (``et al``)."""
    return " ".join(text[max(start, at - len(word) - 12) : at].lower().split()[-2:])


def _glued_ends(text: str, start: int, at: int, word: str, next_word: str, first: str) -> bool:
    """Whether a stop without a space after it (``болды.Қазақстан``) ends a sentence."""
    if _ADDRESS.search(text[max(start, at - 60) : at + 1]):
        return False
    if first.isdigit():
        return len(word) >= 4 and word.isalpha() and word.islower()
    if "." in word and not word[-1].isdigit():
        return False
    if word.isdigit():
        return len(word) == 4
    if len(word) < 3 or not (word[-1].islower() or word[-1].isdigit() or word.isupper()):
        return len(word) <= 2 and word[-1:].islower() and len(next_word) > 2 and not word[:1].isupper()
    return bool(next_word) or text[at + 1] in '«“"('


def _complete(before: str) -> bool:
    """Whether the clause that ``before`` ends with has a finite verb of its own (Russian)."""
    edge = 0
    for found in _CLAUSE_EDGE.finditer(before):
        edge = found.end()
    clause = before[edge:]
    return bool(_FINITE_RU.search(clause)) and len(clause.split()) > 2
