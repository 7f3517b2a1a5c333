"""English words that stand for an actor: "we" in a speech, "the Union", "all three governments"; names that are no bodies."""

from __future__ import annotations

import pytest

from tarazy.actors.linker import Linker
from tarazy.extraction.extractor import candidates_of, to_claim
from tarazy.language import pack
from tarazy.reading import read_bytes

SPEECH = (
    "Distinguished colleagues, allow me to begin with a word of thanks.\n\n"
    "Mongolia declared its territory a zone free of nuclear weapons. Mongolia has sent peacekeepers to Chad.\n\n"
    "China remains a great neighbour. We condemn the use of force against any state.\n"
)


def actors(text: str, kind: str, last: bool = True) -> set[tuple[str, str]]:
    """Actors and roles of the claims of a kind, of the last sentence alone by default."""
    document = read_bytes(text.encode(), "text.en.txt")[0]
    claims = [to_claim(document, candidate) for candidate in candidates_of(document)]
    start = max(p.clean_start for p in document.passages) if last else 0
    chosen = [c for c in claims if c.kind == kind and c.evidence.start >= start]
    return {(p.actor, p.role) for c in chosen for p in c.participants}


def test_we_of_a_speech_is_the_state_that_speaks() -> None:
    assert actors(SPEECH, "stance") == {("MNG", "holder")}


def test_we_of_a_paper_is_nobody() -> None:
    paper = SPEECH.replace(
        "Distinguished colleagues, allow me to begin with a word of thanks.", "The paper has two parts."
    )
    assert ("MNG", "holder") not in actors(paper, "stance")


def test_the_union_is_the_union_named_before_whatever_body_came_between() -> None:
    text = (
        "The European Union opened talks with Albania in 2022. The World Bank published a report.\n\n"
        "The Union condemned the attack on Ukraine.\n"
    )
    assert ("EU", "holder") in actors(text, "stance")
    assert ("WB", "holder") not in actors(text, "stance")


@pytest.mark.parametrize(
    ("named", "found"),
    [("Georgia, Armenia and Moldova", {"GEO", "ARM", "MDA"}), ("Georgia and Armenia", {"GEO"})],
)
def test_a_number_asks_for_as_many_states(named: str, found: set[str]) -> None:
    # With two states named, only the one spoken of is carried on.
    text = f"The report compares {named}. A lack of water is a danger for all three governments.\n"
    assert {actor for actor, _ in actors(text, "threat")} == found


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("India suspended the Indus Waters Treaty in April.", set()),
        ("A command has been opened at Mikkeli by the allies.", set()),
        ("Russia sold India S-400 systems.", set()),
        ("The Ministry of Energy signed a contract.", set()),
        ("The Italian contractor Webuild finished the dam.", {"org:vebuild"}),
        ("The Security Council adopted a resolution.", {"UNSC"}),
        ("The Security Council of Russia met in Moscow.", set()),
    ],
)
def test_bodies_of_a_sentence(text: str, bodies: set[str]) -> None:
    mentions = Linker().link(pack("en").analyse([text])[0])
    assert {m.actor for m in mentions if m.actor.startswith("org:") or m.actor == "UNSC"} == bodies


def test_xi_alone_is_the_president_and_a_roman_number_is_not() -> None:
    found = [
        [(m.actor, m.via) for m in Linker().link(pack("en").analyse([text])[0])]
        for text in ("Xi received the guests.", "In the XI century roads were built.")
    ]
    assert found == [[("CHN", "person:xi-jinping")], []]
