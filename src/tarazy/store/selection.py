"""Which claims a question is about: filters on actor, kind, time, language, words, document and modality."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import polars as pl

from tarazy.codebook.vocabulary import KINDS, MODALITIES, PARTIAL_DATE
from tarazy.errors import UsageError
from tarazy.language import CODES
from tarazy.store.rows import WORD, lemma

Several = str | Sequence[str] | None


def several(values: Several) -> list[str]:
    """One value, several or none, as a list."""
    return [values] if isinstance(values, str) else list(values or ())


def checked(values: Several, allowed: Iterable[str], what: str) -> list[str]:
    """The values as a list; UsageError for one that is not allowed."""
    chosen, known = several(values), list(allowed)
    for value in chosen:
        if value not in known:
            raise UsageError(f"{what} {value!r} is unknown: choose from {', '.join(known)}.")
    return chosen


def selection(
    languages: Iterable[str],
    actor: Several = None,
    kind: Several = None,
    start: str | None = None,
    end: str | None = None,
    language: Several = None,
    text: str | None = None,
    document: Several = None,
    modality: Several = None,
) -> list[pl.Expr]:
    """Conditions on the rows of claims (with the column ``document``) that all have to hold.

    Several actors must all take part; of several kinds, languages, documents and modalities one is enough.
    ``start`` and ``end`` (ISO dates cut to what is known) keep claims whose valid time touches the span, and those alone.
    ``languages`` are the languages of the claims at hand, in whose lemmas the words of ``text`` are looked for.
    """
    conditions = [pl.col("actors").list.contains(pl.lit(one)) for one in several(actor)]
    if kinds := checked(kind, KINDS, "kind"):
        conditions.append(pl.col("kind").is_in(kinds))
    if chosen := checked(language, CODES, "language"):
        conditions.append(pl.col("language").is_in(chosen))
    if modalities := checked(modality, MODALITIES, "modality"):
        conditions.append(pl.col("modality").is_in(modalities))
    if documents := several(document):
        conditions.append(pl.col("document").is_in(documents) | pl.col("document_id").is_in(documents))
    if text is not None and not WORD.search(text):
        raise UsageError(f"text {text!r} has no word in it: write the words to look for.")
    conditions += within(start, end)
    conditions += [_says(word, sorted(set(languages))) for word in WORD.findall(text or "")]
    return conditions


def within(start: str | None, end: str | None, starts: str = "time_start", ends: str = "time_end") -> list[pl.Expr]:
    """Conditions that the time in the columns ``starts`` and ``ends`` touches the span; what has no date does not."""
    for name, value in (("start (--from)", start), ("end (--to)", end)):
        if value is not None and not PARTIAL_DATE.fullmatch(value):
            raise UsageError(f"{name} {value!r} is no date: write 2018, 2018-05 or 2018-05-10.")
    if start is not None and end is not None and start[: len(end)] > end[: len(start)]:
        raise UsageError(f"start (--from) {start!r} is after end (--to) {end!r}: exchange them.")
    conditions = []
    dated = pl.col(starts).is_not_null() | pl.col(ends).is_not_null()
    # ISO dates cut short compare as text once both have the same length.
    if start is not None:
        last = pl.col(ends).str.head(len(start))
        conditions.append(dated & (pl.col(ends).is_null() | (last >= pl.lit(start).str.head(last.str.len_chars()))))
    if end is not None:
        first = pl.col(starts).str.head(len(end))
        cut = pl.lit(end).str.head(first.str.len_chars())
        conditions.append(dated & (pl.col(starts).is_null() | (first <= cut)))
    return conditions


def _says(word: str, languages: list[str]) -> pl.Expr:
    """The word stands in the quote or the object in any of its forms, or as a part of another word."""
    plain = f"(?i){re.escape(word)}"
    said = pl.col("quote").str.contains(plain) | pl.col("object").str.contains(plain).fill_null(value=False)
    # A language's models are not loaded for words of the other script.
    for code in languages:
        if word.isascii() == (code == "en"):
            form = lemma(code, word)
            said = said | ((pl.col("language") == code) & pl.col("lemmas").str.contains(f" {form} ", literal=True))
    return said
