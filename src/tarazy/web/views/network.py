"""The network of the selection: its ties by pair, and the communities into which its actors fall."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field
from scipy import sparse

from tarazy.measures.communities import communities, modularity
from tarazy.web.here import HereDep
from tarazy.web.sending import FILES, FormDep
from tarazy.web.views.ties import Edge, Measure, MeasureDep, Node, UnitDep, ties

router = APIRouter(tags=["network"])
_RUNS, _VISITS = 10, 20_000


class NetworkNode(Node):
    """An actor with its community."""

    community: int = Field(description="0 is the largest; the same for the same ties.")


class Network(BaseModel):
    """The network of the selection; ``total`` edges there are, the weightiest are given, and the communities are theirs."""

    version: int
    measure: Measure
    unit: str | None
    units: dict[str, int]
    total: int
    modularity: float | None = Field(
        description="How much more the communities are tied within than by chance (Newman 2006); none without ties."
    )
    nodes: list[NetworkNode]
    edges: list[Edge]


@router.get("/network", response_model=Network, responses=FILES)
def network(
    here: HereDep,
    measure: MeasureDep = "count",
    unit: UnitDep = None,
    limit: Annotated[int, Query(ge=1, le=10_000, description="How many edges to give, the weightiest.")] = 2_000,
    form: FormDep = None,
) -> Network | Response:
    """The ties of the selection by pair with communities by modularity (Blondel et al. 2008); as a file each tie of its own."""
    found = ties(here, measure, unit, limit, form)
    if isinstance(found, Response):
        return found
    labels, quality = _communities([node.actor for node in found.nodes], found.edges)
    return Network(
        **found.model_dump(exclude={"nodes", "edges"}),
        modularity=quality,
        nodes=[
            NetworkNode(**node.model_dump(), community=label) for node, label in zip(found.nodes, labels, strict=True)
        ],
        edges=found.edges,
    )


def _communities(actors: list[str], edges: list[Edge]) -> tuple[list[int], float | None]:
    """The community of each actor and the modularity; directions are left aside."""
    if not edges:
        return [], None
    # By id, so that a new order of weights alone does not change the answer.
    order = sorted(actors)
    place = {actor: at for at, actor in enumerate(order)}
    rows = np.array([place[edge.source] for edge in edges])
    columns = np.array([place[edge.target] for edge in edges])
    weights = np.array([edge.weight for edge in edges])
    half = sparse.coo_array((weights, (rows, columns)), shape=(len(order), len(order))).tocsr()
    matrix = sparse.csr_array(half + half.T)
    labels = communities(matrix, runs=max(1, min(_RUNS, _VISITS // matrix.nnz)))
    quality = modularity(matrix, labels)
    return [int(labels[place[actor]]) for actor in actors], None if np.isnan(quality) else round(quality, 4)
