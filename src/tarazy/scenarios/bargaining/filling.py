"""What records know of a bargain: capabilities from indicators, positions from stances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tarazy.scenarios.case import Input

if TYPE_CHECKING:
    from tarazy.observatory import Observatory


def filled(given: Mapping[str, Any], observatory: Observatory) -> dict[str, Input]:
    """Inputs by name."""
    return {}
