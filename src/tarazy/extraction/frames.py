"""Frames: what words announce a claim of a kind, and which grammatical slots fill its roles.

Frames are data: ``frames/<language>/<kind>.toml`` for the triggers, ``frames/<language>/words.toml`` for word lists that
several frames share, ``frames/<language>/cues.toml`` for modality, speakers and anaphora, ``frames/roles.toml`` for the
roles of each kind. ``docs/extraction.md`` shows how to add one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from tarazy.extraction.patterns import PatternIndex, fold


@dataclass(frozen=True, slots=True)
class Frame:
    """One way in which a language announces a claim of ``kind``.

    ``near`` and ``without`` name word lists (keys of the pattern index); ``roles`` maps slots (and ``type:…`` or ``rest``)
    to roles, "" meaning that the actor stays out; ``need`` lists what must be there: a role, ``quantity``, ``time``,
    ``actors:N``, ``unit:A|B``. ``negative`` frames are negations themselves («не допускать»): their "not" denies nothing.
    ``setting`` is the folder of a frame that is read in one setting alone.
    """

    name: str
    kind: str
    near: tuple[str, ...] = ()
    near_sentence: bool = False
    without: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    need: tuple[str, ...] = ()
    stage: str | None = None
    modality: str | None = None
    label: str = ""
    domain: str | None = None
    negative: bool = False
    setting: str = ""
    rank: int = 0


@dataclass(frozen=True)
class Lexicon:
    """All frames and word lists of one language, with the index that finds their patterns."""

    language: str
    frames: Mapping[str, Frame]
    index: PatternIndex
    cues: Mapping[str, Any]


FRAME_KEYS = {
    "id", "triggers", "near", "near_sentence", "without", "roles", "need", "stage", "modality", "label", "domain", "negative",
}  # fmt: skip


def _data() -> Traversable:
    return files("tarazy.extraction") / "frames"


def _toml(path: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error


@cache
def role_table() -> dict[str, dict[str, Any]]:
    """The roles of each kind by slot, from ``frames/roles.toml``."""
    return _toml(_data() / "roles.toml")


@cache
def lexicon(language: str, setting: str = "") -> Lexicon:
    """Load the lexicon of a language, with that of the folder ``setting`` within it where one is named.

    Raises ValueError, naming the file, where a frame is malformed.
    """
    folder = _data() / language
    folders = [folder, folder / setting] if setting and (folder / setting).is_dir() else [folder]
    index = PatternIndex()
    classes: dict[str, Any] = {}
    for each in folders:
        if (each / "words.toml").is_file():
            classes |= _toml(each / "words.toml")
    for name, words in classes.items():
        pairs = words.items() if isinstance(words, dict) else ((w, "") for w in words)
        for pattern, gloss in pairs:
            index.add(pattern, f"@{name}", gloss)
    cues: dict[str, Any] = {}
    for each in folders:
        if (each / "cues.toml").is_file():
            for group, lists in _toml(each / "cues.toml").items():
                cues[group] = {**cues.get(group, {}), **lists}
    for group in ("modality", "scope", "speech", "anaphora", "account"):
        for name, words in cues.get(group, {}).items():
            for pattern in words:
                index.add(pattern, f"{group}:{name}")
    frames: dict[str, Frame] = {}
    paths = [(each, path) for each in folders for path in sorted(each.iterdir(), key=lambda p: p.name)]
    for each, path in paths:
        if not path.name.endswith(".toml") or path.name in ("words.toml", "cues.toml"):
            continue
        kind = path.name.removesuffix(".toml")
        for number, row in enumerate(_toml(path).get("frame", [])):
            frame = _frame(row, kind, language, number, index, classes, path.name, each.name if each != folder else "")
            if frame.name in frames:
                raise ValueError(f"{path.name}: frame {frame.name!r} is there twice")
            frames[frame.name] = frame
    return Lexicon(language, frames, index, cues)


def _frame(
    row: dict[str, Any],
    kind: str,
    language: str,
    number: int,
    index: PatternIndex,
    classes: dict[str, Any],
    file: str,
    setting: str,
) -> Frame:
    unknown = set(row) - FRAME_KEYS
    if unknown or not row.get("id") or not row.get("triggers"):
        raise ValueError(
            f"{language}/{file}: frame {row.get('id', number)!r} needs id and triggers, and knows no {sorted(unknown)}"
        )
    name = f"{language}.{kind}.{row['id']}"
    for trigger in row["triggers"]:
        if trigger.startswith("@"):
            words = classes.get(trigger[1:])
            if words is None:
                raise ValueError(f"{language}/{file}: frame {row['id']!r} names the unknown word list {trigger}")
            pairs = words.items() if isinstance(words, dict) else ((w, "") for w in words)
            for pattern, gloss in pairs:
                index.add(pattern, name, gloss)
        else:
            index.add(trigger, name)
    keys: dict[str, tuple[str, ...]] = {}
    for part in ("near", "without"):
        own = [fold(w) for w in row.get(part, ()) if not w.startswith("@")]
        for pattern in own:
            index.add(pattern, f"{name}:{part}")
        named = [w for w in row.get(part, ()) if w.startswith("@")]
        for w in named:
            if w[1:] not in classes:
                raise ValueError(f"{language}/{file}: frame {row['id']!r} names the unknown word list {w}")
        keys[part] = (*named, *((f"{name}:{part}",) if own else ()))
    return Frame(
        name=name,
        kind=kind,
        near=keys["near"],
        near_sentence=bool(row.get("near_sentence")),
        without=keys["without"],
        roles=row.get("roles", {}),
        need=tuple(row.get("need", ())),
        stage=row.get("stage"),
        modality=row.get("modality"),
        label=row.get("label", ""),
        domain=row.get("domain"),
        negative=bool(row.get("negative")),
        setting=setting,
        rank=number,
    )
