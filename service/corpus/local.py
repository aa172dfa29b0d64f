"""One machine: several articles in hand at once, so that their sentences share batches.

Reading, checks and rendering of some articles go on while the sentences of others are translated.
No more articles are in hand than there are threads, which bounds what is in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Literal

from service.corpus.job import Job, OnSentences, Outcome
from service.corpus.press import Press

WORKERS = 8  # articles in hand: enough to keep a model's batches full


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Threads in front of one model."""

    press: Press
    workers: int = WORKERS
    on_sentences: OnSentences = lambda count: None
    name: Literal["local"] = "local"

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """See `Engine.run`."""
        in_hand: set[Future[Outcome]] = set()
        with ThreadPoolExecutor(self.workers, thread_name_prefix="article") as pool:
            for job in jobs:
                in_hand.add(pool.submit(self.press.work, job, self.on_sentences))
                if len(in_hand) == self.workers:
                    done, in_hand = wait(in_hand, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while in_hand:
                done, in_hand = wait(in_hand, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
