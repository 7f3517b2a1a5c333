"""The console to which a command writes."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.padding import Padding
from rich.text import Text


def console(stderr: bool = False) -> Console:
    """Standard output, or standard error; outside a terminal lines are not wrapped, and tables still get some width."""
    return Console(
        stderr=stderr, highlight=False, width=None if (sys.stderr if stderr else sys.stdout).isatty() else 120
    )


def print_indented(console: Console, text: Text) -> None:
    """Print a text two blanks in; in a terminal its further lines too."""
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, 2)))
    else:
        console.print(Text("  ") + text, soft_wrap=True)
