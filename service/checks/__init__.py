"""Compares a translation with its source and reports what an editor should look at.

Pure functions, no model, no network: `check` takes a Vietnamese sentence and its English and says
what differs; it never changes a text. `docs/checks.md` shows each check with an error it caught.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.article import Finding
from service.checks import (
    countries,
    dates,
    names,
    negation,
    numbers,
    omissions,
    quotes,
    ranks,
    shape,
    terms,
    units,
)
from service.checks.kinds import KINDS, penalty
from service.checks.reading import english, vietnamese
from service.checks.reading.text import Pair
from service.glossary import TermMatch

__all__ = ["KINDS", "check", "penalty"]


def check(
    source: str,
    target: str,
    matches: Sequence[TermMatch] = (),
    uncovered: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """What an editor should look at in a translation.

    Args:
        source: A Vietnamese sentence, in NFC.
        target: Its English translation.
        matches: The glossary terms in the source, as `Glossary.find` gives them.
        uncovered: Passages of the source that the model paid no attention to.

    Returns:
        Findings of the kinds in `KINDS`; offsets are characters of `source` and `target`.
    """
    pair = Pair.of(source, target)
    findings = [*shape.check(pair)]
    if any(finding.kind in ("empty", "echo") for finding in findings):
        return tuple(findings)  # whatever else is missing follows from that
    said, shown = vietnamese.read(pair.source), english.read(pair.target)
    findings += numbers.check(pair, said, shown)
    findings += dates.check(pair, said, shown)
    findings += units.check(pair, said, shown)
    findings += names.check(pair)
    findings += countries.check(pair)
    findings += ranks.check(pair)
    findings += negation.check(pair)
    findings += quotes.check(pair)
    findings += terms.check(pair, matches)
    findings += omissions.check(pair, uncovered, matches)
    return tuple(findings)
