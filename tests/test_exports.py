"""Exports: formats that fit, networks that networkx reads back, maps, provenance, FollowTheMoney entities that keep to their schemata."""

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_frames import frame, record, stage

from tarazy.actors.coordinates import point, points
from tarazy.actors.registry import registry
from tarazy.errors import UsageError
from tarazy.exports import FORMATS, Tables, check_format, ftm, written
from tarazy.records.ties import ties
from tarazy.store.actors import actor_row
from tarazy.store.schema import ACTORS, CLAIMS, DOCUMENTS

FTM = json.loads((Path(__file__).parent / "data" / "ftm_schemata.json").read_text("utf-8"))["schemata"]
SENTENCE = 'Kazakhstan & Türkiye <signed> "it".'
RECORDS = frame(
    record(
        "agreement",
        [("KAZ", "party"), ("TUR", "party"), ("org:tusas", "party")],
        time="2022-05-13",
        stage="signed",
        object="memorandum",
    ),
    record("membership", [("KAZ", "member"), ("CSTO", "organisation")], time=("1992", None), stage="member"),
    record(
        "aid",
        [("USA", "donor"), ("TJK", "recipient")],
        stage="delivered",
        quantities=[(3e8, "USD")],
        time=("2002", "2010"),
    ),
    record(
        "investment",
        [("CHN", "investor"), ("KGZ", "recipient")],
        stage="made",
        quantities=[(4e8, "USD")],
        object="loan",
    ),
    record("transfer", [("RUS", "supplier"), ("KAZ", "recipient")], time="2015", life=[stage("delivered", "2015")]),
    record("infrastructure", [("place:aktau", "host"), ("KAZ", "builder")], stage="opened", time="2016"),
    record(
        "meeting", [("KAZ", "participant"), ("group:nobody-knows", "participant")], modality="planned", stage="planned"
    ),
    record("stance", [("KAZ", "holder"), ("UN", "target")], stage="support"),
)


def claims() -> pl.DataFrame:
    rows = []
    for number, row in enumerate(RECORDS.iter_rows(named=True)):
        rows.append(
            {name: row.get(name) for name in CLAIMS}
            | {
                "claim_id": f"{number:016x}",
                "document_id": "ab" * 32,
                "quote": SENTENCE,
                "start": 7,
                "end": 7 + len(SENTENCE),
            }
            | {
                "extractor": "rules 1+2",
                "recorded": datetime(2025, 1, 2, tzinfo=UTC),
                "language": "en",
                "cited": [],
                "rule": "",
            }
        )
    return pl.DataFrame(rows, schema=CLAIMS).with_columns(document=pl.lit("a.txt"))


def tables(rows: pl.DataFrame) -> Tables:
    said = claims()
    names = said["actors"].explode().unique().sort()
    actors = pl.DataFrame([actor_row(one) | {"batch": ""} for one in names], schema=ACTORS).drop("batch")
    members = said.select("claim_id", record_id=RECORDS["record_id"])
    document = dict.fromkeys(DOCUMENTS) | {
        "document_id": "ab" * 32,
        "name": "a.txt",
        "languages": ["en"],
        "date": "2023",
    }
    return Tables(rows, actors, said, members, pl.DataFrame([document], schema=DOCUMENTS))


def text(what: str, form: str) -> str:
    rows = {"records": RECORDS, "ties": ties(RECORDS), "claims": claims(), "actors": tables(RECORDS).actors}[what]
    return b"".join(written(what, form, tables(rows))).decode()


def network(found: pl.DataFrame) -> nx.MultiDiGraph:
    data = b"".join(written("ties", "graphml", tables(found))).decode()
    return nx.parse_graphml(data, force_multigraph=True)


def test_a_format_that_does_not_fit_is_named_with_those_that_do() -> None:
    with pytest.raises(
        UsageError,
        match="claims cannot be written as graphml, which fits ties: choose from jsonl, csv, parquet, jsonld",
    ):
        check_format("claims", "graphml")
    with pytest.raises(UsageError, match="format 'xls' is unknown"):
        check_format("ties", "xls")


@pytest.mark.parametrize(
    ("what", "form"), [(w, f) for w, forms in FORMATS.items() for f in forms if f not in ("jsonl", "csv", "parquet")]
)
def test_nothing_gives_a_file_that_is_whole(what: str, form: str) -> None:
    rows = {"records": RECORDS, "ties": ties(RECORDS), "claims": claims(), "actors": tables(RECORDS).actors}[
        what
    ].clear()
    data = b"".join(written(what, form, tables(rows))).decode()
    if form == "graphml":
        assert ET.fromstring(data).tag.endswith("graphml")
    elif form != "ftm":
        json.loads(data)


def test_networkx_reads_the_ties_back() -> None:
    found = ties(RECORDS)
    graph = network(found)
    assert graph.is_directed() and set(graph) == {*found["source"], *found["target"]}
    assert graph.number_of_edges() == found.height + found.filter(~pl.col("directed")).height
    assert graph.nodes["KAZ"] == {
        "label": "Kazakhstan",
        "type": "state",
        "name_en": "Kazakhstan",
        "name_ru": "Казахстан",
        "name_kk": "Қазақстан",
        "latitude": 51.17,
        "longitude": 71.43,
    }
    [edge] = [data for data in graph.get_edge_data("USA", "TJK").values() if data["measure"] == "amount"]
    assert (edge["weight"], edge["unit"], edge["start"], edge["end"], edge["mutual"]) == (
        3e8,
        "USD",
        "2002",
        "2010",
        False,
    )
    [member] = [data for data in graph.get_edge_data("KAZ", "CSTO").values() if data["measure"] == "depth"]
    assert member["weight"] == 4.0 and "end" not in member and member["rule"]


amounts = st.lists(st.tuples(st.floats(0.01, 1e12), st.sampled_from(["USD", "KZT"])), max_size=2)
actors = st.sampled_from(["KAZ", "RUS", "org:a", "group:b-c", "C5+1"])
words = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.sampled_from(["trade", "agreement"]), st.lists(actors, min_size=2, max_size=3), amounts, words),
        max_size=4,
    )
)
def test_every_weight_survives_the_round_trip(rows: list[tuple[str, list[str], list[tuple[float, str]], str]]) -> None:
    role = {"trade": "partner", "agreement": "party"}
    records = frame(
        *(record(kind, [(one, role[kind]) for one in people], quantities=q, object=o) for kind, people, q, o in rows)
    )
    found = ties(records.with_columns(record_id=pl.col("record_id") + pl.col("object")))
    graph = network(found)
    for way in (("source", "target"), ("target", "source")):
        for pair, part in found.group_by(*way):
            edges = graph.get_edge_data(*pair)
            assert sorted(data["weight"] for data in edges.values()) == sorted(part["weight"])


def test_maps_place_what_can_be_placed() -> None:
    features = {one["id"]: one for one in json.loads(text("records", "geojson"))["features"]}
    assert features["r-1"]["geometry"] == {"type": "LineString", "coordinates": [[71.43, 51.17], [37.63, 55.76]]}
    assert features["r-5"]["geometry"] == {"type": "Point", "coordinates": [51.17, 43.65]}
    located = {one["id"]: one for one in json.loads(text("actors", "geojson"))["features"]}
    assert located["org:tusas"]["properties"]["placed_at"] == "TUR"
    assert located["group:nobody-knows"]["geometry"] is None
    lines = json.loads(text("ties", "geojson"))["features"]
    assert len(lines) == ties(RECORDS).height
    assert all(one["geometry"]["type"] in ("LineString", "Point") for one in lines if one["geometry"])


def test_coordinates_are_plausible() -> None:
    known = registry().actors
    assert set(points()) <= set(known)
    assert {one.id for one in known.values() if one.kind == "state"} <= set(points())
    for place in points().values():
        assert -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180
        assert place.what in ("capital", "seat", "town", "site", "middle")
    boxes = {  # south, north, west, east: towns, provinces and lakes of a state lie inside it
        "KAZ": (40.5, 55.5, 46.4, 87.4), "UZB": (37.1, 45.6, 55.9, 73.2), "KGZ": (39.1, 43.3, 69.2, 80.3),
        "TJK": (36.6, 41.1, 67.3, 75.2), "TKM": (35.1, 42.8, 52.4, 66.7), "AZE": (38.3, 41.9, 44.7, 51.6),
        "TUR": (35.8, 42.2, 25.6, 44.9), "UKR": (44.3, 52.4, 22.1, 40.3), "GEO": (41.0, 43.6, 40.0, 46.8),
        "CHN": (18.0, 53.6, 73.4, 135.1), "IRN": (25.0, 39.8, 44.0, 63.4), "AFG": (29.3, 38.6, 60.4, 75.0),
    }  # fmt: skip
    checked = 0
    for place in points().values():
        for state in [place.of, *known[place.of].parents]:
            if state in boxes and place.what != "middle":
                south, north, west, east = boxes[state]
                assert south <= place.latitude <= north and west <= place.longitude <= east, place
                checked += 1
    assert checked > 70
    assert point("org:tusas") == point("TUR") and point("region:europe") is None


def test_provenance_leads_from_a_record_to_the_characters() -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib reads JSON-LD as RDF")
    graph = rdflib.Graph().parse(data=text("records", "jsonld"), format="json-ld")
    rows = list(
        graph.query(
            """PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX oa: <http://www.w3.org/ns/oa#>
            SELECT ?record ?start ?end ?quote ?document WHERE {
              ?record prov:wasDerivedFrom ?claim . ?claim prov:wasDerivedFrom ?document .
              ?note oa:hasBody ?claim ; oa:hasTarget ?target . ?target oa:hasSource ?document ; oa:hasSelector ?place, ?words .
              ?place oa:start ?start ; oa:end ?end . ?words oa:exact ?quote }"""
        )
    )
    assert {str(row[0]) for row in rows} == {f"urn:tarazy:record:{one}" for one in RECORDS["record_id"]}
    assert {(row[1].toPython(), row[2].toPython(), str(row[3]), str(row[4])) for row in rows} == {
        (7, 7 + len(SENTENCE), SENTENCE, f"urn:sha256:{'ab' * 32}")
    }


def test_json_ld_names_every_derivation() -> None:
    nodes = {node["@id"]: node for node in json.loads(text("ties", "jsonld"))["@graph"]}
    derived = [node for node in nodes.values() if "Tie" in node["@type"]]
    assert len(derived) == ties(RECORDS).height
    assert all(node["wasDerivedFrom"] and node["source"] in nodes and node["target"] in nodes for node in derived)
    assert nodes["urn:tarazy:actor:KAZ"]["sameAs"] == "http://www.wikidata.org/entity/Q232"
    claim = next(node for node in json.loads(text("claims", "jsonld"))["@graph"] if "Claim" in node["@type"])
    assert (claim["wasDerivedFrom"], claim["wasAttributedTo"]) == (
        f"urn:sha256:{'ab' * 32}",
        "urn:tarazy:extractor:rules%201%2B2",
    )


def entities(what: str) -> dict[str, dict[str, object]]:
    return {one["id"]: one for one in map(json.loads, text(what, "ftm").splitlines())}


@pytest.mark.parametrize("what", ["records", "actors"])
def test_followthemoney_entities_keep_to_their_schemata(what: str) -> None:
    found = entities(what)
    assert found
    for entity in found.values():
        schema = FTM[entity["schema"]]
        assert set(entity["properties"]) <= set(schema["properties"]), entity
        assert all(entity["properties"].get(name) for name in schema["required"]), entity
        for name, values in entity["properties"].items():
            assert values and all(isinstance(value, str) for value in values)
            wanted = schema["properties"][name]
            for value in values if wanted[0].isupper() else ():
                assert wanted in FTM[found[value]["schema"]]["is"], (entity, name)


def test_followthemoney_takes_facts_that_fit() -> None:
    by_record: dict[str, list[dict[str, object]]] = {}
    for entity in entities("records").values():
        by_record.setdefault(entity["properties"].get("recordId", [""])[0], []).append(entity)
    schemata = {name: [one["schema"] for one in found] for name, found in by_record.items() if name}
    assert schemata == {
        "r-0": ["Event"],
        "r-1": ["Membership"],
        "r-2": ["Payment"],
        "r-3": ["Debt"],
        "r-4": ["UnknownLink"],
        "r-5": ["UnknownLink"],
    }
    [payment], [debt] = by_record["r-2"], by_record["r-3"]
    assert payment["properties"]["amount"] == ["300000000"] and payment["properties"]["startDate"] == ["2002"]
    assert debt["properties"]["creditor"] == ["tarazy-actor-CHN"]
    assert entities("actors")["tarazy-actor-KAZ"]["properties"]["country"] == ["kz"]
    assert ftm.schema_of("person:tokayev") == "Person" and ftm.schema_of("org:new-firm") == "Organization"
