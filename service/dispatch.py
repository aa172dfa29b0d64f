"""Gives one translator the work of many callers.

Callers hand in texts and get results as they are done. Texts of different callers share the
translator's batches; callers are served in turn, so that a short request does not wait behind a
long one; a text that is already being translated for somebody is not translated again; what nobody
waits for any more is dropped.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from models.errors import ModelError
from models.protocols import Hypothesis, Outcome, Segment, Translator
from service.errors import Overloaded

Result = tuple[Hypothesis, ...] | Exception


@dataclass(eq=False, slots=True)
class _Job:
    """A text being translated, and who wants it: (ticket, index of the text there)."""

    segment: Segment
    waiting: list[tuple[Ticket, int]] = field(default_factory=list)
    taken: bool = False


class Ticket:
    """One caller's texts. Iterate for (index, result) pairs, in the order they are done.

    As a context manager it takes back, on leaving, what has not been translated yet.
    """

    def __init__(self, dispatcher: Dispatcher, texts: int) -> None:
        self._dispatcher = dispatcher
        self._open = texts
        self._results: queue.SimpleQueue[tuple[int, Result]] = queue.SimpleQueue()
        self.queued: deque[_Job] = deque()

    def __iter__(self) -> Iterator[tuple[int, Result]]:
        while self._open:
            result = self._results.get()
            self._open -= 1
            yield result

    def __enter__(self) -> Ticket:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._open:
            self._dispatcher.withdraw(self)

    def answer(self, index: int, result: Result) -> None:
        """Called by the dispatcher when a text is done."""
        self._results.put((index, result))


class Dispatcher:
    """The queue in front of a translator, and the thread that runs it.

    The translator is loaded when the first text arrives. `limit` is how many texts may wait.
    """

    def __init__(self, load: Callable[[], Translator], limit: int = 100_000) -> None:
        self._load = load
        self._limit = limit
        self._changed = threading.Condition()
        self._loading = threading.Lock()
        self._translator: Translator | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._next_key = 0
        self._jobs: dict[int, _Job] = {}
        self._in_flight: dict[tuple[str, int], _Job] = {}
        self._turns: deque[Ticket] = deque()

    @property
    def waiting(self) -> int:
        """Texts that have not been taken by the translator yet."""
        with self._changed:
            return sum(not job.taken for job in self._jobs.values())

    def translator(self) -> Translator:
        """The translator, loaded now if it was not."""
        with self._loading:
            if self._translator is None:
                self._translator = self._load()
            return self._translator

    def submit(self, texts: Sequence[str], alternatives: int = 1) -> Ticket:
        """Hand in texts; the longest are translated first, so that batches hold like with like.

        Raises:
            Overloaded: Too many texts are waiting already.
            ModelError: The dispatcher is closed.
        """
        ticket = Ticket(self, len(texts))
        with self._changed:
            if self._closed:
                raise ModelError("the translator is shutting down")
            if len(self._jobs) + len(texts) > self._limit:
                raise Overloaded(f"{len(self._jobs)} sentences are waiting already")
            for index, text in sorted(enumerate(texts), key=lambda item: -len(item[1])):
                job = self._in_flight.get((text, alternatives))
                if job is None:
                    job = self._new_job(text, alternatives)
                    ticket.queued.append(job)
                job.waiting.append((ticket, index))
            if ticket.queued:
                self._turns.append(ticket)
            self._start()
            self._changed.notify_all()
        return ticket

    def withdraw(self, ticket: Ticket) -> None:
        """Forget a caller; texts others wait for too go on."""
        with self._changed:
            orphans: list[_Job] = []
            for job in list(self._jobs.values()):
                job.waiting = [entry for entry in job.waiting if entry[0] is not ticket]
                if not job.waiting:
                    self._forget(job)
                elif not job.taken and job in ticket.queued:
                    orphans.append(job)
            ticket.queued.clear()
            for job in orphans:  # queued by the caller that left: the next one takes it over
                heir = job.waiting[0][0]
                heir.queued.append(job)
                if heir not in self._turns:
                    self._turns.append(heir)

    def close(self) -> None:
        """Finish what was handed in, then stop."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()

    # What the translator calls (`models.protocols.Source`).

    def take(self, room: int, wait: bool) -> Sequence[Segment]:
        """See `Source.take`: one text of each caller in turn."""
        with self._changed:
            taken = self._next_segments(room)
            while wait and not taken and not self._closed:
                self._changed.wait()
                taken = self._next_segments(room)
            return taken

    def abandoned(self, key: int) -> bool:
        """See `Source.abandoned`."""
        job = self._jobs.get(key)
        return job is None or not job.waiting

    def _next_segments(self, room: int) -> list[Segment]:
        taken: list[Segment] = []
        while self._turns and len(taken) < room:
            ticket = self._turns.popleft()
            if not ticket.queued:
                continue
            job = ticket.queued.popleft()
            if ticket.queued:
                self._turns.append(ticket)
            if job.segment.key in self._jobs:
                job.taken = True
                taken.append(job.segment)
        return taken

    def _new_job(self, text: str, alternatives: int) -> _Job:
        job = _Job(Segment(self._next_key, text, alternatives))
        self._next_key += 1
        self._jobs[job.segment.key] = job
        self._in_flight[text, alternatives] = job
        return job

    def _forget(self, job: _Job) -> None:
        del self._jobs[job.segment.key]
        del self._in_flight[job.segment.text, job.segment.alternatives]

    def _start(self) -> None:
        if self._jobs and (self._thread is None or not self._thread.is_alive()):
            self._thread = threading.Thread(target=self._run, name="translator", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            for outcome in self.translator().run(self):
                self._answer(outcome)
        except Exception as error:  # noqa: BLE001 - every caller is told
            failure = error
        else:
            failure = ModelError("the translator stopped before its work was done")
        with self._changed:
            self._thread = None
            self._turns.clear()
            for job in list(self._jobs.values()):
                self._finish(job, failure)

    def _answer(self, outcome: Outcome) -> None:
        with self._changed:
            job = self._jobs.get(outcome.key)
            if job is not None:
                self._finish(job, outcome.error or outcome.hypotheses)

    def _finish(self, job: _Job, result: Result) -> None:
        self._forget(job)
        for ticket, index in job.waiting:
            ticket.answer(index, result)
