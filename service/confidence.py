"""How far a translation can be trusted, as a number from 0 to 1.

The probability that a sentence's chrF against a reference would be at least 50, which three
in five of the built-in model's sentences reach on FLORES dev: a logistic regression on the model's
mean log-probability a token, fitted on every other sentence and drawn against the rest in
docs/confidence.md. chrF hardly sees a wrong number or a lost "not"; an editor does, so a serious
finding leaves little, whatever the model thinks of its words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from service.article import Finding

# Fitted by benchmarks/confidence.py.
INTERCEPT = 4.92
PER_NAT = 7.65

GOOD = 50.0  # chrF2
CONTRADICTED = 0.2  # the most a sentence with a serious finding is given
DOUBTFUL = 0.3  # what a summary leaves out where it can


def confidence(score: float, findings: Iterable[Finding]) -> float:
    """The probability that a translation is good.

    Args:
        score: The model's mean log-probability a token, ≤ 0; minus infinity where it was stopped.
        findings: What the checks say of it.
    """
    by_model = likelihood(score)
    if any(finding.severity == "serious" for finding in findings):
        return min(by_model, CONTRADICTED)
    return by_model


def likelihood(score: float) -> float:
    """The regression: from the model's mean log-probability alone."""
    return round(1 / (1 + math.exp(-(INTERCEPT + PER_NAT * max(score, -10.0)))), 3)
