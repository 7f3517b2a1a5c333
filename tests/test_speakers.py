"""Whose words a sentence gives: original sentences in three languages, each with the speaker at some of its words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.extraction import extract
from tarazy.extraction.anaphora import Discourse
from tarazy.extraction.arguments import takes_part
from tarazy.extraction.attribution import Conversation, speaker
from tarazy.extraction.extractor import _sentences
from tarazy.extraction.frames import lexicon
from tarazy.extraction.quotations import quotations
from tarazy.extraction.sentence import Sentence
from tarazy.extraction.works import works as cited
from tarazy.language.base import Analysis
from tarazy.reading import read_bytes
from tarazy.reading.document import Passage

DATA = Path(__file__).parent / "data"


def heard(text: str, code: str) -> list[Sentence]:
    """The sentences of a text with their voices."""
    [document] = read_bytes(text.encode(), f"note.{code}.txt")
    conversation, found = Conversation(), []
    passages = [p for p in document.passages if p.kind == "sentence"]
    for passage in passages:
        assert passage.language == code
    for sentence in _sentences(document, passages, Discourse(), "states"):
        conversation.hear(sentence)
        found.append(sentence)
    return found


def said_at(sentences: list[Sentence], word: str) -> str | None:
    for sentence in sentences:
        for at, token in enumerate(sentence.tokens):
            if token.text == word:
                return speaker(sentence, at)
    raise AssertionError(f"no token {word!r}")


def cases() -> Iterator[object]:
    for code in ("kk", "ru", "en"):
        for line in (DATA / f"speakers_{code}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            yield pytest.param(code, row["text"], row["said"], id=f"{code}: {row['text'][:60]}")


@pytest.mark.parametrize(("code", "text", "said"), [*cases()])
def test_who_says_it(code: str, text: str, said: dict[str, str | None]) -> None:
    sentences = heard(text, code)
    assert {word: said_at(sentences, word) for word in said} == said


@pytest.mark.parametrize(
    ("code", "text", "actor", "via", "surface"),
    [
        ("ru", "Президент РК К.-Ж. Токаев подписал с Китаем соглашение.", "KAZ", "person:tokayev", "К.-Ж. Токаев"),
        ("ru", "Президент России Владимир Путин посетил Астану в 2023 году.", "RUS", "person:putin", "Владимир Путин"),
        (
            "ru",
            "Касым-Жомарт Токаев, президент Казахстана, посетил Китай.",
            "KAZ",
            "person:tokayev",
            "Касым-Жомарт Токаев, президент Казахстана",
        ),
        (
            "ru",
            "Министр обороны Казахстана Ерлан Кошкарбаев подписал с Турцией соглашение.",
            "KAZ",
            "person:koshkarbaev",
            "Казахстана Ерлан Кошкарбаев",
        ),
        ("en", "President Tokayev signed an agreement with China.", "KAZ", "person:tokayev", "Tokayev"),
        (
            "en",
            "Vladimir Putin, the president of Russia, visited China in 2024.",
            "RUS",
            "person:putin",
            "Vladimir Putin, the president of Russia",
        ),
        (
            "en",
            "The foreign minister of Uzbekistan, Bakhtiyor Nazarov, signed a treaty with Kazakhstan.",
            "UZB",
            "person:nazarov",
            "Uzbekistan, Bakhtiyor Nazarov",
        ),
        (
            "kk",
            "Қазақстан Президенті Қ.-Ж. Тоқаев Қытаймен келісімге қол қойды.",
            "KAZ",
            "person:tokayev",
            "Қ.-Ж. Тоқаев",
        ),
        (
            "kk",
            "Қазақстан Қорғаныс министрі Ерлан Қошқарбаев Түркиямен келісімге қол қойды.",
            "KAZ",
            "person:koshkarbaev",
            "Қазақстан Қорғаныс министрі Ерлан Қошқарбаев",
        ),
        (
            "kk",
            "Ресей президенті Владимир Путин 2023 жылы Астанаға сапармен келді.",
            "RUS",
            "person:putin",
            "Владимир Путин",
        ),
        ("ru", "Казахстан подписал с Китаем соглашение.", "KAZ", None, "Казахстан"),
        ("en", "Kazakhstan signed an agreement with China, and Bakhtiyor Nazarov left.", "KAZ", None, "Kazakhstan"),
    ],
)
def test_who_acts_for_a_participant(code: str, text: str, actor: str, via: str | None, surface: str) -> None:
    [document] = read_bytes(text.encode(), f"note.{code}.txt")
    found = [p for claim in extract(document) for p in claim.participants if p.actor == actor]
    assert [(p.via, p.surface) for p in found] == [(via, surface)]


@pytest.mark.parametrize(
    ("code", "text", "works"),
    [
        ("en", "As Cooley argues (2019), China built a base.", [("Cooley", "2019")]),
        ("en", "Cooley's (2012) book shows that China built a base.", [("Cooley", "2012")]),
        ("ru", "Лемон (2018) пишет, что Китай усилил присутствие.", [("Лемон", "2018")]),
        ("ru", "Казахстан (2018) и Китай подписали соглашение.", []),
        ("ru", "Договор подписан (Астана, 2018).", []),
        ("en", "China built a base (European Commission, 2021).", [("European Commission", "2021")]),
        ("kk", "Смағұловтың (2003) кітабында Қытай туралы көп жазылған.", [("Смағұлов", "2003")]),
        ("kk", "Қытай база салды (Смағұлов Қ., 2020, 45 б.; Lemon & Heathershaw, 2019).", [("Смағұлов Қ.", "2020"), ("Lemon & Heathershaw", "2019")]),
    ],
)  # fmt: skip
def test_works_are_no_speakers(code: str, text: str, works: list[tuple[str, str]]) -> None:
    [sentence] = heard(text, code)
    assert [(work.author, work.year) for work in cited(sentence)] == works
    assert sentence.voices == []
    authors = " ".join(author for author, _ in works)
    assert not any(takes_part(a) and a.mention.surface in authors for a in sentence.actors)


@pytest.mark.parametrize(
    ("text", "is_open", "spans"),
    [
        ("Токаев сказал: «Мы подписали с Россией новый договор».", False, ["«Мы подписали с Россией новый договор»"]),
        ("Токаев сказал: «Мы подписали договор.", False, ["«Мы подписали договор."]),
        ("Договор подписан». Граница открыта.", True, ["Договор подписан»"]),
        ("Инициатива «Один пояс – один путь» объединяет Китай и Россию.", False, []),
        ("Казахстан поддержал «Талибан».", False, []),
        ('Он сказал: "Мы подписали с Россией новый договор", и ушёл.', False, ['"Мы подписали с Россией новый договор"']),
        ("Он сказал: „Мы подписали с Россией новый договор“, и ушёл.", False, ["„Мы подписали с Россией новый договор“"]),
        ("«Мы вступили в «Газпром» и в «Роснефть» вместе», – сказал он.", False, ["«Мы вступили в «Газпром» и в «Роснефть» вместе»"]),
    ],
)  # fmt: skip
def test_quotations(text: str, is_open: bool, spans: list[str]) -> None:
    sentence = heard(text, "ru")[0]
    assert [sentence.analysis.text[q.start : q.end] for q in quotations(sentence, is_open)] == spans


@settings(max_examples=60)
@given(st.text('«»“”„" .Яя', max_size=40), st.booleans())
def test_quotations_lie_apart_in_the_text(text: str, is_open: bool) -> None:
    sentence = Sentence(
        Passage(text, "ru", 0, len(text), 0, 0), Analysis(text, "ru", []), lexicon("ru"), [], [], [], {}
    )
    found = quotations(sentence, is_open)
    ends = [0, *(at for q in found for at in (q.start, q.end)), len(text)]
    assert ends == sorted(ends)
    assert all(q.closes for q in found[:-1])


def test_a_quotation_that_never_closes_is_nobodys() -> None:
    text = "Токаев прилетел. " + "Он начал: «Мы подписали договор. " + "Казахстан открыл границу. " * 15
    sentences = heard(text + "\n\nКитай построил порт», – и всё.", "ru")
    assert said_at(sentences, "открыл") is None
    assert said_at(sentences, "построил") is None
