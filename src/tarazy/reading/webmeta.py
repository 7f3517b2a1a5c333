"""What a web page's own marks say of its title, authors and date: headings, meta elements, JSON-LD."""

from __future__ import annotations

import json
import re
from typing import Any

from tarazy.reading.extracted import plain_name
from tarazy.reading.metadata import date_in

_SPACE = re.compile(r"\s+")


def page_facts(root: Any) -> tuple[str | None, tuple[str, ...], str | None]:
    """Title, authors and ISO date; None or empty where the page is silent."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if key and element.get("content"):
            meta.setdefault(key, element.get("content").strip())
    linked = _linked_data(root)
    headings = [_SPACE.sub(" ", " ".join(h.itertext())).strip() for h in root.iter("h1")]
    title = next((h for h in headings if len(h) > 8), None) or meta.get("og:title") or linked.get("headline")
    if not title:
        found = root.findtext(".//title") or ""
        title = re.split(r"\s[|–—·«]\s", found)[0].strip() or None
    author = (
        meta.get("author")
        or meta.get("article:author")
        or meta.get("dc.creator")
        or meta.get("citation_author")
        or linked.get("author")
    )
    date = None
    keys = (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "publishdate",
        "citation_publication_date",
        "citation_date",
        "og:published_time",
    )
    for value in (
        *(meta.get(k) for k in keys),
        linked.get("datePublished"),
        *(t.get("datetime") for t in root.iter("time")),
    ):
        date = date or _iso(value)
    return title, plain_name(author), date


def _iso(value: str | None) -> str | None:
    if not value:
        return None
    value = value.strip().replace("/", "-")
    match = re.match(r"((?:19|20)\d\d)(?:-(\d\d?)(?:-(\d\d?))?)?(?!\d)", value)
    if match:
        return "-".join(p.zfill(2) for p in match.groups() if p)
    found = date_in(value)
    return found[0] if found else None


def _linked_data(root: Any) -> dict[str, str]:
    """Headline, author and date of the page's JSON-LD, where it is whole."""
    facts: dict[str, str] = {}
    for script in root.xpath(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except ValueError:
            continue
        nodes = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
        for node in nodes:
            if not isinstance(node, dict) or (
                "Article" not in str(node.get("@type")) and "Posting" not in str(node.get("@type"))
            ):
                continue
            for key in ("headline", "datePublished"):
                if isinstance(node.get(key), str):
                    facts.setdefault(key, node[key])
            author = node.get("author")
            author = author[0] if isinstance(author, list) and author else author
            author = author.get("name") if isinstance(author, dict) else author
            if isinstance(author, str):
                facts.setdefault("author", author)
    return facts
