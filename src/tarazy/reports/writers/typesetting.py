"""Typst, which sets PDF and turns figures into pixels: offline, with the fonts that its package brings."""

from __future__ import annotations

from typing import Literal

import typst

FONT = "Libertinus Serif"
"""Has the letters of Kazakh; SIL Open Font License 1.1, part of the package typst."""


def compiled(source: str, form: Literal["pdf", "png"] = "pdf", dots: float | None = None) -> bytes:
    """A Typst source as ``pdf`` or ``png`` (of ``dots`` an inch)."""
    return bytes(typst.compile(source.encode(), format=form, ppi=dots, ignore_system_fonts=True))


def pixels(svg: str) -> bytes:
    """A figure as PNG."""
    page = f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes({literal(in_font(svg))}), format: "svg")'
    return compiled(page, "png", 220)


def in_font(svg: str) -> str:
    """The figure with its text in the font of the page."""
    return svg.replace('font-family="sans-serif"', f'font-family="{FONT}"')


def literal(text: str) -> str:
    """Text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", " ") + '"'
