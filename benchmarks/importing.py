"""How fast a data set is imported, and how fast its claims are asked: made-up GDELT 1.0 rows, 58 columns each.

usage: python benchmarks/importing.py [--rows 10000000] [--keep DIR]
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

import tarazy
from tarazy.datasets.sources.gdelt import _WIDTHS

_STATES = (
    "KAZ",
    "RUS",
    "CHN",
    "USA",
    "UZB",
    "KGZ",
    "TJK",
    "TKM",
    "TUR",
    "IRN",
    "DEU",
    "FRA",
    "GBR",
    "IND",
    "PAK",
    "AFG",
    "UKR",
    "JPN",
    "",
    "",
)
_NAMES = ("KAZAKHSTAN", "POLICE", "FISHERMAN", "STUDENT", "MINISTRY", "COMPANY", "PRESIDENT", "ASTANA", "MOSCOW", "")
_CODES = (
    "010",
    "020",
    "036",
    "040",
    "042",
    "043",
    "046",
    "051",
    "057",
    "061",
    "071",
    "084",
    "111",
    "112",
    "120",
    "138",
    "163",
    "173",
    "190",
    "193",
)
_CHUNK = 200_000


def chunks(rows: int, seed: int = 1) -> Iterator[pl.DataFrame]:
    """Rows with figures and codes drawn at random; the texts have the length that they have in GDELT."""
    draw = np.random.default_rng(seed)
    days = pl.date_range(pl.date(1992, 1, 1), pl.date(2023, 12, 31), eager=True).dt.strftime("%Y%m%d").to_numpy()
    for first in range(0, rows, _CHUNK):
        count = min(_CHUNK, rows - first)
        number = np.arange(first, first + count)
        made = {name: np.full(count, "") for name in _WIDTHS[58]}
        date = draw.choice(days, count)
        code = draw.choice(_CODES, count)
        made |= {
            "GLOBALEVENTID": 200_000_000 + number,
            "SQLDATE": date,
            "MonthYear": pl.Series(date).str.slice(0, 6).to_numpy(),
            "Year": pl.Series(date).str.slice(0, 4).to_numpy(),
            "FractionDate": np.round(draw.uniform(1992, 2024, count), 4),
            "Actor1Code": draw.choice(_STATES, count),
            "Actor1Name": draw.choice(_NAMES, count),
            "Actor1CountryCode": draw.choice(_STATES, count),
            "Actor2Code": draw.choice(_STATES, count),
            "Actor2Name": draw.choice(_NAMES, count),
            "Actor2CountryCode": draw.choice(_STATES, count),
            "IsRootEvent": draw.integers(0, 2, count),
            "EventCode": code,
            "EventBaseCode": code,
            "EventRootCode": pl.Series(code).str.slice(0, 2).to_numpy(),
            "QuadClass": draw.integers(1, 5, count),
            "GoldsteinScale": np.round(draw.uniform(-10, 10, count), 1),
            "NumMentions": draw.integers(1, 40, count),
            "NumSources": draw.integers(1, 10, count),
            "NumArticles": draw.integers(1, 40, count),
            "AvgTone": np.round(draw.normal(0, 4, count), 6),
            "ActionGeo_Type": draw.integers(1, 5, count),
            "ActionGeo_FullName": np.full(count, "Almaty, Almaty, Kazakhstan"),
            "ActionGeo_CountryCode": np.full(count, "KZ"),
            "ActionGeo_Lat": np.round(draw.uniform(40, 55, count), 4),
            "ActionGeo_Long": np.round(draw.uniform(50, 85, count), 4),
            "DATEADDED": date,
            "SOURCEURL": [f"http://news.example/world/2020/{n}/a-title-of-some-length.html" for n in number.tolist()],
        }
        yield pl.DataFrame({name: pl.Series(values).cast(pl.String) for name, values in made.items()})


def peak() -> float:
    """The most memory that this process has held, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Write the file, import it, ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument(
        "--keep", type=Path, help="where to put the file and the observatory; a temporary folder unless given"
    )
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    try:
        file = folder / "made-up.export.CSV"
        with file.open("wb") as out:
            for frame in chunks(given.rows):
                frame.write_csv(out, separator="\t", include_header=False, quote_style="never")
        before = peak()
        observatory = tarazy.create(folder / "obs")
        began, worked = time.perf_counter(), time.process_time()
        summary = observatory.import_data("gdelt", file)
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
        size = sum(path.stat().st_size for path in (folder / "obs").rglob("*") if path.is_file())
        print(f"| {'':<46} | {'':>12} |\n|---|---|")
        for what, shown in (
            ("rows", f"{summary.rows:,}"),
            ("claims", f"{summary.claims:,}"),
            ("file", f"{file.stat().st_size / 1e9:.2f} GB"),
            ("observatory, the file as given in it", f"{size / 1e9:.2f} GB"),
            ("import", f"{seconds:.1f} s"),
            ("rows a second", f"{summary.rows / seconds:,.0f}"),
            ("rows a CPU second, of all threads", f"{summary.rows / worked:,.0f}"),
            ("peak memory before", f"{before:.2f} GB"),
            ("peak memory", f"{peak():.2f} GB"),
        ):
            print(f"| {what:<46} | {shown:>12} |")
        for _ in range(2):
            began = time.perf_counter()
            rows = tarazy.open(folder / "obs").snapshot.rows("claims")
            chosen = rows.filter(
                pl.col("actors").list.contains("KAZ"), pl.col("kind") == "conflict", pl.col("time_start") >= "2015"
            )
            found = chosen.select(pl.len()).collect().item()
            seconds = time.perf_counter() - began
        print(f"| {'count of conflicts of one state since 2015':<46} | {seconds:>10.2f} s |")
        print(f"| {'found':<46} | {found:>12,} |")
    finally:
        if given.keep is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
