"""The page in a browser: overview, claims and records in three languages and two sizes, by keyboard, without a fault in the console."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
import web_page
from conftest import CHROMIUM

from tarazy.web.app import create_app, page_is_built
from tarazy.web.settings import Person, Settings

AXE = Path(__file__).parent.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"desk": (1440, 900), "hand": (390, 844)}
TITLES = {
    "en": ("Claims", "9 claims", "Records", "7 records"),
    "ru": ("Утверждения", "9 утверждений", "Записи", "7 записей"),
    "kk": ("Тұжырымдар", "9 тұжырым", "Жазбалар", "7 жазба"),
}
MOST_ON_FIRST_LOAD = 900_000
QUIET = 0.12

IN_A_BROWSER = [
    pytest.mark.skipif(not page_is_built(), reason="the page is not built: python scripts/build_page.py"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not here"),
]
"""What every test of the page in a browser needs."""
pytestmark = IN_A_BROWSER


def serve(settings: Settings) -> Iterator[str]:
    """The service in a thread of its own, at a free port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(settings), log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def observatory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return web_page.observatory(tmp_path_factory.mktemp("web")).path


@pytest.fixture(scope="module")
def address(observatory: Path) -> Iterator[str]:
    yield from serve(Settings(observatory, rate=0))


class Visit:
    """A page of its own; what its console complains of and what it asks for elsewhere is noted."""

    def __init__(self, browser: Any, address: str, size: str = "desk", theme: str = "light") -> None:
        width, height = SIZES[size]
        self.address, self.faults, self.width = address, list[str](), width
        self.context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on(
            "console", lambda told: self.faults.append(told.text) if told.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.waiting, self.moved = 0, time.monotonic()
        self.page.on("request", lambda _: self._count(1))
        self.page.on("requestfinished", lambda _: self._count(-1))
        self.page.on("requestfailed", lambda _: self._count(-1))
        self.page.on(
            "request", lambda one: None if one.url.startswith((address, "data:")) else self.faults.append(one.url)
        )

    def open(self, path: str) -> Any:
        self.page.goto(self.address + path)
        self.page.wait_for_selector("main h1")
        self.settle()
        return self.page

    def _count(self, more: int) -> None:
        self.waiting, self.moved = self.waiting + more, time.monotonic()

    def settle(self) -> None:
        """Wait until nothing has been asked for or answered for a moment."""
        limit = time.monotonic() + 10
        while self.waiting or time.monotonic() - self.moved < QUIET:
            assert time.monotonic() < limit, "the page goes on asking"
            self.page.wait_for_timeout(20)

    def close(self) -> None:
        self.context.close()
        assert self.faults == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", TITLES)
def test_views_in_every_language_and_size(browser: Any, address: str, language: str, size: str) -> None:
    visit = Visit(browser, address, size)
    claims, count, records, record_count = TITLES[language]
    page = visit.open(f"/?lang={language}")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("main dd").all_inner_texts() == ["3", "9", "7", "7"]
    for path, title, told in (("claims", claims, count), ("records", records, record_count)):
        page.locator(f"header nav a[href^='/{path}']").click()
        page.wait_for_function("title => document.querySelector('main h1')?.textContent === title", arg=title)
        page.wait_for_selector("tbody tr")
        assert told in page.locator("main [role=status]").first.inner_text().replace("\u00a0", " ")
        assert page.evaluate("document.documentElement.scrollWidth") <= visit.width
        assert not re.search(r"\b[a-z]+\.[a-z]+\b(?!\.txt)", page.locator("main .top").inner_text())
    visit.close()


def test_a_first_visit_is_light(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    answers: list[Any] = []
    visit.page.on("requestfinished", lambda one: answers.append(one))
    visit.open("/?lang=kk")
    sizes = [one.sizes() for one in answers]
    assert 0 < sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes) <= MOST_ON_FIRST_LOAD
    visit.close()


def test_review_by_keyboard_alone(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/claims?lang=en&order=-confidence")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("aside blockquote")
    assert "базу" in page.locator("aside blockquote").first.inner_text()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('aside blockquote')?.textContent.includes('corridor')")
    page.keyboard.press("a")
    page.wait_for_function("() => document.querySelector('aside [role=status]')?.textContent === 'Accepted'")
    assert page.locator("aside .confidence").last.inner_text() == "100%"
    page.keyboard.press("u")
    page.wait_for_function("() => document.querySelector('aside [role=status]')?.textContent === 'Not reviewed'")
    page.keyboard.press("r")
    page.wait_for_function("() => document.querySelector('main .top [role=status]')?.textContent === '8 claims'")
    page.keyboard.press("u")
    page.wait_for_function("() => document.querySelector('main .top [role=status]')?.textContent === '9 claims'")
    page.keyboard.press("Escape")
    page.wait_for_selector("aside", state="detached")
    visit.close()


def test_the_selection_stands_in_the_address(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/claims?lang=en")
    count = page.locator("main .top [role=status]")
    page.keyboard.press("/")
    page.keyboard.type("келісімдер")
    page.wait_for_url("**words=*")
    page.wait_for_function("() => document.querySelector('main .top [role=status]')?.textContent === '1 claim'")
    page.locator(".chip").click()
    page.wait_for_function("() => document.querySelector('main .top [role=status]')?.textContent === '9 claims'")
    page.get_by_role("button", name="Kinds").press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.wait_for_url("**kind=agreement*")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.querySelector('main .top [role=status]')?.textContent === '3 claims'")
    page.get_by_role("button", name="Рус").click()
    page.wait_for_function("() => document.querySelector('main h1')?.textContent === 'Утверждения'")
    assert "kind=agreement" in page.url and count.inner_text() == "3 утверждения"
    page.reload()
    page.wait_for_selector("tbody tr")
    assert page.locator("tbody tr").count() == 3 and page.locator(".chip").inner_text().startswith("Соглашение")
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('tbody tr').length === 9")
    visit.close()


def test_the_interval_moves_with_the_arrows_and_is_drawn(browser: Any, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("/claims?lang=en")
    first = page.get_by_role("slider", name="First year")
    assert (first.get_attribute("aria-valuemin"), first.get_attribute("aria-valuenow")) == ("1998", "1998")
    first.press("PageUp")
    page.wait_for_url("**from=2008*")
    page.get_by_role("slider", name="Last year").press("ArrowLeft")
    page.wait_for_url("**to=2022*")
    page.wait_for_function("() => document.querySelector('main .top [role=status]')?.textContent === '4 claims'")
    assert page.locator(".interval output").inner_text() == "2008–2022"
    page.get_by_label("Also what has no date").check()
    page.wait_for_function("() => document.querySelector('main .top [role=status]')?.textContent === '6 claims'")
    box = page.locator(".track").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.02, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 10, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile(r"to=200\d"))
    visit.close()


def test_a_conflict_leads_to_its_sentences(browser: Any, address: str) -> None:
    visit = Visit(browser, address, "hand")
    page = visit.open("/?lang=en")
    page.locator(".conflicts a").first.click()
    page.wait_for_selector("article .sides blockquote")
    assert "/records/" in page.url
    quotes = page.locator("article .sides blockquote").all_inner_texts()
    assert len(quotes) == 2 and any("31 billion" in one for one in quotes) and any("41 млрд" in one for one in quotes)
    visit.close()


def serious(page: Any, rules: str = "") -> list[tuple[str, str]]:
    """What axe takes for a serious fault of the page, with the first place of each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], {rules}}})")
    return [
        (one["id"], one["nodes"][0]["html"]) for one in found["violations"] if one["impact"] in ("serious", "critical")
    ]


VIEWS = {
    "kk": ("/", "/balance?actor=KAZ", "/timeline", "/dyads/KAZ/TUR"),
    "ru": ("/claims?actor=KAZ", "/conflicts", "/actors"),
    "en": ("/records", "/actors/KAZ", "/balance"),
}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm --prefix web ci")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", VIEWS)
def test_axe_finds_no_serious_fault(browser: Any, address: str, language: str, size: str) -> None:
    visit = Visit(browser, address, size)
    for path in VIEWS[language]:
        page = visit.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
        if path.startswith("/claims") and size == "desk":
            page.keyboard.press("ArrowDown")
            page.wait_for_selector("aside dl")
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= visit.width, path
        # In the dark only the colours are others.
        page.emulate_media(color_scheme="dark")
        assert serious(page, "runOnly: ['color-contrast']") == [], f"{path} in the dark"
        page.emulate_media(color_scheme="light")
    visit.close()


def test_a_token_opens_the_page(browser: Any, observatory: Path) -> None:
    tokens = {web_page.READER: Person("Reader", "read"), web_page.REVIEWER: Person("Aigül", "review")}
    for at in serve(Settings(observatory, tokens=tokens)):
        visit = Visit(browser, at)
        page = visit.page
        page.goto(f"{at}/claims?lang=en")
        page.get_by_label("Token").fill("no such token here")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert]")
        page.get_by_label("Token").fill(web_page.READER)
        page.keyboard.press("Enter")
        page.wait_for_selector("tbody tr")
        page.keyboard.press("ArrowDown")
        page.wait_for_selector("aside blockquote")
        assert page.get_by_role("button", name="Accept").count() == 0
        # The browser itself notes the two refusals of the service.
        visit.faults = [told for told in visit.faults if "401" not in told]
        visit.close()
        other = Visit(browser, at)
        page = other.open(f"/claims?lang=en#token={web_page.REVIEWER}")
        assert "token" not in page.url
        page.keyboard.press("ArrowDown")
        assert page.get_by_role("button", name="Accept").first.is_visible()
        other.close()
