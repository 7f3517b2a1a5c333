"""Map and network in a browser: drawn, moved by keys, actors and pairs opened by a click, saved as pictures, read as tables, in both sizes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import web_page
from conftest import ARGUMENTS
from test_web_page import AXE, CHROMIUM, IN_A_BROWSER, Visit, serious, serve

from tarazy.web.settings import Settings

SVG = "{http://www.w3.org/2000/svg}"
ASTANA, ANKARA = "71.43~51.17~6", "32.86~39.93~6"

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(Settings(web_page.observatory(tmp_path_factory.mktemp("web")).path, rate=0))


def colours(page: Any, selector: str) -> int:
    """How many different colours a canvas has."""
    return int(
        page.evaluate(
            """selector => {
                const canvas = document.querySelector(selector);
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                return new Set(new Uint32Array(data.buffer)).size;
            }""",
            selector,
        )
    )


def wait_for_address(page: Any, part: str) -> None:
    page.wait_for_function("part => (location.pathname + location.search).includes(part)", arg=part)


def middle(page: Any, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("size", ["desk", "hand"])
def test_the_map_is_drawn_and_moved_by_keys(browser: Any, address: str, size: str) -> None:
    visit = Visit(browser, address, size)
    page = visit.open("/map?lang=en")
    page.wait_for_selector("canvas[data-ready]")
    page.wait_for_function("() => document.querySelector('.ground').width > 500")
    page.wait_for_timeout(300)
    assert colours(page, "canvas.ground") > 50
    assert colours(page, "canvas[data-ready]") > 50
    assert "6 pairs of 6 actors" in page.locator("main [role=status]").first.inner_text()
    page.locator("[role=application]").focus()
    page.keyboard.press("ArrowRight")
    wait_for_address(page, "at=")
    before = page.url
    page.keyboard.press("+")
    page.wait_for_function("before => location.href !== before", arg=before)
    scale = float(re.findall(r"~([\d.]+)(?:&|$)", before.replace("%7E", "~"))[0])
    page.get_by_role("button", name="World", exact=True).click()
    page.wait_for_function(
        "scale => Number(new URLSearchParams(location.search).get('at').split('~')[2]) < scale", arg=scale
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= visit.width
    visit.close()


def test_a_click_selects_an_actor_and_another_opens_the_pair(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open(f"/map?lang=ru&at={ASTANA}&layers=none")
    page.wait_for_selector("canvas[data-ready]")
    page.wait_for_timeout(300)
    page.mouse.move(*middle(page, "[role=application]"))
    assert "Казахстан" in page.locator(".tip").inner_text()
    page.mouse.click(*middle(page, "[role=application]"))
    wait_for_address(page, "actor=KAZ")
    page = visit.open(f"/map?lang=ru&at={ANKARA}&layers=none&actor=KAZ")
    page.wait_for_selector("canvas[data-ready]")
    page.wait_for_timeout(300)
    page.mouse.click(*middle(page, "[role=application]"))
    wait_for_address(page, "/dyads/KAZ/TUR")
    visit.close()


@pytest.mark.parametrize("path", ["/map?lang=kk&layers=rivers corridors pipelines", "/network?lang=kk"])
def test_what_is_shown_is_saved_as_a_picture(browser: Any, address: str, path: str, tmp_path: Path) -> None:
    visit = Visit(browser, address)
    page = visit.open(path)
    page.wait_for_selector("[role=application] canvas")
    page.wait_for_timeout(300)
    with page.expect_download() as waited:
        page.get_by_role("button", name="SVG").click()
    waited.value.save_as(tmp_path / "shown.svg")
    root = ElementTree.parse(tmp_path / "shown.svg").getroot()
    assert "Қазақстан" in {one.text for one in root.iter(f"{SVG}text")}
    assert len(list(root.iter(f"{SVG}path"))) > 4
    assert (tmp_path / "shown.svg").stat().st_size < 600_000
    with page.expect_download() as waited:
        page.get_by_role("button", name="PNG").click()
    waited.value.save_as(tmp_path / "shown.png")
    assert (tmp_path / "shown.png").read_bytes().startswith(b"\x89PNG")
    visit.close()


def test_the_same_stands_in_a_table(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    for path, table in (("/map?lang=en", "The same as a table"), ("/network?lang=en", "The same as tables")):
        page = visit.open(path)
        page.get_by_text(table, exact=True).click()
        rows = page.locator("details tbody tr")
        assert rows.count() == page.request.get(f"{address}/api/ties").json()["total"]
        assert "Kazakhstan" in rows.first.inner_text()
    rows.first.locator("a").click()
    wait_for_address(page, "/dyads/")
    visit.close()


def test_the_network_shows_surroundings_and_the_way_between_two(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/network?lang=en")
    page.wait_for_selector(".graph canvas")
    page.get_by_label("Find an actor").fill("Uzbekistan")
    page.keyboard.press("Tab")
    wait_for_address(page, "node=UZB")
    page.get_by_label("Way to").fill("Türkiye")
    page.keyboard.press("Tab")
    wait_for_address(page, "path=TUR")
    told = page.locator(".stage [role=status]").inner_text()
    assert told.startswith("2 steps:")
    assert told.index("Uzbekistan") < told.index("Kazakhstan") < told.index("Türkiye")
    page.get_by_role("button", name="1 step around it").click()
    wait_for_address(page, "ego=1")
    page.get_by_text("The same as tables", exact=True).click()
    assert page.locator("details tbody tr").count() == 1
    page.keyboard.press("Escape")
    page.wait_for_function("() => !location.search.includes('node=')")
    visit.close()


def test_a_selection_moves_no_actor(browser: Any, address: str, tmp_path: Path) -> None:
    visit = Visit(browser, address)
    found = []
    for path in ("/network?lang=en", "/network?lang=en&actor=KAZ"):
        page = visit.open(path)
        page.wait_for_selector(".graph canvas")
        page.wait_for_timeout(400)
        with page.expect_download() as waited:
            page.get_by_role("button", name="SVG").click()
        waited.value.save_as(tmp_path / "shown.svg")
        texts = ElementTree.parse(tmp_path / "shown.svg").getroot().iter(f"{SVG}text")
        found.append(
            {one.text: float(one.attrib["y"]) / float(page.locator(".graph").bounding_box()["height"]) for one in texts}
        )
    both = found[0].keys() & found[1].keys()
    assert len(both) >= 3
    assert "Kyrgyzstan" in found[0]
    for name in both:
        assert found[0][name] == pytest.approx(found[1][name], abs=0.02)
    visit.close()


def test_without_webgl_the_network_is_told_in_tables(browser: Any, address: str) -> None:
    started = browser.browser_type.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, "--disable-3d-apis"])
    page = started.new_context().new_page()
    page.goto(f"{address}/network?lang=ru")
    page.get_by_text("Этот браузер не поддерживает WebGL").wait_for()
    page.get_by_text("То же таблицами").click()
    assert "Казахстан" in page.locator("details ol li").first.inner_text()
    started.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm --prefix web ci")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault(browser: Any, address: str, theme: str) -> None:
    visit = Visit(browser, address, "desk", theme)
    for path in ("/map?lang=kk", "/network?lang=ru&node=KAZ&path=TUR"):
        page = visit.open(path)
        page.wait_for_selector("[role=application] canvas")
        page.locator("details summary").click()
        assert serious(page) == [], path
    visit.close()
