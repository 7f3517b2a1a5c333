"""Where actors are on the map: the points of ``data/coordinates.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tarazy.actors.registry import registry, rows


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees (WGS 84): latitude north of the equator, longitude east of Greenwich.

    ``of`` is the actor whose point it is; ``what`` says what of it: capital, seat, town, site, or middle (of a sea, a river, a province).
    """

    latitude: float
    longitude: float
    of: str
    what: str


@cache
def points() -> dict[str, Point]:
    """The points of the data file by actor."""
    return {
        row["id"]: Point(float(row["latitude"]), float(row["longitude"]), row["id"], row["point"])
        for row in rows("coordinates")
    }


def point(actor: str) -> Point | None:
    """An actor's own point, or the point of the one state that a company, body or person belongs to; None where there is none."""
    if own := points().get(actor):
        return own
    known = registry().get(actor)
    if known is None or len(known.parents) != 1 or actor.startswith(("place:", "region:", "group:")):
        return None
    parent = registry().get(known.parents[0])
    return points().get(parent.id) if parent is not None and parent.kind == "state" else None
