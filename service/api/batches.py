"""A corpus through one request: NDJSON in, NDJSON out, each result as soon as it is there.

Memory stays flat however long the corpus is: a few articles are in work at once, and results that
the client does not read yet wait in a file. So a client may also send everything before it reads
anything, as most do.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from functools import partial

from anyio import CapacityLimiter
from fastapi import APIRouter, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from service.api import examples
from service.api.articles import summary_of, terms_for
from service.api.bodies import media_type, parse_json, split_lines
from service.api.dependencies import (
    Caller,
    CallerDep,
    OfficeDep,
    call_off_when_gone,
    errand_of,
    patiently,
    pipeline_for,
)
from service.api.documented import answer, body, problems, text_content
from service.api.office import Office
from service.api.problems import RETRY_QUEUE, Problem, problem_of
from service.api.schemas import SummaryRequest
from service.api.spool import Spool
from service.errands import Errand
from service.errors import CalledOff, Overloaded

router = APIRouter(prefix="/v1", tags=["articles"])
log = logging.getLogger(__name__)

AT_ONCE = 8  # articles of one batch in work
MOST_READ = 64_000_000  # bytes of a batch read ahead of the work; they wait in a file
NDJSON = "application/x-ndjson"


@router.post(
    "/batches",
    summary="Translate and summarise many pages",
    response_class=Response,
    responses=answer(
        text_content(
            NDJSON, '{"article": {"id": "a", …}, …}\n{"id": "b", "line": 2, "error": …}\n'
        ),
        "One report or `{id, line, error}` a line, as each is done.",
    )
    | problems(415),
    openapi_extra=body(
        text_content(NDJSON, examples.BATCH),
        about="One page a line, in the shape of a summary request.",
    ),
)
async def batch(request: Request, office: OfficeDep, caller: CallerDep) -> Response:
    """Safe to send again: what was done before comes from the memory.

    An article that fails has a line of its own and stops no other. When the server shuts down, it
    finishes what it has begun, as far as it has the time, and says in a line with the id null that
    the rest was not read.
    """
    if media_type(request) != NDJSON:
        raise Problem(415, f"send {NDJSON}")
    return BatchResponse(Batch(request, office, caller))


class BatchResponse(StreamingResponse):
    """A streamed answer to a request that is still being read."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(batch.results(), media_type=NDJSON)
        self._batch = batch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI. Receiving is left to the batch, which reads its lines there."""
        with self._batch.office.batches.place():
            await self.stream_response(send)


class Batch:
    """Reads lines, works on some at once, spools what comes out."""

    def __init__(self, request: Request, office: Office, caller: Caller) -> None:
        self.office = office
        self._request = request
        self._caller = caller
        self._room = asyncio.Semaphore(AT_ONCE)
        self._threads = CapacityLimiter(AT_ONCE)
        self._problem: Problem | None = None  # why not all lines were read

    async def results(self) -> AsyncIterator[bytes]:
        """The lines of the answer."""
        with errand_of(self.office) as errand, Spool(MOST_READ) as asked, Spool() as answers:
            tasks = [
                asyncio.create_task(self._receive(asked, errand)),
                asyncio.create_task(self._work(asked, answers, errand)),
                asyncio.create_task(self._stop_in_time(errand)),
            ]
            try:
                async for piece in answers:
                    yield piece
                await tasks[1]
            finally:
                errand.call_off()
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)

    async def _receive(self, asked: Spool, errand: Errand) -> None:
        """Read the request, somewhat ahead of the work, so that a client's leaving is seen."""
        try:
            async for chunk in self._request.stream():
                await asked.room()
                await asked.put(chunk)
        except ClientDisconnect:
            errand.call_off()
        except Problem as problem:  # it came too slowly; what was begun goes on
            self._problem = problem
        finally:
            await asked.end()
        await call_off_when_gone(self._request, errand)

    async def _work(self, asked: Spool, answers: Spool, errand: Errand) -> None:
        """Work on the lines as they come; ends the answers when all are done."""
        number = 0
        try:
            async with asyncio.TaskGroup() as group:
                async for line in self._lines(asked):
                    number += 1
                    if line.strip() and not errand.is_off:
                        await self._room.acquire()
                        await answers.room()
                        group.create_task(self._do(line, number, errand, answers))
            if self._problem is not None:
                await answers.put(_failure(None, number + 1, self._problem))
        finally:
            await answers.end()

    async def _stop_in_time(self, errand: Errand) -> None:
        """End what is being done while the answer can still say so."""
        await self.office.out_of_time.wait()
        errand.call_off()

    async def _lines(self, asked: Spool) -> AsyncIterator[bytes]:
        """The lines of the request, until one is too long or the server closes."""
        lines = split_lines(asked, self.office.workshop.settings.max_bytes)
        closing = asyncio.create_task(self.office.closing.wait())
        try:
            while True:
                reading = asyncio.ensure_future(anext(lines, None))
                await asyncio.wait({reading, closing}, return_when=asyncio.FIRST_COMPLETED)
                if closing.done():
                    reading.cancel()
                    raise _closing("the rest")
                line = reading.result()
                if line is None:
                    return
                yield line
        except Problem as problem:
            self._problem = problem
        finally:
            closing.cancel()

    async def _do(self, line: bytes, number: int, errand: Errand, answers: Spool) -> None:
        try:
            job = partial(self._answer, line, number, errand)
            await answers.put(await patiently(job, self._threads))
        except CalledOff:
            log.info("a batch was left at line %d", number)
        finally:
            self._room.release()

    def _answer(self, line: bytes, number: int, errand: Errand) -> bytes:
        """A line's answer, made in a thread."""
        id = None
        try:
            asked = parse_json(line, SummaryRequest)
            id = asked.id or f"line-{number}"
            pipeline = pipeline_for(self.office, errand, terms_for(asked.glossary, self.office))
            asked = asked.model_copy(update={"id": id})
            return _line(summary_of(asked, self._caller, self.office, pipeline))
        except CalledOff:
            if self.office.out_of_time.is_set():
                return _failure(id, number, _closing("this line"))
            raise
        except Overloaded:
            raise
        except Exception as error:  # one line never stops the others
            problem = problem_of(error)
            if problem.status == 500:
                log.error("line %d of a batch failed", number, exc_info=error)
            return _failure(id or _id_in(line), number, problem)


def _id_in(line: bytes) -> str | None:
    """The id in a line that is no sound request, if it can be made out and sent back."""
    try:
        id = json.loads(line)["id"]
        json.dumps(id, ensure_ascii=False).encode()  # half a character cannot be sent back
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return id if isinstance(id, str) else None


def _closing(what: str) -> Problem:
    return Problem(503, f"the server is closing; send {what} again", RETRY_QUEUE)


def _failure(id: str | None, number: int, problem: Problem) -> bytes:
    return _line({"id": id, "line": number, "error": problem.data()})


def _line(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
