"""Lists of works and footnotes: passages from which no claim is ever taken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tarazy.reading.bylines import is_author_line, is_code, opens_abstract
from tarazy.reading.lexicon import words
from tarazy.reading.paragraphs import Block

_HEADING = re.compile(r"^[\W\d_]*(?P<words>[^\W\d_].*?)[\W\d_]*$")
_MARK = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)]?\s|[*†‡¹²³⁴⁵⁶⁷⁸⁹]+)")
_AUTHOR = re.compile(
    r"^(?:\[?\d{1,3}[\].)]*\s*)?(?:[А-ЯЁӘІҢҒҮҰҚӨҺ][\w’'-]+,?\s+(?:[А-ЯЁӘІҢҒҮҰҚӨҺ]\.\s?-?){1,3}|[A-Z][\w’'-]+,?\s+(?:[A-Z]\.\s?-?){1,3}|[A-Z][\w’'-]+(?:,? (?:&|and) )|[A-Z][\w’'-]+, [A-Z][a-z]+)"
)
_STRONG = (
    re.compile(r"\bISBN\b|\bISSN\b|\bdoi\b\s*[:.]?|doi\.org|\bDOI\b"),
    re.compile(r"(?:\bURL\b|https?://|www\.)"),
    re.compile(
        r"дата обращени|дата доступа|обращени[ея]:|қаралған күні|қаралды|жүгінген күні|accessed|retrieved|\[электрон|\[electronic|режим доступа|қол жеткізу режимі",
        re.IGNORECASE,
    ),
    re.compile(r"\s//\s"),
    re.compile(
        r"[–—.-]\s*(?:[СCБP]|бб|Б|pp|С\.\s?С)\.\s*\d+(?:\s?[-–—]\s?\d+)?|\b\d{2,4}\s?(?:с|б|р|p|бет)\.(?=\s*$|\s*[\]–-])|\bpp?\.\s?\d+|\b\d{2,3}\s?[-–]\s?\d{2,3}\s?(?:бб|бет|б)\.",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bVol\.?\s*\d+|\bNo\.?\s*\d+|\b[Тт]\.\s*\d+|№\s?\d+\s*(?:\(\d+\))?\s*[.,–-]\s*(?:[СCБP]\.|\d)|\b\d{1,3}\s?\(\d{1,3}\)\s?[,:]\s?\d+"
    ),
    re.compile(
        r"(?:М|Москва|СПб|Алматы|Астана|Нұр-Сұлтан|Нур-Султан|Ташкент|Бишкек|Минск|Киев|Новосибирск|Л|London|New York|Oxford|Cambridge|Washington|Berlin|Paris|Moscow)\.?\s?:\s?[«\"A-ZА-ЯӘІҢҒҮҰҚӨҺ]"
    ),
    re.compile(
        r"\b(?:University Press|Routledge|Springer|Palgrave|Elsevier|Journal of|Изд-во|Издательство|изд\.|баспасы|Баспа|Вестник|Хабаршы|Bulletin|Review of|Proceedings|Сборник|Автореф|дисс?\.\s|Материалы (?:меж|рес|науч))",
        re.IGNORECASE,
    ),
)
_BRACKETED = re.compile(r"^\s*\[\d{1,3}\]\s")
_PAGES_LAST = re.compile(
    r"(?:[–—.,-]\s*(?:[СCБP]|бб|Б|pp?|С\.\s?С)\.\s*\d+(?:\s?[-–—]\s?\d+)?|\d+\s?(?:[-–—]\s?\d+\s?)?(?:с|б|бб|бет|p|pp)\.?)\.?$",
    re.IGNORECASE,
)
# Nothing without one of these can be an entry.
_HINT = re.compile(
    r"//|https?:|www\.|ISBN|ISSN|[Dd][Oo][Ii]\b|URL|\[[Ээ]лектр|[,.–—-]\s*(?:[СCБPpсб]|бб|pp|Б\.|бет)\.\s*\d|\d\s?(?:[сбрp]|бет|бб)\.|\bVol|\bNo\.?\s?\d|[Тт]\. ?\d|№ ?\d|[а-яА-Яa-zA-Z] ?: ?(?=[«\"A-ZА-Я])|\((?:19|20)\d\d[a-z]?\)|\bpp?\. ?\d|Press|Journal|Review|[Ии]зд|[Бб]аспа|Вестник|Хабаршы|^\["
)
_YEAR_TAIL = re.compile(r"[,.(–-]\s*(?:19|20)\d\d\)?[.,;:–-]")
_YEAR_HEAD = re.compile(r"^.{3,90}?\((?:19|20)\d\d[a-z]?(?:,[^)]{2,20})?\)[.,:]")


def opens_references(text: str) -> bool:
    """Whether a line is the heading of a list of works."""
    if len(text) > 90:
        return False
    match = _HEADING.match(text)
    return match is not None and re.sub(r"\s+", " ", match["words"]).casefold() in words("reference-headings")


def reference_score(text: str) -> float:
    """How much a paragraph looks like the entry of a list of works; 3 and more is an entry anywhere."""
    if len(text) > 900 and not _MARK.match(text):
        return 0.0
    if not _HINT.search(text):
        return 0.0
    score = 0.0
    for mark in _STRONG:
        score += mark.search(text) is not None
    if _AUTHOR.match(text):
        score += 1
    if _MARK.match(text):
        score += 0.5
        if _BRACKETED.match(text):
            score += 1
    if _PAGES_LAST.search(text):
        score += 1
    if _YEAR_HEAD.match(text):
        score += 1.5
    elif _YEAR_TAIL.search(text):
        score += 0.5
    return score * (1 if len(text) < 350 else 350 / len(text))


def mark_references(blocks: Sequence[Block], inside: bool = False) -> bool:
    """Set ``kind`` to reference where it is due; ``inside`` and the answer say whether a list is open at either end."""
    plain = 0
    for block in blocks:
        text = block.text
        if opens_references(text):
            block.kind = "reference"
            inside, plain = True, 0
            continue
        score = reference_score(text)
        if not inside:
            if score >= 3 or (score >= 2.4 and _MARK.match(text)):
                block.kind = "reference"
            continue
        if score < 1.5 and _opens_paper(block):
            inside = False
            continue
        if block.kind == "heading" and score < 1 and (block.lines[0].is_capitals or _is_section(text)):
            inside = False
            continue
        if score < 1 and len(text) > 220 and not _MARK.match(text):
            plain += 1
            if plain >= 2 or len(text) > 600:
                inside = False
                continue
        elif score >= 1:
            plain = 0
        block.kind = "reference"
    return inside


def _opens_paper(block: Block) -> bool:
    """Authors, a classification code or an abstract: the list of works before it is over."""
    first = block.lines[0].text
    return (
        (is_code(first) and not first.startswith(("ISBN", "ISSN", "DOI")))
        or opens_abstract(first)
        or is_author_line(first)
    )


def _is_section(text: str) -> bool:
    match = _HEADING.match(text)
    return match is not None and match["words"].casefold() in words("section-headings")
