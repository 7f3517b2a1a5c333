"""The reader and the review queue in a browser: places that are right whatever the signs, review by keyboard alone, long texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import web_page
from test_web_page import AXE, IN_A_BROWSER, SIZES, Visit, serious, serve

import tarazy
from tarazy.codebook.claim import Claim, Evidence, Participant, ValidTime
from tarazy.observatory import Observatory
from tarazy.reading.document import Document, OffsetMap, Passage
from tarazy.web.settings import Settings

pytestmark = IN_A_BROWSER

FAMILY, ASTRONAUT, ENGLAND = "👨‍👩‍👧‍👦", "👩🏽‍🚀", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
NASTY = (
    f"Есеп 🇰🇿🤝🇹🇷: {FAMILY} және 𝐊𝐀𝐙\r\n\r\n"
    f"{ASTRONAUT} Қазақ\u00adстан мен Түркия «שָׁלוֹם עֲלֵיכֶם» деп келі-\nсімге 2022 жылы қол қойды 🖋️. "
    f"Ме\u0301мо 🐫 ﬁnal Й\u0301 и\u0306 z\u0351\u036b\u0343a\u0363l «اتفاق 🤝 السلام» қайта \u200fקרן\u200e болды.\n\n"
    f"The\u00a0union {ENGLAND} said: “\u202bسلام\u202c” 🧑🏿‍🤝‍🧑🏻 and\tKazakhstan \u2028 joined\u200b it in 1998\u2026 Fine 😀.\r\n"
)
MARKED = [
    f"{ASTRONAUT} Қазақ\u00adстан мен Түркия «שָׁלוֹם עֲלֵיכֶם» деп келі-\nсімге 2022 жылы қол қойды 🖋️.",
    "Түркия «שָׁלוֹם עֲלֵיכֶם» деп",
    "келі-\nсімге 2022 жылы",
    "«اتفاق 🤝 السلام» қайта \u200fקרן\u200e болды.",
    "Й\u0301 и\u0306 z\u0351\u036b\u0343a\u0363l",
    f"{ENGLAND} said: “\u202bسلام\u202c” 🧑🏿‍🤝‍🧑🏻 and\tKazakhstan \u2028 joined\u200b it in 1998\u2026",
    "🐫",
    f"🤝🇹🇷: {FAMILY} және 𝐊𝐀𝐙",
]
MISSED = [f"{FAMILY} және", "𝐊𝐀𝐙", "ﬁnal Й\u0301 и\u0306", "“\u202bسلام\u202c” 🧑🏿‍🤝‍🧑🏻", "Fine 😀."]


def claim(document: Document, quote: str, number: int) -> Claim:
    start = document.text.index(quote)
    return Claim(
        document=document.name,
        kind=("agreement", "meeting", "stance")[number % 3],
        participants=(Participant("KAZ", ("party", "participant", "holder")[number % 3]),),
        evidence=Evidence(start, start + len(quote), quote),
        time=ValidTime("2022", "2022"),
        language="kk",
        rule="test.line",
        confidence=0.5,
        document_id=document.id,
    )


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    folder = tmp_path_factory.mktemp("nasty")
    (folder / "есеп 🐫.txt").write_text(NASTY, "utf-8", newline="")
    made = tarazy.create(folder / "obs")
    read = made.read(
        folder / "есеп 🐫.txt",
        extractor=lambda one: [claim(one, quote, n) for n, quote in enumerate(MARKED)],
        rules="r1",
    )
    assert not read.failures and made.claims().height == len(MARKED)
    return made


@pytest.fixture(scope="module")
def address(nasty: Observatory) -> Iterator[str]:
    yield from serve(Settings(nasty.path, rate=0))


def marked(page: Any) -> dict[int, str]:
    """What stands under the mark of each claim, by its place in the list."""
    parts: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('mark[data-claims]')].map(one => [one.dataset.claims, one.textContent])"
    )
    found: dict[int, str] = {}
    for claims, text in parts:
        for at in claims.split():
            found[int(at)] = found.get(int(at), "") + text
    return found


SELECT = """quote => {
  const blocks = [...document.querySelectorAll('[data-start]')];
  const spot = at => {
    const block = blocks.findLast(one => Number(one.dataset.start) <= at);
    let left = at - Number(block.dataset.start);
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (left <= walker.currentNode.data.length) return [walker.currentNode, left];
      left -= walker.currentNode.data.length;
    }
  };
  const start = blocks.map(one => one.textContent).join('').indexOf(quote);
  getSelection().setBaseAndExtent(...spot(start), ...spot(start + quote.length));
}"""


def test_every_mark_stands_on_its_words(browser: Any, address: str, nasty: Observatory) -> None:
    visit = Visit(browser, address)
    document, name = nasty.documents().select("document_id", "name").row(0)
    page = visit.open(f"/documents/{document}?lang=kk")
    page.wait_for_selector("mark")
    claims = list(nasty.claims().sort("start", "end", "claim_id").iter_rows(named=True))
    text = nasty.text(name)
    assert page.evaluate("[...document.querySelectorAll('[data-start]')].map(one => one.textContent).join('')") == text
    assert marked(page) == {at: one["quote"] for at, one in enumerate(claims)}
    assert {one["quote"] for one in claims} == set(MARKED)
    cleaned = visit.page.request.get(f"{address}/api/documents/{document}/text?view=cleaned").json()["text"]
    page.keyboard.press("v")
    page.wait_for_url("**text=cleaned*")
    page.wait_for_function(
        "text => [...document.querySelectorAll('[data-start]')].map(one => one.textContent).join('') === text",
        arg=cleaned,
    )
    page.wait_for_selector("mark")
    shown = marked(page)
    assert sorted(shown) == list(range(len(claims))) and all(one in cleaned for one in shown.values())
    place = [one["quote"] for one in claims].index(MARKED[2])
    assert shown[place] == "келісімге 2022 жылы"
    assert shown[[one["quote"] for one in claims].index("🐫")] == "🐫"
    visit.close()


def test_what_is_marked_is_what_is_kept(browser: Any, address: str, nasty: Observatory) -> None:
    visit = Visit(browser, address)
    document, name = nasty.documents().select("document_id", "name").row(0)
    page = visit.open(f"/documents/{document}?lang=en")
    page.wait_for_selector("mark")
    for number, quote in enumerate(MISSED):
        page.evaluate(SELECT, quote)
        page.keyboard.press("n")
        page.wait_for_selector("main form blockquote")
        assert page.locator("main form blockquote").text_content() == quote
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.getAttribute('role')") != "combobox":
            page.keyboard.press("Tab")
        page.keyboard.type("түрк" if number % 2 else "Turkey")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.value?.endsWith('· TUR')")
        page.keyboard.press("Enter")
        page.wait_for_function(
            f"() => document.querySelector('.tools [role=status]').textContent.includes('of {len(MARKED) + number + 1}')"
        )
        page.wait_for_selector("aside article")
    added = tarazy.open(nasty.path).claims(ruled=True).filter(pl.col("rule") == "person")
    assert sorted(added["quote"]) == sorted(MISSED)
    text = nasty.text(name)
    for row in added.iter_rows(named=True):
        assert text[row["start"] : row["end"]] == row["quote"] and row["actors"] == ["TUR"]
    assert set(MISSED) <= set(marked(page).values())
    for left in reversed(range(len(MISSED))):
        page.keyboard.press("u")
        page.wait_for_function(f"() => document.querySelectorAll('[data-note]').length === {len(MARKED) + left}")
    assert tarazy.open(nasty.path).claims(ruled=True).height == len(MARKED)
    page.keyboard.press("v")
    page.wait_for_url("**text=cleaned*")
    page.wait_for_function(
        "() => document.querySelector('[data-start] mark') && document.body.innerText.includes('келісімге')"
    )
    page.evaluate(SELECT, "деп келісімге")
    page.keyboard.press("n")
    page.wait_for_selector("main form blockquote")
    until(page, "Participant 1")
    page.keyboard.type("UZB")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.querySelectorAll('[data-note]').length === {len(MARKED) + 1}")
    [quote] = tarazy.open(nasty.path).claims(ruled=True).filter(pl.col("rule") == "person")["quote"]
    assert quote == "деп келі-\nсімге" and "деп келісімге" in marked(page).values()
    page.keyboard.press("u")
    page.wait_for_function(f"() => document.querySelectorAll('[data-note]').length === {len(MARKED)}")
    visit.close()


def test_a_click_goes_either_way_and_to_what_lies_below(browser: Any, address: str, nasty: Observatory) -> None:
    visit = Visit(browser, address)
    document = nasty.documents()["document_id"][0]
    page = visit.open(f"/documents/{document}?lang=en")
    both = page.locator("mark.several").first
    both.click()
    page.wait_for_selector("aside article")
    page.wait_for_selector("[data-note][aria-current]")
    first = page.url
    both = page.locator("mark.several.active").first
    both.click()
    page.wait_for_url(lambda url: url != first)
    page.locator("[data-note]").last.click()
    page.wait_for_function(
        "() => { const note = document.querySelector('[data-note][aria-current]'); return [...document.querySelectorAll('mark.active')].some(one => one.dataset.claims.split(' ').includes(note.dataset.note)); }"
    )
    visit.close()


def until(page: Any, label: str) -> None:
    """Tab on to the field of this label."""
    for _ in range(20):
        if (
            page.evaluate(
                "[document.activeElement.getAttribute('aria-label'), document.activeElement.closest('label')?.textContent].join(' ')"
            ).find(label)
            >= 0
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(label)


def test_review_by_keyboard_alone(browser: Any, tmp_path: Path) -> None:
    obs = web_page.observatory(tmp_path)
    for at in serve(Settings(obs.path, rate=0)):
        visit = Visit(browser, at)
        page = visit.open("/review?lang=en&queue=doubt")
        page.wait_for_selector("article")
        status = "() => document.querySelector('main .top [role=status]')?.textContent"
        who = page.locator("article h2")
        first = who.inner_text()
        page.keyboard.press("a")
        page.wait_for_function(f"{status}.includes('8 claims to review · 1 ruled on')")
        page.wait_for_function("first => document.querySelector('article h2').textContent !== first", arg=first)
        page.keyboard.press("r")
        page.wait_for_function(f"{status}.startsWith('7 claims to review')")
        page.keyboard.press("e")
        page.wait_for_selector("main form")
        until(page, "Time")
        page.keyboard.press("Control+a")
        page.keyboard.type("2016-02")
        page.keyboard.press("Enter")
        page.wait_for_function(f"{status}.startsWith('6 claims to review')")
        page.keyboard.press("u")
        page.wait_for_function(f"{status}.startsWith('7 claims to review')")
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_selector("mark.active")
        page.keyboard.press("n")
        page.wait_for_selector("mark.new")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Shift+ArrowRight")
        words = page.locator("aside blockquote").inner_text()
        page.keyboard.press("Enter")
        until(page, "Participant 1")
        page.keyboard.type("JPN")
        page.keyboard.press("Tab")
        until(page, "Who says so")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "() => document.querySelector('aside [role=status]')?.textContent.includes('added by a person')"
        )
        page.keyboard.press("m")
        page.wait_for_selector("main form")
        until(page, "is really")
        page.keyboard.type("kyrg")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.value?.endsWith('· KGZ')")
        until(page, "in this claim alone")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('aside h2')?.textContent.includes('Kyrgyzstan')")
        page.keyboard.press("Escape")
        page.wait_for_function("() => !location.search.includes('claim=')")
        visit.close()
        ruled = tarazy.open(obs.path)
        assert ruled.decisions()["action"].to_list() == [
            "accept",
            "reject",
            "correct",
            "undo",
            "add-claim",
            "split-actors",
        ]
        [added] = ruled.claims(ruled=True).filter(pl.col("rule") == "person").iter_rows(named=True)
        assert " ".join(added["quote"].split()) == " ".join(words.split()) and added["actors"] == ["KGZ"]


def long_reader(data: bytes, name: str, media_type: str | None = None) -> list[Document]:
    text = data.decode("utf-8")
    passages, at = [], 0
    for number, line in enumerate(text.split("\n")):
        if line:
            passages.append(Passage(line, "en", at, at + len(line), at, number // 3))
        at += len(line) + 1
    ids = hashlib.sha256(data).hexdigest()
    return [Document(ids, name, "text/plain", text, text, OffsetMap(range(len(text))), passages, ("en",))]


def test_control_signs_move_no_mark(browser: Any, tmp_path: Path) -> None:
    lines = ["a\x00b 🐫 \rc\x0bd\x0ce\ufeff f", "Kazakh\x00stan \x85met\u2029 Uzbekistan\r", "\x00"]
    (tmp_path / "signs.txt").write_text("\n".join(lines), "utf-8", newline="")
    obs = tarazy.create(tmp_path / "obs")
    quotes = ["\x00b 🐫 \rc\x0bd", "e\ufeff f", "Kazakh\x00stan \x85met\u2029 Uzbekistan"]
    obs.read(
        tmp_path / "signs.txt",
        reader=long_reader,
        extractor=lambda one: [claim(one, quote, n) for n, quote in enumerate(quotes)],
        rules="r1",
    )
    document = obs.documents()["document_id"][0]
    for at in serve(Settings(obs.path, rate=0)):
        visit = Visit(browser, at)
        page = visit.open(f"/documents/{document}?lang=ru")
        page.wait_for_selector("mark")
        assert marked(page) == dict(enumerate(quotes))
        page.evaluate(SELECT, "stan \x85met")
        page.keyboard.press("n")
        page.wait_for_selector("main form blockquote")
        page.locator("[role=combobox]").last.fill("UZB")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-note='3']")
        added = tarazy.open(obs.path).claims(ruled=True).filter(pl.col("rule") == "person")["quote"].to_list()
        assert added == ["stan \x85met"]
        visit.close()


def test_of_a_long_text_only_what_is_near_is_in_the_page(browser: Any, tmp_path: Path) -> None:
    lines = [
        f"Line {number} 🐫 of a long chronicle, in which Kazakhstan met Uzbekistan again and again."
        for number in range(12_000)
    ]
    (tmp_path / "long.txt").write_text("\n".join(lines), "utf-8")
    obs = tarazy.create(tmp_path / "obs")
    quotes = [lines[at] for at in range(0, 12_000, 40)]
    obs.read(
        tmp_path / "long.txt",
        reader=long_reader,
        extractor=lambda one: [claim(one, quote, n) for n, quote in enumerate(quotes)],
        rules="r1",
    )
    last = obs.claims().sort("start")[-1].row(0, named=True)
    for at in serve(Settings(obs.path, rate=0)):
        visit = Visit(browser, at)
        page = visit.open(f"/documents/{last['document_id']}?lang=en")
        page.wait_for_selector("mark")
        assert page.locator("[data-start]").count() < 200
        assert page.evaluate("document.documentElement.scrollHeight") > 100_000
        page = visit.open(f"/documents/{last['document_id']}?lang=en&claim={last['claim_id']}")
        page.wait_for_selector("mark.active")
        page.wait_for_selector("aside article")
        assert page.locator("mark.active").text_content() == last["quote"]
        page.wait_for_function(
            "() => { const box = document.querySelector('mark.active').getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight; }"
        )
        assert page.locator("[data-start]").count() < 200
        page.keyboard.press("k")
        page.wait_for_function("() => document.querySelector('mark.active')?.textContent.startsWith('Line 11920 ')")
        visit.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm --prefix web ci")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault(browser: Any, address: str, nasty: Observatory, size: str, theme: str) -> None:
    visit = Visit(browser, address, size, theme)
    document = nasty.documents()["document_id"][0]
    chosen = nasty.claims()["claim_id"][0]
    for path, key in (
        (f"/documents/{document}?lang=ru&claim={chosen}", "e"),
        ("/review?lang=kk", "m"),
        ("/documents?lang=ru", ""),
    ):
        page = visit.open(path)
        for press in ("", key):
            if press:
                page.keyboard.press(press)
                page.wait_for_selector("main form")
            assert page.evaluate("document.documentElement.scrollWidth") <= visit.width
            assert serious(page) == [], (path, press)
    visit.close()
