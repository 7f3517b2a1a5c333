"""The second reader: document → questions → answers that the text bears out → claims, beside those of the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import get_ident
from typing import Any

from tarazy.codebook.claim import Claim
from tarazy.errors import SecondReaderError, UsageError
from tarazy.reading.document import Document
from tarazy.second_reader.address import base_address
from tarazy.second_reader.answers import MalformedAnswerError, claims_in
from tarazy.second_reader.at_once import in_order
from tarazy.second_reader.beside import side_by_side
from tarazy.second_reader.cache import Cache, cache_folder
from tarazy.second_reader.claims import ClaimReader
from tarazy.second_reader.client import Client, TooLongError
from tarazy.second_reader.pieces import Piece, halves, pieces
from tarazy.second_reader.prompt import instructions, prompt_version, question
from tarazy.second_reader.tally import Tally

KEY_VARIABLE = "TARAZY_SECOND_READER_KEY"
UNMEASURED = 0.5
"""The confidence of its claims until the user has measured how many of them hold."""
_CUT = ""
_AGAIN = "That is not the JSON object that was asked for. Answer again, with the JSON object alone."
_LONGEST_ECHO = 2000
_MODEL = re.compile(r"\S(?:.{0,198}\S)?")

Heard = Callable[[Tally], None]


@dataclass(frozen=True)
class SecondReader:
    """A language model behind an OpenAI-compatible address.

    ``address`` such as ``http://localhost:11434/v1``; ``model`` as the server names it. ``piece`` is how many characters it is
    asked about in one question, ``at_once`` how many questions are under way, ``timeout`` how many seconds it may take for an
    answer, ``confidence`` what its claims get. The key, where
    one is needed, is in the environment variable ``key_variable``. ``cache`` is the folder of answers, by default the user's own.
    Raises UsageError for an argument that does not fit.
    """

    address: str
    model: str
    piece: int = 4000
    at_once: int = 1
    timeout: float = 600.0
    confidence: float = UNMEASURED
    key_variable: str = KEY_VARIABLE
    cache: Path | None = field(default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", base_address(self.address))
        if not _MODEL.fullmatch(self.model) or not self.model.isprintable():
            raise UsageError(f"model {self.model!r} is no name: write it as the second reader's server does.")
        if self.piece < 500:
            raise UsageError(f"piece is {self.piece}: give at least 500 characters.")
        if self.at_once < 1:
            raise UsageError(f"at_once is {self.at_once}: give at least 1.")
        if not self.timeout > 0:
            raise UsageError(f"timeout is {self.timeout}: give seconds above 0.")
        if not 0 <= self.confidence <= 1:
            raise UsageError(f"confidence is {self.confidence}: give a share from 0 to 1.")

    @property
    def rule(self) -> str:
        """The rule that its claims name."""
        return f"llm.{self.model}"

    @property
    def version(self) -> str:
        """The model with the version of the prompt."""
        return f"{self.rule}@{prompt_version()}"

    def read(self, document: Document, tally: Tally, heard: Heard | None = None) -> list[Claim]:
        """The model's claims of a document, in the order of its answers; each quote equals the text as given at its offsets.

        ``tally`` counts what is done, and ``heard`` is called with it after each piece. Raises SecondReaderError where the server
        cannot be reached or refuses; the answers given until then are kept.
        """
        reader = ClaimReader(document, self.rule, self.confidence)
        claims: list[Claim] = []
        questions = (_Question(self, document, piece) for piece in pieces(document, self.piece))
        for done in in_order((one.ask for one in questions), self.at_once):
            tally.add(done.tally)
            if done.failure:
                raise done.failure
            for part, rows in done.answers:
                claims += reader.claims(rows, part, tally)
            if heard:
                heard(tally)
        return claims

    def answered(self, document: Document, piece: Piece, tally: Tally) -> Iterator[tuple[Piece, list[dict[str, Any]]]]:
        """The entries of the answer about a piece, and the piece; one that is too long for the model is cut in two."""
        asked = question(document, piece)
        known = f"{self.version}\n{asked}"
        kept = Cache(self.cache or cache_folder())
        content = _readable(kept.get(known))
        tally.pieces += 1
        tally.cached += content is not None
        if content is None:
            content = self._ask(asked, tally)
            if content is not None:
                kept.put(known, content, self.model)
        if content is None:
            tally.unanswered += 1
        elif content != _CUT:
            yield piece, claims_in(content)
        elif two := halves(piece):
            for half in two:
                yield from self.answered(document, half, tally)
        else:
            tally.unanswered += 1

    def _ask(self, asked: str, tally: Tally) -> str | None:
        """An answer with a list of claims; "" where it does not fit, None where the model twice gave something else."""
        client = _client(self.address, self.model, self.key_variable, self.timeout)
        messages = [{"role": "system", "content": instructions()}, {"role": "user", "content": asked}]
        for attempt in range(2):
            try:
                answer = client.ask(messages, tally)
            except TooLongError:
                return _CUT
            try:
                claims_in(answer.content)
                return answer.content
            except MalformedAnswerError:
                if answer.cut:
                    return _CUT
            if not attempt:
                tally.retries += 1
                echo = {"role": "assistant", "content": answer.content[:_LONGEST_ECHO]}
                messages += [echo, {"role": "user", "content": _AGAIN}]
        return None


class _Question:
    """A piece that is asked about, with its own counts: several are under way at once."""

    def __init__(self, reader: SecondReader, document: Document, piece: Piece) -> None:
        self._reader, self._document, self._piece = reader, document, piece
        self.answers: list[tuple[Piece, list[dict[str, Any]]]] = []
        self.tally = Tally()
        self.failure: SecondReaderError | None = None

    def ask(self) -> _Question:
        """Itself, answered."""
        try:
            self.answers += self._reader.answered(self._document, self._piece, self.tally)
        except SecondReaderError as error:
            self.failure = error
        return self


def _readable(content: str | None) -> str | None:
    """What was kept, unless it was damaged since."""
    if content:
        try:
            claims_in(content)
        except MalformedAnswerError:
            return None
    return content


@cache
def _client(address: str, model: str, key_variable: str, timeout: float) -> Client:
    """One for each process: it remembers what the server understands."""
    return Client(address, model, key_variable, timeout)


class BothReaders:
    """An extractor for ``Observatory.read``: the rules' claims with the second reader's beside them.

    ``rules`` replaces the package's extractor. ``heard`` is called with the counts of the document so far; it stays in its process.
    """

    def __init__(self, second: SecondReader, rules: Callable[[Document], list[Claim]] | None = None) -> None:
        self.second, self.rules = second, rules
        self.heard: Heard | None = None
        self._tallies: dict[int, Tally] = {}

    def __call__(self, document: Document) -> list[Claim]:
        """All claims of a document, in text order."""
        from tarazy import worker

        tally = self._tallies.setdefault(get_ident(), Tally())
        first = (self.rules or worker.extract_with_package)(document)
        return side_by_side(first, self.second.read(document, tally, self.heard), tally)

    def take_tally(self) -> Tally:
        """What was counted in this thread since this was last asked."""
        return self._tallies.pop(get_ident(), Tally())
