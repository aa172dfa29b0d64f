"""A sentence translated in parts: where it is cut, and how the parts become one again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from models.protocols import Hypothesis
from service.checks.reading.text import words
from service.sentences import Piece, clauses, rejoin

LARGEST = 0.6  # of a text

_CLOSERS = "\"'”’»)]"
_STOPS = (".", "!", "?", "…")
_MARKS = tuple(",;:.!?…")
_ABBREVIATED = re.compile(r"(?:\.\.|\b(?:\w\.)+\w|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|No|etc))\.\Z")
_NAMES_TOO = frozenset({"an", "to"})
_OPENINGS = words(
    "a an the this that these those on in at of to for from with by as and or but while which "
    "after before during including along together also it they he she its their his her there "
    "first especially particularly namely such when where who whose if although though since "
    "because until unless so not only then thus thereby therefore helping contributing creating "
    "making ensuring aiming without under over through among between amid according"
)


def in_parts(text: str, fits: Callable[[str], bool]) -> tuple[Piece, ...]:
    """A text in two or three that fit, or more, cut at the best marks there are.

    No word is cut for this: a text that could not do without is as whole as it fits.
    """
    largest = LARGEST * len(text)
    pieces = clauses(text, lambda piece: len(piece) <= largest and fits(piece))
    if all(text[start - 1].isspace() for start, _ in pieces[1:]):
        return pieces
    return clauses(text, fits)


def joined(
    text: str, pieces: Sequence[Piece], found: Sequence[tuple[Hypothesis, ...]]
) -> tuple[Hypothesis, ...]:
    """Hypotheses for a whole text from those of its pieces."""
    if len(pieces) == 1:
        return found[0]
    best = [hypotheses[0] for hypotheses in found]
    whole = replace(
        min(best, key=lambda hypothesis: hypothesis.ending == "complete"),
        text=rejoin(text, pieces, running_on(pieces, [each.text for each in best])),
        score=sum(h.score * h.tokens for h in best) / max(1, sum(h.tokens for h in best)),
        tokens=sum(hypothesis.tokens for hypothesis in best),
        uncovered=tuple(passage for hypothesis in best for passage in hypothesis.uncovered),
    )
    return (whole,)


def running_on(pieces: Sequence[Piece], translations: Sequence[str]) -> list[str]:
    """Pieces' translations as parts of one sentence: what only opens or closes one is undone."""
    said = list(translations)
    for at in range(1, len(pieces)):
        before = pieces[at - 1][1].rstrip(_CLOSERS)
        if before.endswith(_STOPS):
            continue
        said[at - 1] = _going_on(said[at - 1], before[-1:])
        if not before.endswith(":"):
            said[at] = _going_on_from(said[at])
    if pieces[-1][1].endswith(".") and said[-1].endswith(","):
        said[-1] = f"{said[-1][:-1]}."
    return said


def _going_on(text: str, mark: str) -> str:
    """A part without a full stop of its own, and with the mark its source ends with."""
    if text.endswith(".") and not _ABBREVIATED.search(text):
        text = text[:-1]
    return f"{text}{mark}" if mark in (",", ";", ":") and text[-1:] not in _MARKS else text


def _going_on_from(text: str) -> str:
    """A part without a capital it has only because it was translated as a sentence."""
    opening, space, rest = text.partition(" ")
    low = opening.lower()
    is_acronym = len(opening) > 1 and opening.isupper()  # WHO, IT
    is_name = low in _NAMES_TOO and rest[:1].isupper()  # An Giang
    if low not in _OPENINGS or is_acronym or is_name:
        return text
    return f"{low}{space}{rest}"
