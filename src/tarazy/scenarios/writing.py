"""A new scenario file: every field of a model with its meaning, filled from records where they know, with the sentences as comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tarazy.errors import UsageError
from tarazy.scenarios.case import Case, Input
from tarazy.scenarios.evidence import Evidence
from tarazy.scenarios.faults import Faults, ScenarioError
from tarazy.scenarios.fields import Field
from tarazy.scenarios.reading import cases, flat, overwrite, read_case
from tarazy.scenarios.table import ModelRow, models

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

_BARE = re.compile(r"[A-Za-z0-9_-]+")
TO_FILL = "to be filled in: say where this value comes from, or why it is assumed"


def new_scenario(name: str, observatory: Observatory | None = None, changes: Sequence[str] = (), why: str = "") -> str:
    """The text of a scenario file: a case of the package, or an empty one of a model.

    With an observatory what its records know is filled in, with its evidence. ``changes`` as in ``read_case``. Raises UsageError for a
    name that is neither.
    """
    if name in cases():
        case = read_case(name, observatory, changes, why)
        return filled(case, models()[case.model], Evidence(observatory))
    if name not in models():
        raise UsageError(f"{name!r} is no model and no case: choose from {', '.join([*models(), *cases()])}.")
    row = models()[name]
    text = _template(row, [change for change in changes if change.startswith(("scope.", "settings."))], observatory)
    others = [change for change in changes if not change.startswith("scope.")]
    try:
        case = read_case(Path(f"{name}.toml"), observatory, others, why, text=text)
    except ScenarioError:
        if others or observatory is not None:
            raise
        # What is lacking only a person can know, such as which states are neighbours.
        return text
    return filled(case, row, Evidence(observatory))


def filled(case: Case, row: ModelRow, evidence: Evidence) -> str:
    """The text of a file that gives this case: every input with its basis, the sentences behind it as comments."""
    lines = [
        f"# {row.title['en']}. {row.about['en']}.",
        "# Nothing that comes out is a prediction: it is what follows from these inputs in this model.",
        f"model = {toml(case.model)}",
        f"name = {toml(case.name)}",
        f"title = {_said(case.title)}",
        f"question = {_said(case.question)}",
        f"seed = {case.seed}",
        f"runs = {case.runs}",
        "",
        "[sensitivity]",
        f"method = {toml(case.sensitivity.method)}",
        f"trajectories = {case.sensitivity.trajectories}",
        f"samples = {case.sensitivity.samples}",
    ]
    if case.words:
        lines += ["", "[words]", *(f"{key(name)} = {_said(said)}" for name, said in case.words.items())]
    for part, fields in (("scope", row.scope), ("change", row.change), ("settings", row.settings)):
        values = getattr(case, part)
        if values:
            lines += ["", f"[{part}]", *_plain(values, fields, case.keys)]
    lines += ["", "[inputs]"]
    titles = _names(row.inputs, case.keys)
    for name, one in case.inputs.items():
        if one.basis == "default":
            span = f", range = {toml([one.low, one.high])}" if one.uncertain else ""
            lines.append(f"# {key(name)} = {{ value = {toml(one.value)}{span} }}  # the model's default: {one.reason}")
            continue
        for quote, document in evidence.quotes(one.evidence):
            lines.append(f"# «{' '.join(quote.split())}» {document}")
        unit = f"  # {titles[name].unit}" if titles[name].unit else ""
        lines.append(f"{key(name)} = {_leaf(one)}{unit}")
    for one in case.inputs.values():
        if one.basis == "override":
            lines += [
                "",
                "[[override]]",
                f"input = {toml(one.name)}",
                f"value = {toml(one.value)}",
                f"reason = {toml(one.reason)}",
            ]
            if one.who:
                lines.append(f"who = {toml(one.who)}")
            if one.uncertain:
                lines.append(f"range = {toml([one.low, one.high])}")
    return "\n".join(lines) + "\n"


def _leaf(one: Input) -> str:
    value = one.before if one.basis == "override" and one.before is not None else one.value
    parts = [f"value = {toml(value)}"]
    if one.basis == "evidence":
        parts.append(f"evidence = {toml(list(one.evidence))}")
    else:
        parts.append(f"assumption = {_said(one.reasons) if one.reasons else toml(one.reason)}")
    if one.uncertain and one.basis != "override":
        parts.append(f"range = {toml([one.low, one.high])}")
        if one.shape != "uniform":
            parts.append(f"shape = {toml(one.shape)}")
    return f"{{ {', '.join(parts)} }}"


def _plain(
    values: Mapping[str, Any], fields: Mapping[str, Field], keys: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    titles = _names(fields, keys)
    for name, value in values.items():
        field = titles[name]
        choices = f" ({', '.join(field.choices)})" if field.choices else ""
        yield f"{key(name)} = {toml(value)}  # {field.help or field.title['en']}{choices}"


def _names(fields: Mapping[str, Field], keys: Mapping[str, tuple[str, ...]]) -> dict[str, Field]:
    return {name: field for field in fields.values() for name, _ in field.names(keys)}


def _template(row: ModelRow, changes: Sequence[str], observatory: Observatory | None) -> str:
    """A file of the model that can be read: a few of each thing that takes part, middle values marked as assumptions to be replaced.

    What the observatory's records know is left out, so that it is filled in from there.
    """
    lines = [f"model = {toml(row.name)}", f"name = {toml(row.name)}", f"title = {_said(row.title)}", "", "[scope]"]
    given: dict[str, Any] = {"scope": {}}
    faults = Faults("--set")
    for change in changes:
        overwrite(given, change, "", faults)
    faults.stop()
    scope: dict[str, tuple[str, ...]] = {}
    for name, field in row.scope.items():
        if name in given["scope"] or field.required:
            value = given["scope"].get(name, field.default if field.default is not None else _example(field, name))
            given["scope"][name] = value
            lines.append(f"{name} = {toml(value)}")
    row.model().complete(given, Path(), faults)
    faults.stop()
    for name, value in given["scope"].items():
        scope[name] = tuple(value) if isinstance(value, list) else (str(value),)
    keys = {key: scope[of] for key, of in row.keys.items()}
    told = {name for name, _ in flat(given.get("inputs", {}), _names(row.inputs, keys))}
    for part, fields in (("change", row.change), ("settings", row.settings)):
        needed = [(name, f) for f in fields.values() for name, _ in f.names(keys) if f.required and f.default is None]
        if needed:
            lines += ["", f"[{part}]", *(f"{key(name)} = {toml(_example(field, name))}" for name, field in needed)]
    known = (
        row.model().fill({**given, "settings": dict(flat(given.get("settings", {}), {}))}, observatory)
        if observatory is not None
        else {}
    )
    lines += ["", "[inputs]"]
    for field in row.inputs.values():
        for name, _ in field.names(keys):
            if field.required and field.default is None and name not in (*known, *told):
                span = f", range = {toml(field.range)}" if field.range else ""
                leaf = f"value = {toml(_example(field, name))}, assumption = {toml(TO_FILL)}{span}"
                lines.append(f"{key(name)} = {{ {leaf} }}")
    return "\n".join(lines) + "\n"


def _example(field: Field, name: str) -> Any:
    if field.example is not None:
        return field.example
    if field.type == "actors":
        return ["KAZ", "UZB", "KGZ"]
    if field.type == "names":
        return [f"{name.rstrip('s')}-{number}" for number in (1, 2)]
    if field.type in ("number", "whole", "numbers"):
        low = field.minimum if field.minimum is not None else field.above if field.above is not None else 0.0
        high = field.maximum if field.maximum is not None else field.below if field.below is not None else low + 2.0
        middle = (low + high) / 2
        return int(middle) if field.type == "whole" else [middle] if field.type == "numbers" else middle
    plain = {"actor": "KAZ", "flag": False, "date": "2025", "file": "data.csv"}
    return field.choices[0] if field.choices else plain.get(field.type, "…")


def _said(said: Mapping[str, str]) -> str:
    if len(set(said.values())) == 1:
        return toml(said["en"])
    return f"{{ {', '.join(f'{language} = {toml(words)}' for language, words in said.items())} }}"


def key(name: str) -> str:
    """A dotted name as TOML writes it, its parts in quotes where they must be."""
    return ".".join(part if _BARE.fullmatch(part) else toml(part) for part in name.split("."))


def toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
