"""Keys and values of running searches, kept as trees so that nothing is ever moved.

Each slot holds one sentence. A node is one token's key and value; the prompt's nodes are shared by
all beams, and each beam sees the nodes on its own path through a bias of 0 or -inf. When beams are
reordered only that bias is permuted, and nodes on no beam's path are written over. The usual cache,
one copy of everything for each beam, moves tens of megabytes a step for the same result.

On the way the cache notes how much of each beam's attention each node has had at most, in the one
head that looks at the source's word that is being translated (`models.embedded.coverage`).
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from models.embedded.network import CACHE_TYPE, HEAD, HEADS, LAYERS

BLOCK = 32  # nodes are added, and read, in multiples of this
SPAN = 192  # values are summed over spans of this many nodes, whatever the width
ALIGNING_LAYER, ALIGNING_HEAD = 11, 2  # found by benchmarks/coverage.py


class TreeCache:
    """Keys and values (LAYERS, slots, nodes, HEAD), and what each beam sees and has looked at.

    The latter two are (slots, beams, nodes).

    The occupied slots are always 0 … n-1.
    """

    def __init__(self, slots: int, beams: int, nodes: int = 6 * BLOCK) -> None:
        self._keys = _zeros(LAYERS, slots, nodes, HEAD)
        self._values = _zeros(LAYERS, slots, nodes, HEAD)
        self._bias = torch.full((slots, beams, nodes), -torch.inf)
        self._coverage = torch.zeros(slots, beams, nodes)
        self._beams = beams

    def put_prompts(self, first: int, prompts: Prompts) -> None:
        """Store what was kept of prompts in the slots from `first` on."""
        keys, values, lengths = prompts.keys, prompts.values, prompts.lengths
        count, width = keys.shape[1], keys.shape[2]
        self._reserve(width, first)
        slots = slice(first, first + count)
        self._keys[:, slots, :width] = keys
        self._values[:, slots, :width] = values
        self._bias[slots] = -torch.inf
        seen = torch.arange(width) < lengths[:, None]
        self._bias[slots, :, :width] = torch.where(seen, 0.0, -torch.inf).unsqueeze(1)
        self._coverage[slots, :, :width] = prompts.looks.unsqueeze(1)

    def coverage(self, occupied: int) -> Tensor:
        """The most attention each node has had of each beam at any step, (occupied, beams, nodes).

        It means something for the nodes of the prompt alone.
        """
        return self._coverage[:occupied]

    def follow(self, parents: Tensor) -> None:
        """Beam b of slot s goes on from beam parents[s, b]; parents is (occupied, beams)."""
        for tensor in (self._bias[: len(parents)], self._coverage[: len(parents)]):
            tensor.copy_(tensor.gather(1, parents.unsqueeze(-1).expand_as(tensor)))

    def grow(self, occupied: int) -> Step:
        """Give every beam of the occupied slots a node for its next token."""
        used = self._used(occupied)
        self._reserve(used + self._beams, occupied)
        bias = self._bias[:occupied]
        taken = (bias == 0).any(dim=1)
        order = torch.arange(taken.shape[1]).expand_as(taken).masked_fill(taken, taken.shape[1])
        nodes = order.topk(self._beams, dim=1, largest=False).values
        bias.scatter_(2, nodes.unsqueeze(-1), 0.0)
        extent = round_up(max(used, int(nodes.max()) + 1))
        return Step(
            self._keys[:, :occupied, :extent],
            self._values[:, :occupied, :extent],
            bias[:, :, None, :extent].contiguous(),
            self._coverage[:occupied, :, :extent],
            nodes,
        )

    def move(self, source: int, target: int) -> None:
        """Put what slot `source` holds into slot `target`."""
        for tensor in (self._keys, self._values):
            tensor[:, target] = tensor[:, source]
        self._bias[target] = self._bias[source]
        self._coverage[target] = self._coverage[source]

    def _used(self, occupied: int) -> int:
        """One past the last node that any beam of an occupied slot sees."""
        seen = (self._bias[:occupied] == 0).any(dim=1).any(dim=0)
        return int(seen.nonzero().max()) + 1

    def _reserve(self, nodes: int, occupied: int) -> None:
        """Make room for that many nodes in each slot."""
        nodes = round_up(nodes)
        if nodes <= self._keys.shape[2]:
            return
        self._keys = _widened(self._keys, nodes, occupied)
        self._values = _widened(self._values, nodes, occupied)
        missing = nodes - self._bias.shape[2]
        self._bias = torch.nn.functional.pad(self._bias, (0, missing), value=-torch.inf)
        self._coverage = torch.nn.functional.pad(self._coverage, (0, missing))


class Step:
    """One decoding step's view of the cache: writes the new nodes, then attends."""

    def __init__(
        self, keys: Tensor, values: Tensor, bias: Tensor, coverage: Tensor, nodes: Tensor
    ) -> None:
        self._keys = keys
        self._values = values
        self._bias = bias  # (slots, beams, 1, nodes)
        self._coverage = coverage  # (slots, beams, nodes)
        self._nodes = nodes  # (slots, beams)
        self._slots = torch.arange(len(nodes)).unsqueeze(1)

    def __call__(self, layer: int, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """See `models.embedded.network.Attend`; rows are (slot, beam) pairs, slot by slot."""
        slots, beams = self._nodes.shape
        keys, values = self._keys[layer], self._values[layer]
        keys[self._slots, self._nodes] = key.view(slots, beams, HEAD)
        values[self._slots, self._nodes] = value.view(slots, beams, HEAD)
        scores = torch.bmm(query.reshape(slots, beams * HEADS, HEAD), keys.transpose(1, 2))
        biased = scores.view(slots, beams, HEADS, -1) + self._bias
        shares = biased.softmax(dim=-1)
        if layer == ALIGNING_LAYER:
            torch.maximum(self._coverage, shares[:, :, ALIGNING_HEAD], out=self._coverage)
        shares = shares.to(CACHE_TYPE).view(slots, beams * HEADS, -1)
        return _weighted(shares, values).view(slots * beams, HEADS * HEAD)


class Prompts:
    """Attention over prompts padded to (prompts, tokens).

    Attributes:
        lengths: Tokens of each prompt, (prompts,).
        keys, values: Kept of each layer, (LAYERS, prompts, tokens, HEAD).
        looks: The aligning head's attention of the last token of each prompt, which writes the
            first of the answer, (prompts, tokens).
    """

    def __init__(self, lengths: Tensor, tokens: int) -> None:
        self._shape = (len(lengths), tokens)
        self.lengths = lengths
        self.keys = torch.empty(LAYERS, *self._shape, HEAD, dtype=CACHE_TYPE)
        self.values = torch.empty_like(self.keys)
        self.looks = torch.zeros(self._shape)

    def __call__(self, layer: int, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """See `models.embedded.network.Attend`; padding follows a prompt, so it is never seen."""
        self.keys[layer] = key.view(*self._shape, HEAD)
        self.values[layer] = value.view(*self._shape, HEAD)
        if layer == ALIGNING_LAYER:
            self._look(query.view(*self._shape, HEADS, HEAD)[:, :, ALIGNING_HEAD])
        attended = torch.nn.functional.scaled_dot_product_attention(
            query.view(*self._shape, HEADS, HEAD).transpose(1, 2),
            self.keys[layer].unsqueeze(1),
            self.values[layer].unsqueeze(1),
            is_causal=True,
            scale=1.0,  # the builder folds 1/√HEAD into the query norm
            enable_gqa=True,
        )
        return attended.transpose(1, 2).reshape(-1, HEADS * HEAD)

    def _look(self, query: Tensor) -> None:
        last = query[torch.arange(len(query)), self.lengths - 1].to(CACHE_TYPE)
        scores = torch.bmm(self.keys[ALIGNING_LAYER], last.unsqueeze(-1)).squeeze(-1)
        padding = torch.arange(self._shape[1]) >= self.lengths.unsqueeze(1)
        self.looks = scores.float().masked_fill(padding, -torch.inf).softmax(dim=-1)


def _weighted(shares: Tensor, values: Tensor) -> Tensor:
    """Shares (slots, rows, nodes) · values (slots, nodes, HEAD), the same at any width.

    A library cuts one long product where its width says (MKL one of 224 nodes, not one of 192),
    and a sentence's sums would hang on the longest sentence beside it.
    """
    total = torch.bmm(shares[..., :SPAN], values[:, :SPAN])
    for first in range(SPAN, shares.shape[-1], SPAN):
        span = slice(first, first + SPAN)
        total = total.baddbmm_(shares[..., span], values[:, span])
    return total


def _zeros(*shape: int) -> Tensor:
    """Zeros that take memory page by page as they are written to.

    torch writes all of them at once, 170 MB for each worker, however few slots a run needs.
    """
    return torch.from_numpy(np.zeros(shape, dtype=np.float32)).to(CACHE_TYPE)


def _widened(tensor: Tensor, nodes: int, occupied: int) -> Tensor:
    """The occupied slots of (LAYERS, slots, nodes, HEAD), with room for more nodes."""
    layers, slots, before, width = tensor.shape
    wider = _zeros(layers, slots, nodes, width)
    wider[:, :occupied, :before] = tensor[:, :occupied]
    return wider


def round_up(nodes: int) -> int:
    """The next multiple of BLOCK: scores and shares come out the same at any such width."""
    return -(-nodes // BLOCK) * BLOCK
