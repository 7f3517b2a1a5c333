"""The three language packs: offsets on any text, order and emptiness, and the grammar that later stages lean on."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tarazy.language import CODES, pack
from tarazy.language.base import Analysis, Token

SENTENCES = {
    "kk": "2018 жылы Қазақстан мен Түркия әскери ынтымақтастық туралы келісімге қол қойған жоқ.",
    "ru": "В 2018 году Казахстан и Турция не подписали соглашение о военном сотрудничестве.",
    "en": "In 2018 Kazakhstan and Turkey did not sign the agreement on military cooperation.",
}

# Letters of the three alphabets, digits, marks and white space often; any other character sometimes.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("аәбғқңөұүһіёъьэяАҚШРКК-абвгabcXYZ'’-–—.,;:!?«»\"()%$€№0123456789 \t\n\u00a0\u00ad\u0301‑"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=120,
)


def check_offsets(analysis: Analysis, text: str) -> None:
    assert analysis.text == text
    last = 0
    for token in analysis.tokens:
        assert last <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        assert token.lemma == token.lemma.lower()
        assert -1 <= token.head < len(analysis.tokens)
        last = token.end
    covered = {at for token in analysis.tokens for at in range(token.start, token.end)}
    assert all(text[at].isspace() or at in covered for at in range(len(text)) if text[at].isalnum())
    starts = {token.start for token in analysis.tokens}
    ends = {token.end for token in analysis.tokens}
    for entity in analysis.entities:
        assert entity.start in starts and entity.end in ends and entity.start < entity.end


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(TEXTS, max_size=4))
def test_offsets_on_any_text(code, texts):
    analyses = pack(code).analyse(texts)
    assert len(analyses) == len(texts)
    for analysis, text in zip(analyses, texts, strict=True):
        assert analysis.language == code
        check_offsets(analysis, text)


@pytest.mark.parametrize("code", CODES)
def test_nothing_and_empty_texts(code):
    assert pack(code).analyse([]) == []
    assert [analysis.tokens for analysis in pack(code).analyse(["", "   ", "\n"])] == [[], [], []]


@pytest.mark.parametrize("code", CODES)
def test_a_long_text_is_analysed_in_pieces(code):
    text = (SENTENCES[code].rstrip(".") + " ") * 150 + "x" * 9000
    short = SENTENCES[code]
    before, analysis, after = pack(code).analyse([short, text, short])
    check_offsets(analysis, text)
    assert len(analysis.tokens) > 1500
    assert words(before) == words(after) == words(pack(code).analyse([short])[0])
    heads = [token.head for token in analysis.tokens]
    assert code == "kk" or max(abs(head - at) for at, head in enumerate(heads) if head >= 0) < 1500


@pytest.mark.parametrize("code", CODES)
def test_order_and_company_do_not_matter(code):
    texts = [SENTENCES[code], "", "2020", SENTENCES[code].upper(), SENTENCES[code][:30]]
    together = pack(code).analyse(texts)
    apart = [pack(code).analyse([text])[0] for text in texts]
    assert [words(a) for a in together] == [words(a) for a in apart]
    assert [a.entities for a in together] == [a.entities for a in apart]


def words(analysis: Analysis) -> list[tuple[str, str, str, str, int, str]]:
    return [(t.text, t.lemma, t.pos, t.case, t.head, t.dep) for t in analysis.tokens]


def token(code: str, word: str) -> tuple[Token, list[Token]]:
    tokens = pack(code).analyse([SENTENCES[code]])[0].tokens
    return next(t for t in tokens if t.text == word), tokens


@pytest.mark.parametrize("code", CODES)
def test_states_are_places(code):
    analysis = pack(code).analyse([SENTENCES[code]])[0]
    found = {(SENTENCES[code][e.start : e.end], e.label) for e in analysis.entities}
    names = {"kk": ("Қазақстан", "Түркия"), "ru": ("Казахстан", "Турция"), "en": ("Kazakhstan", "Turkey")}[code]
    assert {(name, "LOC") for name in names} <= found


@pytest.mark.parametrize("code", CODES)
def test_the_shared_finders_are_reached(code):
    text = SENTENCES[code]
    assert pack(code).sentences(text) == [(0, len(text))]
    assert [mention.value.start for mention in pack(code).times(text)] == ["2018"]
    assert pack(code).quantities(text) == []


def test_russian_grammar():
    verb, tokens = token("ru", "подписали")
    assert (verb.lemma, verb.pos, verb.head, verb.dep) == ("подписать", "VERB", -1, "root")
    assert verb.features["Tense"] == "Past" and verb.features["Polarity"] == "Neg"
    subject, _ = token("ru", "Казахстан")
    assert (subject.case, tokens[subject.head].text, subject.dep) == ("Nom", "подписали", "nsubj")
    thing, _ = token("ru", "соглашение")
    assert (thing.case, tokens[thing.head].text, thing.dep) == ("Acc", "подписали", "obj")
    assert token("ru", "военном")[0].lemma == "военный"


def test_russian_lemma_follows_the_sentence():
    steel, became = pack("ru").analyse(["Производство стали в стране выросло.", "Они стали союзниками."])
    assert steel.tokens[1].lemma == "сталь"
    assert became.tokens[1].lemma == "стать"


def test_russian_names_in_the_nominative_are_their_own_lemma():
    analysis = pack("ru").analyse(["Токаев встретился с Эрдоганом в Анкаре."])[0]
    assert [t.lemma for t in analysis.tokens if t.pos == "PROPN"] == ["токаев", "эрдоган", "анкара"]


def test_english_grammar():
    verb, tokens = token("en", "sign")
    assert (verb.lemma, verb.pos, verb.head, verb.dep) == ("sign", "VERB", -1, "root")
    assert verb.features["Polarity"] == "Neg"
    assert (tokens[token("en", "Kazakhstan")[0].head].text, token("en", "Kazakhstan")[0].dep) == ("sign", "nsubj")
    assert token("en", "agreement")[0].dep == "dobj"
    assert all(t.case == "" for t in tokens)


def test_english_white_space_is_no_token():
    tokens = pack("en").analyse(["  Kazakhstan   signed \n the\tagreement . "])[0].tokens
    assert [t.text for t in tokens] == ["Kazakhstan", "signed", "the", "agreement", "."]
    assert [tokens[t.head].text if t.head >= 0 else "" for t in tokens][:4] == ["signed", "", "agreement", "signed"]


def test_kazakh_grammar():
    agreement, tokens = token("kk", "келісімге")
    assert (agreement.lemma, agreement.case) == ("келісім", "Dat")
    signed, _ = token("kk", "қойған")
    assert (signed.lemma, signed.pos, signed.features["VerbForm"]) == ("қою", "VERB", "Part")
    assert token("kk", "жоқ")[0].features["Polarity"] == "Neg"
    assert all((t.head, t.dep) == (-1, "") for t in tokens)


def test_kazakh_reading_depends_on_the_place():
    front, took = pack("kk").analyse(["Елдің алды ашық.", "Олар көмек алды."])
    assert [(t.lemma, t.pos) for t in front.tokens][1] == ("алд", "NOUN")
    assert [(t.lemma, t.pos) for t in took.tokens][2] == ("алу", "VERB")


@pytest.mark.parametrize(
    ("code", "word", "lemma"),
    [
        ("kk", "келісімдердің", "келісім"),
        ("kk", "қойылды", "қою"),
        ("kk", "қою", "қою"),
        ("kk", "ШЫҰ", "шыұ"),
        ("ru", "соглашениями", "соглашение"),
        ("ru", "подписанный", "подписать"),
        ("ru", "ОДКБ", "одкб"),
        ("ru", "учения", "учение"),
        ("en", "agreements", "agreement"),
        ("en", "signed", "sign"),
        ("en", "was", "be"),
        ("en", "countries", "country"),
        ("en", "crises", "crisis"),
        ("en", "allies", "ally"),
        ("en", "States", "state"),
        ("en", "Wales", "wales"),
        ("en", "data", "data"),
        ("en", "meeting", "meeting"),
        ("en", "Qwzrtx", "qwzrtx"),
        ("ru", "", ""),
        ("kk", "", ""),
        ("en", "", ""),
    ],
)
def test_lemma_of_a_word(code, word, lemma):
    assert pack(code).lemma(word) == lemma


def test_unknown_language_is_named():
    with pytest.raises(ValueError, match="no language pack for 'xx'"):
        pack("xx")
