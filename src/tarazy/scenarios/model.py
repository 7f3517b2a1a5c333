"""What a model of scenarios is: it prepares, computes a batch of draws, and shows the case as given in detail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tarazy.scenarios.case import Case, Floats, Input
from tarazy.scenarios.faults import Faults

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

Outputs = Mapping[str, npt.NDArray[Any]]
Note = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Details:
    """The case as given: ``tables`` by their name in the model's file; ``notes``: names of sentences there, with what to fill in."""

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    notes: Sequence[Note] = ()


@dataclass(frozen=True, slots=True)
class Draws:
    """Several runs of a case at once: drawn values of the uncertain inputs, an array of ``count`` for each, and where chance comes from.

    ``first`` is the number of the first run. A run has the same random numbers whatever batch it comes in, with ``generators``; with
    ``generator`` too, because batches are cut in the same places whatever the number of workers.
    """

    case: Case
    first: int
    count: int
    values: Mapping[str, Floats]
    stage: int = 0
    common: bool = False

    def value(self, name: str) -> Floats:
        """Draws of one input, shape (count,)."""
        drawn = self.values.get(name)
        return np.full(self.count, float(self.case.value(name))) if drawn is None else drawn

    def array(self, stem: str, *keys: str) -> Floats:
        """Draws of the numbers ``stem.a.b …``: shape (count, number of a, number of b …), as ``Case.array`` with an axis more."""
        found = np.broadcast_to(self.case.array(stem, *keys), (self.count, *(len(self.case.keys[key]) for key in keys)))
        found = found.copy()
        for name, drawn in self.values.items():
            if name.startswith(f"{stem}."):
                parts = name.removeprefix(f"{stem}.").split(".")
                at = [self.case.keys[key].index(part) for key, part in zip(keys, parts, strict=True)]
                np.moveaxis(found, 0, -1)[tuple(at)] = drawn
        return found

    def generators(self) -> Iterator[np.random.Generator]:
        """A source of random numbers for each run; in sensitivity analysis all of them begin alike, so that chance cancels out."""
        for run in range(self.first, self.first + self.count):
            yield _generator(self.case.seed, self.stage, 0 if self.common else run)

    def generator(self) -> np.random.Generator:
        """One source of random numbers for the whole batch."""
        return _generator(self.case.seed, self.stage + 100, 0 if self.common else self.first)


def _generator(seed: int, stage: int, number: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(stage, number)))


class Model(ABC):
    """A model of ``scenarios/data/models``. It has no state: everything comes from the case and from what it prepared."""

    batch = 64
    """Runs that are computed at once. A vectorised model takes more; results do not hang on the number of workers either way."""

    def check(self, case: Case, faults: Faults) -> None:  # noqa: B027
        """Note what is wrong between fields (weights that sum to zero, no path …); single values have been checked by then."""

    def complete(self, given: dict[str, Any], folder: Path, faults: Faults) -> dict[str, str]:
        """Put into ``given``, the file as read, what a file that it names says, such as the links of a network; nothing that is there already.

        ``folder`` is where the scenario is. Returns the files that were read, by the field that names each; they are hashed into the result.
        """
        return {}

    def fill(self, given: Mapping[str, Any], observatory: Observatory) -> dict[str, Input]:
        """Inputs that the observatory knows, each with its evidence, for what the file leaves out. ``given`` is the file as read."""
        return {}

    def prepare(self, case: Case, observatory: Observatory | None) -> Any:
        """What all runs share and what can be sent to other processes: networks, ties, tables. Computed once."""
        return None

    @abstractmethod
    def simulate(self, draws: Draws, prepared: Any) -> Outputs:
        """The outputs of a batch, an array of ``draws.count`` for each name of the model's outputs; NaN (or "") where one is undefined.

        Raises UsageError with one sentence where a case has no answer, such as a constraint that cannot be met.
        """

    def details(self, case: Case, prepared: Any, outputs: Outputs) -> Details:
        """Tables of the case as given, and what a reader should know of it; ``outputs`` are its own, arrays of one."""
        return Details()
