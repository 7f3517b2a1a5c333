"""Where the sample texts are: in the package when it is installed, in the repository when it is not."""

from __future__ import annotations

from pathlib import Path

from tarazy.errors import UsageError

NAME = "central-asia"
_ABOUT = "README.md"


def sample_files() -> list[Path]:
    """The sample's documents, without the page that describes them."""
    package = Path(__file__).parent
    for folder in (package / "examples" / NAME, package.parent.parent / "examples" / NAME):
        if folder.is_dir():
            return sorted(path for path in folder.iterdir() if path.is_file() and path.name != _ABOUT)
    raise UsageError("The sample texts are missing from this installation: install tarazy again.")
