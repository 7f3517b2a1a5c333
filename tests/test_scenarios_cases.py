"""The cases that come along: each runs as it is, in three languages, and takes from records what they know."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import small_reading

import tarazy
from tarazy.codebook.claim import Claim, Participant
from tarazy.reading.document import Document
from tarazy.scenarios.evidence import Evidence
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.page import page
from tarazy.scenarios.reading import cases, parsed, read_case
from tarazy.scenarios.running import run_case
from tarazy.scenarios.table import models

SAMPLE = Path(__file__).parents[1] / "examples" / "central-asia"
QUICK = ["runs=4", "sensitivity.trajectories=2"]
BARGAINING = [
    "accession",
    "border-settlement",
    "corridor-route",
    "emission-standards",
    "extremist-list",
    "water-accord",
]


def test_the_cases_of_bargaining_are_there() -> None:
    found = [name for name, path in cases().items() if parsed(path.read_text("utf-8"), name)["model"] == "bargaining"]
    assert found == BARGAINING


@pytest.mark.parametrize("name", BARGAINING)
def test_a_case_runs_and_its_page_answers_what_hangs_on_what(name: str) -> None:
    case = read_case(name, changes=QUICK)
    result = run_case(case)
    assert {"evidence", "assumption", "default"} >= set(result.inputs["basis"])
    assert all(len(said) > 10 for said in result.inputs.filter(pl.col("basis") == "assumption")["reason"])
    outcomes = result.summary.filter(pl.col("output").str.starts_with("outcome."))
    assert outcomes["defined"].to_list() == [1.0] * outcomes.height and outcomes.height == len(case.keys["issue"])
    assert set(outcomes["output"]) <= set(result.sensitivity["output"])
    texts = {language: page(result, language, "markdown") for language in ("en", "ru", "kk")}
    for language, text in texts.items():
        assert case.title[language] in text and case.question[language] in text
        assert text.count("\n#") >= 8
    reasons = [
        (row["reason_ru"], row["reason_kk"])
        for row in result.inputs.iter_rows(named=True)
        if row["basis"] == "assumption"
    ]
    assert all(ru in texts["ru"] and kk in texts["kk"] for ru, kk in reasons)


@pytest.mark.parametrize("name", sorted(models()))
def test_every_word_of_a_model_is_there_in_three_languages(name: str) -> None:
    row = models()[name]
    said = [row.title, row.about, *row.words.values(), *row.notes.values()]
    said += [
        one.title for part in (row.scope, row.change, row.settings, row.inputs, row.outputs) for one in part.values()
    ]
    for table in row.tables.values():
        said += [{key: table[key] for key in ("en", "ru", "kk")}, *table.get("columns", {}).values()]
    for words in said:
        assert sorted(words) == ["en", "kk", "ru"], words
        assert all(text.strip() for text in words.values()), words
    assert row.source.strip()


def stances(document: Document) -> list[Claim]:
    """Claims of the small extractor, with stances and figures where their lines say so."""
    found = []
    for claim in small_reading.extractor(document):
        words = claim.evidence.quote
        if "supports" in words or "opposes" in words:
            stage = "support" if "supports" in words else "oppose"
            holder = (Participant(claim.participants[0].actor, "holder"),)
            claim = replace(claim, kind="stance", stage=stage, quantities=(), participants=holder)
        if "GDP" in words:
            subject = (Participant(claim.participants[0].actor, "subject"),)
            claim = replace(claim, kind="indicator", stage=None, participants=subject)
        found.append(claim)
    return found


@pytest.fixture
def obs(tmp_path: Path) -> tarazy.Observatory:
    text = "KAZ: supports the winter release\nKGZ: opposes the winter release\nUZB: opposes the canal\n"
    text += "KAZ: GDP was for 200 USD in 2020\nKAZ: GDP was for 260 USD in 2023\nKGZ: GDP was for 13 USD in 2023\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    observatory.read(tmp_path / "a.txt", reader=small_reading.reader, extractor=stances, rules="r1")
    return observatory


FILE = """\
model = "bargaining"
runs = 4
[scope]
actors = ["KAZ", "KGZ", "UZB"]
issues = ["release"]
[settings]
words.release = ["winter release"]
capability-words = ["GDP"]
[inputs]
"""
REST = """\
salience.{0}.release = {{ value = 40, assumption = "x" }}
"""


def test_positions_come_from_stances_and_capabilities_from_indicators(obs: tarazy.Observatory) -> None:
    rest = "".join(REST.format(actor) for actor in ("KAZ", "KGZ", "UZB"))
    given = 'position.UZB.release = { value = 20, assumption = "x" }\n'
    with pytest.raises(tarazy.TarazyError) as caught:
        read_case(Path("x.toml"), obs, text=FILE + rest)
    # Uzbekistan said nothing of releases and has no figure, so that no figure counts.
    assert [one.split("has no ")[1].split(":")[0] for one in caught.value.faults] == [
        "capability.KAZ, capability.KGZ, capability.UZB",
        "position.UZB.release",
    ]
    two = FILE.replace(', "UZB"', "")
    case = read_case(Path("x.toml"), obs, text=two + rest.replace(REST.format("UZB"), ""))
    kazakhstan, kyrgyzstan = (case.inputs[f"position.{actor}.release"] for actor in ("KAZ", "KGZ"))
    assert (kazakhstan.value, kyrgyzstan.value) == (100, 0)
    assert (kazakhstan.low, kazakhstan.high, kyrgyzstan.high) == (85, 100, 15)
    assert case.value("capability.KAZ") == 100 and case.value("capability.KGZ") == pytest.approx(5)
    assert all(one.basis == "evidence" and one.evidence for name, one in case.inputs.items() if "salience" not in name)
    text = obs.scenario_page(run_case(case, obs), "en", "markdown")
    assert "supports the winter release» a.txt" in text and "GDP was for 260 USD in 2023» a.txt" in text
    assert given not in text


@pytest.mark.parametrize("surface,known", [("KAZ", True), (None, True), ("the country", False), ("страны", False)])
def test_a_stance_whose_holder_was_inferred_from_a_common_word_is_no_position(
    tmp_path: Path, surface: str | None, known: bool
) -> None:
    def extractor(document: Document) -> list[Claim]:
        return [
            replace(one, participants=(replace(one.participants[0], surface=surface),)) for one in stances(document)
        ]

    (tmp_path / "a.txt").write_text("KAZ: supports the winter release\n", "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    observatory.read(tmp_path / "a.txt", reader=small_reading.reader, extractor=extractor, rules="r1")
    asked = {"kind": "stance", "actor": "KAZ", "words": ["winter release"]}
    assert (Evidence(observatory).found(asked, "x", Faults("x")) is not None) == known


def test_find_takes_the_latest_figure_or_the_marked_stand_in(obs: tarazy.Observatory) -> None:
    rest = "".join(REST.format(actor) for actor in ("KAZ", "KGZ"))
    rest += 'position.KAZ.release = { value = 1, assumption = "x" }\nposition.KGZ.release = { value = 2, assumption = "x" }\n'
    find = 'capability.{0} = {{ find = {{ kind = "indicator", actor = "{0}", words = ["{1}"]{2} }}, factor = 2, value = 7, assumption = "none" }}\n'
    text = FILE.replace(', "UZB"', "").replace('capability-words = ["GDP"]\n', "") + rest

    def values(first: str, second: str, more: str = "") -> list[tuple[float, str]]:
        full = text + find.format("KAZ", first, more) + find.format("KGZ", second, more)
        case = read_case(Path("x.toml"), obs, text=full)
        return [(case.value(f"capability.{one}"), case.inputs[f"capability.{one}"].basis) for one in ("KAZ", "KGZ")]

    assert values("GDP", "GDP") == [(520, "evidence"), (26, "evidence")]
    assert values("GDP", "GNI") == [(520, "evidence"), (7, "assumption")]
    assert values("GDP", "GNI", ", together = true") == [(7, "assumption"), (7, "assumption")]
    assert values("GDP", "GDP", ', to = "2021"') == [(400, "evidence"), (7, "assumption")]
    assert values("GDP", "GDP", ", between = [100, 230]") == [(400, "evidence"), (7, "assumption")]
    for wrong in ("[3]", "[4, 3]", '"much"'):
        with pytest.raises(tarazy.TarazyError, match=r"capability.KAZ.find.between is .*: give two numbers"):
            values("GDP", "GDP", f", between = {wrong}")


def test_lengths_of_a_railways_sections_come_from_records_of_the_sample(tmp_path: Path) -> None:
    """One sentence gives the whole line and its three sections; a later one gives the Kyrgyz part another length, and is of the same record."""
    observatory = tarazy.create(tmp_path / "obs")
    observatory.read(SAMPLE / "cku-railway.en.txt")
    observatory.resolve()
    inputs = read_case("cku-opens", observatory).inputs
    sections = [inputs[f"length.{name}"] for name in ("kashgar-torugart", "torugart-jalal-abad", "jalal-abad-andijan")]
    assert [one.value for one in sections] == [213, 260, 50]
    assert {one.basis for one in sections} == {"evidence"}
    assert inputs["capacity.torugart-jalal-abad"].value == 15_000_000
    quotes = Evidence(observatory).quotes([evidence for one in sections for evidence in one.evidence])
    assert any("260 km in Kyrgyzstan" in quote for quote, _ in quotes)


def test_ids_of_evidence_must_be_in_the_observatory(obs: tarazy.Observatory) -> None:
    rest = "".join(REST.format(actor) for actor in ("KAZ", "KGZ"))
    rest += 'position.KAZ.release = { value = 1, assumption = "x" }\nposition.KGZ.release = { value = 2, assumption = "x" }\n'
    text = FILE.replace(', "UZB"', "") + rest
    line = "capability.KAZ = {{ value = 9, evidence = [{0}] }}\n"
    claim = obs.claims().row(0, named=True)["claim_id"]
    case = read_case(Path("x.toml"), obs, text=text + line.format(f'"claim:{claim[:10]}"'))
    assert case.inputs["capability.KAZ"].evidence == (f"claim:{claim}",)
    for wrong in ('"claim:00000000"', '"record:r-0000000"', '"paper: x"', '"claim:"', "3", ""):
        with pytest.raises(tarazy.TarazyError) as caught:
            read_case(Path("x.toml"), obs, text=text + line.format(wrong))
        assert str(caught.value).startswith("x.toml: inputs.capability.KAZ")


def test_a_new_file_shows_the_sentences_behind_what_was_filled_in(obs: tarazy.Observatory) -> None:
    text = obs.new_scenario(
        "bargaining",
        ['scope.actors=["KAZ", "KGZ"]', 'scope.issues=["release"]', 'settings.words.release=["winter release"]'],
    )
    case = read_case(Path("x.toml"), obs, text=text)
    assert (
        case.inputs["position.KAZ.release"].basis == "evidence" and "# «KAZ: supports the winter release» a.txt" in text
    )
    assert case.inputs["salience.KAZ.release"].reason.startswith("to be filled in")
