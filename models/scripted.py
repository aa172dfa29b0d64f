"""Deterministic stand-ins for a model: catalogue entries for tests and for trying things out.

They keep numbers and names, so that checks have something to look at, and cost what they are told
to cost.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from models.protocols import Hypothesis, Outcome, Segment, Signature, Source

FAILS_ON = "‽"


@dataclass(frozen=True, slots=True)
class ScriptedTranslator:
    """Says "English: " and the text again; a segment with an interrobang fails.

    Args:
        name: Catalogue name.
        seconds: What a segment costs, slept, not computed.
        batch: Segments taken at once.
        longest: Characters a segment may have.
    """

    name: str = "scripted"
    seconds: float = 0.0
    batch: int = 8
    longest: int = 2_000

    @property
    def signature(self) -> Signature:
        """See `Translator.signature`."""
        return Signature(self.name, "none", "scripted:1")

    @property
    def follows_hints(self) -> bool:
        """See `Translator.follows_hints`."""
        return False

    def fits(self, text: str) -> bool:
        """See `Translator.fits`."""
        return len(text) <= self.longest

    def run(self, source: Source) -> Iterator[Outcome]:
        """See `Translator.run`."""
        while segments := source.take(self.batch, wait=True):
            for segment in segments:
                if not source.abandoned(segment.key):
                    yield self._outcome(segment)

    def _outcome(self, segment: Segment) -> Outcome:
        time.sleep(self.seconds)
        if FAILS_ON in segment.text:
            return Outcome(segment.key, error=ValueError(f"scripted failure: {segment.text[:40]}"))
        text = f"English: {' '.join(segment.text.split())}"
        return Outcome(segment.key, (Hypothesis(text, -0.1, len(text.split())),))
