"""Runs a case: as given, its draws, the points of the sensitivity analysis; spread over any executor, stopped when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from tarazy.executors import Inline, open_executor
from tarazy.scenarios.case import Case
from tarazy.scenarios.drawing import MONTE_CARLO, SENSITIVITY, batches, central, points
from tarazy.scenarios.faults import ScenarioStoppedError
from tarazy.scenarios.model import Draws, Outputs
from tarazy.scenarios.result import Result, assembled
from tarazy.scenarios.sensitivity import sensitivity, sensitivity_points
from tarazy.scenarios.table import model_row

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

IN_FLIGHT = 4
"""Batches for each worker that are under way at once."""
CLUSTER = 16
"""Workers that an executor is taken to have which does not say."""


class Stop(Protocol):
    """What can say that a run is no longer wanted: a ``threading.Event``, for instance."""

    def is_set(self) -> bool:
        """Whether to stop."""


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a scenario has come: ``done`` of ``total`` runs, those of the sensitivity analysis among them."""

    done: int
    total: int


Report = Callable[[RunProgress], None]


def run_case(
    case: Case,
    observatory: Observatory | None = None,
    workers: int = 1,
    executor: Any = None,
    progress: Report | None = None,
    stop: Stop | None = None,
) -> Result:
    """Run a case and say what came out, how sure that is, and what it hangs on.

    ``executor`` is one of ``concurrent.futures``, or a Dask client; otherwise ``workers`` processes are started, none for one. The same case gives the same
    result, bit by bit, whatever runs it. Raises UsageError where the model has no answer, ScenarioStoppedError when ``stop`` was set.
    """
    row = model_row(case.model)
    model = row.model()
    prepared = model.prepare(case, observatory)
    cube, tested = points(case), sensitivity_points(case)
    given = model.simulate(central(case), prepared)
    alone = case.runs == 1 or not (case.uncertain() or _chancy(given, model.simulate(_first(case), prepared)))
    if alone:
        # One run is the case as given; and where nothing differs from run to run it tells as much as all.
        cube = cube[:0]
    work = [
        *batches(case, cube, model.batch, MONTE_CARLO),
        *batches(case, tested, model.batch, SENSITIVITY, common=True),
    ]
    counter = _Counter(alone + len(cube) + len(tested), progress, stop)
    counter.add(int(alone))
    if executor is not None:
        found = _spread(case.model, work, prepared, _futures_of(executor), counter)
    else:
        with open_executor(workers) as own:
            found = _spread(case.model, work, prepared, own, counter)
    drawn = (
        given if alone else joined([one for one, batch in zip(found, work, strict=True) if batch.stage == MONTE_CARLO])
    )
    moved = joined([one for one, batch in zip(found, work, strict=True) if batch.stage == SENSITIVITY])
    return assembled(
        case,
        row,
        given,
        drawn,
        sensitivity(case, tested, moved),
        model.details(case, prepared, given),
    )


def _first(case: Case) -> Draws:
    return Draws(case, 0, 1, {}, MONTE_CARLO)


def _chancy(one: Outputs, other: Outputs) -> bool:
    """Whether two runs of the same values with other random numbers differ: then chance is in the model."""
    return any(not _same(one[name], other[name]) for name in one)


def _same(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))


class _Counter:
    def __init__(self, total: int, report: Report | None, stop: Stop | None) -> None:
        self.done, self.total, self.report, self.stop = 0, total, report, stop

    def add(self, count: int) -> None:
        self.done += count
        if self.report is not None:
            self.report(RunProgress(self.done, self.total))
        self.check()

    def check(self) -> None:
        if self.stop is not None and self.stop.is_set():
            raise ScenarioStoppedError(
                f"The run was stopped after {self.done:,} of {self.total:,} runs: nothing was saved."
            )


def _futures_of(executor: Any) -> Executor:
    """A Dask client gives an executor of ``concurrent.futures``."""
    found: Executor = executor.get_executor() if hasattr(executor, "get_executor") else executor
    return found


def _spread(model: str, work: list[Draws], prepared: Any, executor: Executor, counter: _Counter) -> list[Outputs]:
    """The outputs of each batch, in the order of the batches."""
    counter.check()
    found: dict[int, Outputs] = {}
    waiting: dict[Future[Outputs], int] = {}
    queue = iter(enumerate(work))
    # A cluster does not say how many workers it has.
    most = IN_FLIGHT * (getattr(executor, "_max_workers", None) or (1 if isinstance(executor, Inline) else CLUSTER))
    try:
        for at, batch in _next(queue, most):
            waiting[executor.submit(simulated, model, batch, prepared)] = at
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                at = waiting.pop(future)
                found[at] = future.result()
                counter.add(work[at].count)
            for at, batch in _next(queue, len(done)):
                waiting[executor.submit(simulated, model, batch, prepared)] = at
    finally:
        for future in waiting:
            future.cancel()
    return [found[at] for at in range(len(work))]


def _next(queue: Iterator[tuple[int, Draws]], count: int) -> Iterator[tuple[int, Draws]]:
    for _ in range(count):
        one = next(queue, None)
        if one is None:
            return
        yield one


def simulated(model: str, batch: Draws, prepared: Any) -> Outputs:
    """A batch of runs of the model of this name; what a worker does."""
    return model_row(model).model().simulate(batch, prepared)


def joined(found: list[Outputs]) -> dict[str, npt.NDArray[Any]]:
    """The outputs of all batches, one array for each name."""
    if not found:
        return {}
    return {name: np.concatenate([one[name] for one in found]) for name in found[0]}
