"""Saved web pages → text: the article's blocks in order, without menus, polls, share links and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from tarazy.errors import ReadError
from tarazy.reading.decoding import decode
from tarazy.reading.extracted import Extracted
from tarazy.reading.webmeta import page_facts

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_DROP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "form",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "video",
        "audio",
        "map",
        "dialog",
        "head",
        "menu",
    ]
)
_BLOCK = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
        "tr",
        "caption",
        "figure",
        "figcaption",
        "address",
        "hr",
        "aside",
        "center",
        "details",
        "summary",
        "body",
        "fieldset",
        "tbody",
        "thead",
        "tfoot",
    ]
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|socials|poll|polls|vote|voting|survey|menu|navbar|nav|navigation|breadcrumbs?|"
    r"sidebar|cookies?|consent|banner|advert\w*|ads?|promo|subscribe|newsletter|comments?|comment-list|disqus|related|recommend\w*|"
    r"popular|trending|pagination|pager|toolbar|footer|skip-link|popup|modal|login|search|print-?button|hidden|visually-hidden|sr-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"))
_ENDS = re.compile(r"[.!?…]\W*$")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def read_html(data: bytes, name: str) -> Extracted:
    """The text of the article with what the page's own marks say of title, authors and date."""
    text, encoding = _decode(data, name)
    try:
        root = lxml.html.document_fromstring(_DECLARATION.sub("", text))
    except (ValueError, lxml.etree.LxmlError):
        raise ReadError(f"{name} has no page in it: save the web page again as complete HTML") from None
    title, authors, date = page_facts(root)
    body = root.find("body")
    container = _container(body if body is not None else root)
    lines = [line for line in _lines(container) if line]
    if not any(c.isalnum() for line in lines for c in line):
        raise ReadError(f"{name} has no text in it: save the web page again after it has loaded")
    return Extracted("\n\n".join(lines), title, authors, date, encoding, flowing=True)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        encoding = declared[1].decode("ascii").lower()
        try:
            return data.decode(encoding), encoding
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name)


def _container(body: Any) -> Any:
    """The element that holds the article: a marked one if it has nearly all the paragraphs, else the body."""
    total = _weight(body)
    for path in (".//*[@itemprop='articleBody']", ".//article", ".//main", ".//*[@role='main']"):
        found = body.xpath(path)
        if len(found) == 1 and _weight(found[0]) >= 0.8 * total:
            # A heading that stands over the article is part of it.
            headings = found[0].xpath(".//h1")
            if headings or not body.xpath(".//h1"):
                return found[0]
    return body


def _weight(element: Any) -> int:
    return sum(len(" ".join(p.itertext())) for p in element.iter("p") if not _is_furniture_inside(p, element)) or 1


def _is_furniture_inside(node: Any, top: Any) -> bool:
    while node is not None and node is not top:
        if node.tag in _DROP or _is_furniture(node):
            return True
        node = node.getparent()
    return False


def _is_furniture(element: Any) -> bool:
    """Hidden, or marked as furniture by its name, role or class and without much running text of the page in it."""
    if (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "")
    ):
        return True
    if element.tag in ("html", "body", "article", "main"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    marked = element.tag == "aside" or element.get("role") in _ROLES or _FURNITURE.search(names) is not None
    if not marked:
        return False
    own = _sentences(element)
    return own < 3 and (own == 0 or own * 2 < _sentences(element.getroottree().getroot()))


def _sentences(element: Any) -> int:
    """Paragraphs of running text that are not links."""
    count = 0
    for p in element.iter("p", "div", "td"):
        if p.tag != "p" and next(p.iterdescendants("p", "div", "table"), None) is not None:
            continue
        text = " ".join(p.itertext()).strip()
        linked = sum(len(" ".join(a.itertext())) for a in p.iter("a"))
        if len(text) > 100 and linked * 2 < len(text) and _ENDS.search(text):
            count += 1
    return count


def _lines(element: Any) -> Iterator[str]:
    """One line for each block of text."""
    inline: list[str] = []

    def flush() -> Iterator[str]:
        line = _SPACE.sub(" ", "".join(inline)).strip()
        inline.clear()
        if line:
            yield line

    def walk(node: Any) -> Iterator[str]:
        tag = node.tag
        if not isinstance(tag, str) or tag in _DROP or (node is not element and _is_furniture(node)):
            return
        if tag == "br":
            yield from flush()
            return
        if tag == "table" and not _is_layout(node):
            yield from flush()
            yield from _rows(node)
            return
        if tag in ("ul", "ol") and _is_menu(node):
            yield from flush()
            return
        block = tag in _BLOCK
        if block:
            yield from flush()
        if tag == "li":
            inline.append("- ")
        if tag == "sup" and re.fullmatch(r"\s*\[?\d{1,3}\]?\s*", "".join(node.itertext())):
            inline.append(" [" + "".join(node.itertext()).strip(" []\n") + "]")
            return
        inline.append(node.text or "")
        for child in node:
            yield from walk(child)
            inline.append(child.tail or "")
        if block:
            yield from flush()

    yield from walk(element)
    yield from flush()


def _is_menu(node: Any) -> bool:
    """A list of short links and nothing else."""
    items = [child for child in node if child.tag == "li"]
    if len(items) < 2:
        return False
    text = sum(len(_SPACE.sub(" ", " ".join(i.itertext())).strip()) for i in items)
    linked = sum(len(_SPACE.sub(" ", " ".join(a.itertext())).strip()) for i in items for a in i.iter("a"))
    return linked >= 0.9 * text and text < 60 * len(items)


def _is_layout(table: Any) -> bool:
    return any(len(" ".join(cell.itertext())) > 400 for cell in table.iter("td")) or table.find(".//table") is not None


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter("tr", "caption"):
        if row.tag == "caption":
            yield _SPACE.sub(" ", " ".join(row.itertext())).strip()
            continue
        cells = [_SPACE.sub(" ", " ".join(c.itertext())).strip() for c in row if c.tag in ("td", "th")]
        if any(cells):
            yield "\t".join(cells) if len(cells) > 1 else cells[0]
