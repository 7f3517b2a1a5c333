"""Reads killed at random moments leave every document whole."""

import subprocess
import sys
from pathlib import Path

import tarazy

SCRIPT = Path(__file__).parent.parent / "scripts" / "kill_reads.py"


def test_ten_kills() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--kills", "10"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("10 reads killed")


def test_processes_that_create_at_once_make_one_empty_observatory(tmp_path: Path) -> None:
    line = "import sys, tarazy; tarazy.create(sys.argv[1])"
    path = tmp_path / "obs"
    started = [subprocess.Popen([sys.executable, "-c", line, str(path)]) for _ in range(4)]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0, 0]
    observatory = tarazy.open(path)
    assert observatory.version == 0
    assert all(table.version() == 0 for table in observatory.folder.tables.values())
    assert not list(path.glob(".*.draft"))
