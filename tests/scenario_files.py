"""Scenario files of the tests: one that is right, how to bend it, and what is said of wrong ones."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tarazy.errors import UsageError
from tarazy.scenarios.case import Case
from tarazy.scenarios.reading import read_case

RIGHT = """\
model = "bargaining"
name = "releases"
title = { en = "Winter releases", ru = "Зимние попуски", kk = "Қысқы су жіберу" }
seed = 7
runs = 40

[sensitivity]
method = "morris"
trajectories = 4

[scope]
actors = ["KAZ", "KGZ", "UZB"]
issues = ["winter"]

[settings]
method = "mean"

[inputs]
capability.KAZ = { value = 50, assumption = "large", range = [40, 60] }
capability.KGZ = { value = 10, assumption = "small" }
capability.UZB = { value = 40, assumption = "large" }
position.KAZ.winter = { value = 20, assumption = "needs water in summer", range = [10, 30] }
position.KGZ.winter = { value = 90, assumption = "needs power in winter" }
position.UZB.winter = { value = 30, evidence = ["cite: somebody 2011, p. 3"] }
salience.KAZ.winter = { value = 50, assumption = "middling" }
salience.KGZ.winter = { value = 80, assumption = "high", range = [50, 100], shape = "triangular" }
salience.UZB.winter = { value = 50, assumption = "middling" }
"""


def case_of(text: str = RIGHT, *changes: str, why: str = "a test") -> Case:
    """The case of a text."""
    return read_case(Path("releases.toml"), None, changes, why, text=text)


def bent(old: str, new: str) -> str:
    """The right file with one thing replaced, which must be there."""
    assert old in RIGHT
    return RIGHT.replace(old, new, 1)


def refused(told: Sequence[str], reading: Callable[[], object]) -> str:
    """What ``reading`` a wrong file raises as UsageError; it has all the words ``told``."""
    with pytest.raises(UsageError) as caught:
        reading()
    said = str(caught.value)
    assert all(words in said for words in told), said
    return said
