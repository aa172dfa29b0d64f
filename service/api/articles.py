"""Pages and sentences in, reports out."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from service.api import examples
from service.api.bodies import read_page
from service.api.dependencies import Caller, CallerDep, OfficeDep, translate, work
from service.api.documented import (
    answer,
    body,
    content,
    either,
    file_content,
    problems,
    text_content,
)
from service.api.office import Office
from service.api.problems import Problem
from service.api.schemas import (
    Page,
    SentencesReport,
    SentencesRequest,
    SummaryReport,
    SummaryRequest,
    TranslationReport,
    TranslationRequest,
)
from service.article import Article, MemoryUse, Report, Translation
from service.decode import repair
from service.extract import extract
from service.glossary import Glossary, parse_terms
from service.pipeline import Pipeline
from service.render import report_data, translation_data
from service.sentences import sentences

router = APIRouter(prefix="/v1", tags=["articles"])

UNNAMED = "request"


@router.post(
    "/summaries",
    summary="Translate and summarise a page",
    responses=answer(
        content(SummaryReport, examples.SUMMARY_REPORT), "The article, its English, its summary."
    )
    | problems(400, 413, 415, 422, example=examples.WRONG_LANGUAGE),
    openapi_extra=body(
        content(SummaryRequest, {"text": examples.PAGE, "max_sentences": 2}),
        text_content("text/plain", examples.PAGE),
        text_content("text/html", f"<html><body><p>{examples.PAGE}</p></body></html>"),
        file_content(SummaryRequest),
        about="A page as JSON, as it is, or as a file.",
    ),
)
async def summarise(request: Request, office: OfficeDep, caller: CallerDep) -> JSONResponse:
    """The article on the page in English, and a summary that names its sources."""
    asked = await read_page(request, SummaryRequest)
    job = partial(summary_of, asked, caller, office)
    return JSONResponse(await work(request, job, terms_for(asked.glossary, office)))


@router.post(
    "/translations",
    summary="Translate a page or a list of sentences",
    responses=answer(
        either(
            {
                TranslationReport: examples.TRANSLATION_REPORT,
                SentencesReport: examples.SENTENCES_REPORT,
            }
        ),
        "The article and its English; for sentences one result each, in the same order.",
    )
    | problems(400, 413, 415, 422, example=examples.WRONG_LANGUAGE),
    openapi_extra=body(
        either(
            {
                Page: {"text": examples.PAGE},
                SentencesRequest: {"sentences": list(examples.SENTENCES)},
            }
        ),
        text_content("text/plain", examples.PAGE),
        text_content("text/html", f"<html><body><p>{examples.PAGE}</p></body></html>"),
        file_content(Page),
        about="A page as JSON, as it is, or as a file; or JSON with a list of sentences.",
    ),
)
async def translations(request: Request, office: OfficeDep, caller: CallerDep) -> JSONResponse:
    """The article on the page in English, or each sentence by itself."""
    asked = (await read_page(request, TranslationRequest)).root
    if isinstance(asked, SentencesRequest):
        return await _sentences(asked, request, office, caller)
    job = partial(translation_of, asked, caller, office)
    return JSONResponse(await work(request, job, terms_for(asked.glossary, office)))


async def _sentences(
    asked: SentencesRequest, request: Request, office: Office, caller: Caller
) -> JSONResponse:
    start = time.perf_counter()
    glossary = terms_for(asked.glossary, office)
    found = await translate(request, asked.sentences, caller=caller, glossary=glossary)
    seconds = {"translate": round(time.perf_counter() - start, 4)}
    office.metrics.stages(seconds)
    return JSONResponse(_sentences_data(found, office, seconds))


def summary_of(
    asked: SummaryRequest, caller: Caller, office: Office, pipeline: Pipeline
) -> dict[str, Any]:
    """The report on a page, with its summary; to be called in a thread."""
    process = partial(pipeline.process, max_sentences=asked.max_sentences, method=asked.method)
    return _report(asked, caller, office, process)


def translation_of(
    asked: Page, caller: Caller, office: Office, pipeline: Pipeline
) -> dict[str, Any]:
    """The report on a page without a summary; to be called in a thread."""
    return _report(asked, caller, office, pipeline.translate)


def terms_for(terms: dict[str, str], office: Office) -> Glossary:
    """The terms in force, with those of a request before them.

    Raises:
        GlossaryError: A term says nothing.
    """
    lines = "\n".join(f"{vietnamese}\t{english}" for vietnamese, english in terms.items())
    return office.terms.with_terms(tuple(parse_terms(lines, "glossary")))


def _report(
    asked: Page, caller: Caller, office: Office, process: Callable[[Article], Report]
) -> dict[str, Any]:
    start = time.perf_counter()
    article = _article(asked)
    seconds = {"extract": round(time.perf_counter() - start, 4)}
    _check_size(article, caller, office)
    data = report_data(process(article))
    data["seconds"] = seconds | data["seconds"]
    office.metrics.stages(data["seconds"])
    return data


def _article(asked: Page) -> Article:
    id = asked.id or UNNAMED
    if asked.html is not None:
        return extract(repair(asked.html), id=id, form="html")
    if asked.text is None or not asked.text.strip():
        raise Problem(422, f"{id}: no text on the page")
    return extract(repair(asked.text), id=id)


def _check_size(article: Article, caller: Caller, office: Office) -> None:
    caller.check_sentences(len(sentences(article.paragraphs)) + len(article.captions))
    office.characters[caller.name] += sum(len(each.text) for each in article.paragraphs)


def _sentences_data(
    found: tuple[Translation, ...], office: Office, seconds: dict[str, float]
) -> dict[str, Any]:
    hits = sum(each.origin != "model" for each in found)
    use = MemoryUse(hits, len(found) - hits)
    return {
        "translation": {
            "sentences": [
                {"index": index, **translation_data(each)} for index, each in enumerate(found)
            ]
        },
        "models": {"translator": office.workshop.pipeline.desk.signature},
        "memory": {"hits": use.hits, "misses": use.misses},
        "seconds": seconds,
    }
