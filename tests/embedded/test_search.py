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
from models.embedded.coverage import SourceWords
from models.embedded.lexicon import Said
from models.embedded.search import (
    DOCKED,
    MOST_DOCKED,
    SAID,
    SAYING,
    Beams,
    Ended,
    Search,
    _before_repetition,
    _top,
)

END = 1


def logits_after(prefix: tuple[int, ...], vocabulary: int) -> torch.Tensor:
    """A fixed, arbitrary language model: scores depend on the whole prefix."""
    generator = torch.Generator().manual_seed(hash(prefix) % 100_000)
    logits = torch.full((100,), -math.inf)
    logits[:vocabulary] = torch.randn(vocabulary, generator=generator) * 2
    return logits


def blind(slots: int, beams: int) -> torch.Tensor:
    """The coverage of beams that looked at nothing."""
    return torch.zeros(slots, beams, 128)


def decode(beams: int, vocabulary: int, limit: int, wanted: int = 1) -> list[tuple[int, ...]]:
    """Run a search to its end on the made-up model."""
    running = Beams(2, END, Decoding(beams=beams), steps=limit + 1)
    search = Search(0, 0, limit, wanted)
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


def source(words: int) -> SourceWords:
    """A source of so many words of one token each, which begins a prompt."""
    return SourceWords(" ".join(["lời"] * words), range(words))


def two_beams_before_their_end(second: float, seen: list[list[float]]) -> tuple[Ended, ...]:
    """What a search for two hypotheses ends with.

    The first is worth 0 nats and the second `second`; `seen` is what each has looked at of the
    source's words.
    """
    running = Beams(1, END, Decoding(beams=2), steps=9)
    first = torch.full((1, 300), -50.0)
    first[0, [5, 6]] = torch.tensor([0.0, second])
    words = len(seen[0])
    running.start([Search(0, words, 8, 2, source(words))], first, blind(1, 2))
    ending = torch.full((2, 300), -50.0)
    ending[:, END] = 0.0
    other = torch.full((2, 300), 7.0)  # what the beams looked at of their own tokens is no matter
    running.step(ending, torch.cat([torch.tensor(seen), other], dim=1).unsqueeze(0))
    return running.results(0)[:2]


SEEN, UNSEEN = 0.9, 0.01


def test_a_hypothesis_that_says_all_of_its_source_goes_before_a_likelier_one_that_does_not():
    partial = [SEEN] * 4 + [UNSEEN] * 8
    best, other = two_beams_before_their_end(-2.0, [partial, [SEEN] * 12])
    assert (best.tokens, best.uncovered) == ((6,), ())
    assert (other.tokens, other.uncovered) == ((5,), (" ".join(["lời"] * 8),))
    # What is docked moves its place; the score stays what the model says.
    assert other.score > best.score
    assert other.rank < best.rank == best.score


def test_what_is_docked_has_its_limit():
    partial = [SEEN] * 4 + [UNSEEN] * 100
    best, other = two_beams_before_their_end(-1.5 * MOST_DOCKED, [partial, [SEEN] * 104])
    assert (best.tokens, other.tokens) == ((5,), (6,))


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ([SEEN] * 4 + [UNSEEN] * 5 + [SEEN] * 11, 5),  # it went past them and on
        ([SEEN] * 15 + [UNSEEN] * 5, 5),  # it stops before them
        ([SEEN] * 2 + [UNSEEN] * 4 + [SEEN] * 9 + [UNSEEN] * 5, 9),
        ([SEEN] * 4 + [UNSEEN] * 50 + [SEEN] * 10, MOST_DOCKED / DOCKED),
    ],
)
def test_a_complete_hypothesis_is_docked_once_for_each_word_it_passed_over(seen, words):
    hypotheses = two_beams_before_their_end(-0.5, [seen, [SEEN] * len(seen)])
    (docked,) = [each for each in hypotheses if each.tokens == (5,)]
    tokens = 2  # with its end mark
    assert docked.score - docked.rank == pytest.approx(words * DOCKED / tokens, rel=1e-4)


def said(likely: dict[int, float]) -> Said:
    """What is said of a source of one token, by the tokens that may say it."""
    row_of = np.full(300, len(likely), dtype=np.int32)
    row_of[list(likely)] = np.arange(len(likely))
    return Said(row_of, np.array([[each] for each in (*likely.values(), 0.0)], dtype=np.float32))


def saying(first: dict[int, float], likely: dict[int, float]) -> tuple[Ended, ...]:
    """The hypotheses of one token each, which have these log-probabilities."""
    running = Beams(1, END, Decoding(beams=2), steps=9)
    logits = torch.full((1, 300), -50.0)
    logits[0, list(first)] = torch.tensor(list(first.values()))
    running.start([Search(0, 1, 8, 2, None, said(likely))], logits, blind(1, 2))
    ending = torch.full((2, 300), -50.0)
    ending[:, END] = 0.0
    running.step(ending, blind(1, 2))
    return running.results(0)[:2]


def test_a_hypothesis_that_says_the_word_goes_before_a_likelier_one_that_does_not():
    best, other = saying({5: 0.0, 6: -1.0}, {6: 0.9})
    assert (best.tokens, other.tokens) == ((6,), (5,))
    assert best.score < other.score  # the score stays what the model says
    assert best.rank - best.score == pytest.approx(SAID * math.log(0.901), abs=1e-4)
    assert other.rank - other.score == pytest.approx(SAID * math.log(0.001), abs=1e-4)


def test_a_much_likelier_hypothesis_goes_first_whatever_it_says():
    best, _ = saying({5: 0.0, 6: -4.0}, {6: 0.9})
    assert best.tokens == (5,)


def test_a_beam_that_says_the_word_goes_on_where_a_likelier_one_does_not():
    likely = SAYING * math.log(0.901 / 0.001)
    kept = {each.tokens for each in saying({5: 0.0, 6: -1.0, 7: -1.0 - 0.9 * likely}, {7: 0.9})}
    assert kept == {(5,), (7,)}
    lost = {each.tokens for each in saying({5: 0.0, 6: -1.0, 7: -1.0 - 1.1 * likely}, {7: 0.9})}
    assert lost == {(5,), (6,)}


def test_an_empty_hypothesis_is_docked_like_any_other():
    running = Beams(1, END, Decoding(beams=2), steps=9)
    first = torch.full((1, 300), -50.0)
    first[0, [END, 5, 6]] = torch.tensor([0.0, -1.0, -2.0])
    running.start([Search(0, 12, 8, 1, source(12))], first, torch.full((1, 2, 16), UNSEEN))
    assert running.searches[0].ended == []
    tokens, _ = running.next_tokens()
    assert tokens.tolist() == [[5, 6]]


def test_a_search_goes_on_from_a_hypothesis_that_is_likely_but_docked():
    partial = [SEEN] * 4 + [UNSEEN] * 8
    running = Beams(1, END, Decoding(beams=2), steps=9)
    first = torch.full((1, 300), -50.0)
    first[0, [5, 6]] = torch.tensor([0.0, -1.0])
    running.start([Search(0, 12, 8, 1, source(12))], first, blind(1, 2))
    ending = torch.full((2, 300), -50.0)
    ending[0, END] = 0.0
    ending[1, 7] = 0.0
    running.step(ending, torch.tensor([[partial, [SEEN] * 12]]))
    assert [each.tokens for each in running.searches[0].ended] == [(5,)]
    assert running.finished() == []


def test_a_search_beside_others_is_docked_by_its_own_coverage():
    running = Beams(2, END, Decoding(beams=2), steps=9)
    first = torch.full((1, 300), -50.0)
    first[0, [5, 6]] = torch.tensor([0.0, -1.0])
    looks = torch.full((2, 2, 12), UNSEEN)
    running.start([Search(0, 12, 8, 1, source(12))], first, looks[:1])
    looks[1] = SEEN
    ending = first.clone()
    ending[0, END] = 1.0
    running.start([Search(1, 12, 8, 1, source(12))], ending, looks)
    (empty,) = running.searches[1].ended
    assert (empty.rank, empty.uncovered) == (empty.score, ())


def test_one_beam_is_not_docked():
    running = Beams(1, END, Decoding(beams=1), steps=9)
    first = torch.full((1, 300), -50.0)
    first[0, 5] = 0.0
    unseen = torch.full((1, 1, 20), UNSEEN)
    running.start([Search(0, 20, 8, 1, source(20))], first, unseen)
    ending = torch.full((1, 300), -50.0)
    ending[0, [END, 7]] = torch.tensor([0.0, -1.0])
    running.step(ending, unseen)
    (only,) = running.results(0)
    assert (only.tokens, only.ending, len(only.uncovered)) == ((5,), "complete", 1)


def test_a_beam_that_went_past_a_stretch_of_its_source_loses_to_one_that_did_not():
    running = Beams(1, END, Decoding(beams=2), steps=9)
    first = torch.full((1, 300), -50.0)
    first[0, [5, 6]] = torch.tensor([0.0, -1.5])
    running.start([Search(0, 20, 8, 1, source(20))], first, blind(1, 2))
    past = [SEEN] * 4 + [UNSEEN] * 8 + [SEEN] * 8
    behind = [SEEN] * 8 + [UNSEEN] * 12  # these are still to come
    following = torch.full((2, 300), -50.0)
    following[:, 7] = 0.0
    parents = running.step(following, torch.tensor([[past, behind]]))
    assert parents.tolist() == [[1, 0]]
    tokens, _ = running.next_tokens()
    assert tokens.tolist() == [[7, 7]]
    totals = running._totals[0]
    assert totals[0] < totals[1]  # they stay what the model says


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
