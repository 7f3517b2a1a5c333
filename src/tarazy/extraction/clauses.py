"""Clauses: runs of tokens that hold one predicate each, cut at punctuation and conjunctions."""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.language.base import Token

CUTS = frozenset([";", ",", ":", "—", "–", "..."])
LINKS = {
    "ru": frozenset(["и", "а", "но", "однако", "тогда", "поскольку", "хотя"]),
    "en": frozenset(["and", "but", "while", "whereas", "although", "because", "which", "that"]),
    "kk": frozenset(["және", "ал", "бірақ", "алайда", "себебі", "өйткені", "сондай-ақ"]),
}


def is_predicate(token: Token, language: str) -> bool:
    """True for a verb form that can carry a clause of its own."""
    if language == "en":
        return token.pos in ("VERB", "AUX") and token.dep not in ("amod", "prep", "compound")
    if language == "ru":
        form = token.features.get("VerbForm", "")
        return token.pos in ("VERB", "AUX") and (
            form in ("Fin", "Part", "Conv", "Inf", "") or token.features.get("Variant") == "Short"
        )
    return token.pos == "VERB"


def clauses(tokens: Sequence[Token], language: str) -> list[tuple[int, int]]:
    """Inclusive token ranges that cover the sentence in order; each but a lone one holds a predicate."""
    if not tokens:
        return []
    cuts: list[int] = []
    depth = 0
    for i, token in enumerate(tokens):
        if token.text in ("(", "["):
            depth += 1
        elif token.text in (")", "]"):
            depth = max(0, depth - 1)
        elif depth or not i or _before_figure(tokens, i):
            continue
        elif token.text in CUTS or (token.text == "-" and tokens[i - 1].end < token.start):
            if language != "kk" or token.text == ";" or _after_verb(tokens, i):
                cuts.append(i + 1)
        elif (
            token.text.lower() in LINKS[language]
            and tokens[i - 1].text not in CUTS
            and _links_clauses(tokens, i, language)
        ):
            cuts.append(i)
    segments: list[tuple[int, int]] = []
    start = 0
    for cut in [*cuts, len(tokens)]:
        if cut > start:
            segments.append((start, cut - 1))
            start = cut
    has = [any(is_predicate(tokens[i], language) for i in range(a, b + 1)) for a, b in segments]
    merged: list[tuple[int, int]] = []
    complete: list[bool] = []
    for (a, b), predicate in zip(segments, has, strict=True):
        # Kazakh closes a clause with its verb; Russian and English open one anywhere.
        if merged and not (predicate and complete[-1]):
            merged[-1] = (merged[-1][0], b)
            complete[-1] = complete[-1] or predicate
        else:
            merged.append((a, b))
            complete.append(predicate)
    return merged


def _before_figure(tokens: Sequence[Token], at: int) -> bool:
    """«С Россией – 26 млрд»: the dash stands for a verb inside the clause."""
    return tokens[at].text in ("–", "—", "-") and any(t.text[:1].isdigit() for t in tokens[at + 1 : at + 3])


def _after_verb(tokens: Sequence[Token], at: int) -> bool:
    """Kazakh closes a clause with its verb: a mark after anything else stands inside a list."""
    return any(tokens[j].pos in ("VERB", "AUX") for j in range(max(0, at - 2), at))


def _links_clauses(tokens: Sequence[Token], at: int, language: str) -> bool:
    """A conjunction that joins predicates, not nouns."""
    if language == "kk":
        return _after_verb(tokens, at)
    token = tokens[at]
    if token.pos == "SCONJ" or token.dep in ("mark", "nsubj", "nsubjpass"):
        return True
    if not 0 <= token.head < len(tokens):
        return True
    joined = tokens[token.head]
    return joined.pos in ("VERB", "AUX") and joined.features.get("VerbForm") != "Inf"
