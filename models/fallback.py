"""Two translators as one: the second is asked where the first is in doubt.

Worth having when a quick model makes mistakes that checks can see (numbers lost, names changed) and
a slow one makes fewer: only the doubtful sentences pay for the slow one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from models.protocols import (
    Hypothesis,
    ListSource,
    Outcome,
    Segment,
    Signature,
    Source,
    Translator,
)

Doubtful = Callable[[str, Hypothesis], bool]
"""Whether a translation of a text is not to be relied on."""


def joint_signature(first: Signature, second: Signature) -> Signature:
    """The signature of two translators as one."""
    return Signature(
        f"{first.name}>{second.name}",
        f"{first.weights}>{second.weights}",
        f"{first.decoding}>{second.decoding}",
    )


class FallbackTranslator:
    """Gives `second` what `first` fails at or translates doubtfully.

    The second's hypotheses come first if it is not in doubt itself; the others stay behind them, so
    that whoever chooses among hypotheses can still do so.
    """

    def __init__(self, first: Translator, second: Translator, doubtful: Doubtful) -> None:
        self._first = first
        self._second = second
        self._doubtful = doubtful

    @property
    def signature(self) -> Signature:
        """See `Translator.signature`."""
        return joint_signature(self._first.signature, self._second.signature)

    @property
    def follows_hints(self) -> bool:
        """See `Translator.follows_hints`."""
        return self._first.follows_hints

    def fits(self, text: str) -> bool:
        """See `Translator.fits`; both must be able to."""
        return self._first.fits(text) and self._second.fits(text)

    def run(self, source: Source) -> Iterator[Outcome]:
        """See `Translator.run`.

        A doubtful segment is done again at once: waiting for a batch of them could mean waiting
        for segments that nobody will send before this one is answered.
        """
        relay = _Relay(source)
        for outcome in self._first.run(relay):
            segment = relay.segments.pop(outcome.key)
            if outcome.error is None and not self._doubtful(segment.text, outcome.hypotheses[0]):
                yield outcome
            elif not source.abandoned(outcome.key):
                yield self._again(segment, outcome)

    def _again(self, segment: Segment, first: Outcome) -> Outcome:
        """What the second makes of a segment; the first's word if that is no better."""
        (second,) = self._second.run(ListSource([replace(segment, key=0)]))
        if second.error is not None:
            return first
        if first.error is None and self._doubtful(segment.text, second.hypotheses[0]):
            return replace(first, hypotheses=first.hypotheses + second.hypotheses)
        return Outcome(segment.key, second.hypotheses + first.hypotheses)


class _Relay:
    """A source that remembers what was taken from it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.segments: dict[int, Segment] = {}

    def take(self, room: int, wait: bool) -> Sequence[Segment]:
        taken = self._source.take(room, wait)
        self.segments.update((segment.key, segment) for segment in taken)
        return taken

    def abandoned(self, key: int) -> bool:
        return self._source.abandoned(key)
