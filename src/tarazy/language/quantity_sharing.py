"""Numbers that share a unit: «с 8 до 34 млн долларов», «4,2 и 5,1 млрд», "imports 3 bln", «студенттер саны … 1 200»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tarazy.language.inflection import kazakh_case
from tarazy.language.numerals import Number, whole
from tarazy.language.quantity_words import QuantityWords
from tarazy.language.scanning import Piece
from tarazy.language.units import Unit, UnitLexicon

_FEWEST = 10
"""Bare numbers below this take no unit from a count named before them."""
_PEOPLE = Unit("people")
_UNSHARED = frozenset({"percent", "times", "years", "months", "days", "points", "rank"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on its way to a quantity: ``first:end`` are pieces, ``unit`` may still come from a neighbour.

    ``prefixed`` is True where the unit stands before the number (``$5``).
    """

    first: int
    end: int
    number: Number
    unit: Unit | None
    relation: str
    prefixed: bool = False


@dataclass(frozen=True, slots=True)
class Sharing:
    """The pieces of a sentence with what is needed to see which numbers belong together."""

    pieces: tuple[Piece, ...]
    words: QuantityWords
    units: UnitLexicon
    covered: Callable[[Piece], bool]

    def share(self, figures: list[Figure]) -> list[Figure]:
        """Gives numbers without a unit the unit (and scale) of the number they are linked with."""
        result = list(figures)
        for place in range(len(result) - 2, -1, -1):
            left, right = result[place], result[place + 1]
            if not self._linked(left.end, right.first):
                continue
            if right.unit is None and left.prefixed:
                # «$10-15 млрд»
                right = result[place + 1] = replace(right, unit=left.unit)
            if right.unit is None:
                continue
            number, ranged = left.number, self._spans(left, right)
            if ranged and left.relation == "~" and right.relation == "=":
                result[place + 1] = replace(right, relation="~")
            if left.unit is not None:
                if left.unit == right.unit and number.scale == 1 < right.number.scale and ranged:
                    number = replace(number, value=whole(number.base * right.number.scale))
                    result[place] = replace(left, number=number)
                continue
            if number.worded and number.value == 1:
                continue
            if number.scale == 1 and right.number.scale > 1 and number.base < 1000:
                number = replace(number, value=whole(number.base * right.number.scale), scale=right.number.scale)
            result[place] = replace(left, number=number, unit=right.unit)
        for place in range(1, len(result)):
            left, right = result[place - 1], result[place]
            if right.unit is None and left.unit is not None and self._rises(left.end, right):
                result[place] = replace(right, unit=left.unit)
        last: Unit | None = None
        for place, figure in enumerate(result):
            if figure.unit is not None:
                last = figure.unit if figure.unit.name not in _UNSHARED else last
            elif figure.number.scale > 1 and self._stands_alone(figure.end):
                unit = _PEOPLE if self._about_people(figure.first) else last or self._next_unit(result[place + 1 :])
                result[place] = replace(figure, unit=unit)
            elif self.units.language == "kk" and self.pieces[figure.first].suffix in ("і", "ы", "сы", "сі"):
                result[place] = replace(figure, unit=last)
            elif figure.number.value >= _FEWEST and not figure.number.worded and self._counts(figure):
                result[place] = replace(figure, unit=self._counted_before(figure.first))
        return result

    @staticmethod
    def _next_unit(figures: list[Figure]) -> Unit | None:
        """The unit of the next number that has one («экспорт – 14,7 млрд, импорт – 16,8 млрд долл.»)."""
        return next((f.unit for f in figures if f.unit is not None and f.unit.name not in _UNSHARED), None)

    def _counts(self, figure: Figure) -> bool:
        """Whether a bare number can be the figure of a count named before («число студентов … 1 250»)."""
        piece = self.pieces[figure.first]
        if piece.shape != "number" or self._year_like(piece) or figure.number.base != int(figure.number.base):
            return False
        return bool(piece.suffix) or self._stands_alone(figure.end)

    @staticmethod
    def _year_like(piece: Piece) -> bool:
        value = piece.integer
        return value is not None and len(piece.digits) == 4 and 1500 <= value <= 2100

    def _counted_before(self, at: int) -> Unit | None:
        """The counted noun beside the last «число», «саны» or "number of" before piece ``at``."""
        for index in range(at - 1, -1, -1):
            if self.words.count_nouns.get(self.pieces[index].lower) is None:
                continue
            if self.units.language == "kk":
                found = self.units.match(self.pieces, index - 1) if index else None
                return found[0] if found is not None and found[0].counted else None
            for here in range(index + 1, min(index + 5, at)):
                found = self.units.match(self.pieces, here)
                if found is not None and found[0].counted:
                    return found[0]
            return None
        return None

    def _stands_alone(self, at: int) -> bool:
        """Whether no noun of its own follows a scaled number («экспорт – $5 млрд, импорт – 3 млрд»)."""
        if at >= len(self.pieces):
            return True
        piece = self.pieces[at]
        return piece.text in ",.;()" or piece.lower in self.words.stop or self.covered(piece)

    def _about_people(self, at: int) -> bool:
        return any(self.words.subjects.get(piece.lower) for piece in self.pieces[max(0, at - 5) : at])

    def _spans(self, left: Figure, right: Figure) -> bool:
        """Whether two figures are the ends of one range that states its scale once ("$5 to $8 million")."""
        link = {piece.lower for piece in self.pieces[left.end : right.first]}
        before = self.pieces[left.first - 1].lower if left.first else ""
        ranged = link & {"to", "до", "-", "–", "—"} or ("and" in link and before == "between")
        return bool(ranged) and left.number.base < right.number.base

    def _linked(self, start: int, end: int) -> bool:
        """Whether only links («до», «и», "to", commas, dashes, bounds) stand between two numbers."""
        if not 0 <= end - start <= 4:
            return False
        between = self.pieces[start:end]
        if not between:
            # «40,3-тен 76,8 млн тоннаға дейін»
            return (
                self.units.language == "kk"
                and kazakh_case(self.pieces[start - 1].suffix or self.pieces[start - 1].lower) == "abl"
            )
        return all(
            piece.text in ",–—-−‑"
            or piece.lower in self.words.link
            or piece.text in self.units.symbols
            or self.words.is_bound(piece.lower)
            for piece in between
        )

    def _rises(self, start: int, right: Figure) -> bool:
        """«с 8 млн долларов до 34 млн»: the second number of a rise or fall."""
        between = self.pieces[start : right.first]
        return 0 < len(between) <= 2 and between[-1].lower in self.words.upward and right.number.scale > 1
