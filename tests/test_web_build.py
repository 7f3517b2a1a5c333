"""The page fits the service and the codebook: its types are of today's addresses, its words name all that the codebook has."""

import json
import re
import sys
from pathlib import Path

import pytest
from script_modules import load

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES
from tarazy.language import CODES
from tarazy.measures.poles import OTHER, default_poles
from tarazy.web.selection import RULED, Selection

ROOT = Path(__file__).parent.parent
WEB = ROOT / "web"


def test_the_description_of_the_service_is_current() -> None:
    current = (WEB / "openapi.json").read_text(encoding="utf-8") == load("write_openapi").description()
    assert current, "run python scripts/write_openapi.py && npm --prefix web run api"


def test_the_types_know_every_address() -> None:
    types = (WEB / "src" / "api" / "schema.d.ts").read_text(encoding="utf-8")
    paths = json.loads((WEB / "openapi.json").read_text(encoding="utf-8"))["paths"]
    assert [path for path in paths if f'"{path}"' not in types] == [], "run npm --prefix web run api"


@pytest.mark.parametrize("language", CODES)
def test_the_words_of_the_codebook_are_there(language: str) -> None:
    words = json.loads((WEB / "src" / "messages" / language / "words.json").read_text(encoding="utf-8"))
    roles = {role for kind in KINDS.values() for role in kind.roles}
    stages = {stage for kind in KINDS.values() for stage in kind.stages}
    fields = {"kind": KINDS, "domain": DOMAINS, "modality": MODALITIES, "role": roles, "stage": stages, "ruled": RULED}
    missing = [
        f"{field}.{value}" for field, values in fields.items() for value in values if f"{field}.{value}" not in words
    ]
    assert missing == []


def test_the_selection_of_the_page_has_the_fields_of_the_service() -> None:
    source = (WEB / "src" / "state" / "selection.ts").read_text(encoding="utf-8")
    body = source.partition("export interface Selection {")[2].partition("}")[0]
    own = {line.partition(":")[0].strip() for line in body.splitlines() if ":" in line}
    assert own == {field.alias or name for name, field in Selection.model_fields.items()}


def test_every_domain_has_its_colour() -> None:
    tokens = (WEB / "src" / "styles" / "tokens.css").read_text(encoding="utf-8")
    assert [name for name in DOMAINS if f"--{name}: light-dark(" not in tokens] == []


def test_nothing_comes_from_elsewhere() -> None:
    sources = [path for path in (WEB / "src").rglob("*") if path.suffix in (".ts", ".svelte", ".css")]
    for path in [*sources, WEB / "index.html"]:
        if path.name == "schema.d.ts":
            continue
        for address in re.findall(r"https?://[^\s'\"`)]+", path.read_text(encoding="utf-8")):
            assert address.startswith(("http://www.w3.org/", "https://www.w3.org/")), (path, address)


def test_no_style_in_markup_that_the_policy_would_block() -> None:
    for path in (WEB / "src").rglob("*.svelte"):
        markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r'\sstyle="', markup), path


def test_a_build_is_made_once_for_the_same_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = load("build_page")
    static = tmp_path / "static"
    monkeypatch.setattr(build, "STATIC", static)
    assert not build.is_current()
    static.mkdir()
    (static / ".sources").write_text(build.digest(build.sources()), "utf-8")
    assert build.is_current() and build.build() is False
    monkeypatch.setattr(build, "sources", lambda tests=False: [WEB / "index.html"])
    assert not build.is_current()


def test_where_npm_cannot_be_had_the_page_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build = load("build_page")
    static = tmp_path / "static"
    static.mkdir()
    (static / "index.html").write_text("old", "utf-8")
    monkeypatch.setattr(build, "STATIC", static)
    failing = [sys.executable, "-c", "print('no registry'); raise SystemExit(1)"]
    monkeypatch.setattr(build, "_node", lambda: (failing, failing))
    monkeypatch.setattr(build, "WEB", tmp_path)
    monkeypatch.setattr(build, "sources", lambda tests=False: [])
    (tmp_path / "package-lock.json").write_text("{}", "utf-8")
    assert build.main([]) == 1
    assert "npm registry" in capsys.readouterr().err and (static / "index.html").read_text("utf-8") == "old"


def test_the_pictures_of_the_docs_are_those_that_the_script_takes() -> None:
    pytest.importorskip("PIL", reason="Pillow is not installed")
    pytest.importorskip("playwright", reason="playwright is not installed")
    views = load("make_screenshots").VIEWS
    pictures = {path.stem for path in (ROOT / "docs" / "images").iterdir()}
    shown = (ROOT / "docs" / "page.md").read_text(encoding="utf-8")
    assert pictures == set(views) == set(re.findall(r"\(images/([\w-]+)\.webp\)", shown))
    paths = re.findall(r"path: '([^']+)'", "".join(one.read_text("utf-8") for one in WEB.rglob("src/views/*/view.ts")))
    patterns = [re.compile(re.sub(r":\w+", "[^/]+", path) + r"(\?.*)?") for path in paths]
    assert [view for view in views.values() if view and not any(one.fullmatch(view) for one in patterns)] == []


def test_poles_have_names_and_colours() -> None:
    tokens = (WEB / "src" / "styles" / "tokens.css").read_text(encoding="utf-8")
    for pole in (*default_poles().names, OTHER):
        assert f"--pole-{pole}: light-dark(" in tokens, pole
        for language in CODES:
            words = json.loads((WEB / "src" / "messages" / language / "balance.json").read_text(encoding="utf-8"))
            assert words.get(f"pole.{pole}"), (language, pole)
