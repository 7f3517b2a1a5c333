"""The observatory: what is read is there, whole, once, in every version."""

import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
import small_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tarazy
from tarazy.errors import StoreError, UsageError
from tarazy.observatory import Observatory
from tarazy.pipeline import ReadSummary
from tarazy.store.naming import free_name


def read(observatory: Observatory, *paths: Path, rules: str = "r1", **options: object) -> ReadSummary:
    return observatory.read(
        paths, reader=small_reading.reader, extractor=small_reading.extractor, rules=rules, **options
    )


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    lines = "Heading / KAZ: signed for 5 USD in 2018 / KAZ: will sign on gas in 2024"
    return small_reading.written(tmp_path / "texts", lines, "UZB: signed in 2019 on gas")


def test_read_then_ask(tmp_path: Path, texts: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    summary = read(observatory, texts)
    assert (summary.documents, summary.claims, summary.failures, summary.version) == (2, 3, [], 1)
    claims = observatory.claims()
    assert claims["document"].to_list() == ["a.txt", "a.txt", "b.txt"]
    for row in claims.iter_rows(named=True):
        assert observatory.text(row["document"])[row["start"] : row["end"]] == row["quote"]
    assert set(claims["said"]) == {"2020-05"}
    assert set(claims["domain"]) == {"diplomacy"}
    assert observatory.passages().height == 4
    assert observatory.actors().select("actor", "claims").rows() == [("RUS", 3), ("KAZ", 2), ("UZB", 1)]
    assert observatory.documents()["words"].to_list() == [15, 6]


def test_files_are_kept_as_given(tmp_path: Path, texts: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    read(observatory, texts)
    for digest, path in observatory.documents().select("file", "path").iter_rows():
        assert observatory.folder.file(digest).read_bytes() == Path(path).read_bytes()
    assert not list((tmp_path / "obs" / ".reading").iterdir())


def test_filters(tmp_path: Path, texts: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    read(observatory, texts)
    assert observatory.claims(actor="KAZ").height == 2
    assert observatory.claims(actor=["KAZ", "UZB"]).height == 0
    assert observatory.claims(actor=["UZB", "RUS"]).height == 1
    assert observatory.claims(kind=["agreement", "trade"]).height == 3
    assert observatory.claims(modality="planned")["time_start"].to_list() == ["2024"]
    assert observatory.claims(document="b.txt").height == 1
    assert observatory.claims(language="kk").is_empty()
    assert observatory.claims(text="GAS").height == 2
    assert observatory.claims(text="gas 2019").height == 1
    with pytest.raises(UsageError, match="kind 'treaty' is unknown"):
        observatory.claims(kind="treaty")
    with pytest.raises(UsageError, match="is no date"):
        observatory.claims(start="last year")


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2018", None, [2018, 2019, 2024]),
        ("2018-06", "2018-07", [2018]),
        (None, "2018-06-30", [2018]),
        ("2019", "2023", [2019]),
        ("2020", "2023-12", []),
    ],
)
def test_time_filter_touches(tmp_path: Path, texts: Path, start: str | None, end: str | None, years: list[int]) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    read(observatory, texts)
    assert sorted(int(year) for year in observatory.claims(start=start, end=end)["time_start"]) == years


def test_unchanged_files_are_skipped(tmp_path: Path, texts: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    read(observatory, texts)
    second = read(observatory, texts)
    assert (second.documents, second.unchanged, second.outdated, second.version) == (0, 2, 0, 1)
    (texts / "c.txt").write_text("KGZ: signed", "utf-8")
    third = read(observatory, texts)
    assert (third.documents, third.unchanged, third.version) == (1, 2, 2)


def test_changed_rules_are_told_and_read_again(tmp_path: Path, texts: Path) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    read(observatory, texts)
    told = read(observatory, texts, rules="r2")
    assert (told.unchanged, told.outdated) == (2, 2)
    anew = read(observatory, texts, rules="r2", again=True)
    assert anew.documents == 2
    assert observatory.claims().height == 3
    assert set(observatory.claims()["extractor"]) == {"r2"}
    # The tables themselves, opened by another program, hold nothing twice either.
    assert pl.read_delta(str(tmp_path / "obs" / "claims")).height == 3
    assert set(tarazy.open(tmp_path / "obs", version=1).claims()["extractor"]) == {"r1"}


def test_versions(tmp_path: Path, texts: Path) -> None:
    path = tmp_path / "obs"
    read(tarazy.create(path), texts / "a.txt")
    read(tarazy.open(path), texts / "b.txt")
    assert [tarazy.open(path, version).claims().height for version in (0, 1, 2)] == [0, 2, 3]
    assert tarazy.open(path).version == 2
    assert tarazy.open(path, version=1).actors()["actor"].to_list() == ["KAZ", "RUS"]
    with pytest.raises(StoreError, match="no version 7: choose one from 0 to 2"):
        tarazy.open(path, version=7).claims()
    with pytest.raises(UsageError, match="without a version"):
        read(tarazy.open(path, version=1), texts)


def test_failures_are_sentences_and_others_are_read(tmp_path: Path, texts: Path) -> None:
    (texts / "empty.txt").write_bytes(b"")
    (texts / "binary.txt").write_bytes(b"\xff\xfe\xfd")
    (texts / "bug.txt").write_text("BUG: x", "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    summary = read(observatory, texts, texts / "gone.txt")
    assert summary.documents == 2
    assert len(summary.failures) == 4
    for name, sentence in zip(("binary", "bug", "empty", "gone"), sorted(summary.failures), strict=True):
        assert sentence.startswith(f"{name}.txt ")
        assert "\n" not in sentence
    # What was left out is tried again and leaves no file behind.
    assert len(read(observatory, texts).failures) == 3
    assert len([file for file in (tmp_path / "obs" / "files").rglob("*") if file.is_file()]) == 2


def test_same_name_gets_its_folder(tmp_path: Path, texts: Path) -> None:
    (texts / "deep").mkdir()
    (texts / "deep" / "a.txt").write_text("TJK: signed", "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    read(observatory, texts)
    assert observatory.documents()["name"].to_list() == ["a.txt", "b.txt", "deep/a.txt"]
    (texts / "a.txt").write_text("KAZ: signed anew", "utf-8")
    read(observatory, texts)
    assert observatory.documents()["name"].to_list()[-1] == "texts/a.txt"


@given(
    st.lists(st.tuples(st.sampled_from(["x", "y", ""]), st.sampled_from(["a.txt", "v.zip!/a.txt", "b"])), max_size=12)
)
def test_names_stay_unique(files: list[tuple[str, str]]) -> None:
    taken: set[str] = set()
    for folder, name in files:
        outer = name.partition("!/")[0]
        free = free_name(name, f"/data/{folder}/{outer}", taken)
        assert free not in taken
        taken.add(free)


def test_copies_are_one_document(tmp_path: Path, texts: Path) -> None:
    (texts / "copy.txt").write_bytes((texts / "a.txt").read_bytes())
    observatory = tarazy.create(tmp_path / "obs")
    summary = read(observatory, texts)
    assert (summary.documents, summary.unchanged) == (2, 1)


def test_copies_of_what_is_left_out_are_left_out(tmp_path: Path) -> None:
    for name, data in (("a.txt", b"\xff"), ("b.txt", b"\xff"), ("c.txt", b""), ("d.pdf", b"")):
        (tmp_path / name).write_bytes(data)
    summary = read(tarazy.create(tmp_path / "obs"), *sorted(tmp_path.glob("*.*")))
    assert summary.unchanged == 0
    assert len(summary.failures) == 4
    assert "b.txt is a copy of a.txt, which was left out." in summary.failures


def test_workers_give_the_same(tmp_path: Path, texts: Path) -> None:
    for number in range(6):
        (texts / f"n{number}.txt").write_text(f"KAZ: signed in 20{number:02}\n", "utf-8")
    one, two = tarazy.create(tmp_path / "one"), tarazy.create(tmp_path / "two")
    read(one, texts)
    read(two, texts, workers=2)
    assert one.claims().drop("recorded").equals(two.claims().drop("recorded"))


def test_any_executor_serves(tmp_path: Path, texts: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    observatory = tarazy.create(tmp_path / "obs")
    with ThreadPoolExecutor(2) as executor:
        assert read(observatory, texts, executor=executor).documents == 2


def test_two_writers_at_once_do_not_duplicate(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(6):
        (texts / f"{number}.txt").write_text(f"KAZ: signed in {2000 + number}\n", "utf-8")
    tarazy.create(tmp_path / "obs")
    summaries: list[ReadSummary] = []
    start = threading.Barrier(3)

    def reads(paths: list[Path]) -> None:
        start.wait()
        for path in paths:
            summaries.append(read(tarazy.open(tmp_path / "obs"), path))

    files = sorted(texts.iterdir())
    threads = [threading.Thread(target=reads, args=(part,)) for part in (files, files[::-1], files[::2])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    observatory = tarazy.open(tmp_path / "obs")
    assert len(summaries) == 15
    assert [sum(s.documents for s in summaries), sum(s.claims for s in summaries)] == [6, 6]
    assert sum(s.unchanged for s in summaries) == 9
    assert observatory.documents().height == 6
    assert sorted(observatory.claims()["time_start"]) == [str(2000 + number) for number in range(6)]
    assert observatory.version == 6
    for version in range(7):
        assert tarazy.open(tmp_path / "obs", version).claims().height == version


def test_long_text_is_read_in_sections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tarazy.pipeline.LONG_TEXT", 2000)
    monkeypatch.setattr("tarazy.pipeline.SECTION", 300)
    text = "".join(f"KAZ: signed number {number} қол қойды in {1990 + number % 30}\n\n" for number in range(200))
    (tmp_path / "long.txt").write_text(text, "utf-8")
    long, short = tarazy.create(tmp_path / "long"), tarazy.create(tmp_path / "short")
    summary = read(long, tmp_path / "long.txt", workers=1)
    monkeypatch.setattr("tarazy.pipeline.LONG_TEXT", 10**9)
    read(short, tmp_path / "long.txt")
    assert (summary.documents, summary.claims) == (1, 200)
    assert long.claims().drop("recorded").equals(short.claims().drop("recorded"))
    assert long.passages().drop("paragraph").equals(short.passages().drop("paragraph"))
    assert (
        long.documents()
        .drop("recorded")
        .equals(short.documents().drop("recorded").with_columns(encoding=pl.lit("utf-8")))
    )
    assert long.text("long.txt") == text


def test_a_section_that_fails_leaves_the_whole_text_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tarazy.pipeline.LONG_TEXT", 2000)
    monkeypatch.setattr("tarazy.pipeline.SECTION", 300)
    (tmp_path / "long.txt").write_text("KAZ: signed in 2018\n\n" * 200 + "BUG: x\n", "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    summary = read(observatory, tmp_path / "long.txt")
    assert summary.documents == 0
    assert len(summary.failures) == 1
    assert observatory.claims().is_empty()
    assert observatory.passages().is_empty()


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_export(tmp_path: Path, texts: Path, form: str) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    read(observatory, texts)
    target = tmp_path / f"claims.{form}"
    assert observatory.export("claims", form, target) is None
    assert target.read_bytes() == observatory.export("claims", form)
    if form == "jsonl":
        rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
        assert rows[0]["quantities"] == [{"value": 5, "unit": "USD"}]
        assert rows[0]["time"] == {"start": "2018", "end": "2018"}
        assert rows[1]["modality"] == "planned"
    elif form == "csv":
        rows = pl.read_csv(target)
        assert rows["participants"][0] == "KAZ:party; RUS:party"
        assert rows["quantities"].to_list() == ["5 USD", "", ""] or rows["quantities"].to_list() == [
            "5 USD",
            None,
            None,
        ]
    else:
        assert pl.read_parquet(target).equals(observatory.claims())


@pytest.mark.parametrize("what", ["documents", "passages", "actors"])
@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_export_of_other_tables(tmp_path: Path, texts: Path, what: str, form: str) -> None:
    observatory = tarazy.create(tmp_path / "obs")
    read(observatory, texts)
    data = observatory.export(what, form)
    assert data
    assert form == "parquet" or b"KAZ" in data


def test_open_what_is_no_observatory(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no observatory: make one with"):
        tarazy.open(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        tarazy.create(tmp_path / "file")
    with pytest.raises(StoreError, match="holds other files"):
        tarazy.create(tmp_path)
    tarazy.create(tmp_path / "obs")
    settings = tmp_path / "obs" / "observatory.toml"
    given = settings.read_text()
    settings.write_text(given.replace("format = 3", "format = 2"))
    with pytest.raises(StoreError, match=r"format 2 .*read its files again into a new folder"):
        tarazy.open(settings.parent)
    settings.write_text(given.replace("format = 3", "format = 99"))
    with pytest.raises(StoreError, match=r"format 99 .*use the version of tarazy that made it"):
        tarazy.open(tmp_path / "obs")


LINES = st.lists(st.sampled_from(["KAZ: signed in 2018", "UZB: will sign 7 USD", "plain", "BUG: x", ""]), max_size=5)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, min_size=1, max_size=6, unique_by=tuple))
def test_any_files_are_whole_or_left_out(tmp_path_factory: pytest.TempPathFactory, files: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("any")
    for number, lines in enumerate(files):
        (folder / f"{number}.txt").write_text(f"file {number}\n" + "\n".join(lines), "utf-8")
    observatory = tarazy.create(folder / "obs")
    summary = read(observatory, *sorted(folder.glob("*.txt")))
    assert summary.documents + len(summary.failures) == len(files)
    counts = dict(observatory.claims().group_by("document").len().iter_rows())
    for name, claims in observatory.documents().select("name", "claims").iter_rows():
        assert counts.get(name, 0) == claims
        assert claims == sum(":" in line for line in files[int(name.partition(".")[0])])


def test_export_keeps_links_and_writes_into_pipes(tmp_path: Path, texts: Path) -> None:
    obs = tarazy.create(tmp_path / "obs")
    read(obs, texts)
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / "claims.jsonl")
    obs.export("claims", output=link)
    assert link.is_symlink()
    assert (tmp_path / "claims.jsonl").read_bytes() == obs.export("claims")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        taken = reader.submit(pipe.read_bytes)
        obs.export("claims", output=pipe)
        assert taken.result(10) == obs.export("claims")
    assert pipe.is_fifo()


def test_a_nearly_full_disk_is_refused_and_nothing_is_lost(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    obs = tarazy.create(tmp_path / "obs")
    read(obs, texts)
    kept = obs.claims().height
    (texts / "more.txt").write_text("KAZ: signed in 2021 on water\n", "utf-8")
    with monkeypatch.context() as nearly_full:
        nearly_full.setattr("tarazy.store.tables.shutil.disk_usage", lambda path: SimpleNamespace(free=100_000))
        with pytest.raises(StoreError, match="is full: free some space"):
            read(obs, texts)
    assert obs.claims().height == kept
    read(obs, texts)
    assert obs.claims().height == kept + 1
