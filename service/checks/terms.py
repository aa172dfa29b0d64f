"""Does the translation say the glossary's terms?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.article import Finding
from service.checks.reading.text import Pair
from service.glossary import TermMatch, uses


def check(pair: Pair, matches: Sequence[TermMatch]) -> Iterator[Finding]:
    """Terms that are missed, or given another term's English; each one once."""
    if not matches:
        return
    reported = set[str]()
    for use in uses(matches, pair.target.text):
        term = use.match.term
        if use.state == "applied" or term.vietnamese in reported:
            continue
        reported.add(term.vietnamese)
        span = pair.source.span(use.match.start, use.match.end)
        if use.other is not None and use.target is not None:
            detail = (
                f"“{term.vietnamese}” was given as “{use.target.text}” ({use.other.vietnamese})"
            )
        else:
            detail = f"“{term.vietnamese}” should be “{term.english}”"
        yield Finding("term", "warning", detail, span, use.target)
