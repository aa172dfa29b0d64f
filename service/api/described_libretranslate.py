"""What the OpenAPI document says of LibreTranslate's dialect: shapes, examples, errors.

Fields may also come in the query or as a form; `service.api.libretranslate` reads them all alike.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from service.api.documented import (
    absent,
    answer,
    body,
    content,
    errors,
    file_form,
    files,
    form,
    listed,
)
from service.api.examples import SENTENCES

Source = Literal["vi", "en", "auto"]
Language = Literal["vi", "en"]


class LibreTranslateRequest(BaseModel):
    """A text to translate, or a list of texts."""

    q: str | list[str] = Field(description="A text gives a text, a list gives lists.")
    source: Source
    target: Literal["en"]
    format: Literal["text", "html"] = "text"
    alternatives: int = Field(default=0, ge=0, le=5, description="Other translations wanted.")
    api_key: str = absent("The key, where the server has any.")


class LibreTranslateFileRequest(BaseModel):
    """What is said of a file to translate."""

    source: Source
    target: Literal["en"]
    api_key: str = absent("The key, where the server has any.")


class LibreTranslateDetectRequest(BaseModel):
    """A text whose language is to be found out."""

    q: str
    api_key: str = absent("The key, where the server has any.")


class LibreTranslateSuggestion(BaseModel):
    """A translation somebody proposes; people decide what becomes of it."""

    q: str = Field(description="The text.")
    s: str = Field(description="What it should say in English.")
    source: Language
    target: Literal["en"]
    api_key: str = absent("The key, where the server has any.")


class _Answered(BaseModel):
    """An answer has these members and no others."""

    model_config = ConfigDict(extra="forbid")


class LibreTranslateDetected(_Answered):
    """The language of a text; confidence is from 0 to 100."""

    confidence: float
    language: str


class LibreTranslateAnswer(_Answered):
    """Texts where texts were sent, lists where lists were sent."""

    translatedText: str | list[str]
    detectedLanguage: LibreTranslateDetected | list[LibreTranslateDetected] = absent(
        "Where the source was auto."
    )
    alternatives: list[str] | list[list[str]] = absent("Where alternatives were asked for.")


class LibreTranslateLanguage(_Answered):
    """A language, and what it can be translated into."""

    code: str
    name: str
    targets: list[str]


class LibreTranslateFile(_Answered):
    """Where a translated file can be fetched."""

    translatedFileUrl: str


class LibreTranslateSuccess(_Answered):
    """It is kept."""

    success: Literal[True]


class LibreTranslateName(_Answered):
    """A language by code and name."""

    code: str
    name: str


class LibreTranslatePair(_Answered):
    """The languages a page begins with."""

    source: LibreTranslateName
    target: LibreTranslateName


class LibreTranslateSettings(_Answered):
    """What a page in front of the server must know."""

    charLimit: int
    frontendTimeout: int = Field(description="Milliseconds.")
    apiKeys: bool
    keyRequired: bool
    suggestions: bool
    filesTranslation: bool
    supportedFilesFormat: list[str]
    language: LibreTranslatePair


class LibreTranslateHealth(_Answered):
    """The process answers."""

    status: Literal["ok"]


class LibreTranslateError(_Answered):
    """What went wrong."""

    error: str


_ENGLISH = "The two sides agreed to step up cooperation in training."
_ASKED = {"q": SENTENCES[1], "source": "vi", "target": "en"}
_LISTED = {"q": [SENTENCES[1], "Xin chào."], "source": "auto", "target": "en", "alternatives": 1}
_DETECTED = {"confidence": 100, "language": "vi"}
_WRONG = errors(LibreTranslateError, 400, 403, 408, 413, 421, 429, 500, 503)
_OPEN = errors(LibreTranslateError, 403, 408, 421, 500)


def _takes(model: type[BaseModel], *examples: dict[str, Any]) -> dict[str, Any]:
    """A body as JSON or as a form."""
    return body(content(model, *examples), form(model, examples[0]))


TRANSLATE: dict[str, Any] = {
    "summary": "Translate texts",
    "openapi_extra": _takes(LibreTranslateRequest, _ASKED, _LISTED),
    "responses": answer(
        content(
            LibreTranslateAnswer,
            {"translatedText": _ENGLISH},
            {
                "translatedText": [_ENGLISH, "Hello."],
                "detectedLanguage": [_DETECTED, _DETECTED],
                "alternatives": [["Both sides agreed to cooperate more in training."], []],
            },
        ),
        "The English, in the shape of what was sent.",
    )
    | _WRONG,
}
DETECT: dict[str, Any] = {
    "summary": "Tell the language of a text",
    "openapi_extra": _takes(LibreTranslateDetectRequest, {"q": SENTENCES[1]}),
    "responses": answer(listed(LibreTranslateDetected, [_DETECTED]), "The language.") | _WRONG,
}
LANGUAGES: dict[str, Any] = {
    "summary": "List the languages",
    "responses": answer(
        listed(
            LibreTranslateLanguage,
            [
                {"code": "vi", "name": "Vietnamese", "targets": ["en"]},
                {"code": "en", "name": "English", "targets": ["en"]},
            ],
        ),
        "What can be translated into what.",
    )
    | _OPEN,
}
TRANSLATE_FILE: dict[str, Any] = {
    "summary": "Translate a file",
    "openapi_extra": body(file_form(LibreTranslateFileRequest)),
    "responses": answer(
        content(
            LibreTranslateFile, {"translatedFileUrl": "http://localhost:8000/download_file/6fEN…"}
        ),
        "It can be fetched there for an hour.",
    )
    | _WRONG,
}
DOWNLOAD_FILE: dict[str, Any] = {
    "summary": "Fetch a translated file",
    "response_class": Response,
    "responses": answer(files(), "The file, in the format it came in.")
    | _OPEN
    | errors(LibreTranslateError, 404),
}
SUGGEST: dict[str, Any] = {
    "summary": "Propose a translation",
    "openapi_extra": _takes(
        LibreTranslateSuggestion,
        {"q": SENTENCES[1], "s": _ENGLISH, "source": "vi", "target": "en"},
    ),
    "responses": answer(content(LibreTranslateSuccess, {"success": True}), "It is kept.") | _WRONG,
}
FRONTEND_SETTINGS: dict[str, Any] = {
    "summary": "Settings for a page in front",
    "responses": answer(
        content(
            LibreTranslateSettings,
            {
                "charLimit": 2_500_000,
                "frontendTimeout": 500,
                "apiKeys": False,
                "keyRequired": False,
                "suggestions": True,
                "filesTranslation": True,
                "supportedFilesFormat": [".txt", ".html", ".docx"],
                "language": {
                    "source": {"code": "vi", "name": "Vietnamese"},
                    "target": {"code": "en", "name": "English"},
                },
            },
        ),
        "The settings.",
    )
    | _OPEN,
}
HEALTH: dict[str, Any] = {
    "summary": "Alive?",
    "responses": answer(content(LibreTranslateHealth, {"status": "ok"}), "The process answers.")
    | _OPEN,
}
SPEC: dict[str, Any] = {
    "summary": "This document",
    "responses": answer(
        {"application/json": {"schema": {"type": "object"}, "example": {"openapi": "3.1.0"}}},
        "As at /openapi.json.",
    )
    | _OPEN,
}
