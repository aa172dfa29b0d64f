"""Whether a translation says the terms of its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from service.article import Span
from service.glossary.english import plain_with_offsets
from service.glossary.terms import Term, TermMatch, TermUse


def uses(matches: Iterable[TermMatch], target: str) -> tuple[TermUse, ...]:
    """Which of the terms found in a source its translation says, and which it does not."""
    plain, starts = plain_with_offsets(target)
    return tuple(_use(match, target, plain, starts) for match in matches)


def _use(match: TermMatch, target: str, plain: str, starts: Sequence[tuple[int, int]]) -> TermUse:
    conflict: tuple[Term, int, int] | None = None
    for form in match.forms:
        at = plain.find(form)
        while at >= 0:
            end = at + len(form)
            rival = next((pair for pair in match.rivals if plain.endswith(pair[0], 0, end)), None)
            if rival is None:
                return TermUse(match, "applied", _span(target, plain, starts, at, end))
            conflict = conflict or (rival[1], end - len(rival[0]), end)
            at = plain.find(form, at + 1)
    if conflict is not None:
        other, start, end = conflict
        return TermUse(match, "conflicting", _span(target, plain, starts, start, end), other)
    return TermUse(match, "missed")


def _span(target: str, plain: str, starts: Sequence[tuple[int, int]], start: int, end: int) -> Span:
    """The stretch of the target that stands for `plain[start:end]`, which begins at a blank."""
    first = plain.count(" ", 0, start + 1) - 1
    last = plain.count(" ", 0, end - 1) - 1
    return Span(starts[first][0], starts[last][1], target[starts[first][0] : starts[last][1]])
