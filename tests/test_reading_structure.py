"""Headings, lists, rows, lists of works, papers of a volume, and what a document says of itself."""

from __future__ import annotations

import pytest

from tarazy.reading import Document, read_bytes
from tarazy.reading.bylines import is_author_line, is_contents
from tarazy.reading.metadata import date_in
from tarazy.reading.references import opens_references, reference_score


def read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")[0]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in read(text).passages]


PAPER = """ШЕКАРАЛЫҚ ӨЗЕНДЕР ЖӘНЕ
КӨРШІЛЕСТІК САЯСАТЫ

Кіріспе
Екі ел 1999 жылы су бөлісу туралы келісім жасасты және бірлескен
комиссия құрды, ол жылына екі рет отырыс өткізеді.

Комиссияның міндеттері мынадай:
- су деңгейін бірлесіп өлшеу;
- деректерді ай сайын алмасу.

1-кесте. Су көлемі, млн текше метр
Жыл Көлемі
2020 310
2021 295

Пайдаланылған әдебиеттер:
1. Сейітов А. Су құқығы. – Алматы: Білім, 2012. – 96 б.
2. Иванова Л.П. Реки и границы // Вестник права. – 2016. – № 3. – С. 5–11.
"""


def test_blocks_of_a_paper() -> None:
    assert kinds(PAPER) == [
        ("heading", "ШЕКАРАЛЫҚ ӨЗЕНДЕР ЖӘНЕ КӨРШІЛЕСТІК САЯСАТЫ"),
        ("heading", "Кіріспе"),
        (
            "sentence",
            "Екі ел 1999 жылы су бөлісу туралы келісім жасасты және бірлескен комиссия құрды, ол жылына екі рет отырыс өткізеді.",
        ),
        ("sentence", "Комиссияның міндеттері мынадай:"),
        ("item", "су деңгейін бірлесіп өлшеу;"),
        ("item", "деректерді ай сайын алмасу."),
        ("caption", "1-кесте. Су көлемі, млн текше метр"),
        ("heading", "Жыл Көлемі"),
        ("row", "2020 310"),
        ("row", "2021 295"),
        ("reference", "Пайдаланылған әдебиеттер:"),
        ("reference", "1. Сейітов А. Су құқығы. – Алматы: Білім, 2012. – 96 б."),
        ("reference", "2. Иванова Л.П. Реки и границы // Вестник права. – 2016. – № 3. – С. 5–11."),
    ]


def test_flattened_table() -> None:
    text = "Кесте 2 – Студенттер саны\n\n2019 2020 2021\n\nАлғания 12\n405\n\n13\n001\n\n-\n\nБетания 7\n310\n\n8\n115\n\n9\n002\n\nКелесі бөлімде бұл сандар талданады."
    found = kinds(text)
    assert ("row", "Алғания 12 405 13 001 -") in found
    assert ("row", "Бетания 7 310 8 115 9 002") in found
    assert found[-1] == ("sentence", "Келесі бөлімде бұл сандар талданады.")


ENTRIES = [
    "Назаров Б.К. Водная политика и право. – Ташкент: Фан, 2009. – 188 с.",
    "Karimov, A. (2019). Rivers and borders. Journal of Water Law, 12(3), 45–67.",
    "Smith J., Brown K. Pipelines of Asia. Cambridge University Press, 2011. 240 p.",
    "[4] World Report 2020. Institute of Sample Studies. P. 17.",
    "5. Договор о границе // URL: https://example.org/doc (дата обращения: 01.02.2020).",
    "Сәрсенов Е. Көлік дәліздері // ҚазҰУ хабаршысы. – 2018. – №2. – Б. 33–40.",
    "Доклад о торговле [Электронный ресурс]. Режим доступа: www.example.org",
]

SENTENCES = [
    "В 2019 г. стороны подписали соглашение о поставках, о чём сообщил министр (Назаров, 2019).",
    "The treaty was signed in Geneva in 2011 and entered into force two years later (Brown, 2012, p. 45).",
    "По данным Всемирного банка (2020), объём помощи составил 12 млн долларов.",
    "Н. Сейітов (2012) бойынша, келісім 1999 жылы жасалды және әлі күшінде.",
    "Как отмечает Иванова Л.П., договор № 12 от 5 мая 2001 г. остаётся в силе.",
    "Президент 2020 жылғы 1 қыркүйектегі Жолдауында бұл мәселені көтерді.",
]


@pytest.mark.parametrize("entry", ENTRIES)
def test_entries_of_lists_of_works(entry: str) -> None:
    assert reference_score(entry) >= 2
    assert {k for k, _ in kinds(f"Бұл – мақаланың соңғы сөйлемі.\n\nЛитература\n\n{entry}\n")[1:]} == {"reference"}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_that_cite_are_no_entries(sentence: str) -> None:
    assert reference_score(sentence) < 2
    assert kinds(sentence) == [("sentence", sentence)]


@pytest.mark.parametrize(
    "heading",
    [
        "REFERENCES",
        "Список использованной литературы:",
        "ПАЙДАЛАНЫЛҒАН ӘДЕБИЕТТЕР ТІЗІМІ",
        "Әдебиеттер",
        "7. Библиография",
    ],
)
def test_headings_of_lists_of_works(heading: str) -> None:
    assert opens_references(heading)


def test_text_after_a_list_of_works_is_read_again() -> None:
    text = f"{PAPER}\n\nНОВАЯ СТАТЬЯ О ДРУГОМ ПРЕДМЕТЕ\n\nСтороны подписали договор в 1992 году."
    assert kinds(text)[-1] == ("sentence", "Стороны подписали договор в 1992 году.")


VOLUME = f"""ЖАС ҒАЛЫМДАР ЕҢБЕКТЕРІ
Қостанай, 2019

МАЗМҰНЫ
Сейітов Б.К. Шекаралық өзендер ........ 3
Лебедева О.И. Торговые пути ......... 9

Сейітов Б.К., докторант

{PAPER}


ТОРГОВЫЕ ПУТИ КАСПИЙСКОГО
РЕГИОНА: ПРОШЛОЕ И БУДУЩЕЕ

Лебедева О.И.
кандидат экономических наук, доцент

Аннотация. Рассмотрены пути торговли.
Ключевые слова: торговля, путь.

Порт построен в 1963 году. С 2015 года его оборот вырос вдвое.

THE NEIGHBOURS AND
THEIR TREATIES

Roe J., PhD

The two states signed a treaty on friendship in 1997.
"""


def test_papers_of_a_volume() -> None:
    document = read(VOLUME)
    assert document.parts == (
        "ШЕКАРАЛЫҚ ӨЗЕНДЕР ЖӘНЕ КӨРШІЛЕСТІК САЯСАТЫ",
        "ТОРГОВЫЕ ПУТИ КАСПИЙСКОГО РЕГИОНА: ПРОШЛОЕ И БУДУЩЕЕ",
        "THE NEIGHBOURS AND THEIR TREATIES",
    )
    part = {p.text: p.part for p in document.passages}
    assert part["Порт построен в 1963 году."] == document.parts[1]
    assert part["The two states signed a treaty on friendship in 1997."] == document.parts[2]
    assert part["Сейітов Б.К., докторант"] == document.parts[0], "the authors over a title belong to its paper"
    assert set(document.languages) == {"kk", "ru", "en"}
    assert document.date == "2019"
    keywords = [p.kind for p in document.passages if p.text.startswith("Ключевые")]
    assert keywords == ["item"]


def test_one_paper_is_no_volume() -> None:
    document = read(PAPER)
    assert document.parts == ()
    assert document.title == "ШЕКАРАЛЫҚ ӨЗЕНДЕР ЖӘНЕ КӨРШІЛЕСТІК САЯСАТЫ"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("28 ноября 2025", "2025-11-28"),
        ("November 28, 2025", "2025-11-28"),
        ("2025 жылғы 28 қараша", "2025-11-28"),
        ("28 қараша 2025", "2025-11-28"),
        ("12.05.2024", "2024-05-12"),
        ("2024-05-12", "2024-05-12"),
        ("May 2021", "2021-05"),
    ],
)
def test_datelines(line: str, date: str) -> None:
    found = date_in(line)
    assert found is not None and found[0] == date
    assert (
        read(f"Заголовок о переговорах двух министров\n\n{line}\n\nСтороны провели переговоры о торговле.").date == date
    )


@pytest.mark.parametrize(
    "text",
    [
        "Договор подписан 12 мая 1997 года в Алматы.",
        "Стороны встретились.\n\n45.13.2024",
        "Кеше министрлер кездесті.",
        "Доклад за 1995–1999 годы",
    ],
)
def test_no_date_is_invented(text: str) -> None:
    assert read(text).date is None


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Лебедева О.И., доцент", True), ("А.Б. Сейітов, Б.В. Нұров", True), ("John Roe, PhD", True), ("Авторы: Анна Ким", True),
        ("Ахмет Байтұрсынұлы", True), ("Центральная Азия", False), ("Global Gateway", False), ("В.В. Иванов подписал договор в мае", False),
        ("Договор о дружбе, 1997", False),
    ],
)  # fmt: skip
def test_author_lines(line: str, is_one: bool) -> None:
    assert is_author_line(line) is is_one


def test_contents() -> None:
    assert is_contents("Глава 2. Торговля .............. 17")
    assert not is_contents("В 2017 году... 17 стран")


def test_menus_and_polls_are_no_passages() -> None:
    text = """Главная
Новости дня и подробный разбор переговоров

5 марта 2021
Распечатать

Стороны подписали протокол о границе и обменялись грамотами.

photo_1234.jpg

Поделиться статьей

Прошедший опрос

  1. Какая граница длиннее?
    Северная
    120 (60.0%)
    Южная
    80 (40.0%)

Протокол вступит в силу через месяц."""
    found = [t for _, t in kinds(text)]
    assert "Стороны подписали протокол о границе и обменялись грамотами." in found
    assert "Протокол вступит в силу через месяц." in found
    for gone in ("Главная", "Распечатать", "photo_1234.jpg", "Поделиться статьей", "Северная", "80 (40.0%)"):
        assert gone not in found
    assert read(text).title == "Новости дня и подробный разбор переговоров"
