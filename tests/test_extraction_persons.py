"""Persons and companies as participants in their own right."""

from __future__ import annotations

import pytest

from tarazy.codebook.claim import Claim
from tarazy.errors import UsageError
from tarazy.extraction import extract
from tarazy.extraction.persons import SETTINGS, Participants
from tarazy.reading import read_bytes


def claims(text: str, participants: Participants = "persons", language: str = "ru") -> list[Claim]:
    return extract(read_bytes(text.encode(), f"text.{language}.txt")[0], participants)


def actors(text: str, rule: str) -> list[set[str]]:
    return [{p.actor for p in c.participants} for c in claims(text) if c.rule == rule]


MEETING = "Президент Франции Николя Саркози встретился с главой «Газпрома» Алексеем Миллером."


def test_a_person_takes_part_and_the_body_of_the_post_does_not() -> None:
    (claim,) = [c for c in claims(MEETING) if c.kind == "meeting"]
    assert [p.surface for p in claim.participants] == ["Николя Саркози", "Алексеем Миллером"]
    assert [p.via for p in claim.participants] == [None, None]
    assert claim.participants[0].actor == "person:sarkozy"


def test_by_default_the_president_is_the_state() -> None:
    found = {p.actor for c in claims(MEETING, "states") for p in c.participants}
    assert not any(actor.startswith("person:") for actor in found)


def test_a_post_after_the_name_is_left_out_too() -> None:
    text = "Иван Петров, глава компании «Альфа», встретился с Анной Сидоровой."
    assert actors(text, "ru.meeting.meet") == [{"person:petrov", "person:sidorova"}]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "President Emmanuel Macron met with Vertex chief Alexei Serov in Paris.",
            "en",
            {"macron", "serov"},
        ),
        (
            "«Қазмұнайгаз» төрағасы Асқар Омаров Астанада Қытай елшісі Серік Оспановпен кездесті.",
            "kk",
            {"omarov", "ospanov"},
        ),
    ],
)
def test_posts_between_the_body_and_the_person(text: str, language: str, expected: set[str]) -> None:
    (claim,) = [c for c in claims(text, language=language) if c.kind == "meeting"]
    assert {p.actor for p in claim.participants if p.role == "participant"} == {f"person:{name}" for name in expected}


def test_who_is_quoted_is_no_participant() -> None:
    text = "По словам Дмитрия Орлова, Иван Петров встретился с Анной Сидоровой."
    assert actors(text, "ru.meeting.meet") == [{"person:petrov", "person:sidorova"}]


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("Компания «Альфа» купила «Бету» за 5 млн долларов.", "ru.investment.acquire", {"org:alfa", "org:beta"}),
        ("«Альфа» объявила о покупке Vertex.", "ru.investment.acquisition", {"org:alfa", "org:verteks"}),
        ("Банк «Восход» выдал компании «Альфа» кредит.", "ru.investment.lend", {"org:bank-voskhod", "org:alfa"}),
        ("Еврокомиссия оштрафовала Vertex на 5 млн евро.", "ru.coercion.fine", {"EU", "org:verteks"}),
        (
            "Клуб «Заря» подписал контракт с Иваном Петровым.",
            "ru.agreement.contract",
            {"org:klub-zarya", "person:petrov"},
        ),
    ],
)
def test_deals_of_companies_and_persons(text: str, rule: str, expected: set[str]) -> None:
    assert actors(text, rule) == [expected]


def test_a_body_takes_in_the_state_in_its_name() -> None:
    text = "Торговый банк Китая (Commercial Bank) купил компанию «Альфа»."
    surfaces = {p.surface for c in claims(text) if c.rule == "ru.investment.acquire" for p in c.participants}
    assert "Китая" not in surfaces and "Альфа" in surfaces


def test_frames_of_the_setting_stay_in_it() -> None:
    rules = {c.rule for c in claims("Компания «Альфа» купила «Бету» за 5 млн долларов.", "states")}
    assert "ru.investment.acquire" not in rules


def test_an_unknown_setting_is_refused_with_those_known() -> None:
    document = read_bytes("Текст.".encode(), "text.ru.txt")[0]
    with pytest.raises(UsageError, match=", ".join(SETTINGS)):
        extract(document, "companies")  # type: ignore[arg-type]
