"""Whatever the addresses are asked, they answer: data, or a problem in one sentence, never a fault of the service."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import web_page
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "KAZ",
        "TUR",
        "agreement",
        "signed",
        "ru",
        "kk",
        "2022",
        "2022-05",
        "9999-12-31",
        "count",
        "USD",
        "asserted",
        "-time",
    ]
)
ODD = st.sampled_from(
    ["", " ", "\x00", "'", "%", "..", "../..", "-1", "1e400", "NaN", "null", "[]", "🐎", "ё" * 500, "0000"]
)
TEXTS = st.one_of(WORDS, ODD, st.text(max_size=12))
BODIES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return web_page.observatory(tmp_path_factory.mktemp("web")).path


@pytest.fixture(scope="module")
def page(path: Path) -> TestClient:
    return web_page.client(path, rate=0)


@pytest.fixture(scope="module")
def description(page: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = page.get("/api/openapi.json").json()
    return found


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values near those that a parameter takes, and others."""
    near: list[st.SearchStrategy[Any]] = [TEXTS]
    for one in (schema, *schema.get("anyOf", ())):
        if "enum" in one:
            near.append(st.sampled_from(one["enum"]))
        if one.get("type") in ("integer", "number"):
            near.append(st.integers(-2, 50) | st.sampled_from([0.5, 10**9, 2**63, 2**64]))
        if one.get("type") == "array":
            near.append(st.lists(values(one.get("items", {})), max_size=3))
    return st.one_of(near)


def told(answer: Any) -> None:
    assert answer.status_code < 500, (
        answer.request.method,
        str(answer.request.url),
        answer.request.content,
        answer.text,
    )
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", str(answer.request.url)
        assert answer.json()["detail"]


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(data=st.data())
def test_questions(page: TestClient, description: dict[str, Any], data: st.DataObject) -> None:
    address, methods = data.draw(
        st.sampled_from([(path, one) for path, one in description["paths"].items() if "get" in one])
    )
    parameters = methods["get"].get("parameters", [])
    query: dict[str, Any] = {}
    for one in parameters:
        if one["in"] == "path":
            step = data.draw(TEXTS)
            address = address.replace(f"{{{one['name']}}}", quote(step, safe="") or "%20")
        elif one.get("required") or data.draw(st.integers(0, 5)) == 0:
            query[one["name"]] = data.draw(values(one["schema"]))
    told(page.get(address, params=query))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_bodies(page: TestClient, description: dict[str, Any], data: st.DataObject) -> None:
    address, method = data.draw(
        st.sampled_from(
            [
                (path, how)
                for path, one in description["paths"].items()
                for how in ("post", "put", "delete")
                if how in one
            ]
        )
    )
    for one in description["paths"][address][method].get("parameters", []):
        if one["in"] == "path":
            address = address.replace(f"{{{one['name']}}}", quote(data.draw(TEXTS), safe="") or "%20")
    claims = [one["claim_id"] for one in page.get("/api/claims?limit=3").json()["claims"]]
    ruling = st.fixed_dictionaries(
        {
            "action": st.sampled_from(
                ["accept", "correct", "add-claim", "same", "prefer", "merge-actors", "undo", "x"]
            ),
            "left": st.sampled_from([*claims, "KAZ", "1", "999", "", "\x00"]) | TEXTS,
            "right": st.none() | st.sampled_from([*claims, "TUR"]) | TEXTS,
            "value": BODIES | st.fixed_dictionaries({"stage": TEXTS, "time": TEXTS}),
        }
    )
    body = data.draw(
        BODIES | st.fixed_dictionaries({"rulings": st.lists(ruling, max_size=2), "why": st.text(max_size=5)})
    )
    told(page.request(method.upper(), address, content=json.dumps(body), headers={"Content-Type": "application/json"}))


def test_schemathesis_finds_no_fault(path: Path) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install schemathesis")
    app, asked = web_page.client(path, rate=0).app, 0
    headers = {"Host": web_page.ADDRESS.removeprefix("http://")}
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=headers)
    for operation in schema.get_all_operations():

        @settings(max_examples=20, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            answer = case.call(base_url=web_page.ADDRESS, headers=headers)
            asked += 1
            assert answer.status_code < 500, (case.method, case.path, answer.content)

        ask()
    assert asked > 100
