"""Numbers with units in Kazakh, Russian and English sentences: tables of examples and properties."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.language.quantities import find_quantities
from tarazy.language.units import is_scanned_alike


def shown(text: str, language: str) -> str:
    """Mentions as ``words = relation value unit``, in order; the relation ``=`` is left out."""
    parts = []
    for mention in find_quantities(text, language):
        quantity = mention.value
        relation = "" if quantity.relation == "=" else quantity.relation
        parts.append(f"{text[mention.start : mention.end]} = {relation}{quantity.value:.15g} {quantity.unit}")
    return " | ".join(parts)


RUSSIAN = [
    ("Товарооборот достиг 3,7 млрд долл. США.", "3,7 млрд долл. США = 3700000000 USD"),
    ("Выделено 250 тыс. евро.", "250 тыс. евро = 250000 EUR"),
    ("Бюджет – 1 трлн тенге.", "1 трлн тенге = 1000000000000 KZT"),
    ("Кредит в 500 миллионов юаней.", "500 миллионов юаней = 500000000 CNY"),
    ("Убыток 12 млрд рублей.", "12 млрд рублей = 12000000000 RUB"),
    ("Заём на €300 млн и грант на $45,5 млн.", "€300 млн = 300000000 EUR | $45,5 млн = 45500000 USD"),
    ("Экспорт вырос с 6 млн до 21 млн долларов.", "6 млн = 6000000 USD | 21 млн долларов = 21000000 USD"),
    ("Доли составили 4,2 и 5,1 млрд долл.", "4,2 = 4200000000 USD | 5,1 млрд долл = 5100000000 USD"),
    ("Поставят 10-15 тыс. тонн зерна.", "10 = 10000 tonne | 15 тыс. тонн = 15000 tonne"),
    ("Сократилось на 12,5 %.", "12,5 % = 12.5 percent"),
    ("Около сорока процентов импорта.", "сорока процентов = ~40 percent"),
    ("Более 25 тысяч военнослужащих.", "25 тысяч военнослужащих = >25000 people"),
    ("Двадцать пять тысяч человек ушли.", "Двадцать пять тысяч человек = 25000 people"),
    ("Прибыли 1 250 миротворцев.", "1 250 миротворцев = 1250 people"),
    ("Поставлено 18 беспилотников и 6 вертолётов.", "18 беспилотников = 18 pieces | 6 вертолётов = 6 pieces"),
    ("Закуплены 24 Су-30СМ.", "24 Су-30СМ = 24 pieces"),
    ("Ту-154, МиГ-29 и С-300 в формате С5+1.", ""),
    ("Подписано 14 новых межправительственных соглашений.", "14 новых межправительственных соглашений = 14 documents"),
    ("Протяжённость 2 238 км.", "2 238 км = 2238 km"),
    ("Площадь 2,7 млн кв. км.", "2,7 млн кв. км = 2700000 km2"),
    ("Объём стока 37 куб. км.", "37 куб. км = 37 km3"),
    ("Добыто 55 млрд куб. м газа.", "55 млрд куб. м = 55000000000 m3"),
    ("Мощность 1200 МВт и 2 ГВт.", "1200 МВт = 1200 MW | 2 ГВт = 2000 MW"),
    ("Выработано 110 млрд кВт·ч.", "110 млрд кВт·ч = 110000000000 kWh"),
    ("Добывали 1,5 млн баррелей нефти в сутки.", "1,5 млн баррелей = 1500000 barrel"),
    ("Занимает 43-е место в рейтинге.", "43-е место = 43 rank"),
    ("Страна вышла на третье место.", "третье место = 3 rank"),
    ("Это вторая по величине экономика.", "вторая по = 2 rank"),
    ("Вошли в топ-20 стран.", "топ-20 = 20 rank"),
    ("Объём вырос в 2,4 раза.", "2,4 раза = 2.4 times"),
    ("Почти в три раза больше.", "три раза = ~3 times"),
    ("Президент приезжал четыре раза.", "четыре раза = 4 events"),
    ("Экспорт удвоился, а импорт вырос втрое.", "удвоился = 2 times | втрое = 3 times"),
    ("Прослужили 20 лет.", "20 лет = 20 years"),
    ("Пятилетний план и 10-летний кредит.", "Пятилетний = 5 years | 10-летний = 10 years"),
    ("Не менее 30 проектов в 127 странах.", "30 проектов = >30 projects | 127 странах = 127 countries"),
    ("Поддержали 186 государств.", "186 государств = 186 states"),
    ("Ставка выросла на 2 процентных пункта.", "2 процентных пункта = 2 points"),
    ("Полтора миллиарда долларов.", "Полтора миллиарда долларов = 1500000000 USD"),
    ("Отгружено 5 тыс. 244 вагона.", "5 тыс. 244 вагона = 5244 pieces"),
    ("Свыше миллиона тонн грузов.", "миллиона тонн = >1000000 tonne"),
    ("Спад (-0,7 %) сменился ростом.", "-0,7 % = -0.7 percent"),
    ("Экспорт составил $5 млрд, импорт – 3 млрд.", "$5 млрд = 5000000000 USD | 3 млрд = 3000000000 USD"),
    ("Население достигло 20 млн.", "20 млн = 20000000 people"),
    ("В 2018 г. подписано 5 договоров.", "5 договоров = 5 documents"),
    ("Два с половиной миллиарда долларов.", "Два с половиной миллиарда долларов = 2500000000 USD"),
    ("Срок сократился с 53 до 19 суток.", "53 = 53 days | 19 суток = 19 days"),
    ("Поставят 4 транспортно-боевых вертолёта.", "4 транспортно-боевых вертолёта = 4 pieces"),
    ("Число студентов выросло с 1 200 в 2019 г. до 5 600 в 2023 г.", "1 200 = 1200 people | 5 600 = 5600 people"),
    ("Оборот не превышал 500 млн долларов.", "500 млн долларов = <500000000 USD"),
    ("Рост на 12,3 п.п. заметен.", "12,3 п.п = 12.3 points"),
    (
        "Экспорт – 14,7 млрд (+12,4 %), импорт – 16,8 млрд долл.",
        "14,7 млрд = 14700000000 USD | 12,4 % = 12.4 percent | 16,8 млрд долл = 16800000000 USD",
    ),
    ("Прибыл 10-тысячный контингент.", "10-тысячный контингент = 10000 people"),
    ("Пять стран региона и обе стороны.", ""),
    ("Статья 5 договора, резолюция 1373 и закон № 12.", ""),
    ("Как показано в [12, с. 45], это верно.", ""),
    ("1. Введение. 2.1. Обзор.", ""),
    ("Счёт 3:1, телефон +7 (727) 250-00-00.", ""),
    ("100 тонн, 20 кг и 8 км² земли.", "100 тонн = 100 tonne | 20 кг = 20 kg | 8 км² = 8 km2"),
]

KAZAKH = [
    ("Тауар айналымы 3,7 млрд АҚШ долларына жетті.", "3,7 млрд АҚШ долларына = 3700000000 USD"),
    ("3 миллиард 126 миллион долларға артты.", "3 миллиард 126 миллион долларға = 3126000000 USD"),
    ("Отыз миллион доллар бөлінді.", "Отыз миллион доллар = 30000000 USD"),
    ("250 мың еуро бөлінді.", "250 мың еуро = 250000 EUR"),
    ("Бюджет 1 трлн теңгені құрады.", "1 трлн теңгені = 1000000000000 KZT"),
    ("500 миллион юань несие алды.", "500 миллион юань = 500000000 CNY"),
    ("Шығын 12 млрд. рубль.", "12 млрд. рубль = 12000000000 RUB"),
    ("Экспорт 12,5 пайызға қысқарды.", "12,5 пайызға = 12.5 percent"),
    ("Үлесі 90%-дан асты.", "90% = 90 percent"),
    ("Шамамен қырық пайыз.", "қырық пайыз = ~40 percent"),
    ("25 мыңнан астам әскери қызметші.", "25 мыңнан астам әскери қызметші = >25000 people"),
    ("Жиырма бес мың адам кетті.", "Жиырма бес мың адам = 25000 people"),
    ("200-ден астам студент оқиды.", "200-ден астам студент = >200 people"),
    ("70-ке жуық құжатқа қол қойылды.", "70-ке жуық құжатқа = ~70 documents"),
    ("18 ұшқышсыз ұшақ пен 6 тікұшақ жеткізілді.", "18 ұшқышсыз = 18 pieces | 6 тікұшақ = 6 pieces"),
    ("24 Су-30 сатып алынды.", "24 Су-30 = 24 pieces"),
    ("Ұзындығы 2 238 шақырым.", "2 238 шақырым = 2238 km"),
    ("Аумағы 2,7 миллион шаршы километр.", "2,7 миллион шаршы километр = 2700000 km2"),
    ("Ағын 37 текше километр.", "37 текше километр = 37 km3"),
    ("55 миллиард текше метр газ өндірілді.", "55 миллиард текше метр = 55000000000 m3"),
    ("1,9 трлн. м3 газ бар.", "1,9 трлн. м3 = 1900000000000 m3"),
    ("Қуаты 1200 МВт.", "1200 МВт = 1200 MW"),
    ("1,5 млн баррель мұнай шығарылды.", "1,5 млн баррель = 1500000 barrel"),
    ("Рейтингте 43-орынға шықты.", "43-орынға = 43 rank"),
    ("Ел үшінші орынды иеленді.", "үшінші орынды = 3 rank"),
    ("Бұл әлемдегі екінші ірі экономика.", "екінші ірі = 2 rank"),
    ("Одақтың 5-ші мүшесі болды.", "5-ші мүшесі = 5 rank"),
    ("Көлемі 2,4 есе өсті.", "2,4 есе = 2.4 times"),
    ("Үш рет сапармен келді.", "Үш рет = 3 events"),
    ("Он жыл қызмет етті.", "Он жыл = 10 years"),
    ("Жиырма жылдан астам дау.", "Жиырма жылдан астам = >20 years"),
    ("127 елде 476 институт бар.", "127 елде = 127 countries | 476 институт = 476 institutions"),
    ("40,3-тен 76,8 млн тоннаға дейін өсті.", "40,3-тен = 40300000 tonne | 76,8 млн тоннаға = 76800000 tonne"),
    ("15 жоба іске асты.", "15 жоба = 15 projects"),
    ("Жарты миллион тонна астық.", "Жарты миллион тонна = 500000 tonne"),
    ("Мыңнан астам адам қатысты.", "Мыңнан астам адам = >1000 people"),
    ("Екі жүз елу сарбаз келді.", "Екі жүз елу сарбаз = 250 people"),
    ("Бір жарым миллиард доллар несие.", "Бір жарым миллиард доллар = 1500000000 USD"),
    ("Бір миллион жеті жүз мың адам.", "Бір миллион жеті жүз мың адам = 1700000 people"),
    (
        "Студенттер саны 2019 жылғы 1 200-ден 2023 жылы 5 600-ге дейін өсті.",
        "1 200-ден = 1200 people | 5 600-ге = 5600 people",
    ),
    ("15 мың бірлескен кәсіпорын бар.", "15 мың бірлескен кәсіпорын = 15000 enterprises"),
    ("100-ге тарта ұйым қатысты.", "100-ге тарта ұйым = ~100 organisations"),
    ("Экспорт 40 пайыздан 60 пайызға дейін өсті.", "40 пайыздан = 40 percent | 60 пайызға = 60 percent"),
    ("2,5 мың студент, оның ішінде 1 200-і грантпен оқыды.", "2,5 мың студент = 2500 people | 1 200-і = 1200 people"),
    ("Елдің халқы 20 миллионнан асты.", "20 миллионнан асты = >20000000 people"),
    ("Бес ел мен екі тарап келісті.", ""),
    ("Ондаған миллион доллар керек.", ""),
    ("Ту-154 және C5+1 форматы.", ""),
    ("№ 12 заң мен [5, 45 б.] қараңыз.", ""),
    ("2018 жылы 5 шартқа қол қойылды.", "5 шартқа = 5 documents"),
    ("340-қа жуық кеме бар.", "340-қа жуық кеме = ~340 pieces"),
    ("Өсім 2 пайыздық тармақты құрады.", "2 пайыздық тармақты = 2 points"),
]

ENGLISH = [
    ("Turnover reached $3.7 bln.", "$3.7 bln = 3700000000 USD"),
    ("It received US$ 8.1 bn and 18 mln USD.", "US$ 8.1 bn = 8100000000 USD | 18 mln USD = 18000000 USD"),
    ("A loan of €300 million was granted.", "€300 million = 300000000 EUR"),
    ("It got 1,185.4 mln USD.", "1,185.4 mln USD = 1185400000 USD"),
    ("Some 500 million yuan was lent.", "500 million yuan = ~500000000 CNY"),
    ("The budget is 1 trillion tenge.", "1 trillion tenge = 1000000000000 KZT"),
    ("It cost $5m, or 4.6 million euros.", "$5m = 5000000 USD | 4.6 million euros = 4600000 EUR"),
    ("Half a million people left.", "Half a million people = 500000 people"),
    ("Three hundred million people live there.", "Three hundred million people = 300000000 people"),
    ("More than 5,000 Russian troops arrived.", "5,000 Russian troops = >5000 people"),
    ("Two hundred and fifty soldiers left.", "Two hundred and fifty soldiers = 250 people"),
    ("Aid rose by 65% and 46%.", "65% = 65 percent | 46% = 46 percent"),
    ("It fell 12.5 per cent.", "12.5 per cent = 12.5 percent"),
    ("Rates rose by 2 percentage points.", "2 percentage points = 2 points"),
    ("It ordered 18 armed drones and 6 helicopters.", "18 armed drones = 18 pieces | 6 helicopters = 6 pieces"),
    ("It bought 24 F-16s.", "24 F-16s = 24 pieces"),
    ("The C5+1, the G20 and the MiG-29 are names.", ""),
    ("They signed 14 agreements.", "14 agreements = 14 documents"),
    ("The line is 2,238 km long.", "2,238 km = 2238 km"),
    ("An area of 2.7 million square kilometres.", "2.7 million square kilometres = 2700000 km2"),
    ("A flow of 37 km3 a year.", "37 km3 = 37 km3"),
    ("It pumped 55 billion cubic meters.", "55 billion cubic meters = 55000000000 m3"),
    ("It exports 30 bcm of gas.", "30 bcm = 30000000000 m3"),
    ("A 1,200 MW plant and 2 GW of wind.", "1,200 MW = 1200 MW | 2 GW = 2000 MW"),
    ("They use 110 billion kWh.", "110 billion kWh = 110000000000 kWh"),
    ("It pumps 1.5 million barrels a day.", "1.5 million barrels = 1500000 barrel"),
    ("It ranked 35th in the index.", "ranked 35th = 35 rank"),
    ("It is the second largest donor.", "second largest = 2 rank"),
    ("The third-largest economy.", "third-largest = 3 rank"),
    ("It came in 43rd place.", "43rd place = 43 rank"),
    ("It joined the top 20.", "top 20 = 20 rank"),
    ("Trade grew 2.4 times.", "2.4 times = 2.4 times"),
    ("He visited three times.", "three times = 3 events"),
    ("Exports doubled and imports rose threefold.", "doubled = 2 times | threefold = 3 times"),
    ("A five-year plan and a 20-year lease.", "five-year = 5 years | 20-year = 20 years"),
    ("It lasted 30 years.", "30 years = 30 years"),
    ("At least 30 projects in 127 countries.", "30 projects = >30 projects | 127 countries = 127 countries"),
    ("Between $5 and $8 million was spent.", "$5 = 5000000 USD | $8 million = 8000000 USD"),
    ("Output rose from 12 to 15 million tonnes.", "12 = 12000000 tonne | 15 million tonnes = 15000000 tonne"),
    ("About 40 percent of imports.", "40 percent = ~40 percent"),
    ("Fewer than 100 people remain.", "100 people = <100 people"),
    ("Exports were $5 bln and imports 3 bln.", "$5 bln = 5000000000 USD | 3 bln = 3000000000 USD"),
    ("A population of 20 million.", "20 million = 20000000 people"),
    ("A billion dollars was spent.", "billion dollars = 1000000000 USD"),
    ("The number of students rose from 1,200 in 2019 to 5,600 in 2023.", "1,200 = 1200 people | 5,600 = 5600 people"),
    ("Two and a half billion dollars.", "Two and a half billion dollars = 2500000000 USD"),
    ("Approximately 300 to 500 fighters.", "300 = ~300 people | 500 fighters = ~500 people"),
    ("It needs $10-15 billion.", "$10 = 10000000000 USD | 15 billion = 15000000000 USD"),
    (
        "A 10,000-strong force of 27 EU member states.",
        "10,000-strong = 10000 people | 27 EU member states = 27 members",
    ),
    ("The forces number 39,000 active personnel.", "39,000 active personnel = 39000 people"),
    ("After the September 11 attacks.", ""),
    ("Five countries and two sides agreed.", ""),
    ("See Article 5, Resolution 1373 and No. 12 [12, p. 45].", ""),
    ("In 2018 they held 5 meetings.", "5 meetings = 5 events"),
    ("The five CARs trade.", ""),
    ("It bought 67.5 thousand tonnes.", "67.5 thousand tonnes = 67500 tonne"),
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


def test_the_words_of_units_are_single_pieces() -> None:
    """A unit's word that the scan would split could never be found."""
    rows = tomllib.loads((resources.files("tarazy.language") / "data" / "units.toml").read_text("utf-8"))["unit"]
    split = [
        form for row in rows for code in ("kk", "ru", "en") for form in row[code] if not is_scanned_alike(form, code)
    ]
    assert split == []


SCALES = {
    "ru": {1: "", 10**3: "тыс. ", 10**6: "млн ", 10**9: "млрд "},
    "kk": {1: "", 10**3: "мың ", 10**6: "миллион ", 10**9: "миллиард "},
    "en": {1: "", 10**3: "thousand ", 10**6: "million ", 10**9: "bln "},
}
UNITS = {
    "ru": {"долларов": "USD", "евро": "EUR", "тонн": "tonne", "км": "km", "процентов": "percent", "баррелей": "barrel"},
    "kk": {"доллар": "USD", "еуро": "EUR", "тонна": "tonne", "км": "km", "пайыз": "percent", "баррель": "barrel"},
    "en": {"dollars": "USD", "euros": "EUR", "tonnes": "tonne", "km": "km", "percent": "percent", "barrels": "barrel"},
}


@given(
    st.sampled_from(["kk", "ru", "en"]),
    st.integers(0, 999_999),
    st.integers(0, 99),
    st.sampled_from([1, 10**3, 10**6, 10**9]),
    st.integers(0, 5),
    st.sampled_from([" ", "\u00a0", ""]),
)
def test_a_written_number_is_read_back(
    language: str, whole: int, hundredths: int, scale: int, unit: int, separator: str
) -> None:
    if language == "en":
        separator = "," if separator else ""
    digits = f"{whole:,}".replace(",", separator)
    if hundredths:
        digits += ("." if language == "en" else ",") + f"{hundredths:02d}"
    form, name = list(UNITS[language].items())[unit]
    text = f"– {digits} {SCALES[language][scale]}{form}."
    found = find_quantities(text, language)
    expected = (whole * 100 + hundredths) * scale / 100
    assert [(m.value.unit, m.value.value) for m in found] == [(name, pytest.approx(expected, rel=1e-12))], text
    assert text[found[0].start : found[0].end] == text[2:-1]


ONES = {
    "kk": ["", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"],
    "en": ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "ru": ["", "одна", "две", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"],
}
TENS = {
    "kk": ["", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"],
    "en": ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    "ru": ["", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"],
}
HUNDREDS = {
    "kk": ["", *(f"{one} жүз" for one in ONES["kk"][1:])],
    "en": ["", *(f"{one} hundred" for one in ONES["en"][1:])],
    "ru": ["", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"],
}
THOUSAND = {"kk": ("мың", "тонна"), "en": ("thousand", "tonnes"), "ru": ("тысяч", "тонн")}


@given(st.sampled_from(["kk", "ru", "en"]), st.integers(2, 999), st.integers(0, 999))
def test_number_words_are_read_back(language: str, thousands: int, rest: int) -> None:
    def words(value: int) -> str:
        hundred, ten, one = value // 100, value // 10 % 10, value % 10
        return " ".join(filter(None, (HUNDREDS[language][hundred], TENS[language][ten], ONES[language][one])))

    if language != "kk":
        # Eleven to nineteen have words of their own in Russian and English.
        thousands, rest = (value - 10 if 10 <= value % 100 <= 19 else value for value in (thousands, rest))
    if thousands < 2:
        thousands = 2
    scale, unit = THOUSAND[language]
    text = " ".join(filter(None, (words(thousands), scale, words(rest), unit)))
    found = find_quantities(text, language)
    assert [(m.value.value, m.value.unit) for m in found] == [(thousands * 1000 + rest, "tonne")], text


PIECE_FORMS = "5 2,5 1.185 12 000 млн млрд мың тыс. bln $ € % пайыз долл. США тонн км м3 более шамамен до и to and, - – ( ) 9 место екі үш рет есе three times second largest 70-ке жуық Су-30 2018 жылы г. [12]"


@given(st.sampled_from(["kk", "ru", "en"]), st.lists(st.sampled_from(PIECE_FORMS.split(" ")), max_size=14))
def test_mentions_never_overlap(language: str, words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for mention in find_quantities(text, language):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        assert mention.value.relation in "=~<>"
        end = mention.end


@given(st.sampled_from(["kk", "ru", "en"]), st.text(max_size=80))
def test_any_text_is_read_without_error(language: str, text: str) -> None:
    for mention in find_quantities(text, language):
        assert 0 <= mention.start < mention.end <= len(text)
