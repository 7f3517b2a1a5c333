"""What `tarazy serve` was asked for: where to listen, who may come in, how much each may ask."""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tarazy.errors import UsageError

Role = Literal["read", "review"]
ROLES: tuple[Role, ...] = ("read", "review")
SHORTEST = 16
"""Characters that a token has at least."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who a token stands for: the name under which decisions are kept, and what it may do."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Settings:
    """How an observatory is served.

    ``tokens`` maps a token to its person; without any, whoever reaches the address may do what ``role`` allows.
    ``rate``: requests a second that one visitor may make on average, 0 for no limit; ``burst``: at once.
    ``names``: further host names under which the page is asked for.
    """

    observatory: Path
    host: str = "127.0.0.1"
    port: int = 8765
    tokens: Mapping[str, Person] = field(default_factory=dict)
    role: Role = "review"
    rate: float = 100.0
    burst: int = 400
    names: tuple[str, ...] = ()

    def check(self) -> None:
        """Raises UsageError for an address that others reach without a token."""
        if not self.tokens and not is_loopback(self.host):
            raise UsageError(
                f"--host {self.host} can be reached from other machines, so visitors need tokens: name a file of them with --tokens."
            )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_tokens(path: Path) -> dict[str, Person]:
    """Tokens of a TOML file, a table for each person: ``[Aigul]``, ``token = "…"``, ``role = "review"`` (or ``"read"``).

    Raises UsageError for a file that is none, a token that is too short or given twice, or an unknown role.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}): name a file of tokens.") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no TOML ({error}): write [NAME] with token and role below it.") from None
    found: dict[str, Person] = {}
    for name, row in table.items():
        token = row.get("token") if isinstance(row, dict) else None
        if not isinstance(token, str) or len(token) < SHORTEST:
            raise UsageError(f'{path}: [{name}] needs a line token = "…" of at least {SHORTEST} characters.')
        role = row.get("role", "read")
        if role not in ROLES:
            raise UsageError(f"{path}: the role of [{name}] is {role!r}: choose from {', '.join(ROLES)}.")
        if token in found:
            raise UsageError(f"{path}: [{name}] and [{found[token].name}] have one token: give each their own.")
        found[token] = Person(name, role)
    if not found:
        raise UsageError(f"{path} names nobody: write [NAME] with token and role below it.")
    return found
