"""A scenario that has been read and checked: what is supposed, of whom, with which inputs, each on evidence or marked as assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
BASES = ("evidence", "assumption", "override", "default")
SHAPES = ("uniform", "triangular")
SENSITIVITIES = ("morris", "sobol", "none")


@dataclass(frozen=True, slots=True)
class Input:
    """One input. ``low`` and ``high`` bound what it may be, None where it is taken as known; ``shape`` is uniform or triangular about the value.

    ``basis``: ``evidence`` (ids in ``evidence``), ``assumption`` or ``default`` (why in ``reason``, and by language in ``reasons`` where it is given so),
    or ``override`` (by whom, and why).
    """

    name: str
    value: Any
    basis: str
    unit: str = ""
    evidence: tuple[str, ...] = ()
    reason: str = ""
    who: str = ""
    low: float | None = None
    high: float | None = None
    shape: str = "uniform"
    before: Any = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def uncertain(self) -> bool:
        """Whether draws of it differ."""
        return self.low is not None and self.high is not None and self.low < self.high


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How to find what the outputs hang on: Morris with so many ``trajectories``, or Sobol with ``samples`` of the base (a power of two)."""

    method: str = "morris"
    trajectories: int = 10
    samples: int = 64


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario. ``scope``, ``change`` and ``settings`` are plain values by name; ``inputs`` are by their full name, ``capability.KAZ``.

    ``file`` is what it was read from, ``digest`` the SHA-256 of its text; ``seed`` and ``runs`` make it repeatable. ``files`` are the
    paths of inputs of the type file, by name; ``words`` what pages call the names in the scope.
    """

    model: str
    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    file: str
    digest: str
    text: str
    seed: int
    runs: int
    sensitivity: Sensitivity
    scope: Mapping[str, Any]
    keys: Mapping[str, tuple[str, ...]]
    change: Mapping[str, Any]
    settings: Mapping[str, Any]
    inputs: Mapping[str, Input]
    observatory: str | None = None
    observatory_version: int | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def uncertain(self) -> list[Input]:
        """The inputs whose draws differ, by name."""
        return [one for name, one in sorted(self.inputs.items()) if one.uncertain]

    def value(self, name: str) -> Any:
        """The value of an input as given."""
        return self.inputs[name].value

    def under(self, stem: str) -> Iterator[tuple[tuple[str, ...], Input]]:
        """The inputs whose name begins with ``stem``, with the keys after it, in the order of the file."""
        for name, one in self.inputs.items():
            if name.startswith(f"{stem}."):
                yield tuple(name.removeprefix(f"{stem}.").split(".")), one

    def array(self, stem: str, *keys: str) -> Floats:
        """The numbers ``stem.a.b …`` as given, an axis for each key of the model, such as ``case.array("position", "actor", "issue")``.

        NaN for an input that there is not.
        """
        axes = [self.keys[key] for key in keys]
        found = np.empty([len(axis) for axis in axes])
        for at in np.ndindex(found.shape):
            name = ".".join([stem, *(axis[i] for axis, i in zip(axes, at, strict=True))])
            one = self.inputs.get(name)
            found[at] = np.nan if one is None else one.value
        return found
