"""The house terms."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse, Response

from service.api import examples
from service.api.bodies import decoded, media_type
from service.api.dependencies import CallerDep, OfficeDep, work
from service.api.documented import answer, body, content, problems, text_content
from service.api.problems import Problem
from service.api.schemas import GlossaryData

router = APIRouter(prefix="/v1", tags=["glossary"])

TSV = "text/tab-separated-values"


@router.get(
    "/glossary",
    summary="The house terms",
    response_class=Response,
    responses=answer(text_content(TSV, examples.TERMS), "The terms; `ETag` is their version.")
    | problems(),
)
async def terms(office: OfficeDep, caller: CallerDep) -> Response:
    """As they were put; the terms of the server's settings and the built-in ones lie below them."""
    headers = {"ETag": f'"{office.terms.version}"'}
    return Response(office.terms.text, media_type=TSV, headers=headers)


@router.put(
    "/glossary",
    summary="Replace the house terms",
    responses=answer(
        content(GlossaryData, {"version": "9f2c4a1b77e0d3c8", "terms": 1}), "They are in force."
    )
    | problems(412, 413, 415, 422),
    openapi_extra=body(text_content(TSV, examples.TERMS)),
)
async def put_terms(
    request: Request,
    office: OfficeDep,
    caller: CallerDep,
    if_match: Annotated[str | None, Header(description="The version to replace.")] = None,
) -> JSONResponse:
    """Tab-separated: Vietnamese, English, and if wanted alternatives divided by “|” and a note.

    Sentences with other terms than before are translated anew when they come again.
    """
    caller.check_may_edit()
    if media_type(request) != TSV:
        raise Problem(415, f"send {TSV}")
    data = await request.body()
    text = await decoded(data, "the terms") if data else ""
    expected = if_match.strip().removeprefix("W/").strip('"') if if_match else None
    count = await work(request, lambda _: office.terms.put(text, expected))
    return JSONResponse({"version": office.terms.version, "terms": count})
