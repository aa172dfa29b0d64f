"""How a run over a corpus is shown: bars on a terminal, events for tools, errors for everybody."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from service.cli.console import complain
from service.corpus.account import RunReport
from service.corpus.job import Outcome
from service.corpus.watch import Silent, Watcher

_WINDOW = 20.0  # seconds the current rate is taken over
_EVERY = 1.0  # seconds between events that only tell of progress


class Rate:
    """Things per second, lately. For several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._past: deque[tuple[float, int]] = deque([(clock(), 0)])
        self.total = 0

    def add(self, count: int) -> None:
        """So many more."""
        with self._lock:
            now = self._clock()
            self.total += count
            if now - self._past[-1][0] >= _WINDOW / 40:
                self._past.append((now, self.total))
            while len(self._past) > 2 and now - self._past[1][0] >= _WINDOW:
                self._past.popleft()

    def per_second(self) -> float:
        """The rate over the last seconds."""
        with self._lock:
            since, before = self._past[0]
            passed = self._clock() - since
            return (self.total - before) / passed if passed > 0 else 0.0


class Plain(Silent):
    """Errors on stderr, one a line, and nothing else."""

    def finished(self, outcome: Outcome, name: str) -> None:
        """See `Watcher.finished`."""
        if outcome.error is not None:
            complain(ValueError(outcome.error), name)


class Events(Plain):
    """One JSON object a line on stdout, for tools; errors on stderr too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rate = Rate()
        self._start = self._told = time.monotonic()
        self._expected: int | None = None
        self._over = self._kept = self._failed = 0

    def tell(self, event: str, **facts: object) -> None:
        """Print an event."""
        with self._lock:
            print(json.dumps({"event": event, **facts}, ensure_ascii=False), flush=True)

    def stage(self, name: str, done: int, total: int) -> None:
        """See `Watcher.stage`."""
        self.tell("stage", stage=name, done=done, total=total)

    def began(self, articles: int | None) -> None:
        """See `Watcher.began`."""
        self._expected = articles
        self.tell("began", articles=articles)

    def sentences(self, count: int) -> None:
        """See `Watcher.sentences`."""
        self._rate.add(count)
        now = time.monotonic()
        with self._lock:
            due = now - self._told >= _EVERY
            if due:
                self._told = now
        if due:
            self._tell_progress()

    def kept(self, stem: str) -> None:
        """See `Watcher.kept`."""
        self._over += 1
        self._kept += 1
        self.tell("article", article=stem, state="kept")

    def finished(self, outcome: Outcome, name: str) -> None:
        """See `Watcher.finished`."""
        self._over += 1
        facts: dict[str, object] = {"article": outcome.stem, "input": name}
        if outcome.error is not None:
            self._failed += 1
            self.tell("article", **facts, state="failed", error=outcome.error)
        else:
            facts |= {"sentences": outcome.sentences, "memory_hits": outcome.hits}
            self.tell("article", **facts, state="done", changes=dict(outcome.changes))
        super().finished(outcome, name)

    def ended(self, report: RunReport) -> None:
        """See `Watcher.ended`."""
        self.tell("report", **report.data())

    def _tell_progress(self) -> None:
        worked, passed = self._over - self._kept, time.monotonic() - self._start
        left = None if self._expected is None else max(0, self._expected - self._over)
        eta = left * passed / worked if left is not None and worked else None
        self.tell(
            "progress",
            articles=self._over,
            of=self._expected,
            failed=self._failed,
            sentences=self._rate.total,
            sentences_per_second=round(self._rate.per_second(), 2),
            seconds_left=None if eta is None else round(eta, 1),
        )


class Bars:
    """Progress bars on a terminal; errors scroll above them."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._rate = Rate()
        self._articles: TaskID | None = None
        self._stages: dict[str, TaskID] = {}

    @classmethod
    @contextmanager
    def shown(cls) -> Iterator[Bars]:
        """Bars on stderr, gone afterwards."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            yield cls(bars)

    def stage(self, name: str, done: int, total: int) -> None:
        """See `Watcher.stage`."""
        if name not in self._stages:
            self._stages[name] = self._bars.add_task(name, total=total, rate="")
        self._bars.update(self._stages[name], completed=done, visible=done < total)

    def began(self, articles: int | None) -> None:
        """See `Watcher.began`."""
        self._articles = self._bars.add_task("articles", total=articles, rate="")

    def sentences(self, count: int) -> None:
        """See `Watcher.sentences`."""
        self._rate.add(count)
        text = f"{self._rate.total:,} sentences, {self._rate.per_second():,.1f}/s"
        if self._articles is not None:
            self._bars.update(self._articles, rate=text)

    def kept(self, stem: str) -> None:
        """See `Watcher.kept`."""
        self._advance()

    def finished(self, outcome: Outcome, name: str) -> None:
        """See `Watcher.finished`."""
        if outcome.error is not None:
            complain(ValueError(outcome.error), name)
        self._advance()

    def ended(self, report: RunReport) -> None:
        """See `Watcher.ended`; who has a terminal is told by the command."""

    def _advance(self) -> None:
        if self._articles is not None:
            self._bars.advance(self._articles)


@contextmanager
def watching(as_json: bool) -> Iterator[Watcher]:
    """What suits: events where they are asked for, else bars on a terminal, else errors alone."""
    if as_json:
        yield Events()
    elif sys.stderr.isatty():
        with Bars.shown() as bars:
            yield bars
    else:
        yield Plain()
