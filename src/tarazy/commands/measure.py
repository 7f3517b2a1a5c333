"""`tarazy measure`: balance, dependence, similarity, networks and trends of what the observatory knows."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from tarazy.commands.options import FORMAT, Domain, Kind, Obs, Output, Version
from tarazy.errors import UsageError


class MeasureForm(StrEnum):
    """Formats of `measure`."""

    table = "table"
    csv = "csv"
    json = "json"


class Weighed(StrEnum):
    """What the weight of a tie is."""

    ties = "count"
    amount = "amount"
    quantity = "quantity"


class Direction(StrEnum):
    """Which directed ties count."""

    both = "both"
    into = "in"
    out = "out"


def measure(
    obs: Obs,
    name: Annotated[
        str, typer.Argument(metavar="MEASURE", help="balance, shares, similarity, ideal-points, middle-power …")
    ],
    actors: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Whose: one actor or several.")] = None,
    domain: Domain = None,
    kind: Kind = None,
    start: Annotated[str | None, typer.Option("--from", metavar="YEAR", help="The first year.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="YEAR", help="The last year.")] = None,
    every: Annotated[
        int | None, typer.Option("--every", min=1, metavar="YEARS", help="Years of a period; one period unless told.")
    ] = None,
    by: Annotated[Weighed, typer.Option("--by", help="What a tie weighs.")] = Weighed.ties,
    unit: Annotated[list[str] | None, typer.Option("--unit", help="Amounts or quantities in this unit alone.")] = None,
    direction: Annotated[
        Direction, typer.Option("--direction", help="Directed ties: to the actor, from it, or both.")
    ] = Direction.both,
    carry: Annotated[
        int, typer.Option("--carry", min=0, metavar="YEARS", help="How long a tie without a known end is carried on.")
    ] = 0,
    among: Annotated[
        list[str] | None, typer.Option("--among", metavar="KIND", help="Partners of this kind alone, such as state.")
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", help="These sources alone: a document, an imported data set, or texts."),
    ] = None,
    poles: Annotated[
        Path | None, typer.Option("--poles", metavar="FILE", help="lean, shares: poles of your own, as TOML.")
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(
            "--weights", metavar="WORDS", help="Domains of the composite: defence=2,economy=1, or a TOML file."
        ),
    ] = None,
    over: Annotated[
        str | None,
        typer.Option("--over", metavar="WHAT", help="similarity: alliance, agreement, membership or stance."),
    ] = None,
    absent_none: Annotated[
        bool, typer.Option("--absent-none", help="similarity: pairs of which no record speaks have no tie.")
    ] = False,
    stages: Annotated[
        str | None, typer.Option("--stages", metavar="YEARS", help="stages: test those that begin in 1996,2001.")
    ] = None,
    own: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A setting of the measure's own, such as anchor=USA."),
    ] = None,
    roles: Annotated[bool, typer.Option("--roles", help="network: brokerage roles between the poles.")] = False,
    level: Annotated[float, typer.Option("--level", metavar="PART", help="The part of draws within the bounds.")] = 0.9,
    draws: Annotated[int, typer.Option("--draws", min=0, help="Draws of the bootstrap; 0: no bounds.")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same bounds.")] = 0,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the records and claims behind each row, with their sentences.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Rows of the table; 0 shows all.")] = 50,
    form: Annotated[MeasureForm, FORMAT] = MeasureForm.table,
    output: Output = None,
    version: Version = None,
) -> None:
    """Measure ties, votes, status and threats: balance, dependence, similarity, trends, ideal points …, down to the sentences."""
    from tarazy.measures.given import given_text
    from tarazy.measures.poles import default_poles, read_poles
    from tarazy.observatory import open as open_observatory
    from tarazy.terminal.console import console
    from tarazy.terminal.measuring import show

    settings: dict[str, Any] = {
        "measure": by.value if by is not Weighed.ties else None,
        "unit": unit,
        "domain": domain,
        "kind": kind,
        "start": start,
        "end": end,
        "every": every,
        "direction": direction.value if direction is not Direction.both else None,
        "carry": carry or None,
        "among": among,
        "source": source,
        "weights": _weights(weights) if weights else None,
        "over": over,
        "absent_none": absent_none or None,
        "stages": _years(stages) if stages else None,
    }
    settings |= _own(own or [])
    if poles is not None:
        settings["poles"] = read_poles(given_text(poles), str(poles))
    if roles:
        settings["groups"] = settings.pop("poles", None) or default_poles()
    chosen = {key: value for key, value in settings.items() if value is not None}
    observatory = open_observatory(obs, version)
    with console(stderr=True).status(f"Measuring {name}"):
        found = observatory.measure(name, actors, level=level, draws=draws, seed=seed, **chosen)
    if by is not Weighed.ties and not source:
        for out, kept in observatory.told_twice().items():
            note = f"{out} tells what {kept} tells and counts only where that does not reach: --source {out} takes it alone."
            console(stderr=True).print(note, soft_wrap=True)
    show(console(), console(stderr=True), observatory, name, found, form.value, explain, limit, output)


def _own(given: list[str]) -> dict[str, Any]:
    """Settings by name: numbers, true and false, lists of TOML, and else the words as they stand; several of one name are a list."""
    import tomllib

    found: dict[str, Any] = {}
    for one in given:
        name, equals, words = one.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--set {one!r} sets nothing: write a name and a value, such as anchor=USA.")
        try:
            value = tomllib.loads(f"value = {words.strip()}")["value"]
        except tomllib.TOMLDecodeError:
            value = words.strip()
        key = name.strip().replace("-", "_")
        if key in found:
            value = [*(found[key] if isinstance(found[key], list) else [found[key]]), value]
        found[key] = value
    return found


def _weights(words: str) -> dict[str, float]:
    from tarazy.measures.given import given_text
    from tarazy.measures.poles import checked_weights, read_weights, written_weights

    if "=" not in words:
        return read_weights(given_text(words), words)
    fault = "--weights: {part} is no weight: write defence=2,economy=1."
    return checked_weights(written_weights(words, "=", fault), "--weights")


def _years(words: str) -> list[int]:
    try:
        return [int(part) for part in words.split(",")]
    except ValueError:
        raise UsageError(f"--stages {words!r} are no years: write those in which stages begin, 1996,2001.") from None
