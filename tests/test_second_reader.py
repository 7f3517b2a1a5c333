"""The second reader against a server that plays recorded answers: what it asks, believes, counts, keeps and says of failures."""

import json
import socket
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from command_line import Ended, run
from recorded_server import Asked, Played, Recording, chat, recorded_server, refusal
from rich.console import Console

import tarazy
from tarazy.codebook.claim import Claim, Evidence, Participant, Quantity, ValidTime
from tarazy.codebook.vocabulary import check_claim
from tarazy.errors import SecondReaderError, UsageError
from tarazy.pipeline import Progress
from tarazy.reading import read_bytes
from tarazy.reading.document import Document
from tarazy.second_reader import reader, transport
from tarazy.second_reader.client import Client
from tarazy.second_reader.prompt import instructions
from tarazy.second_reader.reader import BothReaders, SecondReader
from tarazy.second_reader.schema import answer_schema
from tarazy.second_reader.tally import Price, Tally
from tarazy.terminal.progress import reading_bar

TEXT = """\
Neighbours and water

In May 2024 Kazakhstan and Uzbekistan signed an agree-
ment on water worth 12 million
dollars in Tashkent. Kassym-Jomart Tokayev visited China.

Kazakhstan joined the WTO in 2015. Acme Drilling Ltd invested 3,5 million dollars in Kyrgyzstan.
"""
KEY = "TARAZY_SECOND_READER_KEY"


def claim(quote: str, kind: str = "agreement", **given: Any) -> dict[str, Any]:
    """An entry of an answer; participants as ``name/type/role`` in one text."""
    people = given.pop("who", "Kazakhstan/state/party; Uzbekistan/state/party")
    participants = [
        dict(zip(("name", "type", "role"), who.strip().split("/"), strict=True)) | {"via": None}
        for who in people.split(";")
    ]
    entry = {
        "paragraph": 2,
        "quote": quote,
        "kind": kind,
        "participants": participants,
        "time": None,
        "quantities": [],
        "object": None,
        "stage": None,
        "modality": "asserted",
        "domain": "diplomacy",
        "speaker": None,
    }
    return entry | given


SIGNED = claim(
    "In May 2024 Kazakhstan and Uzbekistan signed an agreement on water worth 12 million dollars in Tashkent",
    time={"start": "2024-05", "end": "2024-05"},
    quantities=[{"value": 12000000, "unit": "USD", "relation": "="}],
    stage="signed",
    domain="water",
    object="agreement on water",
)


@pytest.fixture
def server() -> Iterator[Recording]:
    with recorded_server() as recording:
        yield recording


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[float]:
    """No test waits; what the transport would have waited is kept. Answers are kept in the test's own folder."""
    waited: list[float] = []
    monkeypatch.setattr(transport, "sleep", waited.append)
    monkeypatch.setenv("TARAZY_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv(KEY, raising=False)
    # The client of a process remembers what a server refused.
    reader._client.cache_clear()
    return waited


def document(text: str = TEXT, name: str = "note.en.txt") -> Document:
    [found] = read_bytes(text.encode(), name)
    return found


def second(server: Recording, **settings: Any) -> SecondReader:
    return SecondReader(server.address, settings.pop("model", "small"), **settings)


def read(server: Recording, text: str = TEXT, **settings: Any) -> tuple[list[Claim], Tally]:
    tally = Tally()
    return second(server, **settings).read(document(text), tally), tally


def test_a_claim_that_the_text_bears_out(server: Recording) -> None:
    server.play(chat({"claims": [SIGNED]}))
    [found], tally = read(server)
    assert TEXT[found.evidence.start : found.evidence.end] == found.evidence.quote
    assert found.evidence.quote.startswith("In May 2024") and "agree-\nment" in found.evidence.quote
    assert found.evidence.quote.endswith("in Tashkent")
    assert [(p.actor, p.role, p.surface) for p in found.participants] == [
        ("KAZ", "party", "Kazakhstan"),
        ("UZB", "party", "Uzbekistan"),
    ]
    assert found.time == ValidTime("2024-05", "2024-05")
    assert found.quantities == (Quantity(12000000.0, "USD"),)
    assert (found.stage, found.domain, found.object) == ("signed", "water", "agreement on water")
    assert (found.rule, found.confidence, found.language) == ("llm.small", 0.5, "en")
    assert check_claim(found, TEXT) == []
    assert (tally.pieces, tally.requests, tally.cached, tally.retries) == (1, 1, 0, 0)
    assert (tally.tokens_asked, tally.tokens_answered) == (1000, 50)


def test_what_the_model_is_asked(server: Recording) -> None:
    server.play(chat({"claims": []}))
    read(server, model="tiny:1b")
    [asked] = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    assert "Authorization" not in asked.headers
    assert asked.body["model"] == "tiny:1b"
    assert asked.body["messages"][0] == {"role": "system", "content": instructions()}
    assert asked.body["response_format"]["json_schema"]["schema"] == answer_schema()
    # Hyphens at line ends are mended, line breaks gone, paragraphs numbered.
    assert "[2] In May 2024 Kazakhstan and Uzbekistan signed an agreement on water worth" in asked.question
    assert "[3] Kazakhstan joined the WTO" in asked.question


def test_the_key_goes_along_and_nowhere_else(
    server: Recording, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(KEY, " sk-secret ")
    server.play(chat({"claims": [SIGNED]}))
    own = second(server)
    own.read(document(), Tally())
    assert server.asked[0].headers["Authorization"] == "Bearer sk-secret"
    kept = "".join(path.read_text() for path in (tmp_path / "cache").rglob("*.json"))
    assert kept and "sk-secret" not in kept + repr(own)


WRONG = {
    "a quote of another text": (claim("In May 2024 Kazakhstan and Uzbekistan ratified an agreement"), "quote"),
    "a quote that skips words": (claim("In May 2024 Kazakhstan signed an agreement on water"), "quote"),
    "a translated quote": (claim("В мае 2024 года Казахстан и Узбекистан подписали соглашение"), "quote"),
    "a quote with other letters": (claim("IN MAY 2024 KAZAKHSTAN AND UZBEKISTAN SIGNED"), "quote"),
    "half a word": (claim("nd Uzbekistan signed an agree"), "quote"),
    "one word": (claim("Kazakhstan"), "quote"),
    "no quote": (claim(""), "quote"),
    "a quote over two paragraphs": (claim("visited China. Kazakhstan joined the WTO"), "quote"),
    "a kind that is none": (claim(SIGNED["quote"], "friendship"), "codebook"),
    "a role of another kind": (claim(SIGNED["quote"], who="Kazakhstan/state/supplier"), "codebook"),
    "a stage of another kind": (SIGNED | {"stage": "delivered"}, "codebook"),
    "a modality that is none": (SIGNED | {"modality": "certain"}, "codebook"),
    "an indicator without a figure": (
        claim(SIGNED["quote"], "indicator", who="Kazakhstan/state/subject", quantities=[{"value": 9, "unit": "km"}]),
        "figure",
    ),
    "participants that are no objects": (SIGNED | {"participants": ["Kazakhstan"]}, "codebook"),
    "no participants": (SIGNED | {"participants": []}, "actor"),
    "actors whom the text does not name": (
        claim(SIGNED["quote"], who="France/state/party; Brazil/state/party"),
        "actor",
    ),
    "a state that is none": (claim(SIGNED["quote"], who="Ruritania/state/party"), "actor"),
    "common nouns": (claim(SIGNED["quote"], who="the ministers/group/party"), "actor"),
}


@pytest.mark.parametrize(("entry", "reason"), WRONG.values(), ids=WRONG.keys())
def test_what_the_text_or_the_codebook_does_not_bear_out_is_dropped_and_counted(
    server: Recording, entry: dict[str, Any], reason: str
) -> None:
    server.play(chat({"claims": [entry, SIGNED]}))
    found, tally = read(server)
    assert [c.quantities for c in found] == [(Quantity(12000000.0, "USD"),)]
    assert tally.dropped == {reason: 1}


def test_dates_figures_and_participants_that_the_text_does_not_give_are_left_out(server: Recording) -> None:
    server.play(
        chat(
            {
                "claims": [
                    SIGNED
                    | {
                        "time": {"start": "2024-05-17", "end": "2024-05-17"},
                        "quantities": [
                            {"value": 12000000, "unit": "USD", "relation": "~"},
                            {"value": 7, "unit": "percent", "relation": "="},
                            {"value": 12000000, "unit": "!!", "relation": "="},
                            {"value": "many", "unit": "people"},
                        ],
                        "participants": [*SIGNED["participants"], {"name": "Chile", "type": "state", "role": "party"}],
                    },
                    claim(
                        "Kazakhstan joined the WTO",
                        "membership",
                        who="Kazakhstan/state/member; WTO/organisation/organisation",
                        time={"start": "1998", "end": "1998"},
                    ),
                ]
            }
        )
    )
    [signed, joined], tally = read(server)
    assert signed.time == ValidTime("2024-05", "2024-05")
    assert signed.quantities == (Quantity(12000000.0, "USD", "~"),)
    assert {p.actor for p in signed.participants} == {"KAZ", "UZB"}
    assert not joined.time
    assert {p.actor for p in joined.participants} == {"KAZ", "WTO"}
    assert tally.left_out == {"participant": 1, "date": 2, "figure": 3}


def test_persons_act_for_states_and_unknown_companies_get_a_provisional_id(server: Recording) -> None:
    visit = claim(
        "Kassym-Jomart Tokayev visited China",
        "meeting",
        who="Kassym-Jomart Tokayev/person/participant; China/state/host",
    )
    invested = claim(
        "Acme Drilling Ltd invested 3,5 million dollars in Kyrgyzstan",
        "investment",
        who="Acme Drilling Ltd/company/investor; Kyrgyzstan/state/recipient",
        quantities=[{"value": 3500000, "unit": "USD", "relation": "="}],
        paragraph=99,
    )
    server.play(chat({"claims": [visit, invested]}))
    [visited, paid], _ = read(server)
    assert [(p.actor, p.role, p.via) for p in visited.participants] == [
        ("KAZ", "participant", "person:tokayev"),
        ("CHN", "host", None),
    ]
    assert paid.participants[0].actor.startswith("org:acme")
    assert paid.quantities == (Quantity(3500000.0, "USD"),)


def test_russian_and_kazakh_names_in_their_cases(server: Recording) -> None:
    text = "В 2019 году Казахстан подписал с Кыргызстаном соглашение о границе.\n\n2021 жылы Қазақстан мен Өзбекстан келісімге қол қойды.\n"
    server.play(
        chat(
            {
                "claims": [
                    claim(
                        "В 2019 году Казахстан подписал с Кыргызстаном соглашение о границе",
                        who="Казахстан/state/party; Кыргызстаном/state/party",
                        paragraph=1,
                        time={"start": "2019", "end": "2019"},
                    ),
                    claim(
                        "2021 жылы Қазақстан мен Өзбекстан келісімге қол қойды",
                        who="Қазақстан мен Өзбекстан/state/party",
                        time={"start": "2021", "end": "2021"},
                    ),
                ]
            }
        )
    )
    found, tally = read(server, text)
    assert [({p.actor for p in c.participants}, c.language, c.time.start) for c in found] == [
        ({"KAZ", "KGZ"}, "ru", "2019"),
        ({"KAZ", "UZB"}, "kk", "2021"),
    ]
    assert (tally.dropped, tally.left_out) == ({}, {})


def test_answers_are_kept_by_content(server: Recording) -> None:
    server.play(chat({"claims": [SIGNED]}))
    first, _ = read(server)
    again, tally = read(server)
    assert again == first
    assert len(server.asked) == 1
    assert (tally.pieces, tally.cached, tally.requests, tally.tokens_asked) == (1, 1, 0, 0)
    server.play(chat({"claims": []}), chat({"claims": []}))
    assert read(server, TEXT.replace("2015", "2016"))[1].cached == 0
    assert read(server, model="other")[1].cached == 0
    assert len(server.asked) == 3


def test_a_damaged_kept_answer_is_asked_for_again(server: Recording, tmp_path: Path) -> None:
    server.play(chat({"claims": [SIGNED]}), chat({"claims": [SIGNED]}), chat({"claims": [SIGNED]}))
    first, _ = read(server)
    [kept] = (tmp_path / "cache").rglob("*.json")
    for damage in ('{"answer": "x"', '{"answer": "no claims"}'):
        kept.write_text(damage)
        assert read(server)[0] == first
    assert len(server.asked) == 3
    assert read(server)[1].cached == 1


def test_a_cache_that_cannot_be_written_is_one_sentence(server: Recording, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    server.play(chat({"claims": []}))
    with pytest.raises(SecondReaderError, match=r"cannot keep the second reader's answers .*TARAZY_CACHE\.$"):
        read(server, cache=tmp_path / "file")


def test_a_malformed_answer_is_asked_for_once_more(server: Recording) -> None:
    server.play(chat("Here are the claims: {broken"), chat({"claims": [SIGNED]}))
    found, tally = read(server)
    assert len(found) == 1
    assert (tally.requests, tally.retries, tally.unanswered, tally.tokens_answered) == (2, 1, 0, 100)
    assert "JSON object" in server.asked[1].question
    assert server.asked[1].body["messages"][2]["content"].startswith("Here are the claims")


def test_an_answer_in_parts_with_thoughts(server: Recording) -> None:
    played = chat(None)
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}
    played.body["choices"][0]["message"]["content"] = [
        thought,
        {"type": "text", "text": 'maybe {"claims": []}</think>'},
        {"type": "text", "text": json.dumps({"claims": [SIGNED]})},
    ]
    server.play(played)
    assert len(read(server)[0]) == 1


def test_tokens_that_a_server_does_not_count(server: Recording) -> None:
    server.play(chat({"claims": []}, tokens=None))
    _, tally = read(server)
    assert tally.uncounted == 1 and "not counted by the server: 1 answer" in tally.told()[0]


def test_two_malformed_answers_are_counted_and_not_kept(server: Recording) -> None:
    server.play(chat("no"), chat(None), chat({"claims": [SIGNED]}))
    found, tally = read(server)
    assert (found, tally.unanswered, tally.requests) == ([], 1, 2)
    found, tally = read(server)
    assert (len(found), tally.unanswered, tally.cached) == (1, 0, 0)


def test_a_busy_server_is_asked_again(server: Recording, waits: list[float]) -> None:
    server.play(
        refusal(429, "slow down", Retry_After="7"),
        refusal(503, "loading the model"),
        Played(close=True),
        Played({"error": {"code": 502, "message": "upstream"}}),
        chat({"claims": [SIGNED]}),
    )
    found, tally = read(server)
    assert len(found) == 1
    assert (tally.requests, tally.retries) == (5, 4)
    assert waits[0] == 7 and 2 <= waits[1] <= 2.5 and 4 <= waits[2] <= 5


def test_a_server_that_stays_busy_ends_it(server: Recording, waits: list[float]) -> None:
    server.otherwise = refusal(503, "overloaded")
    with pytest.raises(SecondReaderError, match=r"answered 5 times with status 503 \(overloaded"):
        read(server)
    assert (len(server.asked), len(waits)) == (5, 4)


def test_a_quota_that_is_used_up_is_not_asked_again(server: Recording) -> None:
    server.play(Played({"error": {"message": "Pay first", "code": "insufficient_quota"}}, 429))
    with pytest.raises(SecondReaderError, match=r"refuses to answer \(429: Pay first"):
        read(server)


def test_a_server_that_does_not_answer_in_time(server: Recording) -> None:
    server.play(Played("", wait=0.5), Played("", wait=0.5))
    with pytest.raises(SecondReaderError, match=r"gave no answer within 0\.1 seconds, 2 times"):
        read(server, timeout=0.1)


@pytest.mark.parametrize("key", ["", "sk-wrong"])
def test_a_wrong_or_missing_key(server: Recording, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv(KEY, key)
    server.play(refusal(401, f"Incorrect API key provided: {key}"))
    with pytest.raises(SecondReaderError) as told:
        read(server)
    assert (f"into the environment variable {KEY}" in str(told.value), "sk-wrong" in str(told.value)) == (True, False)
    assert ("is not accepted" if key else "is needed") in str(told.value)
    assert len(server.asked) == 1


def test_nothing_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SecondReaderError, match=rf"^Nothing answers at http://127\.0\.0\.1:{port}/v1: start"):
        SecondReader(f"http://127.0.0.1:{port}", "m").read(document(), Tally())


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "model 'small' not found, try pulling it"),
        (400, "Model Not Exist"),
        (422, "no such model"),
        (404, "small: no route"),
    ],
)
def test_a_model_that_is_not_there(server: Recording, status: int, said: str) -> None:
    server.play(refusal(status, said), Played({"data": [{"id": "big"}, {"id": "huge"}]}))
    with pytest.raises(SecondReaderError, match=r"has no model 'small': it has big, huge\.$"):
        read(server)
    assert server.asked[1].path == "/v1/models"


@pytest.mark.parametrize(
    ("played", "sentence"),
    [
        (Played("<html>hello</html>"), "not as an OpenAI-compatible server does"),
        (Played({"answer": 42}), "not as an OpenAI-compatible server does"),
        (Played([1]), "not as an OpenAI-compatible server does"),
        (Played("page not found", 404), "is it the address of a server, with its /v1?"),
        (Played("", 301, {"Location": "http://127.0.0.1:9/v1"}), "leads on to another address"),
        (Played({"error": "no credit\nleft"}, 402), "refuses to answer (402: no credit left)"),
        (Played({"error": {"code": 403, "message": "no"}}), "is needed"),
        (Played({"error": {"code": 451, "message": "no"}}), "refuses to answer (451: no)"),
    ],
)
def test_other_answers_of_a_server_are_sentences(server: Recording, played: Played, sentence: str) -> None:
    server.play(played)
    with pytest.raises(SecondReaderError) as told:
        read(server)
    assert sentence in str(told.value) and "\n" not in str(told.value)
    assert len(server.asked) == 1


def test_what_a_server_does_not_understand_is_left_away(server: Recording) -> None:
    server.play(
        refusal(400, "Unsupported parameter: 'max_tokens' is not supported with this model."),
        refusal(400, "temperature does not support 0"),
        refusal(422, "response_format.type: json_schema is not available"),
        refusal(400, "I do not understand"),
        chat('Sure!\n```json\n{"claims": []}\n```'),
        chat({"claims": []}),
    )
    _, tally = read(server)
    assert (tally.unanswered, tally.requests) == (0, 5)
    last = server.asked[4].body
    assert not {"max_tokens", "temperature", "response_format"} & set(last)
    assert server.asked[3].body["response_format"] == {"type": "json_object"}
    # The process remembers it for the next document.
    read(server, TEXT.replace("12", "13"))
    assert set(server.asked[5].body) == set(last)


LONG = "\n\n".join(
    f"In {1990 + n} Kazakhstan and Uzbekistan held talks number {n} on rivers and canals." for n in range(30)
)


def held(asked: Asked) -> list[int]:
    """The numbers of the talks that a question holds."""
    return [int(line.split("number ")[1].split()[0]) for line in asked.question.splitlines() if "number" in line]


def test_long_documents_are_asked_in_pieces_of_whole_paragraphs(server: Recording) -> None:
    server.otherwise = chat({"claims": []})
    _, tally = read(server, LONG, piece=600)
    assert tally.pieces == len(server.asked) > 3
    assert [n for asked in server.asked for n in held(asked)] == list(range(30))
    assert all(len(asked.question) <= 700 for asked in server.asked)
    assert all(asked.question.splitlines()[-1].endswith("canals.") for asked in server.asked)


def first_talks(asked: Asked) -> Played:
    """A claim of the first talks that a question holds; those asked first are answered last."""
    first = held(asked)[0]
    who = "Kazakhstan/state/participant; Uzbekistan/state/participant"
    quote = f"In {1990 + first} Kazakhstan and Uzbekistan held talks number {first}"
    played = chat({"claims": [claim(quote, "meeting", who=who, paragraph=1)]})
    played.wait = 0.3 - first / 100
    return played


def test_several_questions_at_once_give_the_same_in_the_same_order(server: Recording, tmp_path: Path) -> None:
    server.answer = first_talks
    one, counted = read(server, LONG, piece=600)
    assert server.most_at_once == 1
    several, counted_too = read(server, LONG, piece=600, at_once=3, cache=tmp_path / "another")
    assert server.most_at_once == 3
    assert several == one and len(one) > 3 and one == sorted(one, key=lambda c: c.evidence.start)
    assert counted_too == counted


def test_one_refusal_is_learnt_once_by_questions_at_once(server: Recording) -> None:
    def answer(asked: Asked) -> Played:
        form = (asked.body.get("response_format") or {}).get("type")
        if form == "json_schema":
            return refusal(400, "json_schema is not known")
        return Played(chat({"claims": []}).body, wait=0.05)

    server.answer = answer
    _, tally = read(server, LONG, piece=600, at_once=3)
    forms = [asked.body.get("response_format", {}).get("type") for asked in server.asked]
    assert forms.count("json_object") == tally.pieces and 1 <= forms.count("json_schema") <= 3
    assert tally.requests == len(server.asked)


def test_a_failure_among_questions_at_once_counts_what_was_spent(server: Recording) -> None:
    server.answer = lambda asked: refusal(402, "no credit") if held(asked)[0] else chat({"claims": []})
    tally = Tally()
    with pytest.raises(SecondReaderError, match="no credit"):
        second(server, piece=600, at_once=3).read(document(LONG), tally)
    assert (tally.tokens_asked, tally.requests) == (1000, 2)


@pytest.mark.parametrize(
    "too_long",
    [
        chat('{"claims": [{"quote": "In 19', finish="length"),
        refusal(400, "This model's maximum context length is 4096 tokens"),
    ],
)
def test_a_piece_that_is_too_long_is_cut_in_two(server: Recording, too_long: Played) -> None:
    server.play(too_long, chat({"claims": []}), chat({"claims": []}))
    _, tally = read(server, LONG)
    whole, first, rest = (held(asked) for asked in server.asked)
    assert first + rest == whole == list(range(30))
    assert 10 < len(first) < 20
    # That it was too long is kept too: nothing is asked again.
    _, tally = read(server, LONG)
    assert (tally.requests, tally.cached, tally.unanswered) == (0, 3, 0)


def rules(found: Document) -> list[Claim]:
    """What rules would find in TEXT: the agreement, without its sum."""
    quote = "In May 2024 Kazakhstan and Uzbekistan signed an agree-\nment"
    start = found.text.find(quote)
    if start < 0:
        return []
    who = (Participant("KAZ", "party"), Participant("UZB", "party"))
    evidence = Evidence(start, start + len(quote), quote)
    return [
        Claim(
            found.name,
            "agreement",
            who,
            evidence,
            ValidTime("2024-05", "2024-05"),
            stage="signed",
            language="en",
            rule="en.agreement.sign",
            confidence=0.7,
        )
    ]


JOINED = claim(
    "Kazakhstan joined the WTO in 2015",
    "membership",
    who="Kazakhstan/state/member; WTO/organisation/organisation",
    stage="joined",
    time={"start": "2015", "end": "2015"},
    paragraph=3,
)


def test_what_both_readers_say_is_written_once_and_names_both(server: Recording) -> None:
    server.play(chat({"claims": [JOINED, JOINED, SIGNED | {"quantities": []}]}))
    both = BothReaders(second(server), rules)
    found = both(document())
    assert [(c.rule, c.confidence) for c in found] == [("en.agreement.sign+llm.small", 0.7), ("llm.small", 0.5)]
    assert [c.id for c in found][:1] == [rules(document())[0].id]
    tally = both.take_tally()
    assert (tally.claims, tally.shared, tally.dropped) == (1, 1, {"repeated": 1})
    assert both.take_tally() == Tally()


def test_a_claim_that_says_more_stands_beside(server: Recording) -> None:
    server.play(chat({"claims": [SIGNED]}))
    found = BothReaders(second(server), rules)(document())
    assert [(c.rule, len(c.quantities)) for c in found] == [("en.agreement.sign", 0), ("llm.small", 1)]


@pytest.fixture
def obs(tmp_path: Path) -> tarazy.Observatory:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "note.txt").write_text(TEXT, "utf-8")
    return tarazy.create(tmp_path / "obs")


def test_an_observatory_reads_with_it(server: Recording, obs: tarazy.Observatory, tmp_path: Path) -> None:
    server.play(chat({"claims": [JOINED, SIGNED, claim("Kazakhstan left the WTO")]}))
    reports = []

    def report(progress: tarazy.Progress) -> None:
        reports.append((progress.files, progress.second and progress.second.tokens_asked))

    settings = {"second_reader": second(server), "extractor": rules, "rules": "r1"}
    summary = obs.read(tmp_path / "texts", progress=report, **settings)
    assert summary.second is not None
    assert (summary.claims, summary.second.claims, summary.second.dropped) == (3, 2, {"quote": 1})
    # The tokens show before the file is done.
    assert reports[0] == (0, 1000) and reports[-1] == (1, 1000)
    assert sorted(obs.claims()["rule"]) == ["en.agreement.sign", "llm.small", "llm.small"]
    assert obs.documents()["extractor"][0].startswith("r1+llm.small@")
    assert obs.read(tmp_path / "texts", **settings).unchanged == 1
    # Read anew, nothing is asked again; read without it, its claims are gone.
    assert obs.read(tmp_path / "texts", again=True, **settings).claims == 3
    assert len(server.asked) == 1
    assert obs.read(tmp_path / "texts", extractor=rules, rules="r1").outdated == 1
    assert obs.read(tmp_path / "texts", again=True, extractor=rules, rules="r1").second is None
    assert obs.claims()["rule"].to_list() == ["en.agreement.sign"]


def test_workers_count_too(server: Recording, obs: tarazy.Observatory, tmp_path: Path) -> None:
    (tmp_path / "texts" / "other.txt").write_text(LONG, "utf-8")
    server.otherwise = chat({"claims": []})
    summary = obs.read(tmp_path / "texts", workers=2, second_reader=second(server), extractor=rules, rules="r1")
    assert summary.second is not None
    assert summary.second.requests == summary.second.pieces == len(server.asked) == 2
    assert summary.second.tokens_asked == 2000


def test_a_failure_stops_the_read_and_keeps_what_is_complete(
    server: Recording, obs: tarazy.Observatory, tmp_path: Path
) -> None:
    for number in range(3):
        (tmp_path / "texts" / f"other{number}.txt").write_text(f"{LONG}\n\n{number}\n", "utf-8")
    server.play(chat({"claims": [SIGNED]}), refusal(401, "no"))
    settings = {"second_reader": second(server), "extractor": rules, "rules": "r1"}
    with pytest.raises(SecondReaderError, match="is needed"):
        obs.read(tmp_path / "texts", **settings)
    assert len(server.asked) == 2
    obs.refresh()
    assert obs.documents()["name"].to_list() == ["note.txt"]
    server.otherwise = chat({"claims": []})
    assert obs.read(tmp_path / "texts", **settings).documents == 3


def test_the_packages_own_rules_stand_beside(server: Recording, obs: tarazy.Observatory, tmp_path: Path) -> None:
    obs.read(tmp_path / "texts")
    before = obs.claims()
    server.play(chat({"claims": [JOINED]}))
    obs.read(tmp_path / "texts", again=True, second_reader=second(server))
    after = obs.claims()
    assert set(before["claim_id"]) <= set(after["claim_id"])
    assert before.height >= 2
    assert any("llm.small" in rule for rule in after["rule"])


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    monkeypatch.setattr("tarazy.worker.extract_with_package", rules)
    monkeypatch.setattr("tarazy.worker.package_rules", lambda: "r1")

    return partial(run, capfd)


def test_the_command_tells_what_was_done_and_what_it_cost(
    server: Recording, obs: tarazy.Observatory, tmp_path: Path, cli
) -> None:
    server.play(chat({"claims": [JOINED, SIGNED, claim("Kazakhstan left the WTO")]}, tokens=(2_000_000, 500_000)))
    command = ("read", tmp_path / "texts", "--into", obs.path)
    options = ("--second-reader", server.address, "--model", "small", "--price", "0.15/0.60")
    told = cli(*command, *options)
    assert (told.code, told.err) == (0, "")
    assert (
        "Second reader: 1 piece of text, 0 from the cache, 1 request; 2,000,000 + 500,000 tokens, 0.6000.\n" in told.out
    )
    assert "2 claims added, 0 the same as the rules'.\nDropped: 1 quote not in the text.\n" in told.out
    assert "rule llm.small · confidence 0.5" in cli("claims", obs.path, "--explain").out
    again = cli(*command, *options, "--again")
    assert "1 piece of text, 1 from the cache, 0 requests; 0 + 0 tokens, 0.0000." in again.out
    assert len(server.asked) == 1


def test_the_command_stops_with_one_sentence_and_the_cost(
    server: Recording, obs: tarazy.Observatory, tmp_path: Path, cli
) -> None:
    (tmp_path / "texts" / "other.txt").write_text(LONG, "utf-8")
    server.play(chat({"claims": [SIGNED]}), refusal(402, "no credit"))
    told = cli("read", tmp_path / "texts", "--into", obs.path, "--second-reader", server.address, "--model", "small")
    assert told.code == 1
    assert "1,000 + 50 tokens" in told.err
    assert told.err.splitlines()[-1].endswith("refuses to answer (402: no credit [invalid_request_error]).")


def test_ctrl_c_tells_the_cost_too(
    server: Recording, obs: tarazy.Observatory, tmp_path: Path, cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "texts" / "other.txt").write_text(LONG, "utf-8")

    def interrupted(found: Document) -> list[Claim]:
        if found.name == "other.txt":
            raise KeyboardInterrupt
        return rules(found)

    monkeypatch.setattr("tarazy.worker.extract_with_package", interrupted)
    server.play(chat({"claims": [SIGNED]}))
    told = cli("read", tmp_path / "texts", "--into", obs.path, "--second-reader", server.address, "--model", "small")
    assert told.code == 130
    assert "1,000 + 50 tokens" in told.err and told.err.splitlines()[-1].startswith("tarazy: Stopped:")
    obs.refresh()
    assert obs.documents()["name"].to_list() == ["note.txt"]


def test_the_bar_shows_tokens_and_their_price() -> None:
    shown = StringIO()
    console = Console(file=shown, force_terminal=True, width=200)
    with reading_bar(console, Price(1, 2, "EUR")) as bar:
        bar.show(Progress(total=3, files=1, second=Tally(pieces=7, tokens_asked=1_000_000, tokens_answered=500_000)))
    assert "7 asked, 1,500,000 tokens 2.00 EUR" in shown.getvalue()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--model", "m"], "--model is about the second reader"),
        (["--at-once", "2"], "--at-once is about the second reader"),
        (["--price", "1/2"], "--price is about the second reader"),
        (["--second-reader", "http://localhost:1"], "needs a model"),
        (["--second-reader", "localhost:11434", "--model", "m"], "is no address of a web server"),
        (["--second-reader", "file:///etc/passwd", "--model", "m"], "is no address of a web server"),
        (["--second-reader", "http://me:pass@localhost/v1", "--model", "m"], "holds a password"),
        (["--second-reader", "http://localhost:1", "--model", " "], "is no name"),
        (["--second-reader", "http://localhost:1", "--model", "m", "--price", "cheap"], "price 'cheap' is none"),
    ],
)
def test_options_that_do_not_fit(tmp_path: Path, cli, options: list[str], sentence: str) -> None:
    told = cli("read", tmp_path, "--into", tmp_path / "obs", *options)
    assert told.code == 2
    assert sentence in told.err and told.err.count("\n") == 1
    assert "pass@" not in told.err
    assert not (tmp_path / "obs").exists()


def test_where_texts_go_is_told(obs: tarazy.Observatory, tmp_path: Path, cli) -> None:
    address = "http://no-such-server.invalid/v1"
    told = cli("read", tmp_path / "texts", "--into", obs.path, "--second-reader", address, "--model", "m")
    assert told.err.startswith(f"The text of the documents is sent to {address}.\n")
    assert told.code == 1 and "is not known to the network" in told.err


@pytest.mark.parametrize(
    "settings", [{"piece": 10}, {"at_once": 0}, {"timeout": 0}, {"confidence": 2}, {"model": "a\nb"}]
)
def test_settings_that_do_not_fit(settings: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        SecondReader("http://localhost:1", **({"model": "m"} | settings))


def test_no_second_reader_no_request(obs: tarazy.Observatory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a request without a second reader")

    monkeypatch.setattr(Client, "ask", never)
    assert obs.read(tmp_path / "texts", extractor=rules, rules="r1").second is None
    assert json.loads((obs.export("claims") or b"").splitlines()[0])["rule"] == "en.agreement.sign"
