"""Sentence spans of Kazakh, Russian and English text. ``|`` marks where a sentence must end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.language.sentences import find_sentences

RUSSIAN = [
    "Стороны подписали договор. | Он вступил в силу.",
    "В 2018 г. Казахстан подписал договор. | Он вступил в силу в 2019 г. | Стороны его продлили.",
    "В период с 2022 по 2024 гг. Турция поставила технику. | Импорт вырос в 2024 г. | Это заметно.",
    "В XX в. Россия и др. страны спорили, и т.д. | Потом спор утих.",
    "Стоимость составила 2,5 млрд. долл. США. | Это больше, чем 300 тыс. руб. в 2010 г.",
    "К.-Ж. Токаев и Дж. Байден встретились в г. Алматы. | Их принял А. С. Иванов.",
    "Университет им. Абая, ул. Толе би, д. 86. | Телефон не указан.",
    "Подробнее см. рис. 5 и табл. 2. | Там всё показано.",
    "Он сказал: «Мы готовы. Мы придём». | И они пришли.",
    "«Кто придёт?» – спросил министр. | Никто не ответил.",
    "Ушли (это было зимой. Снег шёл.) и вернулись. | Всё.",
    "Потом... и снова. | Но вот… | Всё изменилось!",
    "Рост составил 3.5 процента. | В 2019 он стал ниже.",
    "1. Введение. | 2. Обзор.",
    "Сильные стороны: 1. Объём рынка. | 2. Опыт.",
    "Доклад размещён на сайте www.example.org. | Его читали.",
    "Страны сблизились. (Иванов, 2019) | Затем разошлись.",
    "Страны сблизились.[12] | Затем разошлись. [3] | Конец.",
    "Это сделано, т.е. Казахстан согласился. | Далее.",
    "Он вышел.Потом вернулся. | Всё.".replace("вышел.Потом", "вышел.| Потом"),
]

KAZAKH = [
    "Тараптар шартқа қол қойды. | Ол күшіне енді.",
    "2018 ж. Қазақстан шартқа қол қойды. | Ол 2019 ж. күшіне енді.",
    "2015-2020 жж. Түркия техника жеткізді. | Бұл байқалды.",
    "Қ.К. Тоқаев пен С. Бердімұхамедов кездесті. | Оларды Ә.Ш. Оспанов қарсы алды.",
    "Ресей, Қытай т.б. мемлекеттер келісті. | Сосын тарады.",
    "Қорлар 6,5 млрд. тоннаны, 2 млрд. АҚШ долларын құрайды. | Бұл көп.",
    "Ол: «Біз дайынбыз. Біз келеміз», – деді. | Олар келді.",
    "IX-XI ғғ. Түркі қағанаты болды. | Сол кезде сауда өркендеді.",
    "Бұл б.з.б. III ғасырда болған. | Кейін өзгерді.",
    "Алматы қ. Абай даңғ. бойында орналасқан. | Үйі биік.",
    "Келісім жасалды (Ахметов Н. 2015). | Ол маңызды.",
    "Кездесу өтті. | – Келесі отырыс қашан?",
]

ENGLISH = [
    "The sides signed a treaty. | It entered into force.",
    "The U.S. President met Dr. Smith and J. R. Doe et al. (2018) there. | They talked.",
    "It spent $2.5 bn. | The rest was lent by Nokia Inc. | They agreed.",
    "See vol. 3, No. 5, pp. 45-47. | It is there.",
    "Many goods, e.g. Turkish drones, i.e. UAVs, etc. | They came.",
    'He said: "We are ready. We will come." | They came.',
    "Was it so? | Yes! | It was... and is.",
    "It grew 3.5 percent. | In 2019 it fell.",
    "Lt. Gen. Khan arrived on Jan. 5. | He left soon.",
    "It ended well.[4] | Then it began again.",
    "It ended well. (Brown, 2019) | Then it began again.",
]


def marked(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in find_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "example"),
    [
        (language, example)
        for language, table in (("ru", RUSSIAN), ("kk", KAZAKH), ("en", ENGLISH))
        for example in table
    ],
)
def test_where_sentences_end(language: str, example: str) -> None:
    text = example.replace(" | ", " ").replace("| ", "")
    assert marked(text, language) == [piece.strip() for piece in example.split("|")]


def test_a_stop_without_a_space_ends_a_sentence() -> None:
    assert marked("Келісім болды.Қазақстан қолдады.", "kk") == ["Келісім болды.", "Қазақстан қолдады."]
    assert marked("С.Бердімұхамедов г.Алматы өтті.", "kk") == ["С.Бердімұхамедов г.Алматы өтті."]
    assert marked("It ended in 2015.Then it began.", "en") == ["It ended in 2015.", "Then it began."]


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    assert marked("Глава первая\n\nСтороны\nвстретились.", "ru") == ["Глава первая", "Стороны\nвстретились."]


def test_a_long_quotation_is_split() -> None:
    """A speech quoted at length is read sentence by sentence."""
    sentence = "Мы будем и дальше развивать сотрудничество со всеми соседями ради мира и общего блага народов региона"
    text = f"Он сказал: «{sentence}. {sentence}. {sentence}». Все ушли."
    assert len(marked(text, "ru")) == 4


@given(st.sampled_from(["kk", "ru", "en"]), st.text(max_size=300))
def test_spans_are_in_order_and_leave_out_only_space(language: str, text: str) -> None:
    end = 0
    for start, stop in find_sentences(text, language):
        assert end <= start < stop <= len(text)
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()


PARTS = {
    "ru": [
        "В 2018 г. страны сблизились",
        "Экспорт вырос до 2,5 млрд долл",
        "А. Б. Иванов согласился",
        "Это было (см. рис. 2) давно",
    ],
    "kk": [
        "2018 ж. елдер жақындасты",
        "Экспорт 2,5 млрд долларға жетті",
        "Қ.К. Тоқаев келісті",
        "Бұл (қар. 2-сурет) бұрын болды",
    ],
    "en": [
        "In 2018 the U.S. Senate agreed",
        "Exports reached $2.5 bn",
        "J. R. Smith agreed",
        "It was (see Fig. 2) long ago",
    ],
}


@given(st.sampled_from(["kk", "ru", "en"]), st.lists(st.integers(0, 3), min_size=1, max_size=8), st.sampled_from(".!?"))
def test_joined_sentences_come_apart(language: str, choice: list[int], mark: str) -> None:
    sentences = [PARTS[language][index] + mark for index in choice]
    if mark == "." and any(sentence.endswith(("bn.", "долл.")) for sentence in sentences[:-1]):
        sentences = [sentence for sentence in sentences if not sentence.endswith(("bn.", "долл."))]
    assert marked(" ".join(sentences), language) == sentences
