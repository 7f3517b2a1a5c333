"""Grammatical functions of mentions in English: the dependency relations of spaCy's English model (ClearNLP labels)."""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.language.base import Analysis, Token
from tarazy.language.functions import Function, covered, tables

CLIMBED = ("conj", "appos", "compound", "nmod", "flat")


def english_functions(analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
    """The function of each span; see `tarazy.language.functions.functions`."""
    return [_function(analysis.tokens, start, end, form) for start, end, form in spans]


def _function(tokens: list[Token], start: int, end: int, form: str) -> Function:
    first, last = covered(tokens, start, end)
    if first < 0:
        return Function("other")
    head = next(
        (i for i in range(last, first - 1, -1) if not first <= tokens[i].head <= last and tokens[i].pos != "PUNCT"),
        last,
    )
    return _climb(tokens, head, form, 0)


def _climb(tokens: list[Token], at: int, form: str, depth: int) -> Function:
    table = tables("en")
    token = tokens[at]
    up = token.head
    if token.dep in ("ROOT", "root") or up < 0 or up == at or depth > 7:
        return Function("subject" if form != "adjective" else "modifier", -1)
    governor = tokens[up]
    dep = token.dep
    if dep in ("nsubj", "nsubjpass", "csubj", "expl"):
        return Function("subject", up)
    if dep in ("dobj", "obj", "dative", "iobj", "oprd", "attr"):
        return Function("object" if dep != "dative" else "to", up)
    if dep in ("pobj", "pcomp"):
        return _preposition(tokens, at, up, depth)
    if dep in ("poss", "amod", "compound", "nmod", "nounmod"):
        if governor.lemma in table["office"] or form == "office":
            return _climb(tokens, up, form, depth + 1)
        return Function("of" if dep == "poss" else "modifier", up)
    if dep in ("conj", "appos"):
        if governor.pos in ("NOUN", "PROPN", "ADJ", "PRON"):
            return _climb(tokens, up, form, depth + 1)
        return Function("subject", up)
    if dep == "agent":
        return Function("by", up)
    return Function("other", up)


def _preposition(tokens: list[Token], at: int, up: int, depth: int) -> Function:
    table = tables("en")
    preposition = tokens[up]
    governor = preposition.head
    word = preposition.text.lower()
    slot = table["adpositions"].get(word, "other")
    if preposition.dep == "agent":
        slot = "by"
    if slot == "of" and 0 <= governor < len(tokens) and governor != up:
        noun = tokens[governor]
        if noun.lemma in table["relations"] and noun.dep == "pobj":
            return Function(table["relations"][noun.lemma], noun.head)
        if noun.lemma in table["office"] and depth < 6:
            return _climb(tokens, governor, "office", depth + 1)
    if (
        slot in ("list", "between")
        and preposition.dep == "prep"
        and slot == "list"
        and 0 <= governor < len(tokens)
        and depth < 6
    ):
        climbed = _climb(tokens, governor, "name", depth + 1)
        return Function(climbed.slot, climbed.governor)
    return Function(slot, governor)
