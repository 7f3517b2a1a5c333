"""Figures of a result's page as SVG: where outputs lie, and what they hang on."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tarazy.scenarios.numbers import shown

_WIDTH, _LABEL, _ROW, _PAD = 780, 330, 26, 12
_BAR, _LINE, _INK, _FAINT = "#9ec5e8", "#0b5394", "#1b1f24", "#d0d7de"
Number = Callable[[float | None], str]
LONGEST = 42
"""Characters of a label before it breaks off."""


@dataclass(frozen=True, slots=True)
class Span:
    """An output: between ``low`` and ``high`` lie the middle 90 % of the runs, about ``median``; ``given`` is the case as given."""

    label: str
    low: float
    median: float
    high: float
    given: float | None


def ranges(spans: Sequence[Span], note: str, number: Number = shown) -> str:
    """Outputs in one unit on one scale: a bar from low to high, a line at the median, a ring for the case as given."""
    known = [one for span in spans for one in (span.low, span.high, span.given) if one is not None]
    low, high = min(known), max(known)
    width = high - low or 1.0
    low, high = low - 0.04 * width, high + 0.04 * width

    def x(value: float) -> float:
        return _LABEL + (value - low) / (high - low) * (_WIDTH - _LABEL - _PAD)

    parts = []
    for row, span in enumerate(spans):
        y = _PAD + row * _ROW + _ROW / 2
        parts.append(_text(_LABEL - 8, y, span.label, "end"))
        parts.append(_rect(x(span.low), y - 7, max(x(span.high) - x(span.low), 1.0), 14, _BAR))
        parts.append(_rect(x(span.median) - 1.25, y - 10, 2.5, 20, _LINE))
        if span.given is not None:
            parts.append(
                f'<circle cx="{x(span.given):.1f}" cy="{y:.1f}" r="4" fill="white" stroke="{_INK}" stroke-width="1.5"/>'
            )
    bottom = _PAD + len(spans) * _ROW
    parts.append(_rect(_LABEL, bottom, _WIDTH - _LABEL - _PAD, 1, _FAINT))
    for value in (min(known), (min(known) + max(known)) / 2, max(known)):
        parts.append(_text(x(value), bottom + 14, number(value), "middle"))
    return _svg(bottom + 28, parts, note)


def effects(rows: Sequence[tuple[str, float, float]], note: str, number: Number = shown) -> str:
    """What one output hangs on: for each input its effect and half the width of its interval, the strongest first."""
    most = max(effect + half for _, effect, half in rows) or 1.0
    room = _WIDTH - _LABEL - _PAD - 60
    parts = []
    for row, (label, effect, half) in enumerate(rows):
        y = _PAD + row * _ROW + _ROW / 2
        end = _LABEL + effect / most * room
        reach = half / most * room
        parts.append(_text(_LABEL - 8, y, label, "end"))
        parts.append(_rect(_LABEL, y - 7, max(end - _LABEL, 1.0), 14, _BAR))
        parts.append(_rect(max(end - reach, _LABEL), y - 0.75, min(2 * reach, end + reach - _LABEL), 1.5, _LINE))
        parts.append(_text(end + reach + 6, y, number(effect), "start"))
    return _svg(2 * _PAD + len(rows) * _ROW, parts, note)


def _svg(height: float, parts: Sequence[str], note: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{html.escape(note)}" '
        f'style="max-width:100%" font-family="system-ui,sans-serif" font-size="12">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    short = words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
    full = f"<title>{html.escape(words)}</title>" if short != words else ""
    return f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" fill="{_INK}">{html.escape(short)}{full}</text>'


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'
