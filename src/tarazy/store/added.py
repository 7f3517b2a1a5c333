"""Claims that people added, as rows beside those that were read: made from the decisions that stand, where their documents are."""

from __future__ import annotations

from typing import Any

import polars as pl

from tarazy.codebook.vocabulary import KINDS
from tarazy.records.adding import PERSON, place_of
from tarazy.records.decisions import Decision
from tarazy.store.rows import lemmas
from tarazy.store.ruled import outcome_at
from tarazy.store.schema import CLAIMS
from tarazy.store.snapshot import Snapshot, texts

_PLACED: dict[tuple[str, str], int | None] = {}
"""Where a quote stands in a document as one read left it, by the batch of the read and the id of the decision."""
_MOST = 200_000


def added_rows(snapshot: Snapshot) -> pl.DataFrame:
    """Rows of ``schema.CLAIMS``, in the order of their ids; a claim is left out while its document, or its quote in it, is not there."""
    if not (snapshot.commits["action"] == "decide").any():
        return pl.DataFrame(schema=CLAIMS)
    words = outcome_at(snapshot).words
    added = {thing[1]: word for thing, word in words.items() if thing[0] == "added"}
    if not added:
        return pl.DataFrame(schema=CLAIMS)
    documents = snapshot.documents.filter(
        pl.col("document_id").is_in([value["document_id"] for _, value in added.values()])
    )
    present = {
        row["document_id"]: row for row in documents.select("document_id", "batch", "date").iter_rows(named=True)
    }
    there = {claim: word for claim, word in added.items() if word[1]["document_id"] in present}
    _place(snapshot, present, there.values())
    rows = []
    for claim, (one, value) in sorted(there.items()):
        document = present[value["document_id"]]
        start = _PLACED[document["batch"], one.id]
        if start is not None:
            rows.append(
                _row(claim, value, start)
                | {"batch": document["batch"], "said": document["date"], "recorded": one.recorded}
            )
    return pl.DataFrame(rows, schema=CLAIMS)


def _place(snapshot: Snapshot, present: dict[str, dict[str, Any]], words: Any) -> None:
    new = [(one, value) for one, value in words if (present[value["document_id"]]["batch"], one.id) not in _PLACED]
    if not new:
        return
    if len(_PLACED) > _MOST:
        _PLACED.clear()
        new = list(words)
    found = texts(snapshot, {value["document_id"] for _, value in new})
    one: Decision
    for one, value in new:
        text = found.get(value["document_id"], "")
        _PLACED[present[value["document_id"]]["batch"], one.id] = place_of(text, value["evidence"])


def _row(claim: str, value: dict[str, Any], start: int) -> dict[str, Any]:
    quote, language = value["evidence"]["quote"], value["language"]
    time = value.get("time") or {}
    people = value["participants"]
    return {
        "claim_id": claim,
        "document_id": value["document_id"],
        "part": value.get("part"),
        "kind": value["kind"],
        "domain": value.get("domain") or KINDS[value["kind"]].domain,
        "participants": [{key: one.get(key) for key in ("actor", "role", "via", "surface")} for one in people],
        "actors": list(dict.fromkeys(one["actor"] for one in people)),
        "time_start": time.get("start"),
        "time_end": time.get("end"),
        "quantities": [
            {"value": float(one["value"]), "unit": one["unit"], "relation": one.get("relation", "=")}
            for one in value.get("quantities") or ()
        ],
        "object": value.get("object"),
        "stage": value.get("stage"),
        "modality": value["modality"],
        "speaker": value.get("speaker"),
        "cited": [],
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "language": language,
        "rule": PERSON,
        "confidence": 1.0,
        "extractor": PERSON,
        "lemmas": f" {' '.join(lemmas(language, quote))} ",
    }
