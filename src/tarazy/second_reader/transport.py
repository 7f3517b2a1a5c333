"""One JSON question over HTTP: time limits, patience with a busy server, and every failure in one sentence."""

from __future__ import annotations

import email.utils
import http.client
import json
import random
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from socket import gaierror
from typing import Any

from tarazy import __version__
from tarazy.errors import SecondReaderError
from tarazy.second_reader.address import is_local

ATTEMPTS = 5
TIMEOUTS = 2
LONGEST_WAIT = 120.0
"""Seconds to wait at most before a question is asked again."""
_BUSY = frozenset((408, 425, 429, 500, 502, 503, 504, 529))
_LARGEST_ANSWER = 32_000_000
_LONGEST_MESSAGE = 300
sleep = time.sleep


class RefusedError(Exception):
    """The server answered with an error; ``message`` is its own, on one line, ``wait`` the seconds after which it wants to be asked again."""

    def __init__(self, status: int, message: str, wait: float | None = None) -> None:
        super().__init__(status, message)
        self.status, self.message, self.wait = status, message, wait


class NotJsonError(Exception):
    """The server answered something that is no JSON object."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the key to another server."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Transport:
    """Asks the server at ``address`` (as `address.base_address` gives it); ``timeout`` is in seconds."""

    address: str
    timeout: float

    def ask(self, path: str, body: Any, key: str | None, asked: Callable[[bool], None] | None = None) -> dict[str, Any]:
        """The JSON object with which the server answers; ``body`` None is a GET. ``asked`` is called for each request, with
        whether it is a repetition.

        A busy server (429, 5xx, a connection that breaks off) is asked again, after the time that it names or one that
        doubles. Raises RefusedError, NotJsonError, or SecondReaderError where the server cannot be reached.
        """
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        timeouts = 0
        for attempt in range(1, ATTEMPTS + 1):
            if asked:
                asked(attempt > 1)
            try:
                return self._once(path, data, key)
            except RefusedError as refusal:
                if refusal.status not in _BUSY or "insufficient_quota" in refusal.message:
                    raise
                failure = f"answered {ATTEMPTS} times with status {refusal.status} ({refusal.message})"
                wait = refusal.wait
            except (OSError, http.client.HTTPException, UnicodeError) as error:
                failure = self._unreachable(error)
                timeouts += isinstance(_reason(error), TimeoutError)
                wait = None
                if timeouts == TIMEOUTS:
                    break
            if attempt < ATTEMPTS:
                sleep(2.0 ** (attempt - 1) * random.uniform(1, 1.25) if wait is None else wait)
        raise SecondReaderError(f"The second reader at {self.address} {failure}: try again later, or name another.")

    def _once(self, path: str, data: bytes | None, key: str | None) -> dict[str, Any]:
        headers = {"Accept": "application/json", "User-Agent": f"tarazy/{__version__}"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(f"{self.address}{path}", data, headers)
        # What the environment says of proxies is not meant for this machine itself.
        ways = [urllib.request.ProxyHandler({})] if is_local(self.address) else []
        try:
            with urllib.request.build_opener(_NoRedirect, *ways).open(request, timeout=self.timeout) as answer:
                raw = answer.read(_LARGEST_ANSWER)
        except urllib.error.HTTPError as error:
            wait = _named_wait(error.headers.get("Retry-After"))
            raise RefusedError(error.code, _message(_body(error)) or str(error.reason), wait) from None
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            raise NotJsonError from None
        if not isinstance(value, dict):
            raise NotJsonError
        if "choices" not in value and isinstance(told := value.get("error"), dict | str):
            # Some servers pass on the error of another one with the status of a success.
            code = told.get("code") if isinstance(told, dict) else None
            raise RefusedError(code if isinstance(code, int) else 400, _message(raw.decode("utf-8", "replace")))
        return value

    def _unreachable(self, error: Exception) -> str:
        """What went wrong, as the end of a sentence; SecondReaderError where asking again is of no use."""
        reason = _reason(error)
        if isinstance(reason, ConnectionRefusedError):
            raise SecondReaderError(
                f"Nothing answers at {self.address}: start the second reader's server, or check the address."
            ) from None
        if isinstance(reason, gaierror):
            raise SecondReaderError(
                f"The second reader's address {self.address} is not known to the network: check it and the connection."
            ) from None
        if isinstance(reason, ssl.SSLError):
            said = getattr(reason, "verify_message", "") or reason.reason or reason
            raise SecondReaderError(
                f"The connection to the second reader at {self.address} is not secure ({said}): check http or https "
                "and the certificate."
            ) from None
        if isinstance(reason, http.client.InvalidURL | ValueError):
            raise SecondReaderError(f"{self.address} is no address that can be asked: check it.") from None
        if isinstance(reason, TimeoutError):
            return f"gave no answer within {self.timeout:g} seconds, {TIMEOUTS} times"
        return f"broke off the connection ({_one_line(str(reason)) or type(reason).__name__})"


def _reason(error: Exception) -> BaseException:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return reason if isinstance(reason, BaseException) else error


def _named_wait(header: str | None) -> float | None:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3): a number or a date; None without one that can be read."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            until = email.utils.parsedate_to_datetime(header)
        except ValueError:
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        seconds = (until - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else None


def _body(error: urllib.error.HTTPError) -> str:
    """The text of an error's answer, as far as it comes."""
    try:
        return error.read(100_000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        error.close()


def _message(raw: str) -> str:
    """The server's own words about an error, on one line."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        return _one_line(raw)
    codes = []
    while isinstance(told, dict):
        codes += [str(told[name]) for name in ("code", "type") if isinstance(told.get(name), str)]
        told = next((told[name] for name in ("error", "message", "detail", "msg") if told.get(name)), "")
    words = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    return _one_line(" ".join([words, *(f"[{code}]" for code in codes if code not in words)]))


def _one_line(text: str) -> str:
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[: _LONGEST_MESSAGE - 1]}…"
