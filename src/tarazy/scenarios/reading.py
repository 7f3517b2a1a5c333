"""TOML → ``Case``: reads a scenario file, checks every field against its model's table, and says all that is wrong with it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tarazy.scenarios.case import SENSITIVITIES, Case, Sensitivity
from tarazy.scenarios.evidence import Evidence
from tarazy.scenarios.faults import Faults, ScenarioError
from tarazy.scenarios.fields import Field, fault_of
from tarazy.scenarios.inputs import LANGUAGES, InputReader
from tarazy.scenarios.strangers import stranger
from tarazy.scenarios.table import ModelRow, data, models

if TYPE_CHECKING:
    from tarazy.observatory import Observatory

_TOP = (
    "model",
    "name",
    "title",
    "question",
    "observatory",
    "version",
    "seed",
    "runs",
    "sensitivity",
    "words",
    "reasons",
    "scope",
    "change",
    "settings",
    "inputs",
    "override",
)
_MOST_RUNS = 1_000_000
_WORD = re.compile(r"[\w:-]+")


def cases() -> dict[str, Path]:
    """The cases that come with the package, by name."""
    folder = Path(str(data() / "cases"))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def read_case(
    source: str | Path,
    observatory: Observatory | None = None,
    changes: Sequence[str] = (),
    why: str = "",
    *,
    text: str | None = None,
) -> Case:
    """The scenario in a file, or the package's case of that name; ``.csv`` and ``.xml`` are inputs of KTAB.

    ``changes`` are words such as ``runs=500`` or ``inputs.capability.KAZ=40`` that overwrite what the file says; an input needs ``why``.
    ``text`` is the file's text where there is no file. Raises ScenarioError with one sentence for each fault.
    """
    path = Path(source)
    if text is None and not path.exists() and str(source) in cases():
        path = cases()[str(source)]
    faults = Faults(path.name)
    raw = text if text is not None else _text(path)
    if text is None and path.suffix.lower() in (".csv", ".xml"):
        from tarazy.scenarios.bargaining.ktab import ktab_scenario, read_ktab

        raw = ktab_scenario(read_ktab(path), path.name)
    given = parsed(raw, path.name)
    digest = hashlib.sha256("\n".join([raw, *changes, why if changes else ""]).encode()).hexdigest()
    for change in changes:
        overwrite(given, change, why, faults)
    return _Reader(given, path, raw, digest, observatory, faults).case()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        names = ", ".join(cases())
        raise ScenarioError(
            [f"{path} is not there: name a scenario file, or a case that comes along ({names})."]
        ) from None
    except UnicodeDecodeError:
        raise ScenarioError([f"{path.name} is no UTF-8 text: save it as UTF-8."]) from None
    except OSError as error:
        raise ScenarioError([f"{path} cannot be read ({error.strerror}): check it."]) from None


def named_observatory(source: str | Path) -> tuple[Path, int | None] | None:
    """The folder and version of the observatory that a scenario file names with ``observatory`` and ``version``; None where it names none.

    A folder that is no absolute path is looked for beside the file.
    """
    path = Path(source)
    if not path.is_file() or path.suffix != ".toml":
        return None
    given, faults = parsed(_text(path), path.name), Faults(path.name)
    place, version = given.get("observatory"), given.get("version")
    if place is not None and (not isinstance(place, str) or not place.strip()):
        faults.add("observatory", f"is {place!r}", "give its folder in quotes")
    if version is not None and (not isinstance(version, int) or isinstance(version, bool) or version < 0):
        faults.add("version", f"is {version!r}", "give a whole number of at least 0")
    faults.stop()
    return None if place is None else (path.parent / place, version)


def parsed(text: str, name: str) -> dict[str, Any]:
    """The TOML of a text; ScenarioError with the line where it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error).rstrip(".")
        raise ScenarioError(
            [f"{name} is no TOML ({said}): mend that line, or begin anew with `tarazy scenario new`."]
        ) from None


def overwrite(given: dict[str, Any], change: str, why: str, faults: Faults) -> None:
    """Put a ``NAME=VALUE`` into what a file says; notes one that is none."""
    name, sign, words = change.partition("=")
    name = name.strip()
    if not sign or not name:
        faults.add("--set", f"is {change!r}", "write NAME=VALUE, such as runs=500 or inputs.capability.KAZ=40")
        return
    try:
        value = tomllib.loads(f"value = {words.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        value = words.strip()
    first, _, rest = name.partition(".")
    if first == "inputs":
        given.setdefault("override", []).append({"input": rest, "value": value, "reason": why})
        return
    if first in ("scope", "words", "change", "settings", "sensitivity") and rest:
        target = given.setdefault(first, {})
        *steps, last = rest.split(".")
        for step in steps:
            target = target.setdefault(step, {})
        target[last] = value
    else:
        given[name] = value


class _Reader:
    def __init__(
        self, given: dict[str, Any], path: Path, text: str, digest: str, obs: Observatory | None, faults: Faults
    ) -> None:
        self.given, self.path, self.text, self.digest, self.obs, self.faults = given, path, text, digest, obs, faults

    def case(self) -> Case:
        row = self._model()
        self._place()
        for name in self.given:
            if name not in _TOP:
                self.faults.unknown(name, name, _TOP)
        for part in ("scope", "change", "settings", "inputs", "reasons"):
            if not isinstance(self.given.get(part, {}), dict):
                self.faults.add(part, "is no table", f"write [{part}] and its fields below it")
                self.given[part] = {}
        completing = row.model().complete(self.given, self.path.parent, self.faults)
        head: dict[str, Any] = {
            "name": self._words("name", self.path.stem),
            "title": self._said("title", self.path.stem),
            "question": self._said("question", ""),
            "words": self._all_words(),
            "seed": self._whole("seed", 0, 0, 2**63 - 1),
            "runs": self._whole("runs", 200, 1, _MOST_RUNS),
            "sensitivity": self._sensitivity(),
        }
        scope = self._plain(row.scope, "scope", {})
        # Names of all other fields hang on the scope.
        self.faults.stop()
        self._actors(row, scope)
        self.faults.stop()
        keys = {key: tuple(scope[of]) for key, of in row.keys.items()}
        change = self._plain(row.change, "change", keys)
        settings = self._plain(row.settings, "settings", keys)
        reasons = self.given.get("reasons", {})
        reader = InputReader(row, keys, self.faults, Evidence(self.obs), self.path.parent, reasons)
        given_inputs = reader.leaves(self.given.get("inputs", {}))
        filled = {}
        if self.obs is not None and not self.faults.found:
            filled = row.model().fill({**self.given, "scope": scope, "settings": settings}, self.obs)
        inputs = reader.read(given_inputs, self.given.get("override", []), filled)
        self.faults.stop()
        case = Case(
            model=row.name,
            file=self.path.name,
            digest=self.digest,
            text=self.text,
            scope=scope,
            keys=keys,
            change=change,
            settings=settings,
            inputs=inputs,
            observatory=self.obs.path.name if self.obs else None,
            observatory_version=self.obs.version if self.obs else None,
            files={**completing, **reader.files},
            **head,
        )
        row.model().check(case, self.faults)
        self.faults.stop()
        return case

    def _place(self) -> None:
        """The observatory that the file names must be the one at hand."""
        version = self.given.get("version")
        if version is None or self.obs is None:
            return
        if version != self.obs.version:
            said = f"is {version!r}, and {self.obs.path.name} is open at version {self.obs.version}"
            self.faults.add(
                "version", said, "leave --on out so that the file's version is opened, or leave version out"
            )

    def _model(self) -> ModelRow:
        name = self.given.get("model")
        if name is None:
            self.faults.add("", "names no model", f'write model = "…" with one of {", ".join(models())}')
        elif not isinstance(name, str) or name not in models():
            self.faults.unknown(f"model {name!r}", str(name), models(), "model")
        self.faults.stop()
        return models()[str(name)]

    def _plain(self, fields: Mapping[str, Field], part: str, keys: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
        """Values of a part without evidence: by full name, defaults for what is left out."""
        expected = {name: field for field in fields.values() for name, _ in field.names(keys)}
        found: dict[str, Any] = {}
        given = dict(flat(self.given.get(part, {}), expected))
        lacking = [name for name in expected if name not in given]
        meant = set()
        for name, value in given.items():
            field = expected.get(name)
            if field is None:
                meant.add(stranger(self.faults, part, name, fields, keys, lacking))
            elif bad := fault_of(field, value):
                self.faults.add(f"{part}.{name}", *bad)
            else:
                found[name] = value
        for name in lacking:
            field = expected[name]
            if field.default is not None:
                found[name] = field.default
            elif field.required and name not in meant:
                self.faults.add(part, f"has no {name}", f"give it: {field.help or field.title['en']}")
        return found

    def _actors(self, row: ModelRow, scope: Mapping[str, Any]) -> None:
        """Ids that nobody knows are faults: not the registry, not the observatory, nor the file's own words."""
        from tarazy.actors.registry import registry

        known = set(registry().actors) | set(self.given.get("words", ()))
        if self.obs is not None:
            known |= set(self.obs.actors()["actor"])
        for name, field in row.scope.items():
            if field.type in ("actor", "actors"):
                for actor in [scope[name]] if field.type == "actor" else scope[name]:
                    if actor not in known:
                        # Rather one that the file names elsewhere.
                        named = known & set(_WORD.findall(self.text)) - set(scope[name])
                        alike = [one for one in sorted(known) if len(one) == len(actor)] or sorted(known)
                        near = get_close_matches(actor, sorted(named), n=1) or alike
                        self.faults.unknown(f"scope.{name}: {actor!r}", actor, near, "actor")

    def _whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self.given.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.faults.add(name, f"is {value!r}", f"give a whole number from {least:,} to {most:,}")
            return default
        return value

    def _words(self, name: str, default: str) -> str:
        value = self.given.get(name, default)
        if not isinstance(value, str) or not value.strip():
            self.faults.add(name, f"is {value!r}", "give words in quotes")
            return default
        return value

    def _said(self, name: str, default: str) -> dict[str, str]:
        """Words in one language for all, or a table of languages."""
        value = self.given.get(name, default)
        if isinstance(value, dict):
            for language, words in value.items():
                if language not in LANGUAGES or not isinstance(words, str):
                    self.faults.add(
                        f"{name}.{language}", "is no text in en, ru or kk", f'write {name} = {{ en = "…" }}'
                    )
            if not value:
                self.faults.add(name, "is empty", f'write {name} = "…"')
            some = next((words for words in value.values() if isinstance(words, str)), default)
            return {language: str(value.get(language) or value.get("en") or some) for language in LANGUAGES}
        if not isinstance(value, str):
            self.faults.add(name, f"is {value!r}", "give words in quotes, or a table of en, ru, kk")
        return dict.fromkeys(LANGUAGES, str(value))

    def _all_words(self) -> dict[str, dict[str, str]]:
        """What pages call the names in the scope, by name and language."""
        given = self.given.get("words", {})
        if not isinstance(given, dict):
            self.faults.add(
                "words", "is no table", 'write [words] and below it NAME = { en = "…", ru = "…", kk = "…" }'
            )
            return {}
        found = {}
        for name, said in given.items():
            if isinstance(said, str):
                said = dict.fromkeys(LANGUAGES, said)
            if not isinstance(said, dict) or not said or not set(said) <= set(LANGUAGES):
                self.faults.add(f"words.{name}", "is no text in en, ru or kk", 'write { en = "…", ru = "…", kk = "…" }')
                continue
            some = next(iter(said.values()))
            found[name] = {language: str(said.get(language) or said.get("en") or some) for language in LANGUAGES}
        return found

    def _sensitivity(self) -> Sensitivity:
        given = self.given.get("sensitivity", {})
        if isinstance(given, str):
            given = {"method": given}
        if not isinstance(given, dict):
            self.faults.add("sensitivity", f"is {given!r}", f"choose from {', '.join(SENSITIVITIES)}")
            return Sensitivity()
        known = ("method", "trajectories", "samples")
        for name in given:
            if name not in known:
                self.faults.unknown(f"sensitivity.{name}", name, known)
        method = given.get("method", "morris")
        if method not in SENSITIVITIES:
            self.faults.add("sensitivity.method", f"is {method!r}", f"choose from {', '.join(SENSITIVITIES)}")
        sizes = {}
        for name, default, least in (("trajectories", 10, 2), ("samples", 64, 8)):
            value = given.get(name, default)
            if not isinstance(value, int) or isinstance(value, bool) or value < least:
                self.faults.add(f"sensitivity.{name}", f"is {value!r}", f"give a whole number of at least {least}")
                value = default
            sizes[name] = value
        if sizes["samples"] & (sizes["samples"] - 1):
            self.faults.add("sensitivity.samples", f"is {sizes['samples']}", "give a power of two, such as 64 or 128")
        return Sensitivity(str(method), **sizes)


def flat(table: Mapping[str, Any], known: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Names and values of nested tables, ``a.b.c``; a table under a known name is a value."""
    for name, value in table.items():
        full = f"{before}{name}"
        if isinstance(value, dict) and full not in known:
            yield from flat(value, known, f"{full}.")
        else:
            yield full, value
