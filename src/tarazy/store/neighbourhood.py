"""Where claims stood in the last resolves, kept beside the tables so that new claims find their neighbours at once.

``.resolving/`` holds nothing that cannot be made again from the claims: it may be deleted, and is made anew where it does not fit.
"""

from __future__ import annotations

import hashlib
import shutil
import uuid
from importlib.resources import files

import numpy as np
import polars as pl

from tarazy.records.blocking import WINDOW, blocks, candidate_pairs, neighbours
from tarazy.records.propositions import Propositions, propositions
from tarazy.records.resolve import claim_key, placed
from tarazy.records.rulings import Rulings
from tarazy.records.similarity import Similarity
from tarazy.store.folder import Folder

_BLOCKS = {"claim": pl.UInt64, "block": pl.UInt64, "when": pl.Int32}
_MANY_PARTS = 24
_DATA = ("glosses.tsv", "passed_over.tsv", "regions.toml")


class Neighbourhood:
    """Blocks of claims and the rarity of names, as the resolves so far have left them."""

    def __init__(self, folder: Folder) -> None:
        self.root = folder.path / ".resolving"
        self.path = self.root / _tag()
        self.rarity: pl.DataFrame | None = self._read("rarity")
        self._learnt: list[pl.DataFrame] = []
        self._anew = False

    def _read(self, name: str) -> pl.DataFrame | None:
        parts = sorted(self.path.glob(f"{name}*.parquet"))
        try:
            return pl.concat([pl.read_parquet(part) for part in parts]) if parts else None
        except (OSError, pl.exceptions.PolarsError):
            return None

    def affected(
        self, claims: pl.LazyFrame, seeds: pl.DataFrame, present: pl.DataFrame, held: pl.DataFrame, rulings: Rulings
    ) -> pl.DataFrame:
        """``claim_id`` of the claims to resolve again because of ``seeds``: these, and all claims of the records they may belong to."""
        stood = self._read("blocks")
        if stood is None or self.rarity is None:
            return present
        keyed = present.with_columns(claim=claim_key())
        missing = keyed.join(stood.select("claim").unique(), on="claim", how="anti").select("claim_id")
        unknown = pl.concat([seeds, missing]).unique()
        made = self._made(claims, unknown, rulings)
        fresh = placed(made, blocks(made))
        self._learnt.append(fresh)
        near = neighbours(
            pl.concat([stood, fresh]).unique(), keyed.join(seeds, on="claim_id", how="semi").select("claim"), WINDOW
        )
        close = keyed.filter(pl.col("claim").is_in(near.implode())).select("claim_id")
        linked = self._linked(self._made(claims, pl.concat([seeds, close]).unique(), rulings), seeds)
        joined = pl.concat([seeds, linked])
        touched = held.join(joined, on="claim_id", how="semi").select("record_id").unique()
        whole = held.join(touched, on="record_id", how="semi").select("claim_id")
        return pl.concat([seeds, whole]).unique().join(present, on="claim_id", how="semi")

    def _made(self, claims: pl.LazyFrame, wanted: pl.DataFrame, rulings: Rulings) -> Propositions:
        rows = claims.join(wanted.lazy(), on="claim_id", how="semi").collect().unique("claim_id", keep="any")
        return propositions(rows, rulings, self.rarity)

    def _linked(self, made: Propositions, seeds: pl.DataFrame) -> pl.DataFrame:
        """Claims that are likely about the same thing as one of the seeds."""
        pairs = candidate_pairs(made)
        seed = made.claims["claim_id"].is_in(seeds["claim_id"].implode()).to_numpy()
        pairs = pairs[seed[pairs[:, 0]] != seed[pairs[:, 1]]]
        rows = np.unique(Similarity(made).likely(pairs)[0])
        return made.claims[rows].select("claim_id")

    def learn(self, stood: pl.DataFrame, everything: bool) -> None:
        """Remember where claims stand; ``everything`` replaces what was known."""
        self._learnt.append(stood)
        self._anew = self._anew or everything

    def keep(self) -> None:
        """Write down what was learnt. A full disk or a lack of rights is no matter: the next resolve takes longer."""
        learnt = [frame for frame in self._learnt if frame.height]
        if not learnt:
            return
        rows = pl.concat(learnt).cast(_BLOCKS)  # type: ignore[arg-type]
        try:
            if self._anew:
                shutil.rmtree(self.root, ignore_errors=True)
            self.path.mkdir(parents=True, exist_ok=True)
            parts = sorted(self.path.glob("blocks*.parquet"))
            if len(parts) > _MANY_PARTS and (stood := self._read("blocks")) is not None:
                rows = pl.concat([stood, rows])
            else:
                parts = []
            self._write(rows.unique(), f"blocks-{uuid.uuid4().hex}")
            if self._anew and self.rarity is not None:
                self._write(self.rarity, "rarity")
            for part in parts:
                part.unlink(missing_ok=True)
        except OSError:
            return

    def _write(self, rows: pl.DataFrame, name: str) -> None:
        draft = self.path / f".{name}.{uuid.uuid4().hex}"
        rows.write_parquet(draft)
        draft.replace(self.path / f"{name}.parquet")


def _tag() -> str:
    """What the numbers of blocks depend on: the words' tables and the version of Polars, whose hashes they are."""
    data = b"".join((files("tarazy.records") / "data" / name).read_bytes() for name in _DATA)
    return hashlib.sha256(data + pl.__version__.encode()).hexdigest()[:16]
