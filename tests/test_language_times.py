"""Dates of Kazakh, Russian and English sentences: tables of examples and properties."""

from __future__ import annotations

import datetime

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from tarazy.language.time_grammar import grammar
from tarazy.language.times import find_times

REFERENCE = "2024-06-15"


def shown(text: str, language: str, reference: str | None = None, previous: str | None = None) -> str:
    """Mentions as ``words = begin..end`` (a point as one date), in order."""
    parts = []
    for mention in find_times(text, language, reference, previous):
        begin, end = mention.value.start, mention.value.end
        value = begin if begin == end else f"{begin or ''}..{end or ''}"
        parts.append(f"{text[mention.start : mention.end]} = {value}")
    return " | ".join(parts)


RUSSIAN = [
    ("Соглашение подписано 14 мая 1997 года в Бишкеке.", "14 мая 1997 года = 1997-05-14"),
    ("Договор от 25.05.1998 г. вступил в силу.", "25.05.1998 г. = 1998-05-25"),
    ("Встреча прошла в сентябре 2019 г. в Нур-Султане.", "сентябре 2019 г. = 2019-09"),
    ("В 2016 году открыто посольство.", "2016 году = 2016"),
    ("В 2016 открыто посольство.", "2016 = 2016"),
    ("База действует с 2001 г., её закрыли в 2014 г.", "с 2001 г. = 2001.. | 2014 г. = 2014"),
    ("Учения шли с 3 по 9 августа 2022 года.", "с 3 по 9 августа 2022 года = 2022-08-03..2022-08-09"),
    ("Учения шли с 30 мая по 9 июня 2022 г.", "с 30 мая по 9 июня 2022 г. = 2022-05-30..2022-06-09"),
    ("За период с 2015 по 2020 гг. экспорт вырос.", "с 2015 по 2020 гг. = 2015..2020"),
    ("В 2015–2020 годах экспорт рос.", "2015–2020 годах = 2015..2020"),
    ("Программа на 2021-25 годы принята.", "2021-25 годы = 2021..2025"),
    ("В 1990-е годы связи ослабли.", "1990-е годы = 1990..1999"),
    ("В начале 2000-х годов связи окрепли.", "начале 2000-х годов = 2000..2004"),
    ("К концу 1980-х положение изменилось.", "К концу 1980-х = ..1989"),
    ("Ещё в 60-е годы XX века построен канал.", "60-е годы XX века = 1960..1969"),
    ("В XIX веке шла «Большая игра».", "XIX веке = 1801..1900"),
    ("В XVIII–XIX вв. край вошёл в состав империи.", "XVIII–XIX вв. = 1701..1900"),
    ("Во второй половине XX века возникли союзы.", "второй половине XX века = 1951..2000"),
    ("Во втором полугодии 2021 года цены выросли.", "втором полугодии 2021 года = 2021-07..2021-12"),
    ("В III квартале 2023 г. торговля упала.", "III квартале 2023 г. = 2023-07..2023-09"),
    ("За девять месяцев 2023 года вывезено зерно.", "девять месяцев 2023 года = 2023-01..2023-09"),
    ("По итогам января–августа 2022 года рост продолжился.", "января–августа 2022 года = 2022-01..2022-08"),
    ("К 2030 году мощность удвоят.", "К 2030 году = ..2030"),
    ("До 2014 г. поставок не было.", "До 2014 г. = ..2014"),
    ("После 1991 года республики стали независимы.", "После 1991 года = 1991.."),
    ("Протоколы 2007 и 2011 гг. продлены.", "2007 = 2007 | 2011 гг. = 2011"),
    ("Саммиты прошли в 2018, 2019 и 2021 годах.", "2018 = 2018 | 2019 = 2019 | 2021 годах = 2021"),
    ("Визиты состоялись 3 и 8 мая 2001 года.", "3 = 2001-05-03 | 8 мая 2001 года = 2001-05-08"),
    ("Кризис (2008-2009) задел всех.", "2008-2009 = 2008..2009"),
    ("В сезон 2019/20 воды не хватало.", "2019/20 = 2019..2020"),
    ("В конце 2021 – начале 2022 г. войска ввели и вывели.", "конце 2021 – начале 2022 г. = 2021..2022"),
    ("Осенью 2022 года прошёл форум.", "Осенью 2022 года = 2022-09..2022-11"),
    ("В 2009 г. подписали, в мае того же года ратифицировали.", "2009 г. = 2009 | мае того же года = 2009-05"),
    ("Отношения установлены 2 марта, а посольство открыто в мае 1993 года.", "мае 1993 года = 1993-05"),
    ("Как пишет Иванов (2018), связи крепнут (Петров и др., 2020: 15).", ""),
    ("Рост составил 83%, длина 1500 км, № 1992.", ""),
    ("Поставлено 2000 автоматов и 1950 тонн зерна.", ""),
    ("Стратегия «Казахстан-2050» и выставка ЭКСПО-2017.", ""),
    ("По данным [12, с. 1995] это так.", ""),
    ("Начиная с 2005 года обмен растёт.", "Начиная с 2005 года = 2005.."),
    ("Между 2001 и 2006 помощь росла.", "Между 2001 и 2006 = 2001..2006"),
    (
        "По сравнению с 2012 г. рост; доля на 3% выше, чем с 2010 по 2012 год.",
        "2012 г. = 2012 | с 2010 по 2012 год = 2010..2012",
    ),
    ("В 20–30-е годы XX века и в 1990–2000-х.", "20–30-е годы XX века = 1920..1939 | 1990–2000-х = 1990..2009"),
    ("В конце XIX – начале XX века.", "конце XIX – начале XX века = 1891..1910"),
    ("С 1992-го по 1995-й шла война.", "С 1992-го по 1995-й = 1992..1995"),
    ("Это было в V в. до н. э.", ""),
    ("Отправлено 2000 местных военнослужащих.", ""),
    ("Декабрь 2021 – январь 2022 г.", "Декабрь 2021 – январь 2022 г. = 2021-12..2022-01"),
    ("В первом десятилетии XXI века добыча росла.", "первом десятилетии XXI века = 2001..2010"),
]

KAZAKH = [
    ("Келісімге 1997 жылғы 14 мамырда қол қойылды.", "1997 жылғы 14 мамырда = 1997-05-14"),
    ("Шарт 1998 жылы 25 мамырда күшіне енді.", "1998 жылы 25 мамырда = 1998-05-25"),
    ("Құжат 25.05.1998 ж. бекітілді.", "25.05.1998 ж. = 1998-05-25"),
    ("Кездесу 2019 жылдың қыркүйегінде өтті.", "2019 жылдың қыркүйегінде = 2019-09"),
    ("Кездесу 2019 жылдың қыркүйек айында өтті.", "2019 жылдың қыркүйек айында = 2019-09"),
    ("Елшілік 2016 жылы ашылды.", "2016 жылы = 2016"),
    ("Елшілік 2016ж. ашылды.", "2016ж. = 2016"),
    ("База 2001 жылдан бері жұмыс істейді.", "2001 жылдан бері = 2001.."),
    ("Жоба 2001 жылдан бастап іске асуда.", "2001 жылдан бастап = 2001.."),
    ("Оқу-жаттығу 2022 жылғы 3-9 тамызда өтті.", "2022 жылғы 3-9 тамызда = 2022-08-03..2022-08-09"),
    ("2015-2020 жылдары экспорт өсті.", "2015-2020 жылдары = 2015..2020"),
    ("2021-2025 жылдарға арналған бағдарлама қабылданды.", "2021-2025 жылдарға = 2021..2025"),
    ("2015 жылдан 2020 жылға дейін экспорт өсті.", "2015 жылдан 2020 жылға дейін = 2015..2020"),
    ("1990-шы жылдары байланыс әлсіреді.", "1990-шы жылдары = 1990..1999"),
    ("1990-жылдардың басында байланыс әлсіреді.", "1990-жылдардың басында = 1990..1994"),
    ("2000 жылдардың соңында байланыс нығайды.", "2000 жылдардың соңында = 2005..2009"),
    ("XX ғасырдың 60-жылдары арна салынды.", "XX ғасырдың 60-жылдары = 1960..1969"),
    ("XIX ғасырда текетірес болды.", "XIX ғасырда = 1801..1900"),
    ("Бұл XV-XVIII ғасырларда болған.", "XV-XVIII ғасырларда = 1401..1800"),
    ("XX ғасырдың екінші жартысында одақтар құрылды.", "XX ғасырдың екінші жартысында = 1951..2000"),
    ("2021 жылдың екінші жартыжылдығында баға өсті.", "2021 жылдың екінші жартыжылдығында = 2021-07..2021-12"),
    ("2023 жылғы III тоқсанда сауда төмендеді.", "2023 жылғы III тоқсанда = 2023-07..2023-09"),
    (
        "2022 жылдың қаңтар-тамыз айларында тауар айналымы артты.",
        "2022 жылдың қаңтар-тамыз айларында = 2022-01..2022-08",
    ),
    ("2030 жылға қарай қуаты артады.", "2030 жылға қарай = ..2030"),
    ("2014 жылға дейін жеткізілім болмады.", "2014 жылға дейін = ..2014"),
    ("1991 жылдан кейін республикалар егемендік алды.", "1991 жылдан кейін = 1991.."),
    ("2007 және 2011 жылдардағы хаттамалар ұзартылды.", "2007 = 2007 | 2011 жылдардағы = 2011"),
    ("2018, 2019, 2021 жылдары саммиттер өтті.", "2018 = 2018 | 2019 = 2019 | 2021 жылдары = 2021"),
    ("Сапар 2001 жылғы 3 және 8 мамырда болды.", "2001 жылғы 3 = 2001-05-03 | 8 мамырда = 2001-05-08"),
    ("Дағдарыс (2008-2009) бәріне тиді.", "2008-2009 = 2008..2009"),
    (
        "2009 жылы қол қойылып, сол жылдың 5 мамырында бекітілді.",
        "2009 жылы = 2009 | сол жылдың 5 мамырында = 2009-05-05",
    ),
    ("2009 жылы қол қойылып, сол жылы бекітілді.", "2009 жылы = 2009 | сол жылы = 2009"),
    ("12 тамыз 2018 жылы конвенция қабылданды.", "12 тамыз 2018 жылы = 2018-08-12"),
    ("Көктемде емес, 2014 жылдың күзінде болды.", "2014 жылдың күзінде = 2014-09..2014-11"),
    ("Ахметов (2018) атап өткендей, байланыс нығаюда (Оспанов, 2020).", ""),
    ("Өсім 83%, ұзындығы 1500 км, № 1992.", ""),
    ("«Қазақстан-2050» стратегиясы және ЭКСПО-2017 көрмесі.", ""),
    ("1950 жылдардағы соғыстан кейін тыныш болды.", "1950 жылдардағы = 1950..1959"),
    ("2019 жылдың 11 қазан күні сапар болды.", "2019 жылдың 11 қазан күні = 2019-10-11"),
    ("Б.з.б. III ғасырда қала болған.", ""),
    ("2021 жылмен салыстырғанда өсті.", "2021 жылмен = 2021"),
    ("2023 жылдың 1-тоқсанында төмендеді.", "2023 жылдың 1-тоқсанында = 2023-01..2023-03"),
    (
        "2017 жылғы 10 маусымнан 10 қыркүйекке дейін өтті.",
        "2017 жылғы 10 маусымнан 10 қыркүйекке дейін = 2017-06-10..2017-09-10",
    ),
    ("XX ғасырдың 20-30-жылдары ашаршылық болды.", "XX ғасырдың 20-30-жылдары = 1920..1939"),
    ("2023 жылдың басында келісілді.", "2023 жылдың басында = 2023"),
    ("2020 жылғы 1 қаңтардан бастап күшінде.", "2020 жылғы 1 қаңтардан бастап = 2020-01-01.."),
]

ENGLISH = [
    ("The agreement was signed on 14 May 1997 in Bishkek.", "14 May 1997 = 1997-05-14"),
    ("It entered into force on May 25, 1998.", "May 25, 1998 = 1998-05-25"),
    ("They met in September 2019.", "September 2019 = 2019-09"),
    ("The embassy opened in 2016.", "2016 = 2016"),
    ("The base has operated since 2001.", "since 2001 = 2001.."),
    ("The drills ran from 3 to 9 August 2022.", "from 3 to 9 August 2022 = 2022-08-03..2022-08-09"),
    ("The drills ran on August 3-9, 2022.", "August 3-9, 2022 = 2022-08-03..2022-08-09"),
    ("Exports grew from 2015 to 2020.", "from 2015 to 2020 = 2015..2020"),
    ("Exports grew in 2015-2020.", "2015-2020 = 2015..2020"),
    ("Between 2015 and 2020 exports grew.", "Between 2015 and 2020 = 2015..2020"),
    ("From May 2019 to June 2021 the border was closed.", "From May 2019 to June 2021 = 2019-05..2021-06"),
    ("In the 1990s ties weakened.", "1990s = 1990..1999"),
    ("In the early 2000s ties grew.", "early 2000s = 2000..2004"),
    ("By the late 1980s it had changed.", "By the late 1980s = ..1989"),
    ("In the 19th century empires met here.", "19th century = 1801..1900"),
    ("The twentieth century saw two blocs.", "twentieth century = 1901..2000"),
    ("In the second half of 2021 prices rose.", "the second half of 2021 = 2021-07..2021-12"),
    ("In the third quarter of 2023 trade fell.", "the third quarter of 2023 = 2023-07..2023-09"),
    ("Trade fell in Q3 2023.", "Q3 2023 = 2023-07..2023-09"),
    ("Over the first nine months of 2023 it grew.", "the first nine months of 2023 = 2023-01..2023-09"),
    ("By 2030 capacity will double.", "By 2030 = ..2030"),
    ("Until 2014 there were no deliveries.", "Until 2014 = ..2014"),
    ("After 1991 the republics were independent.", "After 1991 = 1991.."),
    ("Protocols followed in 2007 and 2011.", "2007 = 2007 | 2011 = 2011"),
    ("Summits were held in 2018, 2019 and 2021.", "2018 = 2018 | 2019 = 2019 | 2021 = 2021"),
    ("In the 2019/20 season water was short.", "2019/20 = 2019..2020"),
    ("In the spring of 2014 it changed.", "spring of 2014 = 2014-03..2014-05"),
    ("In early 2022 troops arrived.", "early 2022 = 2022"),
    ("It was signed in 2009 and ratified in May of that year.", "2009 = 2009 | May of that year = 2009-05"),
    ("As Smith (2018) notes, ties grow (Brown et al., 2020, p. 5).", ""),
    ("Growth was 83%, the length 1500 km, No. 1992.", ""),
    ("They received 2000 rifles and 1950 tonnes of grain.", ""),
    ("Expo-2017 and CASA-1000 are names.", ""),
    ("See [12, p. 1995] for this.", ""),
    ("The 2018 Convention settled it.", "2018 = 2018"),
    ("It may march on; in May it stopped.", ""),
    ("The Development Plan 2025-2029 was adopted.", "2025-2029 = 2025..2029"),
    ("Since its independence in 1991 the country traded.", "Since its independence in 1991 = 1991.."),
    ("The Treaty (1992) was followed by Kazakhstan (1995).", "1992 = 1992 | 1995 = 1995"),
    ("In the mid-1990s and late 2010s it peaked.", "mid-1990s = 1993..1996 | late 2010s = 2015..2019"),
    ("Compared to 2019, trade rose 5% from 2018.", "2019 = 2019 | 2018 = 2018"),
    ("For the period 1991-2021, the States gave aid.", "1991-2021 = 1991..2021"),
    ("From the 1990s to the 2010s it grew.", "From the 1990s to the 2010s = 1990..2019"),
    ("They sent 2000 Kazakh soldiers.", ""),
    ("Vision 2030 and the Kazakhstan 2050 Strategy.", ""),
    ("In 2022 the summit met on September 15-16.", "2022 = 2022 | September 15-16 = 2022-09-15..2022-09-16"),
    ("It began as early as 1995.", "1995 = 1995"),
    ("On 12 and 14 May 2022 they met.", "12 = 2022-05-12 | 14 May 2022 = 2022-05-14"),
]


@pytest.mark.parametrize(("text", "expected"), RUSSIAN)
def test_russian(text: str, expected: str) -> None:
    assert shown(text, "ru") == expected


@pytest.mark.parametrize(("text", "expected"), KAZAKH)
def test_kazakh(text: str, expected: str) -> None:
    assert shown(text, "kk") == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english(text: str, expected: str) -> None:
    assert shown(text, "en") == expected


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_examples_of_the_grammar(language: str) -> None:
    """Every pattern's own example reads as its row says."""
    for example, reads in grammar(language).examples:
        got = [
            m.value.start if m.value.start == m.value.end else f"{m.value.start or ''}..{m.value.end or ''}"
            for m in find_times(example, language, REFERENCE)
        ]
        assert "|".join(map(str, got)) == reads, example


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "В прошлом году подписали.", "прошлом году = 2023"),
        ("ru", "В этом году подпишут.", "этом году = 2024"),
        ("ru", "За последние пять лет рост замедлился.", "последние пять лет = 2019..2024"),
        ("kk", "Былтыр қол қойылды.", "Былтыр = 2023"),
        ("kk", "Биыл қол қойылады.", "Биыл = 2024"),
        ("kk", "Өткен жылы қол қойылды.", "Өткен жылы = 2023"),
        ("en", "It was signed last year.", "last year = 2023"),
        ("en", "It was signed three years ago.", "three years ago = 2021"),
        ("en", "Yesterday they met.", "Yesterday = 2024-06-14"),
    ],
)
def test_relative_dates_need_the_documents_date(language: str, text: str, expected: str) -> None:
    assert shown(text, language) == ""
    assert shown(text, language, REFERENCE) == expected
    assert all(mention.relative for mention in find_times(text, language, REFERENCE))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("kk", "Сол жылдың 11 қазан күні сапар болды.", "Сол жылдың 11 қазан күні = 2019-10-11"),
        ("ru", "В декабре того же года создали фонд.", "декабре того же года = 2019-12"),
        ("en", "In December of that year the fund was set up.", "December of that year = 2019-12"),
    ],
)
def test_the_year_named_before(language: str, text: str, expected: str) -> None:
    assert shown(text, language) == ""
    assert shown(text, language, previous="2019-03") == expected
    assert find_times(text, language, previous="2019")[0].relative


MONTHS = {
    "ru": [Locale("ru").months["format"]["wide"][n] for n in range(1, 13)],
    "kk": [Locale("kk").months["format"]["wide"][n] for n in range(1, 13)],
    "en": [Locale("en").months["format"]["wide"][n] for n in range(1, 13)],
}
DAY_PATTERNS = {
    "ru": ["{d} {m} {y} года", "{d} {m} {y} г.", "{d:02d}.{n:02d}.{y}", "{y}-{n:02d}-{d:02d}", "{d}-го {m} {y} года"],
    "kk": [
        "{y} жылғы {d} {m}",
        "{y} жылы {d} {m}да",
        "{y} ж. {d} {m}",
        "{d:02d}.{n:02d}.{y} ж.",
        "{y} жылдың {d} {m} күні",
    ],
    "en": ["{d} {m} {y}", "{m} {d}, {y}", "{m} {d} {y}", "{y}-{n:02d}-{d:02d}", "the {d}th of {m}, {y}"],
}
FRAMES = {
    "ru": "Стороны встретились {} в столице.",
    "kk": "Тараптар {} елордада кездесті.",
    "en": "The sides met on {} in the capital.",
}


@given(
    st.sampled_from(["kk", "ru", "en"]),
    st.dates(datetime.date(1500, 1, 1), datetime.date(2099, 12, 31)),
    st.integers(0, 4),
)
def test_a_written_day_is_read_back(language: str, day: datetime.date, choice: int) -> None:
    form = DAY_PATTERNS[language][choice].format(d=day.day, n=day.month, y=day.year, m=MONTHS[language][day.month - 1])
    text = FRAMES[language].format(form)
    mentions = find_times(text, language)
    assert [(m.value.start, m.value.end) for m in mentions] == [(day.isoformat(), day.isoformat())], text
    assert form in "the " + text[mentions[0].start : mentions[0].end] + "." or form.rstrip(".") == text[
        mentions[0].start : mentions[0].end
    ].rstrip(".")


RANGE_PATTERNS = {
    "ru": ["с {a} по {b} год", "в {a}–{b} гг.", "{a}-{b} годы", "между {a} и {b} годами"],
    "kk": ["{a}-{b} жылдары", "{a} жылдан {b} жылға дейін", "{a}–{b} жж.", "{a}-{b} жылдардағы"],
    "en": ["from {a} to {b}", "between {a} and {b}", "in {a}–{b}", "the period {a}-{b}"],
}


@given(st.sampled_from(["kk", "ru", "en"]), st.integers(1700, 2050), st.integers(1, 60), st.integers(0, 3))
def test_a_written_range_is_read_back(language: str, begin: int, length: int, choice: int) -> None:
    text = RANGE_PATTERNS[language][choice].format(a=begin, b=begin + length)
    values = [(m.value.start, m.value.end) for m in find_times(text, language)]
    assert values == [(str(begin), str(begin + length))], text


WORD_FORMS = "в с по до 2019 1992 12 5 года г. мая XX века 90-е – , ( ) и жылы жылғы жылдан дейін қазан 1990-шы ғасырда in May from to 1990s the since 2,5 млн % тонн"


@given(st.sampled_from(["kk", "ru", "en"]), st.lists(st.sampled_from(WORD_FORMS.split()), max_size=14))
def test_mentions_never_overlap(language: str, words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for mention in find_times(text, language, REFERENCE, "2001"):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        assert mention.value
        if mention.value.start and mention.value.end:
            assert mention.value.start <= mention.value.end
        end = mention.end


@given(st.sampled_from(["kk", "ru", "en"]), st.text(max_size=80))
def test_any_text_is_read_without_error(language: str, text: str) -> None:
    for mention in find_times(text, language, REFERENCE):
        assert 0 <= mention.start < mention.end <= len(text)
