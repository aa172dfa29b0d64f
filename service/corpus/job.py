"""What goes to an engine and what comes back. Both travel between processes and machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from service.extract import Form


@dataclass(frozen=True, slots=True)
class Job:
    """An article to be worked on: the page as it was read.

    `stem` is what its files are called, without endings; `digest` is that of the page, in hex;
    `is_lasting` as in `Item`.
    """

    id: str
    stem: str
    name: str
    form: Form | None
    data: bytes
    digest: str
    is_lasting: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Args:
        stem: Which job.
        error: Why there are no files of it; None when there are.
        fatal: Whether that would befall every other job too.
        title: The English title.
        sentences: Titles, sentences and captions translated.
        hits: How many of them came from the memory.
        findings: What the checks noticed, by kind.
        changes: What an edit did to its sentences since the last run, by kind.
        keys: Eight bytes for each text, the same for equal texts, to count distinct ones by.
    """

    stem: str
    error: str | None = None
    fatal: bool = False
    title: str | None = None
    sentences: int = 0
    hits: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    keys: bytes = b""


OnSentences = Callable[[int], None]
"""So many more sentences are done."""


class Engine(Protocol):
    """Works on jobs, several at a time."""

    @property
    def name(self) -> Literal["local", "ray"]:
        """What it is called in reports."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Outcomes as they are there, in any order; one for each job.

        Jobs are taken when there is room for them, in the caller's thread.
        """
