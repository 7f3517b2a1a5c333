"""Grammatical functions of mentions in Russian: case, preposition and the dependency tree."""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.language.base import Analysis, Function, Token
from tarazy.language.functions import covered, tables

CASE_SLOTS = {"Nom": "subject", "Gen": "of", "Dat": "to", "Acc": "object", "Ins": "by", "Loc": "in"}
CHAINED = ("nmod", "appos", "flat", "flat:name", "flat:foreign", "amod", "compound")


def russian_functions(analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
    """The function of each span; see `tarazy.language.base.LanguagePack.functions`."""
    prepositions: dict[int, str] = {}
    for i, token in enumerate(analysis.tokens):
        if token.dep == "case" and token.head >= 0:
            prepositions.setdefault(token.head, token.text.lower())
        elif token.pos == "ADP" and token.head < 0 and i + 1 < len(analysis.tokens):
            prepositions.setdefault(i + 1, token.text.lower())
    for i, token in enumerate(analysis.tokens):
        # «в отношении», «со стороны» as one compound preposition: the noun hangs on the word «в».
        if token.dep == "fixed" and 0 <= token.head < i and analysis.tokens[token.head].dep == "case":
            noun = analysis.tokens[token.head].head
            compound = f"{analysis.tokens[token.head].text.lower()}+{token.lemma}"
            if noun != i and prepositions.get(noun) == analysis.tokens[token.head].text.lower():
                prepositions[noun] = compound
    return [_function(analysis.tokens, prepositions, start, end, form) for start, end, form in spans]


def _function(tokens: list[Token], prepositions: dict[int, str], start: int, end: int, form: str) -> Function:
    first, last = covered(tokens, start, end)
    if first < 0:
        return Function("other")
    head = _head(tokens, first, last)
    if form == "adjective":
        return _modifier(tokens, prepositions, head)
    function = _climb(tokens, prepositions, head, 0)
    if function.slot == "in" and _spoken_for(tokens, function.governor):
        return Function("subject", function.governor)
    return function


def _spoken_for(tokens: list[Token], verb: int) -> bool:
    """«В Братиславе грозили»: a verb in the plural without a subject, of those by which a government speaks."""
    if verb < 0 or tokens[verb].lemma not in tables("ru")["speaking"] or tokens[verb].features.get("Number") != "Plur":
        return False
    return not any(t.head == verb and t.dep in ("nsubj", "nsubj:pass", "csubj") for t in tokens)


def _head(tokens: list[Token], first: int, last: int) -> int:
    for i in range(first, last + 1):
        outside = tokens[i].head < first or tokens[i].head > last
        if outside and tokens[i].pos != "PUNCT":
            return i
    return first


def _modifier(tokens: list[Token], prepositions: dict[int, str], head: int) -> Function:
    """«Турецкая сторона» acts as Türkiye; «турецкий беспилотник» only names an origin."""
    noun = tokens[head].head
    if 0 <= noun < len(tokens) and noun != head:
        relation = _relation(tokens, prepositions, noun)
        if relation:
            return Function(relation, tokens[noun].head)
        if tokens[noun].lemma in tables("ru")["office"]:
            return _climb(tokens, prepositions, noun, 1)
    return Function("modifier", noun)


def _passive(verb: Token) -> bool:
    """«Страна была принята»: a short passive participle acts on its subject."""
    features = verb.features
    short = features.get("VerbForm") == "Part" or features.get("Variant") == "Short"
    return short and features.get("Voice") == "Pass" and verb.lemma not in tables("ru")["stative"]


def _relation(tokens: list[Token], prepositions: dict[int, str], noun: int) -> str:
    """The slot that «со стороны», «в адрес», «при поддержке», «по инициативе» give to the actor of the noun; "" for other nouns."""
    relations = tables("ru")["relations"]
    token = tokens[noun]
    preposition = prepositions.get(noun, "")
    if token.lemma == "сторона" and preposition in ("с", "со") and (token.case or token.features.get("Case")) == "Ins":
        return ""
    slot: str = relations.get(f"{preposition}+{token.lemma}", "") if preposition else ""
    if not slot and (preposition or token.case == "Ins"):
        slot = relations.get(token.lemma, "")
    return slot


def _stands_alone(token: Token, governor: Token, between: list[Token]) -> bool:
    """«В столице Португалии Россия и Украина подписали …»: a name in the nominative hangs on no noun in another case."""
    if token.pos != "PROPN" or token.text.isupper() or governor.case in (None, "", "Nom", "Acc"):
        return False
    if governor.pos == "PROPN":
        return token.dep in ("conj", "appos", "nmod", "flat:name", "flat:foreign", "flat")
    quoted = any(t.pos == "PUNCT" for t in between)
    return token.dep == "appos" and governor.pos == "NOUN" and bool(between) and not quoted


def _climb(tokens: list[Token], prepositions: dict[int, str], at: int, depth: int) -> Function:
    """The slot of token ``at``: its own preposition or case, or that of the noun which it merely specifies."""
    table = tables("ru")
    token = tokens[at]
    case = token.case or token.features.get("Case", "")
    up = token.head
    if at and tokens[at - 1].text.lower() in table["listing"]:
        return Function("list", up)
    if at in prepositions:
        preposition = prepositions[at]
        if preposition == "у" and up >= 0 and tokens[up].lemma in table["taking"]:
            return Function("from", up)
        adpositions, relations = table["adpositions"], table["relations"]
        slot = (
            adpositions.get(preposition)
            or adpositions.get(f"{preposition}+{case}")
            or relations.get(preposition)
            or relations.get(preposition.partition("+")[2])
        )
        return Function(slot or "other", up)
    if depth > 6 or up < 0 or up == at:
        return Function(CASE_SLOTS.get(case, "subject" if token.dep in ("root", "") else "other"), -1)
    governor = tokens[up]
    if case == "Nom" and _stands_alone(token, governor, tokens[up + 1 : at]):
        return Function("subject", governor.head)
    if token.dep == "conj" and governor.pos in ("NOUN", "PROPN", "ADJ", "X", "PRON"):
        return _climb(tokens, prepositions, up, depth + 1)
    if token.dep in ("nsubj", "nsubj:pass", "csubj"):
        return Function("object" if _passive(governor) else "subject", up)
    if token.dep in CHAINED and governor.pos in ("NOUN", "PROPN", "X") and not (token.dep == "amod" and case == "Ins"):
        relation = _relation(tokens, prepositions, up)
        if relation:
            return Function(relation, governor.head)
        if governor.lemma in table["office"] or token.dep in ("appos", "flat", "flat:name", "compound"):
            return _climb(tokens, prepositions, up, depth + 1)
        if token.dep == "nmod":
            return Function({"Gen": "of", "Dat": "to", "Ins": "by"}.get(case, "of"), up)
    return Function(CASE_SLOTS.get(case, "other"), up)
