"""JSON as rows: each object of a list, as it stands in the text, with its fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tarazy.datasets.delimited import Piece
from tarazy.datasets.given import Given
from tarazy.errors import ReadError


@dataclass(frozen=True)
class Objects:
    """The objects of the list that comes last in a JSON document (alone, or after an object about the download).

    ``fields`` maps names to paths (``country.id``); values become text, null where there is none.
    """

    fields: Mapping[str, str]

    def pieces(self, given: Given, seen: Callable[[str, Sequence[str]], None]) -> Iterator[Piece]:
        """The whole in one piece. Raises ReadError where it is no such JSON, or no object has the fields."""
        text = given.text()
        bare = text.lstrip("\ufeff")
        first = len(text) - len(bare)
        try:
            rows = list(_objects(text, first, given))
        except json.JSONDecodeError as error:
            raise ReadError(f"{given.path} is no JSON (line {error.lineno}: {error.msg}): download it again.") from None
        found: list[dict[str, Any]] = []
        for start, end, one in rows:
            place = {"line": text.count("\n", 0, start) + 1, "start": start, "end": end, "quote": text[start:end]}
            found.append(place | {name: _at(one, path) for name, path in self.fields.items()})
        lacking = [path for name, path in self.fields.items() if all(row[name] is None for row in found)]
        if len(lacking) == len(self.fields):
            raise ReadError(
                f"{given.path} has no objects with {', '.join(self.fields.values())}: is it the file of this data set?"
            )
        # Objects on one line need numbers of their own.
        schema: dict[str, Any] = {"line": pl.Int64, "start": pl.Int64, "end": pl.Int64, "quote": pl.String}
        made = pl.DataFrame(found, schema=schema | dict.fromkeys(self.fields, pl.String))
        seen(text[: rows[0][0]] if rows else "", list(self.fields))
        yield Piece(text, made)


def _objects(text: str, at: int, given: Given) -> Iterator[tuple[int, int, dict[str, Any]]]:
    decoder = json.JSONDecoder()
    at = _skip(text, at)
    if text[at : at + 1] != "[":
        raise ReadError(f"{given.path} is no list of objects: download the indicator with format=json.")
    begin = at + 1
    at = _skip(text, begin)
    if text[at : at + 1] == "{":
        head, end = decoder.raw_decode(text, at)
        after = _skip(text, end)
        following = _skip(text, after + 1) if text[after : after + 1] == "," else after
        if text[following : following + 1] == "[":
            if isinstance(head, dict) and int(head.get("pages", 1) or 1) > 1:
                raise ReadError(
                    f"{given.path} is page {head.get('page')} of {head['pages']}: download all in one with per_page=20000."
                )
            begin = following + 1
    at = _skip(text, begin)
    while text[at : at + 1] == "{":
        one, end = decoder.raw_decode(text, at)
        yield at, end, one
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
    if text[at : at + 1] != "]":
        raise json.JSONDecodeError("the list breaks off", text, min(at, len(text)))


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _at(one: Any, path: str) -> str | None:
    for step in path.split("."):
        one = one.get(step) if isinstance(one, dict) else None
    return None if one is None or one == "" else repr(one) if isinstance(one, float) else str(one)
