"""Asks a model behind an OpenAI-compatible address: ``POST /chat/completions``, one question, one answer.

The protocol: https://platform.openai.com/docs/api-reference/chat.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any

from tarazy.errors import SecondReaderError
from tarazy.second_reader.dialect import Dialect
from tarazy.second_reader.tally import Tally
from tarazy.second_reader.transport import NotJsonError, RefusedError, Transport

_PATH = "/chat/completions"
_TOO_LONG = re.compile(r"context|too (?:long|large|many tokens)|exceed\w* .*(?:token|length|limit)", re.IGNORECASE)
_NO_MODEL = re.compile(
    r"model.*(?:not (?:be )?(?:found|exist|available|a valid)|does not exist|no such|unknown|invalid)|(?:no such|unknown|invalid) model",
    re.IGNORECASE,
)
_MODELS_SHOWN = 6


class TooLongError(Exception):
    """Question and answer do not fit into what the model reads at once."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote; ``cut`` where it reached the longest that it may write."""

    content: str
    cut: bool = False


class Client:
    """One model at one address. The key is taken from the environment for every question and kept nowhere."""

    def __init__(self, address: str, model: str, key_variable: str, timeout: float) -> None:
        self.address, self.model, self.key_variable = address, model, key_variable
        self._transport, self._dialect = Transport(address, timeout), Dialect()

    def ask(self, messages: list[dict[str, str]], tally: Tally) -> Answer:
        """The model's answer; requests and tokens are counted in ``tally``.

        Raises TooLongError, or SecondReaderError where the server cannot be reached or refuses for good.
        """

        def asked(again: bool) -> None:
            tally.requests += 1
            tally.retries += again

        while True:
            body = {"model": self.model, "messages": messages, "stream": False, **self._dialect.fields()}
            try:
                return self._answer(self._transport.ask(_PATH, body, self._key(), asked), tally)
            except RefusedError as refusal:
                self._understand(refusal, body)
            except NotJsonError:
                raise self._no_completion() from None

    def _answer(self, told: dict[str, Any], tally: Tally) -> Answer:
        try:
            choice = told["choices"][0]
            content, reason = choice["message"].get("content"), choice.get("finish_reason")
        except (KeyError, IndexError, TypeError, AttributeError):
            raise self._no_completion() from None
        usage = told.get("usage")
        usage = usage if isinstance(usage, dict) else {}
        asked, answered = usage.get("prompt_tokens"), usage.get("completion_tokens")
        if isinstance(asked, int) and isinstance(answered, int):
            tally.tokens_asked += asked
            tally.tokens_answered += answered
        else:
            tally.uncounted += 1
        return Answer(_text(content), reason == "length")

    def _understand(self, refusal: RefusedError, asked: dict[str, Any]) -> None:
        """Change what the next question asks for beside what ``asked`` did; raises where no change would help."""
        status, message = refusal.status, refusal.message
        if status in (401, 403):
            mend = "is not accepted: put the right one into" if self._key() else "is needed: put it into"
            raise SecondReaderError(
                f"A key for the second reader at {self.address} {mend} the environment variable {self.key_variable}."
            )
        if 300 <= status < 400:
            raise SecondReaderError(f"{self.address} leads on to another address: give the second reader's own.")
        if status in (400, 413, 422):
            if self._dialect.named(message, asked):
                return
            if status == 413 or _TOO_LONG.search(message):
                raise TooLongError
            if not _NO_MODEL.search(message) and self._dialect.simpler(asked):
                return
        if status in (400, 404, 422) and (_NO_MODEL.search(message) or self.model in message):
            raise SecondReaderError(f"The second reader at {self.address} has no model {self.model!r}{self._models()}.")
        if status in (404, 405):
            raise SecondReaderError(f"{self.address} has no {_PATH}: is it the address of a server, with its /v1?")
        raise SecondReaderError(f"The second reader at {self.address} refuses to answer ({status}: {message}).")

    def _models(self) -> str:
        """The names of the models that the server tells of, as the end of a sentence."""
        try:
            told = self._transport.ask("/models", None, self._key())
            names = [str(model["id"]) for model in told["data"]]
        except (RefusedError, NotJsonError, SecondReaderError, KeyError, TypeError):
            names = []
        if not names:
            return ": check the name"
        more = f" and {len(names) - _MODELS_SHOWN} more" if len(names) > _MODELS_SHOWN else ""
        return f": it has {', '.join(names[:_MODELS_SHOWN])}{more}"

    def _key(self) -> str | None:
        key = os.environ.get(self.key_variable, "").strip()
        if key and not (key.isascii() and key.isprintable()):
            raise SecondReaderError(f"The key in {self.key_variable} holds characters that no key has: copy it again.")
        return key or None

    def _no_completion(self) -> SecondReaderError:
        return SecondReaderError(
            f"{self.address} answers, but not as an OpenAI-compatible server does: check the address, which mostly ends in /v1."
        )


def _text(content: Any) -> str:
    """The text of a message, which some servers give in parts beside the model's thoughts."""
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, dict) and part.get("type") == "text")
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""
