"""A first visit in a browser: an observatory without claims, names in the reader's own script, the way from a claim to its mending, paper."""

from collections.abc import Iterator
from typing import Any

import pytest
import web_page
from test_web_page import IN_A_BROWSER, Visit, serve

import tarazy
from tarazy.web.settings import Settings

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(Settings(web_page.observatory(tmp_path_factory.mktemp("web")).path, rate=0))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(Settings(tarazy.create(tmp_path_factory.mktemp("bare") / "new").path, rate=0))


def test_an_observatory_without_claims_leads_to_the_upload(browser: Any, bare: str) -> None:
    visit = Visit(browser, bare)
    page = visit.open("/claims?lang=ru")
    page.get_by_role("link", name="Загрузить документы").click()
    page.wait_for_function("location.pathname === '/upload'")
    visit.settle()
    assert not page.get_by_role("link", name="Загрузить документы").count()
    visit.close()


def test_one_with_claims_says_nothing_of_the_upload(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/claims?lang=ru&words=нетникакогослова")
    assert not page.get_by_role("link", name="Загрузить документы").count()
    visit.close()


def test_partners_have_names_in_cyrillic_and_poles_are_explained(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    codes = "[...document.querySelectorAll('.matrix .code')].map((one) => one.textContent)"
    page = visit.open("/balance?lang=en&actor=KAZ")
    assert "RUS" in page.evaluate(codes)
    page = visit.open("/balance?lang=kk&actor=KAZ")
    assert page.evaluate(codes) == []
    assert "Ресей" in page.locator("p.poles").inner_text()
    visit.close()


def test_a_claim_leads_to_its_place_in_the_text(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    claim = visit.page.request.get(f"{address}/api/claims?limit=1").json()["claims"][0]
    page = visit.open(f"/claims?lang=en&open={claim['claim_id']}")
    page.get_by_role("link", name="Correct in the text").click()
    page.wait_for_function("document => location.pathname === `/documents/${document}`", arg=claim["document_id"])
    assert f"claim={claim['claim_id']}" in page.url
    visit.close()


def test_a_selected_actor_can_be_seen_to_be_removable(browser: Any, address: str) -> None:
    visit = Visit(browser, address, "hand")
    page = visit.open("/claims?lang=ru&actor=CSTO&actor=KAZ&kind=membership&domain=security")
    crosses = page.locator(".chips .chip [aria-hidden]")
    assert crosses.count() == 4
    for at in range(4):
        box = crosses.nth(at).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= visit.width
    visit.close()


def test_paper_has_the_view_and_the_selection_alone(browser: Any, address: str) -> None:
    visit = Visit(browser, address, theme="dark")
    page = visit.open("/balance?lang=ru&actor=KAZ")
    page.emulate_media(media="print")
    assert not page.locator("header nav").is_visible()
    assert not page.locator(".bar .words").is_visible()
    assert page.locator(".chips .chip").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    visit.close()
