"""`tarazy info`: versions and counts."""

from __future__ import annotations

from tarazy.commands.options import Obs, Version
from tarazy.terminal.console import console


def info(
    obs: Obs,
    version: Version = None,
) -> None:
    """Show versions and counts of an observatory."""
    from tarazy.observatory import open as open_observatory
    from tarazy.terminal.reports import info_report

    info_report(console(), open_observatory(obs, version).info())
