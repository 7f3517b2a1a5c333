"""Why claims are missed or spurious: each reason on a made-up case, and on a text that is read."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_evaluation import ROWS, claim

from tarazy.codebook.claim import Claim
from tarazy.error_analysis import MISSED, SPURIOUS, Error, counts, explain, rules
from tarazy.evaluation import evaluate
from tarazy.extraction import extract
from tarazy.extraction.trace import Sentence, Trace, trace
from tarazy.reading import read_bytes

OTHERS = [{"actor": "X1", "role": "party"}, {"actor": "X2", "role": "party"}]


def guess(start: int = 0, end: int = 10, **changes: Any) -> dict[str, Any]:
    return claim(start, end, rule="ru.agreement.sign", confidence=0.5, language="ru", **changes)


def traced(weak: list[dict[str, Any]] | None = None, repeated: list[dict[str, Any]] | None = None) -> dict[str, Trace]:
    """A document of two sentences, [0:30] and [30:60], and a heading [60:70]."""
    result = Trace("a.ru.txt", 0.22)
    result.weak = [Claim.from_exchange(row) for row in weak or ()]
    result.repeated = [Claim.from_exchange(row) for row in repeated or ()]
    result.sentences = [
        Sentence(0, 30, "First.", "sentence", True),
        Sentence(30, 60, "Second.", "sentence", True),
        Sentence(60, 70, "Heading", "heading", False),
    ]
    return {"a.ru.txt": result}


@pytest.mark.parametrize(
    ("gold", "guesses", "traces", "reason", "rule"),
    [
        (claim(60, 70), [], traced(), "unread", None),
        (claim(60, 70), [], None, "nothing", None),
        (claim(), [], traced(), "nothing", None),
        (claim(), [guess(31, 40)], traced(), "nothing", None),
        (claim(), [guess(kind="meeting")], traced(), "kind", "ru.agreement.sign"),
        (claim(), [], traced(weak=[guess(kind="meeting")]), "kind", "ru.agreement.sign"),
        (claim(), [guess(participants=OTHERS)], traced(), "actors", "ru.agreement.sign"),
        (claim(), [guess(kind="meeting"), guess(participants=OTHERS)], traced(), "actors", "ru.agreement.sign"),
        (claim(), [guess(12, 20)], traced(), "clause", "ru.agreement.sign"),
        (claim(), [guess(12, 20)], None, "nothing", None),
        (claim(), [], traced(weak=[guess()]), "weak", "ru.agreement.sign"),
        (claim(), [], traced(weak=[guess()], repeated=[guess()]), "repeated", "ru.agreement.sign"),
    ],
)
def test_what_stopped_a_missed_claim(
    gold: dict[str, Any], guesses: list[dict[str, Any]], traces: dict[str, Trace] | None, reason: str, rule: str | None
) -> None:
    errors = explain(evaluate([gold], guesses), [gold], guesses, traces)
    [error] = [error for error in errors if error.side == "missed"]
    assert (error.reason, error.rule, error.kind, error.language) == (reason, rule, "agreement", "ru")
    assert (error.nearest is None) == (rule is None)


def test_two_gold_claims_for_one() -> None:
    gold = [claim(), claim(time={})]
    errors = explain(evaluate(gold, [guess()]), gold, [guess()], traced())
    assert [(error.side, error.reason, error.confidence) for error in errors] == [("missed", "paired", 0.5)]
    assert errors[0].claim is gold[1]


@pytest.mark.parametrize(
    ("gold", "spurious", "reason"),
    [
        ([claim(31, 40)], guess(), "nothing"),
        ([claim(12, 20)], guess(), "clause"),
        ([claim(kind="meeting")], guess(), "kind"),
        ([claim(kind="meeting"), claim(participants=OTHERS)], guess(), "actors"),
    ],
)
def test_where_a_spurious_claim_stands(gold: list[dict[str, Any]], spurious: dict[str, Any], reason: str) -> None:
    [error] = [e for e in explain(evaluate(gold, [spurious]), gold, [spurious], traced()) if e.side == "spurious"]
    assert (error.reason, error.rule, error.confidence, error.sentence) == (reason, "ru.agreement.sign", 0.5, "First.")


def test_two_claims_for_one_gold_claim() -> None:
    guesses = [guess(), guess(time={})]
    errors = explain(evaluate([claim()], guesses), [claim()], guesses, traced())
    assert [(error.side, error.reason) for error in errors] == [("spurious", "twin")]
    assert errors[0].claim is guesses[1]


@settings(max_examples=40)
@given(ROWS, ROWS, st.booleans())
def test_each_error_has_one_reason(gold: list[dict[str, Any]], others: list[dict[str, Any]], with_texts: bool) -> None:
    guesses = [row | {"rule": f"r{at % 3}", "confidence": 0.4} for at, row in enumerate([*gold[::2], *others])]
    result = evaluate(gold, guesses)
    errors = explain(result, gold, guesses, traced() if with_texts else None)
    for side, reasons, rows in (("missed", MISSED, result.missed), ("spurious", SPURIOUS, result.spurious)):
        assert [error.claim for error in errors if error.side == side] == rows
        assert {error.reason for error in errors if error.side == side} <= set(reasons)
        for by in ("kind", "language"):
            table = counts(errors, side, by)
            total = table.pop("")
            assert total.total() == len(rows) == sum(row.total() for row in table.values())
    assert sum(right + wrong for right, wrong in rules(result).values()) == result.found.predicted


def test_a_trace_holds_the_claims_of_extract() -> None:
    text = (
        "In 2024 Kazakhstan and Türkiye signed an agreement on gas in Ankara. "
        "Kazakhstan could perhaps think of a treaty with Mongolia, or not."
    )
    [document] = read_bytes(text.encode(), "note.en.txt")
    result = trace(document)
    assert [row.id for row in result.claims] == [row.id for row in extract(document)] != []
    assert all(claim.confidence < result.threshold for claim in result.weak)
    assert [text[s.start : s.end] for s in result.sentences if s.read] == [s.text for s in result.sentences]
    left_out = {row.id for row in (*result.weak, *result.repeated)}
    assert left_out.isdisjoint(row.id for row in result.claims)


def test_a_trace_holds_the_claims_of_tables() -> None:
    text = (
        "The numbers below are invented for a test and say nothing about the trade that there really is.\n\n"
        "Table 2. Trade of Kazakhstan with EAEU states, mln USD\n\nCountry 2019 2020\nRussia 19,622.7 18,800.1\n"
        "Belarus 799.2 712.3\nTotal 21,297.0 20,341.4\n\nAfter the table the text goes on.\n"
    )
    [document] = read_bytes(text.encode(), "table.en.txt")
    ids = [row.id for row in trace(document).claims]
    assert ids == [row.id for row in extract(document)]
    assert any("table" in row.rule for row in extract(document))
    prose = [s.text for s in trace(document).sentences if s.read]
    assert len(prose) == 2 and prose[1] == "After the table the text goes on."


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two gold claims of a text: one that is found, one of a kind that no word there announces."""
    (tmp_path / "texts").mkdir()
    text = "In 2024 Kazakhstan and Türkiye signed an agreement on gas. The weather in Mongolia was fine all day.\n"
    (tmp_path / "texts" / "note.en.txt").write_text(text, "utf-8")
    parties = [{"actor": "KAZ", "role": "party"}, {"actor": "TUR", "role": "party"}]
    rows = [claim(0, 57, participants=parties), claim(59, 99, kind="meeting")]
    (tmp_path / "gold.jsonl").write_text(
        "".join(json.dumps(row | {"document": "note.en.txt"}) + "\n" for row in rows), "utf-8"
    )
    return tmp_path


def test_evaluate_reads_texts_and_explains(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evaluate", "--gold", gold / "gold.jsonl", "--texts", gold / "texts", "--errors")
    assert code == 0
    assert "recall 0.500  (1 of 2 gold" in out
    assert "missed: nothing\n  note.en.txt 59:99 meeting" in out
    assert "The weather in Mongolia was fine all day." in out


def test_evaluate_as_json(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["evaluate", "--gold", gold / "gold.jsonl", "--texts", gold / "texts", "--format", "json"]
    code, out, _ = run(capsys, *command)
    plain = json.loads(out)
    assert code == 0
    assert (plain["found"]["hits"], plain["by_kind"]["meeting"]["gold"], "errors" in plain) == (1, 1, False)
    code, out, _ = run(capsys, *command, "--errors", "1")
    page = json.loads(out)
    assert code == 0
    assert page["reasons"]["missed"] == {"nothing": 1}
    [missed] = [error for error in page["errors"] if error["side"] == "missed"]
    assert (missed["language"], missed["sentence"]) == ("en", "The weather in Mongolia was fine all day.")


def test_evaluate_names_what_is_missing(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "evaluate", "--gold", gold / "gold.jsonl")
    assert code == 2 and "a folder of texts to read anew with --texts DIR" in err
    code, _, err = run(capsys, "evaluate", "--gold", gold / "gold.jsonl", "--texts", gold)
    assert code == 2 and "note.en.txt is not there, although the gold claims speak of it" in err


def test_a_case_as_json_leaves_out_what_is_not_there() -> None:
    assert set(Error("missed", "nothing", claim(), "s").to_json()) == {
        "side", "reason", "kind", "language", "sentence", "claim",
    }  # fmt: skip
