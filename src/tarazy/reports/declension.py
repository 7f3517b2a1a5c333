"""Names in the cases that sentences need, and how verbs agree with them: Kazakh by harmony, Russian by the registry's table and pymorphy3."""

from __future__ import annotations

from functools import cache
from typing import Any

from tarazy.actors.registry import is_acronym, rows
from tarazy.actors.russian import decline_by_dictionary
from tarazy.data_files import toml
from tarazy.language.ru.dictionary import analyser

RUSSIAN = ("gen", "dat", "acc", "ins", "loc")
KAZAKH = ("gen", "dat", "acc", "abl", "loc", "ins", "rel")
_VOWELS = "аәеоөұүыіэяёюиу"
_NAMED = "КҚБВГДПТЖЗЦЧ"
"""Letters whose names end in a vowel; after a consonant an acronym that ends in one is spelt out."""
_BACK, _FRONT = "аоұыяё", "әеөүіэ"


@cache
def _data() -> dict[str, Any]:
    return toml("tarazy.reports", "declension.toml")


def cased(name: str, case: str, language: str) -> str:
    """The name in a case of the language; as it is where the language has none, or the name never changes.

    Kazakh: gen, dat, acc, abl, loc, ins, and rel (Ресейдегі, "that is in Russia"); Russian: gen, dat, acc, ins, loc.
    """
    if not name or not any("а" <= char.lower() <= "ӿ" for char in name[-3:]):
        # A name in Latin letters or a number takes no ending in Russian, and one behind a hyphen in Kazakh.
        return kazakh(name, case) if language == "kk" and name else name
    if language == "kk":
        return kazakh(name, case)
    return russian(name, case) if language == "ru" else name


def russian(name: str, case: str) -> str:
    """A Russian name in ``case``: Казахстан → Казахстаном; acronyms stay."""
    if is_acronym(name.split(" ")[0]) and " " not in name:
        return name
    place = RUSSIAN.index(case)
    words = name.split(" ")
    for count in range(len(words), 0, -1):
        if forms := _table().get(" ".join(words[:count])):
            return _as_in(name, " ".join([forms[place], *words[count:]]))
    head, forms = decline_by_dictionary(name)
    tail = words[len(head.split(" ")) :]
    return _as_in(name, " ".join([forms[place], *tail]))


def _as_in(name: str, form: str) -> str:
    """The form with the capitals of the name, as far as they have letters in common: КазМунайГазом."""
    same = next((at for at, (a, b) in enumerate(zip(name, form, strict=False)) if a.lower() != b.lower()), None)
    return name[:same] + form[len(name[:same]) :]


@cache
def _table() -> dict[str, tuple[str, ...]]:
    columns = ("genitive", "dative", "accusative", "instrumental", "locative")
    return {row["nominative"]: tuple(row[one] for one in columns) for row in rows("russian_declension")}


@cache
def russian_gender(name: str) -> int:
    """Which of four forms a verb takes in the past: 0 masculine, 1 feminine, 2 neuter, 3 plural; masculine where the dictionary is silent."""
    if name in (known := _data()["russian"]["gender"]):
        return "mfnp".index(known[name])
    head = decline_by_dictionary(name)[0].split(" ")[-1].strip("«»,")
    for parse in analyser().parse(head):
        if parse.tag.POS == "NOUN" and parse.tag.case == "nomn":
            if parse.tag.number == "plur":
                return 3
            return {"masc": 0, "femn": 1, "neut": 2}.get(str(parse.tag.gender), 0)
    return 0


def kazakh(name: str, case: str) -> str:
    """A Kazakh name in ``case``: Ресей → Ресеймен, одағы → одағына; acronyms and foreign letters behind a hyphen: БҰҰ-ға."""
    bare = name.rstrip('»")')
    word = bare.rpartition(" ")[2].strip('«"(')
    joint = "-" if is_acronym(word) or not any("а" <= char <= "ӿ" for char in word[-2:].lower()) or bare != name else ""
    front = _is_front(word)
    last = _sound(word)
    endings = _data()["kazakh"]
    if case == "rel":
        located = kazakh(name, "loc")
        return located + ("гі" if front else "ғы")
    owned = " " in bare and not joint and word[-1:].lower() in "ыі"
    row = endings["owned" if owned else last][case]
    return name + joint + str(row[1 if front else 0])


def particle(name: str) -> str:
    """The Kazakh "and" after a name: Ресей мен, АҚШ пен, Қырғыз бен."""
    word = name.rstrip('»")').rpartition(" ")[2]
    return str(_data()["kazakh"][_sound(word)]["ins"][0])


def _sound(word: str) -> str:
    """The class of the last sound: vowel, nasal, liquid, buzz or voiceless. An acronym of consonants is read by its letters' names."""
    lower = word.lower()
    if _is_spelt(word):
        return "vowel"
    last = next((char for char in reversed(lower) if char.isalnum() and char not in "ьъ"), "а")
    if last in "йу" or last in "wy":
        return "liquid" if last in "йy" or lower[-2:-1] in _VOWELS else "vowel"
    for name, letters in _data()["kazakh"]["sounds"].items():
        if last in letters:
            return str(name)
    return "vowel"


def _is_spelt(word: str) -> bool:
    """Whether an acronym is read letter by letter, so that it ends in a vowel: ТМД, АӨСШК, but not АҚШ or БРИКС."""
    if not is_acronym(word):
        return False
    lower = word.lower()
    return not any(char in _VOWELS for char in lower) or (word[-1] in _NAMED and lower[-2] not in _VOWELS)


def _is_front(word: str) -> bool:
    if _is_spelt(word):
        return False
    lower = word.lower()
    known = _data()["kazakh"]["front"]
    if any(lower.endswith(end) for end in known):
        return True
    if lower.endswith("ь"):
        return True
    for letter in reversed(lower):
        if letter in _BACK or letter in "aouı":
            return False
        if letter in _FRONT or letter in "eiöüéy":
            return True
        if letter == "и":
            return True
    return False
