"""A table of one's own: the template works as it stands, and every mistake in a mapping gets one clear sentence."""

import tomllib
from pathlib import Path

import pytest

import tarazy
from tarazy.datasets.mapping import load_mapping, template_text
from tarazy.errors import UsageError

# Invented figures.
TABLE = "year,from,to,bcm,flag\n2019,KAZ,China,7.1,\n2020,KAZ,China,7.4,e\n2021,KAZ,Utopia,..,\n2021,UZB,Russia,0,?\n"
MAPPING = """
[[claim]]
kind = "trade"
start = { column = "year" }
object = "gas"
[claim.participants]
exporter = { column = "from", code = "iso3" }
importer = { column = "to" }
[[claim.quantities]]
column = "bcm"
unit = "m3"
scale = 1e9
"""


def imported(tmp_path: Path, mapping: str, table: str = TABLE) -> tuple[tarazy.Observatory, object]:
    (tmp_path / "gas.csv").write_text(table, "utf-8")
    (tmp_path / "mapping.toml").write_text(mapping, "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    return observatory, observatory.import_data("table", tmp_path / "gas.csv", tmp_path / "mapping.toml")


def test_the_template_imports_a_table_as_it_stands(tmp_path: Path) -> None:
    observatory, summary = imported(tmp_path, template_text("table"))
    claims = observatory.claims()
    assert (summary.rows, summary.claims) == (4, 3)
    assert [[p["actor"] for p in row] for row in claims["participants"]] == [
        ["KAZ", "CHN"],
        ["KAZ", "CHN"],
        ["UZB", "RUS"],
    ]
    amounts = [row[0] for row in claims["quantities"]]
    assert amounts == [
        {"value": 7.1e9, "unit": "m3", "relation": "="},
        {"value": 7.4e9, "unit": "m3", "relation": "~"},
        {"value": 0.0, "unit": "m3", "relation": "~"},
    ]
    text = observatory.text("gas.csv")
    assert [text[start:end] for start, end in claims.select("start", "end").iter_rows()] == claims["quote"].to_list()
    assert claims["quote"][0] == "2019,KAZ,China,7.1,"
    assert observatory.coverage().select("kind", "time_start", "time_end").rows() == [("trade", "2000", "2023")]
    assert summary.unknown == {"Utopia → place:utopya": 1}


MISTAKES = {
    "no TOML": (MAPPING.replace('"gas"', "gas"), r"is no TOML .*line 5"),
    "a key misspelt": (MAPPING.replace("object =", "objekt ="), r"'objekt' is unknown \(did you mean 'object'\?\)"),
    "no claim": ('title = "Gas"\n', r"there is no \[\[claim\]\]"),
    "a kind misspelt": (MAPPING.replace('"trade"', '"trades"'), r"kind 'trades' is unknown \(did you mean 'trade'\?\)"),
    "no kind": (MAPPING.replace('kind = "trade"', ""), r"kind is missing"),
    "a role of another kind": (
        MAPPING.replace("exporter", "supplier"),
        r"role of trade 'supplier' is unknown.*exporter",
    ),
    "no participants": (MAPPING.split("[claim.part")[0], r"there are no participants"),
    "a column that is not there": (
        MAPPING.replace('"year"', '"yaer"'),
        r"\[\[claim\]\] 1 start: column 'yaer' is not in gas.csv; did you mean 'year'",
    ),
    "the wrong separator": ('separator = "|"\n' + MAPPING, None),
    "a separator that is none": ('separator = "and"\n' + MAPPING, r"separator 'and' cannot be used"),
    "a code system that is none": (
        MAPPING.replace('"iso3"', '"iso"'),
        r"code 'iso' is unknown \(did you mean 'iso2'|'iso3'",
    ),
    "a scale in the unit": (MAPPING.replace('"m3"', '"billion m3"'), r"has a scale in it.*scale = 1e6"),
    "a unit in other letters": (MAPPING.replace('"m3"', '"M3"'), r"unit 'M3' is unknown; did you mean 'm3'"),
    "no unit": (MAPPING.replace('unit = "m3"', ""), r"unit is missing"),
    "a scale that is a text": (MAPPING.replace("1e9", '"1e9"'), r"scale is '1e9': write a number"),
    "a stage of a kind without": (MAPPING.replace("object", 'stage = "signed"\nobject'), r"trade has no stages"),
    "a modality that is none": (MAPPING.replace("object", 'modality = "sure"\nobject'), r"modality 'sure' is unknown"),
    "an actor that is none": (
        MAPPING.replace('{ column = "to" }', '{ actor = "KAZX" }'),
        r"actor 'KAZX' is unknown \(did you mean 'KAZ'\?\)",
    ),
    "a fixed date that is none": (
        MAPPING.replace('{ column = "year" }', '"year"'),
        r"start is 'year': write an ISO date",
    ),
    "a column of dates that are none": (
        MAPPING.replace('{ column = "year" }', '{ column = "to" }'),
        r"column 'to' has no dates \('China' on line 2\)",
    ),
    "a column of numbers that are none": (
        MAPPING.replace('column = "bcm"', 'column = "to"'),
        r"column 'to' has no numbers \('China' on line 2\)",
    ),
    "a confidence that is a percentage": (MAPPING.replace("object", "confidence = 90\nobject"), r"confidence is 90"),
    "coverage that ends before it starts": (
        MAPPING + '\n[coverage]\nstart = "2023"\nend = "2000"\n',
        r"\[coverage\]: start 2023 is after end 2000",
    ),
    "missing that is no list": ('missing = ".."\n' + MAPPING, r"missing is a list of texts"),
    "a date pattern without a year": ('date = "day"\n' + MAPPING, r"date is 'day': write how dates stand"),
}


@pytest.mark.parametrize("name", [name for name, (_, said) in MISTAKES.items() if said])
def test_every_mistake_in_a_mapping_has_its_sentence(tmp_path: Path, name: str) -> None:
    mapping, said = MISTAKES[name]
    with pytest.raises(UsageError, match=said) as raised:
        imported(tmp_path, mapping)
    sentence = str(raised.value)
    assert "mapping.toml" in sentence and "\n" not in sentence
    observatory = tarazy.open(tmp_path / "obs")
    assert observatory.version == 0 and observatory.claims().is_empty()


def test_the_mistakes_have_different_sentences(tmp_path: Path) -> None:
    sentences = set()
    for name, (mapping, said) in MISTAKES.items():
        if said:
            (folder := tmp_path / str(len(name))).mkdir(exist_ok=True)
            with pytest.raises(UsageError) as raised:
                imported(folder, mapping)
            sentences.add(str(raised.value).split("mapping.toml")[1])
    assert len(sentences) >= 20


def test_a_table_in_one_column_asks_for_the_separator(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"one single column: is separator = ',' right\?"):
        imported(tmp_path, MAPPING, TABLE.replace(",", ":"))


def test_a_separator_that_the_mapping_gets_wrong_is_seen(tmp_path: Path) -> None:
    _, summary = imported(tmp_path, MAPPING, TABLE.replace(",", ";"))
    assert summary.claims == 4 - 1


def test_no_mapping_and_a_missing_one() -> None:
    with pytest.raises(UsageError, match="--template table"):
        load_mapping(None)
    with pytest.raises(UsageError, match="cannot be read"):
        load_mapping(Path("not-there.toml"))


def test_no_template_for_other_data_sets() -> None:
    with pytest.raises(UsageError, match="There is no template 'acled'"):
        template_text("acled")


def test_the_template_is_toml_with_all_top_keys() -> None:
    assert set(tomllib.loads(template_text("table"))) == {"title", "separator", "missing", "coverage", "claim"}


def test_single_bad_cells_are_listed_and_not_fatal(tmp_path: Path) -> None:
    _, summary = imported(tmp_path, 'missing = [".."]\n' + MAPPING, TABLE.replace("7.4", "seven"))
    assert summary.claims == 2
    assert any("line 3: 'seven' in 'bcm' is no number" in note for note in summary.notes)


def test_dates_as_the_mapping_says(tmp_path: Path) -> None:
    table = TABLE.replace("2019,", "05.03.2019,").replace("2020,", "31.12.2020,")
    table = table.replace("2021,", "01.01.2021,")
    observatory, _ = imported(tmp_path, 'date = "%d.%m.%Y"\n' + MAPPING, table)
    assert observatory.claims()["time_start"].to_list()[:2] == ["2019-03-05", "2020-12-31"]
