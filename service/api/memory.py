"""People's corrections, and the memory's way to and from other tools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Annotated, BinaryIO, cast

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from service.api import examples
from service.api.bodies import media_type, read_json
from service.api.dependencies import CallerDep, OfficeDep, WorkshopDep, work
from service.api.documented import answer, body, content, problems, text_content
from service.api.problems import Problem
from service.api.schemas import CorrectionData, CorrectionRequest, ImportData
from service.build import Workshop
from service.characters import foreign_character
from service.exchange import Format, Unit, read, write
from service.exchange.formats import MEDIA_TYPES
from service.memory.transfer import give, take_whole
from service.normalise import normalise

router = APIRouter(prefix="/v1", tags=["memory"])

TMX = MEDIA_TYPES[Format.TMX]
_TMX_TYPES = (TMX, "application/xml", "text/xml")
_IN_MEMORY = 1_000_000  # bytes; larger files wait on disk
_PIECE = 1 << 16


@router.put(
    "/memory",
    summary="Correct a sentence",
    responses=answer(
        content(CorrectionData, {**examples.CORRECTION, "who": "desk", "changed": True}),
        "The correction is in force.",
    )
    | problems(400, 413, 415),
    openapi_extra=body(content(CorrectionRequest, examples.CORRECTION)),
)
async def correct(request: Request, workshop: WorkshopDep, caller: CallerDep) -> JSONResponse:
    """From now on this is what the sentence means, everywhere, whatever a model says."""
    caller.check_may_edit()
    asked = await read_json(request, CorrectionRequest)
    source, target = normalise(asked.source), asked.target.strip()
    for name, text in (("source", source), ("target", target)):
        if code := foreign_character(text):
            raise Problem(400, f"{name}: no memory can hold the character {code}")
    changed = await work(
        request,
        lambda _: workshop.memory.correct(source, target, caller.name),
    )
    said = {"source": asked.source, "target": target, "who": caller.name, "changed": changed}
    return JSONResponse(said)


@router.get(
    "/memory.tmx",
    summary="Export the memory",
    response_class=Response,
    responses=answer(text_content(TMX, examples.TMX), "A TMX 1.4b file.") | problems(400),
)
async def export(
    request: Request,
    workshop: WorkshopDep,
    caller: CallerDep,
    models: Annotated[bool, Query(description="Models' answers too.")] = True,
) -> Response:
    """People's corrections in force, then what models said."""
    file = await work(request, lambda _: _exported(workshop, models))
    headers = {"Content-Disposition": 'attachment; filename="memory.tmx"'}
    return StreamingResponse(_pieces(file), media_type=TMX, headers=headers)


@router.post(
    "/memory.tmx",
    summary="Import a memory",
    responses=answer(
        content(ImportData, {"corrections": 12, "entries": 0, "known": 3, "skipped": 1}),
        "What became of the units.",
    )
    | problems(413, 415, 422),
    openapi_extra=body(text_content(TMX, examples.TMX)),
)
async def bring(
    request: Request, office: OfficeDep, workshop: WorkshopDep, caller: CallerDep
) -> JSONResponse:
    """People's translations become corrections; a model's become again what that model said.

    What the file dates counts as said then: it is `known` where a later correction or undoing is.
    """
    caller.check_may_edit()
    if media_type(request) not in _TMX_TYPES:
        raise Problem(415, f"send {TMX}")
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        async for chunk in request.stream():
            file.write(chunk)
        units = partial(_units, cast(BinaryIO, file))
        memory = workshop.memory
        taken = await work(request, lambda _: take_whole(memory, units, caller.name, normalise))
    return JSONResponse(asdict(taken))


def _units(file: BinaryIO) -> Iterator[Unit]:
    """The units of a file, from its beginning."""
    file.seek(0)
    return read(file, Format.TMX, "the file")


def _exported(workshop: Workshop, models: bool) -> BinaryIO:
    """The memory as a file, open at its beginning."""
    file = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - see `_pieces`
    write(give(workshop.memory, models), file, Format.TMX)
    file.seek(0)
    return file


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
