"""The pages for people: the editor's, and the description of the interface.

Nothing from elsewhere is loaded, so that they work where there is no network.
"""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

from fastapi import APIRouter
from starlette.responses import Response

from service.api.problems import Problem

router = APIRouter(include_in_schema=False)

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


@router.get("/")
def editor() -> Response:
    """The editor's page."""
    return _file("index.html")


@router.get("/docs")
def docs() -> Response:
    """The OpenAPI document, for reading."""
    return _file("docs.html")


@router.get("/web/{name}")
def asset(name: str) -> Response:
    """A style sheet or script of the pages."""
    return _file(name)


def _file(name: str) -> Response:
    """A file of `service/web`; names are looked up, never made into paths."""
    for file in _folder().iterdir():
        ending = name.rpartition(".")[2]
        if file.name == name and ending in _TYPES:
            return Response(file.read_bytes(), media_type=_TYPES[ending], headers=_HEADERS)
    raise Problem(404, f"there is no page {name!r}")


def _folder() -> Traversable:
    return resources.files("service") / "web"
