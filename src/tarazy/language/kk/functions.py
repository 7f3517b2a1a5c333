"""Grammatical functions of mentions in Kazakh: case endings, postpositions and the noun that follows.

Kazakh marks a list once, on its last member, and puts the possessor before the possessed; so a mention without an ending
takes the slot of the list's last member, or of the noun that it specifies.
"""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.language.base import Analysis, Token
from tarazy.language.functions import Function, covered, tables

CASE_SLOTS = {"Nom": "subject", "Gen": "of", "Dat": "to", "Acc": "object", "Loc": "in", "Abl": "from", "Ins": "with"}
REACH = 5


def kazakh_functions(analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
    """The function of each span; see `tarazy.language.functions.functions`."""
    tokens = analysis.tokens
    places = [covered(tokens, start, end) for start, end, _ in spans]
    found: list[Function | None] = [None] * len(spans)
    order = sorted(range(len(spans)), key=lambda k: places[k], reverse=True)
    starts = {places[k][0]: k for k in range(len(spans))}
    for k in order:
        first, last = places[k]
        if first < 0:
            found[k] = Function("other")
            continue
        joined = _next_in_list(tokens, last, starts)
        case = tokens[last].case or "Nom"
        if joined is not None and case == "Nom" and found[joined] is not None:
            found[k] = found[joined]
        elif spans[k][2] == "adjective":
            found[k] = _modifier(tokens, last)
        else:
            found[k] = _own(tokens, last, case)
    return [f or Function("other") for f in found]


def _next_in_list(tokens: list[Token], last: int, starts: dict[int, int]) -> int | None:
    """The mention that a comma or conjunction joins to the one that ends at ``last``."""
    conjunctions = tables("kk")["conjunctions"]
    i = last + 1
    while i < len(tokens) and tokens[i].lemma in conjunctions | {"-", "–"} and i - last <= 2:
        if i + 1 in starts:
            return starts[i + 1]
        i += 1
    return None


def _modifier(tokens: list[Token], last: int) -> Function:
    for i in range(last + 1, min(last + 1 + REACH, len(tokens))):
        if tokens[i].pos == "PUNCT":
            break
        if tokens[i].lemma in tables("kk")["office"]:
            return _own(tokens, i, tokens[i].case or "Nom")
        if tokens[i].pos in ("NOUN", "PROPN"):
            return Function("modifier", i)
    return Function("modifier")


def _own(tokens: list[Token], last: int, case: str, depth: int = 0) -> Function:
    table = tables("kk")
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if following is not None:
        word = following.text.lower()
        if word in table["adpositions"]:
            return Function(table["adpositions"][word], _verb(tokens, last))
    if case in ("Nom", "Gen") and depth < 3:
        for i in range(last + 1, min(last + 1 + REACH, len(tokens))):
            token = tokens[i]
            if token.pos in ("PUNCT", "VERB", "CCONJ") or token.text.lower() in table["adpositions"]:
                break
            possessed = (
                token.features.get("Poss") or token.features.get("Number[psor]") or token.features.get("Person[psor]")
            )
            if token.lemma in table["relations"] and token.case in ("Loc", "Abl", "Ins", "Dat"):
                return Function(table["relations"][token.lemma], _verb(tokens, i))
            if token.lemma in table["office"] and (possessed or case == "Gen" or i == last + 1):
                return _own(tokens, i, token.case or "Nom", depth + 1)
            if case == "Nom" and possessed and i == last + 1 and depth == 0:
                return Function("of", i)
    if case == "Gen":
        return Function("of", min(last + 1, len(tokens) - 1))
    if case == "Loc" and tokens[last].features.get("Adnominal"):
        return Function("in", min(last + 1, len(tokens) - 1))
    return Function(CASE_SLOTS.get(case, "other"), _verb(tokens, last))


def _verb(tokens: list[Token], after: int) -> int:
    for i in range(after + 1, len(tokens)):
        if tokens[i].pos == "VERB":
            return i
    return -1
