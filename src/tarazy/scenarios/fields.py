"""Fields of scenario files: what type, unit and bounds a value has, and the check that it keeps to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import isfinite
from typing import Any

from tarazy.codebook.vocabulary import ACTOR_ID, PARTIAL_DATE

TYPES = (
    "number",
    "whole",
    "flag",
    "text",
    "choice",
    "actor",
    "actors",
    "names",
    "texts",
    "numbers",
    "date",
    "file",
    "label",
)
_KEY = re.compile(r"\{(\w+)\}")
_NAME = re.compile(r"[^\s.\"'{}\[\]]+")


@dataclass(frozen=True, slots=True)
class Field:
    """A row of a model's table. ``name`` may hold keys, as ``capability.{actor}``, that stand for each value of a scope.

    ``type`` is one of ``TYPES``; ``unit`` as in the codebook, empty for none. ``minimum`` and ``maximum`` belong to what is allowed, ``above``
    and ``below`` do not; a list of names with a ``minimum`` of 0 may be empty. A field with a ``default`` may be left out; ``why`` says where the default comes from, ``range`` between what it is drawn. ``title`` is
    in en, ru, kk.
    Of a ``minor`` output pages do not say what it hangs on. New files begin with the ``example`` where there is no default. Of the keys in ``apart``
    no two have the same value: no state borders on itself. By a setting that ``fills`` inputs are found in records: forms ask for it with the scope.
    """

    name: str
    type: str
    title: Mapping[str, str]
    unit: str = ""
    default: Any = None
    why: str | Mapping[str, str] = ""
    range: tuple[float, float] | None = None
    required: bool = True
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None
    choices: tuple[str, ...] = ()
    help: str = ""
    minor: bool = False
    example: Any = None
    apart: tuple[str, ...] = ()
    fills: bool = False

    @property
    def stem(self) -> str:
        """The name before its first key: ``capability``."""
        return self.name.partition(".{")[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in the name, in their order."""
        return tuple(_KEY.findall(self.name))

    def names(self, scope: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, dict[str, str]]]:
        """Each name that the field has in this scope, with the values of its keys."""
        for values in product(*(scope[key] for key in self.keys)):
            chosen = dict(zip(self.keys, values, strict=True))
            if len({chosen[key] for key in self.apart}) < len(self.apart):
                continue
            yield self.name.format_map(chosen), chosen

    def titled(self, language: str, keys: Mapping[str, str]) -> str:
        """The title in ``en``, ``ru`` or ``kk``, its keys filled with these words."""
        return _KEY.sub(lambda found: keys.get(found[1], found[1]), self.title.get(language) or self.title["en"])


def field_of(name: str, row: Mapping[str, Any]) -> Field:
    """A field from its row in a model's file. Raises ValueError for a row that is none; only who writes a model meets it."""
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) and key not in ("default", "example") else value
        for key, value in row.items()
    }
    found = Field(name=name, **given)
    if found.type not in TYPES:
        raise ValueError(f"{name}: type {found.type!r} is none of {', '.join(TYPES)}")
    return found


def fault_of(field: Field, value: Any) -> tuple[str, str] | None:
    """What is wrong with a value, and the mend; None where nothing is."""
    wanted = _FAULTS.get(field.type)
    said = wanted(field, value) if wanted else None
    return said or (_bounds(field, value) if field.type in ("number", "whole", "numbers") else None)


def is_number(value: Any) -> bool:
    """Whether TOML gave a finite number (true and false are none)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _number(field: Field, value: Any) -> tuple[str, str] | None:
    return None if is_number(value) else (f"is {_shown(value)}", "give a number, without quotes and unit")


def _whole(field: Field, value: Any) -> tuple[str, str] | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole else (f"is {_shown(value)}", "give a whole number")


def _flag(field: Field, value: Any) -> tuple[str, str] | None:
    return None if isinstance(value, bool) else (f"is {_shown(value)}", "write true or false")


def _text(field: Field, value: Any) -> tuple[str, str] | None:
    return None if isinstance(value, str) and value.strip() else (f"is {_shown(value)}", "give words in quotes")


def _choice(field: Field, value: Any) -> tuple[str, str] | None:
    return None if value in field.choices else (f"is {_shown(value)}", f"choose from {', '.join(field.choices)}")


def _actor(field: Field, value: Any) -> tuple[str, str] | None:
    if isinstance(value, str) and ACTOR_ID.fullmatch(value):
        return None
    return f"is {_shown(value)}", 'give an id of the codebook, such as "KAZ" or "org:tusas"'


def _actors(field: Field, value: Any) -> tuple[str, str] | None:
    bad = _names(field, value)
    if bad:
        return bad
    return next((found for found in (_actor(field, one) for one in value) if found), None)


def _names(field: Field, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, list) or not (value or field.minimum == 0):
        return f"is {_shown(value)}", 'give a list of names, such as ["one", "two"]'
    for one in value:
        if not isinstance(one, str) or not _NAME.fullmatch(one):
            return f"holds {_shown(one)}", "give names without spaces, points, quotes and brackets"
    twice = next((one for one in value if value.count(one) > 1), None)
    return (f"names {twice!r} twice", "name each once") if twice else None


def _texts(field: Field, value: Any) -> tuple[str, str] | None:
    fine = isinstance(value, list) and value and all(isinstance(one, str) and one.strip() for one in value)
    return (
        None if fine else (f"is {_shown(value)}", 'give a list of words, such as ["winter release", "зимний попуск"]')
    )


def _numbers(field: Field, value: Any) -> tuple[str, str] | None:
    fine = isinstance(value, list) and value and all(map(is_number, value))
    return None if fine else (f"is {_shown(value)}", "give a list of numbers, such as [1, 2.5]")


def _date(field: Field, value: Any) -> tuple[str, str] | None:
    fine = PARTIAL_DATE.fullmatch(str(value))
    return None if fine else (f"is {_shown(value)}", 'give a date such as "2024", "2024-05" or "2024-05-10"')


def _bounds(field: Field, value: Any) -> tuple[str, str] | None:
    counted = f" ({field.unit})" if field.unit else ""
    for one in value if isinstance(value, list) else [value]:
        for bound, kept, mend in (
            (field.minimum, one >= (field.minimum or 0), "of at least"),
            (field.above, one > (field.above or 0), "above"),
            (field.maximum, one <= (field.maximum or 0), "of at most"),
            (field.below, one < (field.below or 0), "below"),
        ):
            if bound is not None and not kept:
                return f"is {one:g}", f"give a number {mend} {bound:,.10g}{counted}"
    return None


_FAULTS = {
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "text": _text,
    "choice": _choice,
    "actor": _actor,
    "actors": _actors,
    "names": _names,
    "texts": _texts,
    "numbers": _numbers,
    "date": _date,
    "file": _text,
}


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
