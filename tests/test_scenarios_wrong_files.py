"""Fifty kinds of wrong scenario files, of all models: one fault, one clear sentence that names the file, the field and the mend."""

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tarazy.errors import UsageError
from tarazy.scenarios.reading import cases, parsed, read_case
from tarazy.scenarios.running import run_case
from tarazy.scenarios.table import models

OUT = object()
"""Stands for a field that is taken out."""
HAS = {"value": 1, "assumption": "a test"}
LISTED = "extremist-list"
SPREAD = "pressure-from-afghanistan"
CUT = "loss-of-a-partner"
BRICS = "brics-membership"
SYR = "syr-darya"
CLOSED = "northern-route-closes"

FLOWS = {
    f"inputs.flow.{partner}": dict.fromkeys(("defence", "diplomacy", "economy"), HAS)
    for partner in ("RUS", "CHN", "TUR", "USA", "UZB", "KGZ")
}
OUT_OF_XIAN = ("xian-turpan", "xian-shanghai", "xian-erenhot")

# Case, fields and what they become, words of the sentence.
WRONG: list[tuple[str, dict[str, Any], list[str]]] = [
    # Any file
    (BRICS, {"model": OUT}, ["names no model", "bargaining, choice"]),
    (BRICS, {"model": "choise"}, ["'choise'", "did you mean 'choice'"]),
    (BRICS, {"runs": 0}, ["runs is 0", "from 1 to"]),
    (BRICS, {"runs": 2.5}, ["runs is 2.5", "whole number"]),
    (BRICS, {"seed": -1}, ["seed is -1"]),
    (BRICS, {"sed": 3}, ["sed", "did you mean 'seed'"]),
    (BRICS, {"sensitivity.method": "moris"}, ["sensitivity.method", "morris, sobol"]),
    (BRICS, {"sensitivity.trajectories": 1}, ["trajectories", "at least 2"]),
    (BRICS, {"title": 7}, ["title is 7", "words in quotes"]),
    (BRICS, {"inputs": [1]}, ["inputs is no table", "[inputs]"]),
    # Choice
    (BRICS, {"scope.options": ["join"], "inputs.score.partner": OUT, "inputs.score.keep-out": OUT}, ["scope.options", "at least two"]),
    (BRICS, {"scope.options": ["join", "partner"]}, ["score.keep-out.finance names 'keep-out'", "option"]),
    (BRICS, {"inputs.score.join": OUT}, ["has no score.join.finance, score.join.voice", "3 more", "give each a value"]),
    (BRICS, {f"inputs.score.{one}.invited.value": 0 for one in ("join", "partner", "keep-out")} | {"inputs.score.join.invited.evidence": ["cite: x"]}, ["no option meets all requirements"]),
    (BRICS, {"scope.criteriax": ["voice"], "scope.criteria": OUT}, ["scope.criteriax"]),
    (BRICS, {"settings.method": "ahp"}, ["settings.method", "topsis"]),
    (BRICS, {"settings.sort.west": "harm"}, ["settings.sort.west", "risk"]),
    (BRICS, {"inputs.score.join.voice": OUT}, ["score.join.voice", "evidence or an assumption"]),
    (BRICS, {"inputs.score.join.voice": 7}, ["score.join.voice is 7 without evidence"]),
    (BRICS, {"inputs.score.join.voice.assumption": OUT}, ["score.join.voice is 7 without evidence"]),
    (BRICS, {"inputs.score.join.voice.assumption": 3}, ["assumption is 3", "in words"]),
    (BRICS, {"inputs.score.join.voice.assumption": "reasons.voise"}, ["reasons.voise", "[reasons]"]),
    (BRICS, {"inputs.score.join.voice.value": "high"}, ["is 'high'", "give a number"]),
    (BRICS, {"inputs.score.join.voice.range": [9, 4]}, ["range is [9, 4]", "lesser number first"]),
    (BRICS, {"inputs.score.join.voice.shape": "normal"}, ["shape is 'normal'", "uniform, triangular"]),
    (BRICS, {"inputs.score.join.duty": HAS}, ["names 'duty', which does not take part", "criterion"]),
    (BRICS, {"inputs.weight.voice.value": -1}, ["weight.voice"]),
    (BRICS, {"inputs.score.join.invited.evidence": ["Uali 2024"]}, ["'Uali 2024'", "cite:"]),
    # Bargaining
    (LISTED, {"scope.actors": ["RUS", "BLR", "KAZ", "KGZ", "TJK", "AMR"]}, ["'AMR' is no actor", "ARM"]),
    (LISTED, {"scope.actors": ["RUS"] * 2}, ["names 'RUS' twice"]),
    (LISTED, {"inputs.position.KAZ.taliban.value": 140}, ["position.KAZ.taliban", "140"]),
    (LISTED, {"settings.victory": "quadratic"}, ["settings.victory", "choose from"]),
    # Spill-over
    (SPREAD, {"scope.sources": ["IRN"]}, ["IRN"]),
    (SPREAD, {"inputs.rate.border.value": 2}, ["rate.border"]),
    (SPREAD, {"inputs.rate": 0.5}, ["inputs.rate is given once for several", "inputs.rate.border"]),
    (SPREAD, {"settings.months": 0}, ["settings.months is 0", "at least 1"]),
    (SPREAD, {"change.help.TJK": "much"}, ["change.help.TJK", "give a number"]),
    # Stress
    (CUT, {}, ["has no flow.RUS.defence", "15 more", "name an observatory"]),
    (CUT, {"scope.partners": []}, ["scope.partners is []", "list of names"]),
    (CUT, FLOWS | {"change.cut.RUS": 1.5}, ["change.cut.RUS is 1.5", "at most 1"]),
    (CUT, FLOWS | {"settings.supplier": "DEU"}, ["settings.supplier", "DEU"]),
    # Water
    (SYR, {"inputs.capacity.toktogul.value": -19.5}, ["capacity.toktogul is -19.5", "at least 0"]),
    (SYR, {"inputs.capacity.toktogul.value": 19500}, ["capacity.toktogul is 19500", "at most 2,000 (km3)"]),
    (SYR, {"inputs.capacity.toktogul.valu": 19.5, "inputs.capacity.toktogul.value": OUT}, ["valu", "did you mean 'value'"]),
    (SYR, {"inputs.storage.charvak.value": 3.0}, ["storage.charvak", "capacity of 2.05"]),
    (SYR, {"inputs.dead.andijan.value": 5.0}, ["dead.andijan", "capacity of 1.9"]),
    (SYR, {"inputs.least.lower-reach.value": 9.0}, ["least.lower-reach cannot be kept in", "km³ are lacking"]),
    (SYR, {"scope.river": ["toktogul > fergana-reach"]}, ["scope.river does not say where andijan, charvak", "add each to a chain"]),
    (SYR, {"scope.pair": ["KGZ", "TKM"]}, ["scope.pair", "name two of KGZ, TJK, UZB, KAZ"]),
    (SYR, {"settings.owner.toktogul": "TKM"}, ["settings.owner.toktogul", "none of the states"]),
    (SYR, {"settings.at.naryn": "naryn-reach"}, ["settings.at.naryn", "reservoir or reach"]),
    (SYR, {"settings.first-month": 13}, ["first-month is 13", "at most 12"]),
    (SYR, {"change.drought": 1.0}, ["change.drought is 1", "below 1"]),
    (SYR, {"change.fill.toktogul": 8.0}, ["change.fill.toktogul", "21 km³ in a reservoir of 19.5"]),
    (SYR, {"scope.operations": ["quota", "grand"]}, ["'unilateral'", "add it"]),
    # Corridors
    (CLOSED, {"scope.network": "eurasian"}, ["is not there", "eurasia"]),
    (CLOSED, {"scope.demands": ["china-europa"]}, ["did you mean 'china-europe'"]),
    (CLOSED, {"scope.demands": [["china-europe"]]}, ["scope.demands is [['china-europe']]"]),
    (CLOSED, {"change.closed.aktau-baku": 2}, ["change.closed.aktau-baku is 2", "at most 1"]),
    (CLOSED, {"change.lost.kiev": True}, ["'kiev'", "does not take part"]),
    (CLOSED, {"inputs.capacity.brest-duisburg": {**HAS, "value": -1}}, ["capacity.brest-duisburg is -1", "at least 0"]),
    (CLOSED, {f"inputs.capacity.{one}": {**HAS, "value": 0} for one in OUT_OF_XIAN} | {"scope.demands": ["china-europe"]}, ["china-europe", "no path leads from xian to duisburg"]),
    (CLOSED, {f"inputs.capacity.{one}": HAS for one in OUT_OF_XIAN} | {"scope.demands": ["china-europe"], "settings.must": True}, ["settings.must is true", "at most 3 pass from xian", "bounded by the capacity of xian-turpan"]),
]  # fmt: skip


def text_of(given: Mapping[str, Any]) -> str:
    """A table as TOML, with tables inside it in braces."""
    return "\n".join(f"{json.dumps(name)} = {_toml(value)}" for name, value in given.items())


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(name)} = {_toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def bent(case: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A case that comes along with some fields made something else."""
    given = deepcopy(parsed(cases()[case].read_text("utf-8"), case))
    for field, value in fields.items():
        at = given
        *tables, last = field.split(".")
        for name in tables:
            at = at.setdefault(name, {})
        if value is OUT:
            del at[last]
        else:
            at[last] = value
    return given


def test_there_are_fifty_kinds_of_all_models() -> None:
    assert len(WRONG) >= 50
    assert {parsed(cases()[case].read_text("utf-8"), case)["model"] for case, *_ in WRONG} == set(models())


@pytest.mark.parametrize("case", sorted({case for case, *_ in WRONG}))
def test_a_case_that_is_written_anew_is_right(case: str) -> None:
    given = bent(case, {"runs": 2} | (FLOWS if case == CUT else {}))
    assert read_case(Path("x.toml"), text=text_of(given)).model == given["model"]


@pytest.mark.parametrize(("case", "fields", "told"), WRONG, ids=[f"{next(iter(one[1]), one[0])}"[:60] for one in WRONG])
def test_one_fault_one_sentence(case: str, fields: Mapping[str, Any], told: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        run_case(read_case(Path("x.toml"), text=text_of(bent(case, fields))))
    said = str(caught.value)
    assert "\n" not in said and said.endswith((".", "?")), said
    assert said.startswith(("x.toml", "eurasia")), said
    assert all(words in said for words in told), said
