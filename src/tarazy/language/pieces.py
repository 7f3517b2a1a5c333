"""Texts too long to be sentences (a table, a list, a text without marks) are analysed in pieces and joined again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tarazy.language.base import Analysis, Entity

# The longest text that is analysed whole, in characters; memory and time of a parser grow with it.
LONGEST_TEXT = 4000


def analyse_in_pieces(
    texts: Sequence[str], analyse: Callable[[Sequence[str]], list[Analysis]], longest: int = LONGEST_TEXT
) -> list[Analysis]:
    """What ``analyse`` gives for ``texts``, with every text over ``longest`` characters cut at white space meanwhile."""
    if all(len(text) <= longest for text in texts):
        return analyse(texts)
    cuts = [list(_pieces(text, longest)) for text in texts]
    parts = iter(analyse([text[start:end] for text, spans in zip(texts, cuts, strict=True) for start, end in spans]))
    return [
        _joined(text, [(start, next(parts)) for start, _ in spans]) for text, spans in zip(texts, cuts, strict=True)
    ]


def _pieces(text: str, longest: int) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > longest:
        end = start + longest
        at = max(text.rfind(space, start + longest // 2, end) for space in (" ", "\n", "\t"))
        end = at + 1 if at > 0 else end
        yield start, end
        start = end
    yield start, len(text)


def _joined(text: str, parts: list[tuple[int, Analysis]]) -> Analysis:
    if len(parts) == 1:
        return parts[0][1]
    whole = Analysis(text, parts[0][1].language, [])
    for start, part in parts:
        before = len(whole.tokens)
        for token in part.tokens:
            token.start += start
            token.end += start
            if token.head >= 0:
                token.head += before
            whole.tokens.append(token)
        whole.entities += [Entity(e.start + start, e.end + start, e.label) for e in part.entities]
    return whole
