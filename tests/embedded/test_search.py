"""Beam search, on small made-up vocabularies."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from models.decoding import Decoding
from models.embedded.search import Beams, Search, _before_repetition, _top

END = 1


def logits_after(prefix: tuple[int, ...], vocabulary: int) -> torch.Tensor:
    """A fixed, arbitrary language model: scores depend on the whole prefix."""
    generator = torch.Generator().manual_seed(hash(prefix) % 100_000)
    logits = torch.full((100,), -math.inf)
    logits[:vocabulary] = torch.randn(vocabulary, generator=generator) * 2
    return logits


def blind(slots: int, beams: int) -> torch.Tensor:
    """The coverage of beams that looked at nothing."""
    return torch.zeros(slots, beams, 8)


def decode(
    beams: int, vocabulary: int, limit: int, wanted: int = 1, left_out: tuple[str, ...] = ()
) -> list[tuple[int, ...]]:
    """Run a search to its end on the made-up model."""
    running = Beams(2, END, Decoding(beams=beams), steps=limit + 1)
    search = Search(0, 0, limit, wanted, lambda coverage: left_out)
    running.start([search], logits_after((), vocabulary).unsqueeze(0), blind(1, beams))
    while not running.finished():
        slot = [tuple(b) for b in running._tokens[0, :, : int(running._written[0])].tolist()]
        logits = torch.stack([logits_after(prefix, vocabulary) for prefix in slot])
        running.step(logits, blind(1, beams))
    return [hypothesis.tokens for hypothesis in running.results(0)]


def score(tokens: tuple[int, ...], vocabulary: int) -> float:
    """Mean log-probability of tokens and the end mark."""
    total = 0.0
    for at, token in enumerate([*tokens, END]):
        total += logits_after(tokens[:at], vocabulary).log_softmax(0)[token].item()
    return total / (len(tokens) + 1)


def test_a_beam_as_wide_as_the_tree_finds_the_best_text_of_all():
    vocabulary, limit = 4, 3
    others = [token for token in range(vocabulary) if token != END]
    texts = [text for length in range(limit) for text in itertools.product(others, repeat=length)]
    best = max(texts, key=lambda text: score(text, vocabulary))
    # Waiting for many complete hypotheses keeps the search from stopping at the first good one.
    assert decode(beams=30, vocabulary=vocabulary, limit=limit, wanted=20)[0] == best


def test_hypotheses_come_best_first():
    texts = decode(beams=6, vocabulary=5, limit=6, wanted=4)
    scores = [score(text, 5) for text in texts]
    assert len(scores) >= 2
    assert scores == sorted(scores, reverse=True)


def test_a_search_goes_on_while_what_it_has_leaves_something_out():
    whole = decode(beams=4, vocabulary=20, limit=20)
    partial = decode(beams=4, vocabulary=20, limit=20, left_out=("một đoạn",))
    assert len(whole) == 1
    assert len(partial) == 4
    assert whole[0] in partial


def test_a_hypothesis_knows_what_its_own_beam_left_out():
    said = Decoding(beams=2)
    running = Beams(1, END, said, steps=9)
    seen: list[list[float]] = []

    def left_out(coverage) -> tuple[str, ...]:
        seen.append(coverage.tolist())
        return (f"{coverage[0]:.0f}",)

    first = torch.full((1, 300), -50.0)
    first[0, [5, 6]] = torch.tensor([0.0, -1.0])
    running.start([Search(0, 3, 8, 1, left_out)], first, blind(1, 2))
    second = torch.full((2, 300), -50.0)
    second[:, END] = 0.0
    coverage = torch.tensor([[[1.0, 0.0, 0.0, 9.0], [2.0, 0.0, 0.0, 9.0]]])
    running.step(second, coverage)
    best, other = running.results(0)[:2]
    assert (best.tokens, best.uncovered) == ((5,), ("1",))
    assert (other.tokens, other.uncovered) == ((6,), ("2",))
    assert {len(row) for row in seen} == {3}  # the prompt's own tokens


def test_one_beam_is_greedy_decoding():
    vocabulary, text = 6, ()
    while (token := int(logits_after(text, vocabulary).argmax())) != END and len(text) < 10:
        text = (*text, token)
    assert decode(beams=1, vocabulary=vocabulary, limit=10) == [text]


@given(st.integers(1, 8), st.integers(1, 300), st.integers(0, 2**31))
def test_top_by_chunks_is_the_top(rows, extra, seed):
    values = torch.randn(rows, 8 * 128 + extra, generator=torch.Generator().manual_seed(seed))
    found, places = _top(values, 8)
    assert torch.equal(found, values.topk(8, dim=1).values)
    assert torch.equal(values.gather(1, places), found)


@pytest.mark.parametrize(
    ("tokens", "kept"),
    [
        (list(range(40)), 0),
        ([7, 8] + [1, 2, 3] * 6, 5),
        ([5] * 15, 0),
        ([5] * 16, 1),
        ([9, 4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0], 0),  # 9,000,000,000
        (list(range(20)) * 2, 0),
        (list(range(20)) * 3, 20),
    ],
)
def test_a_loop_is_told_from_a_long_number(tokens, kept):
    assert _before_repetition(np.array(tokens)) == kept


def test_a_model_that_only_repeats_itself_is_stopped_and_says_so():
    beams = Beams(1, END, Decoding(beams=1), steps=200)
    always = torch.full((1, 300), -20.0)
    always[0, 7] = 0.0
    beams.start([Search(0, 0, 150, 1)], always, blind(1, 1))
    steps = 1
    while not beams.finished():
        beams.step(always, blind(1, 1))
        steps += 1
    (result,) = beams.results(0)
    assert (result.tokens, result.ending) == ((7,), "repetition")
    assert steps < 20


def test_a_search_at_its_limit_returns_what_it_has():
    beams = Beams(1, END, Decoding(beams=2), steps=50)
    generator = torch.Generator().manual_seed(3)

    def never_ends(rows: int) -> torch.Tensor:
        logits = torch.randn(rows, 400, generator=generator)
        logits[:, END] = -math.inf
        return logits

    beams.start([Search(0, 0, 12, 1)], never_ends(1), blind(1, 2))
    while not beams.finished():
        beams.step(never_ends(2), blind(1, 2))
    result = beams.results(0)[0]
    assert (len(result.tokens), result.ending) == (12, "length")


def test_closing_a_slot_moves_the_last_one_into_it():
    beams = Beams(3, END, Decoding(beams=1), steps=5)
    searches = [Search(key, 0, 4, 1) for key in range(3)]
    beams.start(searches, torch.randn(3, 300), blind(3, 1))
    assert beams.close(0) == 2
    assert [search.key for search in beams.searches] == [2, 1]
