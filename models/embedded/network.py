"""The forward pass of a Gemma 3 text model, written for decoding many short texts on a CPU.

Architecture: "Gemma 3 Technical Report" (arXiv:2503.19786). Four query heads share one key/value
head; RMS norms before and after attention and feed-forward; rotary positions with base 10,000,
and 1,000,000 in every sixth layer. Layers with a sliding window never see it here: texts are kept
shorter than the window (`MAX_POSITIONS`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.embedded.linear import Linear, linear

LAYERS = 18
HIDDEN = 640
HEADS = 4
HEAD = 256  # width of a head
FEED = 2048  # width of the feed-forward layer
GLOBAL_LAYERS = frozenset({5, 11, 17})
MAX_POSITIONS = 512  # the sliding window: within it all layers see everything
EPSILON = 1e-6
CACHE_TYPE = torch.float32

Attend = Callable[[int, Tensor, Tensor, Tensor], Tensor]
"""(layer, queries (rows, HEADS, HEAD), keys, values (rows, HEAD)) → (rows, HEADS · HEAD)."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights of one layer; `query_key_norm` is (HEADS + 1, HEAD), the last row for the key."""

    query_key_value: Linear
    output: Linear
    gate_up: Linear
    down: Linear
    before_attention: Tensor
    query_key_norm: Tensor
    after_attention: Tensor
    before_feed: Tensor
    after_feed: Tensor


class Network:
    """Token ids in, logits out. Attention is the caller's: it owns the cache."""

    def __init__(
        self,
        weights: dict[str, Tensor],
        make: Callable[[str, Tensor, Tensor], Linear] = lambda name, *parts: linear(*parts),
    ) -> None:
        """Take tensors as `models.embedded.build` stores them.

        Args:
            weights: For each product a `.weight` (out, in) and a `.scale` (out,), and the norms.
            make: Makes a product of its name, weight and scale.
        """

        def product(name: str) -> Linear:
            return make(name, weights[f"{name}.weight"], weights[f"{name}.scale"])

        self._layers = [
            Layer(
                query_key_value=product(f"{i}.qkv"),
                output=product(f"{i}.output"),
                gate_up=product(f"{i}.gate_up"),
                down=product(f"{i}.down"),
                before_attention=weights[f"{i}.before_attention"],
                query_key_norm=weights[f"{i}.query_key_norm"],
                after_attention=weights[f"{i}.after_attention"],
                before_feed=weights[f"{i}.before_feed"],
                after_feed=weights[f"{i}.after_feed"],
            )
            for i in range(LAYERS)
        ]
        self._final_norm = weights["final_norm"]
        self._vocabulary = product("embedding")
        self._embedding = weights["embedding.weight"]
        self._embedding_scale = weights["embedding.scale"] * math.sqrt(HIDDEN)
        self._rotations = [_rotations(1e6 if i in GLOBAL_LAYERS else 1e4) for i in range(LAYERS)]

    def hidden(self, tokens: Tensor, positions: Tensor, attend: Attend) -> Tensor:
        """Token ids (rows,) at positions (rows,) → final hidden states (rows, HIDDEN)."""
        x = self._embedding[tokens].float() * self._embedding_scale[tokens].unsqueeze(-1)
        for index, layer in enumerate(self._layers):
            x = self._layer(index, layer, x, self._rotations[index][positions], attend)
        return x

    def logits(self, hidden: Tensor) -> Tensor:
        """Hidden states (rows, HIDDEN) → logits (rows, vocabulary)."""
        return self._vocabulary(_norm(hidden, self._final_norm))

    def _layer(
        self, index: int, layer: Layer, x: Tensor, rotation: Tensor, attend: Attend
    ) -> Tensor:
        rows = len(x)
        projected = layer.query_key_value(_norm(x, layer.before_attention))
        value = projected[:, (HEADS + 1) * HEAD :].to(CACHE_TYPE)
        query_key = projected[:, : (HEADS + 1) * HEAD].view(rows, HEADS + 1, HEAD)
        query_key = _rotate(_norm(query_key, layer.query_key_norm), rotation).to(CACHE_TYPE)
        attended = attend(index, query_key[:, :HEADS], query_key[:, HEADS], value)
        x = _norm(layer.output(attended.float()), layer.after_attention).add_(x)
        gate, up = layer.gate_up(_norm(x, layer.before_feed)).chunk(2, dim=-1)
        return _norm(layer.down(_gelu_(gate).mul_(up)), layer.after_feed).add_(x)


def _norm(x: Tensor, weight: Tensor) -> Tensor:
    """RMS norm over the last axis; faster here than the composite in torch."""
    length: Tensor = torch.linalg.vector_norm(x, dim=-1, keepdim=True)
    size = x.shape[-1]
    return (x / length.square_().add_(EPSILON * size).sqrt_()).mul_(weight * math.sqrt(size))


_GELU = 2 * math.sqrt(2 / math.pi)


def _gelu_(x: Tensor) -> Tensor:
    """GELU, tanh form, as x·σ(2√(2/π)(x + 0.044715x³)): half the time of torch's tanh."""
    inner = (x * x).mul_(0.044715 * _GELU).add_(_GELU).mul_(x)
    return inner.sigmoid_().mul_(x)


def _rotations(base: float) -> Tensor:
    """Unit complex numbers (MAX_POSITIONS, HEAD / 2): the turn of each pair at each position."""
    frequencies = base ** (-torch.arange(0, HEAD, 2, dtype=torch.float64) / HEAD)
    angles = torch.arange(MAX_POSITIONS, dtype=torch.float64)[:, None] * frequencies
    return torch.polar(torch.ones_like(angles), angles).to(torch.complex64)


def _rotate(x: Tensor, rotation: Tensor) -> Tensor:
    """Rotary positions (arXiv:2104.09864) on (rows, heads, HEAD).

    Pairs lie next to each other: the builder interleaves the two halves of each head.
    """
    pairs = torch.view_as_complex(x.view(*x.shape[:-1], HEAD // 2, 2))
    return torch.view_as_real(pairs.mul_(rotation.unsqueeze(1))).view(x.shape)
