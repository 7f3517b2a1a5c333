"""Claims, records, ties and actors as JSON-LD 1.1, with their provenance.

Where a thing comes from is said with PROV-O (https://www.w3.org/TR/prov-o/): ties from records, records from claims, claims from
documents, all ``prov:wasDerivedFrom``. The sentence of a claim is a Web Annotation (https://www.w3.org/TR/annotation-model/) on the
document, with a text position and a text quote selector. Ids are URNs; a document's is the SHA-256 of its bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import polars as pl

from tarazy.actors.registry import registry
from tarazy.exports import Tables

_OWN = "urn:tarazy:vocabulary:"
_LINK = {"@type": "@id"}
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "@vocab": _OWN,
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom"} | _LINK,
    "wasAttributedTo": {"@id": "prov:wasAttributedTo"} | _LINK,
    "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    "hasBody": {"@id": "oa:hasBody"} | _LINK,
    "hasTarget": "oa:hasTarget",
    "hasSource": {"@id": "oa:hasSource"} | _LINK,
    "hasSelector": "oa:hasSelector",
    "exact": "oa:exact",
    "first": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "last": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "name": {"@id": "rdfs:label", "@container": "@language"},
    "title": "dcterms:title",
    "date": "dcterms:date",
    "language": "dcterms:language",
    "sameAs": {"@id": "owl:sameAs"} | _LINK,
    **{name: dict(_LINK) for name in ("actor", "via", "source", "target")},
}


def lines(what: str, tables: Tables) -> Iterator[str]:
    """One object a line inside ``@graph``: what is exported, then all that it is derived from, and the actors it names."""
    yield f'{{"@context": {json.dumps(CONTEXT)}, "@graph": ['
    waiting = None
    for node in _nodes(what, tables):
        if waiting is not None:
            yield waiting + ","
        waiting = json.dumps(node, ensure_ascii=False, default=str)
    if waiting is not None:
        yield waiting
    yield "]}"


def _nodes(what: str, tables: Tables) -> Iterator[dict[str, Any]]:
    rows, claims = tables.rows, tables.claims
    if what == "actors":
        yield from (_actor(row) for row in rows.iter_rows(named=True))
        return
    if what == "ties":
        yield from (_tie(row, number) for number, row in enumerate(rows.iter_rows(named=True)))
        named = pl.concat([rows["source"], rows["target"]]).unique()
        yield from (_actor(row) for row in _named(tables.actors, named))
        return
    if what == "records":
        members = tables.members.group_by("record_id").agg("claim_id")
        with_claims = rows.join(members, on="record_id", how="left", maintain_order="left")
        yield from (_record(row) for row in with_claims.iter_rows(named=True))
        chosen = tables.members.join(rows.select("record_id"), on="record_id", how="semi")
        claims = claims.join(chosen, on="claim_id", how="semi", maintain_order="left")
    else:
        claims = rows
    for row in claims.iter_rows(named=True):
        yield _claim(row)
        yield _annotation(row)
    cited = tables.documents.join(claims.select("document_id"), on="document_id", how="semi", maintain_order="left")
    yield from (_document(row) for row in cited.iter_rows(named=True))
    for extractor in sorted(claims["extractor"].drop_nulls().unique()):
        yield {"@id": _software(extractor), "@type": "prov:SoftwareAgent", "version": extractor}
    named = pl.concat([claims["actors"].explode(), rows["actors"].explode()]).drop_nulls().unique()
    yield from (_actor(row) for row in _named(tables.actors, named))


def _named(actors: pl.DataFrame, ids: pl.Series) -> Iterator[dict[str, Any]]:
    known = {row["actor"]: row for row in actors.iter_rows(named=True)}
    yield from (known.get(one, {"actor": one}) for one in ids.sort())


def _urn(kind: str, name: str) -> str:
    return f"urn:tarazy:{kind}:{quote(name, safe=':')}"


def _software(extractor: str) -> str:
    return _urn("extractor", extractor)


def _kept(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value is not None and value != []}


def _participants(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _kept(
            {
                "actor": _urn("actor", one["actor"]),
                "role": one["role"],
                "via": _urn("actor", one["via"]) if one["via"] else None,
                "surface": one["surface"],
            }
        )
        for one in row["participants"]
    ]


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """What claims and records both say."""
    return {
        "kind": row["kind"],
        "domain": row["domain"],
        "participant": _participants(row),
        "start": row["time_start"],
        "end": row["time_end"],
        "quantity": [_kept(dict(one)) for one in row["quantities"]],
        "object": row["object"],
        "stage": row["stage"],
        "modality": row["modality"],
        "confidence": row["confidence"],
    }


def _claim(row: dict[str, Any]) -> dict[str, Any]:
    return _kept(
        {
            "@id": _urn("claim", row["claim_id"]),
            "@type": ["prov:Entity", "Claim"],
            **_said(row),
            "said": row["said"],
            "speaker": row["speaker"],
            "wasDerivedFrom": f"urn:sha256:{row['document_id']}",
            "wasAttributedTo": _software(row["extractor"]),
            "generatedAtTime": row["recorded"].isoformat() if row["recorded"] else None,
        }
    )


def _annotation(row: dict[str, Any]) -> dict[str, Any]:
    """The sentence of a claim: the characters of the document's text as given from ``oa:start`` to before ``oa:end``."""
    selectors = [
        {"@type": "oa:TextPositionSelector", "first": row["start"], "last": row["end"]},
        {"@type": "oa:TextQuoteSelector", "exact": row["quote"]},
    ]
    target = {
        "@type": "oa:SpecificResource",
        "hasSource": f"urn:sha256:{row['document_id']}",
        "hasSelector": selectors,
    }
    claim = _urn("claim", row["claim_id"])
    return {"@id": f"{claim}:evidence", "@type": "oa:Annotation", "hasBody": claim, "hasTarget": target}


def _record(row: dict[str, Any]) -> dict[str, Any]:
    return _kept(
        {
            "@id": _urn("record", row["record_id"]),
            "@type": ["prov:Entity", "Record"],
            **_said(row),
            "wasDerivedFrom": [_urn("claim", one) for one in row["claim_id"] or ()],
        }
    )


def _tie(row: dict[str, Any], number: int) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if name not in ("source", "target", "records")}
    return _kept(
        {
            "@id": _urn("tie", str(number)),
            "@type": ["prov:Entity", "Tie"],
            "source": _urn("actor", row["source"]),
            "target": _urn("actor", row["target"]),
            **plain,
            "wasDerivedFrom": [_urn("record", one) for one in row["records"]],
        }
    )


def _document(row: dict[str, Any]) -> dict[str, Any]:
    return _kept(
        {
            "@id": f"urn:sha256:{row['document_id']}",
            "@type": ["prov:Entity", "Document"],
            "file": row["name"],
            "title": row["title"],
            "date": row["date"],
            "language": row["languages"],
        }
    )


def _actor(row: dict[str, Any]) -> dict[str, Any]:
    names = {language: row[f"name_{language}"] for language in ("en", "ru", "kk") if row.get(f"name_{language}")}
    known = registry().get(row["actor"])
    codes = known.codes if known else {}
    return _kept(
        {
            "@id": _urn("actor", row["actor"]),
            "@type": ["prov:Entity", "Actor"],
            "actorType": row.get("type"),
            "code": row["actor"],
            "name": names or None,
            "sameAs": f"http://www.wikidata.org/entity/{codes['wikidata']}" if "wikidata" in codes else None,
        }
    )
