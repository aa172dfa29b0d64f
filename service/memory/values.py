"""What goes into the memory and what comes out. Sentences are normalised by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from models.protocols import Ending
from service.passages import Passages


@dataclass(frozen=True, slots=True)
class Entry:
    """What a model said to a sentence.

    `signature` is the model's, as text, and `glossary` the version of the terms it was given;
    `score`, `tokens`, `ending` and `uncovered` are those of its hypothesis. Findings are not kept:
    checks improve, so they are made again from the two texts. `created` is the time of storing
    unless it is given.
    """

    sentence: str
    signature: str
    glossary: str
    text: str
    score: float
    tokens: int
    ending: Ending
    created: datetime | None = None
    uncovered: Passages = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says a sentence means. It wins over every model until it is undone."""

    sentence: str
    text: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody proposes. It is kept to be looked at and never applied."""

    sentence: str
    text: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """One step in the history of a sentence's corrections; `undone_by` took it back, if anybody."""

    text: str
    who: str
    when: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """The memory's answer for a sentence.

    A person's correction has `who` and no score, tokens, ending, signature or uncovered passages;
    a model's answer has no `who`.
    """

    text: str
    origin: Literal["memory", "human"]
    when: datetime
    who: str | None = None
    signature: str | None = None
    score: float | None = None
    tokens: int | None = None
    ending: Ending | None = None
    uncovered: Passages = None


@dataclass(frozen=True, slots=True)
class Similar:
    """A sentence much like the one asked about, and what was said to it.

    `similarity` is that of the sentences, from 0 to 1. Shown to people, never applied.
    """

    sentence: str
    similarity: float
    answer: Remembered


@dataclass(frozen=True, slots=True)
class Stats:
    """What the memory holds.

    `entries` counts models' answers by signature, `corrections` those in force, `summaries` those
    that models wrote; `size` is in bytes.
    """

    sentences: int
    entries: Mapping[str, int]
    corrections: int
    suggestions: int
    summaries: int
    size: int
