"""The console to which a command writes."""

from __future__ import annotations

import sys

from rich.console import Console


def console(stderr: bool = False) -> Console:
    """Standard output, or standard error; outside a terminal lines are not wrapped, and tables still get some width."""
    return Console(
        stderr=stderr, highlight=False, width=None if (sys.stderr if stderr else sys.stdout).isatty() else 120
    )
