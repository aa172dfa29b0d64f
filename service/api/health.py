"""How the server is: for people, orchestrators and Prometheus. Nobody needs a key for it."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from service.api.dependencies import OfficeDep
from service.api.documented import answer, content, problems, text_content
from service.api.problems import Problem
from service.api.schemas import Health

router = APIRouter(tags=["health"])

RETRY = 5  # seconds until a server that is not ready may be


@router.get(
    "/healthz",
    summary="Alive?",
    responses=answer(content(Health, {"status": "ok"}), "The process answers."),
)
async def healthz() -> JSONResponse:
    """Says only that the process answers."""
    return JSONResponse({"status": "ok"})


@router.get(
    "/readyz",
    summary="Ready for work?",
    responses=answer(content(Health, {"status": "ready"}), "Model and memory can be used.")
    | problems(),
)
async def readyz(office: OfficeDep) -> JSONResponse:
    """503 with the reason while the model loads, when the memory cannot be written, at the end."""
    if office.closing.is_set():
        raise Problem(503, "the server is closing", RETRY)
    if reason := await office.readiness.reason(office.workshop):
        raise Problem(503, reason, RETRY)
    return JSONResponse({"status": "ready"})


@router.get(
    "/metrics",
    summary="Prometheus metrics",
    response_class=Response,
    responses=answer(
        text_content("text/plain", 'bantin_sentences_total{origin="memory"} 12.0\n'),
        "In Prometheus' text format.",
    ),
)
async def metrics(office: OfficeDep) -> Response:
    """No addresses and no keys are among the labels."""
    return Response(office.metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})
