"""What an observatory does with scenarios: runs them on its records, keeps the results, finds them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import polars as pl

if TYPE_CHECKING:
    from tarazy.observatory import Observatory
    from tarazy.scenarios.comparing import Comparison
    from tarazy.scenarios.result import Result
    from tarazy.scenarios.running import Report, Stop


class Supposing:
    """The part of an observatory that runs scenarios. Records stay as they are; results go to the folder ``scenarios``."""

    if TYPE_CHECKING:

        @property
        def path(self) -> Path:
            """The folder."""

        def actor_names(self, language: str = "en") -> dict[str, str]:
            """Names by id."""

    def scenario(
        self,
        source: str | PathLike[str],
        changes: Mapping[str, Any] | Sequence[str] = (),
        why: str = "",
        workers: int = 1,
        executor: Any = None,
        progress: Report | None = None,
        stop: Stop | None = None,
        save: bool = True,
    ) -> Result:
        """Run a scenario file, or a case of the package, on this observatory: ``obs.scenario("water-accord")``.

        ``changes`` overwrite what the file says: ``{"runs": 500, "inputs.capability.KAZ": 40}``; for an input give ``why``. ``executor``: one of
        ``concurrent.futures`` or a Dask client, otherwise ``workers`` processes. ``progress`` is told of runs that are done; ``stop`` is a
        ``threading.Event`` that ends it. The result is kept in the observatory unless ``save`` is False. Raises ScenarioError with one sentence
        for each fault of the file.
        """
        from tarazy.scenarios.reading import read_case
        from tarazy.scenarios.running import run_case
        from tarazy.scenarios.saving import save as keep
        from tarazy.scenarios.writing import toml

        given = (
            [f"{name}={toml(value)}" for name, value in changes.items()] if isinstance(changes, Mapping) else changes
        )
        case = read_case(Path(source), self._whole(), given, why)
        result = run_case(case, self._whole(), workers, executor, progress, stop)
        if save:
            keep(self.path, result)
        return result

    def new_scenario(self, name: str, changes: Sequence[str] = (), why: str = "") -> str:
        """The text of a scenario file of a model or case, filled with what this observatory's records know."""
        from tarazy.scenarios.writing import new_scenario

        return new_scenario(name, self._whole(), changes, why)

    def scenarios(self) -> pl.DataFrame:
        """The results that are kept: ``id``, ``title``, ``model``, ``runs``, ``seed``, versions, ``made``, ``digest``."""
        from tarazy.scenarios.saving import saved

        return saved(self.path)

    def scenario_result(self, id: str) -> Result:  # noqa: A002
        """A result that is kept, by its id or the beginning of one. UsageError where there is none."""
        from tarazy.scenarios.saving import load

        return load(self.path, id)

    def compare_scenarios(self, a: str, b: str) -> Comparison:
        """Two kept results side by side: outputs with their difference, inputs that differ."""
        from tarazy.scenarios.comparing import compared

        return compared(self.scenario_result(a), self.scenario_result(b))

    def scenario_page(self, result: Result, language: str = "en", form: str = "html") -> str:
        """The page of a result in ``en``, ``ru`` or ``kk``, as ``html`` or ``markdown``, with the sentences behind its inputs."""
        from tarazy.scenarios.evidence import Evidence
        from tarazy.scenarios.page import page

        return page(result, language, form, self.actor_names(language), Evidence(self._whole()).quotes)

    def _whole(self) -> Observatory:
        return cast("Observatory", self)
