"""What a run tells while it goes on."""

from __future__ import annotations

from typing import Protocol

from service.corpus.account import RunReport
from service.corpus.job import Outcome


class Watcher(Protocol):
    """Is told how a run goes on. `sentences` and `stage` are called from several threads."""

    def stage(self, name: str, done: int, total: int) -> None:
        """A model is being prepared."""

    def began(self, articles: int | None) -> None:
        """The run begins; so many articles are to be read, where that is known."""

    def sentences(self, count: int) -> None:
        """So many more sentences are translated."""

    def kept(self, stem: str) -> None:
        """An article is left as an earlier run wrote it."""

    def finished(self, outcome: Outcome, name: str) -> None:
        """An article, read from `name`, is written or has failed."""

    def ended(self, report: RunReport) -> None:
        """The run is over, whether it came to its end or not."""


class Silent:
    """Watches and says nothing."""

    def stage(self, name: str, done: int, total: int) -> None:
        """See `Watcher.stage`."""

    def began(self, articles: int | None) -> None:
        """See `Watcher.began`."""

    def sentences(self, count: int) -> None:
        """See `Watcher.sentences`."""

    def kept(self, stem: str) -> None:
        """See `Watcher.kept`."""

    def finished(self, outcome: Outcome, name: str) -> None:
        """See `Watcher.finished`."""

    def ended(self, report: RunReport) -> None:
        """See `Watcher.ended`."""
