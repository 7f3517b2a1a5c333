"""Names that a scenario file cannot have: what must be meant, or what is missing in its scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from tarazy.scenarios.faults import Faults
from tarazy.scenarios.fields import Field

SURE = 0.8
"""How alike the one word must be in which a name differs from one that is lacking, to be taken for it."""


def stranger(
    faults: Faults,
    part: str,
    name: str,
    fields: Mapping[str, Field],
    keys: Mapping[str, tuple[str, ...]],
    lacking: Sequence[str],
) -> str | None:
    """Note a name that a part of the file cannot have; the name of those ``lacking`` that must be meant, where there is one."""
    near = [one for one in lacking if _misspelt(name.split("."), one.split("."))]
    if not near and (said := _outside_scope(name, fields, keys)):
        # One sentence of all that names the same.
        if not any(said[0] in told for told in faults.found):
            faults.add(f"{part}.{name}", *said)
        return None
    known = near or [one for field in fields.values() for one, _ in field.names(keys)]
    below = [one for one in known if one.startswith(f"{name}.")]
    if below and not near:
        faults.add(f"{part}.{name}", "is given once for several", f"give each its own, such as {part}.{below[0]}")
        return None
    return faults.unknown(f"{part}.{name}", name, known, "input" if part == "inputs" else "field")


def _misspelt(name: Sequence[str], meant: Sequence[str]) -> bool:
    differing = [pair for pair in zip(name, meant, strict=False) if pair[0] != pair[1]]
    return len(name) == len(meant) and len(differing) == 1 and SequenceMatcher(None, *differing[0]).ratio() >= SURE


def _outside_scope(
    name: str, fields: Mapping[str, Field], keys: Mapping[str, tuple[str, ...]]
) -> tuple[str, str] | None:
    """Where a name fits a field but for one of its keys: which one, and the mend."""
    parts = name.split(".")
    for field in fields.values():
        wanted = field.name.split(".")
        if len(wanted) != len(parts):
            continue
        pairs = list(zip(wanted, parts, strict=True))
        if all(word == part for word, part in pairs if not word.startswith("{")):
            for word, part in pairs:
                key = word.strip("{}")
                if word.startswith("{") and part not in keys[key]:
                    return (
                        f"names {part!r}, which does not take part",
                        f"add it to [scope] as one more {key}, or leave out what names it (there are {', '.join(keys[key][:8])})",
                    )
    return None
