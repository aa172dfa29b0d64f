"""Passages of the source that the model passed over while it wrote.

The only check that needs more than the two texts: a model that can tell where it looked names the
passages (`models.protocols.Hypothesis.uncovered`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from service.article import Finding, Severity
from service.checks.reading.text import Pair

CLAUSE = 6  # words; the loss of so many is more than one of style


def check(pair: Pair, uncovered: Iterable[str]) -> Iterator[Finding]:
    """Say of each passage that it may be left out, and where it stands."""
    for passage in uncovered:
        severity: Severity = "serious" if len(passage.split()) >= CLAUSE else "warning"
        # A headline in capitals was given to the model in small letters.
        place = re.search(re.escape(passage), pair.source.text, re.IGNORECASE)
        span = pair.source.span(*place.span()) if place else None
        yield Finding("omission", severity, f"“{passage}” may be left out", span)
