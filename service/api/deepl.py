"""DeepL's dialect, for tools that speak it: see `docs/dialects.md`.

Shapes are those of DeepL's API of version 2 (https://developers.deepl.com).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, cast, get_args

from anyio import to_thread
from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.responses import FileResponse, JSONResponse, Response

from service.api import described_deepl as described
from service.api.dependencies import (
    Caller,
    CallerDep,
    OfficeDep,
    admit,
    key_in_headers,
    office_of,
    work,
)
from service.api.documents import Commission, Commissions, open_commissions
from service.api.fields import Fields, read_fields
from service.api.glossaries import EntriesFormat, Glossaries, StoredGlossary, parse_entries
from service.api.office import Office
from service.api.problems import Problem
from service.api.texts import TARGET, languages_of, translate_texts
from service.documents import (
    Document,
    Draft,
    Layout,
    read_document,
    read_fragment,
    read_html,
    read_text,
)
from service.errors import ExchangeError, GlossaryError, UnreadableInput
from service.glossary import Glossary, Term
from service.pipeline import Pipeline

SOURCE_LANGUAGES = {"VI": "Vietnamese"}
TARGET_LANGUAGES = {"EN-GB": "English (British)", "EN-US": "English (American)"}
UNLIMITED = 1_000_000_000_000  # what DeepL tells those without a limit
_TARGETS = frozenset({"EN", *TARGET_LANGUAGES})
_LAYOUTS: dict[str, Layout] = {"0": "whole", "1": "lines", "nonewlines": "flowing"}
_STATUS = {401: 403, 422: 400, 503: 529}  # the dialect has no others for these
_OWN_KEY = "auth_key"  # where old clients put the key


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[dict[str, object]]:
    office: Office = app.state.office
    folder = office.workshop.settings.house_terms.parent
    glossaries = Glossaries(folder / "glossaries")
    async with open_commissions(office, folder / "commissions") as commissions:
        yield {"deepl_commissions": commissions, "deepl_glossaries": glossaries}


router = APIRouter(prefix="/v2", tags=["DeepL"], lifespan=_lifespan)


def error_response(problem: Problem) -> Response:
    """An error as this dialect has it."""
    status = _STATUS.get(problem.status, problem.status)
    return JSONResponse({"message": problem.detail}, status, problem.headers)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's fields, who sent it, and what its glossaries say."""

    fields: Fields
    caller: Caller
    glossaries: Glossaries

    def target(self) -> str:
        """The language to translate into.

        Raises:
            Problem: 400.
        """
        target = (self.fields.text("target_lang") or "").upper()
        if target not in _TARGETS:
            raise Problem(400, "Value for 'target_lang' not supported.")
        return target

    def source(self) -> str | None:
        """The language to translate from, if it was said.

        Raises:
            Problem: 400.
        """
        source = self.fields.text("source_lang")
        if source and source.upper() not in SOURCE_LANGUAGES:
            raise Problem(400, "Value for 'source_lang' not supported.")
        return source.upper() if source else None

    def terms(self) -> tuple[Term, ...]:
        """The terms of the glossaries that are named.

        Raises:
            Problem: 400, 404.
        """
        ids = self.fields.names("glossary_id") + self.fields.names("glossary_ids")
        if ids and self.source() is None:
            raise Problem(400, "Value for 'source_lang' required when 'glossary_id' is given.")
        found = (self.glossaries.get(id, self.caller.name) for id in ids)
        return tuple(term for glossary in found for term in glossary.terms)


async def _asked(request: Request) -> Asked:
    fields = await read_fields(request)
    caller = admit(request, key_in_headers(request) or fields.text(_OWN_KEY))
    return Asked(fields, caller, _glossaries(request))


def _commissions(request: Request) -> Commissions:
    return cast(Commissions, request.state.deepl_commissions)


def _glossaries(request: Request) -> Glossaries:
    return cast(Glossaries, request.state.deepl_glossaries)


AskedDep = Annotated[Asked, Depends(_asked)]
CommissionsDep = Annotated[Commissions, Depends(_commissions)]
GlossariesDep = Annotated[Glossaries, Depends(_glossaries)]


@router.post("/translate", **described.TRANSLATE)
async def translate(request: Request, asked: AskedDep) -> JSONResponse:
    """Translate texts."""
    texts = asked.fields.texts("text")
    if not texts:
        raise Problem(400, "Parameter 'text' not specified.")
    asked.target()
    source = asked.source()
    detected = await languages_of(texts) if source is None else [(source, 1.0)] * len(texts)
    languages = [language.upper() for language, _ in detected]
    for language in languages:
        _check_language(language)
    english = TARGET.upper()
    foreign = [text for text, each in zip(texts, languages, strict=True) if each != english]
    said = iter(
        await translate_texts(
            request,
            foreign,
            _reader(asked),
            caller=asked.caller,
            context=asked.fields.text("context") or "",
            glossary=await _glossary(request, asked),
        )
    )
    translations = [
        {
            "detected_source_language": language,
            "text": text if language == english else next(said),
            "billed_characters": len(text),
        }
        for text, language in zip(texts, languages, strict=True)
    ]
    return JSONResponse({"translations": translations})


@router.post("/document", **described.UPLOAD)
async def upload(
    request: Request, asked: AskedDep, office: OfficeDep, commissions: CommissionsDep
) -> JSONResponse:
    """Have a document translated."""
    file = asked.fields.file
    if file is None:
        raise Problem(400, "Parameter 'file' not specified.")
    asked.target()
    asked.source()
    name = asked.fields.text("filename") or file.name
    limit = office.workshop.settings.max_bytes

    def job(pipeline: Pipeline) -> tuple[Document, int]:  # whatever may take long
        document = read_document(file.data, name, limit)
        asked.caller.check_sentences(document.sentences)
        return document, document.characters

    try:
        document, characters = await work(request, job)
    except (UnreadableInput, ExchangeError) as error:
        raise Problem(400, f"Invalid file data. {error}") from error
    wanted = asked.fields.text("output_format")
    if wanted and wanted.lower().lstrip(".") != document.form:
        raise Problem(400, f"A document comes back as {document.form}, as it came.")
    office.characters[asked.caller.name] += characters
    glossary = await _glossary(request, asked)
    id, key = commissions.add(document, name, characters, glossary)
    return JSONResponse({"document_id": id, "document_key": key})


@router.post("/document/{id}", **described.STATUS)
async def status(id: str, asked: AskedDep, commissions: CommissionsDep) -> JSONResponse:
    """Say how far a document is."""
    commission = _commission(id, asked, commissions)
    said: dict[str, Any] = {"document_id": id, "status": commission.state}
    if (seconds := commission.seconds_remaining()) is not None:
        said["seconds_remaining"] = seconds
    if commission.state == "done":
        said["billed_characters"] = commission.characters
    if commission.error is not None:
        said["error_message"] = commission.error
    return JSONResponse(said)


@router.post("/document/{id}/result", **described.RESULT)
async def result(id: str, asked: AskedDep, commissions: CommissionsDep) -> Response:
    """Give a translated document; it may be fetched again until it expires."""
    commission = _commission(id, asked, commissions)
    if not commission.is_over:
        return JSONResponse({"message": "Document translation is not done"}, 503)
    if commission.error is not None:
        raise Problem(400, commission.error)
    kept = commissions.result(commission)
    if kept is None:
        raise Problem(404, "Document not found; it was kept for an hour")
    return FileResponse(kept.path, media_type=kept.media_type, filename=kept.name)


@router.post("/glossaries", **described.CREATE_GLOSSARY)
def create_glossary(asked: AskedDep) -> JSONResponse:
    """Keep a glossary."""
    name = asked.fields.text("name")
    if not name:
        raise Problem(400, "Parameter 'name' not specified.")
    if asked.source() is None or asked.target() not in _TARGETS:
        raise Problem(400, "Parameter 'source_lang' not specified.")
    form = (asked.fields.text("entries_format") or "tsv").lower()
    if form not in get_args(EntriesFormat):
        raise Problem(400, "Value for 'entries_format' not supported.")
    try:
        said = asked.fields.text("entries") or ""
        entries = parse_entries(said, cast(EntriesFormat, form))
        glossary = asked.glossaries.add(name, asked.caller.name, entries)
    except GlossaryError as error:
        raise Problem(400, f"Invalid glossary entries provided. {error}") from error
    return JSONResponse(_glossary_data(glossary), 201)


@router.get("/glossaries", **described.LIST_GLOSSARIES)
def list_glossaries(caller: CallerDep, glossaries: GlossariesDep) -> JSONResponse:
    """List the caller's glossaries."""
    return JSONResponse(
        {"glossaries": [_glossary_data(each) for each in glossaries.all(caller.name)]}
    )


@router.get("/glossaries/{id}", **described.GET_GLOSSARY)
def get_glossary(id: str, caller: CallerDep, glossaries: GlossariesDep) -> JSONResponse:
    """Describe a glossary."""
    return JSONResponse(_glossary_data(glossaries.get(id, caller.name)))


@router.get("/glossaries/{id}/entries", **described.GET_ENTRIES)
def get_entries(id: str, caller: CallerDep, glossaries: GlossariesDep) -> Response:
    """Give a glossary's entries."""
    entries = glossaries.get(id, caller.name).tsv
    return Response(entries, media_type="text/tab-separated-values; charset=utf-8")


@router.delete("/glossaries/{id}", **described.DELETE_GLOSSARY)
def delete_glossary(id: str, caller: CallerDep, glossaries: GlossariesDep) -> Response:
    """Forget a glossary."""
    glossaries.delete(id, caller.name)
    return Response(status_code=204)


@router.get("/glossary-language-pairs", **described.GLOSSARY_LANGUAGES)
async def glossary_languages(caller: CallerDep) -> JSONResponse:
    """Say which languages glossaries may have."""
    pairs = [{"source_lang": "vi", "target_lang": "en"}]
    return JSONResponse({"supported_languages": pairs})


@router.post("/usage", include_in_schema=False)  # as older clients ask
@router.get("/usage", **described.USAGE)
async def usage(office: OfficeDep, asked: AskedDep) -> JSONResponse:
    """Say how much the caller has had translated since the server's start; there is no limit."""
    count = office.characters[asked.caller.name]
    return JSONResponse({"character_count": count, "character_limit": UNLIMITED})


@router.post("/languages", include_in_schema=False)  # as older clients ask
@router.get("/languages", **described.LANGUAGES)
async def languages(asked: AskedDep) -> JSONResponse:
    """List the languages to translate from (the default) or into."""
    kind = asked.fields.text("type") or "source"
    if kind not in ("source", "target"):
        raise Problem(400, "Value for 'type' not supported.")
    if kind == "source":
        return JSONResponse(_language_data(SOURCE_LANGUAGES))
    return JSONResponse(
        [{**each, "supports_formality": False} for each in _language_data(TARGET_LANGUAGES)]
    )


def _reader(asked: Asked) -> Callable[[str], Draft]:
    """What the texts are, as the request says.

    Raises:
        Problem: 400.
    """
    tags = asked.fields.text("tag_handling")
    if tags not in (None, "", "xml", "html"):
        raise Problem(400, "Value for 'tag_handling' not supported.")
    split = asked.fields.text("split_sentences")
    split = {"true": "1", "false": "0"}.get(split or "", split)
    layout = _LAYOUTS.get(split or ("nonewlines" if tags else "1"))
    if layout is None:
        raise Problem(400, "Value for 'split_sentences' not supported.")
    if tags == "html":
        return read_html
    if tags == "xml":
        ignored = asked.fields.names("ignore_tags")
        return partial(read_fragment, ignored=ignored, layout=layout)
    return partial(read_text, layout=layout)


async def _glossary(request: Request, asked: Asked) -> Glossary:
    """The terms in force, with those of the request over them."""
    terms = office_of(request).terms
    return await to_thread.run_sync(lambda: terms.with_terms(asked.terms()))


def _check_language(language: str) -> None:
    """Refuse what is neither Vietnamese nor, needing no work, English.

    Raises:
        Problem: 400.
    """
    if language not in SOURCE_LANGUAGES and language != TARGET.upper():
        raise Problem(400, f"The text is in {language}; only VI can be translated.")


def _commission(id: str, asked: Asked, commissions: Commissions) -> Commission:
    found = commissions.find(id, asked.fields.text("document_key") or "")
    if found is None:
        raise Problem(404, "Document not found, or its key is another")
    return found


def _glossary_data(glossary: StoredGlossary) -> dict[str, object]:
    return {
        "glossary_id": glossary.id,
        "name": glossary.name,
        "ready": True,
        "source_lang": "vi",
        "target_lang": "en",
        "creation_time": glossary.created,
        "entry_count": len(glossary.entries),
    }


def _language_data(names: dict[str, str]) -> list[dict[str, object]]:
    return [{"language": code, "name": name} for code, name in names.items()]
