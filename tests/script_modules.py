"""Scripts of the repository as modules, for tests of what they write."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

SCRIPTS = Path(__file__).parent.parent / "scripts"


def load(script: str | Path) -> ModuleType:
    """A script by its name in ``scripts``, or by its path: run anew, and not as the main program."""
    path = script if isinstance(script, Path) else SCRIPTS / f"{script}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    # Data classes of a module look it up by its name.
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
