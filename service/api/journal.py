"""What is written down of each request: a line in the log, a count in the metrics, an id.

Never a key, an address, a query or a text.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
import time
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.metrics import Metrics
from service.api.problems import RETRY_QUEUE, Problem, Respond, problem_of

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
_SOUND_ID = re.compile(r"[\w.:-]{1,80}\Z", re.ASCII)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class Journal:
    """Middleware around everything that answers; also the last to catch what nobody foresaw."""

    def __init__(self, app: ASGIApp, metrics: Metrics, respond: Respond) -> None:
        self._app = app
        self._metrics = metrics
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get(HEADER, "")
        id = asked if _SOUND_ID.match(asked) else f"{random.getrandbits(128):032x}"
        _request_id.set(id)
        start = time.perf_counter()
        answer = _Answer(send, id)
        try:
            await self._app(scope, receive, answer.send)
        except asyncio.CancelledError:  # the server closes and waits no longer
            if answer.status is None:
                problem = Problem(503, "the server is closing; send it again", RETRY_QUEUE)
                await self._respond(scope, problem)(scope, receive, answer.send)
            raise
        except Exception as error:
            problem = problem_of(error)
            log.error("unforeseen" if problem.status == 500 else str(error), exc_info=error)
            if answer.status is not None:
                raise  # an answer half sent cannot be mended: the connection is cut
            await self._respond(scope, problem)(scope, receive, answer.send)
        finally:
            self._note(scope, answer.status or 500, time.perf_counter() - start)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.request(method, route, status, seconds)
        facts = {"method": method, "route": route, "status": status, "seconds": round(seconds, 4)}
        log.info("request", extra={"facts": facts})


class _Answer:
    """The answer on its way: its status is noted and the id put on it."""

    def __init__(self, send: Send, id: str) -> None:
        self._send = send
        self._id = id
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)[HEADER] = self._id
        await self._send(message)


class JsonLines(logging.Formatter):
    """Each record as a line of JSON, with the id of the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter.format`."""
        line: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (id := _request_id.get()) is not None:
            line["request"] = id
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
