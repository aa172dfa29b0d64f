"""Documents translated in the background, and what has become of them.

What is known of each is on disk, so that a server that starts again can tell: what was done before
can still be fetched, and of what was not done it says so.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from anyio import CapacityLimiter

from service.api.dependencies import errand_of, in_thread, patiently, pipeline_for
from service.api.drawer import SECONDS, Kept
from service.api.office import Office
from service.api.problems import problem_of
from service.api.texts import english_name, sentences_by
from service.api.writing import write_whole
from service.documents import MEDIA_TYPES, Document
from service.errands import Errand
from service.errors import CalledOff, Overloaded
from service.glossary import Glossary
from service.pipeline import Pipeline

log = logging.getLogger(__name__)

AT_ONCE = 4  # documents translated at the same time
MOST_WAITING = 200
CLOSING_SECONDS = 10.0  # for what is being translated when the server ends
STOPPED = (
    "The server was stopped before this document was done. Send it again: what was translated of "
    "it is remembered."
)

State = Literal["queued", "translating", "done", "error"]


@dataclass(slots=True, eq=False)
class Commission:
    """A document to be translated, and how far it is.

    `until` is when it is forgotten, in Unix time; before it is over, there is no such time.
    """

    name: str
    characters: int
    key_digest: str
    until: float | None = None
    state: State = "queued"
    error: str | None = None
    result: str | None = None  # where in the drawer
    begun: float = 0.0
    share: float = 0.0  # done, from 0 to 1

    @property
    def is_expired(self) -> bool:
        """Whether it is to be forgotten."""
        return self.until is not None and self.until < time.time()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state in ("done", "error")

    def finish(self, result: str) -> None:
        """It is done, and lies in the drawer."""
        self.state, self.result = "done", result
        self.until = time.time() + SECONDS

    def fail(self, reason: str) -> None:
        """It will not be done."""
        self.state, self.error = "error", reason
        self.until = time.time() + SECONDS

    def seconds_remaining(self) -> int | None:
        """How long it will take, at the rate so far; None before there is one."""
        if self.state != "translating" or not self.share:
            return None
        elapsed = time.monotonic() - self.begun
        return max(1, round(elapsed / self.share - elapsed))


class Commissions:
    """Documents on their way. Used in the event loop's thread; the work is done in others.

    Args:
        office: Whose documents they are; translated ones go to its drawer.
        folder: Where it is written down what has become of each.
    """

    def __init__(self, office: Office, folder: Path) -> None:
        self._office = office
        self._folder = folder
        self._all = dict(_known_before(folder))
        self._forget_expired()
        self._tasks: dict[asyncio.Task[None], Commission] = {}
        self._errands: set[Errand] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._threads = CapacityLimiter(AT_ONCE)

    def add(
        self, document: Document, name: str, characters: int, glossary: Glossary
    ) -> tuple[str, str]:
        """Have a document translated; returns its id and the key to it, which is kept nowhere.

        Args:
            document: The document.
            name: What it is called.
            characters: How many it has; counting them would take too long here.
            glossary: Terms to use.

        Raises:
            Overloaded: Too many are waiting already, or the disk is full.
        """
        self._forget_expired()
        if len(self._tasks) >= MOST_WAITING:
            raise Overloaded(f"{len(self._tasks)} documents are waiting already")
        id, key = secrets.token_hex(16).upper(), secrets.token_hex(32).upper()
        named = english_name(name, document.form)
        commission = Commission(named, characters, _digest(key))
        try:
            self._write_down(id, commission)
        except OSError as error:
            raise Overloaded(f"the document cannot be kept: {error.strerror}") from error
        self._all[id] = commission
        task = asyncio.create_task(self._carry_out(id, commission, document, glossary))
        self._tasks[task] = commission
        task.add_done_callback(self._tasks.pop)
        return id, key

    def find(self, id: str, key: str) -> Commission | None:
        """A document by its id, for those who have its key; None too when it has expired."""
        self._forget_expired()
        commission = self._all.get(id)
        if commission is None or not hmac.compare_digest(commission.key_digest, _digest(key)):
            return None
        return commission

    def result(self, commission: Commission) -> Kept | None:
        """The translated file, once it is there."""
        return self._office.drawer.get(commission.result) if commission.result else None

    async def close(self) -> None:
        """Give what is being translated some time, then give up what is not done."""
        for task, commission in self._tasks.items():
            if commission.state == "queued":
                task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CLOSING_SECONDS)
        for errand in self._errands:
            errand.call_off()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry_out(
        self, id: str, commission: Commission, document: Document, glossary: Glossary
    ) -> None:
        """Translate a document when its turn has come, and write down what became of it."""
        async with self._places:
            with errand_of(self._office) as errand:
                self._errands.add(errand)
                commission.state, commission.begun = "translating", time.monotonic()
                pipeline = pipeline_for(self._office, errand, glossary)
                job = partial(_translated, document, commission, pipeline)
                try:
                    data = await patiently(job, self._threads)
                    kind = MEDIA_TYPES[document.form]
                    keep = partial(self._office.drawer.put, data, commission.name, kind)
                    commission.finish(await in_thread(keep, self._threads))
                except CalledOff:
                    commission.fail(STOPPED)
                except Exception as error:
                    log.warning("a document was not translated", exc_info=error)
                    commission.fail(problem_of(error).detail)
                finally:
                    self._errands.discard(errand)
        try:
            self._write_down(id, commission)
        except OSError as error:
            log.error("what became of a document cannot be written down: %s", error)

    def _write_down(self, id: str, commission: Commission) -> None:
        """Put on disk what a server that starts again has to know."""
        said = {name: getattr(commission, name) for name in _WRITTEN}
        write_whole(self._folder / f"{id}.json", json.dumps(said).encode())

    def _forget_expired(self) -> None:
        for id, commission in list(self._all.items()):
            if commission.is_expired:
                del self._all[id]
                (self._folder / f"{id}.json").unlink(missing_ok=True)


def _translated(document: Document, commission: Commission, pipeline: Pipeline) -> bytes:
    """The file in English; the commission is told how far it is."""

    def on_progress(done: int, total: int) -> None:
        commission.share = done / max(1, total)

    return document.translated(sentences_by(pipeline, on_progress=on_progress))


_WRITTEN = ("name", "characters", "key_digest", "until", "state", "error", "result")


def _known_before(folder: Path) -> list[tuple[str, Commission]]:
    """What a server before this one has written down; what it did not end has failed."""
    return [
        (path.stem, commission)
        for path in folder.glob("*.json")
        if (commission := _read(path)) is not None
    ]


def _read(path: Path) -> Commission | None:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        commission = Commission(**{name: said[name] for name in _WRITTEN})
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("what became of a document is not known: %s", error)
        return None
    if not commission.is_over:
        commission.fail(STOPPED)
    return commission


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@asynccontextmanager
async def open_commissions(office: Office, folder: Path) -> AsyncIterator[Commissions]:
    """Documents on their way; see `Commissions.close` for the end."""
    commissions = Commissions(office, folder)
    try:
        yield commissions
    finally:
        await commissions.close()
