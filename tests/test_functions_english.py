"""English functions: the slot of an actor by the dependency tree."""

from __future__ import annotations

import pytest

from tarazy.language import pack

CASES = [
    ("Kazakhstan signed the treaty.", "Kazakhstan", "name", "subject"),
    ("The treaty was signed by Kazakhstan.", "Kazakhstan", "name", "by"),
    ("Kazakhstan was granted a loan.", "Kazakhstan", "name", "object"),
    ("Kazakhstan is expected to join the pact.", "Kazakhstan", "name", "subject"),
    ("Kazakhstan was represented by a deputy minister.", "Kazakhstan", "name", "subject"),
    ("China lent Kazakhstan a billion dollars.", "Kazakhstan", "name", "to"),
    ("China lent a billion dollars to Kazakhstan.", "Kazakhstan", "name", "to"),
    ("Kazakhstan's exports grew.", "Kazakhstan", "name", "of"),
    ("Kazakhstan's purchase of drones was expected.", "Kazakhstan", "name", "subject"),
    ("A USAID-funded programme trains teachers.", "USAID", "acronym", "by"),
    ("The exports of Kazakhstan grew.", "Kazakhstan", "name", "of"),
    ("Kazakhstan's president arrived in Ankara.", "Kazakhstan", "name", "subject"),
    ("The president of Kazakhstan arrived in Ankara.", "Kazakhstan", "name", "subject"),
    ("Turkish Foreign Minister Hakan Fidan arrived in Astana.", "Turkish", "adjective", "subject"),
    ("Russian President Vladimir Putin visited Astana.", "Russian", "adjective", "subject"),
    ("Russian President Vladimir Putin visited Astana.", "Astana", "capital", "object"),
    ("Turkish drones were delivered last year.", "Turkish", "adjective", "modifier"),
    ("The US-led coalition left the country.", "US", "acronym", "by"),
    ("Trade with China doubled.", "China", "name", "with"),
    ("The border between Kazakhstan and China is long.", "China", "name", "between"),
    ("China, Russia and Kazakhstan took part.", "Kazakhstan", "name", "subject"),
    ("Countries such as Uzbekistan took part.", "Uzbekistan", "name", "subject"),
    ("Several countries, including Uzbekistan, took part.", "Uzbekistan", "name", "subject"),
    ("Fighting on the territory of Ukraine continues.", "Ukraine", "name", "in"),
    ("Sanctions against Iran were lifted.", "Iran", "name", "against"),
    ("The minister spoke on behalf of Kazakhstan.", "Kazakhstan", "name", "by"),
    ("According to Russia, the talks failed.", "Russia", "name", "about"),
    ("Kazakhstan acted together with Russia.", "Russia", "name", "with"),
    ("Because of Russia, the route was closed.", "Russia", "name", "from"),
    ("The neighbours, Kazakhstan and China, agreed.", "China", "name", "subject"),
    ("Oil flows through Georgia.", "Georgia", "name", "via"),
    ("The government in Tashkent concluded a memorandum.", "Tashkent", "capital", "subject"),
    ("Washington does not recognise the authorities in Kabul.", "Kabul", "capital", "object"),
    ("The leaders met in Tashkent.", "Tashkent", "capital", "in"),
]


@pytest.mark.parametrize(("sentence", "words", "form", "slot"), CASES)
def test_slot(sentence: str, words: str, form: str, slot: str) -> None:
    analysis = pack("en").analyse([sentence])[0]
    start = sentence.index(words)
    assert pack("en").functions(analysis, [(start, start + len(words), form)])[0].slot == slot


def test_span_outside_every_token_is_other() -> None:
    analysis = pack("en").analyse(["Kazakhstan acted."])[0]
    assert pack("en").functions(analysis, [(40, 44, "name")])[0].slot == "other"
    assert pack("en").functions(analysis, []) == []
