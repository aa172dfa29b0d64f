"""What one running server has: opened at its start, closed at its end, handed to every request."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from anyio import CapacityLimiter

from service.api.drawer import Drawer
from service.api.keys import KeyFile
from service.api.metrics import Metrics
from service.api.rates import Rates
from service.api.readiness import Readiness
from service.api.shelf import Shelf
from service.api.terms import HouseTerms
from service.build import Workshop
from service.errors import Overloaded


class Desks:
    """Places at which work is done, each with a thread; there is no queue in front of them.

    A thread mostly waits for the model, so there may be many more than processors.
    """

    def __init__(self, places: int) -> None:
        self.places = places
        self.taken = 0
        self.threads = CapacityLimiter(places)

    @contextmanager
    def place(self) -> Iterator[CapacityLimiter]:
        """Sit down to work.

        Raises:
            Overloaded: All places are taken.
        """
        if self.taken == self.places:
            raise Overloaded(f"{self.taken} requests are being worked on already")
        self.taken += 1
        try:
            yield self.threads
        finally:
            self.taken -= 1


@dataclass(frozen=True, slots=True)
class Office:
    """The workshop and everything that belongs to its being served over HTTP.

    `characters` counts, by the caller's name, what was handed in to be translated since the start.
    `closing` is set when the server begins to close, `out_of_time` shortly before it is closed.
    """

    workshop: Workshop
    keys: KeyFile | None
    terms: HouseTerms
    metrics: Metrics
    readiness: Readiness
    desks: Desks
    batches: Desks
    shelf: Shelf
    drawer: Drawer
    rates: Rates = field(default_factory=Rates)
    characters: Counter[str] = field(default_factory=Counter)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    out_of_time: asyncio.Event = field(default_factory=asyncio.Event)
