"""Grammatical functions of mentions in Russian: case, preposition and the dependency tree."""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.language.base import Analysis, Token
from tarazy.language.functions import Function, covered, tables

CASE_SLOTS = {"Nom": "subject", "Gen": "of", "Dat": "to", "Acc": "object", "Ins": "by", "Loc": "in"}
CHAINED = ("nmod", "appos", "flat", "flat:name", "flat:foreign", "amod", "compound")


def russian_functions(analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
    """The function of each span; see `tarazy.language.functions.functions`."""
    prepositions: dict[int, str] = {}
    for i, token in enumerate(analysis.tokens):
        if token.dep == "case" and token.head >= 0:
            prepositions.setdefault(token.head, token.text.lower())
        elif token.pos == "ADP" and token.head < 0 and i + 1 < len(analysis.tokens):
            prepositions.setdefault(i + 1, token.text.lower())
    return [_function(analysis.tokens, prepositions, start, end, form) for start, end, form in spans]


def _function(tokens: list[Token], prepositions: dict[int, str], start: int, end: int, form: str) -> Function:
    first, last = covered(tokens, start, end)
    if first < 0:
        return Function("other")
    head = _head(tokens, first, last)
    if form == "adjective":
        return _modifier(tokens, prepositions, head)
    return _climb(tokens, prepositions, head, 0)


def _head(tokens: list[Token], first: int, last: int) -> int:
    for i in range(first, last + 1):
        outside = tokens[i].head < first or tokens[i].head > last
        if outside and tokens[i].pos != "PUNCT":
            return i
    return first


def _modifier(tokens: list[Token], prepositions: dict[int, str], head: int) -> Function:
    """«Турецкая сторона» acts as Türkiye; «турецкий беспилотник» only names an origin."""
    noun = tokens[head].head
    if 0 <= noun < len(tokens) and noun != head and tokens[noun].lemma in tables("ru")["office"]:
        return _climb(tokens, prepositions, noun, 1)
    return Function("modifier", noun)


def _climb(tokens: list[Token], prepositions: dict[int, str], at: int, depth: int) -> Function:
    """The slot of token ``at``: its own preposition or case, or that of the noun which it merely specifies."""
    table = tables("ru")
    token = tokens[at]
    case = token.case or token.features.get("Case", "")
    up = token.head
    if at in prepositions:
        preposition = prepositions[at]
        slot = table["adpositions"].get(preposition) or table["adpositions"].get(f"{preposition}+{case}")
        return Function(slot or "other", up)
    if depth > 6 or up < 0 or up == at:
        return Function(CASE_SLOTS.get(case, "subject" if token.dep in ("root", "") else "other"), -1)
    governor = tokens[up]
    if token.dep == "conj" and governor.pos in ("NOUN", "PROPN", "ADJ", "X", "PRON"):
        return _climb(tokens, prepositions, up, depth + 1)
    if token.dep in ("nsubj", "nsubj:pass", "csubj"):
        return Function("subject", up)
    if token.dep in CHAINED and governor.pos in ("NOUN", "PROPN", "X") and not (token.dep == "amod" and case == "Ins"):
        if governor.lemma in table["relations"] and (up in prepositions or governor.case == "Ins"):
            return Function(table["relations"][governor.lemma], governor.head)
        if governor.lemma in table["office"] or token.dep in ("appos", "flat", "flat:name", "compound"):
            return _climb(tokens, prepositions, up, depth + 1)
        if token.dep == "nmod":
            return Function({"Gen": "of", "Dat": "to", "Ins": "by"}.get(case, "of"), up)
    return Function(CASE_SLOTS.get(case, "other"), up)
