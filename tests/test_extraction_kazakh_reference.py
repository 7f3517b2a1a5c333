"""Kazakh words that stand for who was spoken of: pronouns, numbered states, governments, members, the speaker of a speech."""

from __future__ import annotations

import pytest

from tarazy.extraction.extractor import candidates_of
from tarazy.reading import read_bytes


def referents(text: str) -> list[tuple[str, str, str]]:
    """Anaphoric words of the text with actor and slot, in text order, once each."""
    document = read_bytes(text.encode(), "text.kk.txt")[0]
    sentences = {id(c.sentence): c.sentence for c in candidates_of(document)}
    found = [(s.passage.clean_start, a) for s in sentences.values() for a in s.actors if a.anaphor]
    found.sort(key=lambda pair: (pair[0], pair[1].first))
    return [(a.mention.surface, a.id, a.slot) for _, a in found]


def standing_for(text: str, word: str) -> list[str]:
    return [actor for surface, actor, _ in referents(text) if surface.lower() == word]


@pytest.mark.parametrize(
    ("text", "word", "actors"),
    [
        ("Норвегия газ экспорттайды. Ол Данияға көмек көрсетті.", "ол", ["NOR"]),
        ("Ол кезде Норвегия Данияға көмек көрсетті.", "ол", []),
        ("Норвегия көмек берді. Оның орнына Дания Исландияға көмек көрсетті.", "оның", []),
        ("Перу НАТО туралы баяндама тыңдады. Одан Чили шықты.", "одан", ["NATO"]),
        ("Перу Чилимен келісті. Одан Куба шықты.", "одан", []),
    ],
)
def test_a_pronoun_stands_for_the_last_doer_or_body(text: str, word: str, actors: list[str]) -> None:
    assert standing_for(text, word) == actors


@pytest.mark.parametrize(
    ("before", "word", "actors"),
    [
        ("Перу, Чили және Боливия кездесті.", "үш ел", ["PER", "CHL", "BOL"]),
        ("Перу мен Чили кездесті.", "үш ел", []),
        ("Перу, Чили, Боливия және Куба кездесті.", "төрт ел", ["PER", "CHL", "BOL", "CUB"]),
        ("Өзбекстан, Тәжікстан, Қазақстан кездесті.", "бес ел", ["region:central-asia"]),
    ],
)
def test_numbered_states_are_those_named_together(before: str, word: str, actors: list[str]) -> None:
    assert standing_for(f"{before} Содан кейін {word} шартқа қол қойды.", word) == actors


def test_the_pair_is_the_one_named_together_last() -> None:
    text = "Перу мен Чили кездесті. Испания бұған риза болды. Екі ел шартқа қол қойды."
    assert standing_for(text, "екі ел") == ["PER", "CHL"]


def test_a_ministry_without_owner_is_that_of_the_state_spoken_of() -> None:
    text = "Норвегия елшілік ашты. Сыртқы істер министрлігі Данияға көмек жіберді."
    assert standing_for(text, "сыртқы істер министрлігі") == ["NOR"]
    owned = "Норвегия елшілік ашты. Исландия Сыртқы істер министрлігі Данияға көмек жіберді."
    assert standing_for(owned, "сыртқы істер министрлігі") == []


def test_member_states_without_owner_are_those_of_the_body_spoken_of() -> None:
    assert standing_for("АСЕАН саммит өткізді. Мүше елдер шартқа қол қойды.", "мүше елдер") == ["ASEAN"]
    assert standing_for("АСЕАН саммит өткізді. НАТО мүше елдер үшін шарт бекітті.", "мүше елдер") == []


def test_we_of_a_speech_is_the_state_that_speaks() -> None:
    speech = "Құрметті әріптестер! Норвегия бітімді қолдайды. Норвегия көмек береді. Біз Даниямен шартқа қол қойдық."
    assert standing_for(speech, "біз") == ["NOR"]
    article = "Норвегия бітімді қолдайды. Норвегия көмек береді. Біз Даниямен шартқа қол қойдық."
    assert standing_for(article, "біз") == []


@pytest.mark.parametrize(
    ("before", "noun", "actors"),
    [
        ("МЕРКОСУР отырысы өтті.", "одақ", ["MERCOSUR"]),
        ("Дүниежүзілік банк есеп берді. Африка одағы отырыс өткізді.", "банк", ["WB"]),
        ("Дүниежүзілік банк есеп берді. Африка одағы отырыс өткізді.", "одақ", ["AU"]),
    ],
)
def test_a_noun_stands_for_the_body_whose_name_holds_it(before: str, noun: str, actors: list[str]) -> None:
    assert standing_for(f"{before} Аталған {noun} Данияға көмек берді.", f"аталған {noun}") == actors


def test_a_region_named_in_passing_is_not_the_region() -> None:
    text = (
        "Орталық Азия дамып келеді. Орталық Азия көмек алды. Орталық Азия саммит өткізді. "
        "Латын Америкасы туралы айтылды. Норвегия аймаққа көмек берді."
    )
    assert standing_for(text, "аймаққа") == ["region:central-asia"]


def test_the_country_that_opens_a_sentence_is_the_last_doer() -> None:
    assert standing_for("Норвегия газ сатады. Ел Данияға көмек көрсетті.", "ел") == ["NOR"]
    assert standing_for("Норвегия газ сатады. Әр ел Данияға көмек көрсетті.", "ел") == []
