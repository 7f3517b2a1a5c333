"""Flattened tables: cells told apart with certainty or left alone, and the claims of their rows."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.actors.linker import Linker
from tarazy.actors.registry import registry
from tarazy.codebook.claim import Claim
from tarazy.codebook.vocabulary import check_claim
from tarazy.extraction import extract
from tarazy.extraction.tables import Tables, read_tables, regions, table_passages
from tarazy.extraction.tables.cells import decimal_marks, value
from tarazy.extraction.tables.lexicon import measures_in, unit_in
from tarazy.reading import read_bytes

LINKER = Linker(registry())
BEFORE = {
    "ru": "Приведённые ниже цифры придуманы для проверки и ничего не говорят о подлинной торговле.",
    "kk": "Төмендегі сандар тексеру үшін ойдан шығарылған және шынайы сауда туралы ештеңе айтпайды.",
    "en": "The numbers below are invented for a test and say nothing about the trade that there really is.",
}
AFTER = {
    "ru": "После таблицы текст продолжается и говорит о других вопросах сотрудничества двух стран.",
    "kk": "Кестеден кейін мәтін жалғасып, екі ел ынтымақтастығының басқа мәселелері туралы айтады.",
    "en": "After the table the text goes on and speaks of other questions of cooperation in the region.",
}
NAMES = ("Россия", "Китай", "Турция", "Узбекистан", "Кыргызстан", "Италия")
IDS = ("RUS", "CHN", "TUR", "UZB", "KGZ", "ITA")


def read(table: str, code: str) -> Tables:
    text = f"{BEFORE[code]}\n\n{table}\n\n{AFTER[code]}\n"
    document = read_bytes(text.encode(), f"table.{code}.txt")[0]
    tables = read_tables(document, regions(document), LINKER)
    for claim in tables.claims:
        assert document.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        assert check_claim(claim) == []
        assert claim.rule == f"{code}.table.{claim.kind}"
    return tables


def told(claim: Claim) -> tuple[str, str, str | None, str | None, list[float]]:
    participants = " ".join(f"{p.actor}:{p.role}" for p in claim.participants)
    return claim.kind, participants, claim.time.start, claim.time.end, [q.value for q in claim.quantities]


TABLES: list[tuple[str, str, list[tuple[str, str, str | None, str | None, list[float]]]]] = [
    (
        "en",
        "Table 2. Trade of Kazakhstan with EAEU states, mln USD\n\nCountry 2019 2020\nRussia 19,622.7 18,8\n00.1\n"
        "Belarus 799.2 –\nTotal 21,297.0 20,341.4",
        [
            ("trade", "KAZ:partner RUS:partner", "2019", "2020", [19_622_700_000, 18_800_100_000]),
            ("trade", "KAZ:partner BLR:partner", "2019", "2019", [799_200_000]),
        ],
    ),
    (
        "ru",
        "Таблица 3 – Внешняя торговля Казахстана в 2021 г., млн долл. США\nСтрана Экспорт Импорт Товарооборот\n"
        "Россия 7 015,2 17 322,4 24 337,6\nБеларусь 98,4 801,1 899,5",
        [
            ("trade", "KAZ:exporter RUS:importer", "2021", "2021", [7_015_200_000]),
            ("trade", "RUS:exporter KAZ:importer", "2021", "2021", [17_322_400_000]),
            ("trade", "KAZ:partner RUS:partner", "2021", "2021", [24_337_600_000]),
            ("trade", "KAZ:exporter BLR:importer", "2021", "2021", [98_400_000]),
            ("trade", "BLR:exporter KAZ:importer", "2021", "2021", [801_100_000]),
            ("trade", "KAZ:partner BLR:partner", "2021", "2021", [899_500_000]),
        ],
    ),
    (
        "kk",
        "Кесте 2. Қазақстанның Ресеймен саудасы (млрд доллар)\nКөрсеткіш 2020 жыл 2021 жыл\nЭкспорт 5,0 7,0\nИмпорт 14,0 17,6",
        [
            ("trade", "KAZ:exporter RUS:importer", "2020", "2021", [5e9, 7e9]),
            ("trade", "RUS:exporter KAZ:importer", "2020", "2021", [14e9, 17.6e9]),
        ],
    ),
    (
        "kk",
        "3-кесте. Орталық Азия елдерінің көрсеткіштері, 2022 ж.\nЕл Халық саны, млн адам ЖІӨ, млрд АҚШ доллары\n"
        "Қазақстан 19,6 225,5\nӨзбекстан 35,6 80,4",
        [
            ("indicator", "KAZ:subject", "2022", "2022", [19_600_000]),
            ("indicator", "KAZ:subject", "2022", "2022", [225.5e9]),
            ("indicator", "UZB:subject", "2022", "2022", [35_600_000]),
            ("indicator", "UZB:subject", "2022", "2022", [80.4e9]),
        ],
    ),
    (
        "en",
        "Table 4. Population of the states of Central Asia, mln people\n\nYear Kazakhstan Uzbekistan\n2019 18.5 33.6\n2020 18.8 34.2",
        [
            ("indicator", "KAZ:subject", "2019", "2019", [18_500_000]),
            ("indicator", "UZB:subject", "2019", "2019", [33_600_000]),
            ("indicator", "KAZ:subject", "2020", "2020", [18_800_000]),
            ("indicator", "UZB:subject", "2020", "2020", [34_200_000]),
        ],
    ),
    (
        "ru",
        "Таблица 8. Динамика казахстанско-китайской торговли, млрд долл.\nГод Товарооборот\n2019 14,4\n2020 15,4",
        [
            ("trade", "KAZ:partner CHN:partner", "2019", "2019", [14.4e9]),
            ("trade", "KAZ:partner CHN:partner", "2020", "2020", [15.4e9]),
        ],
    ),
    (
        "ru",
        "Таблица 5\nКрупнейшие торговые партнеры Казахстана в 2022 году\n№ Страна Товарооборот, млрд долл. Доля, %\n"
        "1 Россия 26,0 19,2\n2 Китай 24,1 17,9",
        [
            ("trade", "KAZ:partner RUS:partner", "2022", "2022", [26e9, 19.2]),
            ("trade", "KAZ:partner CHN:partner", "2022", "2022", [24.1e9, 17.9]),
        ],
    ),
    (
        "ru",
        "Таблица 2. Торговля Узбекистана со странами Центральной Азии, млн долл. США\nСтрана Экспорт Импорт\n2021 2022 2021 2022\n"
        "Казахстан 1 177,1 1 384,0 2 739,0 3 263,0",
        [
            ("trade", "UZB:exporter KAZ:importer", "2021", "2022", [1_177_100_000, 1_384_000_000]),
            ("trade", "KAZ:exporter UZB:importer", "2021", "2022", [2_739_000_000, 3_263_000_000]),
        ],
    ),
    (
        "en",
        "Table 2. Trade of Kazakhstan, USD million\nCountry 2021 2022\nExports\nChina 9,792.0 13,166.0\nImports\nChina 8,219.1 10,960.0",
        [
            ("trade", "KAZ:exporter CHN:importer", "2021", "2022", [9_792_000_000, 13_166_000_000]),
            ("trade", "CHN:exporter KAZ:importer", "2021", "2022", [8_219_100_000, 10_960_000_000]),
        ],
    ),
    (
        "en",
        "Table 1. Official development assistance to Central Asian republics, mln USD\nCountry 1992 1995\nKazakhstan 12.1 64.8",
        [("aid", "KAZ:recipient", "1992", "1995", [12_100_000, 64_800_000])],
    ),
    (
        "ru",
        "Таблица 4. Помощь Кыргызстану по странам-донорам в 2019 году (млн долл.)\nДонор Объем помощи\nРоссия 120,5\nЯпония 45,7",
        [
            ("aid", "RUS:donor KGZ:recipient", "2019", "2019", [120_500_000]),
            ("aid", "JPN:donor KGZ:recipient", "2019", "2019", [45_700_000]),
        ],
    ),
    (
        "ru",
        "Таблица 8. Инвестиции Китая в страны Центральной Азии в 2020 г., млрд долл.\nСтрана Инвестиции\nКазахстан 5,9\nУзбекистан 1,2",
        [
            ("investment", "KAZ:recipient CHN:investor", "2020", "2020", [5.9e9]),
            ("investment", "UZB:recipient CHN:investor", "2020", "2020", [1.2e9]),
        ],
    ),
    (
        "en",
        "Table 3. Arms imports of Kazakhstan by supplier, 2018-2022, %\nSupplier Share\nRussia 88\nSpain 4.3",
        [
            ("transfer", "RUS:supplier KAZ:recipient", "2018", "2022", [88]),
            ("transfer", "ESP:supplier KAZ:recipient", "2018", "2022", [4.3]),
        ],
    ),
    (
        "ru",
        "Глобальный индекс кибербезопасности 2020 г.: пять стран\n\nГосударство Количество баллов Место в мировом рейтинге\n\n"
        "Казахстан 93,15 31\nТаджикистан 17,1 138",
        [
            ("indicator", "KAZ:subject", "2020", "2020", [93.15, 31]),
            ("indicator", "TJK:subject", "2020", "2020", [17.1, 138]),
        ],
    ),
    (
        "ru",
        "Таблица 1. Экспорт Казахстана, млрд долл.\nСтрана 2021 Доля, % 2022 Доля, %\nКитай 9,8 16,2 13,2 15,6",
        [
            ("trade", "KAZ:exporter CHN:importer", "2021", "2022", [9.8e9, 13.2e9]),
            ("trade", "KAZ:exporter CHN:importer", "2021", "2022", [16.2, 15.6]),
        ],
    ),
    (
        "en",
        "Table 1. Exports of Kazakhstan to China, mln USD\nItem 2019 2020\nExports 7,823.6 9,010.5\nMineral products 4,511.0 5,012.1\n"
        "Imports from Russia 3.5 4.5",
        [
            ("trade", "KAZ:exporter CHN:importer", "2019", "2020", [7_823_600_000, 9_010_500_000]),
        ],
    ),
    (
        "en",
        "Table 2: Kazakhstan–EU trade, EUR billion\n2020 2021\nEU exports 5.4 5.6\nImports from Kazakhstan 13.1 17.0\nTotal trade 18.5 22.6",
        [
            ("trade", "EU:exporter KAZ:importer", "2020", "2021", [5.4e9, 5.6e9]),
            ("trade", "KAZ:exporter EU:importer", "2020", "2021", [13.1e9, 17e9]),
            ("trade", "KAZ:partner EU:partner", "2020", "2021", [18.5e9, 22.6e9]),
        ],
    ),
    (
        "ru",
        "Таблица 1. Товарооборот Казахстана со странами ЕАЭС, млн долл. США\nСтрана 2021 2022 2022/2021, %\nРоссия 24 500,1 26 100,2 106,5",
        [("trade", "KAZ:partner RUS:partner", "2021", "2022", [24_500_100_000, 26_100_200_000])],
    ),
    (
        "en",
        "Table 3. Soft power index 2024\nRank Country Score\n1 China 71.2\n2 Japan 70.6",
        [
            ("indicator", "CHN:subject", "2024", "2024", [71.2]),
            ("indicator", "JPN:subject", "2024", "2024", [70.6]),
        ],
    ),
    (
        "ru",
        "Таблица 3. Прямые инвестиции Японии в Казахстан, млн долл.\nГод 2018 2019\nОбъем 420,1 380,2",
        [("investment", "JPN:investor KAZ:recipient", "2018", "2019", [420_100_000, 380_200_000])],
    ),
    (
        "kk",
        "1-кесте. Жапонияның Орталық Азия елдеріне көрсеткен көмегі (млн АҚШ доллары)\nЕлдер 2018 2019\nҚазақстан 4,1 3,2",
        [("aid", "KAZ:recipient JPN:donor", "2018", "2019", [4_100_000, 3_200_000])],
    ),
    (
        "ru",
        "Таблица 2 – Военно-морские силы прикаспийских государств\nСтрана Корабли Личный состав, чел.\nРоссия 28 20 000\nИран 12 3 000",
        [
            ("indicator", "RUS:subject", None, None, [28]),
            ("indicator", "RUS:subject", None, None, [20_000]),
            ("indicator", "IRN:subject", None, None, [12]),
            ("indicator", "IRN:subject", None, None, [3_000]),
        ],
    ),
    (
        "ru",
        "Таблица 2. Товарооборот Казахстана с соседними странами, млн долл. США\nГод Россия Китай\n2019 19 622,7 14 391,4\n2020 18 226,9 15 387,9",
        [
            ("trade", "KAZ:partner RUS:partner", "2019", "2019", [19_622_700_000]),
            ("trade", "KAZ:partner CHN:partner", "2019", "2019", [14_391_400_000]),
            ("trade", "KAZ:partner RUS:partner", "2020", "2020", [18_226_900_000]),
            ("trade", "KAZ:partner CHN:partner", "2020", "2020", [15_387_900_000]),
        ],
    ),
    (
        "kk",
        "Кесте 3 – Жапонияның Қазақстанға инвестициялары\nЖыл млн АҚШ доллары\n2019 150,2\n2020 130,1",
        [
            ("investment", "JPN:investor KAZ:recipient", "2019", "2019", [150_200_000]),
            ("investment", "JPN:investor KAZ:recipient", "2020", "2020", [130_100_000]),
        ],
    ),
    (
        "ru",
        "Таблица 1 – Товарооборот между Казахстаном и Россией (млрд. долларов США)\nПоказатели\n2018\n2019\nТоварооборот\n18,2\n19,6\n"
        "Экспорт РК\n5,2\n5,6\nИмпорт РК\n13,0\n14,0",
        [
            ("trade", "KAZ:partner RUS:partner", "2018", "2019", [18.2e9, 19.6e9]),
            ("trade", "KAZ:exporter RUS:importer", "2018", "2019", [5.2e9, 5.6e9]),
            ("trade", "RUS:exporter KAZ:importer", "2018", "2019", [13e9, 14e9]),
        ],
    ),
    (
        "ru",
        "Таблица 1. Поставки вооружений Казахстану, млн долл.\nПоставщик 2014–2018 2019–2023\nРоссия 1 500,5 900,1\nТурция 10,2 55,4",
        [
            ("transfer", "RUS:supplier KAZ:recipient", "2014", "2023", [1_500_500_000, 900_100_000]),
            ("transfer", "TUR:supplier KAZ:recipient", "2014", "2023", [10_200_000, 55_400_000]),
        ],
    ),
]


@pytest.mark.parametrize(("code", "table", "wanted"), TABLES, ids=[table[:40] for _, table, _ in TABLES])
def test_a_table_is_read(
    code: str, table: str, wanted: list[tuple[str, str, str | None, str | None, list[float]]]
) -> None:
    found = read(table, code)
    assert [told(claim) for claim in found.claims] == wanted, found.notes


UNREAD = [
    ("ru", "Численность населения, тыс. чел.\nСтрана 2019 2020\nКазахстан 15 234 567", "several ways"),
    ("ru", "Экспорт Казахстана, млн долл.\nСтрана 2019 2020\nРоссия 1,234 2,345\nКитай 3,456 4,567", "thousands"),
    ("ru", "Оценка отношений\nСтрана Фактор А Фактор Б\nРоссия 12 13\nКитай 14 15", "no heads"),
    (
        "ru",
        "Торговля Казахстана, млн долл.\nСтрана Товарооборот Экспорт Импорт\nРоссия 12,5 13,1 25,6\nКитай 14,5 15,2 29,7",
        "add up",
    ),
    ("ru", "Торговля между Казахстаном и Китаем, млн долл.\nГод Экспорт\n2019 12,5\n2020 13,5", "whose exports"),
    ("en", "Trade with partners, mln USD\nCountry 2019 2020\nRussia 12.5 13.5\nChina 14.5 15.1", "with whom"),
    ("en", "Trade of Kazakhstan\nCountry 2019 2020\nRussia 12.5 13.5\nChina 14.5 15.1", "unit"),
    ("en", "Humanitarian aid, mln USD\nCountry 2019 2020\nJapan 12.5 13.5\nChina 14.5 15.1", "who gives"),
    ("en", "Foreign students in Kazakhstan\nCountry 2019 2020\nIndia 5,120 6,008\nChina 9,350 7,211", "whose figures"),
    ("en", "Trade of Kazakhstan, mln USD\nCountry 2019 2020 2021\nRussia 12.5 13.5\nChina 14.5 15.1", "not 3 to a row"),
]


@pytest.mark.parametrize(("code", "table", "reason"), UNREAD, ids=[reason for _, _, reason in UNREAD])
def test_what_is_not_certain_is_left_alone_and_told(code: str, table: str, reason: str) -> None:
    label = {"ru": "Таблица 6.", "en": "Table 6."}[code]
    found = read(f"{label} {table}", code)
    assert found.claims == []
    assert len(found.notes) == 1
    assert reason in found.notes[0]
    assert label in found.notes[0]


def test_a_row_that_is_not_certain_does_not_cost_the_others() -> None:
    table = "Таблица 6. Население, тыс. чел.\nСтрана 2019 2020\nКазахстан 15 234 567\nУзбекистан 33 580 34 232"
    found = read(table, "ru")
    assert [told(claim) for claim in found.claims] == [
        ("indicator", "UZB:subject", "2019", "2020", [33_580_000, 34_232_000])
    ]
    assert "1 row left unread" in found.notes[0]


def test_the_text_before_says_whose_trade_it_is() -> None:
    text = (
        "Главные партнёры Казахстана показаны ниже.\n\nТаблица 1. Товарооборот в 2022 году, млрд долл.\n"
        "Страна Товарооборот\nРоссия 26,0\nКитай 24,1\n\nДалее речь пойдёт о другом.\n"
    )
    document = read_bytes(text.encode(), "table.ru.txt")[0]
    tables = read_tables(document, regions(document), LINKER)
    assert [{p.actor for p in c.participants} for c in tables.claims] == [{"KAZ", "RUS"}, {"KAZ", "CHN"}]
    assert all(claim.confidence < 0.8 for claim in tables.claims)


@pytest.mark.parametrize("words", ["Продолжение таблицы 1", "Таблица 1 (продолжение)", "Окончание табл. 1"])
def test_a_table_goes_on_under_the_caption_of_the_one_before(words: str) -> None:
    table = (
        "Таблица 1. Товарооборот Казахстана, млн долл.\nСтрана 2019 2020\nРоссия 12,5 13,5\nКитай 14,5 15,5\n\n"
        f"Источник: расчёты\n\n{words}\nСтрана 2019 2020\nИталия 9,5 8,5\nТурция 3,1 3,2"
    )
    found = read(table, "ru")
    assert found.notes == []
    assert [claim.participants[1].actor for claim in found.claims] == ["RUS", "CHN", "ITA", "TUR"]


def test_two_tables_one_after_the_other_stay_two() -> None:
    table = (
        "Таблица 1. Экспорт Казахстана, млн долл.\nСтрана 2019 2020\nРоссия 12,5 13,5\nКитай 14,5 15,5\n\n"
        "Таблица 2. Импорт Узбекистана, млрд долл.\nСтрана 2021\nИталия 9,5\nТурция 3,1"
    )
    found = read(table, "ru")
    assert [told(claim)[1:] for claim in found.claims] == [
        ("KAZ:exporter RUS:importer", "2019", "2020", [12_500_000, 13_500_000]),
        ("KAZ:exporter CHN:importer", "2019", "2020", [14_500_000, 15_500_000]),
        ("ITA:exporter UZB:importer", "2021", "2021", [9.5e9]),
        ("TUR:exporter UZB:importer", "2021", "2021", [3.1e9]),
    ]


def test_cells_of_a_web_page_are_known() -> None:
    page = (
        "<html><body><article><h1>Trade</h1><p>The table below was invented for a test of reading.</p>"
        "<p>Table 1. Trade of Kazakhstan in 2020</p><table>"
        "<tr><th>No</th><th>Country</th><th>Capital</th><th>Exports, mln USD</th><th>Note</th></tr>"
        "<tr><td>1</td><td>Russia</td><td>Moscow</td><td>4 800.1</td><td>12</td></tr>"
        "<tr><td>2</td><td>China</td><td>Beijing</td><td></td><td>13</td></tr>"
        "<tr><td>3</td><td>Italy</td><td>Rome</td><td>9,010.5</td><td></td></tr></table>"
        "<p>After it goes the text.</p></article></body></html>"
    )
    document = read_bytes(page.encode(), "page.html")[0]
    claims = read_tables(document, regions(document), LINKER).claims
    assert [told(claim) for claim in claims] == [
        ("trade", "KAZ:exporter RUS:importer", "2020", "2020", [4_800_100_000]),
        ("trade", "KAZ:exporter ITA:importer", "2020", "2020", [9_010_500_000]),
    ]
    assert all(document.text[c.evidence.start : c.evidence.end] == c.evidence.quote for c in claims)


def test_cells_of_a_word_file_are_known() -> None:
    paper = docx.Document()
    paper.add_paragraph("Таблица 1. Торговля Казахстана, млн долл.")
    rows = [["Страна", "2019", "2020"], ["Россия", "19 622,7", "-"], ["Китай", "", "15 387,9"]]
    grid = paper.add_table(3, 3)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            grid.cell(r, c).text = text
    stream = io.BytesIO()
    paper.save(stream)
    document = read_bytes(stream.getvalue(), "paper.docx")[0]
    claims = read_tables(document, regions(document), LINKER).claims
    assert [told(claim) for claim in claims] == [
        ("trade", "KAZ:partner RUS:partner", "2019", "2019", [19_622_700_000]),
        ("trade", "KAZ:partner CHN:partner", "2020", "2020", [15_387_900_000]),
    ]


def test_extraction_reads_tables_once_and_tells_what_it_left() -> None:
    text = (
        f"{BEFORE['ru']}\n\nТаблица 1. Торговля Казахстана с Китаем, млрд долл.\nПоказатель 2019 2020\nТоварооборот 14,4 15,4\n\n"
        f"{AFTER['ru']}\n\nТаблица 2. Оценка отношений\nСтрана Фактор А Фактор Б\nРоссия 12 13\nКитай 14 15\n\n{AFTER['ru']}\n"
    )
    document = read_bytes(text.encode(), "tables.ru.txt")[0]
    claims = [claim for claim in extract(document) if claim.kind == "trade"]
    assert [claim.rule for claim in claims] == ["ru.table.trade"]
    assert [note.split(" left")[0] for note in document.notes] == ["table “Таблица 2. Оценка отношений”"]
    extract(document)
    assert len(document.notes) == 1
    prose = {p.text for p in document.passages if p.clean_start not in table_passages(regions(document))}
    assert "Товарооборот 14,4 15,4" not in prose
    assert BEFORE["ru"] in prose


def test_a_table_of_words_stays_prose() -> None:
    text = (
        f"{BEFORE['en']}\n\nTable 1. Chronology\n\n2018 Kazakhstan and Türkiye signed an agreement.\n\n{AFTER['en']}\n"
    )
    document = read_bytes(text.encode(), "table.en.txt")[0]
    signed = next(p for p in document.passages if "signed" in p.text)
    assert signed.clean_start not in table_passages(regions(document))


PIECES = (
    "Таблица 1. Торговля Казахстана с Китаем, млн долл.", "Table 2. Aid to Kazakhstan, mln USD", "Страна", "Year", "Россия",
    "Қазақстан", "Экспорт", "Доля, %", "EU exports", "2019", "2020", "2014–2018", "2020/2019, %", "12,5", "1 234", "00.1", "-", "…", "н/д",
    "(max 100)", "№", "1", "2", "Всего", "%", "Source: x", "\t", "\t\t", "Это предложение ничего не говорит и кончается точкой.",
)  # fmt: skip


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", "\n", "\t", "\n\n", ""))), min_size=5, max_size=50
    )
)
def test_whatever_the_text_the_evidence_is_exact(pieces: list[tuple[str, str]]) -> None:
    text = "x " + "".join(piece + gap for piece, gap in pieces)
    document = read_bytes(text.encode(), "text.txt")[0]
    table_passages(regions(document))
    for claim in read_tables(document, regions(document), LINKER).claims:
        assert document.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        assert check_claim(claim) == []
        assert 0.5 < claim.confidence <= 0.95


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


LAYOUTS = ("line", "cells", "torn")


def laid_out(rows: Sequence[tuple[str, Sequence[str]]], years: Sequence[int], layout: str) -> str:
    """A table of trade whose rows stand on one line each, one cell a line, or with numbers torn at their thousands."""
    head = "Таблица 1. Товарооборот Казахстана, млн долл.\n\n"
    if layout == "line":
        body = [f"Страна {' '.join(map(str, years))}", *(f"{name} {' '.join(cells)}" for name, cells in rows)]
        return head + "\n".join(body)
    gap = "\n" if layout == "torn" else " "
    lines = [f"Страна {' '.join(map(str, years))}"]
    for name, cells in rows:
        lines.append("\n\n".join([name, *(cell.replace(" ", gap) for cell in cells)]))
    return head + "\n\n".join(lines)


figures = st.integers(10, 99_999_999)


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[int], list[list[int]]]:
    width = draw(st.integers(2, 5))
    first = draw(st.integers(1995, 2018))
    rows = draw(st.lists(st.lists(figures, min_size=width, max_size=width), min_size=2, max_size=6))
    return list(range(first, first + width)), rows


@settings(max_examples=60)
@given(grids(), st.sampled_from(LAYOUTS), st.integers(0, 10_000))
def test_every_number_stays_in_its_row_and_column(
    grid: tuple[list[int], list[list[int]]], layout: str, seed: int
) -> None:
    years, rows = grid
    shuffled = [number for row in rows for number in row]
    random.Random(seed).shuffle(shuffled)
    rows = [shuffled[i * len(years) : (i + 1) * len(years)] for i in range(len(rows))]
    cells = [[f"{spaced(number // 10)},{number % 10}" for number in row] for row in rows]
    found = read(laid_out(list(zip(NAMES, cells, strict=False)), years, layout), "ru")
    assert found.notes == []
    assert [
        (
            claim.participants[1].actor,
            claim.time.start,
            claim.time.end,
            [round(q.value / 1e5) for q in claim.quantities],
        )
        for claim in found.claims
    ] == [(IDS[i], str(years[0]), str(years[-1]), row) for i, row in enumerate(rows)]


@settings(max_examples=60)
@given(grids(), st.sampled_from(LAYOUTS))
def test_whole_numbers_are_read_rightly_or_not_at_all(grid: tuple[list[int], list[list[int]]], layout: str) -> None:
    years, rows = grid
    cells = [[spaced(number) for number in row] for row in rows]
    found = read(laid_out(list(zip(NAMES, cells, strict=False)), years, layout), "ru")
    truth = {IDS[i]: [float(number) * 1e6 for number in row] for i, row in enumerate(rows)}
    for claim in found.claims:
        assert [q.value for q in claim.quantities] == truth[claim.participants[1].actor]
    assert len(found.claims) == len(rows) or found.notes


@pytest.mark.parametrize(
    ("texts", "language", "marks"),
    [
        (["12.1", "76,0", "465.0"], "en", ",."),
        (["19,622.7", "799.2"], "en", "."),
        (["1,612", "127"], "en", ""),
        (["1,612", "127"], "ru", None),
        (["1 612,125", "127"], "ru", ","),
        (["1.612", "127,5"], "ru", ","),
        (["1.612.300", "1.300"], "ru", ""),
        (["0,125", "1,250"], "ru", ","),
    ],
)
def test_what_points_and_commas_mean(texts: list[str], language: str, marks: str | None) -> None:
    assert decimal_marks(texts, language) == marks


def test_values_of_cells() -> None:
    assert value("19,622.7", ".") == (19622.7, "=", False)
    assert value("1 234 567,8", ",") == (1234567.8, "=", False)
    assert value("1,612", "") == (1612, "=", False)
    assert value("–5,2%", ",") == (-5.2, "=", True)
    assert value("~12*", "") == (12, "~", False)
    assert value("2010–2014", "") is None


@pytest.mark.parametrize(
    ("text", "language", "name", "factor"),
    [
        ("Торговля, млн долл. США", "ru", "USD", 1e6),
        ("Aid (US$ million)", "en", "USD", 1e6),
        ("Trade, USD mln", "en", "USD", 1e6),
        ("Сауда, млн АҚШ доллары", "kk", "USD", 1e6),
        ("Халық, мың адам", "kk", "people", 1e3),
        ("Доля, %", "ru", "percent", 1.0),
        ("ВВП, млрд тенге", "ru", "KZT", 1e9),
    ],
)
def test_units_of_heads(text: str, language: str, name: str, factor: float) -> None:
    unit = unit_in(text, language)
    assert unit is not None
    assert (unit.name, unit.factor) == (name, factor)


def test_the_longest_measure_wins() -> None:
    assert [hit.measure.label for hit in measures_in("ВВП на душу населения и экспорт вооружений")] == [
        "GDP per capita",
        "arms exports",
    ]
