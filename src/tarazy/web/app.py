"""The service: views under ``/api``, the built page under every other address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qsl

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from tarazy import __version__
from tarazy.web.guard import Guard
from tarazy.web.jobs import Jobs
from tarazy.web.library import Library
from tarazy.web.problems import RESPONSES, add_problems
from tarazy.web.settings import Settings
from tarazy.web.uploads import Uploads
from tarazy.web.views import routers

STATIC = Path(__file__).parent / "static"
_AT_ONCE = 12
_DATA = {"/": "/overview", "/map": "/ties", "/conflicts": "/findings"}
"""Pages whose data have another name."""
NO_PAGE = (
    "The page itself is missing from this installation, its data is not: install tarazy again where npm can be reached, "
    "or run `python scripts/build_page.py` in a clone."
)


def create_app(settings: Settings, static: Path = STATIC) -> FastAPI:
    """The service of an observatory. Raises UsageError for settings that do not fit, StoreError where there is no observatory."""
    settings.check()
    app = FastAPI(
        title="Tarazy",
        version=__version__,
        summary="What an observatory holds: claims with their sentences, records, ties, measures.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation,
        separate_input_output_schemas=False,
        lifespan=_few_at_once,
    )
    app.state.library, app.state.settings = Library(settings.observatory), settings
    app.state.jobs, app.state.uploads = Jobs(), Uploads()
    for router in routers():
        app.include_router(router, prefix="/api", responses=RESPONSES)
    _add_page(app, static)
    add_problems(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard, settings=settings)
    # The last is the outermost: whoever asks for data at the page's address passes the guard of the data.
    app.add_middleware(SameAddress)
    return app


@asynccontextmanager
async def _few_at_once(_: FastAPI) -> AsyncIterator[None]:
    # More than the processors can work at only wait for each other, each with its own share of memory.
    current_default_thread_limiter().total_tokens = _AT_ONCE
    yield


def page_is_built(static: Path = STATIC) -> bool:
    """Whether the page was built with the package."""
    return (static / "index.html").is_file()


def _operation(route: APIRoute) -> str:
    return route.name


class SameAddress:
    """Gives the data of a page to whoever asks for data at the page's own address (``format=csv``, or JSON before HTML)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead such a request to ``/api``."""
        if scope["type"] == "http" and not scope["path"].startswith(("/api/", "/assets/")) and "." not in scope["path"]:
            wants = any(key == "format" for key, _ in parse_qsl(scope["query_string"].decode("latin-1")))
            accept = next((value for key, value in scope["headers"] if key == b"accept"), b"")
            if wants or (b"json" in accept and b"text/html" not in accept):
                own: str = scope["path"]
                path = "/api" + _DATA.get(own, own)
                scope = {**scope, "path": path, "raw_path": path.encode()}
        await self.app(scope, receive, send)


class _Assets(StaticFiles):
    """Files whose names change with what they hold."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _add_page(app: FastAPI, static: Path) -> None:
    index = static / "index.html"
    if (static / "assets").is_dir():
        app.mount("/assets", _Assets(directory=static / "assets"), name="assets")
    files = {path.name for path in static.iterdir() if path.is_file()} if static.is_dir() else set()

    async def page(path: str) -> Response:
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404, f"There is nothing at /{path}: /api/openapi.json lists all addresses")
        if path in files and not path.startswith("."):
            return FileResponse(static / path, headers={"Cache-Control": "no-cache"})
        if not index.is_file():
            return PlainTextResponse(NO_PAGE + "\n", 503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})

    app.add_api_route("/{path:path}", page, include_in_schema=False, methods=["GET", "HEAD"])
