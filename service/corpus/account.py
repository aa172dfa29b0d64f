"""What a run did, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from service.corpus.job import Outcome
from service.corpus.ledger import Totals

_ERRORS_TOLD = 100  # all are on the index page; a corpus may have any number


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did.

    Args:
        engine: "local" or "ray".
        complete: Whether it came to the end of its input.
        articles: Read: `done` + `kept` + `failed`.
        done: Translated and written in this run.
        kept: Written by an earlier run, and nothing has changed since.
        failed: Reported and skipped.
        passed_over: Files in folders that are no pages by their names, and links to folders.
        sentences: Titles, sentences and captions of all articles done or kept.
        unique_sentences: Distinct ones among them.
        translated: Of those done in this run, how many the model gave, and …
        memory_hits: … how many the memory.
        findings: What the checks noticed in all articles done or kept, by kind.
        changed_articles: Done in this run because their page was edited.
        changes: What the edits did to their sentences, by kind.
        errors: (where, why), the first hundred.
        seconds: Wall time.
        sentences_per_second: `translated` and `memory_hits` over `seconds`.
    """

    engine: str
    complete: bool
    articles: int
    done: int
    kept: int
    failed: int
    passed_over: int
    sentences: int
    unique_sentences: int
    translated: int
    memory_hits: int
    findings: dict[str, int]
    changed_articles: int
    changes: dict[str, int]
    errors: tuple[tuple[str, str], ...]
    seconds: float
    sentences_per_second: float

    def data(self) -> dict[str, Any]:
        """As JSON-ready data."""
        errors = [{"input": where, "error": why} for where, why in self.errors]
        return {**asdict(self), "errors": errors}

    def text(self) -> str:
        """As a table for a terminal."""
        lines = {
            "articles": f"{self.articles:,}: {self.done:,} done now, {self.kept:,} kept from"
            f" earlier runs, {self.failed:,} failed",
            "sentences": f"{self.sentences:,}, {self.unique_sentences:,} distinct",
            "this run": f"{self.translated:,} translated, {self.memory_hits:,} from memory",
            "findings": _listed(self.findings) or "none",
            "changes": f"{_listed(self.changes)} in {self.changed_articles:,} edited articles",
            "passed over": f"{self.passed_over:,} files that are no pages by their names, or links"
            " to folders",
            "time": f"{self.seconds:,.1f} s, {self.sentences_per_second:,.1f} sentences/s",
        }
        told = {"changes": self.changed_articles, "passed over": self.passed_over}
        return "\n".join(
            f"{name:<12} {value}" for name, value in lines.items() if told.get(name, True)
        )


class Tally:
    """Counts a run's outcomes as they come."""

    def __init__(self) -> None:
        self.done = self.kept = self.failed = self.passed_over = 0
        self._sentences = self._hits = self._changed = 0
        self._changes: Counter[str] = Counter()
        self._errors: list[tuple[str, str]] = []

    def add(self, outcome: Outcome, name: str) -> None:
        """Count an outcome of the article read from `name`."""
        if outcome.error is not None:
            self.failed += 1
            if len(self._errors) < _ERRORS_TOLD:
                self._errors.append((name, outcome.error))
            return
        self.done += 1
        self._sentences += outcome.sentences
        self._hits += outcome.hits
        self._changed += bool(outcome.changes)
        self._changes.update(outcome.changes)

    def report(self, engine: str, complete: bool, totals: Totals, seconds: float) -> RunReport:
        """The run's report, with sums over all its articles from the ledger."""
        return RunReport(
            engine=engine,
            complete=complete,
            articles=self.done + self.kept + self.failed,
            done=self.done,
            kept=self.kept,
            failed=self.failed,
            passed_over=self.passed_over,
            sentences=totals.sentences,
            unique_sentences=totals.unique,
            translated=self._sentences - self._hits,
            memory_hits=self._hits,
            findings=totals.findings,
            changed_articles=self._changed,
            changes=dict(self._changes.most_common()),
            errors=tuple(self._errors),
            seconds=round(seconds, 3),
            sentences_per_second=round(self._sentences / seconds, 2) if seconds else 0.0,
        )


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
