"""Whether the service works, which versions it serves, and who is asking."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from tarazy import __version__
from tarazy.web.guard import COOKIE
from tarazy.web.here import LibraryDep, SettingsDep, VisitorDep
from tarazy.web.problems import UnknownTokenError

router = APIRouter(tags=["service"])
_DAYS = 30


class Health(BaseModel):
    """The service answers and its tables are in memory."""

    status: Literal["ok"] = "ok"
    warm: bool = Field(description="Whether all is made that the first visitors would otherwise wait for.")


class Version(BaseModel):
    """What is served; ``observatory`` is the version to cite."""

    tarazy: str
    observatory: int
    changed: datetime | None
    needs_token: bool


class Visitor(BaseModel):
    """Who asks. The name is empty where no tokens are given out: then the page asks whom to note for decisions."""

    name: str
    role: Literal["read", "review"]


class Token(BaseModel):
    """A token as it was given to a person."""

    token: str


@router.get("/health")
def health(library: LibraryDep) -> Health:
    """Answer when the service works."""
    return Health(warm=library.frames().is_warm)


@router.get("/version")
def version(library: LibraryDep, settings: SettingsDep) -> Version:
    """Versions of the program and of the observatory."""
    frames = library.frames()
    return Version(
        tarazy=__version__, observatory=frames.version, changed=frames.changed, needs_token=bool(settings.tokens)
    )


@router.get("/session")
def session(person: VisitorDep) -> Visitor:
    """Who is asking, and what they may do."""
    return Visitor(name=person.name, role=person.role)


@router.post("/session")
def sign_in(given: Token, request: Request, response: Response, settings: SettingsDep) -> Visitor:
    """Keep a token in a cookie that scripts cannot read, so that downloads carry it too."""
    person = settings.tokens.get(given.token)
    if person is None:
        raise UnknownTokenError("This token is not known here: ask for a new one.")
    secure = request.url.scheme == "https"
    response.set_cookie(
        COOKIE, given.token, max_age=_DAYS * 86_400, httponly=True, samesite="strict", secure=secure, path="/"
    )
    return Visitor(name=person.name, role=person.role)
