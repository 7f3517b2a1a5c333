"""Provisional actors: names that the registry does not know, with a slug that is the same in every case form and script."""

from __future__ import annotations

from collections.abc import Sequence

from tarazy.actors.mention import Mention
from tarazy.language.base import Analysis


def provisional_mentions(analysis: Analysis, known: Sequence[Mention]) -> list[Mention]:
    return []
