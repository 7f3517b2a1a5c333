"""What a network file says, put into a scenario as its scope, words and inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tarazy.scenarios.corridors.layout import chosen
from tarazy.scenarios.corridors.network import (
    Network,
    figures,
    network_path,
    network_text,
    read_network,
)
from tarazy.scenarios.faults import Faults
from tarazy.scenarios.table import model_row

LANGUAGES = ("en", "ru", "kk")
_PRICED = ("modes", "cargoes", "links", "demands")


def completed(given: dict[str, Any], folder: Path, faults: Faults) -> dict[str, str]:
    """Fill ``given`` from the network that it names; what it says itself stays. The path of the network's file, by ``scope.network``."""
    scope, inputs = given.setdefault("scope", {}), given.setdefault("inputs", {})
    words, reasons = given.setdefault("words", {}), given.setdefault("reasons", {})
    named = scope.get("network", model_row("corridors").scope["network"].default)
    if not isinstance(named, str) or not all(isinstance(one, dict) for one in (words, reasons)):
        # Told when the fields themselves are checked.
        return {}
    path = network_path(named, folder)
    own = Faults(path.name)
    text = network_text(path, own)
    own.stop()
    network = read_network(text, own)
    demands = _demands(scope, network, faults)
    for name, value in chosen(text, network, demands, scope.get("links")).items():
        scope.setdefault(name, value)
    _agree(scope, network, faults)
    for part in _PRICED:
        for name in text[part]:
            if name in scope[part]:
                for figure, leaf in figures(text, part, name).items():
                    _put(inputs, figure, name, leaf)
    for name, said in text.get("reasons", {}).items():
        reasons.setdefault(name, said)
    used = {name for value in scope.values() if isinstance(value, list) for name in value}
    for name, said in _words(text, network):
        if name in used:
            words.setdefault(name, said)
    return {"scope.network": str(path)}


def _demands(scope: dict[str, Any], network: Network, faults: Faults) -> list[str]:
    wanted = scope.setdefault("demands", list(network.demands))
    if not isinstance(wanted, list) or not wanted or not all(isinstance(name, str) for name in wanted):
        faults.add("scope.demands", f"is {wanted!r}", f"choose from {', '.join(network.demands)}")
        faults.stop()
    for name in wanted:
        if name not in network.demands:
            faults.unknown(f"scope.demands: {name!r}", name, network.demands, "demand of the network")
    faults.stop()
    return list(wanted)


def _agree(scope: Mapping[str, Any], network: Network, faults: Faults) -> None:
    """Where a scenario lists nodes, links and the rest itself, the network has them, and none is missing that another needs."""
    for part in ("nodes", "links", "modes", "cargoes", "corridors", "states"):
        if not isinstance(scope[part], list) or not all(isinstance(name, str) for name in scope[part]):
            faults.add(f"scope.{part}", f"is {scope[part]!r}", "give a list of names, or leave it out")
    faults.stop()
    known = {"nodes": network.nodes, "links": network.links, "corridors": network.corridors, "cargoes": network.cargoes}
    for part, names in known.items():
        for name in scope[part]:
            if name not in names:
                faults.unknown(f"scope.{part}: {name!r}", name, names, f"name in {part} of the network")
    faults.stop()
    links = [network.links[name] for name in scope["links"]]
    demands = [network.demands[name] for name in scope["demands"]]
    needed = {
        "nodes": [end for one in links for end in (one.start, one.end)]
        + [end for one in demands for end in (one.start, *one.ends)],
        "links": [network.corridors[name].gate for name in scope["corridors"]],
        "modes": [link.mode for link in links],
        "cargoes": [one.cargo for one in demands],
        "states": [state for link in links for state in link.states],
    }
    for part, wanted in needed.items():
        for name in dict.fromkeys(wanted):
            if name not in scope[part]:
                faults.add(
                    f"scope.{part}",
                    f"lacks {name!r}, which what takes part needs",
                    f"add it, or leave scope.{part} out",
                )
    faults.stop()


def _put(inputs: dict[str, Any], figure: str, name: str, leaf: Any) -> None:
    """An input of the network, unless the scenario has it, written ``a.b`` or in tables."""
    table = inputs.setdefault(figure, {})
    if isinstance(table, dict) and f"{figure}.{name}" not in inputs:
        table.setdefault(name, leaf)


def _words(text: Mapping[str, Any], network: Network) -> Iterator[tuple[str, dict[str, str]]]:
    """What pages call nodes, demands, corridors, and links: by their ends, and their mode where two join the same."""
    named: dict[str, dict[str, str]] = {}
    for part in ("modes", "cargoes", "nodes", "corridors", "demands"):
        for name, row in text.get(part, {}).items():
            if "name" in row:
                said = row["name"]
                named[name] = dict.fromkeys(LANGUAGES, said) if isinstance(said, str) else said
    yield from named.items()
    joined = Counter(frozenset((one.start, one.end)) for one in network.links.values())
    modes = model_row("corridors").words
    for name, link in network.links.items():
        said = {}
        for language in LANGUAGES:
            ends = [_name(named, end, language) for end in (link.start, link.end)]
            mode = named.get(link.mode, modes.get(link.mode, {})).get(language, link.mode)
            beside = joined[frozenset((link.start, link.end))] > 1
            said[language] = "–".join(ends) + (f" ({mode})" if beside else "")
        yield name, said


def _name(named: Mapping[str, Mapping[str, str]], node: str, language: str) -> str:
    said = named.get(node, {})
    return str(said.get(language) or said.get("en") or node)
