"""Telephone numbers that both sentences have, however their digits are grouped."""

from __future__ import annotations

import re

from service.checks.reading.text import Pair, Text

_NUMBER = re.compile(r"(?<![\w.,/])(?:\(?\+\d|\(?0\d|1[89]00(?!\d))\d*(?:[ \xa0.()-]{1,2}\d+)*")
"""Only what begins as they do: "1.330.000.000" left so in English is no telephone number."""
_FEWEST_DIGITS = 8

Spans = list[tuple[int, int]]


def in_both(pair: Pair) -> tuple[Spans, Spans]:
    """Where the telephone numbers with the same digits stand in the source and in the target."""
    if not (pair.source.has_digits and pair.target.has_digits):
        return [], []
    source, target = _find(pair.source), _find(pair.target)
    return (
        [span for digits, span in source if any(digits == other for other, _ in target)],
        [span for digits, span in target if any(digits == other for other, _ in source)],
    )


def _find(text: Text) -> list[tuple[str, tuple[int, int]]]:
    """The bare digits and the place of each telephone number."""
    found = []
    for match in _NUMBER.finditer(text.low):
        digits = "".join(filter(str.isdecimal, match[0]))
        if len(digits) >= _FEWEST_DIGITS:
            found.append((digits, match.span()))
    return found
