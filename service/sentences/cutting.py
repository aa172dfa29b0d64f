"""Sentences that are too long, cut at their best marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from service.sentences.splitting import Piece

# Where a sentence that is too long may be cut, best places first. Each match ends where a piece
# ends; white space follows.
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:(?<=[^\W\d_A-ZĐ]{2})[.?!…]|[;:–—])[\"”’»)]*(?=\s)",
        r",(?=\s+(?:nhưng|song|đồng thời|trong khi|trong đó|tuy nhiên|do đó|vì vậy|vì thế|nhằm)\s)",
        r",(?=\s)",
        r"(?<=\S)(?=\s+(?:trong khi|đồng thời|trong đó|nhưng|song|nhằm|để|nếu|khi|vì|mà|do)\s)",
        r"(?<=\S)(?=\s+(?:và|hoặc|cùng|với)\s)",
        r"(?<=\S)(?=\s)",
    )
)


def clauses(text: str, fits: Callable[[str], bool]) -> tuple[Piece, ...]:
    """Pieces of a sentence that is too long, each accepted by `fits`.

    The text is halved until it fits, at the best mark near the middle: stops, semicolons, colons
    and dashes, then commas, conjunctions, white space, and only then anywhere.

    Args:
        text: A sentence.
        fits: Whether a piece is short enough. A single character is never cut, fitting or not.
    """
    return tuple(_clauses(0, text, fits))


def _clauses(start: int, text: str, fits: Callable[[str], bool]) -> Iterator[Piece]:
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return
    if len(text) == 1 or fits(text):
        yield start, text
        return
    cut = _cut(text)
    yield from _clauses(start, text[:cut], fits)
    yield from _clauses(start + cut, text[cut:], fits)


def _cut(text: str) -> int:
    """Where to cut a text in two: the best kind of place found in its middle three fifths."""
    middle = len(text) // 2
    margin = len(text) // 5
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(text, margin, len(text) - margin)]
        if places:
            return min(places, key=lambda place: abs(place - middle))
    while middle > 1 and unicodedata.combining(text[middle]):
        middle -= 1
    return max(1, middle)
