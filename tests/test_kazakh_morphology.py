"""Kazakh word forms: a table written by hand, and forms generated from stems by the rules of harmony, read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.language.kk.lexicon import verb_lemma, verb_stem
from tarazy.language.kk.morphology import Morphology
from tarazy.language.kk.tokens import tokenise

TABLE = [
    (line + "\t\t").split("\t")[:5]
    for line in (Path(__file__).parent / "kazakh_forms.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def morphology() -> Morphology:
    return Morphology()


@pytest.mark.parametrize(("form", "lemma", "pos", "case", "features"), TABLE, ids=[row[0] for row in TABLE])
def test_form_of_the_table(morphology, form, lemma, pos, case, features):
    best = morphology.readings(form)[0]
    assert (best.lemma, best.pos, best.case or "-") == (lemma, pos, case or "-")
    assert set(features.split()) <= {"=".join(pair) for pair in best.features}


def test_table_is_wide():
    assert len(TABLE) >= 150


# --- An own small generator of noun and verb forms, independent of the suffix table of the package.

BACK, FRONT = "аоұы", "әеөүі"
NOUNS = (
    "мемлекет ел ұйым келісім шарт одақ өңір аймақ сала шекара теңіз жол қала көрші тарап күш дос сөз тіл заң хан жыл"
)
VERBS = "жаса бер ал кел қос бөл аш өт тарт сақта көш бас шеш бол айт күт қабылда белгіле жібер ұсын"


def is_front(stem: str) -> bool:
    return next(letter for letter in reversed(stem) if letter in BACK + FRONT) in FRONT


def pick(stem: str, back: str, front: str) -> str:
    return front if is_front(stem) else back


def voiceless(stem: str) -> bool:
    return stem[-1] in "кқпстфхцчшщ"


def vowel(stem: str) -> bool:
    return stem[-1] in BACK + FRONT


def plural(stem: str) -> str:
    first = "т" if voiceless(stem) else "д" if stem[-1] in "лмнңзж" else "л"
    return stem + first + pick(stem, "ар", "ер")


def possessed(stem: str) -> str:
    if vowel(stem):
        return stem + pick(stem, "сы", "сі")
    softened = {"к": "г", "қ": "ғ", "п": "б"}
    last = softened.get(stem[-1], stem[-1]) if stem[-2] in BACK + FRONT else stem[-1]
    return stem[:-1] + last + pick(stem, "ы", "і")


def inflect(stem: str, case: str) -> str:
    nasal = stem[-1] in "мнң"
    if case == "Gen":
        first = "н" if vowel(stem) or nasal else "т" if voiceless(stem) else "д"
        return stem + first + pick(stem, "ың", "ің")
    if case == "Acc":
        first = "н" if vowel(stem) else "т" if voiceless(stem) else "д"
        return stem + first + pick(stem, "ы", "і")
    if case == "Dat":
        return stem + (pick(stem, "қа", "ке") if voiceless(stem) else pick(stem, "ға", "ге"))
    if case == "Loc":
        return stem + ("т" if voiceless(stem) else "д") + pick(stem, "а", "е")
    if case == "Abl":
        first = "н" if nasal else "т" if voiceless(stem) else "д"
        return stem + first + pick(stem, "ан", "ен")
    if case == "Ins":
        return stem + ("пен" if voiceless(stem) else "бен" if stem[-1] in "зж" else "мен")
    return stem


def inflect_possessed(form: str, case: str) -> str:
    endings = {"Gen": ("ның", "нің"), "Acc": ("н", "н"), "Dat": ("на", "не"), "Loc": ("нда", "нде")}
    endings |= {"Abl": ("нан", "нен"), "Ins": ("мен", "мен"), "Nom": ("", "")}
    return form + pick(form, *endings[case])


CASES = ["Nom", "Gen", "Dat", "Acc", "Loc", "Abl", "Ins"]


@settings(max_examples=300)
@given(st.sampled_from(NOUNS.split()), st.booleans(), st.booleans(), st.sampled_from(CASES))
def test_noun_forms_are_read_back(noun, many, owned, case):
    form = plural(noun) if many else noun
    form = inflect_possessed(possessed(form), case) if owned else inflect(form, case)
    wanted = {("Number", "Plur")} if many else set()
    wanted |= {("Poss", "3")} if owned else set()
    readings = Morphology.shared().readings(form)
    assert any(r.lemma == noun and r.case == case and wanted <= set(r.features) for r in readings), (form, readings)


@settings(max_examples=300)
@given(
    st.sampled_from(VERBS.split()),
    st.booleans(),
    st.sampled_from(["past", "present", "perfect", "habitual", "noun", "converb"]),
)
def test_verb_forms_are_read_back(stem, negated, tense):
    base = stem
    if negated:
        first = "п" if voiceless(stem) else "б" if stem[-1] in "мнңзж" else "м"
        base = stem + first + pick(stem, "а", "е")
    if tense == "past":
        form, feature = base + ("т" if voiceless(base) else "д") + pick(base, "ы", "і"), ("Tense", "Past")
    elif tense == "present":
        form = base + (pick(base, "йды", "йді") if vowel(base) else pick(base, "ады", "еді"))
        feature = ("Tense", "Pres")
    elif tense == "perfect":
        form = base + (pick(base, "қан", "кен") if voiceless(base) else pick(base, "ған", "ген"))
        feature = ("VerbForm", "Part")
    elif tense == "habitual":
        form = base + (pick(base, "йтын", "йтін") if vowel(base) else pick(base, "атын", "етін"))
        feature = ("Aspect", "Hab")
    elif tense == "noun":
        form, feature = base + "у", ("VerbForm", "Vnoun")
    else:
        form = base + ("й" if negated else "п" if vowel(base) else pick(base, "ып", "іп"))
        feature = ("VerbForm", "Conv")
    wanted = {feature} | ({("Polarity", "Neg")} if negated else set())
    readings = Morphology.shared().readings(form)
    assert any(r.lemma == verb_lemma(stem) and wanted <= set(r.features) for r in readings), (form, readings)


@pytest.mark.parametrize(
    ("stem", "lemma"),
    [
        ("жаса", "жасау"),
        ("қой", "қою"),
        ("шық", "шығу"),
        ("тап", "табу"),
        ("оқы", "оқу"),
        ("бер", "беру"),
        ("төк", "төгу"),
    ],
)
def test_lemma_of_a_verb_stem(stem, lemma):
    assert verb_lemma(stem) == lemma
    assert verb_stem(lemma) == stem or stem == "оқы"


def test_wrong_harmony_is_no_form(morphology):
    assert all(reading.case != "Gen" for reading in morphology.readings("мемлекеттың"))
    assert all(reading.case != "Gen" for reading in morphology.readings("шарттің"))


def test_endings_of_country_names_are_no_cases(morphology):
    for name in ("Қазақстан", "Өзбекстан", "Алматы", "Астана", "Иран", "Ауғанстан"):
        best = morphology.readings(name)[0]
        assert (best.lemma, best.case) == (name.lower(), "Nom")


def test_tokens_keep_hyphenated_endings():
    text = "АҚШ-тың 70-ке, 2,5 %-ға жуық үлесі (2019-2025 жж.) «Қасым-Жомарт»."
    assert [word for _, _, word in tokenise(text)] == [
        *["АҚШ-тың", "70-ке", ",", "2,5", "%-ға", "жуық", "үлесі", "(", "2019-2025", "жж", ".", ")"],
        *["«", "Қасым-Жомарт", "»", "."],
    ]
