"""What the service refuses is told in the page's language, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import web_page
from test_web_page import IN_A_BROWSER, Visit, serve

from tarazy.web.settings import Person, Settings

pytestmark = IN_A_BROWSER
ALERT = "[role=alert]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return web_page.observatory(tmp_path_factory.mktemp("web")).path


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    yield from serve(Settings(folder, rate=0))


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[str]:
    tokens = {web_page.READER: Person("Reader", "read"), web_page.REVIEWER: Person("Aigül", "review")}
    yield from serve(Settings(folder, rate=0, tokens=tokens))


def alert(visit: Visit) -> str:
    """What the page tells; that the console tells of it too is no fault."""
    visit.page.wait_for_selector(ALERT)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.width
    return str(visit.page.locator(ALERT).inner_text())


def test_a_token_that_is_not_known(browser: Any, guarded: str) -> None:
    visit = Visit(browser, guarded, "hand")
    page = visit.page
    page.goto(f"{guarded}/?lang=kk#token=wrong")
    assert alert(visit).startswith("Бұл токен мұнда белгісіз")
    assert "token" not in alert(visit) and page.url.endswith("lang=kk")
    page.locator("input[type=password]").fill(web_page.READER)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1 >> visible=true")
    page.wait_for_selector(ALERT, state="detached")
    visit.context.clear_cookies()
    page.goto(f"{guarded}/?lang=ru#token=wrong")
    assert alert(visit).startswith("Этот токен здесь неизвестен")
    visit.context.close()


def test_what_is_not_there_and_what_does_not_fit_have_the_detail_of_the_service_below(
    browser: Any, address: str
) -> None:
    visit = Visit(browser, address, "hand")
    visit.page.goto(f"{address}/records/0000?lang=kk")
    told, _, detail = alert(visit).partition("\n")
    assert told.startswith("Обсерваторияда мұндай дерек жоқ") and "0000" in detail
    assert visit.page.locator(f"{ALERT} [lang=en]").inner_text() == detail.strip()
    visit.page.goto(f"{address}/claims?lang=ru&from=then")
    told, _, detail = alert(visit).partition("\n")
    assert told.startswith("Служба этого не приняла") and "then" in detail
    visit.context.close()


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (500, '{"code": "fault", "detail": "This is a fault"}', "Қызметте қате болды"),
        (503, '{"code": "full", "detail": "The disk is full."}', "Қызметтің дискісінде орын қалмады"),
        (502, "<html>Bad Gateway</html>", "Қызмет жауап бермейді"),
        (0, "", "Қызмет жауап бермейді"),
    ],
)
def test_a_service_that_fails(browser: Any, address: str, status: int, body: str, told: str) -> None:
    visit = Visit(browser, address, "hand")
    visit.page.route(
        "**/api/claims?*",
        lambda route: route.fulfill(status=status, body=body) if status else route.abort("connectionrefused"),
    )
    visit.page.goto(f"{address}/claims?lang=kk")
    assert alert(visit).startswith(told)
    assert ("The disk is full." in alert(visit)) == (status == 503) and "fault" not in alert(visit)
    visit.context.close()


def test_a_service_that_is_gone_lets_one_try_again(browser: Any, address: str) -> None:
    visit = Visit(browser, address, "hand")
    visit.page.route("**/api/session", lambda route: route.abort("connectionrefused"))
    visit.page.goto(f"{address}/?lang=kk")
    assert alert(visit).startswith("Қызмет жауап бермейді")
    visit.page.unroute("**/api/session")
    visit.page.get_by_role("button", name="Қайталап көру").click()
    visit.page.wait_for_selector(ALERT, state="detached")
    visit.context.close()
