"""Several reviewers, conflicts decided in place, and the reader in the hand, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import web_page
from test_web_page import IN_A_BROWSER, Visit, serve

import tarazy
from tarazy.web.settings import Settings

pytestmark = IN_A_BROWSER
SHOWN = "document.querySelector('article .source a').href"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return web_page.observatory(tmp_path).path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    yield from serve(Settings(folder, rate=0))


def test_who_comes_second_is_told_and_nothing_is_overruled_unseen(browser: Any, address: str, folder: Path) -> None:
    first, second = Visit(browser, address), Visit(browser, address)
    for visit in (first, second):
        visit.open("/review?lang=en&queue=doubt").wait_for_selector("article h2")
    claim = second.page.evaluate(SHOWN)
    first.page.keyboard.press("r")
    first.page.wait_for_function(f"claim => {SHOWN} !== claim", arg=claim)
    second.page.keyboard.press("a")
    second.page.wait_for_selector(".overtaken")
    assert "has ruled on this claim meanwhile" in second.page.locator(".overtaken").inner_text()
    second.page.wait_for_function(f"claim => {SHOWN} !== claim", arg=claim)
    assert tarazy.open(folder).decisions()["action"].to_list() == ["reject"]
    # What is refused is all that the console tells of.
    assert [fault for fault in second.faults if "409" not in fault] == []
    for visit in (first, second):
        visit.context.close()


def test_what_is_undone_is_shown_again(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/review?lang=en")
    page.wait_for_selector("article h2")
    page.keyboard.press("j")
    claim = page.evaluate(SHOWN)
    page.keyboard.press("r")
    page.wait_for_function(f"claim => {SHOWN} !== claim", arg=claim)
    page.keyboard.press("u")
    page.wait_for_function(f"claim => {SHOWN} === claim", arg=claim)
    visit.close()


def test_a_conflict_is_decided_and_the_records_are_made_anew(browser: Any, address: str, folder: Path) -> None:
    visit = Visit(browser, address)
    page = visit.open("/conflicts?lang=en")
    page.get_by_role("button", name="This value holds").first.click()
    assert "Say why" in page.locator("main [role=alert]").inner_text()
    page.keyboard.type("the later figure")
    page.get_by_role("button", name="This value holds").first.click()
    page.wait_for_selector("main .decided")
    assert "one value holds" in page.locator("main .decided").inner_text()
    page.locator("main h1").click()
    page.keyboard.press("u")
    page.wait_for_selector("main .decided", state="detached")
    page.get_by_role("button", name="Correct this claim").first.click()
    page.wait_for_selector("main form")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reject this claim").first.click()
    page.wait_for_selector("main .decided")
    page.get_by_role("button", name="Make the records anew").click()
    page.wait_for_selector("main .decided", state="detached", timeout=30_000)
    page.wait_for_function("() => !document.querySelector('main').textContent.includes('not in the records yet')")
    assert "resolve" in tarazy.open(folder).snapshot.commits["action"].to_list()[-1]
    visit.close()


def test_the_margin_and_the_next_claim_are_there_in_the_hand(browser: Any, address: str, folder: Path) -> None:
    visit = Visit(browser, address, "hand")
    [document] = tarazy.open(folder).documents().filter(name="corridor.en.txt")["document_id"]
    page = visit.open(f"/documents/{document}?lang=kk")
    note = page.locator("[data-note='0']")
    note.click()
    page.wait_for_selector("aside.open article")
    box, text = note.bounding_box(), page.locator("[data-start]").nth(1).bounding_box()
    assert box["height"] >= 24 and box["y"] > text["y"]
    page.locator("aside .walk button").last.click()
    page.wait_for_selector("[data-note='1'][aria-current]")
    assert page.evaluate("document.documentElement.scrollWidth") <= visit.width
    page.locator("aside .close").click()
    page.locator(".tools button").last.click()
    page.wait_for_selector("mark.new")
    page.locator("[data-start]").nth(2).click(position={"x": 20, "y": 12})
    page.wait_for_function("() => document.querySelector('mark.new').textContent.startsWith('Trade of Kazakhstan')")
    visit.close()
