"""The evaluation: hand-made cases, and the same figures as the acceptance scorer on any claims."""

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tarazy.errors import UsageError
from tarazy.evaluation import Score, evaluate, load_gold

SCORER = Path(__file__).parent.parent.parent / "shared" / "eval" / "score_claims.py"


def claim(start: int = 0, end: int = 10, kind: str = "agreement", **changes: Any) -> dict[str, Any]:
    return {
        "document": "a.ru.txt",
        "kind": kind,
        "participants": [{"actor": "KAZ", "role": "party"}, {"actor": "TUR", "role": "party"}],
        "time": {"start": "2018", "end": "2018"},
        "quantities": [{"value": 100, "unit": "USD"}],
        "modality": "asserted",
        "evidence": {"start": start, "end": end, "quote": ""},
    } | changes


def test_equal_claims_are_found_and_exact() -> None:
    result = evaluate([claim()], [claim()])
    assert result.found == result.exact == Score(1, 1, 1)
    assert result.found.f1 == 1.0
    assert set(result.slots.values()) == {1.0}
    assert result.by_language == {"ru": Score(1, 1, 1)}


@pytest.mark.parametrize(
    "other",
    [
        claim(kind="meeting"),
        claim(10, 20),
        claim(
            participants=[
                {"actor": "KAZ", "role": "party"},
                {"actor": "X1", "role": "party"},
                {"actor": "X2", "role": "party"},
            ]
        ),
        claim(participants=[]),
    ],
)
def test_other_claims_are_not_found(other: dict[str, Any]) -> None:
    result = evaluate([claim()], [other])
    assert result.found == Score(0, 1, 1)
    assert (len(result.missed), len(result.spurious)) == (1, 1)
    assert result.found.f1 == 0.0


def test_slugs_are_not_compared_and_values_to_three_digits() -> None:
    gold = claim(participants=[{"actor": "org:one", "role": "party"}], quantities=[{"value": 1234, "unit": "USD"}])
    guess = claim(participants=[{"actor": "org:two", "role": "party"}], quantities=[{"value": 1230, "unit": "USD"}])
    assert evaluate([gold], [guess]).exact.hits == 1


def test_pairs_have_the_largest_sum() -> None:
    gold = [claim(0, 10), claim(0, 10, time={"start": "2019", "end": "2019"})]
    guesses = [claim(0, 10, time={"start": "2019", "end": "2019"}), claim(0, 10)]
    assert evaluate(gold, guesses).exact == Score(2, 2, 2)


def test_documents_without_gold_do_not_count() -> None:
    assert evaluate([claim()], [claim(document="b.ru.txt")]).found == Score(0, 1, 0)


def test_faulty_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no gold claims"):
        load_gold(tmp_path)
    (tmp_path / "g.jsonl").write_text('\n{"document": "a"}\n', "utf-8")
    with pytest.raises(UsageError, match=r"g\.jsonl:2 is no claim"):
        load_gold(tmp_path)


ACTORS = st.sampled_from(["KAZ", "TUR", "CSTO", "org:a", "org:b", "person:c", "region:central-asia"])
ROWS = st.lists(
    st.builds(
        claim,
        start=st.integers(0, 12),
        end=st.integers(13, 20),
        kind=st.sampled_from(["agreement", "meeting"]),
        document=st.sampled_from(["a.ru.txt", "b.kk.txt"]),
        participants=st.lists(
            st.fixed_dictionaries({"actor": ACTORS, "role": st.sampled_from(["party", "host"])}), max_size=3
        ),
        time=st.sampled_from([None, {}, {"start": "2018"}, {"start": "2018-05", "end": "2018-05"}]),
        quantities=st.lists(
            st.sampled_from([{"value": 7, "unit": "km"}, {"value": 1234.5, "unit": "USD"}]), max_size=2
        ),
        stage=st.sampled_from([None, "signed"]),
        modality=st.sampled_from(["asserted", "planned"]),
    ),
    min_size=1,
    max_size=8,
)


def as_scored(gold: list[dict[str, Any]], guesses: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    for name, rows in (("gold", gold), ("guesses", guesses)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = [sys.executable, SCORER, folder / "gold.jsonl", folder / "guesses.jsonl", "--json", "--by", "kind"]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, ROWS)
def test_same_figures_as_the_acceptance_scorer(
    tmp_path: Path, gold: list[dict[str, Any]], guesses: list[dict[str, Any]]
) -> None:
    if not SCORER.exists():
        pytest.skip(f"the acceptance scorer is not at {SCORER}")
    # Guesses close to the gold, so that there is something to pair.
    near = copy.deepcopy(gold)[::2] + guesses
    expected, result = as_scored(gold, near, tmp_path), evaluate(gold, near)
    for name, score in (("found", result.found), ("exact", result.exact)):
        assert (score.hits, score.gold, score.predicted) == tuple(
            expected[name][k] for k in ("hits", "gold", "predicted")
        )
        assert score.f1 == pytest.approx(expected[name]["f1"])
    assert result.slots == pytest.approx(expected["slots"])
    for kind, score in result.by_kind.items():
        assert score.hits == expected["by"][kind]["hits"]
