"""Mends inside a paragraph: invisible characters, look-alike letters of another script, glued and torn words, doubled links."""

from __future__ import annotations

import re
import unicodedata

from tarazy.reading.edits import Edit
from tarazy.reading.hyphens import Evidence
from tarazy.reading.lexicon import words

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc\x00-\x08\x0e-\x1f\x7f]+")
_COMBINING = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_SPACES = re.compile("[\\s\xa0]*[\xa0\t\u2000-\u200a\u202f\u205f\u3000\n\r\x0b\x0c\x85\u2028\u2029][\\s\xa0]*|  +")
_NOT_SIGN = re.compile(r"(?<=\w)¬\s*(?=\w)")
_CHECK_MARKS = re.compile(
    r"[\x00-\x1f\x7f\x85\xa0\xad\u0300-\u036f\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\ufff9-\ufffc¬]|  "
)

_CYRILLIC = "\u0400-\u052f"
_MIXED = re.compile(f"[A-Za-z\u0259\u0275][{_CYRILLIC}]|[{_CYRILLIC}][A-Za-z\u0259\u0275]")
_RUN = re.compile(f"[A-Za-z\u0259\u0275{_CYRILLIC}]+")
_LONE = re.compile(
    f"(?<=[{_CYRILLIC},;)».!?] )([acoykBCKOAYi])(?= [{_CYRILLIC}\\d«])|^([CBKOAY])(?= [{_CYRILLIC}\\d«])"
)
_CENTURY = re.compile(
    "(?<![\\w-])[ХXІI]{1,3}[VXІIХ]{0,4}(?:\\s?[-–—]\\s?[ХXІI]{1,3}[VXІIХ]{0,4})?(?=(?:-[шғд]\\w{1,3})?\\s*(?:век|ғасыр|в\\.|вв\\.|ғ\\.|ғғ\\.|столети|жүзжыл))"
)
_TO_CYRILLIC = dict(zip("aceopxyABCEHKMOPTXiIhəɵ", "асеорхуАВСЕНКМОРТХіІһәө", strict=True)) | {"u": "и", "r": "г"}
_TO_LATIN = dict(zip("асеорхуАВСЕНКМОРТХіІһЅѕЈјУ", "aceopxyABCEHKMOPTXiIhSsJjY", strict=True))
_LATIN_ONLY_SAFE = frozenset("aceopxyABCEHKMOPTXiIhəɵ")
_NUMERAL = frozenset("XVIХІIiхxv")

_GLUED_STOP = re.compile('[.!?…]+(?=[«"“(]?[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^\\W\\d_]+(?![.\\w]*[/@]))')
_WORD_END = re.compile("(?:[^\\W\\d_]{2,}|\\d+|[)»”])$")
_GLUED_COMMA = re.compile(f"(?<=[{_CYRILLIC}])[,;](?=[{_CYRILLIC}«])|(?<=[{_CYRILLIC}]),(?=\\d{{2,}})")
_GLUED_YEAR = re.compile(
    f"(?<=[{_CYRILLIC}]{{2}})(?=(?:1[5-9]|20)\\d\\d(?!\\d))|(?<=(?<!\\d)(?:19|20)\\d\\d)(?=(?:жж|жыл|гг|год|ғасыр)(?:[^{_CYRILLIC}]|[{_CYRILLIC}]))"
)
_HAS_GLUED_YEAR = re.compile(f"[{_CYRILLIC}]\\d{{4}}|\\d{{4}}[{_CYRILLIC}]")
_CENTURY_WORD = re.compile("век|ғасыр|столет|жүзжыл| вв?\\.| ғғ?\\.")
# The mark of a footnote that has lost its height: "қойды1."
_FOOTNOTE = re.compile("(?<=[а-яёәіңғүұқөһ]{5})(?:\\d(?=\\s)|\\d{1,2}(?=[.,;:)»](?:\\s|$)))")
_ADDRESS = re.compile(r"(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww][Ww][Ww]\.|(?<![\w.+-])[\w.+-]+@)\S+")
_DOUBLED = re.compile(r"((?:https?://|www\.)[^\s<>]{6,}?)[\s;,]*(?:\1)(?=[\s).,;\]]|$)", re.IGNORECASE)
_TORN = re.compile(r"(?<![\w-])([^\W\d_]{2,}(?:-[^\W\d_]+)?)-(\s+)?([^\W\d_]{2,})(?![\w-])")


def character_edits(text: str) -> list[Edit]:
    """Invisible characters dropped, white space levelled, combining marks composed."""
    if not _CHECK_MARKS.search(text):
        return []
    edits: list[Edit] = [(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)]
    edits += [(m.start(), m.end(), "") for m in _NOT_SIGN.finditer(text)]
    for m in _SPACES.finditer(text):
        edits.append((m.start(), m.end(), " "))
    for m in _COMBINING.finditer(text):
        composed = unicodedata.normalize("NFC", m.group())
        if m.group()[0] in "йЙўЎ" and composed[1:] == "\u0306":
            # A breve that was composed and then written once more.
            composed = composed[0]
        if len(composed) < len(m.group()):
            edits.append((m.start(), m.end(), composed))
    return edits


def word_edits(text: str, evidence: Evidence) -> list[Edit]:
    """Look-alike letters, torn words, glued sentences and doubled links of one paragraph."""
    edits: list[Edit] = []
    addresses = [m.span() for m in _ADDRESS.finditer(text)] if ("//" in text or "@" in text or "www" in text) else []

    def inside(at: int) -> bool:
        return any(start <= at < end for start, end in addresses)

    if _MIXED.search(text):
        for m in _RUN.finditer(text):
            if _MIXED.search(m.group()) and not inside(m.start()):
                mended = _one_script(m.group())
                if mended is not None:
                    edits += [
                        (m.start() + i, m.start() + i + 1, new)
                        for i, (old, new) in enumerate(zip(m.group(), mended, strict=True))
                        if old != new
                    ]
    if not text.isascii():
        for m in _LONE.finditer(text):
            at = m.start()
            edits.append((at, at + 1, _TO_CYRILLIC.get(text[at], "к" if text[at] == "k" else text[at])))
        for m in _CENTURY.finditer(text) if _CENTURY_WORD.search(text) else ():
            edits += [
                (m.start() + i, m.start() + i + 1, _TO_LATIN[c]) for i, c in enumerate(m.group()) if c in _TO_LATIN
            ]
        for m in _FOOTNOTE.finditer(text):
            edits.append((m.start(), m.end(), ""))
        for m in _GLUED_COMMA.finditer(text):
            edits.append((m.end(), m.end(), " "))
        for m in _GLUED_YEAR.finditer(text) if _HAS_GLUED_YEAR.search(text) else ():
            edits.append((m.end(), m.end(), " "))
    for m in _GLUED_STOP.finditer(text):
        left = _WORD_END.search(text, max(0, m.start() - 30), m.start())
        if left and not inside(m.start()) and _ends_sentence(left.group(), m.group(), text[m.end() : m.end() + 30]):
            edits.append((m.end(), m.end(), " "))
    if "-" in text:
        edits += [e for e in _torn(text, evidence) if not inside(e[0])]
    if addresses:
        edits += [(m.end(1), m.end(), "") for m in _DOUBLED.finditer(text)]
    return edits


def _one_script(word: str) -> str | None:
    """The word with its look-alikes in the script of its other letters; None where that is not clear."""
    if all(c in _NUMERAL for c in word):
        return "".join(_TO_LATIN.get(c, c) for c in word)
    latin = [c for c in word if c.isascii() or c in "əɵ"]
    cyrillic = [c for c in word if not (c.isascii() or c in "əɵ")]
    firm_latin = [c for c in latin if c not in _LATIN_ONLY_SAFE]
    firm_cyrillic = [c for c in cyrillic if c not in _TO_LATIN]
    if firm_latin and firm_cyrillic:
        return None
    if firm_cyrillic or (not firm_latin and len(cyrillic) >= len(latin)):
        return "".join(_TO_CYRILLIC.get(c, c) if c in _LATIN_ONLY_SAFE else c for c in word)
    return "".join(_TO_LATIN.get(c, c) for c in word)


def _ends_sentence(left: str, stop: str, right: str) -> bool:
    """Whether a full stop without a space after it ends a sentence, and not an abbreviation, an initial or an address."""
    if left in ")»”" or stop != ".":
        return True
    if left.isdigit():
        return len(left) == 4
    if left.casefold() in words("abbreviations") or len(left) < 3:
        return False
    if left.isascii():
        # "Economy.The" but not "Node.Js" or "T.C.Smith".
        word = re.match(r"[A-Za-z]+", right)
        return left.islower() and word is not None and len(word.group()) > 1 and right[1:2].islower()
    return left[1:].islower()


def _torn(text: str, evidence: Evidence) -> list[Edit]:
    edits: list[Edit] = []
    for m in _TORN.finditer(text):
        left, _gap, right = m.groups()
        hyphen = m.end(1)
        if "-" in left:
            left = left.rsplit("-", 1)[1]
        if evidence.fossil(left, right):
            edits.append((hyphen, m.start(3), ""))
    return edits
