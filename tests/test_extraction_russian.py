"""Russian: clauses without a verb, what nouns and pronouns stand for, a speech's «мы», sentences that end with an ordinal."""

from __future__ import annotations

import pytest

from tarazy.extraction.extractor import candidates_of
from tarazy.extraction.sharing import shared_out
from tarazy.language.sentences import find_sentences
from tarazy.reading import read_bytes

Told = tuple[str, frozenset[tuple[str, str]], str | None]


def told(text: str, kind: str) -> set[Told]:
    """Kind, participants with roles and first day of the candidates, their participants chosen by the rules alone."""
    document = read_bytes((text + "\n").encode(), "text.ru.txt")[0]
    made = [each for found in candidates_of(document) for each in shared_out(found)]
    return {
        (c.kind, frozenset((a.id, role) for a, role in c.participants), c.values()[0].start)
        for c in made
        if c.kind == kind
    }


def people(text: str, kind: str) -> list[set[str]]:
    return [{actor for actor, _ in participants} for _, participants, _ in told(text, kind)]


GAPS = [
    (
        "Латвия и Литва заключили соглашение в 1999 году, Литва и Польша – в 2003-м.",
        "agreement",
        {("1999", frozenset({"LVA", "LTU"})), ("2003", frozenset({"LTU", "POL"}))},
    ),
    (
        "Марокко заказало у Индии бронемашины, у Израиля – беспилотники.",
        "transfer",
        {(None, frozenset({"MAR", "IND"})), (None, frozenset({"MAR", "ISR"}))},
    ),
    (
        "Россия передала Сербии зенитные комплексы в 2019 году, Египту – вертолёты в 2021-м.",
        "transfer",
        {("2019", frozenset({"RUS", "SRB"})), ("2021", frozenset({"RUS", "EGY"}))},
    ),
]


@pytest.mark.parametrize(("text", "kind", "wanted"), GAPS, ids=[text[:40] for text, _, _ in GAPS])
def test_a_clause_without_its_verb_is_a_claim_of_its_own(
    text: str, kind: str, wanted: set[tuple[str | None, frozenset[str]]]
) -> None:
    assert {(day, frozenset(a for a, _ in who)) for _, who, day in told(text, kind)} == wanted


def test_a_dash_that_names_no_other_actor_makes_no_second_claim() -> None:
    assert len(told("Латвия и Литва заключили соглашение в 1999 году, итог – открытые границы.", "agreement")) == 1


def test_a_pronoun_stands_for_the_doer_of_its_own_sentence() -> None:
    text = "Сирия молчала. Узбекистан с первых дней выступал за диалог: он поставляет Афганистану электроэнергию."
    assert {"UZB", "AFG"} in people(text, "trade")


def test_a_pronoun_has_the_gender_of_its_name() -> None:
    text = "Турция приняла у себя президента, а Казахстан – министра. Она подписала соглашение с Кипром."
    assert any({"TUR", "CYP"} <= who for who in people(text, "agreement"))


def test_a_republic_is_no_kingdom() -> None:
    text = "Монголия принимала гостей. Япония прислала делегацию. Республика подписала с Непалом соглашение."
    assert any("MNG" in who and "JPN" not in who for who in people(text, "agreement"))


def test_a_union_is_a_body_with_that_noun() -> None:
    text = "Европейский союз и ОПЕК совещались в Вене. ОПЕК молчала. Исландия подала заявку на вступление в союз."
    assert any("EU" in who and "OPEC" not in who for who in people(text, "membership"))


def test_an_organisation_that_one_simply_joins_is_the_last_spoken_of() -> None:
    text = "АСЕАН росла медленно. Вьетнам стал членом в 1995 году."
    assert {"ASEAN", "VNM"} in people(text, "membership")


def test_a_region_without_a_name_is_that_of_the_states_named() -> None:
    text = (
        "Казахстан, Кыргызстан и Таджикистан бедны водой. Узбекистан тоже. Странам региона следует создать общий фонд."
    )
    assert any("region:central-asia" in who for who in people(text, "stance"))


def test_we_of_a_speech_is_who_holds_it() -> None:
    text = "Уважаемые коллеги! " + "Казахстан строит мир. " * 3 + "Мы выступаем против санкций."
    assert {"KAZ"} in people(text, "stance")


def test_we_of_a_paper_is_nobody() -> None:
    assert people("Казахстан строит дороги. " * 3 + "Мы выступаем против такой трактовки.", "stance") != [
        {"KAZ"},
        {"KAZ"},
    ]


def test_two_sides_of_a_paper_on_two_states_are_those() -> None:
    text = (
        "Казахстан и Индия – партнёры. " * 5
        + "Россия продаёт нефть Китаю. Двусторонний товарооборот вырос до 2 млрд долларов."
    )
    assert {"KAZ", "IND"} in people(text, "trade")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Договор подписан в 2019-м. Армения промолчала.", 2),
        ("Лаос вступил в 1997-м. 26 октября 2025 года приняли Тимор-Лешти.", 2),
        ("Встреча прошла в 2015 г. 19 сентября 2023 г. в Нью-Йорке собрался саммит.", 2),
        ("За 2015 г. 19 предприятий закрылись.", 1),
    ],
)
def test_an_ordinal_or_a_year_before_a_date_ends_a_sentence(text: str, number: int) -> None:
    assert len(find_sentences(text, "ru")) == number
