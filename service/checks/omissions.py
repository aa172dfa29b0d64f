"""Passages of the source that the model passed over while it wrote.

The only check that needs more than the two texts: a model that can tell where it looked names the
passages (`models.protocols.Hypothesis.uncovered`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from service.article import Finding, Severity, Span
from service.checks.reading.text import Pair
from service.glossary import TermMatch, uses

CLAUSE = 6  # words; the loss of so many is more than one of style
FEWEST = 3  # words besides those of terms that the translation does say


def check(pair: Pair, uncovered: Iterable[str], matches: Sequence[TermMatch]) -> Iterator[Finding]:
    """Say of each passage that it may be left out, and where it stands.

    A term is often written without a look at it: its English was asked for, or stands already.
    """
    said = [use.match for use in uses(matches, pair.target.text) if use.state == "applied"]
    for passage in uncovered:
        # A headline in capitals was given to the model in small letters.
        place = re.search(re.escape(passage), pair.source.text, re.IGNORECASE)
        span = pair.source.span(*place.span()) if place else None
        if span is None or _words_besides(span, said) >= FEWEST:
            severity: Severity = "serious" if len(passage.split()) >= CLAUSE else "warning"
            yield Finding("omission", severity, f"“{passage}” may be left out", span)


def _words_besides(span: Span, terms: Iterable[TermMatch]) -> int:
    """How many words of a passage belong to none of the terms."""
    inside = [(term.start - span.start, term.end - span.start) for term in terms]
    return sum(
        not any(start <= word.start() < end for start, end in inside)
        for word in re.finditer(r"\S+", span.text)
    )
