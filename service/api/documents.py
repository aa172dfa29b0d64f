"""Documents translated in the background, and what has become of them."""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import Literal

from anyio import CapacityLimiter

from service.api.dependencies import errand_of, in_thread, pipeline_for
from service.api.drawer import SECONDS, Drawer, Kept, open_drawer
from service.api.office import Office
from service.api.problems import problem_of
from service.api.texts import TARGET, sentences_by
from service.dispatch import Errand
from service.documents import MEDIA_TYPES, Document
from service.errors import Overloaded
from service.glossary import Glossary
from service.pipeline import Pipeline

log = logging.getLogger(__name__)

AT_ONCE = 4  # documents translated at the same time
MOST_WAITING = 200

State = Literal["queued", "translating", "done", "error"]


@dataclass(slots=True, eq=False)
class Commission:
    """A document to be translated, and how far it is."""

    name: str
    characters: int
    key: str = field(default_factory=lambda: secrets.token_hex(32).upper())
    state: State = "queued"
    error: str | None = None
    result: str | None = None  # where in the drawer
    begun: float = 0.0
    share: float = 0.0  # done, from 0 to 1
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)

    def seconds_remaining(self) -> int | None:
        """How long it will take, at the rate so far; None before there is one."""
        if self.state != "translating" or not self.share:
            return None
        elapsed = time.monotonic() - self.begun
        return max(1, round(elapsed / self.share - elapsed))


class Commissions:
    """Documents on their way. Used in the event loop's thread; the work is done in others."""

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer
        self._all: dict[str, Commission] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._errands: set[Errand] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._threads = CapacityLimiter(AT_ONCE)

    def add(
        self, document: Document, name: str, office: Office, glossary: Glossary
    ) -> tuple[str, Commission]:
        """Have a document translated; returns its id, and what tells how far it is.

        Raises:
            Overloaded: Too many are waiting already.
        """
        now = time.monotonic()
        self._all = {id: each for id, each in self._all.items() if each.until > now}
        waiting = sum(each.state in ("queued", "translating") for each in self._all.values())
        if waiting >= MOST_WAITING:
            raise Overloaded(f"{waiting} documents are waiting already")
        named = f"{PurePath(name).stem}_{TARGET}.{document.form}"
        commission = Commission(named, document.characters)
        id = secrets.token_hex(16).upper()
        self._all[id] = commission
        task = asyncio.create_task(self._carry_out(commission, document, office, glossary))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return id, commission

    def find(self, id: str, key: str) -> Commission | None:
        """A document by its id, for those who have its key."""
        commission = self._all.get(id)
        if commission is None or not hmac.compare_digest(commission.key.encode(), key.encode()):
            return None
        return commission

    def result(self, commission: Commission) -> Kept | None:
        """The translated file, once it is there."""
        return self._drawer.get(commission.result) if commission.result else None

    async def close(self) -> None:
        """Give up what is not done."""
        for errand in self._errands:
            errand.call_off()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry_out(
        self, commission: Commission, document: Document, office: Office, glossary: Glossary
    ) -> None:
        """Translate a document when its turn has come."""
        async with self._places:
            with errand_of(office) as errand:
                self._errands.add(errand)
                commission.state, commission.begun = "translating", time.monotonic()
                pipeline = pipeline_for(office, errand, glossary)
                job = partial(self._translate, commission, document, pipeline)
                try:
                    commission.result = await in_thread(job, self._threads)
                    commission.state = "done"
                except Exception as error:
                    log.warning("a document was not translated", exc_info=error)
                    commission.state, commission.error = "error", problem_of(error).detail
                finally:
                    self._errands.discard(errand)

    def _translate(self, commission: Commission, document: Document, pipeline: Pipeline) -> str:
        def on_progress(done: int, total: int) -> None:
            commission.share = done / max(1, total)

        data = document.translated(sentences_by(pipeline, on_progress=on_progress))
        return self._drawer.put(data, commission.name, MEDIA_TYPES[document.form])


@asynccontextmanager
async def open_commissions() -> AsyncIterator[Commissions]:
    """Documents on their way; what is not done at the end is given up."""
    with open_drawer() as drawer:
        commissions = Commissions(drawer)
        try:
            yield commissions
        finally:
            await commissions.close()
