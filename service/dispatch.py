"""Gives one translator the work of many callers.

Callers hand in texts and get results as they are done. Texts of different callers share the
translator's batches; those who want little go before those who want much, and nobody waits for
ever; a text that is already being translated for somebody is not translated again; what nobody
waits for any more is dropped. When the translator breaks down, it is started again, and only the
text that breaks it by itself fails.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from models.errors import ModelError
from models.protocols import Hints, Hypothesis, Outcome, Segment, Translator
from service.errands import Errand, Job, Result, Ticket, Turns, Wish
from service.errors import CalledOff, Overloaded, TooMuch

LIMIT = 20_000  # texts that may wait
RECENT = 1_024  # results kept for callers who ask before the first one has stored them
MOST_BREAKDOWNS = 5  # in a row; then a plain sentence tells whether the translator is at fault
PROBE: Wish = ("Hà Nội là thủ đô của Việt Nam.", 1, ())


class Observer(Protocol):
    """Is told what goes through the translator; called from several threads, must not block."""

    def taken(self, in_hand: int) -> None:
        """The translator took texts; it has so many in hand now."""

    def finished(self, outcome: Outcome) -> None:
        """The translator is done with a text."""


class Unobserved:
    """An observer that looks away."""

    def taken(self, in_hand: int) -> None:
        """See `Observer.taken`."""

    def finished(self, outcome: Outcome) -> None:
        """See `Observer.finished`."""


class Dispatcher:
    """The queue in front of a translator, and the thread that runs it.

    The translator is loaded when the first text arrives. `limit` is how many texts may be waiting
    or in hand at once, `turns` says whose turn it is.
    """

    def __init__(self, load: Callable[[], Translator], limit: int = LIMIT) -> None:
        self.observer: Observer = Unobserved()
        self.turns = Turns()
        self._load = load
        self._limit = limit
        self._changed = threading.Condition()
        self._loading = threading.Lock()
        self._translator: Translator | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._breakdowns = 0  # since the translator last finished a text
        self._next_key = 0
        self._jobs: dict[int, Job] = {}
        self._in_hand = 0  # of the jobs
        self._in_flight: dict[Wish, Job] = {}
        self._recent: OrderedDict[Wish, tuple[Hypothesis, ...]] = OrderedDict()
        self._suspects: deque[Job] = deque()

    @property
    def waiting(self) -> int:
        """Texts that the translator has not taken yet."""
        return len(self._jobs) - self._in_hand

    @property
    def in_hand(self) -> int:
        """Texts that the translator is working on."""
        return self._in_hand

    @property
    def is_loaded(self) -> bool:
        """Whether the translator is there."""
        return self._translator is not None

    def translator(self) -> Translator:
        """The translator, loaded now if it was not."""
        with self._loading:
            if self._translator is None:
                self._translator = self._load()
            return self._translator

    def errand(self) -> Errand:
        """A new errand, for a caller with several things to hand in."""
        return Errand(self)

    def submit(
        self,
        texts: Sequence[str],
        alternatives: int = 1,
        errand: Errand | None = None,
        *,
        hints: Sequence[Hints] = (),
        admitted: bool = False,
    ) -> Ticket:
        """Hand in texts; the longest are translated first, so that batches hold like with like.

        Args:
            texts: What to translate.
            alternatives: How many hypotheses to look for at least.
            errand: Whose turn it is; a new one's by default.
            hints: For each text, the terms to follow; none by default.
            admitted: Whether this belongs to work that was let in before: it is let in too, and
                goes before what else its errand has waiting.

        Raises:
            CalledOff: The errand is called off.
            ModelError: The dispatcher is closed.
            Overloaded: Too many texts are waiting already.
            TooMuch: These are more than may ever wait.
        """
        errand = errand or self.errand()
        wishes = [(text, alternatives, hints[at] if hints else ()) for at, text in enumerate(texts)]
        ticket = Ticket(self, errand, len(texts))
        with self._changed:
            if self._closed:
                raise ModelError("the translator is shutting down")
            if errand.is_off:
                raise CalledOff("the caller has left")
            if not admitted:
                self._check_room(len(texts))
            errand.tickets.add(ticket)
            jobs = [
                job
                for index, wish in sorted(enumerate(wishes), key=lambda item: -len(item[1][0]))
                if (job := self._want(ticket, index, wish)) is not None
            ]
            if admitted:  # what was begun first is done first
                errand.queued.extendleft(reversed(jobs))
            else:
                errand.queued.extend(jobs)
                errand.brought += len(ticket.jobs)
            self._start()
            self._changed.notify_all()
        return ticket

    def withdraw(self, ticket: Ticket) -> None:
        """Forget a ticket; texts that others wait for too go on."""
        with self._changed:
            self._withdraw(ticket)
            self._changed.notify_all()

    def call_off(self, errand: Errand) -> None:
        """See `Errand.call_off`."""
        with self._changed:
            errand.is_off = True
            for ticket in tuple(errand.tickets):
                self._withdraw(ticket)
                ticket.end()
            errand.queued.clear()
            self._changed.notify_all()

    def close(self) -> None:
        """Finish what was handed in, then stop.

        A translator that is still being loaded is not awaited when nobody wants it any more.
        """
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._jobs)
            thread = self._thread
        if thread is not None and self.is_loaded:
            thread.join()

    # What the translator calls (`models.protocols.Source`).

    def take(self, room: int, wait: bool) -> Sequence[Segment]:
        """See `Source.take`."""
        with self._changed:
            jobs = self._next_jobs(room, wait)
            while wait and not jobs and not (self._closed and not self.waiting):
                self._changed.wait()
                jobs = self._next_jobs(room, wait)
            self._in_hand += len(jobs)
            in_hand = self._in_hand
        if jobs:
            self.observer.taken(in_hand)
        return [job.segment for job in jobs]

    def abandoned(self, key: int) -> bool:
        """See `Source.abandoned`."""
        return key not in self._jobs

    # Everything below is called with the lock held, but for `_run` and what it says of itself.

    def _check_room(self, texts: int) -> None:
        """Refuse what there is no room for, for now or for good."""
        if texts > self._limit:
            raise TooMuch(
                f"{texts} texts to translate at once; no more than {self._limit} may wait"
            )
        if len(self._jobs) + texts > self._limit:
            raise Overloaded(
                f"{len(self._jobs)} sentences are waiting; {texts} more would be too many"
            )

    def _want(self, ticket: Ticket, index: int, wish: Wish) -> Job | None:
        """The job that a text needs; None if it has been done or begun already."""
        if (known := self._recent.get(wish)) is not None:
            ticket.answer(index, known)
            return None
        job = self._in_flight.get(wish)
        if job is None:
            job = self._begin(wish)
        job.waiting.append((ticket, index))
        self.turns.owe(ticket.errand, 1)
        ticket.jobs.append(job)
        return None if job.taken else job  # others may have it in their queues too

    def _begin(self, wish: Wish) -> Job:
        job = Job(Segment(self._next_key, *wish))
        self._next_key += 1
        self._jobs[job.segment.key] = self._in_flight[wish] = job
        return job

    def _next_jobs(self, room: int, idle: bool) -> list[Job]:
        """What to take now; `idle` says that whoever takes it has nothing else to do."""
        self._drop_lost_suspects()
        if self._suspects or self._breakdowns >= MOST_BREAKDOWNS:
            return [] if self._in_hand else [self._next_alone()]
        return self.turns.take(room, self._in_hand, idle)

    def _drop_lost_suspects(self) -> None:
        while self._suspects and self._suspects[0].is_over:
            self._suspects.popleft()

    def _next_alone(self) -> Job:
        """The next text that may break the translator, or the probe; nothing else is in hand."""
        if self._breakdowns >= MOST_BREAKDOWNS:
            job = self._in_flight.get(PROBE) or self._begin(PROBE)
        else:
            job = self._suspects.popleft()
        job.taken = job.alone = True
        return job

    def _withdraw(self, ticket: Ticket) -> None:
        ticket.errand.tickets.discard(ticket)
        for job in ticket.jobs:
            if job.segment.key in self._jobs:
                others = [entry for entry in job.waiting if entry[0] is not ticket]
                self.turns.owe(ticket.errand, len(others) - len(job.waiting))
                job.waiting = others
                if not job.waiting:
                    self._forget(job)
        ticket.jobs.clear()

    def _forget(self, job: Job) -> None:
        job.is_over = True
        del self._jobs[job.segment.key]
        del self._in_flight[job.wish]
        self._in_hand -= job.taken

    def _finish(self, job: Job, result: Result) -> None:
        self._forget(job)
        for ticket, index in job.waiting:
            self.turns.owe(ticket.errand, -1)
            ticket.answer(index, result)

    def _start(self) -> None:
        if self._jobs and self._thread is None:
            self._thread = threading.Thread(target=self._run, name="translator", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        """Translate until there is nothing to do and nothing more will come, or all is lost."""
        try:
            translator = self.translator()
        except Exception as error:  # noqa: BLE001 - every caller is told
            with self._changed:
                self._thread = None
                self._fail(self._jobs.values(), error)
                self._changed.notify_all()
            return
        while True:
            breakdown = self._translate(translator)
            with self._changed:
                self._recover(breakdown)
                self._changed.notify_all()
                if not self._jobs:
                    self._thread = None
                    return

    def _translate(self, translator: Translator) -> Exception:
        """Answer callers as long as the translator works; what it ended with."""
        try:
            for outcome in translator.run(self):
                self.observer.finished(outcome)
                self._answer(outcome)
        except Exception as error:  # noqa: BLE001 - whom it concerns is told
            return error
        return ModelError("the translator stopped before its work was done")

    def _answer(self, outcome: Outcome) -> None:
        with self._changed:
            self._breakdowns = 0
            job = self._jobs.get(outcome.key)
            if job is None:
                return
            if outcome.error is None:
                self._recent[job.wish] = outcome.hypotheses
                if len(self._recent) > RECENT:
                    self._recent.popitem(last=False)
            self._finish(job, outcome.error or outcome.hypotheses)
            self._changed.notify_all()

    def _recover(self, error: Exception) -> None:
        """After a breakdown, have each text that was in hand tried alone; blame what was alone.

        Many of these in a row may each be to blame, as when somebody sends many texts of a kind. So
        only when the probe has not been translated either, nothing that waits is tried again.
        """
        self._breakdowns += 1
        in_hand = [job for job in self._jobs.values() if job.taken]
        if self._breakdowns > MOST_BREAKDOWNS:
            self._breakdowns = 0
            self._fail(self._jobs.values(), error)
            self._suspects.clear()
            return
        self._fail([job for job in in_hand if job.alone], error)
        for job in in_hand:
            if not job.alone:
                job.taken = False
                self._in_hand -= 1
                self._suspects.append(job)

    def _fail(self, jobs: Iterable[Job], error: Exception) -> None:
        for job in tuple(jobs):
            self._finish(job, error)
