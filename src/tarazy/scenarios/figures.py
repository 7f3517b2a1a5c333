"""Figures of a result's page as SVG: where outputs lie, and what they hang on."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tarazy.scenarios.courses import Course
from tarazy.scenarios.numbers import shown

_WIDTH, _LABEL, _ROW, _PAD = 780, 330, 26, 12
_LEFT, _NAMES, _HEIGHT = 60, 200, 220
_COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47", "#7f6000", "#0c7c86", "#a61c00", "#674ea7")
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


def lines(course: Course, note: str, number: Number = shown) -> str:
    """How several things go on: a line for each, with its name beside its end."""
    points = [point for _, line in course.lines for point in line]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    bottom, edge = _PAD + _HEIGHT, _WIDTH - _NAMES

    def place(x: float, y: float) -> tuple[float, float]:
        across = _LEFT + (x - left) / (right - left or 1) * (edge - _LEFT)
        return across, bottom - (y - low) / (high - low or 1) * _HEIGHT

    parts = [_rect(_LEFT, bottom + 4, edge - _LEFT, 1, _FAINT)]
    parts += [_text(place(x, low)[0], bottom + 16, number(x), "middle") for x in (left, right)]
    parts += [_text(_LEFT - 8, place(left, y)[1], number(y), "end") for y in (low, high)]
    parts.append(_text((_LEFT + edge) / 2, bottom + 16, course.across, "middle"))
    ends = sorted((place(*line[-1])[1], at) for at, (_, line) in enumerate(course.lines) if line)
    beside: dict[int, float] = {}
    last = -float(_ROW)
    for y, at in ends:
        # Names of lines that end in one place stand below each other.
        beside[at] = last = max(y, last + 14)
    for at, (name, line) in enumerate(course.lines):
        if not line:
            continue
        colour = _COLOURS[at % len(_COLOURS)]
        dash = "" if at < len(_COLOURS) else ' stroke-dasharray="5 3"'
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in line))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        parts.append(_rect(edge + 6, beside[at] - 1, 10, 2.5, colour))
        parts.append(_text(edge + 20, beside[at], name, "start"))
    return _svg(max(bottom + 30, last + _PAD), parts, note)


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
