"""What a translation says of its source, by the words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from models.embedded.lexicon import EMPTY, STEP, UNSAID, Lexicon, write

FISH, SEA, OF = 11, 12, 13  # tokens of a translation
CÁ, BIỂN, CỦA, LẠ = 21, 22, 23, 24  # and of a source
LIKELY = {(CÁ, FISH): 0.5, (BIỂN, SEA): 0.25, (CỦA, OF): 0.5, (CỦA, EMPTY): 0.125, (CÁ, SEA): 0.1}
VOCABULARY = 30


@pytest.fixture
def lexicon(tmp_path):
    pairs = np.array(list(LIKELY))
    steps = np.rint([-math.log(each) / STEP for each in LIKELY.values()])
    write(tmp_path / "lexicon", VOCABULARY, pairs[:, 0], pairs[:, 1], steps.astype(np.int64))
    return Lexicon(tmp_path / "lexicon")


def nats(*probabilities: float) -> float:
    return sum(math.log(each + UNSAID) for each in probabilities)


def close(value: float) -> object:
    return pytest.approx(value, abs=3 * STEP)


def test_before_anything_is_written_only_the_empty_word_says_something(lexicon):
    said = lexicon.of([CÁ, CỦA, BIỂN])
    assert said.nats().tolist() == [close(nats(0, 0.125, 0))]
    assert said.mean().tolist() == [close(nats(0, 0.125, 0) / 3)]


def test_each_token_adds_what_it_says(lexicon):
    said = lexicon.of([CÁ, CỦA, BIỂN])
    said.follow(np.array([0]), np.array([FISH]))
    said.follow(np.array([0]), np.array([SEA]))
    assert said.nats().tolist() == [close(nats(0.5 + 0.1, 0.125, 0.25))]


def test_what_a_token_would_add_is_what_it_adds(lexicon):
    said = lexicon.of([BIỂN, CÁ, LẠ])
    tokens = np.array([FISH, SEA, OF, 5])
    expected = said.nats_with(tokens[None, :])[0]
    said.follow(np.zeros(4, dtype=np.int64), tokens)
    assert said.nats().tolist() == expected.tolist()
    assert expected[1] > expected[0] > expected[2] == expected[3]  # SEA says a little of both


def test_beams_change_places_with_what_they_said(lexicon):
    said = lexicon.of([CÁ, BIỂN])
    said.follow(np.array([0, 0]), np.array([FISH, SEA]))
    first, second = said.nats().tolist()
    said.follow(np.array([1, 0]), np.array([OF, OF]))
    assert said.nats().tolist() == [second, first]


def test_a_source_token_may_come_twice(lexicon):
    once, twice = lexicon.of([CÁ]), lexicon.of([CÁ, CÁ])
    for said in (once, twice):
        said.follow(np.array([0]), np.array([FISH]))
    assert twice.nats()[0] == pytest.approx(2 * once.nats()[0])
    assert twice.mean() == pytest.approx(once.mean())


def test_a_source_of_no_known_token_costs_the_same_whatever_is_said(lexicon):
    said = lexicon.of([LẠ])
    assert said.nats_with(np.array([[FISH, OF]])).tolist() == [[close(nats(0))] * 2]


def test_an_empty_source_costs_nothing(lexicon):
    said = lexicon.of([])
    said.follow(np.array([0, 0]), np.array([FISH, OF]))
    assert said.mean().tolist() == [0, 0]
