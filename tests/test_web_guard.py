"""Who comes in: names of the host, other sites, tokens and roles, rates; what every answer carries; how the service starts."""

import errno
import json
import logging
from pathlib import Path

import pytest
import web_page
from command_line import run
from httpx import Response

import tarazy
from tarazy.errors import ReadError, UsageError
from tarazy.store.tables import storage_error
from tarazy.web.guard import COOKIE, Rates
from tarazy.web.logs import JsonLines
from tarazy.web.problems import kind_of
from tarazy.web.settings import Settings, is_loopback, read_tokens

ACCEPT = {"rulings": [{"action": "accept", "left": "0000"}]}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web") / "empty"
    tarazy.create(folder)
    return folder


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_this_machine_is_answered_under_its_own_names(path: Path, host: str) -> None:
    assert web_page.client(path).get("/api/overview", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "localhost@evil.example"])
def test_a_page_elsewhere_does_not_reach_it_under_a_name_of_its_own(path: Path, host: str) -> None:
    answer = web_page.client(path).get("/api/overview", headers={"Host": host})
    assert answer.status_code == 400 and "not served under the name" in answer.json()["detail"]


def test_other_sites_rule_on_nothing(path: Path) -> None:
    page = web_page.client(path)
    answer = page.post("/api/decisions", json=ACCEPT, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403 and "Another site" in answer.json()["detail"]
    form = page.post("/api/decisions", content=json.dumps(ACCEPT), headers={"Content-Type": "text/plain"})
    assert form.status_code == 400 and "application/json" in form.json()["detail"]
    own = page.post("/api/decisions", json=ACCEPT, headers={"Origin": web_page.ADDRESS})
    assert own.status_code == 400 and "claim '0000' is not there" in own.json()["detail"]


def test_a_body_that_is_too_large_is_not_read(path: Path) -> None:
    page = web_page.client(path)
    large = page.post("/api/decisions", json={"rulings": [], "why": "x" * 1_000_001})
    assert large.status_code == 413 and "1,000,000 bytes" in large.json()["detail"]
    unknown = page.post("/api/decisions", content=iter([b"{}"]), headers={"Content-Type": "application/json"})
    assert unknown.status_code == 413


def test_with_tokens_nothing_is_seen_without_one(path: Path) -> None:
    page = web_page.client(path, tokens=True)
    for address in ("overview", "claims", "openapi.json", "nothing"):
        answer = page.get(f"/api/{address}")
        assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer", address
    for address in ("/claims?format=csv", "/", "/claims/0000"):
        assert page.get(address, headers={"Accept": "application/json"}).status_code == 401, address
    assert page.get("/api/health").status_code == 200
    assert page.get("/api/version").json()["needs_token"] is True
    for wrong in ("", "a-token-for-readin", "a-token-for-reading2", "ключ"):
        header = bearer(wrong).popitem()[1].encode()
        assert page.get("/api/overview", headers={"Authorization": header}).status_code == 401


def test_roles(path: Path) -> None:
    page = web_page.client(path, tokens=True)
    assert page.get("/api/session", headers=bearer(web_page.READER)).json() == {"name": "Reader", "role": "read"}
    assert page.get("/api/overview", headers=bearer(web_page.READER)).status_code == 200
    refused = page.post("/api/decisions", json=ACCEPT, headers=bearer(web_page.READER))
    assert refused.status_code == 403 and "read here, not rule" in refused.json()["detail"]
    assert page.post("/api/decisions", json=ACCEPT, headers=bearer(web_page.REVIEWER)).status_code == 400
    for_nobody = web_page.client(path, role="read")
    assert for_nobody.post("/api/decisions", json=ACCEPT).status_code == 403


def test_a_token_is_kept_in_a_cookie_that_scripts_cannot_read(path: Path) -> None:
    page = web_page.client(path, tokens=True)
    assert page.post("/api/session", json={"token": "not one of them here"}).status_code == 401
    answer = page.post("/api/session", json={"token": web_page.REVIEWER})
    cookie = answer.headers["set-cookie"].lower()
    assert answer.json() == {"name": "Aigül", "role": "review"}
    assert COOKIE in cookie and "httponly" in cookie and "samesite=strict" in cookie
    assert page.get("/api/overview").status_code == 200


def test_every_answer_has_a_strict_policy(path: Path) -> None:
    page = web_page.client(path)
    for address in ("/", "/api/overview", "/api/nothing", "/api/claims?limit=0"):
        headers = page.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert "frame-ancestors 'none'" in policy and headers["x-content-type-options"] == "nosniff"


def test_data_are_kept_by_nobody_in_between(path: Path) -> None:
    page = web_page.client(path, tokens=True)
    for answer in (page.get("/api/overview"), page.get("/api/overview", headers=bearer(web_page.READER))):
        assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "address",
    [
        "documents/..%2f..%2fobservatory.toml",
        "documents/%2Fetc%2Fpasswd",
        "documents/%2e%2e",
        "scenarios/cases/..%2f..%2fwords",
        "scenarios/results/..%2f..%2fobservatory.toml",
        "scenarios/results/%2e%2e",
        "records/..%2frecords",
        "measures/..%2fbalance",
        "jobs/..%2fuploads",
    ],
)
def test_no_address_leads_out_of_the_observatory(path: Path, address: str) -> None:
    answer = web_page.client(path).get(f"/api/{address}")
    assert answer.status_code in (400, 404, 405) and "[" not in answer.json()["detail"]


def test_the_log_tells_of_every_request_also_of_those_turned_away(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    page = web_page.client(path, tokens=True)
    with caplog.at_level(logging.INFO, "tarazy.web"):
        logging.getLogger("tarazy.web").propagate = True
        caplog.clear()
        page.get("/api/overview", headers=bearer(web_page.READER))
        page.get("/api/overview?actor=KAZ")
    lines = [json.loads(JsonLines().format(one)) for one in caplog.records if one.message == "request"]
    told = [(one["method"], one["path"], one["status"], one["visitor"], one["client"]) for one in lines]
    assert told == [
        ("GET", "/api/overview", 200, "Reader", "testclient"),
        ("GET", "/api/overview", 401, None, "testclient"),
    ]
    assert all(one["milliseconds"] >= 0 and one["time"].endswith("+00:00") for one in lines)


def test_health_and_version_answer_without_a_token(path: Path) -> None:
    page = web_page.client(path, tokens=True)
    health, version = page.get("/api/health"), page.get("/api/version")
    assert health.status_code == version.status_code == 200 and health.json()["status"] == "ok"
    assert set(version.json()) == {"tarazy", "observatory", "changed", "needs_token"}
    assert version.json()["tarazy"] == tarazy.__version__ and version.json()["observatory"] >= 0


def test_a_fault_is_told_in_a_sentence_under_the_same_policy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = web_page.client(path)
    monkeypatch.setattr("tarazy.web.frames.Frames.chosen", lambda *_: 1 / 0)
    answer = page.get("/api/claims")
    assert answer.status_code == 500 and "fault of tarazy" in answer.json()["detail"]
    assert "ZeroDivision" not in answer.text and "default-src 'none'" in answer.headers["content-security-policy"]


def test_an_empty_observatory_has_every_view(path: Path) -> None:
    page = web_page.client(path)
    for address in (
        "overview",
        "facets",
        "claims",
        "records",
        "ties",
        "timeline",
        "actors",
        "documents",
        "findings",
        "decisions",
    ):
        assert page.get(f"/api/{address}").status_code == 200, address
    assert page.get("/api/search?q=x").json()["claims_total"] == 0


def test_who_asks_too_often_waits(path: Path) -> None:
    page = web_page.client(path, rate=0.5, burst=3)
    codes = [page.get("/api/version").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    answer = page.get("/api/version")
    assert int(answer.headers["retry-after"]) >= 1 and "wait" in answer.json()["detail"]


def test_a_bucket_fills_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("tarazy.web.guard.time.monotonic", lambda: now[0])
    rates = Rates(2.0, 2)
    assert [rates.wait("a") > 0 for _ in range(3)] == [False, False, True]
    assert rates.wait("b") == 0
    now[0] += 0.5
    assert [rates.wait("a") > 0 for _ in range(2)] == [False, True]
    assert Rates(0, 1).wait("a") == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_it_listens_elsewhere_only_with_tokens(path: Path, host: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="--tokens"):
        Settings(path, host=host).check()
    ended = run(capsys, "serve", path, "--host", host)
    assert ended.code == 2 and "need tokens" in ended.err and ended.err.count("\n") == 1


def test_names_of_this_machine() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "", "localhost.evil.example", "10.0.0.1")))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "names nobody"),
        ("[A", "is no TOML"),
        ('[A]\ntoken = "short"', "at least 16 characters"),
        ("[A]\ntoken = 1234567890123456", "at least 16 characters"),
        ('[A]\ntoken = "1234567890123456"\nrole = "king"', "role of [A] is 'king'"),
        ('[A]\ntoken = "1234567890123456"\n[B]\ntoken = "1234567890123456"', "[B] and [A] have one token"),
        ('A = "1234567890123456"', "[A] needs a line"),
    ],
)
def test_a_file_of_tokens_that_does_not_fit(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as told:
        read_tokens(file)
    assert sentence in str(told.value) and "tokens.toml" in str(told.value)


def test_a_file_of_tokens(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(
        '["Айгүл"]\ntoken = "1234567890123456"\nrole = "review"\n[B]\ntoken = "abcdefghijklmnop"\n', "utf-8"
    )
    people = read_tokens(file)
    assert {(one.name, one.role) for one in people.values()} == {("Айгүл", "review"), ("B", "read")}
    with pytest.raises(UsageError, match="cannot be read"):
        read_tokens(tmp_path / "none.toml")


def test_an_address_that_is_taken_is_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = run(capsys, "serve", path, "--port", taken.getsockname()[1])
    assert ended.code == 2 and "cannot be had" in ended.err


def test_logs_are_a_json_object_a_line() -> None:
    record = logging.makeLogRecord({"msg": "request", "levelname": "INFO", "path": "/claims", "status": 200})
    line = json.loads(JsonLines().format(record))
    assert line["message"] == "request" and line["status"] == 200 and line["level"] == "info"


def test_tokens_are_not_in_the_log(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "tarazy.web"):
        logging.getLogger("tarazy.web").propagate = True
        page = web_page.client(path, tokens=True)
        page.post("/api/session", json={"token": web_page.REVIEWER})
        page.get("/api/overview", headers=bearer(web_page.READER))
    assert caplog.records and not any(
        token in str(vars(one)) for one in caplog.records for token in (web_page.READER, web_page.REVIEWER)
    )


def test_problems_that_share_a_status_have_codes_of_their_own(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = web_page.client(path, tokens=True)
    reviewer, reader = bearer(web_page.REVIEWER), bearer(web_page.READER)
    elsewhere = {"Origin": "https://evil.example"}

    def code(answer: Response) -> tuple[int, str]:
        told = answer.json()
        assert told["status"] == answer.status_code and told["detail"].endswith("."), told
        return answer.status_code, told["code"]

    assert code(page.get("/api/overview")) == (401, "token")
    assert code(page.post("/api/session", json={"token": "not one of them here"})) == (401, "unknown-token")
    assert code(page.post("/api/decisions", json=ACCEPT, headers=reader)) == (403, "reading-only")
    assert code(page.post("/api/decisions", json=ACCEPT, headers=reviewer | elsewhere)) == (403, "other-site")
    assert code(page.get("/api/claims/0000", headers=reader)) == (404, "missing")
    assert code(page.get("/api/nothing", headers=reader)) == (404, "missing")
    assert code(page.get("/api/claims?limit=0", headers=reader)) == (422, "unfit")
    assert code(page.post("/api/decisions", json=ACCEPT, headers=reviewer)) == (400, "unfit")
    large = {"rulings": [], "why": "x" * 1_000_001}
    assert code(page.post("/api/decisions", json=large, headers=reviewer)) == (413, "large")
    few = web_page.client(path, rate=0.001, burst=1)
    assert few.get("/api/overview").status_code == 200
    assert code(few.get("/api/overview")) == (429, "often")
    monkeypatch.setattr("tarazy.web.jobs._WAITING", 0)
    assert code(page.post("/api/resolve", json={}, headers=reviewer)) == (429, "busy")


def test_what_keeps_the_service_from_its_data_is_told_apart() -> None:
    full = storage_error(OSError(errno.ENOSPC, "No space left on device"), Path("obs"))
    assert kind_of(full) == (503, "full") and kind_of(storage_error(OSError("torn"), Path("obs"))) == (503, "store")
    assert kind_of(ReadError("a.pdf is damaged.")) == (400, "unreadable")
    assert kind_of(UsageError("No.")) == (400, "unfit") and kind_of(KeyError("x")) == (500, "fault")
