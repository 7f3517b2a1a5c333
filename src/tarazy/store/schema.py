"""The columns of the observatory's tables, and what each holds."""

from __future__ import annotations

import polars as pl

PARTICIPANT = pl.Struct({"actor": pl.String, "role": pl.String, "via": pl.String, "surface": pl.String})
QUANTITY = pl.Struct({"value": pl.Float64, "unit": pl.String, "relation": pl.String})
CITED = pl.Struct({"author": pl.String, "year": pl.String})
Columns = dict[str, pl.DataType | type[pl.DataType]]
MOMENT = pl.Datetime("us", "UTC")
TABLE_VERSIONS = pl.Struct(dict.fromkeys(("documents", "texts", "passages", "actors", "claims", "decisions"), pl.Int64))

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
    "extractor": pl.String,  # version of the rules and lexicons that read it
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
    "rule": pl.String,
    "confidence": pl.Float64,
    "said": pl.String,  # the document's date
    "recorded": MOMENT,
    "extractor": pl.String,
    "lemmas": pl.String,  # of the quote's words, between spaces, for the search by words
    "batch": pl.String,
}
DECISIONS: Columns = {
    "serial": pl.Int64,
    "action": pl.String,  # accept, reject, correct, same, different
    "left": pl.String,  # the claim or record ruled on
    "right": pl.String,
    "value": pl.String,  # JSON of a correction
    "who": pl.String,
    "why": pl.String,
    "recorded": MOMENT,
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
    "commits": COMMITS,
}
