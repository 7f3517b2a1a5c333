"""The figures of reports, by Altair and vl-convert, as SVG: no network, no clock, the same bytes for the same numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl
import vl_convert

INK, FAINT, ACCENT = "#22303a", "#8a949b", "#1f6f8b"
COLOURS = ("#1f6f8b", "#d98e32", "#6b8f3d", "#a23e48", "#6d5a94", "#3f8f87", "#9aa3a8")
_WIDTH = 560


def intervals(frame: pl.DataFrame, value: str, titles: Sequence[str], unknown: str) -> str:
    """Points with their intervals over periods: columns ``period``, ``value``, ``low``, ``high``; a null value is marked as unknown."""
    order = frame["period"].to_list()
    rows = [row | {"mark": "?" if row["value"] is None else ""} for row in frame.iter_rows(named=True)]
    across = alt.X("period:N", sort=order, title=titles[0], axis=alt.Axis(labelAngle=0))
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=across)
    known = base.transform_filter("datum.value !== null")
    bars = known.mark_rule(color=ACCENT, strokeWidth=2).encode(y=alt.Y("low:Q", title=value), y2="high:Q")
    ends = [known.mark_tick(color=ACCENT, width=10, thickness=1.5).encode(y=f"{end}:Q") for end in ("low", "high")]
    points = known.mark_point(color=ACCENT, filled=True, size=70, opacity=1).encode(y="value:Q")
    gaps = (
        base.transform_filter("datum.value === null")
        .mark_text(color=FAINT, fontSize=16, baseline="bottom")
        .encode(text="mark:N", y=alt.datum(0), description=alt.value(unknown))
    )
    return svg(alt.layer(bars, *ends, points, gaps).properties(width=_WIDTH, height=190))


def shares(frame: pl.DataFrame, titles: Sequence[str], order: Sequence[str], rows: Sequence[str]) -> str:
    """Bars of shares: columns ``row``, ``part``, ``share``; parts in their ``order``, rows from above."""
    data = _ranked(frame, order)
    chart = (
        alt.Chart(alt.InlineData(values=data))
        .mark_bar(stroke="white", strokeWidth=0.7)
        .encode(
            y=alt.Y("row:N", sort=list(rows), title=None, axis=alt.Axis(labelLimit=190)),
            x=alt.X(
                "sum(share):Q",
                stack="zero",
                title=titles[0],
                scale=alt.Scale(domain=[0, 1], nice=False),
                axis=alt.Axis(labelExpr="format(datum.value * 100, 'd') + '%'", values=[0, 0.25, 0.5, 0.75, 1]),
            ),
            color=_parts(order, 150),
            order=alt.Order("rank:Q"),
        )
        .properties(width=_WIDTH - 110, height=alt.Step(24))
    )
    return svg(chart)


def _ranked(frame: pl.DataFrame, order: Sequence[str]) -> list[dict[str, Any]]:
    """The rows with the ``rank`` of their part, by which bars are stacked."""
    return [row | {"rank": order.index(row["part"])} for row in frame.iter_rows(named=True)]


def _parts(order: Sequence[str], longest: int) -> alt.Color:
    """A colour for each part, the last, the rest, in grey; ``longest``: pixels of a name in the legend."""
    colours = [*COLOURS[: len(order) - 1], "#d5dadd"] if len(order) > 1 else [COLOURS[0]]
    return alt.Color(
        "part:N",
        sort=list(order),
        scale=alt.Scale(domain=list(order), range=colours),
        legend=alt.Legend(title=None, orient="bottom", columns=4, labelLimit=longest, symbolType="square"),
    )


def timeline(frame: pl.DataFrame, titles: Sequence[str], order: Sequence[str]) -> str:
    """Bars of counts by year: columns ``year``, ``part``, ``count``; a year without bars has no event that the sources name."""
    data = _ranked(frame, order)
    years = frame["year"]
    first, last = int(years.min()), int(years.max())  # type: ignore[arg-type]
    step = max(1, (last - first + 1) // 12)
    bar = max(2.0, min(16.0, 0.75 * _WIDTH / (last - first + 2)))
    chart = (
        alt.Chart(alt.InlineData(values=data))
        .mark_bar(size=bar)
        .encode(
            x=alt.X(
                "year:Q",
                title=titles[0],
                scale=alt.Scale(domain=[first - 0.7, last + 0.7], nice=False),
                axis=alt.Axis(format="d", values=list(range(first, last + 1, step)), grid=False),
            ),
            y=alt.Y(
                "count:Q",
                title=titles[1],
                stack="zero",
                axis=_whole(frame.group_by("year").agg(pl.sum("count"))["count"]),
            ),
            color=_parts(order, 170),
            order=alt.Order("rank:Q"),
        )
        .properties(width=_WIDTH, height=150)
    )
    return svg(chart)


def trend(frame: pl.DataFrame, titles: Sequence[str]) -> str:
    """Bars of ``weight`` by ``year`` with the ``level`` of each stage as a line."""
    rows = frame.to_dicts()
    first, last = rows[0]["year"], rows[-1]["year"]
    span = alt.Scale(domain=[first - 0.7, last + 0.7], nice=False)
    across = alt.X("year:Q", title=titles[0], axis=alt.Axis(format="d", grid=False), scale=span)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=across)
    bar = max(2.0, min(14.0, 0.7 * _WIDTH / (len(rows) + 1)))
    weights = base.mark_bar(size=bar, color="#a9c4cf").encode(
        y=alt.Y("weight:Q", title=titles[1], axis=_whole(frame["weight"]))
    )
    levels = base.mark_line(interpolate="step", color=ACCENT, strokeWidth=2).encode(y="level:Q")
    return svg(alt.layer(weights, levels).properties(width=_WIDTH, height=160))


def _whole(counts: pl.Series) -> alt.Axis:
    """An axis with a tick at whole numbers alone."""
    most = int(counts.max() or 0) + 1  # type: ignore[arg-type]
    return alt.Axis(format="d", values=list(range(0, most + 1, max(1, most // 5))))


def svg(chart: Any) -> str:
    """The chart as SVG in a plain style."""
    styled = (
        chart.configure(font="sans-serif", background="white", padding=6)
        .configure_axis(
            labelColor=INK,
            titleColor=INK,
            titleFontWeight="normal",
            labelFontSize=11,
            titleFontSize=11,
            gridColor="#e8ebed",
            domainColor=FAINT,
            tickColor=FAINT,
        )
        .configure_view(stroke=None)
        .configure_legend(labelColor=INK, labelFontSize=11, padding=4)
    )
    drawn: str = vl_convert.vegalite_to_svg(styled.to_json(), vl_version=_version())
    return re.sub(r"[\ue000-\uf8ff]", "", drawn)


def _version() -> str:
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
