"""Grammatical functions of mentions in Kazakh: case endings, postpositions and the noun that follows.

Kazakh marks a list once, on its last member, and puts the possessor before the possessed; so a mention without an ending
takes the slot of the list's last member, or of the noun that it specifies. A title is followed by the name that carries
the ending («… Президенті Қ. Тоқаевпен»).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tarazy.language.base import Analysis, Function, Token
from tarazy.language.functions import covered, tables

CASE_SLOTS = {"Nom": "subject", "Gen": "of", "Dat": "to", "Acc": "object", "Loc": "in", "Abl": "from", "Ins": "with"}
PARTICLES = frozenset(["да", "де", "та", "те", "ғана", "ғой", "болса"])
PERSONS = ("leader", "office")
REACH = 5


@dataclass(frozen=True, slots=True)
class Settled:
    """The function found for a mention; ``person`` where the mention is the name of somebody in office."""

    function: Function
    person: bool


def kazakh_functions(analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
    """The function of each span; see `tarazy.language.base.LanguagePack.functions`."""
    tokens = analysis.tokens
    places = [covered(tokens, start, end) for start, end, _ in spans]
    found: dict[int, Function] = {}
    settled: dict[int, Settled] = {}  # by the first token of the mention: the right neighbours are known first
    for k in sorted(range(len(spans)), key=lambda k: places[k], reverse=True):
        first, last = places[k]
        if first < 0:
            found[k] = Function("other")
            continue
        if spans[k][2] == "adjective":
            found[k] = _modifier(tokens, last, settled)
        else:
            found[k] = _slot(tokens, last, settled)
        settled[first] = Settled(found[k], spans[k][2] in PERSONS)
    ordered = [found[k] for k in range(len(spans))]
    return [_owner_of_object(tokens, places, ordered, k) for k in range(len(spans))]


def _owner_of_object(
    tokens: list[Token], places: Sequence[tuple[int, int]], found: Sequence[Function], k: int
) -> Function:
    """«Түркия Әзербайжанның бастамасын қолдады»: beside a subject, the owner of what the verb acts on is acted on itself."""
    if found[k].slot != "of" or not any(f.slot == "subject" and places[i] < places[k] for i, f in enumerate(found)):
        return found[k]
    first_of_others = {first for first, _ in places}
    for i in range(places[k][1] + 1, min(places[k][1] + 2 + REACH, len(tokens))):
        if tokens[i].pos == "PUNCT" or i in first_of_others:
            break
        if tokens[i].features.get("Poss"):
            slot = {"Acc": "object", "Dat": "to"}.get(_case(tokens[i]))
            return Function(slot, _verb(tokens, i)) if slot else found[k]
    return found[k]


def _case(token: Token) -> str:
    return "Loc" if token.features.get("Adnominal") else token.case or "Nom"


def _after(tokens: list[Token], last: int) -> int:
    """The token that follows a noun, emphatic particles left out."""
    at = last + 1
    while at < len(tokens) and tokens[at].text.lower() in PARTICLES:
        at += 1
    return at


def _joined(tokens: list[Token], last: int, settled: Mapping[int, Settled]) -> Function | None:
    """The function of the mention that a comma or conjunction joins to the noun at ``last``."""
    conjunctions = tables("kk")["conjunctions"]
    at = _after(tokens, last)
    linked = False
    while at < len(tokens) and tokens[at].text.lower() in conjunctions and at - last <= 3:
        linked = True
        at += 1
    return settled[at].function if linked and at in settled else None


def _modifier(tokens: list[Token], last: int, settled: Mapping[int, Settled]) -> Function:
    """«Түрік тарабы» acts as Türkiye; «түрік ұшағы» only names an origin."""
    for i in range(last + 1, min(last + 1 + REACH, len(tokens))):
        if tokens[i].pos == "PUNCT" or i in settled:
            break
        if tokens[i].lemma in tables("kk")["office"]:
            return _slot(tokens, i, settled, 1)
        if tokens[i].pos in ("NOUN", "PROPN"):
            return Function("modifier", i)
    joined = _joined(tokens, last, settled)
    return joined if joined is not None else Function("modifier")


def _slot(tokens: list[Token], last: int, settled: Mapping[int, Settled], depth: int = 0) -> Function:
    """The slot of the noun at ``last``: its postposition, the list it opens, the noun it specifies, or its own case."""
    table = tables("kk")
    case = _case(tokens[last])
    at = _after(tokens, last)
    if at < len(tokens):
        word = tokens[at].text.lower()
        slot = table["adpositions"].get(f"{word}+{case}") or table["adpositions"].get(word)
        if slot:
            return Function(slot, _verb(tokens, at))
    if case == "Nom":
        joined = _joined(tokens, last, settled)
        if joined is not None:
            return joined
    if case in ("Nom", "Gen") and depth < 3:
        specified = _specified(tokens, last, case, settled, depth)
        if specified is not None:
            return specified
    if depth and case == "Nom" and tokens[last].lemma in table["titles"]:
        if last + 1 in settled and settled[last + 1].person:
            return settled[last + 1].function
        name = _name(tokens, last, settled)
        if name > last:
            return _slot(tokens, name, settled, 3)
    if case == "Gen":
        return Function("of", min(last + 1, len(tokens) - 1))
    if case == "Loc" and tokens[last].features.get("Adnominal"):
        return Function("in", min(last + 1, len(tokens) - 1))
    return Function(CASE_SLOTS.get(case, "other"), _verb(tokens, last))


def _specified(
    tokens: list[Token], last: int, case: str, settled: Mapping[int, Settled], depth: int
) -> Function | None:
    """The function of the noun whose possessor stands at ``last``, where that noun speaks for its possessor."""
    table = tables("kk")
    for i in range(last + 1, min(last + 1 + REACH, len(tokens))):
        token = tokens[i]
        if token.pos in ("PUNCT", "VERB", "AUX", "CCONJ") or i in settled or token.text.lower() in table["adpositions"]:
            return None
        possessed = bool(token.features.get("Poss"))
        if possessed and token.lemma in table["sources"] and (case == "Gen" or i - last <= 2):
            return Function("about", i)
        if token.lemma in table["relations"] and _case(token) in ("Loc", "Abl", "Ins", "Dat"):
            return Function(table["relations"][token.lemma], _verb(tokens, i))
        if token.lemma in table["office"] and (possessed or case == "Gen"):
            return _slot(tokens, i, settled, depth + 1)
        if case == "Nom" and i == last + 1 and possessed and depth == 0:
            return Function("of", i)
        if case == "Nom" and (possessed or _case(token) != "Nom" or token.pos not in ("ADJ", "NOUN")):
            return None
    return None


def _name(tokens: list[Token], last: int, settled: Mapping[int, Settled]) -> int:
    """The last token of the personal name that follows a title; ``last`` where none does."""
    at = last
    for i in range(last + 1, min(last + 6, len(tokens))):
        token = tokens[i]
        if i in settled or (at > last and _case(tokens[at]) != "Nom"):
            break
        initial = token.text == "." and len(tokens[at].text) == 1
        if i != at + 1 or not (initial or token.text[:1].isupper()):
            break
        at = i
    return at


def _verb(tokens: list[Token], after: int) -> int:
    for i in range(after + 1, len(tokens)):
        if tokens[i].pos == "VERB":
            return i
    return -1
