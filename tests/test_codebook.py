"""The vocabulary: complete, the same as the acceptance check's, and as the docs print it."""

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from script_modules import load

from tarazy.codebook.claim import Claim, Evidence, Participant, Quantity, ValidTime
from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES, UNITS, check_claim, is_currency

ROOT = Path(__file__).parent.parent
CHECK = ROOT.parent / "shared" / "eval" / "check_claims.py"


@pytest.fixture(scope="module")
def acceptance() -> ModuleType:
    if not CHECK.exists():
        pytest.skip(f"the acceptance check is not at {CHECK}")
    return load(CHECK)


def test_sixteen_kinds_all_described() -> None:
    assert len(KINDS) == 16
    for kind in KINDS.values():
        assert kind.description and kind.domain in DOMAINS and kind.roles
        assert all(role.description for role in kind.roles.values())
        assert all(kind.stages.values())
        assert all(re.fullmatch(r"[A-Z]+", code) for code in kind.plover)
        assert all(re.fullmatch(r"\d{2,4}", code) for code in kind.cameo)
    assert [name for name, kind in KINDS.items() if not kind.plover] == ["threat", "indicator"]
    assert all(unit.description for unit in UNITS.values())
    assert "asserted" in MODALITIES


def test_same_vocabulary_as_the_acceptance_check(acceptance: ModuleType) -> None:
    assert {name: set(kind.roles) for name, kind in KINDS.items()} == {
        name: set(roles.split()) for name, roles in acceptance.ROLES.items()
    }
    stages = {name: set(kind.stages) for name, kind in KINDS.items() if kind.stages}
    assert stages == {name: set(words.split()) for name, words in acceptance.STAGES.items()}
    assert set(MODALITIES) == set(acceptance.MODALITIES)


CLAIMS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([*KINDS, "treaty"]),
        "participants": st.lists(
            st.fixed_dictionaries(
                {
                    "actor": st.sampled_from(
                        ["KAZ", "C5+1", "org:tusas", "org:", "Kaz", "region:central-asia", "place:Ural", ""]
                    ),
                    "role": st.sampled_from(["party", "host", "member", "subject", "side", "boss"]),
                }
            ),
            max_size=3,
        ),
        "evidence": st.sampled_from([{"start": 0, "end": 3, "quote": "abc"}, {"start": 1, "end": 3, "quote": "abc"}]),
    },
    optional={
        "stage": st.sampled_from(["signed", "held", "support", "opened", "done"]),
        "modality": st.sampled_from(["asserted", "denied", "certain"]),
        "time": st.sampled_from([{}, {"start": "2018"}, {"start": "2018-5", "end": "2019"}, {"end": "2020-01-02"}]),
        "quantities": st.lists(
            st.sampled_from([{"value": 5, "unit": "USD"}, {"value": "5", "unit": "USD"}, {"value": 1.5, "unit": ""}]),
            max_size=2,
        ),
    },
)


@given(CLAIMS)
def test_same_faults_as_the_acceptance_check(acceptance: ModuleType, claim: dict[str, Any]) -> None:
    assert len(check_claim(claim, "abcdef")) == len(list(acceptance.faults(claim, "abcdef")))


def test_a_claim_is_checked_too() -> None:
    claim = Claim(
        document="a.txt",
        kind="agreement",
        participants=(Participant("KAZ", "party"), Participant("TUR", "party")),
        evidence=Evidence(0, 3, "abc"),
        time=ValidTime("2018", "2018"),
        quantities=(Quantity(2.5e9, "USD"),),
        stage="signed",
    )
    assert check_claim(claim, "abcdef") == []
    assert check_claim(claim, "xbcdef") == ["the quote differs from the text at 0:3"]
    assert check_claim(claim.to_exchange() | {"stage": "held"}) == [
        "stage 'held' is not one of agreement: proposed, negotiated, signed, ratified, in-force, rejected, suspended, terminated"
    ]


def test_the_docs_are_current() -> None:
    written = load("write_codebook")
    assert written.PAGE.read_text(encoding="utf-8") == written.page(), "run python scripts/write_codebook.py"


def test_three_capitals_are_money_only_where_iso_4217_has_them() -> None:
    assert all(map(is_currency, ("USD", "KZT", "XDR", "DEM")))
    assert not any(map(is_currency, (*UNITS, "usd", "RMB", "")))
