"""Files handed in through the page: names that lead nowhere, limits, who may, reading and importing with what came of it."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
import web_page
from fastapi.testclient import TestClient
from web_page import ended

from tarazy.observatory import Observatory
from tarazy.web import uploads
from tarazy.web.uploads import checked_name

BINARY = {"Content-Type": "application/octet-stream"}
TEXT = "Kazakhstan and Mongolia signed a treaty on transit in 2019."


@pytest.fixture
def obs(tmp_path: Path) -> Observatory:
    return web_page.observatory(tmp_path)


@pytest.fixture
def page(obs: Observatory) -> TestClient:
    return web_page.client(obs.path)


def begin(page: TestClient) -> str:
    return str(page.post("/api/uploads", json={}).json()["upload_id"])


def put(page: TestClient, upload: str, name: str, data: bytes, **headers: str) -> Any:
    return page.put(f"/api/uploads/{upload}/files", params={"name": name}, content=data, headers={**BINARY, **headers})


def test_files_are_read_and_resolved_and_faults_are_told_by_file(page: TestClient, obs: Observatory) -> None:
    upload = begin(page)
    assert put(page, upload, "mongolia.en.txt", TEXT.encode()).json()["files"] == {"mongolia.en.txt": len(TEXT)}
    assert put(page, upload, "broken.pdf", b"%PDF-1.4 nothing").status_code == 200
    folder = next(Path(tempfile.gettempdir()).glob("tarazy-upload-*/mongolia.en.txt")).parent
    job = ended(page, page.post(f"/api/uploads/{upload}/read", json={}))
    assert job["state"] == "done", job
    assert job["result"]["documents"] == 1 and job["result"]["claims"] >= 1 and job["result"]["words"] == 10
    [failure] = job["result"]["failures"]
    assert "broken.pdf" in failure and str(folder) not in failure
    obs.refresh()
    assert "mongolia.en.txt" in obs.documents()["name"].to_list()
    assert obs.records(actor=["KAZ", "MNG"]).height >= 1
    # What the page shows is the new version at once, and the files are gone.
    assert page.get("/api/claims", params={"actor": ["KAZ", "MNG"]}).json()["total"] >= 1
    assert not folder.exists() and put(page, upload, "more.txt", b"x").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/etc/passwd",
        "a/b.txt",
        "..",
        ".hidden",
        "a\\b.txt",
        "a\nb.txt",
        "x" * 300,
        "\u202eevil.txt",
        " ",
    ],
)
def test_a_name_that_is_a_path_is_refused(page: TestClient, name: str) -> None:
    answer = put(page, begin(page), name, b"x")
    assert answer.status_code in (400, 422), answer.text
    assert "\n" not in answer.json()["detail"]


def test_names_in_any_script_are_kept() -> None:
    assert checked_name("Қытай мен Қазақстан (2023).pdf") == "Қытай мен Қазақстан (2023).pdf"


def test_limits(page: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = begin(page)
    monkeypatch.setattr(uploads, "LARGEST", 10)
    assert "too large" in put(page, upload, "big.txt", b"x" * 11).json()["detail"]
    assert put(page, upload, "small.txt", b"x" * 10).status_code == 200
    assert "already" in put(page, upload, "small.txt", b"y").json()["detail"]
    monkeypatch.setattr(uploads, "ALTOGETHER", 12)
    assert put(page, upload, "third.txt", b"x" * 3).status_code == 413
    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    assert "files already" in put(page, upload, "fourth.txt", b"x").json()["detail"]
    assert put(page, upload, "fifth.txt", b"x", **{"Content-Type": "application/json"}).status_code == 400
    assert put(page, upload, "sixth.txt", b"x", Origin="https://evil.example").status_code == 403


def test_only_reviewers_hand_in(obs: Observatory) -> None:
    page = web_page.client(obs.path, tokens=True)
    reader = {"Authorization": f"Bearer {web_page.READER}"}
    reviewer = {"Authorization": f"Bearer {web_page.REVIEWER}"}
    assert page.post("/api/uploads", json={}, headers=reader).status_code == 403
    assert page.post("/api/uploads", json={}).status_code == 401
    upload = page.post("/api/uploads", json={}, headers=reviewer).json()["upload_id"]
    assert put(page, upload, "a.txt", b"x", **reader).status_code == 403
    assert put(page, upload, "a.txt", b"x", **reviewer).status_code == 200
    assert page.post(f"/api/uploads/{upload}/read", json={}, headers=reader).status_code == 403


def test_a_table_is_looked_at_mapped_and_imported(page: TestClient, obs: Observatory) -> None:
    upload = begin(page)
    rows = "from;to;year;bcm\nKazakhstan;China;2021;5.9\nTurkmenistan;China;2021;34\nUtopia;China;2022;1\n"
    put(page, upload, "gas.csv", rows.encode())
    seen = page.post(f"/api/uploads/{upload}/sample", params={"file": "gas.csv"}, json={}).json()
    assert seen["separator"] == ";"
    assert [(one["column"], one["meaning"]) for one in seen["columns"]] == [
        ("from", "actor"),
        ("to", "actor"),
        ("year", "time"),
        ("bcm", "number"),
    ]
    table = {
        "kind": "trade",
        "separator": ";",
        "participants": [{"role": "exporter", "column": "from"}, {"role": "importer", "column": "to"}],
        "start": "year",
        "quantity": "bcm",
        "unit": "m3",
        "scale": 1e9,
    }
    asked = {"file": "gas.csv", "dataset": "table", "table": table}
    before = obs.version
    shown = page.post(f"/api/uploads/{upload}/preview", params={"lang": "ru"}, json=asked).json()
    assert [one["told"]["who"] for one in shown["claims"]][:2] == ["Казахстан → Китай", "Туркменистан → Китай"]
    assert shown["unknown"] == ["Utopia → place:utopya"] and "[[claim]]" in shown["mapping"]
    obs.refresh()
    assert obs.version == before
    wrong = {**asked, "table": {**table, "start": "yaer"}}
    refused = page.post(f"/api/uploads/{upload}/preview", json=wrong)
    assert refused.status_code == 400 and "'yaer'" in refused.json()["detail"] and "/tarazy-upload" not in refused.text
    job = ended(page, page.post(f"/api/uploads/{upload}/import", json=asked))
    assert (job["state"], job["result"]["rows"], job["result"]["claims"]) == ("done", 3, 3), job
    obs.refresh()
    assert obs.claims(actor="TKM", kind="trade")["quantities"].to_list()[0][0]["value"] == 34e9


def test_a_file_of_another_data_set_is_refused_before_it_is_imported(page: TestClient) -> None:
    upload = begin(page)
    put(page, upload, "gas.csv", b"from,to\na,b\n")
    answer = page.post(f"/api/uploads/{upload}/preview", json={"file": "gas.csv", "dataset": "sipri-deliveries"})
    assert answer.status_code == 400 and "gas.csv" in answer.json()["detail"]
    assert page.post(f"/api/uploads/{upload}/preview", json={"file": "no.csv", "dataset": "igo"}).status_code == 404
    job = page.post(f"/api/uploads/{upload}/import", json={"file": "gas.csv", "dataset": "none"})
    assert job.status_code == 400 and "unknown" in job.json()["detail"]
