"""What the OpenAPI document says of DeepL's dialect: shapes, examples, errors.

Fields may also come as a form or in the query; `service.api.deepl` reads them all alike, and passes
over those of DeepL's that it does not know.
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
    text_content,
)
from service.api.examples import SENTENCES

Target = Literal["EN", "EN-GB", "EN-US"]


class DeepLRequest(BaseModel):
    """Texts to translate. What DeepL knows besides is accepted, without effect."""

    text: list[str] = Field(min_length=1)
    target_lang: Target
    source_lang: Literal["VI"] = absent("Found out where it is not said; needed with a glossary.")
    context: str = absent("What the texts are about; it is not translated.")
    split_sentences: Literal["0", "1", "nonewlines"] = absent("What ends a sentence.")
    preserve_formatting: bool = absent("Without effect: white space always stays.")
    show_billed_characters: bool = absent("Without effect: they are always told.")
    tag_handling: Literal["xml", "html"] = absent("What markup there is in the texts.")
    ignore_tags: list[str] = absent("Elements of XML that stay as they are.")
    glossary_id: str = absent("A glossary to use.")


class DeepLDocumentRequest(BaseModel):
    """What is said of a document to translate."""

    target_lang: Target
    source_lang: Literal["VI"] = absent("Needed with a glossary.")
    filename: str = absent("What the document is called, if not as the file is.")
    output_format: str = absent("The format it came in; there is no other.")
    glossary_id: str = absent("A glossary to use.")


class DeepLGlossaryRequest(BaseModel):
    """A glossary to keep."""

    name: str
    source_lang: Literal["vi", "VI"]
    target_lang: Literal["en", "EN"]
    entries: str = Field(description="A source and a target a line, divided by a tab or a comma.")
    entries_format: Literal["tsv", "csv"] = "tsv"


class DeepLDocumentKeyRequest(BaseModel):
    """The key that was given for a document."""

    document_key: str


class _Answered(BaseModel):
    """An answer has these members and no others."""

    model_config = ConfigDict(extra="forbid")


class DeepLTranslation(_Answered):
    """A text in English."""

    detected_source_language: str
    text: str
    billed_characters: int


class DeepLTranslations(_Answered):
    """Texts in English, in the order they were sent."""

    translations: list[DeepLTranslation]


class DeepLDocument(_Answered):
    """A document on its way, and the key to it."""

    document_id: str
    document_key: str


class DeepLDocumentStatus(_Answered):
    """How far a document is."""

    document_id: str
    status: Literal["queued", "translating", "done", "error"]
    seconds_remaining: int = absent("While it is translated, as soon as that can be told.")
    billed_characters: int = absent("When it is done.")
    error_message: str = absent("Why it was not done.")


class DeepLGlossary(_Answered):
    """A glossary that is kept."""

    glossary_id: str
    name: str
    ready: bool
    source_lang: str
    target_lang: str
    creation_time: str
    entry_count: int


class DeepLGlossaries(_Answered):
    """The caller's glossaries."""

    glossaries: list[DeepLGlossary]


class DeepLLanguagePair(_Answered):
    """Languages a glossary may have."""

    source_lang: str
    target_lang: str


class DeepLLanguagePairs(_Answered):
    """All pairs of languages a glossary may have."""

    supported_languages: list[DeepLLanguagePair]


class DeepLUsage(_Answered):
    """Characters translated since the server's start; there is no limit."""

    character_count: int
    character_limit: int


class DeepLLanguage(_Answered):
    """A language."""

    language: str
    name: str
    supports_formality: bool = absent("Of languages to translate into.")


class DeepLError(_Answered):
    """What went wrong."""

    message: str


_ENGLISH = "The two sides agreed to step up cooperation in training."
_ENTRIES = "hợp tác đào tạo\ttraining cooperation"
_KEY = {"document_key": "0CB0054F1C132C1625B392EADDA41CB754A742822F6877173029A6C487E7F60A"}
_ID = "04DE5AD98A02647D83285A36021911C6"
_GLOSSARY = {
    "glossary_id": "def3a26b-3e84-45b3-84ae-0c0aaf3525f7",
    "name": "Defence",
    "ready": True,
    "source_lang": "vi",
    "target_lang": "en",
    "creation_time": "2026-11-20T08:00:00.000000Z",
    "entry_count": 1,
}
_WRONG = errors(DeepLError, 400, 403, 404, 408, 413, 421, 429, 500, 529)


def _takes(model: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    """A body as JSON or as a form."""
    return body(content(model, example), form(model, example))


TRANSLATE: dict[str, Any] = {
    "summary": "Translate texts",
    "openapi_extra": _takes(
        DeepLRequest, {"text": [SENTENCES[1]], "source_lang": "VI", "target_lang": "EN-GB"}
    ),
    "responses": answer(
        content(
            DeepLTranslations,
            {
                "translations": [
                    {
                        "detected_source_language": "VI",
                        "text": _ENGLISH,
                        "billed_characters": len(SENTENCES[1]),
                    }
                ]
            },
        ),
        "One translation for each text, in the same order.",
    )
    | _WRONG,
}
UPLOAD: dict[str, Any] = {
    "summary": "Have a document translated",
    "openapi_extra": body(file_form(DeepLDocumentRequest)),
    "responses": answer(
        content(DeepLDocument, {"document_id": _ID, **_KEY}), "Ask with these how far it is."
    )
    | _WRONG,
}
STATUS: dict[str, Any] = {
    "summary": "Ask how far a document is",
    "openapi_extra": _takes(DeepLDocumentKeyRequest, _KEY),
    "responses": answer(
        content(
            DeepLDocumentStatus,
            {"document_id": _ID, "status": "translating", "seconds_remaining": 20},
            {"document_id": _ID, "status": "done", "billed_characters": 1337},
        ),
        "How far it is.",
    )
    | _WRONG,
}
RESULT: dict[str, Any] = {
    "summary": "Fetch a translated document",
    "response_class": Response,
    "openapi_extra": _takes(DeepLDocumentKeyRequest, _KEY),
    "responses": answer(files(), "The document, in the format it came in.")
    | _WRONG
    | errors(DeepLError, 503),
}
CREATE_GLOSSARY: dict[str, Any] = {
    "summary": "Keep a glossary",
    "openapi_extra": _takes(
        DeepLGlossaryRequest,
        {"name": "Defence", "source_lang": "vi", "target_lang": "en", "entries": _ENTRIES},
    ),
    "status_code": 201,
    "responses": answer(content(DeepLGlossary, _GLOSSARY), "It is kept.", 201) | _WRONG,
}
LIST_GLOSSARIES: dict[str, Any] = {
    "summary": "List the glossaries",
    "responses": answer(content(DeepLGlossaries, {"glossaries": [_GLOSSARY]}), "The caller's own.")
    | _WRONG,
}
GET_GLOSSARY: dict[str, Any] = {
    "summary": "Describe a glossary",
    "responses": answer(content(DeepLGlossary, _GLOSSARY), "The glossary.") | _WRONG,
}
GET_ENTRIES: dict[str, Any] = {
    "summary": "Read a glossary's entries",
    "response_class": Response,
    "responses": answer(
        text_content("text/tab-separated-values", _ENTRIES), "A source and a target a line."
    )
    | _WRONG,
}
DELETE_GLOSSARY: dict[str, Any] = {
    "summary": "Forget a glossary",
    "status_code": 204,
    "responses": {204: {"description": "It is gone."}} | _WRONG,
}
GLOSSARY_LANGUAGES: dict[str, Any] = {
    "summary": "List the languages of glossaries",
    "responses": answer(
        content(
            DeepLLanguagePairs,
            {"supported_languages": [{"source_lang": "vi", "target_lang": "en"}]},
        ),
        "The pairs.",
    )
    | _WRONG,
}
USAGE: dict[str, Any] = {
    "summary": "Ask how much was translated",
    "responses": answer(
        content(DeepLUsage, {"character_count": 180_118, "character_limit": 10**12}), "The usage."
    )
    | _WRONG,
}
LANGUAGES: dict[str, Any] = {
    "summary": "List the languages",
    "openapi_extra": {
        "parameters": [
            {
                "name": "type",
                "in": "query",
                "required": False,
                "schema": {"enum": ["source", "target"], "default": "source", "type": "string"},
                "description": "Languages to translate from, or into.",
            }
        ]
    },
    "responses": answer(
        listed(DeepLLanguage, [{"language": "VI", "name": "Vietnamese"}]), "The languages."
    )
    | _WRONG,
}
