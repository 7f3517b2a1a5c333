"""Scenarios through the page: forms, runs beside the service, what came out, who may; faults in one sentence."""

import time
from typing import Any

import pytest
import web_page
from fastapi.testclient import TestClient

from tarazy.observatory import Observatory

CASE = "water-accord"
OVERRIDE = {"input": "capability.KAZ", "value": 400, "reason": "after the reform"}


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return web_page.observatory(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def page(obs: Observatory) -> TestClient:
    return web_page.client(obs.path)


def run(page: TestClient, **body: Any) -> dict[str, Any]:
    begun = page.post("/api/scenarios/runs", json={"case": CASE, "runs": 20, **body})
    return web_page.ended(page, begun, seconds=20)


def test_a_case_is_a_form_in_three_languages(page: TestClient) -> None:
    listed = page.get("/api/scenarios", params={"lang": "ru"}).json()
    assert {"case": CASE, "model": "bargaining", "title": "Соглашение по Сырдарье"}.items() <= next(
        one for one in listed["cases"] if one["case"] == CASE
    ).items()
    for language, title in (("kk", "Мүмкіндігі: Қазақстан"), ("ru", "Возможности: Казахстан")):
        form = page.get(f"/api/scenarios/cases/{CASE}", params={"lang": language}).json()
        [one] = [one for one in form["inputs"] if one["name"] == "capability.KAZ"]
        assert (one["title"], one["value"], one["basis"]) == (title, 260, "assumption") and one["reason"]
        assert form["no_prediction"]


def test_the_list_reads_no_case_anew(page: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = {language: web_page.ask(page, "scenarios", lang=language)["cases"] for language in ("kk", "ru", "en")}
    monkeypatch.setattr("tarazy.web.views.scenarios.tomllib.loads", lambda _: 1 / 0)
    assert {language: web_page.ask(page, "scenarios", lang=language)["cases"] for language in first} == first
    titles = [{case["title"] for case in first[language]} for language in first]
    assert len(first["kk"]) > 5 and titles[0] != titles[1] != titles[2]


def test_a_model_begins_with_whom_one_names(page: TestClient) -> None:
    form = page.get("/api/scenarios/cases/bargaining", params={"scope": ["actors=KAZ,TUR", "issues=route"]}).json()
    assert [one["name"] for one in form["inputs"] if one["name"].startswith("position")] == [
        "position.KAZ.route",
        "position.TUR.route",
    ]


WORDED = ["actors=KAZ,TUR", "issues=route", "settings.words.route=middle corridor,railway", "settings.oppose.route=10"]


def test_an_empty_bargain_asks_for_the_words_by_which_records_fill_it(page: TestClient) -> None:
    form = page.get("/api/scenarios/cases/bargaining", params={"scope": WORDED[:2], "lang": "kk"}).json()
    offered = {one["name"]: one for one in form["filling"]}
    assert "words.route" in offered and "words.route" not in {one["name"] for one in form["settings"]}
    assert "route" in offered["words.route"]["title"] and offered["words.route"]["value"] is None
    form = page.get("/api/scenarios/cases/bargaining", params={"scope": WORDED}).json()
    offered = {one["name"]: one["value"] for one in form["filling"]}
    assert offered["words.route"] == ["middle corridor", "railway"] and offered["oppose.route"] == 10
    assert not page.get(f"/api/scenarios/cases/{CASE}").json()["filling"]
    for wrong in ("settings.method=mean", "settings.oppose.route=many"):
        refused = page.get("/api/scenarios/cases/bargaining", params={"scope": [*WORDED[:2], wrong]})
        assert refused.status_code == 400 and wrong.partition("=")[0] in refused.text


def test_an_override_is_run_kept_and_told_with_its_reason(page: TestClient, obs: Observatory) -> None:
    plain, mine = run(page), run(page, title="Mine", inputs=[OVERRIDE])
    assert plain["state"] == mine["state"] == "done", (plain, mine)
    assert mine["done"] == mine["total"] > 20
    first, second = plain["result"]["result_id"], mine["result"]["result_id"]
    shown = page.get(f"/api/scenarios/results/{second}", params={"lang": "kk"}).json()
    [row] = [one for one in shown["inputs"] if one["basis"] == "override"]
    assert (row["title"], row["value"], row["before"], row["reason"]) == (
        "Мүмкіндігі: Қазақстан",
        "400",
        "260",
        "after the reform",
    )
    kept = obs.scenario_result(second)
    assert [one["median"] for one in shown["summary"]] == kept.summary["median"].to_list()
    assert {one["result_id"] for one in page.get("/api/scenarios").json()["saved"]} == {first, second}
    both = page.get(f"/api/scenarios/results/{first}/beside/{second}", params={"lang": "ru"}).json()
    assert [one["title"] for one in both["inputs"]] == ["Возможности: Казахстан"]
    assert (both["inputs"][0]["a"], both["inputs"][0]["b"]) == ("260 (221 – 299), допущение", "400, изменено")
    for one in both["outputs"]:
        assert one["difference"] == pytest.approx(one["b_median"] - one["a_median"])
    whole = page.get(f"/api/scenarios/results/{second}/page", params={"lang": "ru"})
    assert whole.headers["content-type"].startswith("text/html") and "after the reform" in whole.text


def test_an_override_can_have_a_range_and_both_show_what_tells_most_first(page: TestClient) -> None:
    drawn = run(page, inputs=[{**OVERRIDE, "low": 300, "high": 500}])["result"]["result_id"]
    shown = page.get(f"/api/scenarios/results/{drawn}", params={"lang": "ru"}).json()
    [row] = [one for one in shown["inputs"] if one["basis"] == "override"]
    assert (row["low"], row["high"]) == (300, 500)
    assert {"capability.KAZ"} <= {one["input"] for one in shown["effects"]}
    turns = next(one for one in shown["tables"] if one["name"] == "turns")
    assert [one["title"] for one in turns["figures"]] == ["зимние попуски", "плата за летние попуски"]
    line = next(one for one in turns["figures"][0]["lines"] if one["title"] == "Казахстан")
    assert line["points"][0] == [0, 20] and len(line["points"]) > 2
    both = page.get(f"/api/scenarios/results/{drawn}/beside/{drawn}").json()
    minor = {one["output"] for one in shown["summary"] if one["minor"]}
    places = [one["output"] in minor for one in both["outputs"]]
    assert places == sorted(places) and any(places) and not both["inputs"]


def test_a_run_can_be_stopped(page: TestClient) -> None:
    answer = page.post("/api/scenarios/runs", json={"case": CASE, "runs": 20000, "seed": 3}).json()
    stopped = page.post(f"/api/jobs/{answer['job_id']}/stop", json={})
    assert stopped.status_code == 200
    for _ in range(400):
        job = next(one for one in page.get("/api/jobs").json()["jobs"] if one["job_id"] == answer["job_id"])
        if job["state"] == "stopped":
            break
        time.sleep(0.05)
    assert (job["state"] == "stopped" and job["done"] < job["total"]) or job["total"] == 0, job
    assert page.post("/api/jobs/none/stop", json={}).status_code == 404


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"inputs": [{**OVERRIDE, "input": "capability.QQQ"}]}, "'capability.QQQ'"),
        ({"inputs": [{**OVERRIDE, "reason": " "}]}, "has no reason"),
        ({"inputs": [{**OVERRIDE, "value": -1}]}, "capability.KAZ"),
        ({"settings": {"method": "zz"}}, "settings.method is 'zz'"),
        ({"case": "../../etc/passwd"}, "is not there"),
        ({"case": "bargaining", "scope": {"actors": ["QQQ"]}}, "QQQ"),
        ({"case": "bargaining", "scope": {"files": "x"}}, "scope.files is no field"),
        ({"runs": 0}, "runs"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(page: TestClient, body: dict[str, Any], sentence: str) -> None:
    answer = page.post("/api/scenarios/runs", json={"case": CASE, "runs": 5, **body})
    assert answer.status_code in (400, 404, 422), answer.text
    assert sentence in answer.json()["detail"] and "\n" not in answer.json()["detail"]


def test_a_result_of_another_folder_cannot_be_named(page: TestClient) -> None:
    for name in ("..%2f..", "none", "%2e%2e%2fclaims", ".%00."):
        assert page.get(f"/api/scenarios/results/{name}").status_code == 404


def test_readers_look_and_do_not_run(obs: Observatory) -> None:
    page = web_page.client(obs.path, tokens=True)
    reader = {"Authorization": f"Bearer {web_page.READER}"}
    assert page.get(f"/api/scenarios/cases/{CASE}", headers=reader).status_code == 200
    assert page.post("/api/scenarios/runs", json={"case": CASE}, headers=reader).status_code == 403
    assert page.post("/api/jobs/x/stop", json={}, headers=reader).status_code == 403


def test_who_changed_an_input_is_noted(obs: Observatory) -> None:
    page = web_page.client(obs.path, tokens=True)
    page.headers["Authorization"] = f"Bearer {web_page.REVIEWER}"
    job = run(page, inputs=[OVERRIDE], seed=5)
    inputs = obs.scenario_result(job["result"]["result_id"]).inputs.rows(named=True)
    assert [row["who"] for row in inputs if row["basis"] == "override"] == ["Aigül"]
    assert job["who"] == "Aigül"
