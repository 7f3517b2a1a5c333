"""Russian case forms of names: phrases by the cached table (pymorphy3 for what it lacks), surnames and adjectives by their endings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from tarazy.actors.registry import rows

CASES = ("gent", "datv", "accs", "ablt", "loct")


@cache
def _table() -> dict[str, tuple[str, ...]]:
    return {
        row["nominative"]: tuple(row[case] for case in ("genitive", "dative", "accusative", "instrumental", "locative"))
        for row in rows("russian_declension")
    }


def decline(phrase: str) -> list[str]:
    """All distinct case forms of a phrase, the nominative first; only its head noun and the adjectives before it change."""
    if phrase.isascii():
        return [phrase]
    words = phrase.split(" ")
    table = _table()
    for count in range(len(words), 0, -1):
        forms = table.get(" ".join(words[:count]))
        if forms is not None:
            tail = words[count:]
            return list(dict.fromkeys([phrase, *(" ".join([form, *tail]) for form in forms)]))
    head, forms = decline_by_dictionary(phrase)
    tail = words[len(head.split(" ")) :]
    return list(dict.fromkeys([phrase, *(" ".join([form, *tail]) for form in forms)]))


@cache
def _dictionary() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def _nominative(word: str, parts: Sequence[str], number: str | None = None) -> Any:
    best = None
    for parse in _dictionary().parse(word):
        tag = parse.tag
        if parse.normal_form == "больший":  # Большая is read as большой
            continue
        if tag.POS in parts and tag.case == "nomn" and (number is None or tag.number == number):
            if tag.POS == "NOUN" and {"Geox", "Orgn"} & tag.grammemes and "Abbr" not in tag:
                return parse
            best = best or parse
    return best


def _as_written(form: str, model: str) -> str:
    pieces, models = form.split("-"), model.split("-")
    if len(pieces) != len(models):
        return form.capitalize() if model[:1].isupper() else form
    return "-".join(
        piece.upper()
        if shape.isupper() and len(shape) > 1
        else piece[:1].upper() + piece[1:]
        if shape[:1].isupper()
        else piece
        for piece, shape in zip(pieces, models, strict=True)
    )


def decline_by_dictionary(phrase: str) -> tuple[str, tuple[str, ...]]:
    """The part of a phrase that changes, and its genitive, dative, accusative, instrumental and locative by pymorphy3."""
    words = phrase.split(" ")
    last = next((i for i in range(len(words)) if _is_head(words, i)), None)
    if last is None or not all(_nominative(word, ("ADJF", "PRTF")) for word in words[:last]):
        return words[0], _by_ending(words[0]) if len(words) == 1 else (words[0],) * 5
    comma = "," if words[last].endswith(",") else ""
    words[last] = words[last].rstrip(",")
    head = words[: last + 1]
    noun = _nominative(head[-1], ("NOUN",))
    number = noun.tag.number
    parses = [*(_nominative(word, ("ADJF", "PRTF"), number) for word in head[:-1]), noun]
    if any(parse is None for parse in parses):
        return words[0], (words[0],) * 5
    forms = []
    for case in CASES:
        out = []
        for word, parse in zip(head, parses, strict=True):
            grammemes = {case, number}
            if parse is not noun and number == "sing" and noun.tag.gender:
                grammemes.add(noun.tag.gender)
            if parse is not noun and case == "accs":
                grammemes.add(noun.tag.animacy or "inan")
                if number == "sing" and noun.tag.gender != "masc":
                    grammemes.discard(noun.tag.animacy or "inan")
            inflected = parse.inflect(grammemes)
            out.append(_as_written(inflected.word if inflected else word, word))
        forms.append(" ".join(out))
    return " ".join(head) + comma, tuple(form + comma for form in forms)


def _is_head(words: list[str], index: int) -> bool:
    """True for a noun in the nominative that is no adjective of the next word (Ближний in Ближний Восток)."""
    if not _nominative(words[index].rstrip(","), ("NOUN",)):
        return False
    following = words[index + 1].rstrip(",") if index + 1 < len(words) else ""
    return not (following and _nominative(words[index], ("ADJF",)) and _nominative(following, ("NOUN", "ADJF")))


def _by_ending(name: str) -> tuple[str, ...]:
    """Genitive … locative of a name that the dictionary lacks, by its last letter."""
    last, stem = name[-1], name[:-1]
    if name.isupper() or last not in "абвгджзйклмнпрстфхцчшщя" or name[-2:] in ("уа", "оа"):
        return (name,) * 5
    if last == "а":
        return (stem + ("и" if name[-2] in "гжкхчшщ" else "ы"), stem + "е", stem + "у", stem + "ой", stem + "е")
    if last == "я":
        return (
            stem + "и",
            stem + ("и" if name[-2] == "и" else "е"),
            stem + "ю",
            stem + "ей",
            stem + ("и" if name[-2] == "и" else "е"),
        )
    if last == "й":
        return (stem + "я", stem + "ю", name, stem + "ем", stem + "е")
    return (name + "а", name + "у", name, name + ("ем" if last in "жцчшщ" else "ом"), name + "е")


@cache
def _endings() -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [
        (row["class"], tuple(row["stem_end"].split("|")), tuple(row["endings"].replace("+", "").split("|")))
        for row in rows("russian_endings")
    ]


def adjective(lemma: str) -> tuple[list[str], str]:
    """All case forms of an adjective in -ский, and its combining form (казахстанский → казахстанско)."""
    for name, ends, endings in _endings():
        if name == "adjective" and lemma.endswith(ends):
            stem = lemma[:-2]
            return [stem + ending for ending in endings], stem + "о"
    return [lemma], lemma


def surname(name: str) -> list[str]:
    """All case forms of a surname or a foreign given name; one in -о, -и, -у, -ы, -э or -е never changes."""
    for cls, ends, endings in _endings():
        if cls == "adjective" or not name.endswith(ends):
            continue
        if cls == "surname_adjective" and (len(name) < 5 or not name.endswith(("ский", "цкий", "ой", "ый"))):
            continue
        if cls in ("surname_hard", "surname_ov"):
            stem = name
        elif cls == "surname_adjective":
            stem = name[:-2]
        else:
            stem = name[:-1]
        return list(dict.fromkeys([name, *(stem + ending for ending in endings)]))
    return [name]


@cache
def _surname_cases() -> tuple[tuple[str, str], ...]:
    pairs = [
        (ending, row["nominative"]) for row in rows("russian_surname_cases") for ending in row["endings"].split("|")
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def nominative_word(word: str) -> str:
    """The likely nominative, lower case, of one word of a name: surnames by their endings, other words by pymorphy3."""
    for ending, nominative in _surname_cases():
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: -len(ending)] + nominative
    best = _dictionary().parse(word)[0]
    if best.tag.POS not in ("NOUN", "ADJF"):
        return word
    inflected = best.inflect({"nomn", best.tag.number} - {None})
    return str(inflected.word if inflected else best.normal_form)


_FEMALE_PATRONYMIC = re.compile(r"\w+(?:вн|ичн)(?:а|ы|е|у|ой)|(?:қызы|кызы)\w{0,3}")
_FEMALE_SURNAME = re.compile(r"(.*(?:[оеё]в|ин|ын|ск|цк))(?:а|ой|ою|у|ая|ую)")


@lru_cache(maxsize=1 << 13)
def is_womans(word: str) -> bool:
    """Whether a folded given name or patronymic can only be a woman's in the singular: мария, марией, николаевны."""
    if _FEMALE_PATRONYMIC.fullmatch(word):
        return True
    names = [p.tag for p in _dictionary().parse(word) if "Name" in p.tag and p.tag.number == "sing"]
    return bool(names) and _dictionary().word_is_known(word) and all(tag.gender == "femn" for tag in names)


def womans_surname(word: str) -> str | None:
    """The nominative of a woman's surname in any case: захаровой → захарова, полонской → полонская; None for other endings."""
    match = _FEMALE_SURNAME.fullmatch(word)
    return match and match[1] + ("ая" if match[1].endswith(("ск", "цк")) else "а")
