"""Runs the service until it is told to stop."""

from __future__ import annotations

import contextlib
import gc
import socket
import threading
import time
import webbrowser
from dataclasses import replace

import uvicorn
from rich.console import Console

from tarazy.errors import UsageError
from tarazy.web.app import NO_PAGE, create_app, page_is_built
from tarazy.web.library import Library
from tarazy.web.logs import start_logs
from tarazy.web.settings import Settings

_PATIENCE = 3
"""Seconds that open requests get to end when the service stops."""
_IDLE = 75
"""Seconds that a line stays open without requests: longer than browsers and programs think before they ask again over it."""


def run(console: Console, settings: Settings, browser: bool = False, any_port: bool = False) -> None:
    """Listen and answer until Ctrl-C. Raises UsageError for an address that cannot be had or that needs tokens.

    ``any_port``: where the port is taken, a free one is as good.
    """
    settings.check()
    try:
        listening = _socket(settings)
    except UsageError:
        if not any_port:
            raise
        listening = _socket(replace(settings, port=0))
    with listening:
        settings = replace(settings, port=listening.getsockname()[1])
        with console.status("Loading the observatory …"):
            app = create_app(settings)
        threading.Thread(target=_settle, args=(app.state.library,), daemon=True).start()
        start_logs("INFO" if not console.is_terminal else "WARNING")
        address = page_address(settings)
        if not page_is_built():
            console.print(NO_PAGE, style="yellow", markup=False, soft_wrap=True)
        console.print(f"The page is at {address}" + (" – Ctrl-C ends it." if console.is_terminal else ""), markup=False)
        if settings.tokens:
            console.print(
                f"Each person opens it as {address}#token=… with their own token.", markup=False, soft_wrap=True
            )
        if browser:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE,
            timeout_keep_alive=_IDLE,
        )
        # Ctrl-C is how it is meant to end.
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _settle(library: Library) -> None:
    """Once all is in memory, take it out of the search for garbage, which would stop every answer for a fifth of a second."""
    while not library.frames().is_warm:
        time.sleep(0.2)
    gc.collect()
    gc.freeze()


def page_address(settings: Settings) -> str:
    """The address to open in the browser."""
    name = settings.names[0] if settings.names else settings.host
    host = f"[{name}]" if ":" in name else {"0.0.0.0": socket.gethostname()}.get(name, name)
    return f"http://{host}:{settings.port}/"


def _socket(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends small packets at once only where the protocol is named; else each answer waits 40 ms for its second half.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(2048)
    except (OSError, OverflowError) as error:
        listening.close()
        raise UsageError(
            f"--host {settings.host} --port {settings.port} cannot be had ({getattr(error, 'strerror', error)}): "
            "give another port, or 0 for a free one."
        ) from None
    return listening
