"""The domain of a claim: of its frame, of what its label speaks of, of its kind."""

import pytest
from test_extraction_engine import claims_of

from tarazy.codebook.vocabulary import DOMAINS, KINDS
from tarazy.extraction.labels import _domains, domain


@pytest.mark.parametrize(
    ("kind", "named", "said", "found"),
    [
        ("agreement", None, "treaty, defence", "defence"),
        ("agreement", None, "treaty", "diplomacy"),
        ("agreement", "diplomacy", "treaty, oil", "diplomacy"),
        ("infrastructure", None, "oil pipeline", "energy"),
        ("presence", None, "presence: base", "defence"),
        ("trade", None, "purchases: uranium", "energy"),
        ("conflict", None, "attack, oil", "security"),
        ("stance", None, None, "diplomacy"),
    ],
)
def test_domain_of_a_label(kind: str, named: str | None, said: str | None, found: str) -> None:
    assert domain(kind, named, said) == found


def test_the_table_names_domains_and_kinds() -> None:
    kinds, labels = _domains()
    assert set(labels.values()) <= set(DOMAINS) and kinds <= set(KINDS)
    assert len(labels) > 100


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("In 2021 Kazakhstan and Uzbekistan signed an agreement on military cooperation.", "en", "defence"),
        (
            "В 2021 г. Казахстан и Узбекистан подписали соглашение о сотрудничестве в области водных ресурсов.",
            "ru",
            "water",
        ),
        ("2021 жылы Қазақстан мен Өзбекстан білім саласындағы келісімге қол қойды.", "kk", "education-culture"),
    ],
)
def test_an_agreement_counts_where_it_belongs(text: str, code: str, found: str) -> None:
    assert {claim.domain for claim in claims_of(text, code, "agreement")} == {found}
