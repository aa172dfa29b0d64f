"""The tree cache gives what a plain cache, one copy of everything for each beam, gives."""

from __future__ import annotations

import pytest
import torch

from models.embedded.cache import ALIGNING_HEAD, ALIGNING_LAYER, Prompts, TreeCache, round_up
from models.embedded.network import HEAD, HEADS, LAYERS


def attention(query: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """(HEADS, HEAD) against (n, HEAD), by the formula."""
    return ((query @ keys.T).softmax(-1) @ values).flatten()


def prompts(keys: torch.Tensor, values: torch.Tensor, lengths: list[int]) -> Prompts:
    """Prompts as if they had been read."""
    made = Prompts(torch.tensor(lengths), keys.shape[2])
    made.keys, made.values = keys, values
    return made


@pytest.mark.parametrize("seed", range(5))
def test_beams_see_their_own_path_and_nothing_else(seed):
    generator = torch.Generator().manual_seed(seed)
    slots, beams, steps = 3, 4, 70  # enough steps to grow the cache and write over dead nodes

    def random(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=generator)

    lengths = [5, 40, 23]
    keys, values = random(LAYERS, slots, 64, HEAD), random(LAYERS, slots, 64, HEAD)
    cache = TreeCache(slots, beams, nodes=64)
    cache.put_prompts(0, prompts(keys, values, lengths))
    plain = {
        (slot, beam): (keys[0, slot, : lengths[slot]], values[0, slot, : lengths[slot]])
        for slot in range(slots)
        for beam in range(beams)
    }
    for _ in range(steps):
        query, key, value = (random(slots * beams, *s) for s in ((HEADS, HEAD), (HEAD,), (HEAD,)))
        attended = cache.grow(slots)(0, query / 16, key, value)
        for (slot, beam), (seen, said) in plain.items():
            row = slot * beams + beam
            plain[slot, beam] = (
                torch.cat([seen, key[row, None]]),
                torch.cat([said, value[row, None]]),
            )
            expected = attention(query[row] / 16, *plain[slot, beam])
            torch.testing.assert_close(attended[row], expected, rtol=1e-4, atol=1e-5)
        parents = torch.randint(beams, (slots, beams), generator=generator)
        cache.follow(parents)
        plain = {(s, b): plain[s, int(parents[s, b])] for s, b in plain}


def test_dead_nodes_are_written_over():
    cache = TreeCache(1, 4, nodes=32)
    prompt = torch.zeros(LAYERS, 1, 32, HEAD)
    cache.put_prompts(0, prompts(prompt, prompt, [10]))
    for _ in range(20):
        cache.grow(1)
        cache.follow(torch.zeros(1, 4, dtype=torch.int64))
    # 10 prompt nodes, 20 living ones and 3 dead: four copies would be 90.
    assert cache._keys.shape[2] <= 64


def test_a_moved_slot_keeps_what_it_held():
    cache = TreeCache(2, 2, nodes=32)
    keys = torch.randn(LAYERS, 2, 32, HEAD)
    cache.put_prompts(0, prompts(keys, keys, [7, 9]))
    cache.move(1, 0)
    query, new = torch.randn(2, HEADS, HEAD), torch.randn(2, HEAD)
    attended = cache.grow(1)(3, query / 16, new, new)
    seen = torch.cat([keys[3, 1, :9], new[:1]])
    torch.testing.assert_close(
        attended[0], attention(query[0] / 16, seen, seen), rtol=1e-4, atol=1e-5
    )


def looked(query: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    """The aligning head's attention, by the formula."""
    return (query[ALIGNING_HEAD] @ keys.T).softmax(-1)


def test_coverage_is_the_most_a_token_of_the_prompt_was_looked_at_on_the_way_to_a_beam():
    cache = TreeCache(2, 2, nodes=32)
    keys = torch.randn(LAYERS, 2, 32, HEAD)
    cache.put_prompts(0, prompts(keys, keys, [7, 9]))
    prompt = keys[ALIGNING_LAYER, 1, :9]
    expected = [torch.zeros(9), torch.zeros(9)]
    seen = [prompt, prompt]
    for _ in range(40):  # more than there is room for at first
        query, new = torch.randn(4, HEADS, HEAD) / 4, torch.randn(4, HEAD)
        step = cache.grow(2)
        for layer in (ALIGNING_LAYER, ALIGNING_LAYER + 1):
            step(layer, query, new, new)
        seen = [torch.cat([seen[beam], new[2 + beam, None]]) for beam in range(2)]
        shares = [looked(query[2 + beam], seen[beam])[:9] for beam in range(2)]
        expected = [torch.maximum(*pair) for pair in zip(expected, shares, strict=True)]
        cache.follow(torch.tensor([[0, 1], [1, 1]]))
        expected, seen = [expected[1], expected[1]], [seen[1], seen[1]]
    cache.move(1, 0)
    torch.testing.assert_close(cache.coverage(1)[0, :, :9], torch.stack(expected))


def test_coverage_begins_with_where_the_last_token_of_the_prompt_looked():
    query, key = torch.randn(64, HEADS, HEAD) / 16, torch.randn(64, HEAD)
    read = Prompts(torch.tensor([5, 32]), 32)
    for layer in range(LAYERS):
        read(layer, query, key, key)
    cache = TreeCache(2, 3, nodes=32)
    cache.put_prompts(0, read)
    expected = torch.zeros(3, 32)
    expected[:, :5] = looked(query[4], key[:5])
    torch.testing.assert_close(cache.coverage(2)[0], expected)
    torch.testing.assert_close(cache.coverage(2)[1, 2], looked(query[63], key[32:]))


def test_a_prompt_is_attended_causally_whatever_its_padding():
    query, key, value = torch.randn(32, HEADS, HEAD), torch.randn(32, HEAD), torch.randn(32, HEAD)
    whole = Prompts(torch.tensor([32]), 32)(0, query / 16, key, value)
    for position in (0, 6, 31):
        seen = slice(0, position + 1)
        expected = attention(query[position] / 16, key[seen], value[seen])
        torch.testing.assert_close(whole[position], expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("longest", [190, 200, 290, 390])
def test_attention_is_the_same_to_the_last_bit_beside_a_longer_text(longest):
    generator = torch.Generator().manual_seed(longest)
    lengths = [150, longest]
    keys = torch.randn(LAYERS, 2, 416, HEAD, generator=generator)
    query = torch.randn(8, HEADS, HEAD, generator=generator) / 16
    key, value = torch.randn(2, 8, HEAD, generator=generator)

    def attended(slots: int) -> torch.Tensor:
        cache = TreeCache(slots, 4, nodes=32)
        for slot in range(slots):
            width = round_up(lengths[slot])
            kept = keys[:, slot : slot + 1, :width]
            cache.put_prompts(slot, prompts(kept, kept.flip(-1), [lengths[slot]]))
        rows = slice(0, 4 * slots)
        return cache.grow(slots)(0, query[rows], key[rows], value[rows])

    assert torch.equal(attended(2)[:4], attended(1))


@pytest.mark.parametrize(("nodes", "rounded"), [(1, 32), (32, 32), (33, 64)])
def test_widths_are_rounded_up(nodes, rounded):
    assert round_up(nodes) == rounded
