"""The offset map: every clean character leads to the characters it came from, through any number of clean-ups."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.reading.assembly import assemble
from tarazy.reading.document import OffsetMap
from tarazy.reading.edits import apply

LETTERS = "абвгдеийқңөұүіһәғcaoeABKИЙҚ"
pieces = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12),
    st.sampled_from(
        [" ", " ", " ", "-", "- ", "-\n", " \n", "\n\n", "\r\n", ". ", ".", ", ", "\xad", "¬\n", "\xa0", "\u200b", "й", "и\u0306",
         "\ufeff", "\f", " \n12 \n\n", "2,5", "1991", " – ", "«", "»", "(", ")", "\n- ", "\n1. ", "\t", "https://a.kz/x ", "💧"]
    ),
)  # fmt: skip
texts = st.lists(pieces, max_size=60).map("".join)


def edits_of(text: str, numbers: list[int]) -> list[tuple[int, int, str]]:
    """Some replacements inside a text, from random numbers."""
    edits = []
    for a, b, c in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=False):
        start = a % (len(text) + 1)
        edits.append((start, min(len(text), start + b % 4), "xyz"[: c % 4]))
    return edits


@given(st.text(max_size=60), st.lists(st.integers(0, 1000), max_size=24), st.lists(st.integers(0, 1000), max_size=24))
def test_two_rewrites_in_a_row_keep_every_character_in_its_place(
    text: str, first: list[int], second: list[int]
) -> None:
    once, inner = apply(text, edits_of(text, first))
    twice, outer = apply(once, edits_of(once, second))
    joined = outer.after(inner)
    assert joined.length == len(twice)
    before = 0
    for i in range(len(twice)):
        start, end = joined.to_given(i, i + 1)
        assert 0 <= start <= end <= len(text)
        assert start >= before
        before = start
        step = outer.to_given(i, i + 1)
        if step[1] > step[0]:
            through = inner.to_given(*step)
            assert (start, end) == through or start == through[0]


@given(st.lists(st.integers(0, 50), max_size=40))
def test_a_map_from_origins_gives_them_back(steps: list[int]) -> None:
    origins = [sum(steps[: i + 1]) + i for i in range(len(steps))]
    offsets = OffsetMap(origins)
    assert [offsets.to_given(i, i + 1) for i in range(len(origins))] == [(o, o + 1) for o in origins]
    for i in range(len(origins)):
        assert offsets.to_given(i, len(origins)) == (origins[i], origins[-1] + 1)


@settings(max_examples=300)
@given(texts)
def test_clean_characters_come_from_the_given_ones(text: str) -> None:
    read = assemble(text)
    assert read.offsets.length == len(read.clean)
    twins = set(zip("асеоАВЕКаеһі", "aceoABEKaehi", strict=True))
    for i, c in enumerate(read.clean):
        start, end = read.offsets.to_given(i, i + 1)
        assert 0 <= start <= end <= len(text)
        origin = text[start:end]
        if c.isalnum():
            composed = unicodedata.normalize("NFC", origin)
            assert composed[:1] == c or (c, composed[:1]) in twins or (composed[:1], c) in twins


@settings(max_examples=300)
@given(texts)
def test_passages_are_spans_of_both_texts(text: str) -> None:
    read = assemble(text)
    last = 0
    for p in read.passages:
        assert p.text == read.clean[p.clean_start : p.clean_start + len(p.text)]
        assert p.text == p.text.strip()
        assert read.offsets.to_given(p.clean_start, p.clean_start + len(p.text)) == (p.start, p.end)
        assert p.clean_start >= last
        last = p.clean_start + len(p.text)
        assert p.language in ("kk", "ru", "en")


words = st.lists(
    st.sampled_from(
        [
            "қазақстан",
            "келісімге",
            "қол",
            "қойды",
            "жылы",
            "Астанада",
            "договор",
            "подписан",
            "сторонами",
            "в",
            "мае",
            "the",
            "treaty",
            "was",
        ]
    ),
    min_size=2,
    max_size=30,
)


@settings(max_examples=150)
@given(
    words, st.lists(st.integers(2, 9), min_size=1, max_size=8), st.sampled_from(["\n", " \n", "\r\n", "\n\n", " \n \n"])
)
def test_no_letter_is_lost_when_lines_are_joined(sentence: list[str], cuts: list[int], end: str) -> None:
    lines, rest = [], list(sentence)
    for cut in cuts:
        lines.append(" ".join(rest[:cut]))
        rest = rest[cut:]
    lines.append(" ".join(rest))
    text = end.join(line for line in lines if line) + "."
    clean = assemble(text).clean
    assert [c for c in clean if c.isalpha()] == [c for c in text if c.isalpha()]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_runs_are_compact_and_whole(parts: list[tuple[int, int, int]]) -> None:
    offsets, at = OffsetMap(), 0
    expected = []
    for length, gap, extra in parts:
        start = at + gap
        offsets.append(length, start, start + length + extra)
        expected += [start + i for i in range(length)]
        at = start + length + extra
    assert [offsets.to_given(i, i + 1)[0] for i in range(offsets.length)] == expected
    again = OffsetMap.from_runs(offsets.runs())
    assert list(again.runs()) == list(offsets.runs())
