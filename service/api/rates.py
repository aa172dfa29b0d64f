"""How often each key may call."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from service.api.problems import Problem


@dataclass(slots=True)
class _Bucket:
    """Calls left, as of a moment."""

    left: float
    moment: float


class Rates:
    """A token bucket a key: it holds a minute's calls and fills up evenly.

    There are as many buckets as keys, so that memory does not grow with callers. Used in the event
    loop's thread alone.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def count(self, name: str, per_minute: int) -> None:
        """Count a call.

        Raises:
            Problem: 429, with the seconds until the next call is allowed.
        """
        now = self._clock()
        bucket = self._buckets.setdefault(name, _Bucket(per_minute, now))
        per_second = per_minute / 60
        bucket.left = min(per_minute, bucket.left + (now - bucket.moment) * per_second)
        bucket.moment = now
        if bucket.left < 1:
            wait = math.ceil((1 - bucket.left) / per_second)
            raise Problem(429, f"more than {per_minute} requests a minute; next in {wait} s", wait)
        bucket.left -= 1
