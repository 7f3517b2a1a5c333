"""Chains of Kazakh suffixes: every string of endings that a noun or verb stem can take, built from ``data/suffixes.tsv``.

The places, order and sound rules follow the grammar tables of Kazakh (vowel harmony, assimilation of the first
consonant); the table is the whole of the grammar, this module only composes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

BACK = frozenset("аоұыяё")
FRONT = frozenset("әеөүіэ")
NEUTRAL = frozenset("ииую")
VOWELS = BACK | FRONT | NEUTRAL

_CLASSES = {
    "V": "аәеоөұүыіэяёюи",
    "G": "уию",
    "R": "рй",
    "L": "л",
    "N": "мнң",
    "Z": "зж",
    "T": "кқпстфхһцчшщ",
    "B": "бвгғд",
}
_CLOSED = frozenset(("case", "finite", "converb", "similar"))


def letter_classes(letter: str) -> str:
    """The sound classes of a stem's last letter (several for the ambiguous и and ю); "VLRN" for other signs."""
    found = "".join(name for name, letters in _CLASSES.items() if letter in letters)
    return found or "VGRLNZTB"


def harmony(form: str) -> str:
    """``b`` (back) or ``f`` (front) by the last vowel; "" where it binds neither (и, у, ю, soft sign, surnames in -ев, no vowel)."""
    if form.endswith(("ь", "ев")):
        return ""
    for letter in reversed(form):
        if letter in BACK:
            return "b"
        if letter in FRONT:
            return "f"
        if letter in NEUTRAL:
            return ""
    return ""


@dataclass(frozen=True, slots=True)
class Chain:
    """A run of suffixes: which stems it fits (``kind`` noun or verb, last sound in ``after``, harmony) and what it means."""

    form: str
    kind: str
    after: frozenset[str]
    harmony: str
    place: str
    features: tuple[tuple[str, str], ...]
    length: int

    @property
    def begins_with_vowel(self) -> bool:
        return self.form[0] in VOWELS


@dataclass(frozen=True, slots=True)
class _Suffix:
    origins: frozenset[str]
    place: str
    form: str
    after: frozenset[str]
    harmony: str
    features: tuple[tuple[str, str], ...]


@cache
def chains() -> dict[str, tuple[Chain, ...]]:
    """Surface string → the chains that are written so."""
    suffixes = _suffixes()
    built: dict[str, list[Chain]] = {}
    stack: list[Chain] = []
    for kind in ("noun", "verb"):
        for suffix in suffixes:
            if kind in suffix.origins:
                stack.append(Chain(suffix.form, kind, suffix.after, suffix.harmony, suffix.place, suffix.features, 1))
    while stack:
        chain = stack.pop()
        if chain.place != "negated":
            built.setdefault(chain.form, []).append(chain)
        if chain.place in _CLOSED or chain.length >= 5:
            continue
        classes = set(letter_classes(chain.form[-1]))
        if chain.place == "action":
            classes = {"G"}
        for suffix in suffixes:
            if chain.place not in suffix.origins or not classes & suffix.after:
                continue
            own = suffix.harmony
            if chain.harmony and own and own != chain.harmony:
                continue
            features = dict(chain.features) | dict(suffix.features)
            stack.append(
                Chain(
                    chain.form + suffix.form,
                    chain.kind,
                    chain.after,
                    chain.harmony or own,
                    suffix.place,
                    tuple(features.items()),
                    chain.length + 1,
                )
            )
    return {form: tuple(found) for form, found in built.items()}


def _suffixes() -> list[_Suffix]:
    text = (files(__package__) / "data" / "suffixes.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    suffixes = []
    for origins, place, forms, after, features in rows[1:]:
        pairs = tuple((name, value) for name, _, value in (pair.partition("=") for pair in features.split()))
        classes = frozenset("VGRLNZTB" if after == "*" else after.split())
        # A suffix of one form (мен, нікі) follows stems of both harmonies.
        tones = ("b", "f") if "/" in forms else ("",)
        suffixes += [
            _Suffix(frozenset(origins.split()), place, form, classes, tone, pairs)
            for form, tone in zip(forms.split("/"), tones, strict=True)
        ]
    return suffixes
