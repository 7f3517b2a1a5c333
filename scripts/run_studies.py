"""Runs the worked studies of docs/studies and writes them as notebooks with what they print: docs/studies/NAME.ipynb.

usage: python scripts/run_studies.py [NAME ...]

A study is a Python file in cells: `# %%` begins code, `# %% [markdown]` text. Charts are kept as SVG.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

STUDIES = Path(__file__).parent.parent / "docs" / "studies"
CELL = re.compile(r"^# %%( \[markdown\])?\n", re.MULTILINE)


def cells(text: str) -> list[tuple[str, str]]:
    """The cells of a study: ``markdown`` or ``code``, and the text of each."""
    parts = CELL.split(text)[1:]
    found = []
    for mark, body in zip(parts[::2], parts[1::2], strict=True):
        body = body.strip("\n")
        if mark:
            found.append(
                ("markdown", "\n".join(line.removeprefix("#").removeprefix(" ") for line in body.splitlines()))
            )
        else:
            found.append(("code", body))
    return found


def run(code: str, names: dict[str, Any]) -> tuple[str, Any]:
    """Run a cell: what it prints, and the value of its last line where that is an expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<study>", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "<study>", "eval"), names) if last is not None else None  # type: ignore[attr-defined]
    return printed.getvalue(), value


def shown(value: Any) -> dict[str, Any] | None:
    """A value as a notebook shows it."""
    if value is None:
        return None
    if type(value).__module__.startswith("altair"):
        import vl_convert

        return {"image/svg+xml": vl_convert.vegalite_to_svg(value.to_dict(format="vega-lite")), "text/plain": "chart"}
    html = getattr(value, "_repr_html_", None)
    return ({"text/html": html()} if html else {}) | {"text/plain": repr(value)}


def notebook(path: Path) -> dict[str, Any]:
    """The study as a notebook, its cells run in order."""
    names: dict[str, Any] = {"__name__": "__main__"}
    made = []
    for number, (kind, text) in enumerate(cells(path.read_text("utf-8"))):
        cell: dict[str, Any] = {
            "cell_type": kind,
            "id": f"{path.stem}-{number}",
            "metadata": {},
            "source": text.splitlines(keepends=True),
        }
        if kind == "code":
            printed, value = run(text, names)
            outputs: list[dict[str, Any]] = []
            if printed:
                outputs.append({"output_type": "stream", "name": "stdout", "text": printed.splitlines(keepends=True)})
            data = shown(value)
            if data:
                outputs.append(
                    {"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data}
                )
            cell |= {"execution_count": number, "outputs": outputs}
        made.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def main() -> None:
    wanted = sys.argv[1:]
    os.environ.pop("TARAZY_OBSERVATORY", None)
    for path in sorted(STUDIES.glob("*.py")):
        if not wanted or path.stem in wanted:
            path.with_suffix(".ipynb").write_text(
                json.dumps(notebook(path), ensure_ascii=False, indent=1) + "\n", "utf-8"
            )
            print(f"wrote {path.with_suffix('.ipynb').name}")


if __name__ == "__main__":
    main()
