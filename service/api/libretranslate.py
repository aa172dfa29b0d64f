"""LibreTranslate's dialect, for tools that speak it: see `docs/dialects.md`.

Shapes and error texts are those of LibreTranslate 1.6 (https://github.com/LibreTranslate).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import FileResponse, JSONResponse, Response

from service.api import described_libretranslate as described
from service.api.dependencies import (
    Caller,
    OfficeDep,
    WorkshopDep,
    admit,
    key_in_headers,
    work,
)
from service.api.fields import Fields, read_fields
from service.api.problems import Problem
from service.api.texts import (
    SOURCE,
    TARGET,
    english_name,
    in_english,
    languages_of,
    read_all,
    sentences_by,
    translate_texts,
)
from service.characters import foreign_character
from service.documents import (
    MEDIA_TYPES,
    SUFFIXES,
    Draft,
    Translate,
    read_document,
    read_html,
    read_text,
)
from service.normalise import normalise
from service.pipeline import Pipeline

Reader = Callable[[str], Draft]

AUTO = "auto"
NAMES = {SOURCE: "Vietnamese", TARGET: "English"}
MOST_ALTERNATIVES = 5
_BYTES_A_CHARACTER = 4  # at most, in UTF-8
_FRONTEND_TIMEOUT = 500  # milliseconds a page waits for the next key to be struck
_STATUS = {401: 403, 422: 400}  # the dialect has no others for these


router = APIRouter(tags=["LibreTranslate"])


def error_response(problem: Problem) -> Response:
    """An error as this dialect has it."""
    detail = f"Slowdown: {problem.detail}" if problem.status == 429 else problem.detail
    status = _STATUS.get(problem.status, problem.status)
    return JSONResponse({"error": detail}, status, problem.headers)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's fields, and who sent it."""

    fields: Fields
    caller: Caller

    def required(self, name: str) -> str:
        """A field that must be there.

        Raises:
            Problem: 400.
        """
        text = self.fields.text(name)
        if not text:
            raise Problem(400, f"Invalid request: missing {name} parameter")
        return text


async def _asked(request: Request) -> Asked:
    fields = await read_fields(request)
    return Asked(fields, admit(request, fields.text("api_key") or key_in_headers(request)))


AskedDep = Annotated[Asked, Depends(_asked)]


@router.post("/translate", **described.TRANSLATE)
async def translate(request: Request, asked: AskedDep) -> JSONResponse:
    """Translate a text or a list of texts."""
    texts = asked.fields.texts("q")
    if not texts or texts == [""]:
        raise Problem(400, "Invalid request: missing q parameter")
    source, target = asked.required("source"), asked.required("target")
    read = _reader(asked.fields.text("format") or "text")
    count = _alternatives(asked.fields.text("alternatives") or "0")
    auto = source == AUTO
    languages = await languages_of(texts) if auto else [(source, 1.0)] * len(texts)
    for language, _ in languages:
        _check_pair(language, target)
    foreign = [text for text, each in zip(texts, languages, strict=True) if each[0] != target]
    if count:
        job = partial(_with_alternatives, foreign, read, count, asked.caller)
        said = await work(request, job)
    else:
        english = await translate_texts(request, foreign, read, caller=asked.caller)
        said = [[text] for text in english]
    pending = iter(said)
    found = [
        [text] if each[0] == target else next(pending)
        for text, each in zip(texts, languages, strict=True)
    ]
    answer: dict[str, list[Any]] = {"translatedText": [each[0] for each in found]}
    if auto:
        answer["detectedLanguage"] = [_detected(*each) for each in languages]
    if count:
        answer["alternatives"] = [each[1:] for each in found]
    if isinstance(asked.fields.values["q"], list):
        return JSONResponse(answer)
    return JSONResponse({name: listed[0] for name, listed in answer.items()})


@router.post("/detect", **described.DETECT)
async def detect(asked: AskedDep) -> JSONResponse:
    """Tell the language of a text."""
    found = await languages_of([asked.required("q")])
    return JSONResponse([_detected(*each) for each in found])


@router.get("/languages", **described.LANGUAGES)
async def languages() -> JSONResponse:
    """What can be translated into what."""
    return JSONResponse(
        [{"code": code, "name": name, "targets": [TARGET]} for code, name in NAMES.items()]
    )


@router.post("/translate_file", **described.TRANSLATE_FILE)
async def translate_file(request: Request, asked: AskedDep, office: OfficeDep) -> JSONResponse:
    """Translate a document; it can be fetched for an hour."""
    file = asked.fields.file
    if file is None:
        raise Problem(400, "Invalid request: missing file parameter")
    source = asked.required("source")
    _check_pair(SOURCE if source == AUTO else source, asked.required("target"))
    limit = office.workshop.settings.max_bytes

    def job(pipeline: Pipeline) -> tuple[str, str, int]:
        document = read_document(file.data, file.name, limit)
        asked.caller.check_sentences(document.sentences)
        data = document.translated(sentences_by(pipeline))
        name = english_name(file.name, document.form)
        key = office.drawer.put(data, name, MEDIA_TYPES[document.form])
        return key, document.form, document.characters

    key, form, characters = await work(request, job)
    office.characters[asked.caller.name] += characters
    path = request.app.url_path_for("download_file", name=f"{key}.{form}")
    server = office.workshop.settings.public_url or str(request.base_url).rstrip("/")
    return JSONResponse({"translatedFileUrl": f"{server}{path}"})


@router.get("/download_file/{name}", **described.DOWNLOAD_FILE)
async def download_file(name: str, office: OfficeDep) -> FileResponse:
    """A translated document; its name is all the key that is needed."""
    kept = office.drawer.get(name.partition(".")[0])
    if kept is None:
        raise Problem(404, "Invalid filename")
    return FileResponse(kept.path, media_type=kept.media_type, filename=kept.name)


@router.post("/suggest", **described.SUGGEST)
async def suggest(request: Request, asked: AskedDep, workshop: WorkshopDep) -> JSONResponse:
    """Propose a translation; people decide what becomes of it."""
    if not workshop.settings.suggestions:
        raise Problem(403, "Suggestions are disabled on this server.")
    said = asked.required("q"), asked.required("s")
    _check_pair(asked.required("source"), asked.required("target"))
    for text in said:
        if code := foreign_character(text):
            raise Problem(400, f"Invalid request: no memory can hold the character {code}")
    source, target = normalise(said[0]), said[1].strip()
    await work(request, lambda _: workshop.memory.suggest(source, target, asked.caller.name))
    return JSONResponse({"success": True})


@router.get("/frontend/settings", **described.FRONTEND_SETTINGS)
async def frontend_settings(office: OfficeDep) -> JSONResponse:
    """What a page in front of this server must know."""
    settings = office.workshop.settings
    source, target = ({"code": code, "name": name} for code, name in NAMES.items())
    return JSONResponse(
        {
            "charLimit": settings.max_bytes // _BYTES_A_CHARACTER,
            "frontendTimeout": _FRONTEND_TIMEOUT,
            "apiKeys": office.keys is not None,
            "keyRequired": office.keys is not None,
            "suggestions": settings.suggestions,
            "filesTranslation": True,
            "supportedFilesFormat": list(SUFFIXES),
            "language": {"source": source, "target": target},
        }
    )


@router.get("/health", **described.HEALTH)
async def health() -> JSONResponse:
    """Whether the server is alive."""
    return JSONResponse({"status": "ok"})


@router.get("/spec", **described.SPEC)
async def spec(request: Request) -> JSONResponse:
    """The OpenAPI document."""
    return JSONResponse(request.app.openapi())


def _reader(form: str) -> Reader:
    if form not in ("text", "html"):
        raise Problem(400, f"{form} format is not supported")
    return read_html if form == "html" else read_text


def _alternatives(said: str) -> int:
    try:
        count = int(said)
    except ValueError:
        raise Problem(400, "Invalid request: alternatives parameter is not a number") from None
    if not 0 <= count <= MOST_ALTERNATIVES:
        raise Problem(
            400, f"Invalid request: alternatives parameter must be <= {MOST_ALTERNATIVES}"
        )
    return count


def _check_pair(source: str, target: str) -> None:
    """Refuse what is neither from Vietnamese nor to English.

    Raises:
        Problem: 400.
    """
    for code in (source, target):
        if code not in NAMES:
            raise Problem(400, f"{code} is not supported")
    if target != TARGET:
        raise Problem(
            400,
            f"{NAMES[target]} ({target}) is not available as a target language from"
            f" {NAMES[source]} ({source})",
        )


def _detected(language: str, confidence: float) -> dict[str, object]:
    return {"confidence": round(100 * confidence), "language": language}


def _with_alternatives(
    texts: Sequence[str], read: Reader, count: int, caller: Caller, pipeline: Pipeline
) -> list[list[str]]:
    """For each text its translation, then others the model thought of, all different."""
    drafts = read_all(texts, read, caller)
    choices = _Choices(pipeline, count + 1)
    found = [in_english(drafts, sentences_by(pipeline))]
    found += [in_english(drafts, choices.at(rank)) for rank in range(count + 1)]
    different = (list(dict.fromkeys(each)) for each in zip(*found, strict=True))
    return [each[: count + 1] for each in different]


class _Choices:
    """What the model would say to sentences, in the order in which it would."""

    def __init__(self, pipeline: Pipeline, count: int) -> None:
        self._desk = pipeline.desk
        self._count = count
        self._said: dict[str, list[str]] = {}

    def at(self, rank: int) -> Translate:
        """The choice of this rank, or the last there is."""

        def translate(texts: Sequence[str]) -> list[str]:
            found = map(self._choices, texts)
            return [each[min(rank, len(each) - 1)] for each in found]

        return translate

    def _choices(self, text: str) -> list[str]:
        if text not in self._said:
            found = self._desk.alternatives(text, self._count)
            self._said[text] = [each.text for each in found]
        return self._said[text]
