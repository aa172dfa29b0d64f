"""Documents in, the same documents in English out."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.api.dependencies import CallerDep, OfficeDep, work
from service.api.documented import answer, files, problems
from service.api.fields import read_fields
from service.api.problems import Problem
from service.api.texts import english_name, sentences_by
from service.documents import MEDIA_TYPES, Format, read_document
from service.pipeline import Pipeline

router = APIRouter(prefix="/v1", tags=["documents"])

_FILE = {"type": "string", "format": "binary"}
_FORM = {
    "requestBody": {
        "required": True,
        "description": f"A file as {', '.join(Format)}; what it says decides, not its name.",
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["file"], "properties": {"file": _FILE}}
            }
        },
    }
}


@router.post(
    "/documents",
    summary="Translate a document",
    response_class=Response,
    responses=answer(files(), "The document in English, in the format it came in.")
    | problems(400, 413, 415, 422),
    openapi_extra=_FORM,
)
async def translate_document(request: Request, office: OfficeDep, caller: CallerDep) -> Response:
    """The document in its own format: structure, markup, codes and placeholders stay."""
    file = (await read_fields(request)).file
    if file is None:
        raise Problem(415, "send a file as multipart/form-data, in the field `file`")
    limit = office.workshop.settings.max_bytes

    def job(pipeline: Pipeline) -> tuple[bytes, Format, int]:
        document = read_document(file.data, file.name, limit)
        caller.check_sentences(document.sentences)
        return document.translated(sentences_by(pipeline)), document.form, document.characters

    data, form, characters = await work(request, job)
    office.characters[caller.name] += characters
    name = quote(english_name(file.name, form), safe="")
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}"}
    return Response(data, media_type=MEDIA_TYPES[form], headers=headers)
