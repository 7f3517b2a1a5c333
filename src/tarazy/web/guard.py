"""Who comes in and how often: host names, origins, tokens, rates; and the headers that every answer carries."""

from __future__ import annotations

import logging
import secrets
import time
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tarazy.web.problems import FAULT, Code, problem
from tarazy.web.settings import Person, Settings, is_loopback
from tarazy.web.uploads import LARGEST

COOKIE = "tarazy_token"
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OPEN = ("/api/health", "/api/session", "/api/version")
"""Addresses of the data that answer without a token."""
_LONGEST_BODY = 1_000_000
_UPLOADS, _FILE = "/api/uploads/", "application/octet-stream"
_VISITORS = 10_000
log = logging.getLogger("tarazy.web")


class Rates:
    """A bucket of requests for each visitor that fills again with time."""

    def __init__(self, rate: float, burst: int) -> None:
        self.rate, self.burst = rate, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, visitor: str) -> float:
        """Seconds until the visitor may ask again, 0 when now."""
        if not self.rate:
            return 0.0
        now = time.monotonic()
        left, seen = self._left.pop(visitor, (float(self.burst), now))
        left = min(self.burst, left + (now - seen) * self.rate)
        allowed = left >= 1
        self._left[visitor] = (left - allowed, now)
        if len(self._left) > _VISITORS:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self.rate


class Guard:
    """The outermost layer of the service."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self._rates = Rates(settings.rate, settings.burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    # What one visitor may see is not handed to the next by what stands between.
                    headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        headers = Headers(scope=scope)
        person = self.person(headers)
        scope["person"] = person
        try:
            refused = self._refused(scope, headers, person)
            if refused is not None:
                await problem(*refused)(scope, receive, sending)
            else:
                await self.app(scope, receive, sending)
        except Exception:
            if status:
                raise
            log.exception("fault", extra={"path": scope["path"]})
            await problem(500, FAULT)(scope, receive, sending)
        finally:
            log.info(
                "request",
                extra={
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": status,
                    "milliseconds": round(1000 * (time.perf_counter() - begun), 1),
                    "visitor": person.name if person else None,
                    "client": (scope.get("client") or (None,))[0],
                },
            )

    def person(self, headers: Headers) -> Person | None:
        """Whose token the request carries; without tokens everyone is the same nameless person."""
        if not self.settings.tokens:
            return Person("", self.settings.role)
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            try:
                morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
            except CookieError:
                morsel = None
            given = morsel.value if morsel else ""
        return self.whose(given.strip())

    def whose(self, token: str) -> Person | None:
        """The person of a token; takes equally long for any token."""
        found = None
        for known, person in self.settings.tokens.items():
            if secrets.compare_digest(known.encode(), token.encode()):
                found = person
        return found

    def _refused(
        self, scope: Scope, headers: Headers, person: Person | None
    ) -> tuple[int, str] | tuple[int, str, dict[str, str] | None] | tuple[int, str, None, Code] | None:
        host = _host(headers.get("host", ""))
        if not self._is_ours(host):
            return (
                400,
                f"This page is not served under the name {host!r}: open it as `tarazy serve` says, or name it with --name.",
            )
        client = scope.get("client") or ("",)
        wait = self._rates.wait(person.name if person and person.name else str(client[0]))
        if wait:
            return 429, "Too many requests at once: wait a second and try again.", {"Retry-After": str(int(wait) + 1)}
        if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            origin = headers.get("origin")
            if origin is not None and urlsplit(origin).netloc != headers.get("host"):
                return 403, "Another site has sent this request, so it was left undone.", None, "other-site"
            # A file is put, so that no form of another site can send one.
            file = scope["method"] == "PUT" and scope["path"].startswith(_UPLOADS)
            wanted, longest = (_FILE, LARGEST) if file else ("application/json", _LONGEST_BODY)
            if not headers.get("content-type", "").startswith(wanted) and scope["path"].startswith("/api/"):
                return 400, f"Send the body as {wanted}."
            length = headers.get("content-length", "")
            if not length.isdecimal() or int(length) > longest:
                return (
                    413,
                    f"A body has at most {longest:,} bytes, and says how many in Content-Length: send less at once.",
                )
        if person is None and scope["path"].startswith("/api/") and scope["path"] not in OPEN:
            return (
                401,
                "This observatory asks for a token: open the address with #token=… behind it.",
                {"WWW-Authenticate": "Bearer"},
            )
        return None

    def _is_ours(self, host: str) -> bool:
        """A page elsewhere must not reach a service on this machine under a name of its own."""
        if not is_loopback(self.settings.host):
            return not self.settings.names or host in self.settings.names or is_loopback(host)
        return is_loopback(host) or host == self.settings.host or host in self.settings.names


def _host(header: str) -> str:
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""
