"""Grammatical functions of mentions in English: the dependency relations of spaCy's English model (ClearNLP labels)."""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.language.base import Analysis, Function, Token
from tarazy.language.functions import covered, tables

SUBJECTS = ("nsubj", "csubj", "expl")
OBJECTS = ("dobj", "obj", "iobj", "oprd", "attr", "dative")
ATTRIBUTES = ("poss", "amod", "compound", "nmod", "nounmod", "npadvmod", "quantmod", "nummod")
DEPTH = 7


def english_functions(analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
    """The function of each span; see `tarazy.language.base.LanguagePack.functions`."""
    return [_function(analysis.tokens, start, end, form) for start, end, form in spans]


def _function(tokens: list[Token], start: int, end: int, form: str) -> Function:
    first, last = covered(tokens, start, end)
    if first < 0:
        return Function("other")
    head = next(
        (i for i in range(last, first - 1, -1) if not first <= tokens[i].head <= last and _heads(tokens[i])),
        last,
    )
    return _climb(tokens, head, form, 0)


def _heads(token: Token) -> bool:
    return token.pos != "PUNCT" and token.dep not in ("case", "det", "punct")


def _climb(tokens: list[Token], at: int, form: str, depth: int) -> Function:
    """The slot of token ``at``: its own relation, or that of the word which it merely specifies."""
    token = tokens[at]
    up = token.head
    if token.dep in ("ROOT", "root") or up < 0 or up == at or depth > DEPTH:
        return Function("subject" if form != "adjective" else "modifier", -1)
    governor = tokens[up]
    dep = token.dep
    if dep in SUBJECTS:
        return Function("subject", up)
    if dep == "nsubjpass":
        return Function("subject" if _keeps_subject(tokens, up) else "object", up)
    if dep in OBJECTS:
        return Function("to" if dep == "dative" else "object", up)
    if dep in ("pobj", "pcomp"):
        return _preposition(tokens, up, form, depth)
    if dep in ATTRIBUTES or (dep == "advmod" and _hyphen(tokens, at, up)):
        return _attribute(tokens, at, up, form, depth)
    if dep in ("conj", "appos"):
        if governor.pos in ("NOUN", "PROPN", "ADJ", "PRON", "NUM"):
            return _climb(tokens, up, form, depth + 1)
        return Function("subject", up)
    if dep == "agent":
        return Function("by", up)
    if dep == "dep" and governor.pos in ("NOUN", "PROPN"):
        return _climb(tokens, up, form, depth + 1)
    return Function("other", up)


def _keeps_subject(tokens: list[Token], verb: int) -> bool:
    """True where the subject of a passive still does what is told: "is committed to", "is expected to provide"."""
    if tokens[verb].lemma in tables("en")["stative"]:
        return True
    return any(t.head == verb and t.dep == "xcomp" for t in tokens[verb + 1 :])


def _attribute(tokens: list[Token], at: int, up: int, form: str, depth: int) -> Function:
    """What stands before a noun: "Kazakhstan's president" and "Kazakh troops" act as Kazakhstan; "US-led" is by the US.

    The possessor of a noun that has an object of its own acts: "Kazakhstan's purchase of drones".
    """
    table = tables("en")
    governor = tokens[up]
    if (
        governor.pos in ("VERB", "ADJ")
        and governor.dep in ("amod", "compound", "nmod", "acl")
        and _hyphen(tokens, at, up)
    ):
        if governor.lemma in table["participles"]:
            return Function("by", governor.head)
        return Function("modifier", governor.head)
    if form == "office" or governor.lemma in table["office"] or _titled(tokens, at, up):
        return _climb(tokens, up, form, depth + 1)
    if governor.pos == "PROPN" and tokens[at].lemma in table["office"]:
        return _climb(tokens, up, "office", depth + 1)
    if tokens[at].dep == "poss":
        complement = any(t.head == up and t.dep == "prep" and t.text.lower() == "of" for t in tokens[up + 1 : up + 4])
        return Function("subject" if complement else "of", up)
    return Function("modifier", up)


def _hyphen(tokens: list[Token], at: int, up: int) -> bool:
    return at < up <= at + 3 and any(t.text in ("-", "–", "‑") for t in tokens[at:up])


def _titled(tokens: list[Token], at: int, up: int) -> bool:
    """ "Russian President Vladimir Putin": the noun is a person whose office stands between."""
    office = tables("en")["office"]
    return tokens[up].pos == "PROPN" and any(t.lemma in office and t.head == up for t in tokens[at + 1 : up])


def _preposition(tokens: list[Token], up: int, form: str, depth: int) -> Function:
    """The slot that a preposition gives; "the government in Tashkent" acts as its state."""
    table = tables("en")
    preposition = tokens[up]
    governor = preposition.head
    word = preposition.text.lower()
    if preposition.dep == "agent":
        return Function("by", governor)
    slot = table["adpositions"].get(word, "other")
    inside = 0 <= governor < len(tokens) and governor != up
    if word == "as" and up and tokens[up - 1].text.lower() == "such":
        slot = "list"
    if inside and tokens[governor].pos in ("ADP", "SCONJ", "VERB", "ADJ", "ADV") and governor == up - 1:
        phrase = f"{tokens[governor].text.lower()} {word}"
        if phrase in table["phrases"]:
            slot = table["phrases"][phrase]
            governor = tokens[governor].head if tokens[governor].head >= 0 else governor
            inside = 0 <= governor < len(tokens)
    if slot == "of" and inside:
        noun = tokens[governor]
        if noun.lemma in table["relations"] and noun.dep == "pobj":
            return Function(table["relations"][noun.lemma], noun.head)
        if noun.lemma in table["office"] and depth < DEPTH:
            return _climb(tokens, governor, "office", depth + 1)
    if word == "in" and form == "capital" and up and depth < DEPTH and tokens[up - 1].lemma in table["seated"]:
        return _climb(tokens, up - 1, "office", depth + 1)
    if slot == "list" and inside and depth < DEPTH and tokens[governor].pos in ("NOUN", "PROPN", "PRON", "NUM"):
        return _climb(tokens, governor, "name", depth + 1)
    return Function("other" if slot == "list" else slot, governor)
