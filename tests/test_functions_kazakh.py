"""Grammatical functions of actors in Kazakh sentences."""

from __future__ import annotations

import pytest

from tarazy.language import pack
from tarazy.language.functions import tables


def slot(text: str, name: str, form: str = "name") -> str:
    """The slot of ``name`` in ``text`` when all capitalised country names of the sentence are mentions."""
    analysis = pack("kk").analyse([text])[0]
    spans = []
    for stem in ("Қазақстан", "Түркия", "Қытай", "Ресей", "Иран", "Өзбекстан", "Германия", "түрік", "қытайлық"):
        at = text.find(stem)
        while at >= 0:
            end = at
            while end < len(text) and (text[end].isalpha()):
                end += 1
            spans.append((at, end, "adjective" if stem[0].islower() else "name"))
            at = text.find(stem, end)
    spans.sort()
    found = pack("kk").functions(analysis, spans)
    return next(f.slot for f, s in zip(found, spans, strict=True) if text.startswith(name, s[0]) and s[2] == form)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Қазақстан ұйымға кірді.", "Қазақстан", "subject"),
        ("Қытай Иранды қолдады.", "Иран", "object"),
        ("Қытай Қазақстанға несие берді.", "Қазақстан", "to"),
        ("Қытай Қазақстанмен келісімге қол қойды.", "Қазақстан", "with"),
        ("Мұнай Қазақстаннан жеткізіледі.", "Қазақстан", "from"),
        ("Мұнай Қазақстанда өндіріледі.", "Қазақстан", "in"),
        ("Қазақстанның тәуелсіздігі жарияланды.", "Қазақстан", "of"),
    ],
)
def test_case_endings(text: str, name: str, expected: str) -> None:
    assert slot(text, name) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Қазақстан мен Түркия арасында шарт жасалды.", "Түркия", "between"),
        ("Қазақстан мен Түркия арасында шарт жасалды.", "Қазақстан", "between"),
        ("Бұл жоба Қазақстан үшін маңызды.", "Қазақстан", "for"),
        ("Жүк Иран арқылы өтті.", "Иран", "via"),
        ("Одақ Ресейге қарсы санкция енгізді.", "Ресей", "against"),
        ("Иран тарапынан ұсыныс түсті.", "Иран", "by"),
    ],
)
def test_postpositions(text: str, name: str, expected: str) -> None:
    assert slot(text, name) == expected


def test_took_part_is_not_regarding() -> None:
    """«Қатысты» is a postposition after a dative only."""
    assert slot("Саммитке Өзбекстан қатысты.", "Өзбекстан") == "subject"
    assert slot("Бұл шешім Өзбекстанға қатысты қабылданды.", "Өзбекстан") == "toward"


def test_list_is_marked_on_its_last_member() -> None:
    text = "Ресей, Қазақстан және Өзбекстанға газ жеткізілді."
    assert [slot(text, name) for name in ("Ресей", "Қазақстан", "Өзбекстан")] == ["to", "to", "to"]


def test_list_of_offices() -> None:
    text = "Қазақстан үкіметі мен Өзбекстан үкіметі арасындағы келісім бекітілді."
    assert [slot(text, name) for name in ("Қазақстан", "Өзбекстан")] == ["between", "between"]


def test_office_stands_for_its_state() -> None:
    assert slot("Қазақстанның Президенті шартқа қол қойды.", "Қазақстан") == "subject"


def test_name_after_a_title_carries_the_ending() -> None:
    assert slot("Делегация Өзбекстан Президенті Ә. Каримовпен кездесті.", "Өзбекстан") == "with"


def test_another_state_is_not_the_name_after_a_title() -> None:
    assert slot("Кеше Өзбекстан Президенті Түркияға келді.", "Өзбекстан") == "subject"


def test_abstract_noun_does_not_act() -> None:
    assert slot("Иранның саясатын көршілері қолдады.", "Иран") == "of"


def test_subject_does_not_climb_over_another_actor() -> None:
    assert slot("Германия Қазақстан үкіметіне грант берді.", "Германия") == "subject"


def test_adjective() -> None:
    assert slot("Кездесуге түрік тарабы келді.", "түрік", "adjective") == "subject"
    assert slot("Көрмеде түрік ұшағы көрсетілді.", "түрік", "adjective") == "modifier"


def test_every_titled_noun_is_an_office() -> None:
    table = tables("kk")
    assert set(table["titles"]) <= set(table["office"])
