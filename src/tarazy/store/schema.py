"""The columns of the observatory's tables, and what each holds."""

from __future__ import annotations

import polars as pl

PARTICIPANT = pl.Struct({"actor": pl.String, "role": pl.String, "via": pl.String, "surface": pl.String})
QUANTITY = pl.Struct({"value": pl.Float64, "unit": pl.String, "relation": pl.String})
CITED = pl.Struct({"author": pl.String, "year": pl.String})
Columns = dict[str, pl.DataType | type[pl.DataType]]
MOMENT = pl.Datetime("us", "UTC")
TABLE_VERSIONS = pl.Struct(
    dict.fromkeys(
        (
            "documents",
            "texts",
            "passages",
            "actors",
            "claims",
            "decisions",
            "records",
            "members",
            "record_history",
            "findings",
            "coverage",
        ),
        pl.Int64,
    )
)
LIFE = pl.Struct(
    {
        "stage": pl.String,
        "modality": pl.String,
        "time_start": pl.String,
        "time_end": pl.String,
        "said": pl.String,
        "claims": pl.List(pl.String),
    }
)

IMPORT = "import "
"""What the ``extractor`` of an imported file begins with."""
DOCUMENTS: Columns = {
    "document_id": pl.String,  # SHA-256 of the document's bytes
    "name": pl.String,  # as exports show it, unique in the observatory
    "file": pl.String,  # SHA-256 of the file as given (the archive, for a member of one)
    "path": pl.String,  # where the file was when it was read
    "media_type": pl.String,
    "encoding": pl.String,
    "languages": pl.List(pl.String),
    "title": pl.String,
    "authors": pl.List(pl.String),
    "date": pl.String,  # the document's own date, ISO, cut to what is known
    "parts": pl.List(pl.String),  # papers of a volume
    "notes": pl.List(pl.String),
    "characters": pl.Int64,
    "words": pl.Int64,
    "passages": pl.Int64,
    "claims": pl.Int64,
    "extractor": pl.String,  # version of the rules and lexicons that read it; of an imported file IMPORT, data set and version
    "recorded": MOMENT,
    "batch": pl.String,  # joins the rows of texts, passages and claims
    "entry": pl.String,  # joins the row of commits that makes it visible
}
TEXTS: Columns = {
    "document_id": pl.String,
    "number": pl.Int64,
    "text": pl.String,  # a piece of the text as given, in which all offsets count; the pieces in order are the whole
    "batch": pl.String,
}
PASSAGES: Columns = {
    "document_id": pl.String,
    "number": pl.Int64,
    "text": pl.String,  # cleaned
    "language": pl.String,
    "start": pl.Int64,  # in the text as given
    "end": pl.Int64,
    "clean_start": pl.Int64,  # in the cleaned text
    "paragraph": pl.Int64,
    "kind": pl.String,
    "part": pl.String,
    "batch": pl.String,
}
ACTORS: Columns = {
    "actor": pl.String,
    "type": pl.String,  # state, organisation, org, group, person, region, place
    "known": pl.Boolean,  # False: provisional, not in the registry
    "name_en": pl.String,
    "name_ru": pl.String,
    "name_kk": pl.String,
    "batch": pl.String,
}
CLAIMS: Columns = {
    "claim_id": pl.String,
    "document_id": pl.String,
    "part": pl.String,
    "kind": pl.String,
    "domain": pl.String,
    "participants": pl.List(PARTICIPANT),
    "actors": pl.List(pl.String),  # the participants' ids
    "time_start": pl.String,  # ISO, cut to what is known
    "time_end": pl.String,
    "quantities": pl.List(QUANTITY),
    "object": pl.String,
    "stage": pl.String,
    "modality": pl.String,
    "speaker": pl.String,
    "cited": pl.List(CITED),
    "start": pl.Int64,  # in the document's text as given, Unicode characters from 0
    "end": pl.Int64,
    "quote": pl.String,
    "language": pl.String,
    "rule": pl.String,  # of extraction; "person" for a claim that somebody added
    "confidence": pl.Float64,
    "said": pl.String,  # the document's date
    "recorded": MOMENT,
    "extractor": pl.String,
    "lemmas": pl.String,  # of the quote's words, between spaces, for the search by words
    "batch": pl.String,
}
DECISIONS: Columns = {
    "serial": pl.Int64,
    "decision_id": pl.String,  # hash of what was decided, by whom and when: the same in every observatory that has it
    "action": pl.String,  # accept, reject, correct, add-claim, same, different, prefer, merge-actors, split-actors, name-actor, undo
    "left": pl.String,  # the claim, record or actor ruled on; the document of an added claim; the decision undone
    "right": pl.String,  # the other claim, record or actor; the added claim
    "value": pl.String,  # JSON: mended slots, an added claim, a preferred value, names and codes
    "who": pl.String,
    "why": pl.String,
    "recorded": MOMENT,
    "batch": pl.String,
}
RECORDS: Columns = {
    "record_id": pl.String,  # "r-" and 16 hexadecimal digits; stable when new claims arrive
    "kind": pl.String,
    "domain": pl.String,
    "participants": pl.List(PARTICIPANT),  # agreed: those that most of the claims name, or a decision
    "actors": pl.List(pl.String),
    "time_start": pl.String,  # agreed, the most precise that most sources allow; ISO, cut to what is known
    "time_end": pl.String,
    "quantities": pl.List(QUANTITY),
    "object": pl.String,
    "stage": pl.String,  # the latest that is asserted
    "modality": pl.String,  # asserted where any claim asserts it
    "life": pl.List(LIFE),  # stages in the order of their times
    "claims": pl.Int64,
    "documents": pl.Int64,
    "languages": pl.List(pl.String),
    "first_said": pl.String,
    "last_said": pl.String,
    "confidence": pl.Float64,  # that at least one of its claims is one: 1 - product of (1 - confidence) over documents
    "batch": pl.String,  # the resolve that made this row; the last row of a record holds; claims = 0: the record is gone
}
MEMBERS: Columns = {
    "claim_id": pl.String,
    "record_id": pl.String,  # the last row of a claim holds; null: the claim belongs to no record (rejected, gone)
    "batch": pl.String,
}
RECORD_HISTORY: Columns = {
    "record_id": pl.String,
    "event": pl.String,  # made, grown, merged-into, split-from, gone
    "other": pl.String,  # the record merged into, or split from
    "recorded": MOMENT,
    "batch": pl.String,
}
FINDINGS: Columns = {
    "finding_id": pl.String,  # hash of rule, claims and values: the same finding keeps its id
    "type": pl.String,  # conflict (sources disagree) or fault (arithmetic and logic)
    "rule": pl.String,  # the row of records/data/findings.toml that names and words it
    "slot": pl.String,  # time, quantities, participants, stage, direction
    "record_id": pl.String,  # null for faults between records
    "actors": pl.List(pl.String),
    "claims": pl.List(pl.String),
    "values": pl.String,  # JSON object: what the sentence about it needs
    "weight": pl.Float64,  # 0 to 1: how far apart, how well supported
    "batch": pl.String,
}
COVERAGE: Columns = {
    "document_id": pl.String,
    "dataset": pl.String,  # a row of datasets/data/datasets.toml
    "kind": pl.String,  # of the claims that the window is about
    "object": pl.String,  # the variable; null: all of the document's
    "actor": pl.String,  # whom the document covers; null: every state
    "role": pl.String,  # the part that the actor plays; null: any
    "time_start": pl.String,  # within the window what the document does not name is none, outside it is unknown
    "time_end": pl.String,
    "known": pl.Boolean,  # False: a gap within another window, where the document itself says that it does not know
    "note": pl.String,
    "batch": pl.String,
}
COMMITS: Columns = {
    "version": pl.Int64,  # of the observatory; equals the Delta version of this table
    "entry": pl.String,
    "action": pl.String,
    "software": pl.String,
    "recorded": MOMENT,
    "documents": pl.Int64,  # how many this commit brought
    "tables": TABLE_VERSIONS,  # version of each table when it was made
}
TABLES: dict[str, Columns] = {
    "documents": DOCUMENTS,
    "texts": TEXTS,
    "passages": PASSAGES,
    "actors": ACTORS,
    "claims": CLAIMS,
    "decisions": DECISIONS,
    "records": RECORDS,
    "members": MEMBERS,
    "record_history": RECORD_HISTORY,
    "findings": FINDINGS,
    "coverage": COVERAGE,
    "commits": COMMITS,
}
