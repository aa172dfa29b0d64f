"""Requests of the other dialects: the same fields as JSON, as a form or in the query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from service.api.bodies import form_of, media_type
from service.api.problems import Problem

_FORM = "application/x-www-form-urlencoded"
_FORM_WITH_FILES = "multipart/form-data"
_MOST_FIELDS = 2_000  # of a form; a list is a field repeated


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent, and what it is called."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Fields:
    """What a caller said, by name. Fields of JSON may hold anything, all others hold texts."""

    values: dict[str, Any]
    file: Upload | None = None

    def text(self, name: str) -> str | None:
        """A field that is one text; numbers and truth values count as what they look like.

        Raises:
            Problem: 400, it is something else.
        """
        value = self.values.get(name)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool | int | float):
            return json.dumps(value)
        raise Problem(400, f"Invalid request: {name} parameter is not a string")

    def texts(self, name: str) -> list[str]:
        """A field that is a list of texts, or a single one.

        Raises:
            Problem: 400, it is something else.
        """
        value = self.values.get(name)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(each, str) for each in listed):
            raise Problem(400, f"Invalid request: {name} parameter is not a list of strings")
        return listed

    def names(self, name: str) -> list[str]:
        """A field that is a list of names, or has them divided by commas."""
        said = (part.strip() for text in self.texts(name) for part in text.split(","))
        return [part for part in said if part]


async def read_fields(request: Request) -> Fields:
    """The fields of a request: those of the body go over those of the query.

    Raises:
        Problem: 400, the body is malformed.
    """
    values = _merged(request.query_params.multi_items())
    kind = media_type(request)
    file: Upload | None = None
    if kind == _FORM:
        values |= _form(await request.body())
    elif kind == _FORM_WITH_FILES:
        said, file = await _form_with_files(request)
        values |= said
    elif (body := await request.body()).strip() and kind == "application/json":
        values |= _json(body)
    _check_characters([values, file.name if file else ""])
    return Fields(values, file)


def _check_characters(said: list[Any]) -> None:
    r"""Refuse what no answer could hold: half a character, as JSON may name it (`"\ud800"`).

    Raises:
        Problem: 400.
    """
    try:
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"Invalid request: what is no text cannot be read: {error}") from error


def _json(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"Invalid request: the body is no JSON: {error}") from error
    if not isinstance(said, dict):
        raise Problem(400, "Invalid request: the JSON is no object")
    return said


def _form(body: bytes) -> dict[str, Any]:
    """The fields of a form. Tools such as curl send its letters as they are, in UTF-8."""
    try:
        said = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeDecodeError as error:
        raise Problem(400, f"Invalid request: the form is not in UTF-8: {error}") from error
    except ValueError as error:
        raise Problem(400, f"Invalid request: the form is malformed: {error}") from error
    return _merged(said)


async def _form_with_files(request: Request) -> tuple[dict[str, Any], Upload | None]:
    file: Upload | None = None
    said: list[tuple[str, str]] = []
    try:
        async with form_of(request, _MOST_FIELDS) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    file = Upload(value.filename or "file", await value.read())
                else:
                    said.append((name, value))
    except (MultiPartException, ValueError) as error:
        raise Problem(400, f"Invalid request: the form is malformed: {error}") from error
    return _merged(said), file


def _merged(items: list[tuple[str, str]]) -> dict[str, Any]:
    """Fields that are repeated are lists."""
    merged: dict[str, Any] = {}
    for name, value in items:
        if name not in merged:
            merged[name] = value
        elif isinstance(merged[name], list):
            merged[name].append(value)
        else:
            merged[name] = [merged[name], value]
    return merged
