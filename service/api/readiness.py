"""Whether the server can do its work yet, and if not, why."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

from anyio import to_thread

from models.errors import ModelError
from service.build import Workshop
from service.errors import TranslationMemoryError

PROBE_EVERY = 2.0  # seconds: how long an answer about the memory holds
TRY_AGAIN = 30.0  # seconds until a model that could not be loaded is loaded again

log = logging.getLogger(__name__)


class Readiness:
    """Loads the models in the background and says how far they are."""

    def __init__(self) -> None:
        self._stage = "the model has not been asked for yet"
        self._failure: str | None = None
        self._is_loaded = False
        self._memory: tuple[float, str | None] = (-PROBE_EVERY, None)
        self._probing = asyncio.Lock()
        self._closed = threading.Event()

    def progress(self, stage: str, done: int, total: int) -> None:
        """Told of a model being built; called from any thread."""
        share = f" {100 * done // total} %" if total else ""
        self._stage = f"{stage}:{share}"

    def start(self, workshop: Workshop) -> None:
        """Load the model now, so that the first caller need not wait for it.

        So is the one that writes summaries, if it writes those of callers who do not say how.

        What cannot be loaded is tried again, for a server that is not ready is sent no requests
        that could make it try. The thread ends with the process: nobody waits for a model that is
        being loaded when the server is told to stop.
        """
        threading.Thread(target=self._load, args=(workshop,), name="loader", daemon=True).start()

    def close(self) -> None:
        """Try no more."""
        self._closed.set()

    def _load(self, workshop: Workshop) -> None:
        while not self._closed.is_set():
            self._stage = "loading the model"
            try:
                workshop.dispatcher.translator()
                if workshop.pipeline.writer is not None:
                    self._stage = "loading the summariser"
                    workshop.pipeline.writer.fits(())  # loads it before anybody waits for it
                self._is_loaded = True
                return
            except ModelError as error:  # written for people
                self._failure = f"the model cannot be loaded: {error}"
                log.error(self._failure)
            except Exception:
                self._failure = "the model cannot be loaded; the server's log says why"
                log.exception("the model cannot be loaded")
            self._closed.wait(TRY_AGAIN)

    async def reason(self, workshop: Workshop) -> str | None:
        """Why work cannot be done now; None when it can."""
        if workshop.dispatcher.is_loaded and (self._is_loaded or not workshop.pipeline.writer):
            return await self._memory_reason(workshop)
        return self._failure or f"the model is not there yet ({self._stage})"

    async def _memory_reason(self, workshop: Workshop) -> str | None:
        async with self._probing:
            moment, reason = self._memory
            if time.monotonic() - moment >= PROBE_EVERY:
                reason = await to_thread.run_sync(_why_not_writable, workshop)
                self._memory = (time.monotonic(), reason)
            return reason


def _why_not_writable(workshop: Workshop) -> str | None:
    try:
        workshop.memory.check_writable()
    except TranslationMemoryError as error:
        return str(error)
    return None
