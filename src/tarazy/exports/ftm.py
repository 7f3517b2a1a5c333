"""Records and actors as entities of FollowTheMoney (https://followthemoney.tech), one JSON object a line, as `ftm` reads them.

Actors become PublicBody, Organization, Company, Person or Territory; records Membership, Event, Payment, Debt or UnknownLink, with the
documents they come from as ``proof``; see ``data/ftm.toml``. Only what is asserted is written: FollowTheMoney knows no plans or denials.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

import polars as pl

from tarazy.actors.registry import registry
from tarazy.codebook.vocabulary import is_currency
from tarazy.data_files import toml
from tarazy.exports import Tables

_QUOTES = 5


@cache
def mapping() -> dict[str, Any]:
    """The tables of ``data/ftm.toml``."""
    return toml("tarazy.exports", "ftm.toml")


def lines(what: str, tables: Tables) -> Iterator[str]:
    """One entity a line: of records their actors and documents first."""
    actors = {row["actor"]: row for row in tables.actors.iter_rows(named=True)}
    if what == "actors":
        for row in tables.rows.iter_rows(named=True):
            yield from _written(_actor(row["actor"], row))
        return
    records = tables.rows.filter(pl.col("modality") == "asserted", pl.col("kind").is_in(list(mapping()["kind"])))
    cited = _cited(records, tables)
    for actor in records["actors"].explode().drop_nulls().unique().sort():
        yield from _written(_actor(actor, actors.get(actor, {})))
    used = {source["document_id"] for sources in cited.values() for source in sources}
    for row in tables.documents.iter_rows(named=True):
        if row["document_id"] in used:
            yield from _written(_document(row))
    for row in records.iter_rows(named=True):
        for entity in _entities(row, cited.get(row["record_id"], []), actors):
            yield from _written(entity)


def _cited(records: pl.DataFrame, tables: Tables) -> dict[str, list[dict[str, Any]]]:
    joined = tables.members.join(records.select("record_id"), on="record_id", how="semi").join(
        tables.claims.select("claim_id", "document_id", "quote"), on="claim_id"
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in joined.sort("record_id", "claim_id").iter_rows(named=True):
        found.setdefault(row["record_id"], []).append(row)
    return found


def _written(entity: dict[str, Any] | None) -> Iterator[str]:
    if entity is not None:
        kept = {name: values for name, given in entity["properties"].items() if (values := [v for v in given if v])}
        yield json.dumps(entity | {"properties": kept}, ensure_ascii=False)


def schema_of(actor: str, kind: str | None = None) -> str | None:
    """The schema of an actor; None where there is none. ``kind``: its type, where the registry does not know it."""
    known = registry().get(actor)
    schemata: Mapping[str, str] = mapping()["actor"]
    return schemata.get(known.kind if known else (kind or actor.partition(":")[0]))


def _id(*parts: str) -> str:
    readable = "-".join(parts)
    return f"tarazy-{re.sub(r'[^A-Za-z0-9.-]', '-', readable)}"


def _actor(actor: str, row: Mapping[str, Any]) -> dict[str, Any] | None:
    schema = schema_of(actor, row.get("type"))
    if schema is None:
        return None
    known = registry().get(actor)
    names = [row.get(f"name_{language}") for language in ("en", "ru", "kk")]
    if known and not any(names):
        names = list(known.names.values())
    named = list(dict.fromkeys(name for name in names if name)) or [actor]
    properties = {
        "name": named[:1],
        "alias": named[1:],
        "country": [_country(one) for one in ((actor,) if schema == "PublicBody" else known.parents if known else ())],
        "wikidataId": [known.codes.get("wikidata", "")] if known else [],
    }
    if known and schema in ("PublicBody", "Organization", "Company"):
        properties |= {"incorporationDate": [known.start or ""], "dissolutionDate": [known.end or ""]}
    return {"id": _id("actor", actor), "schema": schema, "properties": properties}


def _country(actor: str) -> str:
    known = registry().get(actor)
    own: dict[str, str] = mapping()["country"]
    return own.get(actor, known.codes.get("iso2", "").lower() if known and known.kind == "state" else "")


def _document(row: Mapping[str, Any]) -> dict[str, Any]:
    properties = {
        "fileName": [row["name"]],
        "title": [row["title"]],
        "author": list(row["authors"] or ()),
        "date": [row["date"]],
        "mimeType": [row["media_type"]],
    }
    return {"id": _id("document", row["document_id"]), "schema": "Document", "properties": properties}


def _entities(
    row: Mapping[str, Any], cited: list[dict[str, Any]], actors: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The entities of a record: one event, or a link for each pair of its ends."""
    money = [one for one in row["quantities"] if is_currency(one["unit"])]
    for rule in mapping()["kind"][row["kind"]]:
        if ("stages" in rule and row["stage"] not in rule["stages"]) or (rule.get("amount") and not money):
            continue
        if "object" in rule and not re.search(rule["object"], row["object"] or ""):
            continue
        shared = _shared(row, cited, rule["schema"])
        if "involved" in rule:
            legal = [
                one
                for one in row["actors"]
                if schema_of(one, actors.get(one, {}).get("type")) not in (None, "Territory")
            ]
            name = ", ".join(filter(None, (row["kind"], row["object"])))
            yield _entity(
                rule["schema"],
                row,
                (),
                shared | {"name": [name], rule["involved"]: [_id("actor", one) for one in legal]},
            )
            return
        yield from _links(rule, row, shared, money[:1] if rule.get("amount") else [], actors)
        return


def _links(
    rule: Mapping[str, Any],
    row: Mapping[str, Any],
    shared: dict[str, list[str]],
    money: list[dict[str, Any]],
    actors: Mapping[str, Mapping[str, Any]],
) -> Iterator[dict[str, Any]]:
    fitting = {
        one["actor"]: schema
        for one in row["participants"]
        if (schema := schema_of(one["actor"], actors.get(one["actor"], {}).get("type")))
    }
    ends = [
        list(
            dict.fromkeys(
                p["actor"] for p in row["participants"] if p["role"] in rule[end]["roles"] and p["actor"] in fitting
            )
        )
        for end in ("source", "target")
    ]
    done: set[frozenset[str]] = set()
    for source, target in product(*ends):
        pair = frozenset((source, target))
        if len(pair) < 2 or pair in done:
            continue
        if rule["schema"] != "UnknownLink" and "Territory" in (fitting[source], fitting[target]):
            continue
        if rule["schema"] == "Membership" and fitting[target] == "Person":
            continue
        done.add(pair)
        properties = shared | {
            rule["source"]["property"]: [_id("actor", source)],
            rule["target"]["property"]: [_id("actor", target)],
        }
        if money and len(ends[0]) == len(ends[1]) == 1:
            # Of several pairs nobody says who paid how much to whom.
            properties |= {"amount": [f"{money[0]['value']:.15g}"], "currency": [money[0]["unit"]]}
        yield _entity(rule["schema"], row, (source, target), properties)


def _shared(row: Mapping[str, Any], cited: list[dict[str, Any]], schema: str) -> dict[str, list[str]]:
    start, end = row["time_start"], row["time_end"]
    said = [" ".join(one["quote"].split()) for one in cited][:_QUOTES]
    properties: dict[str, list[str]] = {
        "summary": [", ".join(filter(None, (row["kind"], row["stage"], row["object"])))],
        "description": said,
        "recordId": [row["record_id"]],
        "proof": list(dict.fromkeys(_id("document", one["document_id"]) for one in cited)),
    }
    properties |= {"date": [start or ""]} if start == end else {"startDate": [start or ""], "endDate": [end or ""]}
    if schema in ("Membership", "UnknownLink"):
        properties |= {"role": [row["stage"] or row["kind"]]}
    if schema == "Payment":
        properties |= {"purpose": [row["object"] or ""]}
    return properties


def _entity(
    schema: str, row: Mapping[str, Any], ends: Iterable[str], properties: dict[str, list[str]]
) -> dict[str, Any]:
    key = "|".join(ends)
    suffix = hashlib.sha256(key.encode()).hexdigest()[:8] if key else "event"
    return {"id": _id("record", row["record_id"], suffix), "schema": schema, "properties": properties}
