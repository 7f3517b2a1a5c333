"""The engine of extraction, step by step: patterns, attribution, lists, anaphora, models, evidence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.codebook.claim import CitedWork, Claim
from tarazy.codebook.vocabulary import check_claim
from tarazy.extraction import extract, rules_version
from tarazy.extraction.citations import cited_works
from tarazy.extraction.extractor import candidates_of, settled, to_claim
from tarazy.extraction.logistic import Logistic, bucket
from tarazy.extraction.patterns import PatternIndex
from tarazy.language.base import Token
from tarazy.reading import read_bytes


def tokens(words: str) -> list[Token]:
    found, at = [], 0
    for word in words.split():
        found.append(Token(at, at + len(word), word, word.lower()))
        at += len(word) + 1
    return found


def claims_of(text: str, code: str, kind: str) -> list[Claim]:
    document = read_bytes(text.encode(), f"text.{code}.txt")[0]
    return [to_claim(document, c) for c in settled(candidates_of(document)) if c.kind == kind]


def test_a_pattern_allows_two_words_between_but_no_mark() -> None:
    index = PatternIndex()
    index.add("sign|conclude treat*", "signing", "treaty")
    assert [h.gloss for h in index.find(tokens("they sign a new treaty"))["signing"]] == ["treaty"]
    assert [(h.first, h.last) for h in index.find(tokens("conclude treaties"))["signing"]] == [(0, 1)]
    assert index.find(tokens("sign , treaty")) == {}
    assert index.find(tokens("sign one two three treaty")) == {}
    assert index.find(tokens("treaty sign")) == {}


def test_an_empty_pattern_is_refused() -> None:
    with pytest.raises(ValueError, match="empty pattern"):
        PatternIndex().add("  ", "owner")


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("The policy failed (Lemon, 2018).", [("Lemon", "2018")]),
        ("As Lemon and Heathershaw (2019) note, aid fell.", [("Lemon and Heathershaw", "2019")]),
        ("Это показал Лемон (2018, с. 45).", [("Лемон", "2018")]),
        ("Бұл туралы айтылған (Смағұлов, 2020; Lemon, 2018).", [("Смағұлов", "2020"), ("Lemon", "2018")]),
        ("It was signed in Astana (10 May 2022).", []),
    ],
)
def test_works_cited(text: str, works: list[tuple[str, str]]) -> None:
    assert list(cited_works(text)) == [CitedWork(author, year) for author, year in works]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("According to Lavrov, Russia supports the accession of Uzbekistan to the EAEU.", "en", "person:lavrov"),
        ("По словам Токаева, Казахстан выступает за реформу ООН.", "ru", "person:tokayev"),
        ("Tokayev said that Kazakhstan supports the reform of the United Nations.", "en", "person:tokayev"),
    ],
)
def test_the_speaker_is_kept(text: str, code: str, said: str) -> None:
    assert {c.speaker for c in claims_of(text, code, "stance")} == {said}


def test_a_person_who_acts_for_a_state_stays_in_via() -> None:
    (claim,) = claims_of("In May 2022 Tokayev visited Türkiye.", "en", "meeting")
    assert {(p.actor, p.role, p.via) for p in claim.participants} == {
        ("KAZ", "participant", "person:tokayev"),
        ("TUR", "host", None),
    }


def test_one_membership_for_each_organisation() -> None:
    claims = claims_of("Kazakhstan is a member of the CSTO, the SCO and the EAEU.", "en", "membership")
    assert {p.actor for c in claims for p in c.participants if p.role == "organisation"} == {"CSTO", "SCO", "EAEU"}
    assert all({p.actor for p in c.participants if p.role == "member"} == {"KAZ"} for c in claims)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kazakhstan joined NATO's Partnership for Peace on 27 May 1994.", "en"),
        ("В 1994 г. Казахстан присоединился к программе НАТО «Партнерство ради мира».", "ru"),
        ("1994 жылы Қазақстан НАТО-ның «Бейбітшілік жолындағы серіктестік» бағдарламасына қосылды.", "kk"),
    ],
)
def test_what_is_joined_is_the_programme_and_not_its_owner(text: str, code: str) -> None:
    claims = claims_of(text, code, "membership")
    assert {p.actor for c in claims for p in c.participants if p.role == "organisation"} == {"PFP"}


def test_figures_of_a_list_go_to_their_actors() -> None:
    claims = claims_of("Экспорт Казахстана идёт в Италию – 23 %, Китай – 17 % и Россию – 9 %.", "ru", "trade")
    shares = {p.actor: q.value for c in claims for p in c.participants for q in c.quantities if p.actor != "KAZ"}
    assert shares == {"ITA": 23, "CHN": 17, "RUS": 9}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Trade between Uzbekistan and China stood at 8.9 billion dollars in 2022 and 13.7 billion dollars in 2023.", "en"),
        ("Товарооборот Узбекистана и Китая в 2022 г. составил 8,9 млрд долл., а в 2023 г. – 13,7 млрд долл.", "ru"),
        ("Өзбекстан мен Қытайдың тауар айналымы 2022 жылы 8,9 млрд долларды, 2023 жылы 13,7 млрд долларды құрады.", "kk"),
    ],
)  # fmt: skip
def test_a_series_of_figures_is_a_claim_for_each_date(text: str, code: str) -> None:
    claims = claims_of(text, code, "trade")
    assert {(c.time.start, *(q.value for q in c.quantities)) for c in claims} == {("2022", 8.9e9), ("2023", 13.7e9)}
    assert all({p.actor for p in c.participants} == {"UZB", "CHN"} for c in claims)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Trade between Türkiye and Kazakhstan grew from 1.9 billion dollars in 2010 to 6.3 billion dollars in 2022.", "en"),
        ("Товарооборот Турции и Казахстана вырос с 1,9 млрд долл. в 2010 г. до 6,3 млрд долл. в 2022 г.", "ru"),
        ("Түркия мен Қазақстан арасындағы сауда 2010 жылғы 1,9 млрд доллардан 2022 жылы 6,3 млрд долларға дейін өсті.", "kk"),
    ],
)  # fmt: skip
def test_a_change_from_one_figure_to_another_is_one_claim(text: str, code: str) -> None:
    (claim,) = claims_of(text, code, "trade")
    assert [q.value for q in claim.quantities] == [1.9e9, 6.3e9]
    assert (claim.time.start, claim.time.end) == ("2010", "2022")


@pytest.mark.parametrize(
    ("text", "code", "kind", "values"),
    [
        ("In 2018 Russia provided Kyrgyzstan with 489 million dollars in aid, although some reports give 240 million dollars.", "en", "aid", {489e6, 240e6}),
        ("По данным Минобороны, на базе России в Таджикистане находятся 7000 военных, по другим оценкам – 6000 военных.", "ru", "presence", {7000, 6000}),
        ("2024 жылы Қазақстан мен Өзбекстан арасындағы тауар айналымы 4,2 млрд долларды құрады, басқа деректер бойынша 4,5 млрд доллар болды.", "kk", "trade", {4.2e9, 4.5e9}),
        ("The Rogun dam in Tajikistan will have a capacity of 3,600 MW. Other sources speak of 3,780 MW.", "en", "infrastructure", {3600, 3780}),
    ],
)  # fmt: skip
def test_another_account_of_a_figure_is_a_claim_of_its_own(text: str, code: str, kind: str, values: set[float]) -> None:
    claims = claims_of(text, code, kind)
    assert {q.value for c in claims for q in c.quantities} == values
    assert all(len(c.quantities) == 1 for c in claims)
    assert len({frozenset(p.actor for p in c.participants) for c in claims}) == 1


def test_dates_of_a_list_are_one_agreement_each() -> None:
    claims = claims_of("Казахстан и Турция подписали соглашения в 1993 и 1994 гг.", "ru", "agreement")
    assert {c.time.start for c in claims} == {"1993", "1994"}


def test_couples_of_a_list_are_one_conflict_each() -> None:
    claims = claims_of("АҚШ-Қытай және НАТО-Ресей арасында қақтығыс болды.", "kk", "conflict")
    assert {frozenset(p.actor for p in c.participants) for c in claims} == {
        frozenset({"USA", "CHN"}),
        frozenset({"NATO", "RUS"}),
    }


def test_both_countries_are_those_of_the_sentence_before() -> None:
    text = "Қазақстан мен Түркия достас. Екі ел 2018 жылы әскери келісімге қол қойды."
    (claim,) = claims_of(text, "kk", "agreement")
    assert {p.actor for p in claim.participants} == {"KAZ", "TUR"}
    assert claim.time.start == claim.time.end == "2018"


@pytest.mark.parametrize(("year", "donor"), [("1956", "SUN"), ("2016", "RUS")])
def test_moscow_is_the_capital_of_the_state_of_the_time(year: str, donor: str) -> None:
    [aid] = claims_of(f"In {year} Moscow provided Afghanistan with aid worth 100 million dollars.", "en", "aid")
    assert {(p.actor, p.role) for p in aid.participants} == {("AFG", "recipient"), (donor, "donor")}


def test_a_currency_is_no_actor() -> None:
    claims = claims_of("В 2019 г. Казахстан выделил Таджикистану помощь на 1,7 млн долл. США.", "ru", "aid")
    assert claims
    assert all("USA" not in {p.actor for p in c.participants} for c in claims)
    assert {(q.value, q.unit) for c in claims for q in c.quantities} == {(1_700_000, "USD")}


@pytest.mark.parametrize(
    ("text", "code", "kind", "modality"),
    [
        ("Kazakhstan did not sign the agreement with Russia.", "en", "agreement", "denied"),
        ("Узбекистан не вступил в ОДКБ.", "ru", "membership", "denied"),
        ("Қазақстан Ресеймен келісімге қол қойған жоқ.", "kk", "agreement", "denied"),
        ("Казахстан планирует построить железную дорогу в Китай.", "ru", "infrastructure", "planned"),
        ("Казахстан поддерживает реформу ООН.", "ru", "stance", "asserted"),
    ],
)
def test_modality(text: str, code: str, kind: str, modality: str) -> None:
    assert modality in {c.modality for c in claims_of(text, code, kind)}


def test_a_logistic_model_is_bounded_and_grows_with_its_weights() -> None:
    model = Logistic(0.0, {"a": 2.0, "b": -900.0})
    assert model({}) == 0.5
    assert model({"a": 1.0}) > 0.85
    assert 0.0 < model({"b": 9.0}) < 1e-9
    assert [bucket(n, 1, 3) for n in (0, 1, 2, 3, 4)] == ["1", "1", "3", "3", "more"]


def test_the_version_of_the_rules_is_stable() -> None:
    assert rules_version() == rules_version()
    assert len(rules_version()) == 12


NOISE = st.text(alphabet=st.sampled_from("абвқңғі ABC.,;«»()\n\r\t\u00ad\u200b\u0306é😀0123456789%-–"), max_size=60)


@settings(max_examples=25)
@given(before=NOISE, within=NOISE, after=NOISE)
def test_evidence_is_exact_whatever_stands_around_it(before: str, within: str, after: str) -> None:
    text = (
        f"{before}\n\nВ 2018 г. Казахстан и Турция подписали соглаше-\nние о военном {within}сотрудничестве.\n\n"
        f"2018 жылы Қазақстан Ресеймен келісімге қол қойды. {after}\n\nKazakhstan joined the WTO in 2015.{after}"
    )
    document = read_bytes(text.encode(), "noise.txt")[0]
    for claim in extract(document):
        assert document.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        assert check_claim(claim, document.text) == []
