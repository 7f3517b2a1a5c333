"""The address of an OpenAI-compatible server, as a user writes it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from tarazy.errors import UsageError


def base_address(text: str) -> str:
    """The address to which ``/chat/completions`` is added: ``http://localhost:11434`` gives ``http://localhost:11434/v1``.

    Raises UsageError for what is no address of a web server.
    """
    example = "write it like http://localhost:11434/v1"
    try:
        parts = urlsplit(text.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UsageError(f"{text!r} is no address: {example}.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"{text!r} is no address of a web server: {example}.")
    if parts.username or parts.password:
        raise UsageError("The second reader's address holds a password: put the key into the environment instead.")
    if parts.query or parts.fragment:
        raise UsageError(f"{text!r} has a part after its path: {example}.")
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return f"{parts.scheme}://{parts.netloc}{path or '/v1'}"


def is_local(address: str) -> bool:
    """Whether the server is this machine, so that nothing leaves it."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
