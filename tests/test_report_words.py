"""The words of reports: cases, agreement and plurals of three languages; templates that are whole and fit each other."""

import csv
import re
import tomllib
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.actors.registry import registry
from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES
from tarazy.records.knowing import BASES
from tarazy.reports.comparison import rows as comparison_rows
from tarazy.reports.declension import KAZAKH, RUSSIAN, cased, particle, russian_gender
from tarazy.reports.telling import event, label
from tarazy.reports.wording import Actors, Day, Words

DATA = files("tarazy.reports") / "data"
WORDS: dict[str, Any] = tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "ru", "kk")
CASES = ("gen", "dat", "acc", "ins", "loc", "abl", "rel", "bare", "poss", "a")
GROUPS = ("domains", "kinds", "types", "ranks", "answers", "bases", "languages", "rows")
TEMPLATES = {key: row for key, row in WORDS.items() if all(isinstance(row.get(one), str) for one in LANGUAGES)}


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def words(language: str) -> Words:
    names = {one.id: one.names[language] for one in registry().actors.values() if language in one.names}
    return Words(language, names)


def slots(template: str) -> list[tuple[str, str]]:
    return [(name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name]


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Ресей", "Ресейдің Ресейге Ресейді Ресейден Ресейде Ресеймен Ресейдегі"),
        ("Қазақстан", "Қазақстанның Қазақстанға Қазақстанды Қазақстаннан Қазақстанда Қазақстанмен Қазақстандағы"),
        ("Түркия", "Түркияның Түркияға Түркияны Түркиядан Түркияда Түркиямен Түркиядағы"),
        ("Қытай", "Қытайдың Қытайға Қытайды Қытайдан Қытайда Қытаймен Қытайдағы"),
        ("Ирак", "Ирактың Иракқа Иракты Ирактан Иракта Иракпен Ирактағы"),
        ("Израиль", "Израильдің Израильге Израильді Израильден Израильде Израильмен Израильдегі"),
        ("келіссөз", "келіссөздің келіссөзге келіссөзді келіссөзден келіссөзде келіссөзбен келіссөздегі"),
        ("Кеңес Одағы", "Кеңес Одағының Кеңес Одағына Кеңес Одағын Кеңес Одағынан Кеңес Одағында Кеңес Одағымен"),
        ("АҚШ", "АҚШ-тың АҚШ-қа АҚШ-ты АҚШ-тан АҚШ-та АҚШ-пен АҚШ-тағы"),
        ("ТМД", "ТМД-ның ТМД-ға ТМД-ны ТМД-дан ТМД-да ТМД-мен ТМД-дағы"),
        ("БРИКС", "БРИКС-тің БРИКС-ке БРИКС-ті БРИКС-тен БРИКС-те БРИКС-пен БРИКС-тегі"),
        ("АӨСШК", "АӨСШК-ның АӨСШК-ға АӨСШК-ны АӨСШК-дан АӨСШК-да АӨСШК-мен АӨСШК-дағы"),
    ],
)
def test_kazakh_cases(name: str, forms: str) -> None:
    made = " ".join(cased(name, case, "kk") for case in KAZAKH)
    assert made.startswith(forms)


@pytest.mark.parametrize(
    ("name", "forms", "gender"),
    [
        ("Казахстан", "Казахстана Казахстану Казахстан Казахстаном Казахстане", 0),
        ("Россия", "России России Россию Россией России", 1),
        ("Содружество", "Содружества Содружеству Содружество Содружеством Содружестве", 2),
        ("Нидерланды", "Нидерландов Нидерландам Нидерланды Нидерландами Нидерландах", 3),
        ("США", "США США США США США", 3),
        ("КазМунайГаз", "КазМунайГаза КазМунайГазу КазМунайГаз КазМунайГазом КазМунайГазе", 0),
        ("Baykar", "Baykar Baykar Baykar Baykar Baykar", 0),
    ],
)
def test_russian_cases_and_gender(name: str, forms: str, gender: int) -> None:
    assert " ".join(cased(name, case, "ru") for case in RUSSIAN) == forms
    assert russian_gender(name) == gender


def test_every_kazakh_name_of_the_registry_takes_every_case() -> None:
    for actor in registry().actors.values():
        if name := actor.names.get("kk"):
            for case in KAZAKH:
                form = cased(name, case, "kk")
                assert form.startswith(name) and form != name and len(form) - len(name) <= 6, (name, case, form)


@given(st.text("абвгғдеәзіиклмнңоөпрстуұүхшыйқ", min_size=2, max_size=12))
def test_kazakh_endings_are_in_harmony(name: str) -> None:
    endings = {cased(name, case, "kk")[len(name) :] for case in ("gen", "dat", "abl", "loc", "acc")}
    back, front = set("ыа"), set("іе")
    vowels = {letter for ending in endings for letter in ending if letter in back | front}
    assert vowels <= back or vowels <= front


def test_lists_take_the_ending_of_their_language() -> None:
    ids = ["KAZ", "RUS", "CHN"]
    assert words("kk").names(ids, "gen") == "Қазақстан, Ресей және Қытайдың"
    assert words("kk").names(ids[:2]) == "Қазақстан мен Ресей" and particle("Ирак") == "пен"
    assert words("ru").names(ids, "ins") == "Казахстаном, Россией и Китаем"
    assert words("en").names(["USA", "NATO", "CSTO"]) == "the USA, NATO and the CSTO"
    assert words("en").names([f"org:x{n}" for n in range(20)]).endswith("and 12 others")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 document", "2 documents", "5 documents", "21 documents", "1,000 documents"]),
        ("ru", ["1 документ", "2 документа", "5 документов", "21 документ", "1 000 документов"]),
        ("kk", ["1 құжат", "2 құжат", "5 құжат", "21 құжат", "1 000 құжат"]),
    ],
)
def test_plurals(language: str, said: list[str]) -> None:
    counted = [words(language).count(number, "documents") for number in (1, 2, 5, 21, 1000)]
    assert [one.replace("\xa0", " ") for one in counted] == said


def test_dates_and_amounts() -> None:
    amount = {"value": 2.5e9, "unit": "USD", "relation": "~"}
    assert [words(one).amount(amount) for one in LANGUAGES] == [
        "about 2.5 billion US dollars",
        "около 2,5 миллиарда долларов США",
        "шамамен 2,5 миллиард АҚШ доллары",
    ]
    people = [words("ru").amount({"value": n, "unit": "people", "relation": "="}) for n in (1, 2, 5)]
    assert people == ["1 человек", "2 человека", "5 человек"]
    assert words("en").amount({"value": 19.5, "unit": "km3", "relation": "="}) == "19.5 km³"
    assert [words(one).on("2022-05") for one in LANGUAGES] == ["in May 2022", "в мае 2022 г.", "2022 жылғы мамырда"]
    assert words("kk").on("2022-05-10") == "2022 жылғы 10 мамырда"
    assert words("ru").filled("с {day:since}", {"day": Day("2020")}) == "с с 2020 г."


def test_prepositions_before_two_consonants() -> None:
    assert words("ru").filled("в {x:loc}", {"x": Actors(("FRA",))}) == "во Франции"
    assert words("ru").filled("в {x:loc}", {"x": Actors(("RUS",))}) == "в России"
    assert words("ru").filled("с {x:ins}", {"x": Actors(("USA",))}) == "с США"


def test_verbs_agree() -> None:
    def said(language: str, *ids: str) -> str:
        forms = "{x:has|have}" if language == "en" else "{x:вышел|вышла|вышло|вышли}"
        return words(language).filled(forms, {"x": Actors(ids)})

    assert [said("ru", one) for one in ("KAZ", "RUS", "CIS", "USA")] == ["вышел", "вышла", "вышло", "вышли"]
    assert said("ru", "KAZ", "RUS") == "вышли"
    assert said("en", "KAZ") == "has" and said("en", "KAZ", "RUS") == "have"


def test_templates_are_whole() -> None:
    assert len(TEMPLATES) > 100
    for key, row in TEMPLATES.items():
        names = {language: {name for name, _ in slots(row[language])} for language in LANGUAGES}
        # A language may leave out what its grammar says by itself.
        assert names["ru"] <= names["en"] | {"day", "actor"} and names["kk"] <= names["en"] | {"day", "actor"}, key
        for language in LANGUAGES:
            for _, spec in slots(row[language]):
                fits = spec in ("", "%", "on", "since", "until", *CASES) or "|" in spec or spec in WORDS["nouns"]
                assert fits, (key, language, spec)


def test_groups_and_nouns_are_whole() -> None:
    for group in GROUPS:
        for name, row in WORDS[group].items():
            assert all(row[language] for language in LANGUAGES), (group, name)
    assert set(DOMAINS) <= set(WORDS["domains"]) and set(KINDS) <= set(WORDS["kinds"])
    assert set(BASES) <= set(WORDS["bases"]) and set(comparison_rows()) == set(WORDS["rows"])
    for name, row in WORDS["nouns"].items():
        assert len(row["ru"]) in (1, 3) and len(row["en"]) in (1, 2) and len(row["kk"]) == 1, name


def test_sentences_fit_the_codebook() -> None:
    for row in table("sentences.tsv"):
        kind = KINDS[row["kind"]]
        assert not row["stage"] or row["stage"] in kind.stages, row
        roles = {role.rstrip("+") for role in row["roles"].split(",")}
        assert roles <= set(kind.roles), row
        for language in LANGUAGES:
            named = {name for name, _ in slots(row[language])}
            assert roles <= named <= roles | {"paper", "meeting", "work"}, (row["kind"], row["stage"], language)
            for _, spec in slots(row[language]):
                assert spec in ("", *CASES) or len(spec.split("|")) in (2, 4), (row[language], spec)


def test_labels_have_three_languages() -> None:
    seen = [row["label"] for row in table("objects.tsv")]
    assert len(seen) == len(set(seen)) > 150
    assert all(row[language] for row in table("objects.tsv") for language in LANGUAGES)
    assert label("treaty, «Достық», no such word", "ru") == "договор, «Достық», no such word"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_stage_is_told(language: str) -> None:
    told = words(language)
    for name, kind in KINDS.items():
        for stage in (*kind.stages, None):
            for modality in MODALITIES:
                for roles in [*([role] for role in kind.roles), list(kind.roles)]:
                    people = [
                        {"actor": one, "role": role}
                        for one, role in zip(("KAZ", "RUS", "CHN", "USA"), roles, strict=False)
                    ]
                    row = {
                        "kind": name,
                        "stage": stage,
                        "modality": modality,
                        "participants": people,
                        "object": None,
                        "quantities": [],
                    }
                    said = event(row, told)
                    assert said[:1] == said[:1].upper() and not re.search(r"[{}]|None|  ", said), said
                    assert all(re.search(told.name(one["actor"])[:3], said) for one in people), said
                    if modality != "asserted":
                        assert told.telling.words["modality"][modality] in said
