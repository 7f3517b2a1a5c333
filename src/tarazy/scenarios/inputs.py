"""The inputs of a scenario file: each has a value, and evidence or an assumption; overrides have a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tarazy.scenarios.case import SHAPES, Input
from tarazy.scenarios.evidence import Evidence
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.fields import Field, fault_of, is_number
from tarazy.scenarios.model import Model
from tarazy.scenarios.strangers import stranger
from tarazy.scenarios.table import ModelRow

LANGUAGES = ("en", "ru", "kk")
LEAF = ("value", "unit", "evidence", "assumption", "range", "shape", "find", "factor", "who")
SHOWN = 3
"""Names of what is missing that one sentence tells."""
_OVERRIDE = ("input", "value", "range", "reason", "who")
Leaf = dict[str, Any]


class InputReader:
    """Reads the inputs of one file against its model's table; notes every fault."""

    def __init__(
        self,
        row: ModelRow,
        keys: Mapping[str, tuple[str, ...]],
        faults: Faults,
        evidence: Evidence,
        folder: Path,
        reasons: Mapping[str, Any],
    ) -> None:
        self.row, self.keys, self.faults, self.evidence, self.folder = row, keys, faults, evidence, folder
        self.expected = {name: field for field in row.inputs.values() for name, _ in field.names(keys)}
        self.reasons = reasons
        self.files: dict[str, str] = {}
        self.alone: set[str] = set()
        self.told: set[str] = set()
        self.fills = type(row.model()).fill is not Model.fill

    def leaves(self, table: Mapping[str, Any], before: str = "") -> dict[str, Leaf]:
        """The entries of ``[inputs]`` by full name; names that the model does not have are faults."""
        found: dict[str, Leaf] = {}
        entries = list(self._walk(table, before))
        given = {name for name, _ in entries}
        lacking = [name for name in self.expected if name not in given]
        for name, value in entries:
            if name not in self.expected:
                self.told |= {stranger(self.faults, "inputs", name, self.row.inputs, self.keys, lacking) or ""}
            elif not isinstance(value, dict):
                self.faults.add(
                    f"inputs.{name}",
                    f"is {value!r} without evidence",
                    f'write {{ value = {value!r}, evidence = ["record:…"] }}, or assumption = "why" in place of evidence',
                )
                self.told.add(name)
            else:
                found[name] = value
        return found

    def _walk(self, table: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
        for name, value in table.items():
            full = f"{before}{name}"
            if isinstance(value, dict) and full not in self.expected and not set(value) & set(LEAF):
                yield from self._walk(value, f"{full}.")
            else:
                yield full, value

    def read(self, given: Mapping[str, Leaf], overrides: Any, filled: Mapping[str, Input]) -> dict[str, Input]:
        """All inputs of the model in its order: from the file, else from records, else the model's default; overrides last."""
        found: dict[str, Input] = {}
        replaced = self._overrides(overrides)
        self.alone = self._incomplete(given)
        lacking: dict[str, list[str]] = {}
        for name, field in self.expected.items():
            if name in given:
                one = self._given(name, field, given[name])
            elif name in filled:
                one = filled[name]
            elif field.default is not None:
                low, high = field.range or (None, None)
                one = Input(name, field.default, "default", field.unit, low=low, high=high, **_said(field.why))
            else:
                one = None
                if field.required and name not in replaced and name not in self.told:
                    lacking.setdefault(field.stem, []).append(name)
            if name in replaced:
                one = self._overridden(one, name, field, replaced[name])
            if one is not None:
                found[name] = one
                if field.type == "file":
                    self._file(name, one)
        for names in lacking.values():
            self._lacks(names)
        return found

    def _lacks(self, names: Sequence[str]) -> None:
        """One sentence of all that is missing of one kind."""
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        given = f"inputs.{names[0]} a value" if len(names) == 1 else "each a value"
        mend = f"give {given}, with evidence or an assumption"
        if self.fills and self.evidence.observatory is None:
            mend += ", or name an observatory (--on), from which it may be filled"
        self.faults.add("inputs", f"has no {', '.join(names[:SHOWN])}{more}", mend)

    def _incomplete(self, given: Mapping[str, Leaf]) -> set[str]:
        """Stems of inputs that must be found together, such as capabilities in one unit, of which one at least was not found."""
        asked = {
            name: leaf["find"]
            for name, leaf in given.items()
            if isinstance(leaf.get("find"), dict) and leaf["find"].get("together")
        }
        lacking = {
            name for name, find in asked.items() if self.evidence.found(find, f"inputs.{name}", self.faults) is None
        }
        return {name.partition(".")[0] for name in lacking}

    def _given(self, name: str, field: Field, leaf: Leaf) -> Input | None:
        where = f"inputs.{name}"
        meant = {self.faults.unknown(f"{where}.{key}", key, LEAF) for key in leaf if key not in LEAF}
        if meant & {"value", "evidence", "assumption", "find"}:
            return None
        quoted = self._found(where, leaf)
        value = quoted["value"] if quoted else leaf.get("value")
        if quoted is None and "find" in leaf and value is not None and "assumption" not in leaf:
            mend = "add an assumption that says why the value stands in where no record is found"
            self.faults.add(where, "has find and a value without an assumption", mend)
            return None
        if value is None:
            if "find" in leaf:
                mend = "give value and assumption for that case, or name an observatory that has it"
                self.faults.add(where, "asks for a record that the observatory does not have", mend)
            else:
                self.faults.add(where, "has no value", "give value = …")
            return None
        if bad := fault_of(field, value):
            self.faults.add(where, *bad)
            return None
        if leaf.get("unit", field.unit) != field.unit:
            unit = field.unit or "no unit"
            self.faults.add(f"{where}.unit", f"is {leaf['unit']!r}", f"this model counts in {unit}: convert the value")
        low, high, shape = self._range(where, field, value, leaf, quoted)
        unit = field.unit
        if quoted:
            return Input(name, value, "evidence", unit, tuple(quoted["evidence"]), low=low, high=high, shape=shape)
        assumed = self._reason(where, leaf.get("assumption"))
        if assumed is not None and not is_said(assumed):
            mend = 'say why this value is assumed, in words, or as { en = "…", ru = "…", kk = "…" }'
            self.faults.add(f"{where}.assumption", f"is {leaf['assumption']!r}", mend)
        if "evidence" in leaf:
            if assumed is not None:
                self.faults.add(where, "has both evidence and an assumption", "keep the one on which the value rests")
            ids = self.evidence.checked(leaf["evidence"], f"{where}.evidence", self.faults)
            return Input(name, value, "evidence", unit, ids, low=low, high=high, shape=shape)
        if assumed is None:
            mend = 'give evidence = ["record:…"], or assumption = "why this value"'
            self.faults.add(where, f"is {value!r} without evidence", mend)
        return Input(name, value, "assumption", unit, low=low, high=high, shape=shape, **_said(assumed))

    def _reason(self, where: str, assumed: Any) -> Any:
        """``reasons.name`` stands for what the file says under that name."""
        if isinstance(assumed, str) and assumed.startswith("reasons."):
            name = assumed.removeprefix("reasons.")
            if name not in self.reasons:
                self.faults.add(
                    f"{where}.assumption", f"is {assumed!r}", f"write {name} in [reasons], or the reason itself here"
                )
                return "?"
            return self.reasons[name]
        return assumed

    def _found(self, where: str, leaf: Leaf) -> dict[str, Any] | None:
        """The figure that ``find`` asks for, times ``factor``."""
        factor = leaf.get("factor", 1)
        if not is_number(factor) or factor == 0:
            self.faults.add(f"{where}.factor", f"is {factor!r}", "give a number other than 0")
            return None
        if "find" not in leaf:
            return None
        if not isinstance(leaf["find"], dict):
            mend = 'write find = { kind = "indicator", actor = "KAZ", words = "GDP", unit = "USD" }'
            self.faults.add(f"{where}.find", f"is {leaf['find']!r}", mend)
            return None
        together = leaf["find"].get("together") and where.split(".")[1] in self.alone
        found = None if together else self.evidence.found(leaf["find"], where, self.faults)
        if found is None:
            return None
        ends = sorted(found[end] * factor for end in ("low", "high"))
        return {**found, "value": found["value"] * factor, "low": ends[0], "high": ends[1]}

    def _range(
        self, where: str, field: Field, value: Any, leaf: Leaf, quoted: Mapping[str, Any] | None
    ) -> tuple[float | None, float | None, str]:
        shape = leaf.get("shape", "uniform")
        if shape not in SHAPES:
            self.faults.add(f"{where}.shape", f"is {shape!r}", f"choose from {', '.join(SHAPES)}")
            shape = "uniform"
        span = leaf.get("range")
        if quoted:
            # The range of an assumption says nothing of a figure that was found.
            known = quoted["low"] == quoted["high"]
            return (None, None, str(shape)) if known else (quoted["low"], quoted["high"], str(shape))
        if span is None:
            return None, None, str(shape)
        if field.type != "number":
            self.faults.add(f"{where}.range", f"is given for a {field.type}", "only numbers can have a range")
        elif not isinstance(span, list) or len(span) != 2 or not all(is_number(one) for one in span):
            self.faults.add(f"{where}.range", f"is {span!r}", "give two numbers, the least and the greatest")
        elif not span[0] <= value <= span[1]:
            said = f"is {span!r}, in which the value {value:g} does not lie"
            self.faults.add(f"{where}.range", said, "widen it, the lesser number first")
        elif bad := fault_of(field, span[0]) or fault_of(field, span[1]):
            self.faults.add(f"{where}.range", *bad)
        else:
            return float(span[0]), float(span[1]), str(shape)
        return None, None, str(shape)

    def _overrides(self, given: Any) -> dict[str, Leaf]:
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self.faults.add(
                "override", "is no list of tables", "write [[override]] with input, value and reason below it"
            )
            return {}
        found: dict[str, Leaf] = {}
        for number, one in enumerate(given, 1):
            where = f"override {number}"
            for key in one:
                if key not in _OVERRIDE:
                    self.faults.unknown(f"{where}: {key}", key, _OVERRIDE)
            name = str(one.get("input", "")).removeprefix("inputs.")
            if not str(one.get("reason") or "").strip():
                mend = 'give reason = "…" in the file, or --why "…" beside --set'
                self.faults.add(where, f"of {name or 'an input'} has no reason", mend)
            if "value" not in one:
                self.faults.add(where, f"of {name or 'an input'} has no value", "give value = …")
            elif name not in self.expected:
                self.faults.unknown(f"{where}: {name!r}", name, self.expected, "input")
            else:
                found[name] = one
        return found

    def _overridden(self, one: Input | None, name: str, field: Field, given: Leaf) -> Input | None:
        where = f"override of {name}"
        value = given["value"]
        if bad := fault_of(field, value):
            self.faults.add(where, *bad)
            return one
        low, high, shape = self._range(where, field, value, given, None)
        before = Input(name, None, "override", field.unit) if one is None else one
        return replace(
            before,
            value=value,
            basis="override",
            before=before.value,
            low=low,
            high=high,
            shape=shape,
            evidence=(),
            reason=str(given.get("reason", "")),
            reasons={},
            who=str(given.get("who", "")),
        )

    def _file(self, name: str, one: Input) -> None:
        path = Path(str(one.value))
        path = path if path.is_absolute() else self.folder / path
        if path.is_file():
            self.files[name] = str(path)
        else:
            self.faults.add(f"inputs.{name}", f"names {one.value!r}, which is not there", "name a file beside this one")


def is_said(assumed: Any) -> bool:
    """Whether it is words, or a table of words in en, ru, kk."""
    if isinstance(assumed, dict):
        return bool(assumed) and set(assumed) <= set(LANGUAGES) and all(map(is_said, assumed.values()))
    return isinstance(assumed, str) and bool(assumed.strip())


def _said(why: Any) -> dict[str, Any]:
    """``reason`` and ``reasons`` of an input."""
    if isinstance(why, Mapping):
        return {"reason": str(why.get("en") or next(iter(why.values()), "")), "reasons": dict(why)}
    return {"reason": str(why or "")}
