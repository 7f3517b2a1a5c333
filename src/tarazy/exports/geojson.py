"""Actors, records and ties on the map as GeoJSON (RFC 7946): points and lines between the places of the actors.

What has no place keeps its properties and has the geometry null.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tarazy.actors.coordinates import Point, point
from tarazy.exports import Tables


def lines(what: str, tables: Tables) -> Iterator[str]:
    """A FeatureCollection, one feature a line."""
    yield '{"type": "FeatureCollection", "features": ['
    last = tables.rows.height - 1
    for number, row in enumerate(tables.rows.iter_rows(named=True)):
        feature = _FEATURES[what](row, number)
        yield json.dumps(feature, ensure_ascii=False, default=str) + ("," if number < last else "")
    yield "]}"


def _actor(row: dict[str, Any], number: int) -> dict[str, Any]:
    place = point(row["actor"])
    placed = {"placed_at": place.of, "point": place.what} if place else {}
    return _feature(row["actor"], _geometry([place]), row | placed)


def _tie(row: dict[str, Any], number: int) -> dict[str, Any]:
    ends = [point(row["source"]), point(row["target"])]
    return _feature(f"t{number}", _geometry(ends) if all(ends) else None, row)


def _record(row: dict[str, Any], number: int) -> dict[str, Any]:
    """Where places take part the record is there; otherwise it is drawn between its actors."""
    places = [actor for actor in row["actors"] if actor.startswith("place:") and point(actor)]
    geometry = _geometry(point(actor) for actor in places or row["actors"])
    properties = {name: value for name, value in row.items() if name not in ("life", "record_id")}
    return _feature(row["record_id"], geometry, properties)


_FEATURES = {"actors": _actor, "ties": _tie, "records": _record}


def _feature(name: str, geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": properties}


def _geometry(places: Iterable[Point | None]) -> dict[str, Any] | None:
    """One place is a point, two are a line, more are points."""
    spots = list(dict.fromkeys((place.longitude, place.latitude) for place in places if place is not None))
    if not spots:
        return None
    if len(spots) == 1:
        return {"type": "Point", "coordinates": list(spots[0])}
    kind = "LineString" if len(spots) == 2 else "MultiPoint"
    return {"type": kind, "coordinates": [list(spot) for spot in spots]}
