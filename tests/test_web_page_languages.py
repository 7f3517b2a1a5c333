"""Every view of the page in a browser, in three languages and two sizes: it fits, it speaks the language, axe finds no serious fault."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import web_page
from test_web_page import AXE, IN_A_BROWSER, SIZES, Visit, serious, serve

from tarazy.observatory import Observatory
from tarazy.web.settings import Settings

VIEWS = Path(__file__).parent.parent / "web" / "src" / "views"
LANGUAGES = ("kk", "ru", "en")
SEEN = (("kk", "desk"), ("kk", "hand"), ("ru", "hand"), ("en", "desk"))
"""Kazakh words are the longest on the whole, so that they are tried for both sizes."""
ASKED = {"/balance": "?actor=KAZ&actor=UZB&match=any", "/search": "?q=Kazakhstan", "/timeline": "?actor=KAZ"}
KEY = re.compile(r"(?<![\w./…@-])[a-z]+(?:\.[a-zA-Z-]+)+(?![\w./@])")
"""What a message without a text would look like: `figure.balance`."""
KAZAKH, RUSSIAN = re.compile("[әғқңөұүһі]", re.I), re.compile("[ыэё]", re.I)

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return web_page.observatory(tmp_path_factory.mktemp("languages"))


@pytest.fixture(scope="module")
def address(obs: Observatory) -> Iterator[str]:
    yield from serve(Settings(obs.path, rate=0))


def paths(obs: Observatory) -> list[str]:
    """An address of every view there is, by its own view.ts."""
    claim = obs.claims().row(0, named=True)
    [record] = obs.measure("shares", "TUR")["records"][0][:1]
    steps = {":actor": "KAZ", ":left": "KAZ", ":right": "TUR", ":id": claim["document_id"], ":record": record}
    found = []
    for file in sorted(VIEWS.glob("*/view.ts")):
        [path] = re.findall(r"path: '([^']+)'", file.read_text("utf-8"))
        for step, value in steps.items():
            path = re.sub(rf"{step}(?=/|$)", value, path)
        assert ":" not in path, f"{file} has a step that this test does not know"
        found.append(path)
    return found


def led(visit: Visit, address: str) -> Any:
    """The page, led to another of its views as a link leads there."""
    visit.page.evaluate(
        "to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }", address
    )
    visit.moved = time.monotonic()
    visit.settle()
    visit.page.wait_for_selector("main h1")
    return visit.page


@pytest.mark.parametrize(("language", "size"), SEEN)
def test_every_view_speaks_the_language_and_fits(
    browser: Any, address: str, obs: Observatory, language: str, size: str
) -> None:
    visit = Visit(browser, address, size, "dark" if language == "ru" else "light")
    views = paths(obs)
    assert len(views) >= 17
    own = {*obs.documents()["name"], *obs.claims()["rule"].drop_nulls()}
    for number, path in enumerate(views):
        page = led(visit, f"{path}{ASKED.get(path, '')}") if number else visit.open(f"{path}?lang={language}")
        assert page.locator("html").get_attribute("lang") == language
        text = page.locator("main").inner_text()
        for name in own:
            text = text.replace(name, "")
        assert KEY.findall(text) == [], path
        assert "undefined" not in text and "NaN" not in text and "[object" not in text, path
        if language != "en":
            assert (KAZAKH if language == "kk" else RUSSIAN).search(page.get_by_role("banner").inner_text()), path
        assert page.evaluate("document.documentElement.scrollWidth") <= visit.width, path
        # Axe looks at each view at least once.
        if AXE.exists() and number % len(LANGUAGES) == (LANGUAGES.index(language) + list(SIZES).index(size)) % 3:
            assert serious(page) == [], path
    visit.close()
