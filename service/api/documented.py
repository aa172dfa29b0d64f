"""The OpenAPI document: what routes share in it, and how the whole is put together.

Bodies are parsed by the routes themselves, which take more than one type, so their descriptions
are written here from the same models.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import ModuleType
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from service.api.schemas import ProblemData
from service.documents import MEDIA_TYPES

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
    529: "Too much is waiting, or the model or the memory cannot be used; see `Retry-After`.",
}
_ANYWHERE = (401, 403, 408, 421, 429, 500, 503)
_SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "deepl": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`DeepL-Auth-Key KEY`, as DeepL's clients send it.",
    },
}
_NULL = "\0null"  # stands for null, which the framework leaves out, in examples too
_FILE = {"type": "string", "format": "binary"}


def absent(about: str) -> Any:  # noqa: ANN401 - as Field, it stands for a value of any type
    """A member that may be absent but is never null; for shapes that no code makes values of."""
    return Field(default_factory=lambda: None, description=about)


def content(model: type[BaseModel], *examples: object) -> Content:
    """What a body of JSON holds."""
    return {"application/json": {"schema": _ref(model), **_examples(examples)}}


def listed(model: type[BaseModel], *examples: object) -> Content:
    """What a body of JSON holds that is a list."""
    schema = {"type": "array", "items": _ref(model)}
    return {"application/json": {"schema": schema, **_examples(examples)}}


def form(model: type[BaseModel], example: object) -> Content:
    """What a form holds; a list is a field repeated."""
    return {"application/x-www-form-urlencoded": {"schema": _ref(model), "example": example}}


def file_form(model: type[BaseModel]) -> Content:
    """A form with a file, and what is said of it."""
    file = {"type": "object", "required": ["file"], "properties": {"file": _FILE}}
    return {"multipart/form-data": {"schema": {"allOf": [_ref(model), file]}}}


def files() -> Content:
    """A document in any of the formats there are."""
    kinds = (kind.partition(";")[0] for kind in MEDIA_TYPES.values())
    return {kind: {"schema": _FILE, "example": "Good morning."} for kind in kinds}


def either(examples: dict[type[BaseModel], object]) -> Content:
    """What a JSON body holds that is one of several things."""
    named = {
        model.__name__: {"value": _swap(said, None, _NULL)} for model, said in examples.items()
    }
    schema = {"anyOf": [_ref(model) for model in examples]}
    return {"application/json": {"schema": schema, "examples": named}}


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


def errors(model: type[BaseModel], *statuses: int) -> Responses:
    """The errors a route of a dialect may answer with, in its shape."""
    content = {"application/json": {"schema": _ref(model)}}
    return {status: {"description": _WHY[status], "content": content} for status in statuses}


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


def document(app: FastAPI, shapes: Sequence[ModuleType]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of an app; `shapes` hold the models its routes speak of."""
    whole = get_openapi(
        title="Bantin",
        version=app.version,
        description=DESCRIPTION,
        routes=app.routes,
        license_info={"name": "see the repository"},
    )
    components = whole.setdefault("components", {})
    own = components.setdefault("schemas", {})
    own |= _schemas([model for module in shapes for model in _models(module)])
    for name in ("HTTPValidationError", "ValidationError"):
        own.pop(name, None)
    components["securitySchemes"] = _SECURITY
    whole["security"] = [{}, *({name: []} for name in _SECURITY)]
    for operations in whole["paths"].values():
        for operation in operations.values():
            _without_validation_error(operation)
    document: dict[str, Any] = _swap(whole, _NULL, None)
    return document


def _without_validation_error(operation: dict[str, Any]) -> None:
    """Take back what the framework says of bad parameters: here they are a 400."""
    said = operation["responses"].get("422", {}).get("content", {}).get("application/json", {})
    if said.get("schema", {}).get("$ref", "").endswith("/HTTPValidationError"):
        del operation["responses"]["422"]


_TEMPLATE = "#/components/schemas/{model}"


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _TEMPLATE.format(model=model.__name__)}


def _examples(examples: Sequence[object]) -> dict[str, Any]:
    said = _swap(examples, None, _NULL)
    if len(said) == 1:
        return {"example": said[0]}
    numbered = enumerate(said, start=1)
    return {"examples": {f"example {number}": {"value": each} for number, each in numbered}}


def _swap(data: Any, old: object, new: object) -> Any:  # noqa: ANN401 - it is any JSON
    """Data with one value in place of another, however deep."""
    if isinstance(data, Mapping):
        return {name: _swap(each, old, new) for name, each in data.items()}
    if isinstance(data, list | tuple):
        return [_swap(each, old, new) for each in data]
    return new if data == old else data


def _models(module: ModuleType) -> list[type[BaseModel]]:
    """The models of a module; not those it has from elsewhere or keeps to itself."""
    return [
        each
        for name, each in vars(module).items()
        if isinstance(each, type)
        and issubclass(each, BaseModel)
        and each.__module__ == module.__name__
        and not name.startswith("_")
    ]


def _schemas(models: Collection[type[BaseModel]]) -> dict[str, Any]:
    _, found = models_json_schema([(each, "validation") for each in models], ref_template=_TEMPLATE)
    definitions: dict[str, Any] = found["$defs"]
    return definitions
