"""Quotations and brackets, whose words stay together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from service.sentences.words import DASHES

_MATCHES = {"(": ")", "[": "]", "“": '”"“', "„": '”"“', '"': '"”', "«": "»", "‘": "’"}
_LONGEST_QUOTATION = 500  # characters; beyond that a quotation is split like any other text


def held_offsets(text: str) -> Callable[[int], bool]:
    """A test whether an offset lies inside a quotation or bracket that closes in the text."""
    spans = list(_outermost(_enclosed(text)))
    starts = [start for start, _ in spans]

    def held(offset: int) -> bool:
        index = bisect_left(starts, offset) - 1
        return index >= 0 and offset <= spans[index][1]

    return held


def _enclosed(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the opening and the closing mark of every quotation and bracket, in any order."""
    open_marks: list[tuple[int, str]] = []
    for match in re.finditer(r"[\"“”„«»‘’()\[\]]", text):
        mark, at = match.group(), match.start()
        if mark in "“„«‘([" or (mark == '"' and _opens(text, at)):
            open_marks.append((at, _MATCHES[mark]))
            continue
        for depth in range(len(open_marks) - 1, -1, -1):
            start, closing = open_marks[depth]
            if at - start > _LONGEST_QUOTATION:
                break
            if mark in closing:
                del open_marks[depth:]
                yield start, at
                break


def _opens(text: str, at: int) -> bool:
    """Whether the straight quotation mark at this offset is an opening one."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([“‘" + DASHES) and not after.isspace()


def _outermost(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = -1
    for span in sorted(spans):
        if span[1] > end:
            yield span
            end = span[1]
