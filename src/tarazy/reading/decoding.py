"""Bytes of a plain text → str, with the encoding recognised: UTF-8, UTF-16, Windows-1251 (also Kazakh), KOI8-R."""

from __future__ import annotations

import re

from tarazy.errors import ReadError

_SAMPLE = 400_000
_KAZAKH = frozenset("әіңғүұқөһӘІҢҒҮҰҚӨҺ")
# The commonest letters of Russian and Kazakh running text, in about this order.
_FREQUENT = frozenset("оеаинтсрлвкмдпыәіңқғ")
# PT154 is the Windows page of Kazakh: it agrees with Windows-1251 on the Russian letters.
_SINGLE_BYTE = ("cp1251", "ptcp154", "koi8-r", "cp866", "mac_cyrillic", "cp1252")
_ODD = re.compile("[\x00-\x08\x0e-\x19\x1c\x1d\x7f\ufffd]")
_WORD = re.compile(r"[^\W\d_]+")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding.

    UTF-8 is decoded as Python's ``utf-8``, so that a byte order mark stays the first character of the text as given.
    Raises ReadError for bytes that are no text.
    """
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return _strict(data, "utf-32", name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16", name)
    if b"\x00" in data[:_SAMPLE]:
        encoding = _bare_utf16(data[:_SAMPLE])
        if encoding is None:
            raise ReadError(f"{name} is not a text although it is named like one: give the file its true extension")
        return _strict(data, encoding, name)
    try:
        text = data.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError as error:
        if _nearly_utf8(data, error):
            return data.decode("utf-8", "replace"), "utf-8"
        encoding = _single_byte(data[:_SAMPLE])
        text = data.decode(encoding, "replace")
    if _is_binary(text[:_SAMPLE]):
        raise ReadError(f"{name} is not a text although it is named like one: give the file its true extension")
    return text, encoding


def _strict(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        raise ReadError(f"{name} breaks off or is damaged inside its {encoding} text: save it again as UTF-8") from None


def _bare_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark has its zero bytes on one side only."""
    sample = sample[: len(sample) // 2 * 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        spaces = text.count(" ") + text.count("\n")
        usual = sum(1 for c in text if c.isascii() or "\u0400" <= c <= "\u052f" or "\u2010" <= c <= "\u2030")
        if text and spaces > len(text) / 40 and usual > 0.95 * len(text) and "\x00" not in text:
            return encoding
    return None


def _nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """A few broken bytes, or a character cut at the end, do not make a UTF-8 text another encoding."""
    sample = data[: max(_SAMPLE, min(error.end + 4, 2 * _SAMPLE))]
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd") - (data[:_SAMPLE].count(b"\xef\xbf\xbd"))
    multibyte = sum(1 for c in text if ord(c) > 127) - broken
    return multibyte > 20 and broken * 50 < multibyte


def _single_byte(sample: bytes) -> str:
    """The one-byte page under which the sample reads most like Russian, Kazakh or English."""
    scores = {}
    for encoding in _SINGLE_BYTE:
        try:
            text = sample.decode(encoding, "replace")
        except LookupError:
            continue
        score = 0.0
        for word in _WORD.findall(text):
            body = word[1:]
            if body.isupper() and not word[0].isupper():
                score -= 3 * len(body)
            elif body != body.lower() and not word.isupper():
                score -= len(word)
            score += sum(1.0 for c in word.lower() if c in _FREQUENT)
            if any(c in _KAZAKH for c in word):
                score += 1
        score -= 4 * sum(
            1 for c in text if c == "\ufffd" or (ord(c) < 32 and c not in "\t\n\r\f") or "\u2500" <= c <= "\u259f"
        )
        scores[encoding] = score
    return max(scores, key=lambda e: (scores[e], -_SINGLE_BYTE.index(e)))


def _is_binary(sample: str) -> bool:
    return len(_ODD.findall(sample)) > max(2, len(sample) / 200)
