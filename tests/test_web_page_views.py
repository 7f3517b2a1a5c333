"""Views in a browser: one selection for all of them, playing through years, the timeline, pages of actors, pairs and records, pictures of each."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import web_page
from test_web_page import IN_A_BROWSER, Visit, serious, serve

from tarazy.web.settings import Settings

SVG = "{http://www.w3.org/2000/svg}"

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(Settings(web_page.observatory(tmp_path_factory.mktemp("web")).path, rate=0))


def query(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def record(page: Any, address: str, **wanted: Any) -> Any:
    rows = page.request.get(f"{address}/api/records").json()["records"]
    return next(row for row in rows if all(row[name] == value for name, value in wanted.items()))


def test_all_views_keep_the_selection(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/?lang=en&actor=KAZ&from=2015&to=2023")
    shown = {
        "map": ("/api/ties", "total", r"^(\d+) pairs?"),
        "network": ("/api/network", "total", r"(\d+) pairs?"),
        "timeline": ("/api/timeline", "total", r"^(\d+) dated"),
        "records": ("/api/records", "total", r"^(\d+) records?"),
        "claims": ("/api/claims", "total", r"^(\d+) claims?"),
        "actors": ("/api/actors", "total", r"^(\d+) actors?"),
    }
    whole = {name: page.request.get(address + api).json()[key] for name, (api, key, _) in shown.items()}
    for name, (api, key, pattern) in shown.items():
        page.locator(f"header nav a[href^='/{name}']").click()
        page.wait_for_function("name => location.pathname === `/${name}`", arg=name)
        visit.settle()
        assert query(page) == {"actor": ["KAZ"], "from": ["2015"], "to": ["2023"]}
        found = re.search(pattern, page.locator("main [role=status]").first.inner_text())
        asked = page.request.get(f"{address}{api}", params={"actor": "KAZ", "from": "2015", "to": "2023"}).json()[key]
        assert found and int(found[1]) == asked < whole[name], name
    visit.close()


def test_playing_shows_the_last_years_and_stops(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/map?lang=en&from=2020&to=2022")
    seen: list[str] = []
    page.expose_function("seen", lambda where: seen.append(where))
    page.evaluate(
        "() => { const put = history.replaceState; history.replaceState = function (...all) {"
        " put.apply(this, all); window.seen(location.search); }; }"
    )
    page.get_by_role("button", name="Play through the years").click()
    page.get_by_role("button", name="Stop", exact=True).wait_for()
    page.get_by_role("button", name="Play through the years").wait_for()
    assert (query(page)["from"], query(page)["to"]) == (["2021"], ["2023"])
    assert [parse_qs(one[1:])["from"] for one in seen] == [["2020"], ["2021"]]
    page.get_by_role("button", name="Play through the years").click()
    page.wait_for_function("() => new URLSearchParams(location.search).get('from') === '1998'")
    page.get_by_role("slider", name="Last year").press("ArrowLeft")
    page.get_by_role("button", name="Play through the years").wait_for()
    visit.close()


def saved(page: Any, form: str, path: Path) -> Path:
    with page.expect_download() as waited:
        page.get_by_role("button", name=form, exact=True).first.click()
    waited.value.save_as(path)
    return path


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/?lang=ru", "Казахстан"),
        ("/timeline?lang=kk&by=actor", "Қазақстан 4"),
        ("/actors/KAZ?lang=ru", "Транспорт 1"),
        ("/dyads/KAZ/TUR?lang=en", "Records by domain and year: Kazakhstan – Türkiye"),
    ],
)
def test_what_is_shown_is_saved_as_a_picture(browser: Any, address: str, path: str, word: str, tmp_path: Path) -> None:
    visit = Visit(browser, address, theme="dark")
    page = visit.open(path)
    page.get_by_role("button", name="SVG", exact=True).first.wait_for()
    page.wait_for_function("() => [...document.querySelectorAll('main canvas')].every(one => one.width > 300)")
    root = ElementTree.parse(saved(page, "SVG", tmp_path / "shown.svg")).getroot()
    assert word in {one.text for one in root.iter(f"{SVG}text")}
    assert len(list(root.iter(f"{SVG}path"))) > 1
    assert saved(page, "PNG", tmp_path / "shown.png").read_bytes().startswith(b"\x89PNG")
    visit.close()


@pytest.mark.parametrize(("kind", "arrows"), [("transfer", 1), ("agreement", 0)])
def test_the_map_shows_who_gives_whom(browser: Any, address: str, tmp_path: Path, kind: str, arrows: int) -> None:
    visit = Visit(browser, address)
    page = visit.open(f"/map?lang=en&kind={kind}")
    page.wait_for_selector("canvas[data-ready]")
    root = ElementTree.parse(saved(page, "SVG", tmp_path / "shown.svg")).getroot()
    heads = [one for one in root.iter(f"{SVG}path") if re.fullmatch(r"M[-\d. ]+(L[-\d. ]+){3}Z", one.attrib["d"])]
    assert len(heads) == arrows
    if arrows:
        # Moscow lies north-west of Astana: the tip is the easternmost corner.
        corners = [tuple(map(float, one.split())) for one in heads[0].attrib["d"][1:-1].split("L")]
        assert corners[0] == max(corners)
    visit.close()


def test_the_timeline_is_zoomed_by_dragging_and_opened_by_keys(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/timeline?lang=en&by=kind")
    assert page.locator(".lane").count() == 4
    # What is a year is drawn as wide as a year, and a day as a point.
    assert page.locator(".lane a.year rect").count() == 3
    assert page.locator(".lane a.day circle").count() == 1
    assert page.locator(".lane a.since .arrow").count() == 1
    box = page.locator(".lane .track").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] - 3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] - 3, steps=3)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('zoom=')")
    page.get_by_role("button", name="All", exact=True).click()
    page.wait_for_function("() => !location.search.includes('zoom=')")
    page.locator(".lane a").first.focus()
    page.keyboard.press("Enter")
    page.locator("aside article .title").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('open=')")
    visit.close()


def test_a_record_has_a_page_with_its_sources_and_its_life(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/records?lang=en")
    wanted = record(page, address, kind="agreement", claims=2)
    page.goto(f"{address}/records?lang=en&open={wanted['record_id']}")
    page.get_by_role("link", name="Page of the record").click()
    page.wait_for_selector("article.page h1")
    assert page.locator("h1").inner_text() == "Kazakhstan, Türkiye"
    assert page.locator(".source a").all_inner_texts() == ["corridor.en.txt", "соглашение.ru.txt"]
    told = page.locator(".said").all_inner_texts()
    assert [one.split(" · ")[0] for one in told] == ["May 2022", "10 May 2022"]
    assert "Agreement signed" in page.locator(".life li").first.inner_text()
    page.locator(".who a").first.click()
    page.wait_for_function("() => location.pathname === '/actors/KAZ' && document.title.startsWith('Kazakhstan')")
    visit.close()


def test_an_actor_is_asked_of_a_day_and_leads_to_its_partner(browser: Any, address: str) -> None:
    visit = Visit(browser, address, "hand")
    page = visit.open("/actors/KAZ?lang=kk&from=1990")
    assert page.locator(".names span").all_inner_texts() == ["Қазақстан", "Казахстан", "Kazakhstan"]
    page.get_by_label("Күн, ай немесе жыл").fill("1999-05")
    page.keyboard.press("Tab")
    page.wait_for_function("() => location.search.includes('on=1999-05')")
    page.get_by_role("link", name="Түркия").first.click()
    page.wait_for_function("() => location.pathname === '/dyads/KAZ/TUR'")
    assert query(page)["from"] == ["1990"]
    visit.settle()
    assert "1-орында" in page.locator("main").inner_text()
    visit.close()


@pytest.mark.parametrize(("size", "theme"), [("desk", "dark"), ("hand", "light")])
def test_axe_finds_no_serious_fault(browser: Any, address: str, size: str, theme: str) -> None:
    visit = Visit(browser, address, size, theme)
    page = visit.open("/timeline?lang=ru")
    for path in (
        "/timeline?lang=ru",
        "/actors/KAZ?lang=kk",
        f"/records/{record(page, address, findings=1)['record_id']}?lang=ru",
    ):
        page = visit.open(path)
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= visit.width, path
    visit.close()
