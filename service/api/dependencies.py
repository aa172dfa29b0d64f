"""What routes of every dialect are given, and how they have work done.

A route takes `WorkshopDep` and `CallerDep` and awaits `translate` (sentences in, translations out)
or `work` (anything that uses the pipeline). Errors pass through: `service.api.problems` turns them
into answers, in the shape of the dialect whose route was called. A dialect is a module with

    router: APIRouter
    def error_response(problem: Problem) -> Response

and is listed in `service.api.app`; a module beside it says what the OpenAPI document has on it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, TypeVar, cast

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from service.api.office import Office
from service.api.problems import RETRY_QUEUE, Problem
from service.article import Translation
from service.build import Workshop
from service.errands import Errand
from service.errors import Overloaded, SettingsError
from service.glossary import Glossary
from service.pipeline import Pipeline

T = TypeVar("T")

log = logging.getLogger(__name__)

_SCHEMES = ("bearer", "deepl-auth-key")
ANONYMOUS = "anonymous"
PATIENCE = 0.5  # seconds until work the queue had no room for is handed in again


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the name of their key, what they may do and how much at once."""

    name: str
    max_sentences: int
    may_edit: bool

    def check_sentences(self, count: int) -> None:
        """Refuse requests that are too large for this caller.

        Raises:
            Problem: 413.
        """
        if count > self.max_sentences:
            raise Problem(
                413, f"{count} sentences; this caller may send {self.max_sentences} at once"
            )

    def check_may_edit(self) -> None:
        """Refuse callers that may only read.

        Raises:
            Problem: 403.
        """
        if not self.may_edit:
            raise Problem(403, f"the key {self.name!r} may translate but not change anything")


def office_of(request: Request) -> Office:
    """The server's state."""
    return cast(Office, request.app.state.office)


def workshop_of(request: Request) -> Workshop:
    """The pipeline and what belongs to it."""
    return office_of(request).workshop


def admit(request: Request, secret: str | None) -> Caller:
    """Who presents this key; counts the call against the key's rate.

    Without a key file everybody on this machine may call, with or without a key. For dialects
    that carry the key elsewhere than in a header; all others use `CallerDep`.

    Raises:
        Problem: 401 without a valid key, 429 over its rate, 503 if the key file is damaged.
    """
    office = office_of(request)
    settings = office.workshop.settings
    # What the queue can never hold is refused for good, not with a 503 that says to come again;
    # the queue itself refuses what it cannot hold with titles, parts and marked-up words counted.
    limit = min(settings.max_sentences, settings.queue_limit)
    if office.keys is None:
        return Caller(ANONYMOUS, limit, may_edit=True)
    try:
        key = office.keys.find(secret) if secret else None
    except SettingsError as error:
        log.error("nobody is let in: %s", error)
        raise Problem(503, "the server's key file cannot be used", RETRY_QUEUE) from error
    if key is None:
        raise Problem(401, "this API key is not known here" if secret else "an API key is needed")
    if key.requests_per_minute is not None:
        office.rates.count(key.name, key.requests_per_minute)
    most = min(key.max_sentences or limit, settings.queue_limit)
    return Caller(key.name, most, key.may_edit)


def key_in_headers(request: Request) -> str | None:
    """The API key in `Authorization: Bearer …` (or DeepL's scheme) or `X-API-Key`."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() in _SCHEMES:
        return secret.strip()
    return request.headers.get("x-api-key")


async def caller_of(request: Request) -> Caller:
    """Who calls, by the key in the headers; see `admit`."""
    return admit(request, key_in_headers(request))


async def _office(request: Request) -> Office:  # not async, each would cost a thread
    return office_of(request)


async def _workshop(request: Request) -> Workshop:
    return workshop_of(request)


OfficeDep = Annotated[Office, Depends(_office)]
WorkshopDep = Annotated[Workshop, Depends(_workshop)]
CallerDep = Annotated[Caller, Depends(caller_of)]


async def translate(
    request: Request,
    texts: Sequence[str],
    *,
    caller: Caller,
    context: str = "",
    glossary: Glossary | None = None,
) -> tuple[Translation, ...]:
    """Translate sentences; the result is aligned with them.

    Args:
        request: The call, so that work stops when the client hangs up.
        texts: Single sentences, headlines, captions: split longer texts first.
        caller: Who calls.
        context: The text they are from; it tells how names in capitals are written.
        glossary: Terms to use in place of the house's.

    Raises:
        Problem: 413, too many sentences.
        ModelError, ServiceError: See `TranslationDesk.translate`.
    """
    caller.check_sentences(len(texts))
    office_of(request).characters[caller.name] += sum(map(len, texts))
    return await work(
        request, lambda pipeline: pipeline.translate_texts(texts, context=context), glossary
    )


async def work(
    request: Request, job: Callable[[Pipeline], T], glossary: Glossary | None = None
) -> T:
    """Run a job in a thread of its own, as one errand; it is called off when the client hangs up.

    The request's body must have been read before; what is left of it is passed over.

    Raises:
        Overloaded: As many requests are being worked on as may be.
    """
    office = office_of(request)
    with office.desks.place() as threads, errand_of(office) as errand:
        watcher = asyncio.create_task(call_off_when_gone(request, errand))
        try:
            return await in_thread(partial(job, pipeline_for(office, errand, glossary)), threads)
        finally:
            watcher.cancel()


@contextmanager
def errand_of(office: Office) -> Iterator[Errand]:
    """An errand that is over, whatever happens, when its request is."""
    errand = office.workshop.dispatcher.errand()
    try:
        yield errand
    finally:
        errand.call_off()


def pipeline_for(office: Office, errand: Errand, glossary: Glossary | None = None) -> Pipeline:
    """The pipeline, working for one errand with the terms in force."""
    pipeline = office.workshop.pipeline
    terms = office.terms.current if glossary is None else glossary
    return replace(
        pipeline, desk=pipeline.desk.serving(errand, terms, office.metrics.on_translated)
    )


async def in_thread(job: Callable[[], T], threads: CapacityLimiter) -> T:
    """Run a blocking job without holding up the event loop."""
    return await to_thread.run_sync(job, limiter=threads)


async def patiently(job: Callable[[], T], threads: CapacityLimiter) -> T:
    """Run a blocking job like `in_thread`; as long as the queue is full, again and again.

    For work that was let in before; what was translated of it comes from the memory.
    """
    while True:
        try:
            return await in_thread(job, threads)
        except Overloaded:
            await asyncio.sleep(PATIENCE)


async def call_off_when_gone(request: Request, errand: Errand) -> None:
    """Wait until the client hangs up, then call its errand off; what it sends is passed over."""
    gone = False
    while not gone:
        with suppress(Problem):  # a body that nobody reads may be too slow or too large
            gone = (await request.receive())["type"] == "http.disconnect"
    errand.call_off()
