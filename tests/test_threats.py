"""The threat matrix: counted by hand, in three languages, each cell with its statements."""

from pathlib import Path

import polars as pl
import pytest
from claim_frames import claim, claim_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.errors import UsageError
from tarazy.measures.question import Question
from tarazy.measures.threats import COLUMNS, UNNAMED, threat_matrix, word_lists
from tarazy.measures.words import pattern

SENTENCES = {
    "extremism": (
        "Extremist groups recruit the young.",
        "Экстремистские группы вербуют молодёжь.",
        "Экстремистік топтар жастарды тартуда.",
    ),
    "drugs": (
        "Drug trafficking from the south grows.",
        "Наркотрафик с юга растёт.",
        "Оңтүстіктен есірткі тасымалы өсуде.",
    ),
    "trafficking": ("Human trafficking is a danger.", "Торговля людьми опасна.", "Адам саудасы қауіпті."),
    "crime": ("Transnational crime spreads.", "Транснациональная преступность растёт.", "Трансұлттық қылмыс өсуде."),
    "migration": ("Mass migration endangers the city.", "Массовая миграция опасна.", "Жаппай көші-қон қауіпті."),
    "borders": ("The border is not delimited.", "Граница не делимитирована.", "Шекара айқындалмаған."),
    "water-energy": ("The river is running low on water.", "В реке не хватает воды.", "Өзенде су жетіспейді."),
    "socio-economic": (
        "Poverty and unemployment grow.",
        "Бедность и безработица растут.",
        "Кедейлік пен жұмыссыздық өсуде.",
    ),
    "ecology": (
        "Drought and pollution kill the lake.",
        "Засуха и загрязнение губят озеро.",
        "Құрғақшылық пен ластану көлді құртуда.",
    ),
    "demography": (
        "Depopulation of the north goes on.",
        "Депопуляция севера продолжается.",
        "Солтүстіктегі халық азаюы жалғасуда.",
    ),
    "religion": ("Religious intolerance is a danger.", "Религиозная нетерпимость опасна.", "Діни төзімсіздік қауіпті."),
    "ethnic": (
        "Interethnic tension is a danger.",
        "Межэтническая напряжённость опасна.",
        "Этносаралық шиеленіс қауіпті.",
    ),
    "arms": ("Arms smuggling is a danger.", "Контрабанда оружия опасна.", "Қару контрабандасы қауіпті."),
}


@pytest.mark.parametrize("determinant", list(SENTENCES))
def test_determinants_are_known_in_three_languages(determinant: str) -> None:
    rows = [
        claim("threat", [("TJK", "target")], quote=text, language=code)
        for text, code in zip(SENTENCES[determinant], ("en", "ru", "kk"), strict=True)
    ]
    found = threat_matrix(claim_frame(*rows), [], by="determinant")
    row = found.filter(determinant=determinant)
    assert row.height == 1 and (row["claims"][0], row["languages"][0]) == (3, "en kk ru"), found


def test_every_determinant_and_instrument_has_words_and_names_in_three_languages() -> None:
    determinants, instruments = word_lists()
    assert set(SENTENCES) == set(determinants)
    for topic in (*determinants.values(), *instruments.values()):
        assert set(topic.names) == set(topic.patterns) == {"kk", "ru", "en"}, topic.id
    assert {topic.group for topic in determinants.values()} == {"threat", "condition"}


def test_cells_by_hand() -> None:
    rows = [
        claim(
            "threat",
            [("group:taliban", "source"), ("TJK", "target")],
            quote="Terrorist attacks endanger it.",
            confidence=0.5,
        ),
        claim(
            "threat",
            [("group:taliban", "source"), ("TJK", "target")],
            quote="Terrorists are a threat.",
            document="b.txt",
        ),
        claim("threat", [("TJK", "target"), ("KGZ", "target")], quote="Drugs and extremism are a threat."),
        claim("conflict", [("KGZ", "side"), ("TJK", "side")], quote="Mortars were fired at the border."),
        claim("conflict", [("RUS", "attacker"), ("UKR", "target")], quote="Nothing more was said."),
        claim("stance", [("RUS", "holder")], quote="Terrorism is opposed."),
    ]
    frame = claim_frame(*rows).filter(pl.col("kind") != "stance")
    found = threat_matrix(frame, [])
    cells = {
        row[:2] + row[2:4]: row[4]
        for row in found.select("source", "determinant", "instrument", "target", "claims").rows()
    }
    assert cells == {
        ("group:taliban", "extremism", "force", "TJK"): 1,
        ("group:taliban", "extremism", "terror", "TJK"): 1,
        ("group:taliban", "extremism", UNNAMED, "TJK"): 1,
        (None, "extremism", UNNAMED, "TJK"): 1,
        (None, "extremism", UNNAMED, "KGZ"): 1,
        (None, "drugs", UNNAMED, "TJK"): 1,
        (None, "drugs", UNNAMED, "KGZ"): 1,
        ("KGZ", "borders", "force", "TJK"): 1,
        ("TJK", "borders", "force", "KGZ"): 1,
        ("RUS", UNNAMED, UNNAMED, "UKR"): 1,
    }
    # A statement counts once in a cell, however many dimensions are left out.
    by_pair = threat_matrix(frame, [], by=["source", "target"]).filter(source="group:taliban").row(0, named=True)
    assert (by_pair["claims"], by_pair["expected"], by_pair["documents"]) == (2, 1.5, 2)
    assert by_pair["records"] == ["r-0", "r-1"] and by_pair["determinant"] is None
    mine = threat_matrix(frame, ["UKR"])
    assert mine.select("source", "target").rows() == [("RUS", "UKR")]


def test_years_that_are_asked_for() -> None:
    rows = [
        claim("threat", [("TJK", "target")], time, quote="Terrorism is a threat.") for time in ("2001", "2003-05", None)
    ]
    frame = claim_frame(*rows)
    whole = threat_matrix(frame, [], by="determinant").row(0, named=True)
    assert (whole["start"], whole["end"], whole["claims"]) == (2001, 2003, 3)
    each = threat_matrix(frame, [], Question(every=2), by="determinant")
    assert each.select("start", "end", "claims").rows() == [(2001, 2002, 1), (2003, 2003, 1)]
    assert threat_matrix(frame, [], Question(start=2010, end=2012)).is_empty()


@given(st.permutations(range(6)))
@settings(max_examples=15)
def test_the_order_of_claims_does_not_matter(order: list[int]) -> None:
    texts = list(SENTENCES.values())[:6]
    rows = [
        claim("threat", [("TJK", "target")], quote=texts[i][0], claim_id=f"c-{i}", record_id=f"r-{i}") for i in order
    ]
    found = threat_matrix(claim_frame(*rows), [])
    assert found.equals(threat_matrix(claim_frame(*sorted(rows, key=lambda row: row["claim_id"])), []))
    assert list(found.columns) == list(COLUMNS)


def test_words_broken_at_line_ends_are_found() -> None:
    row = claim("threat", [("TJK", "target")], quote="Угроза терро-\nризма велика.", language="ru")
    assert threat_matrix(claim_frame(row), [], by="determinant")["determinant"].to_list() == ["extremism"]


def test_a_word_list_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "words.toml"
    own.write_text('[determinant.space]\nname = {en = "space"}\nen = ["satellite*"]\n', "utf-8")
    row = claim("threat", [("TJK", "target")], quote="Satellites are a threat.")
    assert threat_matrix(claim_frame(row), [], words=str(own))["determinant"].to_list() == ["space"]
    own.write_text("[determinant.space]\n", "utf-8")
    with pytest.raises(UsageError, match=r"determinant\.space has no words"):
        threat_matrix(claim_frame(row), [], words=str(own))
    with pytest.raises(UsageError, match="by 'colour'"):
        threat_matrix(claim_frame(row), [], by="colour")


def test_patterns_hold_to_whole_words() -> None:
    import re

    assert not re.search(pattern(["dam"]), "damage") and re.search(pattern(["dam*"]), "damage")
    assert re.search(pattern(["трафик* людей"]), "трафика живых людей")
    assert not re.search(pattern(["трафик* людей"]), "трафика оружия, наркотиков и людей")
