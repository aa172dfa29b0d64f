"""Confidence: sure of what the model is sure of, and of nothing that is contradicted."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.article import Finding
from service.confidence import CONTRADICTED, confidence

SERIOUS = Finding("number", "serious", "128 became 12")
WARNING = Finding("term", "warning", "not as the glossary says")


@given(st.floats(-20, 0), st.floats(-20, 0))
def test_a_likelier_text_is_never_trusted_less(first, second):
    low, high = sorted((first, second))
    assert 0 <= confidence(low, ()) <= confidence(high, ()) <= 1


@given(st.floats(-20, 0))
def test_a_contradicted_sentence_is_never_trusted(score):
    assert confidence(score, (WARNING, SERIOUS)) <= CONTRADICTED


def test_a_warning_alone_takes_nothing_away():
    assert confidence(-0.3, (WARNING,)) == confidence(-0.3, ())


# Held-back halves of FLORES dev: half of the sentences at -0.64 nats a token are good.
@pytest.mark.parametrize(("nats", "share"), [(-0.35, 0.9), (-0.64, 0.5), (-1.0, 0.06)])
def test_it_is_the_share_of_good_sentences(nats, share):
    assert confidence(nats, ()) == pytest.approx(share, abs=0.03)


def test_a_text_that_was_stopped_has_no_confidence_at_all():
    assert confidence(-math.inf, ()) < 0.001
