"""Reads killed at random moments leave every document whole."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "scripts" / "kill_reads.py"


def test_twenty_kills() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--kills", "20"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("20 reads killed")
