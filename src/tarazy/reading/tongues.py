"""The language of a paragraph or sentence: Kazakh, Russian or English, told by letters and function words."""

from __future__ import annotations

import re

from tarazy.reading.lexicon import words

_KAZAKH = "әіңғүұқөһ"
_CYRILLIC = re.compile(r"[\u0400-\u052f]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_KAZAKH_ENDING = re.compile(
    r"(?:[лдт][ае]р(?:ы|ын)?|[дт]ы|[дт]і|сы|сын|[дтн][ае]н|[дт][ае]|[дтн]ы[нң]|ны|[гк][ае]|г[ае]н|к[ае]н|[мбп]ен|лы|лык|"
    r"[ауеы]п|[аеу]й|тай|дай|[ыа]у|ба|ма|йды|[рлн]ы|ын)$"
)
_SAMPLE = 1000
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+(?:\s\S*[./]\S+)*")
_QUOTED = re.compile(r"«[^«»]{2,400}»|“[^“”]{2,400}”|\"[^\"]{2,400}\"|\([^()]{2,300}\)")
_FRAME = re.compile(r"\b(?:the|of|and|is|was|in)\b")
# Letters that none of the three writes.
_OTHER_CYRILLIC = re.compile(r"[їєґўћђџљњјѓќҳҷӣӯҗѝ]")
_OTHER_LATIN = re.compile(r"[ğşıçöüäßéèêëàâîïôûùœæøåñãõáíóúąćęłńśźżčďěňřšťůžőűăâîșțĞŞİÇÖÜ]", re.IGNORECASE)


def language_of(text: str) -> str | None:
    """``kk``, ``ru``, ``en``; ``und`` for another language; None where the text is too short to tell."""
    sample = text if len(text) < _SAMPLE else text[:_SAMPLE]
    if "/" in sample:
        sample = _ADDRESS.sub(" ", sample)
    if "«" in sample or "(" in sample or '"' in sample or "“" in sample:
        # Titles and names that are quoted in their own language do not tell the language of the sentence.
        outside = _QUOTED.sub(" ", sample)
        if _letters(_WORD, outside) >= 15:
            sample = outside
    cyrillic = _letters(_CYRILLIC, sample)
    latin = _letters(_LATIN, sample)
    every = _letters(_WORD, sample)
    if cyrillic + latin < 2:
        return "und" if every >= 4 else None
    other = every - cyrillic - latin
    if other > cyrillic + latin:
        return "und"
    if cyrillic * 2 >= latin:
        return _cyrillic(sample, cyrillic)
    if cyrillic >= 10 and (latin < 3 * cyrillic or not _FRAME.search(sample)):
        # Cyrillic words around foreign names; an English sentence has its own small words.
        return _cyrillic(sample, cyrillic)
    return _latin(sample, latin)


def by_script(text: str) -> str:
    """``ru`` or ``en`` by the letters alone, for words that tell nothing else."""
    return "ru" if _letters(_CYRILLIC, text) > _letters(_LATIN, text) else "en"


def _letters(pattern: re.Pattern[str], sample: str) -> int:
    return sum(map(len, pattern.findall(sample)))


def _cyrillic(sample: str, letters: int) -> str | None:
    low = sample.lower()
    kazakh = sum(map(low.count, _KAZAKH))
    foreign = len(_OTHER_CYRILLIC.findall(low))
    found = _WORD.findall(low)
    russian, turkic = words("function-ru"), words("function-kk")
    russian_words = sum(1 for w in found if w in russian)
    kazakh_words = sum(1 for w in found if w in turkic)
    # Ukrainian shares one letter with Kazakh, Uzbek and Tajik two.
    if foreign > 1 and foreign * 150 > letters and foreign * 3 > kazakh - low.count("і"):
        return "und"
    if letters < 8 and not (kazakh or russian_words or kazakh_words):
        return None
    if kazakh * 25 >= letters + 12 * russian_words or kazakh_words > russian_words:
        return "kk"
    if kazakh and not russian_words and letters < 60:
        return "kk"
    if kazakh or russian_words or kazakh_words or letters >= 400:
        return "ru"
    return _by_forms(_WORD.findall(sample)) or ("ru" if letters >= 30 or _looks_russian(found) else None)


def _by_forms(found: list[str]) -> str | None:
    """Of a few words without a telling letter or function word: Russian where its dictionary has most of them.

    Names are in the dictionary of Russian whichever language declines them, so that only unknown forms of them count.
    """
    from tarazy.language.ru.dictionary import is_known

    russian = kazakh = 0
    for word in found:
        if len(word) < 3 or word.isupper():
            continue
        if is_known(word):
            russian += word.islower()
        elif _KAZAKH_ENDING.search(word.lower()):
            kazakh += 1
    if kazakh > russian or (kazakh == russian and kazakh and _ends_in_kazakh(found[-1])):
        return "kk"
    return "ru" if russian else None


def _ends_in_kazakh(word: str) -> bool:
    """Whether the last word, where Kazakh has its verb, is one that ends as its verbs do."""
    return re.search(r"[дт]ы$|[дт]і$|йды$|[гк]ан$|[гк]ен$", word) is not None


def _looks_russian(found: list[str]) -> bool:
    return any(
        re.search(r"(?:ий|ый|ая|ое|ие|ых|ого|ому|ция|ции|ость|ение|ения|ство|ства|ный|ные|ться|щий)$", w) for w in found
    )


def _latin(sample: str, letters: int) -> str | None:
    found = _WORD.findall(sample.lower())
    english_words = sum(1 for w in found if w in words("function-en"))
    other = len(_OTHER_LATIN.findall(sample))
    if (
        len(found) >= 8
        and english_words * 12 < len(found)
        and (other * 40 > letters or _foreign_words(found) > english_words)
    ):
        return "und"
    if letters < 8 and not english_words:
        return None
    if letters < 25 and not english_words:
        return None
    return "en"


def _foreign_words(found: list[str]) -> int:
    return sum(1 for w in found if w in words("function-other"))
