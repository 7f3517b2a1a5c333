"""Search, scenarios and upload in a browser: by keyboard, in both sizes, without a fault in the console or for axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import web_page
from test_web_page import AXE, IN_A_BROWSER, Visit, serious, serve

from tarazy.web.settings import Person, Settings

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(Settings(web_page.observatory(tmp_path_factory.mktemp("search")).path, rate=0))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = web_page.observatory(tmp_path_factory.mktemp("guarded"))
    yield from serve(Settings(made.path, tokens={web_page.READER: Person("Reader", "read")}))


def test_search_by_keyboard_alone(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/?lang=ru")
    page.keyboard.press("Control+k")
    page.keyboard.type("Қазақст")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    assert page.locator("[role=option][aria-selected=true] .text").inner_text() == "Казахстан"
    page.keyboard.press("Escape")
    page.keyboard.type("ан")
    page.keyboard.press("Enter")
    page.wait_for_selector("main mark")
    marked = {one.lower() for one in page.locator("main mark").all_inner_texts()}
    assert {"қазақстан", "kazakhstan", "казахстан"} <= marked
    page.keyboard.press("Control+k")
    page.keyboard.type("казхастан")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .said")
    assert "казахстан" in page.locator("main .said").inner_text()
    visit.close()


@pytest.mark.parametrize(("language", "size"), [("kk", "hand"), ("ru", "desk")])
def test_views_fit_and_are_accessible(browser: Any, address: str, language: str, size: str) -> None:
    visit = Visit(browser, address, size, "dark" if language == "ru" else "light")
    for path in ("/search?q=Kazakhstan", "/scenarios?", "/scenarios?case=water-accord", "/upload?"):
        page = visit.open(f"{path}&lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= visit.width, path
        if AXE.exists():
            # The content security policy lets no script into the page; the driver's own way in is not bound by it.
            assert serious(page) == [], path
    visit.close()


def test_a_scenario_is_changed_run_and_compared(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/scenarios?case=water-accord&lang=en")
    page.get_by_label("Runs", exact=True).fill("20")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_selector("main .spans")
    page.go_back()
    page.wait_for_selector("main .inputs")
    page.get_by_label("Capability of Kazakhstan", exact=True).fill("400")
    assert page.get_by_role("button", name="Run", exact=True).is_disabled()
    page.get_by_label("Why is it different?: Capability of Kazakhstan").fill("after the reform")
    page.get_by_label("Runs", exact=True).fill("20")
    page.get_by_label("Name", exact=True).fill("Mine")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_selector("main h1:text-is('Mine')")
    assert "after the reform" in page.locator("main").inner_text()
    visit.open("/scenarios?lang=en")
    for box in page.locator("main tbody input").all():
        box.check()
    page.get_by_role("button", name="Side by side").click()
    page.wait_for_selector("main .bar.second")
    assert "Capability of Kazakhstan" in page.locator("main table").inner_text()
    visit.close()


def test_files_are_handed_in_and_read_while_one_watches(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/upload?lang=en")
    rows = b"from;to;year;bcm\nKazakhstan;China;2021;5.9\nTurkmenistan;China;2021;34\n"
    files = [
        {"name": "gas.csv", "mimeType": "text/csv", "buffer": rows},
        {
            "name": "Mongolia.txt",
            "mimeType": "text/plain",
            "buffer": b"Kazakhstan and Mongolia signed a treaty in 2019.",
        },
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"},
        {"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"},
    ]
    page.set_input_files("input[type=file]", files)
    page.get_by_role("button", name="Read 4 files").wait_for()
    page.get_by_role("button", name="Take photo.jpg out").click()
    page.get_by_role("button", name="Read 3 files").click()
    page.wait_for_selector("main .failures", timeout=30_000)
    said = page.locator("main .job").first.inner_text()
    assert page.get_by_role("link", name="Mongolia.txt").count() == 1
    assert "1 document" in said and "1 claim" in said and "broken.pdf is a damaged PDF" in said
    page.set_input_files("input[type=file]", files[:1])
    page.get_by_role("button", name="Import as data").click()
    # A column that names no unit is not taken for dollars.
    page.wait_for_selector("main .mapping [role=status]")
    assert page.get_by_role("button", name="Import", exact=True).is_disabled()
    page.locator("main .mapping label", has_text="Unit").locator("select").select_option("km3")
    page.wait_for_selector("main .claims li")
    assert "Kazakhstan → China" in page.locator("main .claims").inner_text()
    page.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_function("() => document.querySelector('main .job')?.innerText.includes('2 claims')")
    visit.close()


def test_a_reader_looks_and_neither_runs_nor_hands_in(browser: Any, guarded: str) -> None:
    visit = Visit(browser, guarded)
    page = visit.open(f"/scenarios?case=water-accord&lang=en#token={web_page.READER}")
    assert page.get_by_role("button", name="Run", exact=True).count() == 0
    visit.open("/upload?lang=en")
    assert page.locator("main input[type=file]").count() == 0
    visit.close()
