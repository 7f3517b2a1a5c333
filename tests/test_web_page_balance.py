"""The scales in a browser: by keyboard, in both sizes, two states beside each other, a figure down to its records, the picture saved."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import web_page
from test_web_page import AXE, IN_A_BROWSER, SIZES, Visit, serious, serve

from tarazy.observatory import Observatory
from tarazy.web.settings import Settings

pytestmark = IN_A_BROWSER
BALANCE = "/balance?actor=KAZ&every=10&from=1995&to=2024&lang=en"


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return web_page.observatory(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def address(obs: Observatory) -> Iterator[str]:
    yield from serve(Settings(obs.path, rate=0))


def scales(page: Any) -> str:
    return str(page.locator(".picture svg").first.get_attribute("aria-label"))


@pytest.mark.parametrize("size", SIZES)
def test_a_figure_opens_its_records_by_keyboard(browser: Any, address: str, obs: Observatory, size: str) -> None:
    visit = Visit(browser, address, size)
    page = visit.open(BALANCE)
    assert page.evaluate("document.documentElement.scrollWidth") <= visit.width
    cell = page.get_by_role("button", name="All domains, 2015–2024: why?")
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("section[aria-label='Why this number'] .behind li a")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Why this number"
    told = obs.measure("shares", "KAZ", every=10, start=1995, end=2024).filter(domain="composite", start=2015)
    records = {one for row in told["records"] for one in row}
    shown = page.locator(".behind li a").evaluate_all("all => all.map((one) => one.pathname.split('/').at(-1))")
    assert set(shown) == records and len(shown) == len(records)
    page.get_by_role("button", name="Türkiye", exact=True).focus()
    page.keyboard.press("Space")
    page.wait_for_url("**partner=TUR*")
    page.locator(".behind h3", has_text="Türkiye: 1 record").wait_for()
    of_one = page.locator(".behind li a").evaluate_all("all => all.map((one) => one.pathname.split('/').at(-1))")
    assert of_one == told.filter(partner="TUR")["records"].item().to_list()
    page.keyboard.press("Escape")
    page.wait_for_selector("section[aria-label='Why this number']", state="detached")
    assert cell.evaluate("one => one === document.activeElement")
    visit.close()


def test_periods_pans_and_weights_are_chosen_by_keyboard(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open(BALANCE)
    assert scales(page).startswith("The scales of Kazakhstan: on the left ")
    page.get_by_label("Left pan").select_option("turkic")
    page.get_by_label("Right pan").select_option("russia")
    before = scales(page)
    assert "Turkic states" in before and "Russia" in before
    page.locator("ol.periods button", has_text="1995–2004").press("Enter")
    page.wait_for_url("**period=1995*")
    assert "Turkic states, 0%" in scales(page)
    page.locator("ol.periods button", has_text="2015–2024").press("Enter")
    page.wait_for_function(
        "was => document.querySelector('.picture svg').getAttribute('aria-label') === was", arg=before
    )
    page.locator("summary", has_text="Weights of the domains").press("Enter")
    page.get_by_role("slider", name="Transport").press("End")
    page.wait_for_url("**weights=transport%3A4*")
    page.wait_for_function(
        "was => document.querySelector('.picture svg').getAttribute('aria-label') !== was", arg=before
    )
    page.get_by_role("button", name="All alike").press("Enter")
    page.wait_for_function(
        "was => document.querySelector('.picture svg').getAttribute('aria-label') === was", arg=before
    )
    visit.close()


@pytest.mark.parametrize("size", SIZES)
def test_two_states_stand_beside_each_other(browser: Any, address: str, size: str) -> None:
    visit = Visit(browser, address, size)
    page = visit.open("/balance?actor=KAZ&actor=UZB&match=any&every=10&lang=ru")
    assert page.locator(".picture svg").count() == 2
    pans = page.locator(".pans h3").all_inner_texts()
    assert pans[:2] == pans[2:]
    spans = [
        page.locator("ol.periods").nth(at).locator("button > span:first-of-type").all_inner_texts() for at in (0, 1)
    ]
    assert spans[0] == spans[1] and len(spans[0]) == 3
    places = [page.locator(".picture").nth(at).bounding_box() for at in (0, 1)]
    assert (places[0]["y"] == places[1]["y"]) is (size == "desk")
    assert page.evaluate("document.documentElement.scrollWidth") <= visit.width
    if AXE.exists():
        assert serious(page) == []
    visit.close()


def test_what_is_unknown_is_an_empty_pair_of_scales(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/balance?actor=KAZ&domain=defence&from=1992&to=2001&lang=en")
    assert scales(page) == "The scales of Kazakhstan are empty: nothing is known."
    assert "%" not in page.locator(".scales").inner_text()
    visit.close()


def test_the_scales_are_saved_as_they_are_shown(browser: Any, address: str, tmp_path: Path) -> None:
    visit = Visit(browser, address)
    page = visit.open(f"{BALANCE}&left=turkic&right=russia")
    with page.expect_download() as waited:
        page.get_by_role("button", name="SVG").click()
    waited.value.save_as(tmp_path / "balance.svg")
    drawn = (tmp_path / "balance.svg").read_text("utf-8")
    shown = page.locator(".told").all_inner_texts()
    assert all(one in drawn for one in ("Kazakhstan, 2015–2024", "Turkic states", "Russia", *shown))
    with page.expect_download() as waited:
        page.get_by_role("button", name="PNG").click()
    waited.value.save_as(tmp_path / "balance.png")
    assert (tmp_path / "balance.png").read_bytes().startswith(b"\x89PNG")
    visit.close()


def test_kazakh_writes_numbers_and_dates_its_own_way(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/balance?actor=KAZ&every=10&from=1995&to=2024&lang=kk")
    assert "0,00" in page.locator(".matrix").inner_text() and "0.00" not in page.locator(".matrix").inner_text()
    page = visit.open("/?lang=kk")
    assert " ж. " in page.locator("main").inner_text() and " M1" not in page.locator("main").inner_text()
    visit.close()
