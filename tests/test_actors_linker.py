"""The linker: surface forms in three languages, compounds, leaders, look-alikes, provisional actors, offsets."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.actors import Linker, Mention
from tarazy.actors.kazakh import chain, harmony
from tarazy.actors.russian import adjective, decline, surname
from tarazy.actors.slugs import slug
from tarazy.language.base import Analysis, Entity

FORMS = Path(__file__).parent / "data" / "surface_forms.tsv"


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker()


def link(linker: Linker, text: str, language: str, entities: list[Entity] | None = None) -> list[Mention]:
    return linker.link(Analysis(text, language, [], entities or []))


def actors(linker: Linker, text: str, language: str) -> list[str]:
    return [mention.actor for mention in link(linker, text, language)]


def test_at_least_98_percent_of_the_surface_forms_are_resolved(linker: Linker) -> None:
    with FORMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    wrong = [
        (r["surface"], r["actor"], got)
        for r in rows
        if (got := linker.resolve(r["surface"], r["language"])) != r["actor"]
    ]
    assert len(rows) >= 600
    assert len(wrong) <= 0.02 * len(rows), wrong


@pytest.mark.parametrize(
    ("surface", "language", "actor"),
    [
        ("Киргизией", "ru", "KGZ"),
        ("Соединённым Штатам Америки", "ru", "USA"),
        ("Шанхайской Организацией сотрудничества", "ru", "SCO"),
        ("Боснией и Герцеговиной", "ru", "BIH"),
        ("Нур-Султане", "ru", "KAZ"),
        ("белорусскими", "ru", "BLR"),
        ("туркменам", "ru", "TKM"),
        ("Р.Ф.", "ru", "RUS"),
        ("Қырғыз Республикасымен", "kk", "KGZ"),
        ("АҚШ-тың", "kk", "USA"),
        ("НАТО-ға", "kk", "NATO"),
        ("NATO-ның", "kk", "NATO"),
        ("Өзбекстандағы", "kk", "UZB"),
        ("түрікмендердің", "kk", "TKM"),
        ("Еуразиялық экономикалық одағында", "kk", "EAEU"),
        ("Еуразиялық экономикалық одақтың", "kk", "EAEU"),
        ("Ақорданың", "kk", "KAZ"),
        ("қытайлық", "kk", "CHN"),
        ("Turkey's", "en", "TUR"),
        ("the Netherlands", "en", "NLD"),
        ("U.S.", "en", "USA"),
        ("People’s Republic of China", "en", "CHN"),
        ("Sino-", "en", "CHN"),
        ("us", "en", None),
        ("who", "en", None),
        ("того", "ru", None),
    ],
)
def test_resolve(linker: Linker, surface: str, language: str, actor: str | None) -> None:
    assert linker.resolve(surface, language) == actor


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("казахстанско-турецкий договор", "ru", [("казахстанско", "KAZ"), ("турецкий", "TUR")]),
        ("қазақ-түрік қатынастары", "kk", [("қазақ", "KAZ"), ("түрік", "TUR")]),
        ("Sino-Kazakh trade", "en", [("Sino", "CHN"), ("Kazakh", "KAZ")]),
        ("АҚШ-Ресей қатынастары", "kk", [("АҚШ", "USA"), ("Ресей", "RUS")]),
        ("диалог Россия–НАТО", "ru", [("Россия", "RUS"), ("НАТО", "NATO")]),
        (
            "китайско-казахстанско-киргизская граница",
            "ru",
            [("китайско", "CHN"), ("казахстанско", "KAZ"), ("киргизская", "KGZ")],
        ),
    ],
)
def test_compounds_give_a_mention_for_each_part(
    linker: Linker, text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    assert [(m.surface, m.actor) for m in link(linker, text, language)] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("страны Латинской Америки", "ru", ["region:latin-america"]),
        ("Южная Корея и КНДР", "ru", ["KOR", "PRK"]),
        ("Оңтүстік Корея мен Солтүстік Корея", "kk", ["KOR", "PRK"]),
        ("Южно-Китайское море", "ru", ["place:south-china-sea"]),
        ("Персидский залив", "ru", ["place:persian-gulf"]),
        ("Российская империя", "ru", ["group:russian-empire"]),
        ("Central Asian states and Asian Development Bank", "en", ["region:central-asia", "ADB"]),
        ("Совет Безопасности ООН", "ru", ["UNSC"]),
        ("русский язык и казахская литература", "ru", []),
        ("қазақ тілінде", "kk", []),
        ("Того же мнения министр.", "ru", []),
        ("Great Wall of China", "en", []),
        ("Вена консенсусы", "kk", []),
        ("река Иордан", "ru", ["place:jordan-river"]),
        ("пять стран Центральной Азии", "ru", ["region:central-asia"]),
        ("in the west of Kazakhstan", "en", ["KAZ"]),
        ("relations with the West", "en", ["region:west"]),
        ("Один пояс, один путь", "ru", ["BRI"]),
        ("Казахстан. Союз писателей", "ru", ["KAZ"]),
    ],
)
def test_the_longest_reading_wins_and_look_alikes_are_left(
    linker: Linker, text: str, language: str, expected: list[str]
) -> None:
    assert actors(linker, text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "person", "surface"),
    [
        ("встретил К.-Ж. Токаева", "ru", "person:tokayev", "К.-Ж. Токаева"),
        ("Токаев К.К. сказал", "ru", "person:tokayev", "Токаев К.К."),
        ("с Касым-Жомартом Кемелевичем Токаевым", "ru", "person:tokayev", "Касым-Жомартом Кемелевичем Токаевым"),
        ("Қ.К.Тоқаевтың айтуынша", "kk", "person:tokayev", "Қ.К.Тоқаевтың"),
        ("Си Цзиньпиннің сапары", "kk", "person:xi-jinping", "Си Цзиньпиннің"),
        ("Сердар Бердімұхамедов келді", "kk", "person:berdimuhamedow-s", "Сердар Бердімұхамедов"),
        ("met George W. Bush there", "en", "person:bush", "George W. Bush"),
        ("Президент Эрдоган и", "ru", "person:erdogan", "Эрдоган"),
    ],
)
def test_leaders_stand_for_their_state(linker: Linker, text: str, language: str, person: str, surface: str) -> None:
    (mention,) = link(linker, text, language)
    assert (mention.via, mention.surface, mention.form) == (person, surface, "leader")
    assert mention.actor == linker.registry.actors[person].parents[0]


@pytest.mark.parametrize("text", ["Р. Токаев", "In May the bush burnt", "John Brown wrote", "А. Путин"])
def test_another_person_of_the_name_is_no_leader(linker: Linker, text: str) -> None:
    assert [m for m in link(linker, text, "ru") if m.via] == []


def test_an_entity_of_a_person_outweighs_a_state_named_within_it(linker: Linker) -> None:
    text = "The player Michael Jordan came"
    (mention,) = link(linker, text, "en", [Entity(11, 25, "PER")])
    assert (mention.surface, mention.actor.partition(":")[0], mention.known) == ("Michael Jordan", "person", False)


def test_an_entity_that_runs_on_from_a_leader_hides_no_state(linker: Linker) -> None:
    text = "Дж. Картер Мысыр мен Израильді шақырды"
    mentions = link(linker, text, "kk", [Entity(0, 16, "PER")])
    assert [m.actor for m in mentions] == ["USA", "EGY", "ISR"]


def test_forms_of_naming(linker: Linker) -> None:
    text = "США, Анкара, казахстанский, россияне, Казахстан"
    assert [m.form for m in link(linker, text, "ru")] == ["acronym", "capital", "adjective", "demonym", "name"]
    assert [m.form for m in link(linker, "қазақстандықтар мен ресейлік", "kk")] == ["demonym", "adjective"]


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ([("Лимаревым", "ru"), ("А.П. Лимарева", "ru"), ("Limarev", "en"), ("Лимаревтың", "kk")], "person"),
        ([("ТОО «Стальцинк»", "ru"), ("«Стальцинк» ЖШС", "kk"), ("Staltsink LLP", "en")], "org"),
        ([("Ташауз", "ru"), ("Ташаузе", "ru"), ("Ташаузға", "kk"), ("Tashauz", "en")], "place"),
    ],
)
def test_a_slug_is_the_same_in_every_case_and_script(names: list[tuple[str, str]], kind: str) -> None:
    assert len({slug(name, kind, language) for name, language in names}) == 1


@pytest.mark.parametrize(
    ("text", "language", "actor"),
    [
        ("компания «Азия Вектор» построит", "ru", "org:azya-vektor"),
        ("«Азия Вектор» компаниясы салады", "kk", "org:azya-vektor"),
        ("built by Asya Vektor Ltd there", "en", "org:asya-vektor"),
    ],
)
def test_unknown_companies_are_provisional(linker: Linker, text: str, language: str, actor: str) -> None:
    (mention,) = link(linker, text, language)
    assert (mention.actor, mention.form, mention.known) == (actor, "provisional", False)


def test_soft_hyphens_and_combining_marks_keep_offsets(linker: Linker) -> None:
    text = "Ка\u00adзах\u00adстан и Китаи\u0306"
    assert [(m.surface, m.actor) for m in link(linker, text, "ru")] == [
        ("Ка\u00adзах\u00adстан", "KAZ"),
        ("Китаи\u0306", "CHN"),
    ]


def test_latin_letters_within_cyrillic_words_are_mended(linker: Linker) -> None:
    assert actors(linker, "Pоссия и Казаxстан", "ru") == ["RUS", "KAZ"]


SAMPLES = [
    "Казахстан",
    "АҚШ-тың",
    "Sino-Kazakh",
    "U.S.",
    "«",
    "—",
    "Си Цзиньпин",
    "of",
    "\u00ad",
    "Шанхайская организация",
    "İ",
    "ß",
    "\n",
    "К. Токаев",
]


@settings(max_examples=200)
@given(
    st.lists(st.one_of(st.sampled_from(SAMPLES), st.text(max_size=6)), max_size=12).map(" ".join),
    st.sampled_from(["kk", "ru", "en", ""]),
)
def test_mentions_are_in_order_apart_and_exact(text: str, language: str) -> None:
    mentions = link(_shared(), text, language)
    assert all(text[m.start : m.end] == m.surface and m.start < m.end for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


_LINKERS: list[Linker] = []


def _shared() -> Linker:
    if not _LINKERS:
        _LINKERS.append(Linker())
    return _LINKERS[0]


def test_kazakh_chains_keep_harmony() -> None:
    assert harmony("қазақстан") == "back" and harmony("түрік") == "front" and harmony("банк") == "either"
    assert chain("ның", "back") == "case" and chain("нің", "back") is None
    assert chain("дықтардың", "back") == "people" and chain("лік", "front") == "adjective"
    assert chain("хстан", "either") is None


def test_russian_forms() -> None:
    assert "Объединённых Арабских Эмиратах" in decline("Объединённые Арабские Эмираты")
    assert {"Токаеву", "Токаевым"} <= set(surname("Токаев"))
    assert surname("Абэ") == ["Абэ"]
    forms, compound = adjective("казахстанский")
    assert "казахстанскими" in forms and compound == "казахстанско"
