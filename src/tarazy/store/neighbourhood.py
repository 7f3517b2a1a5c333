"""Where claims stood in the last resolves, kept beside the tables so that new claims find their neighbours at once.

``.resolving/`` holds nothing that cannot be made again from the claims: it may be deleted, and is made anew where it does not fit.
"""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Callable
from importlib.resources import files

import numpy as np
import polars as pl

from tarazy.records.blocking import blocks, candidate_pairs, neighbours
from tarazy.records.propositions import Propositions, propositions
from tarazy.records.resolve import claim_key, placed
from tarazy.records.rulings import Rulings
from tarazy.records.similarity import Similarity
from tarazy.store.folder import Folder

Claims = Callable[[pl.DataFrame], pl.DataFrame]
_BLOCKS = {"claim": pl.UInt64, "block": pl.UInt64, "when": pl.Int32}
_MANY_PARTS = 24
_DATA = ("glosses.tsv", "passed_over.tsv", "regions.toml")


class Neighbourhood:
    """Blocks of claims and the rarity of names, as the resolves so far have left them."""

    def __init__(self, folder: Folder) -> None:
        self.root = folder.path / ".resolving"
        self.path = self.root / _tag()
        self.rarity: pl.DataFrame | None = self._read("rarity")
        self._learnt: list[tuple[pl.DataFrame, pl.DataFrame]] = []
        self._anew = False

    def _read(self, name: str) -> pl.DataFrame | None:
        parts = sorted(self.path.glob(f"{name}*.parquet"))
        try:
            return pl.concat([pl.read_parquet(part) for part in parts]) if parts else None
        except (OSError, pl.exceptions.PolarsError):
            return None

    def affected(
        self, claims: Claims, seeds: pl.DataFrame, present: pl.DataFrame, held: pl.DataFrame, rulings: Rulings
    ) -> pl.DataFrame | None:
        """The claims to resolve again because of ``seeds``: these, and all claims of the records that they may belong to.

        ``claims`` reads the rows of claims by ``claim_id``. None where it is not known how things stood: all are to be resolved then.
        """
        stood, known = self._read("blocks"), self._read("claims")
        if stood is None or known is None or self.rarity is None:
            return None
        keyed = present.with_columns(claim=claim_key())
        missing = keyed.join(known, on="claim", how="anti").select("claim_id")
        unknown = claims(pl.concat([seeds, missing]).unique())
        made = propositions(unknown, rulings, self.rarity)
        fresh = placed(made, blocks(made))
        self.learn(fresh, made.claims.select(claim=claim_key()), everything=False)
        sought = keyed.join(seeds, on="claim_id", how="semi").select("claim")
        close = neighbours(stood, fresh.join(sought, on="claim", how="semi"))
        close_ids = keyed.filter(pl.col("claim").is_in(close.implode())).select("claim_id")
        near_rows = claims(close_ids.join(unknown, on="claim_id", how="anti").join(present, on="claim_id", how="semi"))
        read = pl.concat([unknown, near_rows])
        linked = self._linked(propositions(read, rulings, self.rarity), seeds)
        touched = held.join(pl.concat([seeds, linked]), on="claim_id", how="semi").select("record_id").unique()
        whole = (
            held.join(touched, on="record_id", how="semi").select("claim_id").join(present, on="claim_id", how="semi")
        )
        wanted = pl.concat([seeds, linked, whole]).unique()
        rest = claims(wanted.join(read, on="claim_id", how="anti"))
        return pl.concat([read.join(wanted, on="claim_id", how="semi"), rest])

    def _linked(self, made: Propositions, seeds: pl.DataFrame) -> pl.DataFrame:
        """Claims that are likely about the same thing as one of the seeds."""
        seed = made.claims["claim_id"].is_in(seeds["claim_id"].implode()).to_numpy()
        pairs = candidate_pairs(made, among=np.flatnonzero(seed))
        rows = np.unique(Similarity(made).likely(pairs)[0])
        return made.claims[rows].select("claim_id")

    def learn(self, stood: pl.DataFrame, known: pl.DataFrame, everything: bool) -> None:
        """Remember where claims (``claim``) stand; ``everything`` replaces what was known."""
        self._learnt.append((stood, known))
        self._anew = self._anew or everything

    def keep(self) -> None:
        """Write down what was learnt. A full disk or a lack of rights is no matter: the next resolve takes longer."""
        if not self._learnt:
            return
        stood = pl.concat([frame for frame, _ in self._learnt]).cast(_BLOCKS).unique()  # type: ignore[arg-type]
        known = pl.concat([frame for _, frame in self._learnt]).unique()
        try:
            if self._anew:
                shutil.rmtree(self.root, ignore_errors=True)
            self.path.mkdir(parents=True, exist_ok=True)
            for name, rows in (("blocks", stood), ("claims", known)):
                parts = sorted(self.path.glob(f"{name}-*.parquet"))
                parts = parts if len(parts) > _MANY_PARTS else []
                before = self._read(name) if parts else None
                rows = rows if before is None else pl.concat([before, rows]).unique()
                self._write(rows, f"{name}-{uuid.uuid4().hex}")
                for part in parts:
                    part.unlink(missing_ok=True)
            if self._anew and self.rarity is not None:
                self._write(self.rarity, "rarity")
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
