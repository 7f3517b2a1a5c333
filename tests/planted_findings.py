"""The planted conflicts and faults of ``tests/data/findings`` as frames, and how many of them are found."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from tarazy.codebook.claim import Claim
from tarazy.codebook.vocabulary import KINDS
from tarazy.records.findings import find, sentence
from tarazy.store.schema import CLAIMS, MEMBERS, RECORDS

FOLDER = Path(__file__).parent / "data" / "findings"
CLAIM_COLUMNS = {"claim_id": pl.String, "document": pl.String} | {
    name: kind for name, kind in CLAIMS.items() if name not in ("claim_id", "batch", "lemmas")
}


def items(name: str = "*") -> list[dict[str, Any]]:
    """The items of the files, one dict each."""
    lines = [line for path in sorted(FOLDER.glob(f"{name}.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def frames(item: dict[str, Any]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The claims, members and records of an item."""
    said = {text["document"]: text["date"] for text in item["texts"]}
    rows = []
    for given in item["claims"]:
        claim = Claim.from_exchange(given)
        exchange = claim.to_exchange()
        rows.append(
            {
                "claim_id": claim.id,
                "document": claim.document,
                "document_id": claim.document,
                "kind": claim.kind,
                "domain": KINDS[claim.kind].domain,
                "participants": [{"via": None, "surface": None} | p for p in exchange["participants"]],
                "actors": list(dict.fromkeys(p.actor for p in claim.participants)),
                "time_start": claim.time.start,
                "time_end": claim.time.end,
                "quantities": [{"value": q.value, "unit": q.unit, "relation": q.relation} for q in claim.quantities],
                "object": claim.object,
                "stage": claim.stage,
                "modality": claim.modality,
                "start": claim.evidence.start,
                "end": claim.evidence.end,
                "quote": claim.evidence.quote,
                "language": item["language"],
                "rule": claim.rule,
                "confidence": 0.8,
                "said": said[claim.document],
            }
        )
    claims = pl.DataFrame(rows, schema=CLAIM_COLUMNS)
    pairs = [(rows[at]["claim_id"], f"r-{number}") for number, group in enumerate(item["records"]) for at in group]
    members = pl.DataFrame(pairs, schema={"claim_id": MEMBERS["claim_id"], "record_id": pl.String}, orient="row")
    records = pl.DataFrame(
        [
            {"record_id": f"r-{number}", "kind": rows[group[0]]["kind"], "claims": len(group)}
            for number, group in enumerate(item["records"])
        ],
        schema={name: kind for name, kind in RECORDS.items() if name != "batch"},
    )
    return claims, members, records


@dataclass
class Score:
    """Findings that were planted and found, planted and missed, and found without being planted."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + len(self.missed))

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + len(self.extra))


def score(name: str = "*") -> Score:
    """What ``find`` makes of the items."""
    total = Score()
    for item in items(name):
        found = find(*frames(item))
        rules = Counter(found["rule"].to_list())
        wanted = Counter(item["expect"])
        total.found += (rules & wanted).total()
        total.missed += [f"{item['id']}: {rule}" for rule in (wanted - rules).elements()]
        for row in found.iter_rows(named=True):
            if rules[row["rule"]] > wanted[row["rule"]]:
                rules[row["rule"]] -= 1
                total.extra.append(f"{item['id']}: {row['rule']}: {sentence(row)}")
    return total


if __name__ == "__main__":
    for file in sorted(FOLDER.glob("*.jsonl")):
        outcome = score(file.stem)
        print(f"{file.stem}: recall {outcome.recall:.3f}, precision {outcome.precision:.3f}")
        print("\n".join(f"  missed {line}" for line in outcome.missed))
        print("\n".join(f"  extra  {line}" for line in outcome.extra))
