"""Puts what `tarazy demo` prints now into README.md, between its marks.

usage: python scripts/update_readme.py
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
MARKS = re.compile(r"(<!-- output of tarazy demo -->\n)(.*?)(<!-- end of output -->)", re.DOTALL)


def demo() -> str:
    """The output of the demo outside a terminal, without its colours."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tarazy", "demo"],
            cwd=folder,
            env={**os.environ, "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def main() -> None:
    text = README.read_text(encoding="utf-8")
    if not MARKS.search(text):
        sys.exit(f"{README} has no marks for the output of the demo: restore them from an older version")
    block = f"```text\n$ tarazy demo\n{demo()}\n```\n"
    README.write_text(MARKS.sub(lambda m: m[1] + block + m[3], text), encoding="utf-8")
    print(f"wrote {README}")


if __name__ == "__main__":
    main()
