"""What callers hand in, and whose turn it is when the translator has room.

Those who want little go before those who want much, and nobody waits for ever.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from models.protocols import Hints, Hypothesis, Segment
from service.errors import CalledOff

SMALL = 4  # texts; an errand that brings no more is somebody waiting for a sentence or two
PATIENCE = 4  # turns; one of so many goes to the text that has waited longest

Result = tuple[Hypothesis, ...] | Exception
Wish = tuple[str, int, Hints]  # a text, how many alternatives are wanted, terms to follow


class Dispatching(Protocol):
    """Who does the errands, as `service.dispatch.Dispatcher`."""

    def withdraw(self, ticket: Ticket) -> None:
        """Forget a ticket."""

    def call_off(self, errand: Errand) -> None:
        """See `Errand.call_off`."""


@dataclass(eq=False, slots=True)
class Job:
    """A text being translated, and who wants it: (ticket, index of the text there)."""

    segment: Segment
    waiting: list[tuple[Ticket, int]] = field(default_factory=list)
    taken: bool = False
    alone: bool = False  # taken with nothing else in hand, because it may break the translator
    is_over: bool = False  # answered, or wanted by nobody any more

    @property
    def wish(self) -> Wish:
        """What is asked for; who asks for the same shares the job."""
        return self.segment.text, self.segment.alternatives, self.segment.hints


class Errand:
    """What is done for one caller; how much that is decides when it is done.

    An HTTP request is one errand, whatever it hands in. When the caller leaves, `call_off` ends it
    from any thread: whoever waits for its results gets `CalledOff`.
    """

    def __init__(self, dispatcher: Dispatching) -> None:
        self._dispatcher = dispatcher
        self.tickets: set[Ticket] = set()
        self.queued: deque[Job] = deque()
        self.brought = 0  # texts so far, second tries not counted
        self.left = 0  # texts not yet translated
        self.is_off = False

    @property
    def is_small(self) -> bool:
        """Whether somebody waits for a sentence or two."""
        return self.brought <= SMALL

    def call_off(self) -> None:
        """Drop everything that is being done for this caller alone."""
        self._dispatcher.call_off(self)


class Ticket:
    """Texts handed in together. Iterate for (index, result) pairs, in the order they are done.

    As a context manager it takes back, on leaving, what has not been translated yet.
    """

    def __init__(self, dispatcher: Dispatching, errand: Errand, texts: int) -> None:
        self._dispatcher = dispatcher
        self._open = texts
        self._results: queue.SimpleQueue[tuple[int, Result] | None] = queue.SimpleQueue()
        self.errand = errand
        self.jobs: list[Job] = []

    def __iter__(self) -> Iterator[tuple[int, Result]]:
        while self._open:
            result = self._results.get()
            if result is None:
                raise CalledOff("the caller has left")
            self._open -= 1
            yield result

    def __enter__(self) -> Ticket:
        return self

    def __exit__(self, *exception: object) -> None:
        self._dispatcher.withdraw(self)

    def answer(self, index: int, result: Result) -> None:
        """Called by the dispatcher when a text is done."""
        self._results.put((index, result))

    def end(self) -> None:
        """Called by the dispatcher when the errand is called off."""
        self._results.put(None)


class Turns:
    """Says whose turn it is among the errands that have texts left; called by one thread at a time.

    Three turns of four go to the errand with the fewest texts left, so that what is quickly done
    is not held up; the fourth to the text that has waited longest, so that nothing waits for ever.

    Every text in hand slows the others down. With `crowd` set, larger errands leave the translator
    no more than that many texts to work on while a small one is at work.
    """

    def __init__(self) -> None:
        self.crowd: int | None = None
        self.open: set[Errand] = set()  # with texts left
        self._taken = 0  # turns so far

    def owe(self, errand: Errand, texts: int) -> None:
        """So many texts more, or fewer, are left to be done for an errand."""
        errand.left += texts
        if errand.left:
            self.open.add(errand)
        else:
            self.open.discard(errand)

    def take(self, room: int, in_hand: int, idle: bool) -> list[Job]:
        """Up to `room` texts beside those in hand; `idle`: who takes has nothing else to do."""
        jobs: list[Job] = []
        while len(jobs) < room:
            is_crowded = not idle and self._is_crowded(in_hand + len(jobs))
            job = self._next_job(is_crowded)
            if job is None:
                break
            job.taken = True  # nobody else's turn takes it
            jobs.append(job)
            self._taken += 1
        return jobs

    def _is_crowded(self, in_hand: int) -> bool:
        """Whether larger errands hold up a small one with the texts they have in hand."""
        if self.crowd is None or in_hand < self.crowd:
            return False
        return any(errand.is_small for errand in self.open)

    def _next_job(self, is_crowded: bool) -> Job | None:
        first = {errand: job for errand in self.open if (job := self._first_of(errand))}
        if first and self._taken % PATIENCE == 0:
            return min(first.values(), key=lambda job: job.segment.key)
        may_go = [errand for errand in first if errand.is_small or not is_crowded]
        if not may_go:
            return None
        return first[min(may_go, key=lambda errand: (errand.left, first[errand].segment.key))]

    def _first_of(self, errand: Errand) -> Job | None:
        """The text an errand would hand in next."""
        while errand.queued:
            job = errand.queued[0]
            if not job.taken and not job.is_over:
                return job
            errand.queued.popleft()
        return None
