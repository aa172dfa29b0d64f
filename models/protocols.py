"""What a model is to the rest of Bantin: strings in, strings out.

A translator pulls its work. It is given a `Source` and takes new segments whenever it has room,
so that sentences of many articles and many callers share one batch, and it yields each result as
soon as that result is there. `translate_all` is the simple case: a list in, a list out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Signature:
    """Says what made an output, as sacreBLEU's signatures do.

    `name` is the catalogue name, `weights` a digest of the weights, `decoding` the options that
    change the output ("beam:4|lp:1.0").
    """

    name: str
    weights: str
    decoding: str

    def __str__(self) -> str:
        return f"{self.name}|weights:{self.weights}|{self.decoding}"


Hints = tuple[tuple[str, str], ...]
"""Terms of a text, as it writes them, each with the English asked for."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A text to translate. `key` is the caller's and comes back with the result.

    Hints are passed over by a model that does not follow them.
    """

    key: int
    text: str
    alternatives: int = 1  # how many hypotheses to look for at least
    hints: Hints = ()


Ending = Literal["complete", "length", "repetition"]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation of a segment.

    `text` is one line. `score` is the mean log-probability per token (≤ 0), `ending` says whether
    the model ended by itself or was stopped at its length limit or for repeating itself.
    `uncovered` are passages of the segment that it paid no attention to while writing, so that they
    are likely left out; a model that cannot tell gives none.
    """

    text: str
    score: float
    tokens: int
    ending: Ending = "complete"
    uncovered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a segment: hypotheses, best first, or the error that befell it alone."""

    key: int
    hypotheses: tuple[Hypothesis, ...] = ()
    error: Exception | None = None


class Source(Protocol):
    """Where a translator takes its work from."""

    def take(self, room: int, wait: bool) -> Sequence[Segment]:
        """Up to `room` segments. With `wait`, block until there is one.

        An empty answer to a waiting call means that no more will come.
        """

    def abandoned(self, key: int) -> bool:
        """Whether nobody wants this segment any more, so that its work can stop."""


@runtime_checkable
class Translator(Protocol):
    """Translates Vietnamese segments into English."""

    @property
    def signature(self) -> Signature:
        """What makes these translations."""

    @property
    def follows_hints(self) -> bool:
        """Whether it was trained to use the English a segment's hints ask for."""

    def fits(self, text: str) -> bool:
        """Whether a text can be translated in one piece."""

    def run(self, source: Source) -> Iterator[Outcome]:
        """Translate what `source` gives until it ends; yields outcomes as they are done.

        An abandoned segment may yield nothing. The result for a segment does not depend on what
        it was batched with.
        """


@dataclass(frozen=True, slots=True)
class SummaryDraft:
    """A summary sentence proposed by a model; `sources` are the sentences it draws on, if known."""

    text: str
    sources: tuple[int, ...] = ()


@runtime_checkable
class Summariser(Protocol):
    """Writes a summary of an English text given as sentences; several threads may call it."""

    @property
    def signature(self) -> Signature:
        """What makes these summaries."""

    def fits(self, sentences: Sequence[str]) -> bool:
        """Whether it can read all of them at once; blank ones are passed over."""

    def summarise(
        self, title: str | None, sentences: Sequence[str], max_sentences: int
    ) -> Sequence[tuple[SummaryDraft, ...]]:
        """Drafts of at most `max_sentences` sentences each, in reading order; the best one first.

        None when there is nothing to read, or no draft came to its end.

        Raises:
            InputTooLong: The sentences do not fit.
        """


class ListSource:
    """A source that gives a list of segments, once."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._next = 0

    def take(self, room: int, wait: bool) -> Sequence[Segment]:
        """See `Source.take`; never blocks."""
        taken = self._segments[self._next : self._next + room]
        self._next += len(taken)
        return taken

    def abandoned(self, key: int) -> bool:
        """Nothing is ever abandoned."""
        return False


def translate_all(
    translator: Translator, texts: Sequence[str], alternatives: int = 1
) -> list[tuple[Hypothesis, ...]]:
    """Translate a list: one tuple of hypotheses for each text, in the same order.

    Raises the first error any text met.
    """
    order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
    segments = [Segment(index, texts[index], alternatives) for index in order]
    results: list[tuple[Hypothesis, ...]] = [()] * len(texts)
    for outcome in translator.run(ListSource(segments)):
        if outcome.error is not None:
            raise outcome.error
        results[outcome.key] = outcome.hypotheses
    return results
