"""The command line: each command on a small observatory, and every error in one sentence."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import small_reading
from command_line import Ended, run

from tarazy import __version__


@pytest.fixture(autouse=True)
def small_extraction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tarazy.worker.read_with_package", small_reading.reader)
    monkeypatch.setattr("tarazy.worker.extract_with_package", small_reading.extractor)
    monkeypatch.setattr("tarazy.worker.package_rules", lambda: "small")


@pytest.fixture
def tarazy(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ended]:
    return partial(run, capfdbinary)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    lines = "Heading / KAZ: signed for 5 USD in 2018 / KAZ: will sign on gas in 2024"
    return small_reading.written(tmp_path / "texts", lines, "UZB: signed in 2019 on gas")


@pytest.fixture
def obs(tmp_path: Path, texts: Path, tarazy) -> Path:
    assert tarazy("read", texts, "--into", tmp_path / "obs").code == 0
    return tmp_path / "obs"


def test_read_tells_what_it_did(tmp_path: Path, texts: Path, tarazy) -> None:
    first = tarazy("read", texts, "--into", tmp_path / "obs")
    assert first.code == 0
    assert re.match(r"Read 2 documents, 21 words in [\d.]+ s \([\d,]+ words/s\): 3 claims\.\n", first.out)
    assert first.out.endswith("obs is at version 1.\n")
    second = tarazy("read", texts, "--into", tmp_path / "obs")
    assert (second.code, second.out.splitlines()[0]) == (0, "2 files unchanged, skipped.")


def test_changed_rules_are_mentioned(obs: Path, texts: Path, tarazy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tarazy.worker.package_rules", lambda: "changed")
    assert "2 of them were read by other rules" in tarazy("read", texts, "--into", obs).out
    assert tarazy("read", texts, "--into", obs, "--again").out.startswith("Read 2 documents")
    assert "unchanged" in tarazy("read", texts, "--into", obs).out


def test_left_out_files_give_exit_code_1(tmp_path: Path, texts: Path, tarazy) -> None:
    (texts / "empty.txt").write_bytes(b"")
    result = tarazy("read", texts, tmp_path / "gone.txt", "--into", tmp_path / "obs")
    assert result.code == 1
    assert "Read 2 documents" in result.out
    assert "2 files left out." in result.out
    left_out = result.err.strip().splitlines()
    assert [line.split()[2] for line in left_out] == ["empty.txt", "gone.txt"] or len(left_out) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8 exist on Linux alone")
def test_names_in_another_encoding(tmp_path: Path, texts: Path, tarazy) -> None:
    for name, data in (("отчёт.txt", b"UZB: signed in 2020 on water\n"), ("пустой\n\x1b[2J.txt", b"")):
        Path(os.fsdecode(os.fsencode(texts) + b"/" + name.encode("cp1251"))).write_bytes(data)
    result = tarazy("read", texts, "--into", tmp_path / "obs")
    assert (result.code, result.out[:16]) == (1, "Read 3 documents")
    assert len(result.err.strip().splitlines()) == 1
    assert "\ufffd.txt" in tarazy("export", tmp_path / "obs", "documents").out


def test_claims_show_the_sentence_and_where_it_is(obs: Path, tarazy) -> None:
    out = tarazy("claims", obs, "--actor", "KAZ", "--explain").out
    assert "2018         agreement signed  Kazakhstan, Russia" in out
    assert "5 USD" in out
    assert "KAZ: signed for 5 USD in 2018" in out
    assert "a.txt 8:37" in out
    assert "rule test.line · confidence 0.75" in out
    assert "[planned]" in out
    assert out.endswith("2 claims in 1 document.\n")
    assert "rule" not in tarazy("claims", obs).out


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--kind", "agreement"], 3),
        (["--from", "2019", "--to", "2020"], 1),
        (["--text", "gas"], 2),
        (["--language", "kk"], 0),
        (["--modality", "planned"], 1),
        (["--document", "b.txt"], 1),
        (["--version", "0"], 0),
        (["--limit", "1"], 3),
    ],
)
def test_claims_are_filtered(obs: Path, tarazy, options: list[str], count: int) -> None:
    assert f"\n{count} claim" in "\n" + tarazy("claims", obs, *options).out


def test_export_is_the_exchange_format(obs: Path, tmp_path: Path, tarazy) -> None:
    rows = [json.loads(line) for line in tarazy("export", obs, "claims", "--format", "jsonl").out.splitlines()]
    assert len(rows) == 3
    assert rows[0]["document"] == "a.txt"
    assert rows[0]["evidence"] == {"start": 8, "end": 37, "quote": "KAZ: signed for 5 USD in 2018"}
    for form in ("csv", "parquet"):
        assert tarazy("export", obs, "claims", "--format", form, "--output", tmp_path / f"c.{form}").out == ""
        assert (tmp_path / f"c.{form}").stat().st_size > 100


def test_texts_are_those_in_which_the_offsets_count(obs: Path, tmp_path: Path, tarazy) -> None:
    result = tarazy("export", obs, "texts", "--output", tmp_path / "out")
    assert (result.code, result.err) == (0, f"2 texts written to {tmp_path / 'out'}.\n")
    for line in tarazy("export", obs, "claims").out.splitlines():
        claim = json.loads(line)
        text = (tmp_path / "out" / claim["document"]).read_bytes().decode()
        assert text[claim["evidence"]["start"] : claim["evidence"]["end"]] == claim["evidence"]["quote"]
    assert tarazy("export", obs, "texts").code == 2


def test_info_counts(obs: Path, tarazy) -> None:
    out = tarazy("info", obs).out
    assert re.search(r"version +1 \(format 3\)", out)
    assert re.search(r"claims +3\b", out)
    assert re.search(r"agreement +3\b", out)
    assert re.search(r"tables +documents v1, texts v1, passages v1", out)


def test_evaluate_scores(obs: Path, tmp_path: Path, tarazy) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "a.jsonl").write_text(tarazy("export", obs, "claims").out.splitlines()[0] + "\n", "utf-8")
    out = tarazy("evaluate", obs, "--gold", gold, "--errors", "2").out
    assert out.startswith("found  F1 0.667  precision 0.500  recall 1.000  (1 of 1 gold, 2 predicted)")
    assert "spurious: nothing\n  a.txt 38:67 agreement" in out
    assert "test.line" in out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["info", "{tmp}/none"], 1, "is no observatory"),
        (["claims", "{obs}", "--kind", "treaty"], 2, "kind 'treaty' is unknown: choose from membership"),
        (["claims", "{obs}", "--from", "May"], 2, "is no date: write 2018"),
        (["claims", "{obs}", "--version", "7"], 1, "has no version 7: choose one from 0 to 1"),
        (["export", "{obs}", "lies"], 2, "lies"),
        (["claims", "{obs}", "--actor", "ZZZ"], 2, "actor 'ZZZ' is unknown"),
        (["claims", "{obs}", "--actor", "kaz"], 2, "actor 'kaz' is unknown: write KAZ."),
        (["claims", "{obs}", "--actor", "Қазақстан"], 2, "write KAZ."),
        (["claims", "{obs}", "--document", "c.txt"], 2, "has no document 'c.txt'"),
        (["claims", "{obs}", "--from", "2020", "--to", "2010-05"], 2, "'2020' is after end (--to) '2010-05'"),
        (["claims", "{obs}", "--text", "(("], 2, "text '((' has no word in it"),
        (["export", "{obs}", "claims", "--output", "{tmp}/none/x.jsonl"], 1, "is not there"),
        (["evaluate", "{obs}", "--gold", "{tmp}/none"], 2, "has no gold claims"),
        (["read", "{tmp}/texts"], 2, "--into"),
        (["read", "{tmp}/texts", "--into", "{tmp}/texts"], 1, "holds other files"),
        (["read", "{tmp}/texts", "--into", "{tmp}/texts/a.txt"], 1, "is a file"),
        (["claims", "{obs}", "--limit", "many"], 2, "'--limit'"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_errors_are_sentences(
    obs: Path, tmp_path: Path, tarazy, arguments: list[str], code: int, sentence: str
) -> None:
    result = tarazy(*(argument.format(obs=obs, tmp=tmp_path) for argument in arguments))
    assert result.code == code
    assert sentence in " ".join(result.err.split())
    assert result.out == ""


def test_full_disk_is_one_sentence(tmp_path: Path, texts: Path, tarazy, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tarazy.store.tables.write_deltalake", full)
    result = tarazy("read", texts, "--into", tmp_path / "obs")
    assert result.code == 1
    assert result.err.startswith("tarazy: The disk that holds")
    assert result.err.count("\n") == 1
    monkeypatch.undo()


def test_ctrl_c_keeps_what_is_complete(tmp_path: Path, texts: Path, tarazy, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(document: object) -> list[object]:
        if document.name == "b.txt":  # type: ignore[attr-defined]
            raise KeyboardInterrupt
        return small_reading.extractor(document)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr("tarazy.worker.extract_with_package", interrupted)
    result = tarazy("read", texts, "--into", tmp_path / "obs")
    assert result.code == 130
    assert result.err == "tarazy: Stopped: what was complete is kept; run the same command again to go on.\n"
    assert "2 claims in 1 document." in tarazy("claims", tmp_path / "obs").out
    monkeypatch.setattr("tarazy.worker.extract_with_package", small_reading.extractor)
    assert "Read 1 document," in tarazy("read", texts, "--into", tmp_path / "obs").out


def test_a_real_interrupt_of_a_process_with_workers(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(400):
        (texts / f"{number:03}.txt").write_text("ZZZ: signed in 2000\n" + f"document {number}\n", "utf-8")
    script = tmp_path / "interrupted.py"
    script.write_text(
        "import sys, small_reading, tarazy\n"
        "from tarazy import cli\n"
        "def read():\n"
        f"    tarazy.create({str(tmp_path / 'obs')!r}).read({str(texts)!r}, workers=2, rules='r',\n"
        "        reader=small_reading.reader, extractor=small_reading.extractor,\n"
        "        progress=lambda p: p.files == 5 and print('begun', flush=True))\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(cli._guarded(read))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(small_reading.__file__).parent)}
    process = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    assert process.stdout and process.stdout.readline() == "begun\n"
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert err == "tarazy: Stopped: what was complete is kept; run the same command again to go on.\n"
    import tarazy

    documents = tarazy.open(tmp_path / "obs").documents()
    assert 5 <= documents.height < 400


def test_a_closed_pipe_is_no_error(obs: Path) -> None:
    command = f"{sys.executable} -m tarazy export {obs} passages | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True)
    assert (done.returncode, done.stderr, done.stdout) == (0, b"", b"{")


def test_version_and_module() -> None:
    done = subprocess.run([sys.executable, "-m", "tarazy", "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"tarazy {__version__}\n")


def test_import_is_light() -> None:
    code = "import sys, tarazy; print(sorted({'polars', 'spacy', 'deltalake', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_every_command_is_helped(tarazy) -> None:
    out = tarazy("--help").out
    for command in ("demo", "read", "claims", "export", "info", "evaluate"):
        assert re.search(rf"\b{command}\b", out)
        assert "Usage" in tarazy(command, "--help").out


def test_an_unforeseen_error_is_a_sentence_too(obs: Path, tarazy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tarazy.observatory.Observatory.info", lambda self: {}["missing"])
    result = tarazy("info", obs)
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "please report it (KeyError: 'missing')" in result.err
