"""From texts to findings: read, resolve, ask, show."""

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import run

import tarazy
from tarazy.errors import StoreError, UsageError

TEXTS = {
    "loan-2021.en.txt": "Published 5 March 2021\n\nIn 2020 China lent Kyrgyzstan 400 million dollars for the northern road.",
    "loan-2022.en.txt": "Published 8 April 2022\n\nIn 2020 China lent Kyrgyzstan 450 million dollars for the northern road.",
    "trade.ru.txt": "Товарооборот Казахстана с Китаем вырос на 20 %: с 4 млрд долл. в 2021 г. до 5,6 млрд долл. в 2022 г.",
    "dostyk.kk.txt": "Қырғызстан 1988 жылы Тәуелсіз Мемлекеттер Достастығына кірді.",
}


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> tarazy.Observatory:
    folder = tmp_path_factory.mktemp("findings")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = tarazy.create(folder / "obs")
    made.read([folder / name for name in TEXTS])
    return made


def shown(obs: tarazy.Observatory, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    ended = run(capsys, "conflicts", obs.path, *arguments)
    assert ended.code == 0, ended.err
    return ended.out


def test_findings_need_a_resolve(obs: tarazy.Observatory) -> None:
    with pytest.raises(StoreError, match="run `tarazy resolve"):
        tarazy.open(obs.path, obs.version if obs.version < 2 else 1).findings()


def test_findings_of_an_observatory(obs: tarazy.Observatory, capsys: pytest.CaptureFixture[str]) -> None:
    assert obs.resolve().findings >= 3
    assert {"amounts", "change-rate", "member-before-founded"} <= set(obs.findings()["rule"])
    assert set(obs.findings(type="conflict")["type"]) == {"conflict"}
    [loan] = obs.findings(actor="KGZ", kind="investment", rule="amounts").iter_rows(named=True)
    assert set(loan["claims"]) <= set(obs.claims()["claim_id"])
    assert loan["record_id"] in set(obs.records()["record_id"])
    with pytest.raises(UsageError, match="rule 'amount' is unknown"):
        obs.findings(rule="amount")
    with pytest.raises(UsageError, match="type 'error' is unknown"):
        obs.findings(type="error")

    table = shown(obs, capsys, "--rule", "amounts")
    assert "two sources give 400 and 450 million USD for 2020" in table
    assert "loan-2021.en.txt" in table and "loan-2022.en.txt" in table
    rows = json.loads(shown(obs, capsys, "--format", "json", "--language", "ru", "--limit", "0"))
    assert len(rows) == obs.findings().height
    assert any("400 и 450 млн USD" in row["sentence"] for row in rows)
    cells = list(csv.DictReader(io.StringIO(shown(obs, capsys, "--format", "csv", "--type", "fault"))))
    assert {cell["type"] for cell in cells} == {"fault"}
    assert "KAZ" in next(cell["actors"] for cell in cells if cell["rule"] == "change-rate")


def test_findings_follow_the_documents_and_the_rulings(obs: tarazy.Observatory, tmp_path: Path) -> None:
    obs.resolve()
    before = obs.findings()
    more = tmp_path / "loan-2023.en.txt"
    more.write_text("In 2020 China lent Kyrgyzstan 450 million dollars for the northern road.", encoding="utf-8")
    obs.read([more])
    obs.resolve(again=True)
    [grown] = obs.findings(rule="amounts", actor="KGZ").iter_rows(named=True)
    assert json.loads(grown["values"])["documents"] == 3
    # What the new document does not bear on stays as it was, once.
    untouched = before.filter(before["rule"] != "amounts")
    now = obs.findings()
    assert sorted(now.filter(now["rule"] != "amounts")["finding_id"]) == sorted(untouched["finding_id"])

    value = {"slot": "quantities", "value": [{"value": 450e6, "unit": "USD"}]}
    obs.decide("prefer", grown["record_id"], value=value, who="A. Reader", why="the bank's own report")
    obs.resolve()
    [settled] = obs.findings(rule="amounts", actor="KGZ").iter_rows(named=True)
    assert settled["finding_id"] == grown["finding_id"]
    assert json.loads(settled["values"])["settled"]["who"] == "A. Reader"
