"""What claims share: for many pairs at once, the weight of the keys that both have, block by block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from tarazy.records.propositions import Ints, Propositions

Floats = npt.NDArray[np.float64]
_COUNTED = frozenset(["role", "unit", "amount", "near"])
"""Classes whose keys weigh the same, however rare they are."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """For pairs of claims: the weight of the keys ``shared``, and of all keys of the first (``ours``) and the second (``theirs``)."""

    shared: Floats
    ours: Floats
    theirs: Floats

    @property
    def least(self) -> Floats:
        """The weight of all keys of the side that has less."""
        least: Floats = np.minimum(self.ours, self.theirs)
        return least

    @property
    def clash(self) -> Floats:
        """1 where both have keys and none in common."""
        clash: Floats = ((self.shared == 0) & (self.least > 0)).astype(float)
        return clash

    @property
    def jaccard(self) -> Floats:
        """The share of what is in common in all that there is; 0 where there is nothing."""
        return _ratio(self.shared, self.ours + self.theirs - self.shared)

    @property
    def contained(self) -> Floats:
        """The share of what is in common in the side that has less; 0 where it has nothing."""
        return _ratio(self.shared, self.least)


def _ratio(part: Floats, whole: Floats) -> Floats:
    out: Floats = np.divide(part, whole, out=np.zeros_like(whole), where=whole > 1e-9)
    return np.minimum(out, 1.0)


class Shelf:
    """The keys of several blocks side by side in one matrix, so that one product of sparse matrices compares them all.

    A block is a class of keys (``name``), or the keys of one class in the first claim against those of another in the second
    (``thing>name``), or the other way round (``thing<name``).
    """

    def __init__(self, made: Propositions, blocks: tuple[str, ...]) -> None:
        self.blocks = blocks
        sides = [_sides(block) for block in blocks]
        ours = [_weighted(made, one) for one, _ in sides]
        theirs = [_weighted(made, other) for _, other in sides]
        widths = [max(one.shape[1], other.shape[1]) for one, other in zip(ours, theirs, strict=True)]
        self.block_of = np.repeat(np.arange(len(blocks)), widths)
        self.first = _beside(ours, widths)
        self.second = _beside(theirs, widths)
        self.second.data = np.ones_like(self.second.data)
        # Of a block read backwards the one that names the thing is the second claim.
        names = [block.replace("<", ">") for block in blocks]
        self.sums = {name: _sums(_weighted(made, _sides(name)[0])) for name in names}
        self.names = names

    def overlaps(self, left: Ints, right: Ints) -> dict[str, Overlap]:
        """The overlap of each block for pairs of rows."""
        both = self.first[left].multiply(self.second[right]).tocsr()
        row = np.repeat(np.arange(len(left)), np.diff(both.indptr))
        place = row * len(self.blocks) + self.block_of[both.indices]
        shared: Floats = np.bincount(place, weights=both.data, minlength=len(left) * len(self.blocks)).astype(
            np.float64
        )
        shared = shared.reshape(len(left), len(self.blocks))
        found = {}
        for at, (block, name) in enumerate(zip(self.blocks, self.names, strict=True)):
            one, other = (right, left) if "<" in block else (left, right)
            sums = self.sums[name]
            found[block] = Overlap(shared[:, at], sums[one], sums[other])
        return found


def _sides(block: str) -> tuple[str, str]:
    if ">" in block:
        one, other = block.split(">")
        return one, other
    if "<" in block:
        one, other = block.split("<")
        return other, one
    return block, block


def _weighted(made: Propositions, kind: str) -> sparse.csr_matrix:
    matrix = made.matrices.get(kind)
    if matrix is None:
        return sparse.csr_matrix((len(made), 1), dtype=np.float32)
    if kind in _COUNTED:
        return sparse.csr_matrix((np.ones_like(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    return matrix


def _beside(parts: list[sparse.csr_matrix], widths: list[int]) -> sparse.csr_matrix:
    wide = [
        sparse.csr_matrix((part.data, part.indices, part.indptr), shape=(part.shape[0], width))
        for part, width in zip(parts, widths, strict=True)
    ]
    joined = sparse.hstack(wide, format="csr", dtype=np.float32)
    joined.sort_indices()
    return joined


def _sums(matrix: sparse.csr_matrix) -> Floats:
    sums: Floats = np.asarray(matrix.sum(axis=1), dtype=float).ravel()
    return sums
