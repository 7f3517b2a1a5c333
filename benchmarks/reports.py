"""How long reports take: each kind built from the sample, then written in each format.

usage: python benchmarks/reports.py
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import tarazy
from tarazy.reports.document import Report
from tarazy.reports.writers import FORMATS, rendered
from tarazy.sample import sample_files

ASKED = {
    "dossier": ["KAZ"],
    "dyad": ["KAZ", "RUS"],
    "initiative": ["CSTO"],
    "chronology": ["KAZ", "CHN"],
    "comparison": ["EU", "CHN"],
    "conflicts": [],
    "brief": ["KAZ"],
}
AGAIN = 3


def main() -> None:
    """Print the table; the first report of all, which loads what reports need, is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        obs = tarazy.create(Path(folder) / "sample")
        obs.read([str(path) for path in sample_files()])
        obs.resolve()
        obs.report("brief", "KAZ", "ru")
        print(f"| report | sources | built, s | {', s | '.join(FORMATS)}, s |")
        print(f"|---|---|---|{'---|' * len(FORMATS)}")
        for name, actors in ASKED.items():
            built, report = min((_timed(obs, name, actors) for _ in range(AGAIN)), key=lambda pair: pair[0])
            written = []
            for suffix in FORMATS:
                start = time.process_time()
                rendered(report, suffix)
                written.append(f"{time.process_time() - start:.2f}")
            print(f"| {name} | {len(report.sources)} | {built:.2f} | {' | '.join(written)} |")


def _timed(obs: tarazy.Observatory, name: str, actors: list[str]) -> tuple[float, Report]:
    start = time.process_time()
    report = obs.report(name, actors, "ru")
    return time.process_time() - start, report


if __name__ == "__main__":
    main()
