"""Do quotations stay quotations?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.article import Finding
from service.checks.reading.text import Pair

_MARKS = ('"', "“", "”", "«", "»", "„", "&quot;", "''")
_MARK = re.compile(r"(?<!\d)\"|(?<=\d)\"(?=[\s.,;:)!?]|$)|[“”«»„]|&quot;|''")
_SINGLE = re.compile(r"(?<![\w])['‘`](?=[^\W_])[^'‘’`]{2,}?['’](?!\w)")


def check(pair: Pair) -> Iterator[Finding]:
    """Quotation marks lost, or opened and never closed."""
    if not any(mark in pair.source.text or mark in pair.target.text for mark in _MARKS):
        return
    source = _MARK.findall(pair.source.text)
    target = _MARK.findall(pair.target.text)
    if (len(target) % 2 and not len(source) % 2) or _is_open(target) > _is_open(source):
        last = [*_MARK.finditer(pair.target.text)][-1]
        yield Finding(
            "quote",
            "warning",
            "a quotation mark has no partner",
            target=pair.target.span(last.start(), last.end()),
        )
    elif source and not target and not _SINGLE.search(pair.target.text):
        first = _MARK.search(pair.source.text)
        span = pair.source.span(first.start(), first.end()) if first else None
        yield Finding("quote", "warning", "the quotation marks are lost", span)


def _is_open(marks: list[str]) -> bool:
    """Whether curly quotation marks open and close different numbers of times."""
    return '"' not in marks and marks.count("“") != marks.count("”")
