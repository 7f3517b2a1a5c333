"""Russian names: what the model takes for names and is none, women's surnames, programmes and leaders in their case forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.actors.linker import Linker
from tarazy.actors.slugs import slug
from tarazy.language import pack
from tarazy.language.base import Entity, Token
from tarazy.language.ru.entities import mended


def names(text: str, *entities: tuple[str, str]) -> list[str]:
    """What is left of entities (label, words) of a text."""
    tokens = pack("ru").analyse([text])[0].tokens
    given = [Entity(text.index(w), text.index(w) + len(w), label) for label, w in entities]
    return [text[e.start : e.end] for e in mended(text, tokens, given)]


@pytest.mark.parametrize(
    ("text", "entity", "left"),
    [
        ("Расширяя торговлю с Ираном, страна растёт.", ("PER", "Расширяя"), []),
        ("Учитывая это, Ташкент согласился.", ("PER", "Учитывая"), []),
        ("Благодаря сотрудничеству порт построен.", ("ORG", "Благодаря сотрудничеству"), []),
        ("Благодаря Газпрому порт построен.", ("ORG", "Благодаря Газпрому"), ["Газпрому"]),
        ("Примечательное решение принято.", ("PER", "Примечательное"), []),
        ("Самостоятельность выросла вдвое.", ("PER", "Самостоятельность"), []),
        ("Роль усилил Союз городов (СГ.", ("ORG", "Союз городов (СГ"), ["Союз городов"]),
        ("О РОЛИ ВОДНЫХ РЕСУРСОВ ДЛЯ СТРАН", ("ORG", "ВОДНЫХ РЕСУРСОВ"), []),
        ("А. Серов сообщил об этом.", ("PER", "А. Серов"), ["А. Серов"]),
        ("Роза приехала в Бишкек.", ("PER", "Роза"), ["Роза"]),
        ("Орал расположен на реке.", ("LOC", "Орал"), ["Орал"]),
        ("Компания «Связной» закрыта.", ("ORG", "Связной"), ["Связной"]),
    ],
)
def test_what_is_no_name_is_left_out(text: str, entity: tuple[str, str], left: list[str]) -> None:
    assert names(text, entity) == left


@given(st.text(alphabet="абвАБВ (),.«»", min_size=1, max_size=40), st.integers(0, 39), st.integers(1, 40))
def test_mended_entities_lie_within_the_given_ones(text: str, start: int, length: int) -> None:
    words = [(m, m + 1) for m in range(len(text)) if not text[m].isspace()]
    tokens = [Token(a, b, text[a:b], text[a:b].lower()) for a, b in words]
    end = min(len(text), start + length)
    if start >= end:
        return
    for entity in mended(text, tokens, [Entity(start, end, "PER")]):
        assert start <= entity.start < entity.end <= end


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (("Мария Захарова", "Марии Захаровой", "Марию Захарову", "Марией Захаровой"), "zakharova"),
        (("Ольга Ивановна Серова", "Ольги Ивановны Серовой"), "serova"),
        (("Наталья Полонская", "Натальей Полонской"), "polonska"),
        (("Мария Лукина", "Марии Лукиной"), "lukina"),
        (("Александр Иванов", "Александра Иванова", "Александру Иванову"), "ivanov"),
        (("Никита Серов", "Никиты Серова"), "serov"),
    ],
)
def test_a_womans_surname_stays_hers_in_every_case(forms: tuple[str, ...], expected: str) -> None:
    assert {slug(form, "person", "ru") for form in forms} == {expected}


@pytest.mark.parametrize(
    ("surface", "actor"),
    [
        ("«Одного пояса и одного пути»", "BRI"),
        ("«Одного пояса – одного пути»", "BRI"),
        ("Одним поясом, одним путём", "BRI"),
        ("«Один пояс — один путь»", "BRI"),
        ("Си Цзиньпином", "CHN"),
        ("К.-Ж. Токаев", "KAZ"),
        ("Ш.М. Мирзиёевым", "UZB"),
        ("ЕК", "EU"),
    ],
)
def test_programmes_leaders_and_bodies(surface: str, actor: str) -> None:
    assert Linker().resolve(surface, "ru") == actor


@pytest.mark.parametrize("text", ["ОАО «Ромашка» закрыто.", "Об этом пишет «Голос Америки».", "Сделку закрыла ТНК-BP."])
def test_a_legal_form_a_broadcaster_and_a_part_of_a_name_are_no_actors(text: str) -> None:
    known = [m.actor for m in Linker().link(pack("ru").analyse([text])[0]) if m.known]
    assert not {"org:central-asian-union", "USA", "org:bp"} & set(known)


def test_a_ministry_without_its_state_is_no_actor() -> None:
    text = "МИД и Министерство обороны обсудили договор."
    assert Linker().link(pack("ru").analyse([text])[0]) == []
