"""Builds the page before a wheel or a source distribution is packed, so that whoever installs it needs no Node."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "scripts"))

import build_page


class PageHook(BuildHookInterface):
    """Runs ``scripts/build_page.py``; without Node or the npm registry the package is built without a page, which it says."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node as a package where the system has none."""
        if build_page.is_current() or build_page.system_node() or build_page.packaged_node():
            return []
        return [build_page.NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page; an editable install leaves that to `make`."""
        if version == "editable":
            return
        try:
            build_page.build()
        except build_page.PageError as error:
            self.app.display_warning(f"{error}\nThe package is built without the page; `tarazy serve` will say so.")
