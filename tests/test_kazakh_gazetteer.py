"""Names of the registry in Kazakh sentences, as the entity model is told of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.language import pack
from tarazy.language.kk.gazetteer import gazetteer
from tarazy.language.kk.tokens import tokenise


def marks(text: str) -> dict[str, str]:
    words = [word for _, _, word in tokenise(text)]
    return {word: mark for word, mark in zip(words, gazetteer().marks(words), strict=True) if mark}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Елші Қазақстанда болды.", {"Қазақстанда": "B-GEO"}),
        ("АҚШ-тың ұстанымы", {"АҚШ-тың": "B-GEO"}),
        (
            "Шанхай ынтымақтастық ұйымына мүше",
            {"Шанхай": "B-ORG", "ынтымақтастық": "I-ORG", "ұйымына": "I-ORG"},
        ),
        ("Қасым-Жомарт Тоқаевтың сапары", {"Қасым-Жомарт": "B-PER", "Тоқаевтың": "I-PER"}),
        ("Тоқаев пен Мирзиёевке", {"Тоқаев": "B-PER", "Мирзиёевке": "B-PER"}),
        ("НАТО-ның саясаты", {"НАТО-ның": "B-ORG"}),
        ("Қазақстандық сарапшы", {"Қазақстандық": "B-GEO"}),
        ("қазақстан деп жазды", {}),
        ("Иранбек келді", {}),
    ],
)
def test_names_in_any_case_form(text: str, expected: dict[str, str]) -> None:
    assert marks(text) == expected


@pytest.mark.parametrize(
    ("text", "surface", "label"),
    [
        ("Теория бұл әсерді түсіндіреді (Waltz, 1979).", "Waltz", "PER"),
        ("KOICA 1995 жылдан бері жобалар жүргізеді.", "KOICA", "ORG"),
        ("ЕО-ның қорғаныс саясаты 1998 жылы басталды.", "ЕО-ның", "ORG"),
    ],
)
def test_entities_in_prose_that_is_no_news(text: str, surface: str, label: str) -> None:
    [analysis] = pack("kk").analyse([text])
    assert (surface, label) in {(text[e.start : e.end], e.label) for e in analysis.entities}


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["Қазақстан", "Ресейге", "ұйымы", "Шанхай", "ынтымақтастық", "Еуразиялық", "экономикалық", "одақ", "-", "Т", "2024"]), max_size=12))  # fmt: skip
def test_marks_are_one_a_word_and_names_have_a_beginning(words: list[str]) -> None:
    found = gazetteer().marks(words)
    assert len(found) == len(words)
    for before, mark in zip(["", *found], found, strict=False):
        assert not mark.startswith("I-") or before[2:] == mark[2:]
