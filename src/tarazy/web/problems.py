"""Errors of the service: one clear sentence as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from tarazy.errors import FullError, ReadError, StoreError, TarazyError, UsageError

MEDIA = "application/problem+json"
FAULT = "This is a fault of tarazy, please report it with the lines of the service's log."
Code = Literal[
    "token",
    "unknown-token",
    "reading-only",
    "other-site",
    "missing",
    "overtaken",
    "large",
    "unfit",
    "unreadable",
    "often",
    "busy",
    "full",
    "store",
    "fault",
]
"""What kind of problem it is: the page tells each in the reader's language."""
log = logging.getLogger("tarazy.web")


class Problem(BaseModel):
    """What went wrong, in one sentence (``detail``)."""

    type: str = "about:blank"
    title: str = Field(description="The name of the status.")
    status: int = Field(description="The HTTP status.")
    code: Code = Field(description="Which kind of problem it is: several kinds may share a status.")
    detail: str = Field(description="One sentence that says what is wrong and how to mend it.")


RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": HTTPStatus(code).phrase} for code in (400, 401, 403, 404, 422, 429)
}


_CODES: dict[int, Code] = {
    401: "token",
    403: "reading-only",
    404: "missing",
    409: "overtaken",
    413: "large",
    429: "often",
    500: "fault",
    503: "store",
}
"""The kind that a status has where nothing else is said; all others do not fit."""


def problem(
    status: int, sentence: str, headers: dict[str, str] | None = None, code: Code | None = None
) -> JSONResponse:
    """The response that tells a problem."""
    kind = code or _CODES.get(status, "unfit")
    said = Problem(title=HTTPStatus(status).phrase, status=status, code=kind, detail=sentence)
    return JSONResponse(said.model_dump(), status, headers, MEDIA)


class NotThereError(TarazyError):
    """What the address names is not in the observatory."""


class OvertakenError(TarazyError):
    """Somebody else has ruled on the same thing meanwhile."""


class UnknownTokenError(TarazyError):
    """Nobody here has this token."""


class LargeError(UsageError):
    """More was sent than is taken."""


class BusyError(UsageError):
    """Too much is under way already."""


_KINDS: dict[type[TarazyError], tuple[int, Code]] = {
    UnknownTokenError: (401, "unknown-token"),
    NotThereError: (404, "missing"),
    OvertakenError: (409, "overtaken"),
    LargeError: (413, "large"),
    ReadError: (400, "unreadable"),
    BusyError: (429, "busy"),
    FullError: (503, "full"),
    StoreError: (503, "store"),
}
"""Status and code of errors, the narrower before the wider."""


def kind_of(error: Exception) -> tuple[int, Code]:
    """The status and the code of an error: what is not named is of the request, what is no TarazyError a fault."""
    if not isinstance(error, TarazyError):
        return 500, "fault"
    return next((kind for named, kind in _KINDS.items() if isinstance(error, named)), (400, "unfit"))


def add_problems(app: FastAPI) -> None:
    """Answer every error with a problem."""

    def refused(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return problem(error.status_code, str(error.detail).rstrip(".") + ".", dict(error.headers or {}))

    def unfit(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or "the request"
        return problem(422, f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}.")

    def told(_: Request, error: Exception) -> JSONResponse:
        status, code = kind_of(error)
        return problem(status, str(error), code=code)

    def fault(request: Request, error: Exception) -> JSONResponse:
        log.error("fault", exc_info=error, extra={"path": request.url.path})
        return problem(500, FAULT)

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unfit)
    app.add_exception_handler(TarazyError, told)
    app.add_exception_handler(Exception, fault)
