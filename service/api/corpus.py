"""The served corpus: a folder of pages."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from service.api import examples
from service.api.articles import summary_of, translation_of
from service.api.dependencies import CallerDep, OfficeDep, work
from service.api.documented import answer, content, problems
from service.api.office import Office
from service.api.schemas import (
    CorpusEntry,
    CorpusPage,
    Page,
    SummaryReport,
    SummaryRequest,
    TranslationReport,
)
from service.errors import ServiceError
from service.pipeline import Pipeline
from service.sentences import sentences

router = APIRouter(prefix="/v1/articles", tags=["corpus"])


@router.get(
    "",
    summary="List the corpus",
    responses=answer(
        content(
            CorpusPage,
            {
                "articles": [
                    {
                        "id": "000_e2311c80708a819d",
                        "title": "Việt Nam và Lào tăng cường hợp tác quốc phòng",
                        "published": "2024-04-24",
                        "state": "translated",
                        "detail": None,
                    }
                ],
                "next": None,
            },
        ),
        "Articles in the order of their ids.",
    )
    | problems(400),
)
async def articles(
    request: Request,
    office: OfficeDep,
    caller: CallerDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str, Query(max_length=300, description="`next` of the page before.")] = "",
) -> JSONResponse:
    """Articles with title, date and how much of each the memory holds."""
    return JSONResponse(await work(request, partial(_list, office, limit, after)))


@router.get(
    "/{id}",
    summary="Translate an article of the corpus",
    responses=answer(content(TranslationReport, examples.TRANSLATION_REPORT), "Its English.")
    | problems(404, 413, 422),
)
async def article(id: str, request: Request, office: OfficeDep, caller: CallerDep) -> JSONResponse:
    """The report without a summary; only what the memory does not hold is translated."""

    def job(pipeline: Pipeline) -> dict[str, Any]:
        # Not validated: a file may have a longer name than a caller may give, and be empty.
        page = Page.model_construct(text=office.shelf.text(id), id=id)
        return translation_of(page, caller, office, pipeline)

    return JSONResponse(await work(request, job))


@router.get(
    "/{id}/summary",
    summary="Summarise an article of the corpus",
    responses=answer(content(SummaryReport, examples.SUMMARY_REPORT), "Its summary.")
    | problems(400, 404, 413, 422),
)
async def summary(
    id: str,
    request: Request,
    office: OfficeDep,
    caller: CallerDep,
    max_sentences: Annotated[int, Query(ge=1, le=20)] = 3,
) -> JSONResponse:
    """The whole report, summary included."""

    def job(pipeline: Pipeline) -> dict[str, Any]:
        text = office.shelf.text(id)
        asked = SummaryRequest.model_construct(text=text, id=id, max_sentences=max_sentences)
        return summary_of(asked, caller, office, pipeline)

    return JSONResponse(await work(request, job))


def _list(office: Office, limit: int, after: str, pipeline: Pipeline) -> dict[str, Any]:
    ids = [id for id in office.shelf.ids() if id > after]
    entries = [_entry(id, office, pipeline).model_dump() for id in ids[:limit]]
    return {"articles": entries, "next": ids[limit - 1] if len(ids) > limit else None}


def _entry(id: str, office: Office, pipeline: Pipeline) -> CorpusEntry:
    try:
        article = office.shelf.article(id)
    except (ServiceError, OSError) as error:
        why = str(error)
        return CorpusEntry(id=id, title=None, published=None, state="unreadable", detail=why)
    texts = [
        *([article.title] if article.title else []),
        *(sentence.text for sentence in sentences(article.paragraphs)),
        *article.captions,
    ]
    held, asked = pipeline.desk.known(texts)
    return CorpusEntry(
        id=id,
        title=article.title,
        published=article.published.isoformat() if article.published else None,
        state="translated" if not asked else "partial" if held else "new",
        detail=None,
    )
