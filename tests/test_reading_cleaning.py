"""What the clean-up mends and what it leaves alone."""

from __future__ import annotations

import pytest

from tarazy.reading import read_bytes
from tarazy.reading.assembly import assemble
from tarazy.reading.hyphens import Evidence
from tarazy.reading.tongues import language_of


def clean(text: str) -> str:
    return assemble(text).clean


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("IT", "компаниялар"), ("Қасым", "Жомарт"), ("70", "ке"), ("АҚШ", "тың"), ("северо", "восточный"), ("Баку", "Супса"),
        ("казахстанско", "турецкий"), ("экспорттық", "импорттық"), ("қарым", "қатынасты"), ("іс", "шараларға"), ("по", "прежнему"),
        ("премьер", "министром"), ("страны", "участницы"), ("социально", "экономических"), ("large", "scale"), ("self", "sufficient"),
        ("internationally", "recognised"), ("2019", "2025"), ("мәдени", "гуманитарлық"), ("БҰҰ", "ға"), ("бір", "бірімен"), ("сауда", "экономикалық"),
    ],
)  # fmt: skip
def test_hyphens_of_the_word_stay(left: str, right: str) -> None:
    text = (
        f"Бұл мәтінде {left}-\n{right} деген сөз бар."
        if any(c in "қғңұүіөәһ" for c in right)
        else f"Здесь {left}-\n{right} стоит."
    )
    assert f"{left}-{right}" in clean(text)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ынты", "мақтастық"), ("Респуб", "ликасындағы"), ("мемле", "кеттік"), ("байла", "ныстарды"), ("келісім", "дерді"), ("қауіпсіз", "дігін"),
        ("сотруд", "ничество"), ("государ", "ственный"), ("Организа", "ция"), ("между", "народный"), ("govern", "ment"), ("interna", "tional"),
        ("economi", "cally"), ("взаимо", "понимание"), ("мемлекет", "аралық"),
    ],
)  # fmt: skip
def test_hyphens_of_the_line_go(left: str, right: str) -> None:
    frame = "Осы жерде {} туралы айтылады." if any(c in "қғңұүіөәһ" for c in left + right) else "О слове {} идёт речь."
    if left.isascii():
        frame = "This is about {} in the text."
    for mark in ("-\n", "- \n", "-\r\n", "-\n\n", "¬\n", "\xad\n", "-\n \n"):
        assert left + right in clean(frame.format(left + mark + right)), repr(mark)


def test_the_document_itself_is_evidence() -> None:
    assert Evidence("Жол-көлік туралы. Жол-көлік және").keeps("жол", "көлік")
    assert not Evidence("Жолкөлік туралы сөз").keeps("жол", "көлік")


def test_fossil_hyphens_in_mid_line() -> None:
    text = "Екі мемлекеттік бағдарлама бар. Үшінші мемле-кеттік бағдарлама әзірленуде."
    assert "Үшінші мемлекеттік" in clean(text)
    assert "это сотрудничество" in clean("Стороны ценят это сотруд- ничество.")
    assert "қазақ-түрік" in clean("Екі елдің қазақ-түрік достығы мен қазақ тілі, түрік тілі туралы.")
    assert "восьми- и десятилетний" in clean("Подписан восьми- и десятилетний договор.")


@pytest.mark.parametrize(
    ("given", "mended"),
    [
        ("Kазахстан и Poссия", "Казахстан и Россия"),
        ("Қaзaқстан", "Қазақстан"),
        ("мемлекеттiк бірлестiк", "мемлекеттік бірлестік"),
        ("жаhандық", "жаһандық"),
        ("ХХI ғасырда", "XXI ғасырда"),
        ("в ХХ веке", "в XX веке"),
        ("совещание c участием", "совещание с участием"),
        ("the Сaspian Sea", "the Caspian Sea"),
        ("Н. Х. Иванов", "Н. Х. Иванов"),
        ("платформа Facebook и IT-сектор", "платформа Facebook и IT-сектор"),
        ("кредитной\u0306 линии", "кредитной линии"),
        ("военныи\u0306 союз", "военный союз"),
        ("2,5\xa0млн\u200b долларов", "2,5 млн долларов"),
        ("жыл\xadдары", "жылдары"),
    ],
)
def test_characters(given: str, mended: str) -> None:
    assert clean(f"{given} туралы") == f"{mended} туралы"


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ("Шарт күшіне енген болды.Қазақстан оны бекітті.", 2),
        ("Договор вступил в силу.Стороны открыли посольства.", 2),
        ("The treaty entered into force.The parties opened embassies.", 2),
        ("Президент Қ.К.Тоқаев Астанада сөз сөйледі.", 1),
        ("Встреча прошла в г.Алматы на прошлой неделе.", 1),
        ("See www.Example.Org/Page.Html for the text of it.", 1),
    ],
)
def test_glued_sentences(given: str, count: int) -> None:
    assert len(assemble(given).passages) == count


def test_glued_commas_and_years() -> None:
    assert clean("Соған қарап,оны теңіз деп атайды.") == "Соған қарап, оны теңіз деп атайды."
    assert clean("Шарт ол1996 жылы жасалды.") == "Шарт ол 1996 жылы жасалды."
    assert clean("Танк РВС-10000 и ракета Х-101 проданы.") == "Танк РВС-10000 и ракета Х-101 проданы."


def test_doubled_links() -> None:
    assert (
        clean("Текст на https://example.org/page https://example.org/page доступен.")
        == "Текст на https://example.org/page доступен."
    )


WIDE = ["Екі елдің басшылары шекара мәселелерін талқылау үшін кездесті",
        "және бірлескен комиссия құру туралы келісімге қол қойды, ол",
        "келесі жылдың көктемінде өзінің алғашқы отырысын өткізеді."]  # fmt: skip


@pytest.mark.parametrize("furniture", ["12", "- 12 -", "12 | Page", "Стр. 12", "\f", "12 \n\n \n"])
def test_page_numbers_do_not_split_sentences(furniture: str) -> None:
    text = f"{WIDE[0]} \n{WIDE[1]} \n\n{furniture} \n\n{WIDE[2]} \n"
    read = assemble(text)
    assert [p.text for p in read.passages] == [" ".join(WIDE)]


def test_running_heads_do_not_split_sentences() -> None:
    pages = []
    for i in range(4):
        pages.append(f"Материалы конференции {2020 + i}\n{WIDE[0]}\n{WIDE[1]}\n")
        pages.append(f"{i + 7}\nМатериалы конференции {2020 + i}\n{WIDE[2]}\n")
    read = assemble("\f".join(pages))
    assert " ".join(WIDE) in [p.text for p in read.passages]
    assert not any("Материалы" in p.text for p in read.passages[1:])


def test_a_year_alone_on_a_line_is_kept() -> None:
    text = f"{WIDE[0]} \n{WIDE[1]} \nкелесі кездесу жоспарланған жыл \n2027 \nжылдың көктемінде болады деп күтілуде осы жерде."
    assert "2027 жылдың" in clean(text)


def test_blank_lines_inside_sentences() -> None:
    text = "".join(f"{line} \n\n" for line in WIDE) + f"{WIDE[0]} \n\n{WIDE[1]} \n{WIDE[2]}"
    assert [p.text for p in assemble(text).passages] == [" ".join(WIDE)] * 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Қазақстан мен Ресей арасындағы келісім", "kk"),
        ("Бул туралы айтылды ма, жок па, бар ма", "kk"),
        ("Соглашение между Казахстаном и Россией", "ru"),
        ("Договор подписан президентом Тоқаевым в Астане, его поддержала партия «Нұр Отан»", "ru"),
        ("The agreement between Kazakhstan and Russia", "en"),
        (
            "Монография «The Great Game and the New Silk Road in the Heart of Asia: A Critical History» вышла в прошлом году",
            "ru",
        ),
        (
            "Türkiye Cumhuriyeti ile Kazakistan arasında imzalanan anlaşma bugün yürürlüğe girmiştir ve uygulanmaktadır",
            "und",
        ),
        ("Угода між Україною та Казахстаном була підписана у Києві її президентом", "und"),
        ("中国和哈萨克斯坦签署了协议", "und"),
        ("42", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Индия осудила действия Пакистана.", "ru"), ("Иран осудил удары.", "ru"), ("Литва закрыла границу.", "ru"),
        ("Токаев принял премьера.", "ru"), ("Пакистан отверг обвинения.", "ru"),
        ("Украина Ресей агрессиясын айыптады.", "kk"), ("Ресей Украинаны бомбалады.", "kk"), ("Ресей санкциялар салды.", "kk"),
        ("Италия Польшаны сынады.", "kk"), ("Иран ракеталар сатып алды.", "kk"), ("India condemned Pakistan.", "en"),
        ("Iran attacked Iraq.", "en"), ("США", "ru"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", "\n"])
def test_one_short_sentence_alone(text: str, language: str, end: str) -> None:
    (passage,) = read_bytes((text + end).encode(), "a.txt")[0].passages
    assert (passage.text, passage.language) == (text, language)
    assert passage.kind == "sentence" or not text.endswith(".")


def test_cyrillic_words_that_tell_nothing_are_not_english() -> None:
    document = read_bytes("The agreement was signed in Beijing by both ministers.\n\nБишкек\n".encode(), "a.txt")[0]
    assert [p.language for p in document.passages] == ["en", "ru"]


def test_another_language_is_left_out_with_a_note() -> None:
    document = read_bytes(
        "中国和哈萨克斯坦签署了协议，双方同意合作。\n\nThe agreement was signed in Beijing by both ministers.".encode(),
        "a.txt",
    )[0]
    assert [p.language for p in document.passages] == ["en"]
    assert "another language" in document.notes[0]
