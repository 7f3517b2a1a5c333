"""The docs name every command, option, kind, column and frame key; their links resolve; their examples work."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from script_modules import load

import tarazy
from tarazy.codebook import vocabulary
from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES, UNITS
from tarazy.extraction import extractor, frames
from tarazy.reading import read_bytes
from tarazy.store.schema import TABLES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    [*DOCS.glob("*.md"), *ROOT.glob("*.md"), *(ROOT / "src").rglob("README.md"), *ROOT.glob("t*/**/README.md")]
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return [code for kind, code in CODE.findall(page(name)) if kind == language]


def anchors(path: Path) -> set[str]:
    """The addresses of a page's headings, as code hosts make them."""
    text = CODE.sub("", path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(text)}


def test_the_page_of_commands_is_current() -> None:
    written = load("write_commands")
    assert page("commands") == written.page(), "run python scripts/write_commands.py"


def test_every_command_and_option_is_on_its_page() -> None:
    for name, (_, parameters) in load("write_commands").commands().items():
        section = page("commands").partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert section, name
        for parameter in parameters:
            assert parameter.shown.replace("|", "\\|") in section, (name, parameter)


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in load("write_commands").commands():
        assert f"tarazy {name}" in readme, name


def test_the_readme_has_the_scores_of_today() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    scores = load("score_table")
    for line in (*scores.names(), *scores.kazakh_entities()):
        assert line in readme, "run python scripts/score_table.py and renew the README's table"


@pytest.mark.parametrize("table", [KINDS, DOMAINS, MODALITIES, UNITS], ids=["kinds", "domains", "modalities", "units"])
def test_the_codebook_names_the_vocabulary(table: dict[str, object]) -> None:
    assert [name for name in table if f"`{name}`" not in page("codebook")] == []


def test_every_column_is_described() -> None:
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##)", page("observatory"), re.MULTILINE | re.DOTALL))
    for table, columns in TABLES.items():
        missing = [name for name in columns if name != "batch" and f"`{name}`" not in sections[table]]
        assert missing == [], table


def test_every_key_of_a_frame_is_described() -> None:
    assert [key for key in frames.FRAME_KEYS if f"`{key}`" not in page("extraction")] == []


def test_every_slot_is_described() -> None:
    slots = {
        key
        for row in frames.role_table().values()
        for key in row
        if ":" not in key and key not in ("core", "pair", "units", "rest")
    }
    assert [slot for slot in sorted(slots) if f"`{slot}`" not in page("extraction")] == []


def test_every_public_name_is_described() -> None:
    text = page("python")
    for name in ("create", "open"):
        assert f"tarazy.{name}" in text
    public = [name for name in vars(tarazy.Observatory) if not name.startswith("_")]
    missing = [name for name in public if f"obs.{name}" not in text and name not in ("folder", "path", "snapshot")]
    assert missing == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_resolve(path: Path) -> None:
    text = CODE.sub("", path.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        assert place.exists(), target
        if anchor:
            assert anchor in anchors(place), target


def test_every_page_of_the_docs_is_linked_from_the_first() -> None:
    linked = {target.partition("#")[0] for target in LINK.findall(page("index"))}
    assert {path.name for path in DOCS.glob("*.md")} - {"index.md"} <= linked


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_scripts_that_pages_name_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"(?:python |`)((?:scripts|benchmarks|tests|src|examples|training)/[\w./-]+)", text):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("code", blocks("python", "python"))
def test_python_examples_are_python(code: str) -> None:
    compile(code, "docs/python.md", "exec")


def test_the_example_of_parts_alone_finds_the_claim(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(blocks("python", "python")[-1], "docs/python.md", "exec"), {})
    assert "agreement" in capsys.readouterr().out


@pytest.fixture
def own_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the frames that a test may change."""
    copy = tmp_path / "frames"
    shutil.copytree(ROOT / "src" / "tarazy" / "extraction" / "frames", copy)
    monkeypatch.setattr(frames, "_data", lambda: copy)
    cached = (frames.lexicon, frames.role_table)
    for function in cached:
        function.cache_clear()
    yield copy
    for function in cached:
        function.cache_clear()


def found(sentence: str) -> dict[str, dict[str, str]]:
    """The rules' candidates in a sentence: each rule with its actors and their roles."""
    [document] = read_bytes(sentence.encode(), "example.en.txt")
    return {c.frame.name: {a.id: role for a, role in c.participants} for c in extractor.candidates_of(document)}


def test_adding_a_frame_as_shown_gives_the_claim(own_frames: Path) -> None:
    sentence = "In 2019 the ports of Kazakhstan and Azerbaijan were twinned."
    assert sentence in page("extraction") and found(sentence) == {}
    with (own_frames / "en" / "agreement.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + blocks("extraction", "toml")[0])
    frames.lexicon.cache_clear()
    assert found(sentence) == {"en.agreement.twinning": {"KAZ": "party", "AZE": "party"}}


def test_adding_a_kind_as_shown_gives_the_claim(own_frames: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "In 2020 France mediated between Armenia and Azerbaijan."
    assert sentence in page("extraction")
    _, kind, roles, frame = blocks("extraction", "toml")
    row = tomllib.loads(kind)["mediation"]
    assert isinstance(KINDS, dict)
    monkeypatch.setitem(KINDS, "mediation", vocabulary._kind("mediation", row))
    with (own_frames / "roles.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + roles)
    (own_frames / "en" / "mediation.toml").write_text(frame, encoding="utf-8")
    for function in (frames.lexicon, frames.role_table):
        function.cache_clear()
    assert found(sentence)["en.mediation.mediate"] == {"FRA": "mediator", "ARM": "side", "AZE": "side"}


def test_the_example_of_an_actor_is_a_row_of_its_table() -> None:
    [example] = blocks("actors", "")
    header, row = example.strip().split("\n")
    table = (ROOT / "src/tarazy/actors/data/organisations.tsv").read_text(encoding="utf-8").split("\n")[0]
    assert table.startswith(header)
    assert len(row.split("\t")) <= len(table.split("\t"))
    assert vocabulary.ACTOR_ID.fullmatch(row.split("\t")[0])


def test_the_citation_file_is_of_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {tarazy.__version__}\n" in citation
    assert f"## {tarazy.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
