"""Numbers with their units in Kazakh, Russian and English sentences."""

from __future__ import annotations

from dataclasses import replace

from tarazy.codebook.claim import Quantity
from tarazy.language.base import QuantityMention
from tarazy.language.inflection import kazakh_case
from tarazy.language.numerals import Number, Numerals, numerals
from tarazy.language.quantity_sharing import Figure, Sharing
from tarazy.language.quantity_words import QuantityWords, quantity_words
from tarazy.language.ranks import find_rank
from tarazy.language.scanning import Piece, scan
from tarazy.language.times import find_times
from tarazy.language.units import Unit, UnitLexicon, unit_lexicon
from tarazy.language.year_context import bracketed, named_before

_MODIFIERS = {"ru": 3, "kk": 4, "en": 3}
_SMALL = 10
"""Number words up to this one before «стран», «сторон» point at known actors."""
_OF_THEM = frozenset({"і", "ы", "сы", "сі"})
_OCCASIONS = Unit("events")
_PIECES = Unit("pieces", counted=True)
_DASHES = "-–—‑−"


def find_quantities(text: str, language: str) -> list[QuantityMention]:
    """The quantities of a sentence, in order, without overlaps; numbers of dates, documents and designations are none.

    Units are those of the codebook (``data/units.toml``); scale words are multiplied out; ``relation`` is ``>`` for
    "more than", ``<`` for "less than", ``~`` for "about". A range gives two quantities.
    """
    pieces = scan(text, language)
    words, units, numbers = quantity_words(language), unit_lexicon(language), numerals(language)
    if not any(
        piece.shape == "number"
        or piece.shape == "code"
        or (piece.shape == "word" and words.relevant(piece.lower, numbers))
        for piece in pieces
    ):
        return []
    return _Reader(text, pieces, words, units, numbers).mentions()


class _Reader:
    def __init__(
        self, text: str, pieces: tuple[Piece, ...], words: QuantityWords, units: UnitLexicon, numbers: Numerals
    ) -> None:
        self.text, self.pieces = text, pieces
        self.words, self.units, self.numbers = words, units, numbers
        self.language = units.language
        self.dates = [(mention.start, mention.end) for mention in find_times(text, self.language, previous="2000")]
        self.brackets = bracketed(text)

    def mentions(self) -> list[QuantityMention]:
        """Reads the sentence from left to right."""
        found: list[QuantityMention] = []
        figures: list[Figure] = []
        at = 0
        while at < len(self.pieces):
            piece = self.pieces[at]
            if piece.shape == "mark" or self._covered(piece):
                at += 1
                continue
            rank = find_rank(self.pieces, at, self.words, self.numbers)
            if rank is not None:
                found.append(self._mention(rank.first, rank.end, Quantity(float(rank.value), "rank")))
                at = rank.end
                continue
            if piece.shape == "word" and (fixed := self.words.wholes.get(piece.lower)) is not None:
                value, unit = fixed.split()
                if unit == "repeats":
                    unit = "times" if self._multiplies(at, at + 1) else "events"
                found.append(self._mention(at, at + 1, Quantity(float(value), unit)))
                at += 1
                continue
            floor = figures[-1].end if figures else 0
            figure = self._figure(at, floor) if self.numbers.starts(piece) else None
            if figure is None:
                at += 1
                continue
            figures.append(figure)
            at = max(figure.end, at + 1)
        sharing = Sharing(self.pieces, self.words, self.units, self._covered)
        for figure in sharing.share(figures):
            mention = self._quantity(figure)
            if mention is not None:
                found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

    def _covered(self, piece: Piece) -> bool:
        return any(start < piece.end and piece.start < end for start, end in self.dates) or any(
            start < piece.start < end for start, end in self.brackets
        )

    def _mention(self, first: int, end: int, value: Quantity) -> QuantityMention:
        while self.pieces[end - 1].text in (".", ","):
            end -= 1
        return QuantityMention(self.pieces[first].start, self.pieces[end - 1].end, value)

    def _figure(self, at: int, floor: int) -> Figure | None:
        """The number at piece ``at`` with the unit and the bound that stand beside it."""
        piece = self.pieces[at]
        before = self.pieces[at - 1] if at else None
        if piece.shape == "number":
            if piece.suffix in self.words.ordinal_suffixes:
                return None
            if before is not None and before.text in "№#":
                return None
            if self._is_label(at) or (piece.integer is not None and named_before(self.text, piece.start)):
                return None
        elif before is not None and before.lower in self.words.vague:
            return None
        prefix = self._prefix(at)
        if prefix is not None and prefix[1] < floor:
            prefix = None
        number = self.numbers.read(self.pieces, at, money=prefix is not None)
        if number is None:
            return None
        first = at if prefix is None else prefix[1]
        relation, bound_end = self._bound_after(number.end)
        # «1 200-і»: so many of those named before.
        unit, end = (None, bound_end) if piece.suffix in _OF_THEM else self._unit(number, bound_end)
        if unit is None and prefix is not None:
            unit, end = prefix[0], number.end
        if unit is not None and relation == "=":
            relation, end_with_bound = self._bound_after(end)
            end = end_with_bound if relation != "=" else end
        if unit is not None and unit.name == "times" and not self._multiplies(at, end):
            unit = _OCCASIONS
        if unit is None and (after := self._designation(number.end)) is not None:
            unit, end = _PIECES, after
        if unit is None:
            end = bound_end
        if unit is not None and unit.name == "percent" and self._negative(at):
            number = replace(number, value=-number.value)
            first = at - 1
        if relation == "=":
            relation = self._bound_before(first)
        if unit is not None and not unit.small and number.worded and number.value <= _SMALL:
            return None
        if number.worded and number.value == 1 and number.scale == 1 and (unit is None or unit.name != "percent"):
            return None
        return Figure(first, end, number, unit, relation, prefix is not None)

    def _multiplies(self, at: int, end: int) -> bool:
        """Whether «3 раза», "3 times" is a multiple («в 3 раза») and not a count of occasions."""
        if self.language == "kk" or (self.pieces[end - 1].lower not in ("раз", "раза", "times", "twice", "thrice")):
            return True
        if self.language == "ru":
            return any(piece.lower in self.words.multiplying for piece in self.pieces[max(0, at - 3) : at])
        near = (*self.pieces[max(0, at - 6) : at], *self.pieces[end : end + 2])
        return any(piece.lower in self.words.multiplying for piece in near)

    def _designation(self, at: int) -> int | None:
        """The index after a type of equipment («12 Су-30», "5 Bayraktar TB2"), if one follows."""
        for index, piece in enumerate(self.pieces[at : at + 2], at):
            if piece.shape == "code":
                return index + 1 if piece.text[0].isalpha() and piece.text[-1] not in "²³" else None
            if piece.shape != "word" or not piece.text[0].isupper():
                return None
        return None

    def _negative(self, at: int) -> bool:
        """A minus glued to the number and free on its left («(-0,1 %»)."""
        if not at or self.pieces[at - 1].text not in "-−–" or self.pieces[at - 1].end != self.pieces[at].start:
            return False
        return (
            at == 1
            or self.pieces[at - 2].text == "("
            or (self.pieces[at - 2].end < self.pieces[at - 1].start and self.pieces[at - 2].shape == "word")
        )

    def _is_label(self, at: int) -> bool:
        """Whether the figure numbers a list item or section, or is one side of a ratio («1.», «2)», «3:1»)."""
        piece = self.pieces[at]
        after = self.pieces[at + 1] if at + 1 < len(self.pieces) else None
        if after is None:
            return False
        if at == 0 and after.text in ".)" and after.start == piece.end:
            return True
        if after.text == ":" and self.text[after.end : after.end + 1].isdigit():
            return True
        return at > 0 and self.pieces[at - 1].text == ":" and self.text[piece.start - 2 : piece.start - 1].isdigit()

    def _prefix(self, at: int) -> tuple[Unit, int] | None:
        """A currency before the number (``$``, ``US$``, ``USD``) and the piece it begins with."""
        if not at:
            return None
        before = self.pieces[at - 1]
        unit = self.units.symbols.get(before.text)
        if unit is not None and unit.name != "percent":
            first = at - 1
            if (
                first
                and self.pieces[first - 1].text in ("US", "U.S", "C", "A")
                and self.pieces[first - 1].end == before.start
            ):
                first -= 1
            return unit, first
        if before.text in self.units.codes:
            return self.units.codes[before.text], at - 1
        if before.text == "RMB":
            return Unit("CNY"), at - 1
        if before.text == "US" and self.language == "en" and self.pieces[at].shape == "number":
            return Unit("USD"), at - 1
        return None

    def _bound_after(self, at: int) -> tuple[str, int]:
        """A bound after number or unit («-ден астам», «-ге жуық», ``+``): the relation and the index after it."""
        if at >= len(self.pieces):
            return "=", at
        piece, last = self.pieces[at], self.pieces[at - 1]
        if piece.text == "+" and piece.start == last.end:
            return ">", at + 1
        if self.language != "kk" or piece.shape != "word":
            return "=", at
        case = kazakh_case(last.suffix or last.lower)
        relation, size = self.words.bound_after(self.pieces, at)
        if (relation in (">", "<") and case == "abl") or (relation == "~" and case in ("dat", "ins", "")):
            return relation, at + size
        return "=", at

    def _bound_before(self, at: int) -> str:
        """The relation that the words before piece ``at`` give."""
        here = at - 1
        skipped = 0
        while here >= 0 and skipped < 2 and self.pieces[here].lower in self.words.skip:
            here -= 1
            skipped += 1
        if here >= 0 and self.pieces[here].text in "~≈><≥≤":
            return {"~": "~", "≈": "~", ">": ">", "≥": ">", "<": "<", "≤": "<"}[self.pieces[here].text]
        return self.words.bound_before(self.pieces, at) or (self.words.bound_before(self.pieces, here + 1) or "=")

    def _unit(self, number: Number, at: int) -> tuple[Unit | None, int]:
        """The unit after a number, with up to three modifiers between («12 новых боевых вертолётов»)."""
        pieces = self.pieces
        stray = self.language != "en" and number.scale > 1
        if stray and at < len(pieces) and pieces[at].text == "," and pieces[at].start == pieces[at - 1].end:
            # A stray comma after an abbreviated scale word: «1,8 млрд, тонн».
            found = self.units.match(pieces, at + 1)
            if found is not None and pieces[at - 1].lower in ("млн", "млрд", "трлн", "тыс"):
                return found
            return None, at
        if at < len(pieces) and pieces[at].text in _DASHES:
            if pieces[at].start != pieces[at - 1].end or at + 1 >= len(pieces) or pieces[at + 1].shape != "word":
                return None, at
            found = self.units.match(pieces, at + 1)
            return found if found is not None else (None, at)
        here = at
        for skipped in range(_MODIFIERS[self.language] + 1):
            if here >= len(pieces) or self._covered(pieces[here]):
                break
            found = None if self._opens_next(here) else self.units.match(pieces, here)
            if found is not None and self._fits(found[0], number, skipped, here):
                return found
            here = self._compound(here)
            if not self.words.modifies(pieces[here]):
                break
            here += 1
        return None, at

    def _compound(self, at: int) -> int:
        """The last part of a hyphenated word («транспортно-боевых») that begins at piece ``at``."""
        pieces = self.pieces
        while (
            at + 2 < len(pieces)
            and pieces[at + 1].text == "-"
            and pieces[at + 2].shape == "word"
            and pieces[at].end == pieces[at + 1].start
            and pieces[at + 1].end == pieces[at + 2].start
        ):
            at += 2
        return at

    def _opens_next(self, at: int) -> bool:
        """Whether a currency sign stands at the next number and not at this one («5 и $8 млн»)."""
        return (
            self.pieces[at].shape == "mark"
            and at + 1 < len(self.pieces)
            and self.pieces[at + 1].shape == "number"
            and self.pieces[at].end == self.pieces[at + 1].start > self.pieces[at - 1].end + 1
        )

    def _fits(self, unit: Unit, number: Number, skipped: int, at: int) -> bool:
        word = self.pieces[at].lower
        if len(word) == 1 and word.isalpha() and skipped:
            return False
        if skipped and unit.name in ("years", "times", "months", "days", "hours", "minutes", "points"):
            # «5 новых лет» is no phrase: what measures stands right after its number («5 полных лет» aside).
            return skipped == 1 and self.words.adjective(self.pieces[at - 1].lower)
        return not (unit.counted and number.scale == 1 and number.base != int(number.base) and number.grouped is None)

    def _quantity(self, figure: Figure) -> QuantityMention | None:
        unit, number = figure.unit, figure.number
        if unit is None:
            return None
        value = number.value
        if unit.counted and number.grouped is not None:
            value = number.grouped
        return self._mention(
            figure.first, figure.end, Quantity(round(value * unit.factor, 6), unit.name, figure.relation)
        )
