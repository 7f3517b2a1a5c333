"""Lines about a paper and not of it: authors, institutions, classification codes, abstracts, keywords, contents."""

from __future__ import annotations

import re

_UPPER = "A-ZА-ЯЁӘІҢҒҮҰҚӨҺ"
_INITIALS = rf"(?:[{_UPPER}][a-zа-яә]?\.[\s\xa0]?-?){{1,3}}"
_SURNAME = rf"[{_UPPER}][\w’'-]+"
_NAME = re.compile(
    rf"(?:{_INITIALS}\s?{_SURNAME}(?:-{_SURNAME})?|{_SURNAME},?\s{_INITIALS}|{_SURNAME}(?:\s{_SURNAME}){{1,3}})"
)
_WITH_INITIALS = re.compile(rf"(?:{_INITIALS}\s?{_SURNAME}|{_SURNAME},?\s{_INITIALS})")
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|ұлы|қызы|улы|кызы|ulı|uly|kyzy|qyzy)\b", re.IGNORECASE)
_DEGREE = re.compile(
    r"\b(?:ph\.?\s?d\.?|dr\.?|prof\.?|professor|m\.?a\.|candidate of|doctor of|associate|lecturer|researcher|student|"
    r"[кд]\.\s?\w{1,8}\.\s?[нғ]\.|[сғ]\.\s?ғ\.\s?[кд]\.|профессор\w*|доцент\w*|магистр\w*|докторант\w*|магистрант\w*|студент\w*|аспирант\w*|преподавател\w*|"
    r"кандидат\w*|доктор\w*|научный сотрудник|академик\w*|оқытушы\w*|ғылым\w* (?:докторы|кандидаты)|политолог|эксперт|аға ғылыми)\b",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    r"университет|институт|академи[яи]|кафедр|факультет|министерств|министрлі[гк]|ministry of|орталығы|мектебі|university|institute|academy|faculty|department|school of|centre|center for|e-?mail|@",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:автор(?:ы|лар|лары)?|авторлар|author\(?s?\)?|by|written by|подготовил\w*|жазған)\s*[:\s–-]\s*", re.IGNORECASE
)
_CODE = re.compile(r"^(?:УДК|ӘОЖ|МРНТИ|ГТАМР|ХҒТАР|UDC|IRSTI|SRSTI|ББК|BBK|JEL|DOI|ORCID|ISSN|ISBN)\b", re.IGNORECASE)
_KEYWORDS = re.compile(
    r"^(?:ключевые слова|түйін(?:ді)? сөздер|түйінді ұғымдар|кілт(?:тік)? сөздер|тірек сөздер|key ?words)\b",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(
    r"^(?:аннотация|резюме|аңдатпа|андатпа|түйін(?:деме)?|abstract|summary)\b\s*[.:–-]?", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$|_{4,}\s*\d{1,4}$")


def is_author_line(text: str) -> bool:
    """A line that names the authors of a paper, with degrees or without."""
    if not 5 <= len(text) <= 220 or text.endswith((";", ":")):
        return False
    labelled = _LABEL.match(text)
    bare = _LABEL.sub("", text)
    names = _names(bare)
    if not names:
        return False
    if labelled:
        return True
    strong = bool(_DEGREE.search(bare)) or all(_WITH_INITIALS.fullmatch(n) or _PATRONYMIC.search(n) for n in names)
    rest = _DEGREE.sub(" ", bare)
    for name in names:
        rest = rest.replace(name, " ")
    left = [
        w
        for w in re.findall(r"[^\W\d_]{2,}", rest)
        if w.lower() not in ("и", "және", "and", "мен", "of", "in", "наук", "ғылымдарының")
    ]
    return strong and (len(left) <= 2 or (bool(_DEGREE.search(bare)) and text.startswith(names[0])))


def author_names(text: str) -> list[str]:
    """The names on an author line."""
    return _names(_LABEL.sub("", text))


def _names(text: str) -> list[str]:
    """Names at the beginning of a line, one after the other."""
    names = []
    for part in re.split(r"[,;]\s+(?!(?:[A-ZА-Я]\.))|\s+(?:и|және|and|&)\s+", text)[:8]:
        part = part.strip(" .*†‡¹²³⁴⁵0123456789")
        candidates = (part, part + ".")
        whole = next((c for c in candidates if _NAME.fullmatch(c)), None)
        if whole:
            names.append(whole)
        elif (m := _WITH_INITIALS.match(part)) is not None and not names:
            names.append(m.group().strip())
            break
    return names


def is_affiliation(text: str) -> bool:
    """A line with the institution, town or address of an author."""
    return (
        len(text) < 200
        and _AFFILIATION.search(text) is not None
        and not re.search(r"[.!?]\s+[A-ZА-Я]\w+\s+\w+\s+\w+\s+\w+\s", text)
    )


def is_code(text: str) -> bool:
    """A line with a classification code (UDC and the like)."""
    return len(text) < 160 and _CODE.match(text) is not None


def is_keywords(text: str) -> bool:
    """A list of keywords."""
    return _KEYWORDS.match(text) is not None


def opens_abstract(text: str) -> bool:
    """The beginning of an abstract."""
    return _ABSTRACT.match(text) is not None


def is_contents(text: str) -> bool:
    """A line of a table of contents: a title, dots and a page."""
    return len(text) < 250 and _CONTENTS.search(text) is not None
