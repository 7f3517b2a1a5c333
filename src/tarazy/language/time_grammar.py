"""The grammar of dates as data: word classes and patterns of ``data/time_words.toml`` and ``data/time_patterns.tsv``, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from tarazy.data_files import toml
from tarazy.language.inflection import WordList, kazakh_case
from tarazy.language.scanning import Piece, roman

_SHAPES = (
    "Y4",
    "N",
    "N3",
    "DECADE_N",
    "ROMAN",
    "NUMERIC",
    "COMMA",
    "DASH",
    "SLASH",
    "OPEN",
    "CLOSE",
    "POINT",
    "LONG",
    "SPAN",
    "FROM_POINT",
)
_NAME = re.compile(r"[A-Z][A-Z_0-9]*")
_DECADE_SUFFIX = {"ru": {"е", "х", "ые", "ых", "ми"}, "en": {"s", "'s", "’s"}, "kk": {"шы", "ші", "ыншы", "інші"}}
_MARKS = {
    ",": "COMMA",
    "-": "DASH",
    "–": "DASH",
    "—": "DASH",
    "‑": "DASH",
    "−": "DASH",
    "/": "SLASH",
    "%": "COMPARED",
    "(": "OPEN",
    ")": "CLOSE",
}


@dataclass(slots=True)
class Term:
    """A piece (or a word with its full stop) as the grammar sees it; ``values`` maps a class to what the word means in it."""

    start: int
    end: int
    text: str
    code: str
    values: dict[str, int | str] = field(default_factory=dict)
    number: int | None = None
    case: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled grammar of one language."""

    language: str
    words: WordList[dict[str, int | str]]
    codes: dict[frozenset[str], str]
    steps: tuple[re.Pattern[str], re.Pattern[str]]
    meanings: dict[str, str]
    examples: tuple[tuple[str, str], ...]
    sets: dict[str, str]
    triggers: frozenset[str]

    def terms(self, pieces: tuple[Piece, ...]) -> list[Term]:
        """The pieces of a sentence with the classes they have in dates."""
        terms: list[Term] = []
        skip = False
        for index, piece in enumerate(pieces):
            if skip:
                skip = False
                continue
            classes: dict[str, int | str] = {}
            end, number = piece.end, None
            if piece.shape == "word":
                follower = pieces[index + 1] if index + 1 < len(pieces) else None
                if follower is not None and follower.text == "." and follower.start == piece.end:
                    with_stop = self.words.get(piece.lower + ".")
                    if with_stop is not None:
                        classes, end, skip = dict(with_stop), follower.end, True
                if not classes:
                    classes = dict(self.words.get(piece.lower) or {})
                    if "MONTH" in classes and self.language == "en" and not piece.text[0].isupper():
                        classes = {}
                if piece.text[0].isupper() or piece.text[0] in "ІХ":
                    value = roman(piece.text)
                    if value is not None:
                        classes["ROMAN"] = value
            elif piece.shape == "number":
                classes, number = self._figure(piece)
            elif piece.shape == "date":
                classes = {"NUMERIC": piece.text}
            elif piece.shape == "code" and piece.text in ("Q1", "Q2", "Q3", "Q4"):
                classes = {"ORDINAL": int(piece.text[1])}
            elif piece.text in _MARKS and _MARKS[piece.text] in self.sets:
                classes = {_MARKS[piece.text]: 0}
            code = self.codes.get(frozenset(classes), "_") if classes else "_" if piece.shape == "word" else "#"
            case = piece.suffix or piece.lower
            terms.append(Term(piece.start, end, piece.text, code, classes, number, case, index))
        return terms

    def _figure(self, piece: Piece) -> tuple[dict[str, int | str], int | None]:
        value = piece.integer
        if value is None:
            return {}, None
        size = len(piece.digits)
        if size in (2, 4) and value % 10 == 0 and piece.suffix in _DECADE_SUFFIX[self.language]:
            return {"DECADE_N": value}, value
        if size == 4 and 1000 <= value <= 2199:
            return {"Y4": value}, value
        if size == 3 and not piece.suffix:
            return {"N3": value}, value
        if size <= 2:
            return {"N": value}, value
        return {}, value


def _classes(language: str) -> dict[str, dict[str, int | str]]:
    """Word form or stem → class → value."""
    table = toml("tarazy.language", "time_words.toml")[language]
    entries: dict[str, dict[str, int | str]] = {}

    def add(form: str, name: str, value: int | str) -> None:
        entries.setdefault(form, {}).setdefault(name, value)

    for section, name in (
        ("months", "MONTH"),
        ("seasons", "SEASON"),
        ("parts", "PART"),
        ("ordinals", "ORDINAL"),
        ("cardinals", "CARDINAL"),
        ("decades", "DECADE_WORD"),
        ("relative", "RELATIVE"),
    ):
        for value, forms in table[section].items():
            for form in forms:
                add(form, name, int(value) if value.isdigit() else value)
    for name, forms in table["words"].items():
        for form in forms:
            add(form, name, 0)
    # A form that one class gives as a stem and another in full has both senses.
    for form, senses in entries.items():
        if not form.endswith("*"):
            for stem, other in entries.items():
                if stem.endswith("*") and form == stem[:-1]:
                    for name, value in other.items():
                        senses.setdefault(name, value)
    return entries


@lru_cache(maxsize=4)
def grammar(language: str) -> Grammar:
    """The grammar of kk, ru or en."""
    entries = _classes(language)
    combinations = {frozenset([shape]) for shape in _SHAPES}
    for senses in entries.values():
        combinations |= {frozenset(senses), frozenset(senses) | {"ROMAN"}}
    codes = {names: chr(0x4E00 + i) for i, names in enumerate(sorted(combinations, key=sorted))}
    sets: dict[str, str] = {"OTHER": "_"}
    for names, code in codes.items():
        for name in names:
            sets[name] = sets.get(name, "") + code

    def compiled(pattern: str) -> str:
        return _NAME.sub(lambda found: f"[{sets[found.group()]}]" if found.group() in sets else "[]", pattern).replace(
            " ", ""
        )

    rows = (resources.files("tarazy.language") / "data" / "time_patterns.tsv").read_text("utf-8").splitlines()
    alternatives: dict[str, list[str]] = {"1": [], "2": []}
    meanings: dict[str, str] = {}
    examples: list[tuple[str, str]] = []
    for number, row in enumerate(rows):
        if not row or row.startswith(("#", "languages\t")):
            continue
        languages, step, meaning, pattern, example, reads = row.split("\t")
        if language not in languages.split(",") and languages != "all":
            continue
        group = f"r{number}"
        source = compiled(pattern)
        if "[]" in source:
            raise ValueError(
                f"data/time_patterns.tsv, row {number + 1}: {language} has no words of a class in {pattern!r}"
            )
        alternatives[step].append(f"(?P<{group}>{source})")
        meanings[group] = meaning
        if languages.split(",")[0] == language or (languages == "all" and language == "ru"):
            examples.append((example, reads))
    wanted = (
        "Y4",
        "N3",
        "DECADE_N",
        "NUMERIC",
        "MONTH",
        "CENTURY",
        "DECADE_WORD",
        "RELATIVE",
        "THAT",
        "THIS",
        "LAST",
        "NEXT",
        "RECENT",
        "AGO",
    )
    return Grammar(
        language,
        WordList(entries, language),
        codes,
        (re.compile("|".join(alternatives["1"])), re.compile("|".join(alternatives["2"]))),
        meanings,
        tuple(examples),
        sets,
        frozenset("".join(sets.get(name, "") for name in wanted)),
    )


def is_ablative(term: Term) -> bool:
    """Whether a Kazakh term stands in the ablative («жылдан», «мамырдан»)."""
    return kazakh_case(term.case) == "abl"
