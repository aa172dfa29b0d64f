"""The application: the workshop opened at its start, the dialects' routes, what is around them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import version
from types import ModuleType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from models.errors import ModelError
from service.api import (
    articles,
    batches,
    corpus,
    deepl,
    described_deepl,
    described_libretranslate,
    documented,
    files,
    glossary,
    health,
    libretranslate,
    memory,
    schemas,
    site,
)
from service.api.bodies import BodyLimit, HeadAsGet
from service.api.drawer import Drawer
from service.api.gate import ANY, LOOPBACK, Gate
from service.api.journal import HEADER, Journal
from service.api.keys import KeyFile
from service.api.metrics import Metrics
from service.api.office import Desks, Office
from service.api.problems import Problem, Respond, problem_of, problem_response
from service.api.readiness import Readiness
from service.api.shelf import Shelf
from service.api.terms import HouseTerms
from service.build import open_workshop
from service.errors import ServiceError
from service.settings import Settings

NATIVE = (articles, files, batches, corpus, memory, glossary, health, site)
DIALECTS: tuple[ModuleType, ...] = (libretranslate, deepl)
SHAPES = (schemas, described_libretranslate, described_deepl)
BATCHES = 16  # worked on at once
CROWD = 8  # texts in hand a thread beside short requests: docs/operations.md says why

ErrorResponse = Callable[[Problem], Response]


class Application(FastAPI):
    """FastAPI with an OpenAPI document of our own."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = documented.document(self, SHAPES)
        return self.openapi_schema


def create_app(settings: Settings) -> FastAPI:
    """The application, not started yet: nothing is opened before its lifespan begins."""
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        readiness = Readiness()
        with open_workshop(settings, readiness.progress) as workshop:
            app.state.office = office = Office(
                workshop=workshop,
                keys=KeyFile(settings.api_keys_file) if settings.api_keys_file else None,
                terms=HouseTerms(settings.house_terms, workshop.glossary),
                metrics=metrics,
                readiness=readiness,
                desks=Desks(settings.max_requests),
                batches=Desks(BATCHES),
                shelf=Shelf(settings.corpus, settings.max_bytes),
                drawer=Drawer(settings.house_terms.parent / "documents"),
            )
            workshop.dispatcher.turns.crowd = CROWD * settings.threads
            _watch(office)
            readiness.start(workshop)
            try:
                yield
            finally:
                readiness.close()

    app = Application(
        title="Bantin",
        version=version("bantin"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for module in (*NATIVE, *DIALECTS):
        app.include_router(module.router)
    respond = _in_shape()
    _add_error_handlers(app, respond)
    _add_middleware(app, settings, metrics, respond)
    return app


def _watch(office: Office) -> None:
    """Have the dispatcher tell the metrics what it does."""
    dispatcher = office.workshop.dispatcher
    dispatcher.observer = office.metrics
    office.metrics.watch(
        {
            "queue_sentences": lambda: dispatcher.waiting,
            "model_sentences": lambda: dispatcher.in_hand,
            "requests_at_work": lambda: office.desks.taken,
            "batches_at_work": lambda: office.batches.taken,
        }
    )


def _add_error_handlers(app: FastAPI, respond: Respond) -> None:
    def answer(request: Request, error: Exception) -> Response:
        problem = _problem(error)
        if problem.status == HTTPStatus.METHOD_NOT_ALLOWED:  # the router names one route's methods
            problem.sent_with = {"Allow": ", ".join(_methods_at(request.scope))}
        return respond(request.scope, problem)

    for base in (Problem, ServiceError, ModelError, RequestValidationError, HTTPException):
        app.add_exception_handler(base, answer)


def _methods_at(scope: Scope) -> list[str]:
    """What may be done at the address that was called."""
    routes = (route for module in (*NATIVE, *DIALECTS) for route in module.router.routes)
    here = (route.methods for route in routes if route.matches(scope)[0] is not Match.NONE)
    return sorted(set().union(*here))


def _in_shape() -> Respond:
    """Answers errors as the dialect has them whose address was called.

    The first part of the path tells the dialect.
    """
    shapes: dict[str, ErrorResponse] = {
        route.path.split("/")[1]: module.error_response
        for module in DIALECTS
        for route in module.router.routes
    }

    def respond(scope: Scope, problem: Problem) -> Response:
        first = scope["path"].split("/")[1]
        return shapes.get(first, problem_response)(problem)

    return respond


def _problem(error: Exception) -> Problem:
    if isinstance(error, RequestValidationError):
        said = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        return Problem(400, "; ".join(said))
    if isinstance(error, HTTPException):
        return Problem(error.status_code, str(error.detail), sent_with=error.headers)
    return problem_of(error)


def _add_middleware(app: FastAPI, settings: Settings, metrics: Metrics, respond: Respond) -> None:
    """Around the routes, from the inside out."""
    app.add_middleware(HeadAsGet)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-Match", "X-API-Key", HEADER],
            expose_headers=["ETag", "Retry-After", HEADER],
        )
    hosts = settings.allowed_hosts or (LOOPBACK if settings.api_keys_file is None else (ANY,))
    app.add_middleware(Gate, hosts=hosts, origins=settings.cors_origins, respond=respond)
    app.add_middleware(Journal, metrics=metrics, respond=respond)
    app.add_middleware(BodyLimit, most_bytes=settings.max_bytes)
