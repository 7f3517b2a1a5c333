"""Ties as a network in GraphML (http://graphml.graphdrawing.org), as Gephi, networkx, igraph and yEd read it.

A node is an actor, an edge a tie; a tie that holds both ways is two edges, one each way, with ``mutual`` true. A cell that is unknown
has no data element.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from tarazy.actors.coordinates import point
from tarazy.exports import Tables

_NODE = {
    "label": "string",
    "type": "string",
    "name_en": "string",
    "name_ru": "string",
    "name_kk": "string",
    "latitude": "double",
    "longitude": "double",
}
_EDGE = {
    "domain": "string",
    "kind": "string",
    "start": "string",
    "end": "string",
    "weight": "double",
    "measure": "string",
    "unit": "string",
    "rule": "string",
    "modality": "string",
    "mutual": "boolean",
    "records": "string",
    "confidence": "double",
}


def lines(what: str, tables: Tables) -> Iterator[str]:
    """The lines of the file; nodes are the ends of the ties, in the order of their ids."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
    )
    for part, names in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in names.items():
            yield f'  <key id="{part}_{name}" for="{part}" attr.name="{name}" attr.type="{kind}"/>'
    yield f'  <graph id="{what}" edgedefault="directed">'
    known = {row["actor"]: row for row in tables.actors.iter_rows(named=True)}
    ends = pl.concat([tables.rows["source"], tables.rows["target"]]).unique().sort()
    for actor in ends:
        yield from _node(actor, known.get(actor, {}))
    for number, row in enumerate(tables.rows.iter_rows(named=True)):
        mutual = not row["directed"]
        data = list(_data("edge", _EDGE, row | {"mutual": mutual, "records": " ".join(row["records"])}))
        ways = [(row["source"], row["target"], f"t{number}")]
        if mutual:
            ways.append((row["target"], row["source"], f"t{number}b"))
        for source, target, name in ways:
            yield f'    <edge id="{name}" source={_attribute(source)} target={_attribute(target)}>'
            yield from data
            yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _node(actor: str, known: dict[str, Any]) -> Iterator[str]:
    place = point(actor)
    where = {"latitude": place.latitude, "longitude": place.longitude} if place else {}
    yield f"    <node id={_attribute(actor)}>"
    yield from _data("node", _NODE, {"label": known.get("name_en") or actor, **known, **where})
    yield "    </node>"


def _data(part: str, names: dict[str, str], row: dict[str, Any]) -> Iterator[str]:
    for name, kind in names.items():
        value = row.get(name)
        if value is not None:
            shown = str(value).lower() if kind == "boolean" else _plain(value)
            yield f'      <data key="{part}_{name}">{escape(shown)}</data>'


def _plain(value: Any) -> str:
    """Text without the characters that XML does not allow."""
    text = repr(value) if isinstance(value, float) else str(value)
    return "".join(char for char in text if char >= " " or char in "\t\n")


def _attribute(text: str) -> str:
    return quoteattr(_plain(text))
