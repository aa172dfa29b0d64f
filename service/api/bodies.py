"""How a request's body is read: never too much of it, and never for too long."""

from __future__ import annotations

import asyncio
import json
import sys
from codecs import BOM_UTF8
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any, TypeVar

from anyio import to_thread
from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import Problem
from service.decode import decode

M = TypeVar("M", bound=BaseModel)

BODY_SECONDS = 120.0  # for a whole body
PAUSE_SECONDS = 30.0  # between two pieces of a body
DRAIN_SECONDS = 10.0  # for the rest of a body that is answered already
SILENCE_SECONDS = 2.0  # between two pieces of that rest
_DRAINED = 4  # so many times the bytes of a whole body are read of that rest
_UNPACKED = "identity"  # the `Content-Encoding` of a body that is sent as it is
_FIELDS = 20  # of a form
_STREAMED = "/v1/batches"  # reads line by line and limits each line


class HeadAsGet:
    """Middleware that has HEAD answered as GET is; the answer's body is left out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_no_body(message: Message) -> None:
            await send({**message, "body": b""} if "body" in message else message)

        as_get = {**scope, "method": "GET"}
        try:
            await self._app(as_get, receive, send_no_body)
        finally:
            if "route" in as_get:  # the journal reads it in its own scope
                scope["route"] = as_get["route"]


class BodyLimit:
    """Middleware that refuses bodies which are too large (413), too slow (408) or packed (415).

    It is around everything that answers, for it also reads what is left of a body after the answer.
    A server that closes a connection with bytes unread resets it, and a client that sends all
    before it reads anything finds the reset in place of the answer.
    """

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most_bytes = None if scope["path"] == _STREAMED else self._most_bytes
        body = _Body(receive, most_bytes, Headers(scope=scope))

        async def send_and_drain(message: Message) -> None:
            last = message["type"] == "http.response.body" and not message.get("more_body", False)
            if not (last and body.is_coming):
                await send(message)
                return
            await send({**message, "more_body": True})  # clients that read now need not wait
            try:
                await body.drain(_DRAINED * self._most_bytes)
            finally:
                await send({"type": "http.response.body"})

        await self._app(scope, body.receive, send_and_drain)


class _Body:
    """A body being received. Its length is counted; what `Content-Length` says is not trusted.

    It is refused once: whoever receives on waits for the client's leaving, as long as that takes.
    """

    def __init__(self, receive: Receive, most_bytes: int | None, headers: Headers) -> None:
        self._receive = receive
        self._most_bytes = most_bytes
        self._coding = headers.get("content-encoding", _UNPACKED).strip().lower()
        self._asks_first = headers.get("expect", "").lower() == "100-continue"
        self._bytes = 0
        self._ended = "content-length" not in headers and "transfer-encoding" not in headers
        self._refused = False
        self._deadline = asyncio.get_running_loop().time() + BODY_SECONDS

    @property
    def is_coming(self) -> bool:
        """Whether the client may still be sending."""
        return not self._ended and not (self._asks_first and self._bytes == 0)

    async def drain(self, most_bytes: int) -> None:
        """Receive the rest for nothing, unless there is too much of it or it comes too slowly."""
        most_bytes += self._bytes
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                while not self._ended and self._bytes < most_bytes:
                    async with asyncio.timeout(SILENCE_SECONDS):
                        self._note(await self._receive())

    async def receive(self) -> Message:
        if self._ended or self._refused:
            message = await self._receive()  # its leaving, or what comes of a refused body
            self._note(message)
            return message
        try:
            async with asyncio.timeout(self._patience()):
                message = await self._receive()
        except TimeoutError as error:
            raise self._refusal(408, "the request's body did not come in time") from error
        self._note(message)
        if message.get("body") and self._coding != _UNPACKED:
            raise self._refusal(415, f"send the body as it is, not packed with {self._coding}")
        if self._most_bytes is not None and self._bytes > self._most_bytes:
            raise self._refusal(413, f"more than {self._most_bytes:,} bytes in one request")
        return message

    def _note(self, message: Message) -> None:
        self._bytes += len(message.get("body", b""))
        self._ended = not message.get("more_body", False)

    def _refusal(self, status: int, detail: str) -> Problem:
        self._refused = True
        return Problem(status, detail)

    def _patience(self) -> float:
        if self._most_bytes is None:
            return PAUSE_SECONDS
        left = self._deadline - asyncio.get_running_loop().time()
        return max(0.0, min(PAUSE_SECONDS, left))


def media_type(request: Request) -> str:
    """The body's type without parameters, "" if it has none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_json(request: Request, model: type[M]) -> M:
    """A JSON body.

    Raises:
        Problem: 415 if it is something else, 400 if it is not of the model's shape.
    """
    if media_type(request) != "application/json":
        raise Problem(415, "send application/json")
    return parse_json(await request.body(), model)


async def read_page(request: Request, model: type[M]) -> M:
    """A page with its options: as JSON, as plain text or HTML, or as a file of a form.

    Where the body is the page itself, options come from the query; in a form, from its fields.

    Raises:
        Problem: 415, 400.
        UnreadableInput: The page is no text.
    """
    match media_type(request):
        case "application/json":
            return parse_json(await request.body(), model)
        case "text/plain":
            text = await decoded(await request.body(), "the body")
            return parse(dict(request.query_params) | {"text": text}, model)
        case "text/html":
            html = await decoded(await request.body(), "the body")
            return parse(dict(request.query_params) | {"html": html}, model)
        case "multipart/form-data":
            return parse(dict(request.query_params) | await _form(request), model)
        case _:
            raise Problem(
                415, "send application/json, text/plain, text/html or multipart/form-data"
            )


async def decoded(data: bytes, name: str) -> str:
    """A text as `decode` has it, in a thread: to find an encoding out may take seconds.

    Raises:
        UnreadableInput: It is no text.
    """
    return await to_thread.run_sync(decode, data, name)


def parse_json(data: bytes, model: type[M]) -> M:
    """A model from JSON.

    Raises:
        Problem: 400.
    """
    try:
        return model.model_validate_json(data.removeprefix(BOM_UTF8))
    except ValidationError as error:
        raise Problem(400, _reasons(error)) from error
    except RecursionError as error:
        raise Problem(400, "the JSON is nested too deeply") from error


def parse(data: Mapping[str, Any], model: type[M]) -> M:
    """A model from the fields of a form or a query.

    Raises:
        Problem: 400.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Problem(400, _reasons(error)) from error


async def split_lines(chunks: AsyncIterable[bytes], most_bytes: int) -> AsyncIterator[bytes]:
    """The lines in a stream, as they come; empty ones too.

    Raises:
        Problem: 413, a line is too long.
    """
    pieces: list[bytes] = []
    size = 0
    async for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            if size + len(piece) > most_bytes:
                raise Problem(413, f"a line of more than {most_bytes:,} bytes")
            yield b"".join((*pieces, piece))
            pieces.clear()
            size = 0
        pieces.append(rest)
        size += len(rest)
        if size > most_bytes:
            raise Problem(413, f"a line of more than {most_bytes:,} bytes")
    if size:
        yield b"".join(pieces)


def form_of(request: Request, most_fields: int) -> AbstractAsyncContextManager[FormData]:
    """A form with at most one file; `BodyLimit` alone says how large its fields may be."""
    return request.form(max_files=1, max_fields=most_fields, max_part_size=sys.maxsize)


async def _form(request: Request) -> dict[str, Any]:
    """The fields of a form, with the file in it as text or HTML."""
    fields: dict[str, Any] = {}
    try:
        async with form_of(request, _FIELDS) as form:
            for name, value in form.multi_items():
                if not isinstance(value, UploadFile):
                    fields[name] = json.loads(value) if name == "glossary" else value
                    continue
                data = await value.read()
                html = (value.filename or "").lower().endswith((".html", ".htm", ".xhtml"))
                html = html or (value.content_type or "").startswith("text/html")
                text = await decoded(data, value.filename or "the file")
                fields["html" if html else "text"] = text
    except MultiPartException as error:
        raise Problem(400, f"the form is malformed: {error.message}") from error
    except ValueError as error:
        raise Problem(400, f"the form is malformed: {error}") from error
    return fields


def _reasons(error: ValidationError) -> str:
    """What is wrong with each member: "max_sentences: Input should be greater than …"."""
    return "; ".join(
        f"{'.'.join(map(str, each['loc'])) or 'body'}: {each['msg']}" for each in error.errors()
    )
