"""The views of the page, one module each: every module with a ``router`` is served under ``/api``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from fastapi import APIRouter


def routers() -> list[APIRouter]:
    """The routers of all views, by the modules' names."""
    names = sorted(module.name for module in iter_modules(__path__))
    found = [getattr(import_module(f"{__name__}.{name}"), "router", None) for name in names]
    return [router for router in found if router is not None]
