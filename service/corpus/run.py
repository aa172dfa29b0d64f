"""A run over a corpus: what is there is kept, what is new or changed is done, the rest is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO

from service.characters import printable
from service.corpus.account import RunReport, Tally
from service.corpus.collect import corpus_files, write_corpus
from service.corpus.folder import OutputFolder
from service.corpus.formats import Form
from service.corpus.inputs import Item, Passed, file_name, find_items
from service.corpus.job import Engine, Job, Outcome
from service.corpus.ledger import Ledger
from service.corpus.watch import Watcher
from service.corpus.written import Written
from service.errors import CorpusStopped, OutputError, UnreadableInput


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done.

    Args:
        paths: Files, folders, patterns; `-` for a list of them.
        forms: Formats wanted.
        strict: Whether the first article that fails ends the run.
    """

    paths: Sequence[str]
    forms: tuple[Form, ...]
    strict: bool = False


class Run:
    """One run, in the caller's thread.

    Args:
        order: What is to be done.
        folder: Where results go; locked by the caller.
        ledger: What earlier runs did.
        written: Which files are theirs.
        max_bytes: The most a page may have.
        watcher: Is told how it goes on.
        stop: When set, no further article is taken up.
    """

    def __init__(
        self,
        order: Order,
        folder: OutputFolder,
        ledger: Ledger,
        written: Written,
        max_bytes: int,
        watcher: Watcher,
        stop: threading.Event,
    ) -> None:
        self._order = order
        self._folder = folder
        self._ledger = ledger
        self._written = written
        self._max_bytes = max_bytes
        self._watcher = watcher
        self._stop = stop
        self._tally = Tally()
        self._names: dict[str, str] = {}  # of the articles in hand, by stem
        self._reason: str | None = None  # why it stops before its end
        self._saw_all = False

    def over(self, engine: Engine, listing: BinaryIO) -> RunReport:
        """Do it.

        Args:
            engine: What works on the articles.
            listing: What `-` among the paths stands for.

        Raises:
            CorpusStopped: Something befell an article that would befall all others too, or, in a
                strict run, anything.
            OutputError: A file would take the place of one that no run has written.
        """
        self._written.claim(*corpus_files(self._order.forms))
        start = time.perf_counter()
        for outcome in engine.run(self._jobs(listing)):
            self._take(outcome)
        complete = self._saw_all and not self._names and self._reason is None
        if complete and (self._tally.done or self._tally.kept):  # else the path is wrong
            write_corpus(self._folder, self._ledger, self._written, self._order.forms)
        seconds = time.perf_counter() - start
        report = self._tally.report(engine.name, complete, self._ledger.totals(), seconds)
        with self._folder.writing("run.json") as stream:
            stream.write(json.dumps(report.data(), ensure_ascii=False, indent=1).encode())
        self._watcher.ended(report)
        if self._reason is not None:
            raise CorpusStopped(self._reason)
        return report

    def _jobs(self, listing: BinaryIO) -> Iterator[Job]:
        """The articles there is something to do for."""
        for item in find_items(self._order.paths, listing, self._max_bytes):
            if self._stop.is_set():
                return
            if isinstance(item, Passed):
                self._tally.passed_over += 1
            elif (job := self._job(item)) is not None:
                yield job
        self._saw_all = True

    def _job(self, item: Item) -> Job | None:
        """What is to be done for an article; None when nothing is, or nothing can be."""
        try:
            data, error = item.read(), None
        except UnreadableInput as problem:
            data, error = b"", str(problem)
        digest = sha256(f"{item.form}:".encode() + data).hexdigest()
        id, name = printable(item.id), printable(item.name)
        stem, kept = self._ledger.admit(
            id, file_name(item.id), name, digest, self._folder.has_article
        )
        if error is None and kept:
            self._tally.kept += 1
            self._watcher.kept(stem)
            return None
        self._names[stem] = name
        if error is not None:
            self._take(Outcome(stem, error))
            return None
        try:
            self._written.claim(*self._folder.article_names(stem))
        except OutputError as taken:
            self._take(Outcome(stem, str(taken), fatal=True))
            return None
        return Job(id, stem, name, item.form, data, digest, item.is_lasting)

    def _take(self, outcome: Outcome) -> None:
        name = self._names.pop(outcome.stem, None)
        if name is None:
            return  # a cluster that lost a machine may tell twice
        if outcome.error is not None:
            outcome = replace(outcome, error=printable(outcome.error))
        self._ledger.record(outcome)
        self._tally.add(outcome, name)
        self._watcher.finished(outcome, name)
        if outcome.error is not None and (outcome.fatal or self._order.strict):
            self._reason = self._reason or outcome.error
            self._stop.set()
