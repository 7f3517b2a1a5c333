"""Results of scenarios in a browser: ranges of changed inputs, figures, two side by side, in both sizes and for axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import web_page
from test_web_page import AXE, IN_A_BROWSER, Visit, serious, serve

from tarazy.observatory import Observatory
from tarazy.web.settings import Settings

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return web_page.observatory(tmp_path_factory.mktemp("scenarios"))


@pytest.fixture(scope="module")
def kept(obs: Observatory) -> list[str]:
    changes = {"runs": 10, "sensitivity.trajectories": 2}
    return [obs.scenario("water-accord", {**changes, "seed": seed}).id for seed in range(10)]


@pytest.fixture(scope="module")
def address(obs: Observatory) -> Iterator[str]:
    yield from serve(Settings(obs.path, rate=0))


def test_a_changed_input_is_drawn_between_two_ends_or_none(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/scenarios?case=water-accord&lang=en")
    page.get_by_label("Capability of Kazakhstan", exact=True).fill("400")
    page.get_by_label("Why is it different?: Capability of Kazakhstan").fill("after the reform")
    run = page.get_by_role("button", name="Run", exact=True)
    page.get_by_label("Low: Capability of Kazakhstan").fill("300")
    assert run.is_disabled() and "Give both ends" in page.locator("main").inner_text()
    page.get_by_label("High: Capability of Kazakhstan").fill("500")
    page.get_by_label("Runs", exact=True).fill("10")
    run.click()
    page.wait_for_selector("main figure polyline")
    assert "300 – 500" in page.locator("main").inner_text()
    visit.close()


@pytest.mark.parametrize(("language", "size"), [("kk", "hand"), ("en", "desk")])
def test_results_fit_and_are_accessible(browser: Any, address: str, kept: list[str], language: str, size: str) -> None:
    visit = Visit(browser, address, size, "dark" if size == "hand" else "light")
    for path in (f"/scenarios?result={kept[0]}", f"/scenarios?result={kept[0]}&beside={kept[1]}"):
        page = visit.open(f"{path}&lang={language}")
        page.wait_for_selector("main .bar")
        assert page.evaluate("document.documentElement.scrollWidth") <= visit.width, path
        if AXE.exists():
            assert serious(page) == [], path
    visit.close()


def test_of_many_results_the_last_are_shown_first(browser: Any, address: str, kept: list[str]) -> None:
    visit = Visit(browser, address)
    page = visit.open("/scenarios?lang=ru")
    assert page.locator("main tbody tr").count() == 8
    page.get_by_role("button", name="Все результаты").click()
    page.wait_for_function("document.querySelectorAll('main tbody tr').length >= 10")
    visit.close()
