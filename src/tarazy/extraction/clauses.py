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
        return token.pos in ("VERB", "AUX")
    if language == "ru":
        form = token.features.get("VerbForm", "")
        return token.pos in ("VERB", "AUX") and (form in ("Fin", "Part", "Conv", "Inf", "") or token.features.get("Variant") == "Short")
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
        elif depth == 0 and (token.text in CUTS or (token.text == "-" and 0 < i and tokens[i - 1].end < token.start)):
            cuts.append(i + 1)
        elif depth == 0 and i and token.text.lower() in LINKS[language] and tokens[i - 1].text not in CUTS:
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
