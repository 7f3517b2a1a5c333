"""The demo: the sample read by the whole pipeline, shown in a screenful."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import tarazy
from tarazy.observatory import Observatory


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Observatory]:
    folder = tmp_path_factory.mktemp("demo") / "obs"
    command = [sys.executable, "-m", "tarazy", "demo", "--output", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=240)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout, tarazy.open(folder)


def test_it_is_a_screenful(shown: tuple[str, Observatory]) -> None:
    lines = shown[0].splitlines()
    assert 20 <= len(lines) <= 50
    assert re.match(r"33 documents, [\d,]+ words in [\d.]+ s: [\d,]+ claims about \d+ actors", lines[0])
    for language in ("Kazakh", "Russian", "English"):
        assert re.search(rf"^  {language} ", shown[0], re.MULTILINE)
    assert "Try next" in shown[0]


def test_every_claim_rests_on_its_characters(shown: tuple[str, Observatory]) -> None:
    observatory = shown[1]
    claims = observatory.claims()
    assert claims.height > 100
    texts = {name: observatory.text(name) for name in observatory.documents()["name"]}
    for name, start, end, quote in claims.select("document", "start", "end", "quote").iter_rows():
        assert texts[name][start:end] == quote


def test_every_claim_keeps_to_the_codebook(shown: tuple[str, Observatory]) -> None:
    from tarazy.codebook.vocabulary import check_claim
    from tarazy.store.export import exchange

    for row in shown[1].claims().iter_rows(named=True):
        assert check_claim(exchange(row)) == []


def test_words_are_found_in_any_form(shown: tuple[str, Observatory]) -> None:
    observatory = shown[1]
    found = observatory.claims(text="подписать", language="ru")
    assert found.height > 5
    assert not any("подписать" in quote.lower() for quote in found["quote"])


def test_the_sample_is_in_the_package_data() -> None:
    project = Path(__file__).parent.parent / "pyproject.toml"
    assert '"examples/central-asia" = "tarazy/examples/central-asia"' in project.read_text("utf-8")
