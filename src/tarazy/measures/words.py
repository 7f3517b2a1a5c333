"""Lists of words in three languages, from a data file to patterns that find them in the sentences of claims."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from tarazy.data_files import toml
from tarazy.errors import UsageError
from tarazy.language import CODES

_BETWEEN = r"[^\w]+(?:\w+[^\w]+)?"
"""Between two words of an entry one more may stand."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of such a file: ``names`` by language, and the ``patterns`` of its words by language."""

    id: str
    names: Mapping[str, str]
    patterns: Mapping[str, str]
    group: str = ""


def pattern(entries: Sequence[str]) -> str:
    """A pattern that finds any of the entries in a text of small letters: words between blanks, ``*`` at the end of a word for any ending.

    >>> import re
    >>> bool(re.search(pattern(["drug* traffick*"]), "drug trafficking grew"))
    True
    """
    found = []
    for entry in entries:
        *before, last = entry.split()
        # An open end needs no pattern of its own at the end of an entry, which makes patterns small.
        words = [re.escape(word.lower().removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in before]
        closing = re.escape(last.lower().removesuffix("*")) + ("" if last.endswith("*") else r"\b")
        found.append(_BETWEEN.join([*words, closing]))
    return rf"\b(?:{'|'.join(found)})"


def topics(table: Mapping[str, Any], section: str, origin: str) -> dict[str, Topic]:
    """The rows below ``section`` of a file's table: ``name`` by language, lists of words ``kk``, ``ru``, ``en``. UsageError, naming ``origin``."""
    found = {}
    for name, row in table.get(section, {}).items():
        lists = {code: row.get(code, []) for code in CODES}
        if not any(lists.values()) or not all(isinstance(one, list) for one in lists.values()):
            raise UsageError(f"{origin}: {section}.{name} has no words: give lists kk, ru and en.")
        found[name] = Topic(
            name, row.get("name", {}), {code: pattern(one) for code, one in lists.items() if one}, row.get("group", "")
        )
    return found


@cache
def given_topics(file: str, section: str) -> dict[str, Topic]:
    """The rows of a file of ``measures/data``."""
    return topics(toml("tarazy.measures", file), section, f"measures/data/{file}")


def said() -> pl.Expr:
    """What a claim says, in small letters, for the patterns: its quote without hyphens at line ends, its object, and its lemmas where it has them."""
    quote = pl.col("quote").fill_null("").str.replace_all("\u00ad", "", literal=True)
    whole = quote.str.replace_all(r"(\w)-\s*\n\s*(\w)", "$1$2")
    return pl.concat_str(
        [whole, pl.col("object").fill_null(""), pl.col("lemmas").fill_null("")], separator=" | "
    ).str.to_lowercase()


def matching(table: Mapping[str, Topic], text: str, language: str) -> pl.Expr:
    """The ids of the topics whose words a text has, in the order of the table; words are looked for in the claim's language.

    A claim of another language, or of none, is looked at with the words of all three.
    """
    flags = []
    for topic in table.values():
        here = pl.lit(False)
        for code, words in topic.patterns.items():
            fits = (pl.col(language) == code) | ~pl.col(language).is_in(list(CODES)) | pl.col(language).is_null()
            here = here | (fits & pl.col(text).str.contains(words))
        flags.append(pl.when(here).then(pl.lit(topic.id)))
    return pl.concat_list(flags).list.drop_nulls() if flags else pl.lit([], pl.List(pl.String))
