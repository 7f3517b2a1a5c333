"""What is wrong with a scenario file: one sentence for each fault, naming file, field and the mend."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from tarazy.errors import UsageError


class ScenarioError(UsageError):
    """A scenario file cannot be run; ``faults`` holds one sentence for each thing that is wrong with it."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class ScenarioStoppedError(UsageError):
    """Somebody stopped the run; nothing of it was saved."""


class Faults:
    """Gathers the faults of one file, so that a person can mend all of them at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[str] = []

    def add(self, field: str, said: str, mend: str) -> None:
        """Note that ``field`` ``said`` (such as "is -3"), and the mend, without its full stop."""
        where = f"{self.file}: {field} {said}" if field else f"{self.file} {said}"
        sentence = f"{where}: {mend}."
        if sentence not in self.found:
            self.found.append(sentence)

    def unknown(self, field: str, name: str, known: Iterable[str], what: str = "field") -> str | None:
        """Note a name that nobody knows, with the nearest that somebody does, which is returned where there is one."""
        names = list(known)
        near = get_close_matches(name, names, n=1, cutoff=0.6)
        if near:
            mend = f"did you mean {near[0]!r}?"
            self.found.append(f"{self.file}: {field} is no {what} that is known: {mend}")
            return near[0]
        few = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
        self.add(field, f"is no {what} that is known", f"choose from {few}" if names else "leave it out")
        return None

    def stop(self) -> None:
        """Raise ScenarioError where there is any fault."""
        if self.found:
            raise ScenarioError(self.found)
