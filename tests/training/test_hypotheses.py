"""Hypotheses are judged by the reference, by what they leave out and by their numbers."""

from __future__ import annotations

import pytest

from models.protocols import Hypothesis, Outcome, Source
from models.training.hypotheses import LEFT_OUT, WRONG_NUMBER, with_hypotheses, worth_by_reference

REFERENCE = "The two sides signed 12 agreements in Hanoi on Tuesday."
PAIR = {"vi": "Hai bên ký 12 thỏa thuận.", "en": REFERENCE, "source": "news", "held_back": False}


def hypothesis(text: str, **fields) -> Hypothesis:
    return Hypothesis(text, -0.5, 10, **fields)


@pytest.fixture(scope="module")
def worth():
    return worth_by_reference()


def test_the_reference_is_worth_one_and_nearer_is_worth_more(worth):
    near = worth(hypothesis("The two sides signed 12 agreements in Hanoi."), REFERENCE)
    far = worth(hypothesis("Both of them agreed on 12 things."), REFERENCE)
    assert worth(hypothesis(REFERENCE), REFERENCE) == pytest.approx(1)
    assert 0 < far < near < 1


def test_leaving_out_and_wrong_numbers_cost(worth):
    left_out = hypothesis(REFERENCE, uncovered=("hôm thứ Ba",))
    assert worth(left_out, REFERENCE) == pytest.approx(1 - LEFT_OUT)
    right = worth(hypothesis("They signed 12."), "They signed 12 papers.")
    wrong = worth(hypothesis("They signed 13."), "They signed 13 papers, 2 of them.")
    assert right - wrong > WRONG_NUMBER


class Fixed:
    """Gives the same hypotheses for every segment."""

    follows_hints = False

    def __init__(self, *hypotheses: Hypothesis, error: Exception | None = None) -> None:
        self._hypotheses, self._error = hypotheses, error

    def fits(self, text: str) -> bool:
        return len(text) < 100

    def run(self, source: Source):
        while segments := source.take(8, wait=True):
            for segment in segments:
                yield Outcome(segment.key, self._hypotheses, self._error)


def by_length(hypothesis: Hypothesis, reference: str) -> float:
    return len(hypothesis.text) / 10


def test_hypotheses_come_with_the_best_first_and_broken_off_ones_are_no_examples():
    cut = hypothesis("long but broken off", ending="length")
    made = list(
        with_hypotheses([PAIR], Fixed(hypothesis("ab"), cut, hypothesis("abcd")), by_length)
    )
    assert made == [{**PAIR, "hypotheses": [("abcd", 0.4), ("ab", 0.2)]}]


def test_where_there_is_nothing_to_prefer_there_is_no_example():
    long = {**PAIR, "vi": "dài " * 50}
    alike = Fixed(hypothesis("ab"), hypothesis("cd"))
    assert list(with_hypotheses([PAIR, long], alike, by_length)) == []


def test_an_error_is_not_passed_over():
    with pytest.raises(ValueError, match="no room"):
        list(with_hypotheses([PAIR], Fixed(error=ValueError("no room")), by_length))
