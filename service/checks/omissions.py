"""Passages of the source that the model passed over while it wrote.

The only check that needs more than the two texts: a model that can tell where it looked names the
passages (`models.protocols.Hypothesis.uncovered`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from service.article import Finding, Severity, Span
from service.checks.reading.text import Pair, Text
from service.glossary import TermMatch, uses
from service.normalise import normalise

CLAUSE = 6  # words; the loss of so many is more than one of style
FEWEST = 3


def check(pair: Pair, uncovered: Sequence[str], matches: Sequence[TermMatch]) -> Iterator[Finding]:
    """Say of each passage that it may be left out, and where it stands.

    Words of terms that the translation says do not count: a term is often written without a look
    at it, for its English was asked for, or stands already.
    """
    if not uncovered:
        return
    said = [use.match for use in uses(matches, pair.target.text) if use.state == "applied"]
    for passage in uncovered:
        span = _place(pair.source, passage)
        lost = len(_words(passage)) if span is None else _words_besides(span, said)
        if lost >= FEWEST:
            severity: Severity = "serious" if lost >= CLAUSE else "warning"
            yield Finding("omission", severity, f"“{passage}” may be left out", span)


def _place(source: Text, passage: str) -> Span | None:
    """Where a passage stands, which comes as the model was given it.

    In the source its letters may be composed otherwise, its tones set on another vowel, its blanks
    wider, and all its letters capitals.
    """
    wanted = [_key(word) for word in passage.split()]
    words = list(re.finditer(r"\S+", source.text))
    keys = [_key(word.group()) for word in words]
    for start in range(len(keys) - len(wanted) + 1):
        if keys[start : start + len(wanted)] == wanted:
            last = words[start + len(wanted) - 1]
            end = last.end() - len(last.group()) + len(last.group().rstrip(",;:"))
            return source.span(words[start].start(), end)
    return None


def _key(word: str) -> str:
    return normalise(word).lower().strip(",;:")


def _words(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\S*\w\S*", text))


def _words_besides(span: Span, terms: Iterable[TermMatch]) -> int:
    """How many words of a passage belong to none of the terms."""
    inside = [(term.start - span.start, term.end - span.start) for term in terms]
    return sum(
        not any(start <= word.start() < end for start, end in inside) for word in _words(span.text)
    )
