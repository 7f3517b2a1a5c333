"""Language packs: all that differs between Kazakh, Russian and English, behind one interface (`base.py`)."""

from __future__ import annotations

from functools import cache

from tarazy.language.base import LanguagePack

CODES = ("kk", "ru", "en")


@cache
def pack(code: str) -> LanguagePack:
    """The pack of a language; its models are loaded once for each process."""
    if code == "kk":
        from tarazy.language.kk import KazakhPack

        return KazakhPack()
    if code == "ru":
        from tarazy.language.ru import RussianPack

        return RussianPack()
    if code == "en":
        from tarazy.language.en import EnglishPack

        return EnglishPack()
    raise ValueError(f"no language pack for {code!r}: choose one of {', '.join(CODES)}")
