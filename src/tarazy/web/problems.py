"""Errors of the service: one clear sentence as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from tarazy.errors import StoreError, TarazyError

MEDIA = "application/problem+json"
FAULT = "This is a fault of tarazy, please report it with the lines of the service's log."
log = logging.getLogger("tarazy.web")


class Problem(BaseModel):
    """What went wrong, in one sentence (``detail``)."""

    type: str = "about:blank"
    title: str = Field(description="The name of the status.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="One sentence that says what is wrong and how to mend it.")


RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": HTTPStatus(code).phrase} for code in (400, 401, 403, 404, 422, 429)
}


def problem(status: int, sentence: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The response that tells a problem."""
    said = Problem(title=HTTPStatus(status).phrase, status=status, detail=sentence)
    return JSONResponse(said.model_dump(), status, headers, MEDIA)


class NotThereError(TarazyError):
    """What the address names is not in the observatory."""


class OvertakenError(TarazyError):
    """Somebody else has ruled on the same thing meanwhile."""


_STATUS = {NotThereError: 404, OvertakenError: 409, StoreError: 503}
"""All other errors are of the request: 400."""


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
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        return problem(status, str(error))

    def fault(request: Request, error: Exception) -> JSONResponse:
        log.error("fault", exc_info=error, extra={"path": request.url.path})
        return problem(500, FAULT)

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unfit)
    app.add_exception_handler(TarazyError, told)
    app.add_exception_handler(Exception, fault)
