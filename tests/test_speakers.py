"""Whose words a sentence gives: original sentences in three languages, each with the speaker at some of its words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tarazy.extraction.anaphora import Discourse
from tarazy.extraction.attribution import Conversation, speaker
from tarazy.extraction.extractor import _sentences
from tarazy.extraction.sentence import Sentence
from tarazy.reading import read_bytes

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


@pytest.mark.parametrize(("code", "text", "said"), cases())
def test_who_says_it(code: str, text: str, said: dict[str, str | None]) -> None:
    sentences = heard(text, code)
    assert {word: said_at(sentences, word) for word in said} == said
