"""Resolves made-up claims with the skew of real ones (a few actors in most claims, a few things told of often): time and memory.

usage: python benchmarks/resolving.py [--claims 1000000] [--new 1000] [--seed 1] [--folder FOLDER]

Prints a table: claims, seconds by the clock and of the processor, and peak memory of a first resolve, of one after NEW more claims, and of
one with nothing new, and how
well the records agree with the things that the claims were made from (B-cubed).
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

import tarazy
from tarazy.store.folder import Folder
from tarazy.store.schema import CLAIMS, DOCUMENTS
from tarazy.store.snapshot import Snapshot
from tarazy.store.writer import log_commit

Ints = npt.NDArray[np.int64]
STATES = [
    "KAZ",
    "RUS",
    "CHN",
    "UZB",
    "TUR",
    "USA",
    "KGZ",
    "TJK",
    "TKM",
    "AZE",
    "IRN",
    "AFG",
    "IND",
    "DEU",
    "JPN",
    "KOR",
    "FRA",
    "GBR",
    "ITA",
    "BLR",
    "ARM",
    "GEO",
    "UKR",
    "PAK",
    "POL",
    "MNG",
    "SAU",
    "ARE",
    "QAT",
    "ISR",
]
BODIES = ["CSTO", "SCO", "EAEU", "CIS", "EU", "NATO", "UN", "OTS", "OSCE", "WTO", "CICA", "ADB", "WB", "EBRD", "BRICS"]
KINDS = {
    "agreement": (0.2, "party", "party", ("signed", "ratified", "in-force", "negotiated"), ("agreement", "memorandum", "treaty, border", "treaty, trade")),
    "meeting": (0.15, "participant", "participant", ("held", "planned"), ("summit", "visit", "talks", "conference, energy")),
    "trade": (0.1, "partner", "partner", (None,), ("trade turnover", "exports, gas", "imports, cars", "trade share")),
    "indicator": (0.1, "subject", None, (None,), ("military budget", "GDP growth", "population", "gas reserves")),
    "membership": (0.08, "member", "organisation", ("member", "joined", "applied"), ("membership", "accession")),
    "infrastructure": (0.1, "builder", "host", ("planned", "under-construction", "opened"), ("railway", "gas pipeline", "port, terminal", "road")),
    "transfer": (0.07, "supplier", "recipient", ("ordered", "delivered"), ("drones", "fighter aircraft", "armoured vehicles")),
    "investment": (0.08, "investor", "recipient", ("pledged", "made"), ("loan, railway", "investment, factory", "credit")),
    "stance": (0.12, "holder", "target", ("support", "oppose"), ("support, sanctions", "opposition, base", "neutrality")),
}  # fmt: skip
WORDS = {
    "en": [
        "sides",
        "stressed",
        "wider",
        "joint",
        "further",
        "deeper",
        "state",
        "officials",
        "during",
        "week",
        "according",
        "ministry",
        "noted",
        "regional",
        "works",
        "project",
        "stage",
        "new",
        "parties",
        "talks",
        "plan",
        "signed",
        "border",
        "gas",
        "trade",
        "railway",
        "energy",
        "water",
        "security",
        "cooperation",
    ],
    "ru": [
        "стороны",
        "отметили",
        "совместный",
        "дальнейший",
        "министерство",
        "сообщить",
        "проект",
        "этап",
        "новый",
        "регион",
        "план",
        "подписать",
        "граница",
        "газ",
        "торговля",
        "железнодорожный",
        "энергетика",
        "вода",
        "безопасность",
        "сотрудничество",
        "визит",
        "развитие",
        "работа",
        "неделя",
    ],
    "kk": [
        "тараптар",
        "атап",
        "бірлескен",
        "министрлік",
        "жоба",
        "кезең",
        "жаңа",
        "өңір",
        "жоспар",
        "қол",
        "шекара",
        "газ",
        "сауда",
        "теміржол",
        "энергетика",
        "су",
        "қауіпсіздік",
        "ынтымақтастық",
        "сапар",
        "даму",
        "жұмыс",
        "апта",
        "келісім",
        "мемлекет",
    ],
}
LETTERS = "bdgklmnrstvz", "aiou"
CYRILLIC = str.maketrans("bdgklmnrstvzaiouBDGKLMNRSTVZ", "бдгклмнрствзаиоуБДГКЛМНРСТВЗ")


def skewed(chance: np.random.Generator, size: int, choices: int, power: float = 1.1) -> Ints:
    """Numbers from 0 to choices - 1, the first by far the most often."""
    weight = 1 / np.arange(1, choices + 1) ** power
    return chance.choice(choices, size, p=weight / weight.sum())


def make_things(chance: np.random.Generator, count: int) -> pl.DataFrame:
    """Things in the world: kind, two actors, day, name, amount, object."""
    kinds = list(KINDS)
    kind = chance.choice(len(kinds), count, p=[KINDS[name][0] for name in kinds])
    first, second = skewed(chance, count, len(STATES)), skewed(chance, count, len(STATES))
    second = np.where(second == first, (second + 1) % len(STATES), second)
    body = skewed(chance, count, len(BODIES))
    parts = [chance.choice(list(LETTERS[at % 2]), count) for at in range(7)]
    name = (
        pl.DataFrame({str(at): part for at, part in enumerate(parts)})
        .select(pl.concat_str(pl.all()))
        .to_series()
        .str.to_titlecase()
    )
    named = chance.random(count) < 0.5
    day = np.datetime64("1992-01-01") + (chance.beta(4, 2, count) * 365 * 33).astype(int)
    amount = np.round(10 ** chance.uniform(6, 10.5, count), -5)
    frame = pl.DataFrame(
        {
            "thing": np.arange(count),
            "kind": np.array(kinds)[kind],
            "one": np.array(STATES)[first],
            "other": np.where(np.array(kinds)[kind] == "membership", np.array(BODIES)[body], np.array(STATES)[second]),
            "name": pl.select(pl.when(pl.Series(named)).then(name)).to_series(),
            "day": day,
            "amount": amount,
            "pick": chance.integers(0, 4, count),
        }
    )
    return frame.with_columns(pl.col("day").cast(pl.Date))


def make_claims(
    chance: np.random.Generator, things: pl.DataFrame, count: int, documents: int, first: int = 0
) -> pl.DataFrame:
    """Claims about the things, rows of schema.CLAIMS without batch, and ``thing``; ids count from ``first``."""
    told = skewed(chance, count, things.height, 0.55)
    rows = things[told]
    language = chance.choice(["en", "ru", "kk"], count, p=[0.3, 0.45, 0.25])
    words = pl.DataFrame(
        {
            str(at): pl.Series(
                np.where(
                    language == "en",
                    _pick(chance, "en", count),
                    np.where(language == "ru", _pick(chance, "ru", count), _pick(chance, "kk", count)),
                )
            )
            for at in range(12)
        }
    )
    text = words.select(pl.concat_str(pl.all(), separator=" ")).to_series()
    precise = chance.choice(3, count, p=[0.2, 0.3, 0.5])
    date = rows["day"].dt.to_string("%Y-%m-%d")
    time_start = pl.select(
        pl.when(pl.Series(precise) == 0)
        .then(date)
        .when(pl.Series(precise) == 1)
        .then(date.str.head(7))
        .otherwise(date.str.head(4))
    ).to_series()
    dated = pl.Series(chance.random(count) < 0.7)
    ids = pl.Series(np.arange(first, first + count)).hash(1)
    rows = rows.with_columns(
        claim_id=pl.lit(ids).map_elements(lambda number: f"{number:016x}", return_dtype=pl.String),
        document_id=pl.lit(pl.Series(chance.integers(0, documents, count))).cast(pl.String).str.zfill(64),
        language=pl.Series(language),
        time_start=pl.when(dated).then(time_start),
        stage_pick=pl.Series(chance.integers(0, 4, count)),
        confidence=pl.Series(chance.uniform(0.2, 0.95, count)),
        hide=pl.Series(chance.random(count) < 0.3),
        start=pl.Series(chance.integers(0, 100_000, count)),
        text=text,
    )
    return rows.with_columns(**_columns()).with_columns(
        time_end="time_start",
        part=pl.lit(None, pl.String),
        domain=pl.lit("diplomacy"),
        actors=pl.col("participants").list.eval(pl.element().struct.field("actor")),
        modality=pl.lit("asserted"),
        speaker=pl.lit(None, pl.String),
        cited=pl.lit([], CLAIMS["cited"]),
        end=pl.col("start") + 120,
        lemmas=" " + pl.col("quote").str.to_lowercase() + " ",
        rule=pl.lit("made.up"),
        said=pl.lit(None, pl.String),
        recorded=pl.lit(datetime.now(UTC)),
        extractor=pl.lit("made-up"),
    )


def _pick(chance: np.random.Generator, language: str, count: int) -> npt.NDArray[np.str_]:
    return np.array(WORDS[language])[chance.integers(0, len(WORDS[language]), count)]


def _columns() -> dict[str, pl.Expr]:
    kind = pl.col("kind")
    roles = {name: row[1:3] for name, row in KINDS.items()}
    one = pl.struct(
        actor="one",
        role=kind.replace_strict({name: role[0] for name, role in roles.items()}),
        via=pl.lit(None, pl.String),
        surface=pl.lit(None, pl.String),
    )
    other = pl.struct(
        actor="other",
        role=kind.replace_strict({name: role[1] or "" for name, role in roles.items()}),
        via=pl.lit(None, pl.String),
        surface=pl.lit(None, pl.String),
    )
    stage, label = pl.lit(None, pl.String), pl.lit("")
    for name, (_, _, _, stages, objects) in KINDS.items():
        for at in range(4):
            stage = (
                pl.when((kind == name) & (pl.col("stage_pick") == at))
                .then(pl.lit(stages[min(at, len(stages) - 1)], pl.String))
                .otherwise(stage)
            )
            label = (
                pl.when((kind == name) & (pl.col("pick") == at))
                .then(pl.lit(objects[min(at, len(objects) - 1)]))
                .otherwise(label)
            )
    written = (
        pl.when(pl.col("language") == "en")
        .then("name")
        .otherwise(pl.col("name").map_elements(lambda name: name.translate(CYRILLIC), return_dtype=pl.String))
    )
    quantity = pl.struct(value="amount", unit=pl.lit("USD"), relation=pl.lit("="))
    return {
        "participants": pl.when(kind == "indicator").then(pl.concat_list(one)).otherwise(pl.concat_list(one, other)),
        "quantities": pl.when(kind.is_in(["trade", "indicator", "investment"]))
        .then(pl.concat_list(quantity))
        .otherwise(pl.lit([], CLAIMS["quantities"])),
        "stage": stage,
        "object": label,
        "quote": pl.concat_str(
            pl.lit("In"), pl.when(~pl.col("hide")).then(written), "text", separator=" ", ignore_nulls=True
        ),
    }


def write(folder: Folder, claims: pl.DataFrame, batch: str) -> None:
    """Make the claims visible, each of their documents being read in this batch or before."""
    folder.tables["claims"].append(claims.with_columns(batch=pl.lit(batch)))
    snapshot = Snapshot(folder)
    new = claims.select("document_id").unique().with_columns(
        name="document_id", file="document_id", path=pl.lit(""), media_type=pl.lit("text/plain"), encoding=pl.lit("utf-8"),
        languages=pl.lit([], pl.List(pl.String)), title=pl.lit(None, pl.String), authors=pl.lit([], pl.List(pl.String)),
        date=pl.lit(None, pl.String), parts=pl.lit([], pl.List(pl.String)), notes=pl.lit([], pl.List(pl.String)),
        characters=pl.lit(0), words=pl.lit(0), passages=pl.lit(0), claims=pl.lit(0), extractor=pl.lit("made-up"),
        recorded=pl.lit(datetime.now(UTC)), batch=pl.lit(batch), entry=pl.lit(batch),
    )  # fmt: skip
    folder.tables["documents"].append(new.select(list(DOCUMENTS)))
    log_commit(folder.tables, batch, "read", new.height, snapshot.version)


def child(folder: Path) -> None:
    """Resolve once, in a process of its own so that its memory can be told."""
    begun = time.monotonic()
    obs = tarazy.open(folder)
    last = [begun]

    def step(name: str) -> None:
        now = time.monotonic()
        print(f"    {now - last[0]:6.1f} s … {name}", file=sys.stderr)
        last[0] = now

    summary = obs.resolve(progress=step)
    seconds, memory = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{summary.claims}\t{summary.records}\t{seconds:.1f}\t{time.process_time():.1f}\t{memory:.2f}")


def b_cubed(found: pl.DataFrame, truth: pl.DataFrame) -> float:
    """B-cubed F1 of ``found`` (claim_id, record_id) against ``truth`` (claim_id, thing)."""
    both = found.join(truth, on="claim_id")
    shared = both.group_by("record_id", "thing").len("shared")
    sizes = shared.with_columns(
        record=pl.col("shared").sum().over("record_id"), whole=pl.col("shared").sum().over("thing")
    )
    weight = pl.col("shared") * pl.col("shared")
    precision, recall = sizes.select(
        (weight / pl.col("record")).sum() / both.height, recall=(weight / pl.col("whole")).sum() / both.height
    ).row(0)
    return float(2 * precision * recall / (precision + recall))


def run(root: Path, count: int, new: int, seed: int) -> None:
    """Make the claims, resolve, add, resolve again."""
    chance = np.random.default_rng(seed)
    things = make_things(chance, max(10, count // 3))
    folder = Folder.create(root / "obs")
    first = make_claims(chance, things, count, max(2, count // 40))
    write(folder, first, "made-1")
    truth = first.select("claim_id", "thing")
    print(
        "| resolve | claims | records | seconds | CPU seconds | memory, GB | B-cubed F1 |\n|---|---|---|---|---|---|---|"
    )
    for name in ("first", f"{new:,} more", "nothing new"):
        if name.endswith("more"):
            more = make_claims(chance, things, new, 10, count)
            # Their documents are new ones.
            more = more.with_columns(document_id="f" + pl.col("document_id").str.slice(1))
            write(folder, more, "made-2")
            truth = pl.concat([truth, more.select("claim_id", "thing")])
        done = subprocess.run(
            [sys.executable, __file__, "--resolve", str(folder.path)], check=True, stdout=subprocess.PIPE, text=True
        )
        claims, records, seconds, processor, memory = done.stdout.strip().split("\t")
        agreement = b_cubed(tarazy.open(folder.path).members(), truth)
        print(
            f"| {name} | {int(claims):,} | {int(records):,} | {seconds} | {processor} | {memory} | {agreement:.3f} |",
            flush=True,
        )


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--new", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="a new folder for the observatory, which stays for a look at it")
    parser.add_argument("--resolve", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.resolve:
        child(arguments.resolve)
        return
    if arguments.folder:
        arguments.folder.mkdir(parents=True)
        run(arguments.folder, arguments.claims, arguments.new, arguments.seed)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), arguments.claims, arguments.new, arguments.seed)


if __name__ == "__main__":
    main()
