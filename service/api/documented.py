"""The OpenAPI document: what routes share in it, and how the whole is put together.

Bodies are parsed by the routes themselves, which take more than one type, so their descriptions
are written here from the same models.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.api import schemas
from service.api.schemas import ProblemData

Responses = dict[int | str, dict[str, Any]]
Content = dict[str, dict[str, Any]]
"""media type → what is said of it"""

DESCRIPTION = (
    "Vietnamese news into English a newsroom can use: a translation sentence by sentence, a "
    "summary whose every statement names the sentences it comes from, and what the checks noticed."
)
_WHY = {
    400: "The request is malformed.",
    401: "No API key, or one that is not known here.",
    403: "The key may not do this, or the request comes from a web page that may not call.",
    404: "There is none of that id.",
    408: "The request came too slowly.",
    412: "It has been changed meanwhile.",
    413: "Too large: more bytes or sentences than this caller may send at once.",
    415: "The body is of a type that is not accepted here.",
    421: "The server does not answer to this host name.",
    422: "There is nothing here that could be translated, or it is not Vietnamese: `language` says "
    "what was detected.",
    429: "More requests than this key may send; `Retry-After` says when to come again.",
    500: "A fault of the server; its log knows the request id.",
    503: "Too much is waiting, or the model or the memory cannot be used; see `Retry-After`.",
}
_ANYWHERE = (401, 403, 408, 421, 429, 500, 503)
_SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}


def content(
    model: type[BaseModel], example: object, media_type: str = "application/json"
) -> Content:
    """What a body of some type holds."""
    return {media_type: {"schema": _ref(model), "example": example}}


def either(examples: dict[type[BaseModel], object]) -> Content:
    """What a JSON body holds that is one of several things."""
    return {
        "application/json": {
            "schema": {"anyOf": [_ref(model) for model in examples]},
            "examples": {model.__name__: {"value": said} for model, said in examples.items()},
        }
    }


def text_content(media_type: str, example: str) -> Content:
    """What a body holds that is text or a file."""
    return {media_type: {"schema": {"type": "string"}, "example": example}}


def answer(content: Content, about: str, status: int = 200) -> Responses:
    """A route's good answer."""
    return {status: {"description": about, "content": content}}


def problems(*statuses: int, example: dict[str, Any] | None = None) -> Responses:
    """The errors a route may answer with, those that any route may included."""
    responses: Responses = {}
    for status in sorted({*statuses, *_ANYWHERE}):
        body: dict[str, Any] = {"schema": _ref(ProblemData)}
        if status == 422 and example is not None:
            body["example"] = example
        described = {"description": _WHY[status], "content": {"application/problem+json": body}}
        responses[status] = described
    return responses


def body(*contents: Content, about: str = "") -> dict[str, Any]:
    """A request body, of any of these types."""
    merged = {kind: said for each in contents for kind, said in each.items()}
    return {"requestBody": {"required": True, "description": about, "content": merged}}


def file_content(options: type[BaseModel]) -> Content:
    """A form with a file and a page's options."""
    schema = options.model_json_schema(ref_template=_TEMPLATE)
    fields = {
        name: said
        for name, said in schema["properties"].items()
        if name in ("id", "max_sentences", "method")
    }
    fields["file"] = {"type": "string", "format": "binary", "description": "Text or HTML."}
    return {
        "multipart/form-data": {
            "schema": {"type": "object", "required": ["file"], "properties": fields}
        }
    }


def cached_document(app: FastAPI) -> dict[str, Any]:
    """The document, made once for an app."""
    if app.openapi_schema is None:
        app.openapi_schema = document(app)
    return app.openapi_schema


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of an app."""
    whole = get_openapi(
        title="Bantin",
        version=app.version,
        description=DESCRIPTION,
        routes=app.routes,
        license_info={"name": "see the repository"},
    )
    components = whole.setdefault("components", {})
    own = components.setdefault("schemas", {})
    own |= _schemas()
    for name in ("HTTPValidationError", "ValidationError"):
        own.pop(name, None)
    components["securitySchemes"] = _SECURITY
    whole["security"] = [{}, *({name: []} for name in _SECURITY)]
    for operations in whole["paths"].values():
        for operation in operations.values():
            _without_validation_error(operation)
    return whole


def _without_validation_error(operation: dict[str, Any]) -> None:
    """Take back what the framework says of bad parameters: here they are a 400."""
    said = operation["responses"].get("422", {}).get("content", {}).get("application/json", {})
    if said.get("schema", {}).get("$ref", "").endswith("/HTTPValidationError"):
        del operation["responses"]["422"]


_TEMPLATE = "#/components/schemas/{model}"


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _TEMPLATE.format(model=model.__name__)}


def _schemas() -> dict[str, Any]:
    """Every model of the native interface."""
    models = [
        each
        for each in vars(schemas).values()
        if isinstance(each, type) and issubclass(each, BaseModel) and each is not BaseModel
    ]
    _, found = models_json_schema(
        [(each, "validation") for each in models if each is not schemas.Sent],
        ref_template=_TEMPLATE,
    )
    definitions: dict[str, Any] = found["$defs"]
    return definitions
