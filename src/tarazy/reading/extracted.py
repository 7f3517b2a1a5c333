"""What a format yields: the text as given, with what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text taken out of a file and its metadata; ``flowing`` when every paragraph stands on a line of its own."""

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    encoding: str | None = None
    flowing: bool = False
    notes: tuple[str, ...] = ()


NO_AUTHORS = frozenset(
    (
        "",
        "user",
        "admin",
        "administrator",
        "author",
        "unknown",
        "owner",
        "python-docx",
        "пользователь",
        "админ",
        "автор",
        "windows user",
        "пользователь windows",
        "asus",
        "hp",
        "acer",
        "lenovo",
        "home",
        "user1",
        "microsoft office user",
    )
)


def plain_name(value: str | None) -> tuple[str, ...]:
    """Authors of a metadata field, without the names that programs put there."""
    names = [part.strip() for part in (value or "").replace(" and ", ";").split(";")]
    return tuple(
        n
        for n in names
        if n.casefold() not in NO_AUTHORS and any(c.isalpha() for c in n) and "@" not in n and "://" not in n
    )
