"""Every address answers, in three languages and as a file; numbers agree with each other; what is wrong is told in one sentence."""

import csv
import io
import json
from pathlib import Path

import pytest
import web_page
from fastapi.testclient import TestClient
from web_page import ask

from tarazy.observatory import Observatory
from tarazy.web.offsets import Laid, Utf16


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return web_page.observatory(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def page(obs: Observatory) -> TestClient:
    return web_page.client(obs.path)


def addresses(page: TestClient) -> list[tuple[str, dict[str, str], bool]]:
    """Each address that can be asked for, with what it needs, and whether it gives files."""
    record = ask(page, "records")["records"][0]["record_id"]
    claim = ask(page, "claims")["claims"][0]
    steps = {
        "{claim_id}": claim["claim_id"],
        "{record_id}": record,
        "{actor}": "KAZ",
        "{left}": "KAZ",
        "{right}": "TUR",
        "{name}": "shares",
        "{document}": claim["document_id"],
        "{case}": "water-accord",
    }
    needed = {"q": "Kazakhstan", "actor": "KAZ", "a": "KAZ", "b": "TUR", "start16": "0", "end16": "5"}
    needed |= {"whose": "KAZ", "within": "composite", "year": "1998"}
    found = []
    for path, methods in page.get("/api/openapi.json").json()["paths"].items():
        if "get" not in methods:
            continue
        parameters = methods["get"].get("parameters", [])
        query = {one["name"]: needed[one["name"]] for one in parameters if one["in"] == "query" and one.get("required")}
        if path.startswith(("/api/balance", "/api/measures/")):
            query["actor"] = "KAZ"
        for step, value in steps.items():
            path = path.replace(step, value)
        if "{result}" in path:
            # Nothing has been run here; the tests of scenarios ask for results.
            continue
        found.append((path, query, any(one["name"] == "format" for one in parameters)))
    return found


def test_every_address_answers_in_three_languages(page: TestClient) -> None:
    found = addresses(page)
    assert len(found) >= 20
    for path, query, _ in found:
        for language in ("kk", "ru", "en"):
            answer = page.get(path, params={**query, "lang": language})
            assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), (
                path,
                answer.text,
            )


def test_every_view_gives_files_at_its_own_address(page: TestClient) -> None:
    for path, query, files in addresses(page):
        if not files:
            continue
        own = path.removeprefix("/api")
        table = page.get(own, params={**query, "format": "csv"})
        assert (
            table.headers["content-type"].startswith("text/csv")
            and "attachment" in table.headers["content-disposition"]
        )
        rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
        whole = page.get(own, params={**query, "format": "json"}).json()
        lines = [json.loads(line) for line in page.get(own, params={**query, "format": "jsonl"}).text.splitlines()]
        assert len(rows) == len(whole) and whole == lines, path
        if whole:
            assert list(rows[0]) == list(whole[0]), path


def test_a_page_and_its_data_have_one_address(page: TestClient, obs: Observatory, tmp_path: Path) -> None:
    data = page.get("/claims", params={"actor": "TUR"}, headers={"Accept": "application/json"}).json()
    assert data == ask(page, "claims", actor="TUR")
    assert page.get("/", headers={"Accept": "application/json"}).json()["holdings"]["claims"] == 9
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index-1.js").write_text("1", "utf-8")
    (tmp_path / "index.html").write_text("<p>the page</p>", "utf-8")
    built = web_page.client(obs.path, static=tmp_path)
    for address in ("/", "/claims?actor=TUR", "/actors/KAZ", "/index.html"):
        assert built.get(address, headers={"Accept": "text/html,*/*"}).text == "<p>the page</p>", address
    assert "immutable" in built.get("/assets/index-1.js").headers["cache-control"]
    assert built.get("/assets/..%2f..%2fobservatory.toml").status_code == 404


def test_without_a_built_page_it_says_so_and_gives_data(obs: Observatory, tmp_path: Path) -> None:
    page = web_page.client(obs.path, static=tmp_path / "none")
    answer = page.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 503 and "install tarazy again" in answer.text
    assert ask(page, "health")["status"] == "ok"


def test_counts_agree_with_the_rows(page: TestClient) -> None:
    facets = ask(page, "facets", actor="KAZ", **{"from": "2015"})
    rows = ask(page, "claims", actor="KAZ", **{"from": "2015"})
    assert facets["selected"] == rows["total"] == len(rows["claims"]) == 5
    assert {one["value"]: one["count"] for one in facets["kind"]} == {"agreement": 2, "transfer": 1, "trade": 2}
    assert facets["undated"] == 1
    # Years are those of the selection without its interval.
    assert {one["year"]: one["count"] for one in facets["years"] if one["count"]} == {
        1998: 1,
        2015: 1,
        2022: 2,
        2023: 2,
    }
    assert sum(facets["confidence"]) == 5
    assert facets["actor"][0]["value"] == "KAZ"


def test_values_of_a_chosen_field_are_counted_without_it(page: TestClient) -> None:
    facets = ask(page, "facets", kind="trade", language="ru")
    assert {one["value"]: one["count"] for one in facets["language"]} == {"en": 1, "ru": 1, "kk": 1}
    assert {one["value"]: one["count"] for one in facets["kind"]} == {"agreement": 1, "trade": 1, "presence": 1}


def test_pages_and_orders(page: TestClient) -> None:
    whole = ask(page, "claims", order="-time")["claims"]
    times = [row["time_start"] or row["time_end"] for row in whole]
    dated = [time for time in times if time]
    assert dated == sorted(dated, reverse=True) and times[len(dated) :] == [None] * (9 - len(dated))
    parts = [ask(page, "claims", order="-time", offset=at, limit=2)["claims"] for at in range(0, 10, 2)]
    assert [row["claim_id"] for part in parts for row in part] == [row["claim_id"] for row in whole]
    sure = [row["confidence"] for row in ask(page, "claims", order="confidence", limit=3)["claims"]]
    assert sure == [0.3, 0.45, 0.6]


def test_rows_are_told_in_the_language(page: TestClient) -> None:
    [row] = ask(page, "records", kind="presence", lang="ru")["records"]
    assert row["told"] == {
        "when": "с 2003 г.",
        "what": "Действует",
        "who": "Россия → Кыргызстан",
        "object": "база",
        "detail": "база",
    }
    [row] = ask(page, "claims", kind="presence", lang="kk")["claims"]
    assert row["told"]["when"] == "2003 жылдан бері"
    assert [one["name"] for one in row["participants"]] == ["Ресей", "Қырғызстан"]


def test_a_record_has_its_claims_its_conflict_and_its_life(page: TestClient) -> None:
    [row] = ask(page, "records", actor="CHN")["records"]
    found = ask(page, f"records/{row['record_id']}", lang="en")
    assert {claim["document"] for claim in found["claims"]} == {"corridor.en.txt", "соглашение.ru.txt"}
    assert row["findings"] == 1
    [finding] = found["findings"]
    assert "31 and 41 billion USD" in finding["sentence"] and len(finding["sides"]) == 2
    assert {claim for side in finding["sides"] for claim in side["claims"]} == set(finding["claims"])
    assert [event["event"] for event in found["history"]] == ["made"]


def test_findings_are_those_of_the_selection(page: TestClient) -> None:
    assert ask(page, "findings")["total"] == ask(page, "findings", actor="CHN")["total"] == 1
    assert ask(page, "findings", actor="TUR")["total"] == 0
    assert ask(page, "findings", type="fault")["total"] == 0
    assert ask(page, "findings")["rules"] == {"amounts": 1}


def test_ties_are_summed_by_pair_and_touch_the_interval(page: TestClient, obs: Observatory) -> None:
    ties = ask(page, "ties")
    expected = obs.ties("count")
    assert sum(edge["weight"] for edge in ties["edges"]) == expected["weight"].sum()
    assert ties["total"] == expected.select("source", "target", "directed").n_unique()
    assert {node["actor"] for node in ties["nodes"]} == {*expected["source"], *expected["target"]}
    astana = next(node for node in ties["nodes"] if node["actor"] == "KAZ")
    assert (astana["latitude"], astana["longitude"]) == (51.17, 71.43)
    # A base of which no end is known ties in its first year.
    assert {
        (edge["source"], edge["target"]) for edge in ask(page, "ties", **{"from": "2022", "to": "2022"})["edges"]
    } >= {("KAZ", "TUR")}
    money = ask(page, "ties", measure="amount", actor="CHN")
    assert money["unit"] == "USD" and len(money["edges"]) == 1
    assert [edge["target"] for edge in ask(page, "ties", actor=["KAZ", "TUR"])["edges"]] == ["TUR"]


def test_a_measure_is_that_of_the_observatory(page: TestClient, obs: Observatory) -> None:
    shares = ask(page, "measures/shares", actor="KAZ", every=10, **{"from": "1995", "to": "2024"})
    expected = obs.measure("shares", "KAZ", every=10, start="1995", end="2024")
    assert shares["columns"] == expected.columns
    assert [row["share"] for row in shares["rows"]] == expected["share"].to_list()
    assert [row["records"] for row in shares["rows"]] == expected["records"].to_list()
    both = ask(page, "balance", actor="KAZ")
    assert {row["status"] for row in both["figures"]} == {"known"} and both["names"]["TUR"] == "Türkiye"


def test_places_in_a_text_count_as_python_and_as_browsers_do(page: TestClient, obs: Observatory) -> None:
    for name in web_page.DOCUMENTS:
        for view in ("given", "cleaned"):
            found = ask(page, f"documents/{name}", view=view)
            text, wide = found["text"], found["text"].encode("utf-16-le")
            quotes = {claim["claim_id"]: claim["quote"] for claim in found["claims"]}
            assert len(found["spans"]) == len(quotes) == obs.claims(document=name).height
            for span in found["spans"]:
                quote = quotes[span["claim_id"]]
                assert text[span["start"] : span["end"]] == quote
                assert wide[2 * span["start16"] : 2 * span["end16"]].decode("utf-16-le") == quote
        assert text.replace("\n\n", "\n") == obs.text(name)


def test_utf16_units_before_a_character() -> None:
    text = "a👩‍🌾б"
    assert [Utf16(text)(at) for at in range(len(text) + 1)] == [0, 1, 3, 4, 6, 7]
    assert Utf16("plain")(3) == 3


@pytest.mark.parametrize(
    ("given", "cleaned", "quote", "found"),
    [
        ("Ливан-\nдағы күш", "Ливандағы күш", "Ливан-\nдағы", "Ливандағы"),
        ("со\u00adглашение о воде", "соглашение о воде", "о воде", "о воде"),
        ("the  wide\n gap here", "the wide gap here", "wide\n gap", "wide gap"),
        ("same", "same", "am", "am"),
        ("x" * 5000 + "-\n" + "y" * 10, "x" * 5000 + "y" * 10, "yyy", "yyy"),
    ],
)
def test_a_place_in_the_cleaned_text(given: str, cleaned: str, quote: str, found: str) -> None:
    laid, start = Laid(given, cleaned), given.index(quote)
    assert cleaned[laid(start) : laid(start + len(quote), is_end=True)] == found


def test_actors_are_found_by_a_part_of_a_name_in_any_language(page: TestClient) -> None:
    for part in ("Қазақ", "казахст", "KAZAKH", "kaz"):
        assert ask(page, "actors", find=part)["actors"][0]["actor"] == "KAZ", part
    found = ask(page, "search", q="Қазақстан", lang="ru")
    assert found["actors"][0] == {"actor": "KAZ", "name": "Казахстан", "type": "state", "claims": 7}
    assert found["claims_total"] >= 1


def test_an_actors_page_and_a_dyad(page: TestClient) -> None:
    kaz = ask(page, "actors/KAZ", lang="kk")
    assert (kaz["actor"]["name"], kaz["actor"]["claims"], kaz["actor"]["records"]) == ("Қазақстан", 7, 5)
    assert sum(cell["count"] for cell in kaz["cells"]) == 4
    # Of Uzbekistan's membership there is only a forecast.
    assert ask(page, "actors/UZB/memberships")["memberships"] == []
    dyad = ask(page, "dyads/KAZ/TUR")
    assert (dyad["claims"], dyad["records"]) == (2, 1)
    assert dyad["latest"][0]["time_start"] == "2022-05-10"


@pytest.mark.parametrize("by", ["kind", "domain", "actor", "partner"])
def test_lanes_hold_what_is_dated(page: TestClient, by: str) -> None:
    found = ask(page, "timeline", by=by, actor="KAZ")
    assert (found["total"], found["undated"], len(found["entries"])) == (4, 1, 4)
    lanes = {lane["lane"]: lane["count"] for lane in found["lanes"]}
    assert ("KAZ" in lanes) == (by == "actor")
    for lane in found["lanes"]:
        assert lane["count"] == sum(lane["lane"] in entry["lanes"] for entry in found["entries"])
    starts = [entry["time_start"] for entry in found["entries"]]
    assert starts == sorted(starts)
    assert {entry["precision"] for entry in found["entries"]} == {"year", "day"}


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("claims?kind=treaty", 400, "kind 'treaty' is unknown"),
        ("claims?from=12.5.2022", 400, "from '12.5.2022' is no date"),
        ("claims?limit=0", 422, "limit: "),
        ("claims?confidence=2", 422, "confidence: "),
        ("claims?lang=de", 422, "lang: "),
        ("claims?order=size", 422, "order: "),
        ("claims/0000", 404, "Claim '0000' is not there"),
        ("records/r-0000", 404, "Record 'r-0000' is not there"),
        ("actors/QQQ", 404, "Actor 'QQQ' is not in this observatory"),
        ("dyads/KAZ/QQQ", 404, "Actor 'QQQ' is not in this observatory"),
        ("documents/none.txt", 404, "Document 'none.txt' is not in this observatory"),
        ("documents/..%2f..%2fetc%2fpasswd", 404, ""),
        ("measures/none", 400, "measure 'none' is unknown"),
        ("balance", 400, "needs 1 actor"),
        ("balance?actor=KAZ&from=abcd", 400, "from 'abcd' is no date"),
        ("actors/KAZ/memberships?on=abcd", 400, "abcd"),
        ("ties?measure=amount&unit=XYZ", 400, "unit 'XYZ' is not there"),
        ("search", 422, "q: "),
        ("nothing", 404, "There is nothing at /api/nothing"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(page: TestClient, address: str, status: int, sentence: str) -> None:
    answer = page.get(f"/api/{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["status"] == status and sentence in told["detail"] and told["detail"].endswith(".")
    assert "\n" not in told["detail"] and "Traceback" not in told["detail"]
