"""The registry's data files: ids of the codebook, no alias with two owners, dates and parents that hold."""

from __future__ import annotations

import re

import pytest

from tarazy.actors import Registry, registry
from tarazy.actors.capitals import state_of_capital
from tarazy.actors.patterns import EXACT, compile_patterns
from tarazy.actors.registry import is_acronym, rows
from tarazy.language import CODES

CODEBOOK_ID = re.compile(r"^([A-Z]{3}|[A-Z][A-Z0-9+-]{1,11}|(org|group|person|region|place):[a-z0-9]+(-[a-z0-9]+)*)$")


@pytest.fixture(scope="module")
def book() -> Registry:
    return registry()


def kinds(book: Registry) -> dict[str, int]:
    counts: dict[str, int] = {}
    for actor in book.actors.values():
        counts[actor.kind] = counts.get(actor.kind, 0) + 1
    return counts


def test_every_id_is_one_of_the_codebook(book: Registry) -> None:
    assert [actor for actor in book.actors if not CODEBOOK_ID.match(actor)] == []


def test_the_registry_is_wide_enough(book: Registry) -> None:
    counts = kinds(book)
    bodies = sum(counts.get(kind, 0) for kind in ("organisation", "programme", "forum", "body", "company"))
    assert counts["state"] >= 200
    assert bodies >= 400
    assert counts["region"] >= 40
    assert counts["place"] >= 200
    assert counts["group"] >= 50
    assert counts["person"] >= 400


def test_members_of_the_united_nations_have_names_and_codes(book: Registry) -> None:
    for code in ("KAZ", "KGZ", "TJK", "TKM", "UZB", "RUS", "CHN", "USA", "TUR", "TUV", "SSD", "TLS", "MNE", "AND"):
        actor = book.actors[code]
        assert set(actor.names) == set(CODES)
        assert len(actor.codes["iso2"]) == 2 and actor.codes["cow"].isdigit()
    assert sum("iso2" in actor.codes and "cow" in actor.codes for actor in book.actors.values()) >= 193


def test_codes_are_well_formed_and_owned_once(book: Registry) -> None:
    for code, shape in (("iso2", r"[A-Z]{2}"), ("wikidata", r"Q\d+")):
        values = [actor.codes[code] for actor in book.actors.values() if code in actor.codes]
        assert all(re.fullmatch(shape, value) for value in values)
        assert len(values) == len(set(values))


def test_every_actor_but_a_few_is_named_in_english(book: Registry) -> None:
    assert [actor.id for actor in book.actors.values() if "en" not in actor.names] == []


def test_parents_are_known_actors(book: Registry) -> None:
    unknown = {
        (actor.id, parent) for actor in book.actors.values() for parent in actor.parents if parent not in book.actors
    }
    assert unknown == set()


def test_dates_are_iso_and_in_order(book: Registry) -> None:
    for actor in book.actors.values():
        for date in (actor.start, actor.end):
            assert date is None or re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date), actor.id
        if actor.start and actor.end:
            assert actor.start <= actor.end, actor.id


def test_no_alias_has_two_owners_unless_a_preference_says_whose_it_is(book: Registry) -> None:
    patterns, _leaders = compile_patterns(book)
    clashes = set()
    for key, entries in patterns.items():
        for exact in (True, False):
            owners = {p.actor for p in entries if p.leader < 0 and (p.writing == EXACT) is exact}
            if len(owners) > 1:
                clashes.add((key, tuple(sorted(owners))))
    assert clashes == set()


def test_preferences_name_actors_that_have_the_alias(book: Registry) -> None:
    for (alias, language), actor in book.preferences.items():
        assert any(a.text == alias and a.language == language for a in book.actors[actor].aliases)


def test_a_surname_may_stand_alone_for_one_leader_only(book: Registry) -> None:
    owners: dict[str, set[str]] = {}
    for actor in book.actors.values():
        for alias in actor.aliases:
            for word in alias.text.split():
                if actor.kind == "person" and word.startswith("*"):
                    owners.setdefault(word.lstrip("*="), set()).add(actor.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("text", ["США", "АҚШ", "U.S.", "НАТО", "G20", "ЕврАзЭС", "C5+1", "ҰҚШҰ"])
def test_acronyms_are_recognised(text: str) -> None:
    assert is_acronym(text)


@pytest.mark.parametrize("text", ["Казахстан", "Нур-Султан", "Ақ үй", "Chevron", "S"])
def test_names_are_no_acronyms(text: str) -> None:
    assert not is_acronym(text)


def test_a_capital_stands_for_the_state_of_its_time(book: Registry) -> None:
    assert [state_of_capital("RUS", years) for years in ((1960,), (1922,), (1960, 1995), ())] == [
        "SUN",
        "RUS",
        "RUS",
        "RUS",
    ]
    assert state_of_capital("KAZ", (1960,)) == "KAZ"
    for row in rows("earlier_capitals"):
        assert row["state"] in book.actors and book.actors[row["earlier"]].end
