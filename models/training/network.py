"""The base model with a trainable low-rank adapter, written for training on a CPU.

Products run in bfloat16 with the adapter merged in; of a product's gradient only the two thin
factors are computed (arXiv:2106.09685), so that a step costs two passes, not three. Compared with
a product beside the frozen one, nothing of the adapter runs in the forward pass at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from models.embedded.base import BaseWeights
from models.embedded.merge import NORMS, PROJECTIONS
from models.embedded.network import EPSILON, GLOBAL_LAYERS, HEAD, HEADS, HIDDEN, LAYERS

WORKING = torch.bfloat16
LOCAL_BASE, GLOBAL_BASE = 1e4, 1e6  # of the rotary position embedding

Turn = tuple[Tensor, Tensor]
"""Cosines and sines of a rotary position embedding."""


class Product:
    """A frozen weight plus `scale` · B · A."""

    def __init__(self, base: Tensor, down: Tensor, up: Tensor, scale: float) -> None:
        self._base = base
        self._scale = scale
        self.down = down.to(torch.float32, copy=True).requires_grad_()  # A: (rank, in)
        self.up = up.to(torch.float32, copy=True).requires_grad_()  # B: (out, rank)
        self.merge()

    def merge(self) -> None:
        """Take over the factors as they are now; after each step of the optimiser."""
        with torch.no_grad():
            whole = torch.addmm(self._base, self.up, self.down, alpha=self._scale)
            self._merged = whole.to(WORKING)

    def __call__(self, x: Tensor) -> Tensor:
        """(rows, in) → (rows, out)."""
        arguments = x, self.down, self.up, self._merged, self._scale
        product: Tensor = _LowRank.apply(*arguments)  # type: ignore[no-untyped-call]  # torch's
        return product


class _LowRank(torch.autograd.Function):
    """x · Wᵀ with W merged; gradients for x and for the two factors."""

    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401  # torch's context has no public type
        x: Tensor,
        down: Tensor,
        up: Tensor,
        merged: Tensor,
        scale: float,
    ) -> Tensor:
        ctx.save_for_backward(x, down, up, merged)
        ctx.scale = scale
        return F.linear(x, merged)

    @staticmethod
    def backward(
        ctx: Any,  # noqa: ANN401  # as above
        gradient: Tensor,
    ) -> tuple[Tensor | None, ...]:
        x, down, up, merged = ctx.saved_tensors
        for_up = gradient.t() @ F.linear(x, down.to(x.dtype))
        for_down = (gradient @ up.to(x.dtype)).t() @ x
        return (
            gradient @ merged,
            ctx.scale * for_down.float(),
            ctx.scale * for_up.float(),
            None,
            None,
        )


class _CrossEntropy(torch.autograd.Function):
    """Label-smoothed cross-entropy after a frozen output layer, each row with a weight.

    Logits are made, used for the loss and its gradient, and forgotten, some rows at a time: whole,
    they and their gradient would be most of a step's memory (arXiv:2411.09009).
    """

    ROWS = 64

    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401  # torch's context has no public type
        hidden: Tensor,
        embedding: Tensor,
        labels: Tensor,
        weights: Tensor,
        smoothing: float,
    ) -> Tensor:
        total = torch.zeros(())
        gradient = torch.empty_like(hidden)
        for start in range(0, len(hidden), _CrossEntropy.ROWS):
            rows = slice(start, start + _CrossEntropy.ROWS)
            these, weight = labels[rows].unsqueeze(1), weights[rows].unsqueeze(1)
            logs = F.linear(hidden[rows], embedding).float().log_softmax(-1)
            total -= (1 - smoothing) * (weight * logs.gather(1, these)).sum()
            total -= smoothing * (weight * logs.mean(-1, keepdim=True)).sum()
            slope = logs.exp_().sub_(smoothing / logs.shape[1])
            slope.scatter_add_(1, these, torch.full(these.shape, smoothing - 1)).mul_(weight)
            gradient[rows] = slope.to(hidden.dtype) @ embedding
        ctx.save_for_backward(gradient.div_(len(hidden)))
        return total / len(hidden)

    @staticmethod
    def backward(
        ctx: Any,  # noqa: ANN401  # as above
        scale: Tensor,
    ) -> tuple[Tensor | None, ...]:
        (gradient,) = ctx.saved_tensors
        return gradient * scale.to(gradient.dtype), None, None, None, None


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts for the network: each a prompt and the answers to it, side by side in one row.

    An answer sees the prompt and itself; so a prompt is read once for all its answers.

    tokens: (texts, width), padded on the right.
    positions: (texts, width), of each token in its own text: prompt, then answer.
    branches: (texts, width), 0 in the prompt, 1, 2, … in the answers, -1 in the padding.
    places: (answers' tokens,), where each of them is predicted from, in the flattened rows.
    labels: (answers' tokens,), the tokens predicted.
    weights: (answers' tokens,), what each counts in the loss.
    """

    tokens: Tensor
    positions: Tensor
    branches: Tensor
    places: Tensor
    labels: Tensor
    weights: Tensor

    def unseen(self) -> Tensor:
        """What is added to attention's scores, (texts, 1, width, width): -∞ where not to look."""
        width = self.tokens.shape[1]
        own, other = self.branches.unsqueeze(2), self.branches.unsqueeze(1)
        seen = ((own == other) | (other == 0)) & torch.ones(width, width, dtype=torch.bool).tril()
        scores = torch.zeros(seen.shape, dtype=WORKING).masked_fill_(~seen, float("-inf"))
        return scores.unsqueeze(1)


class AdaptedModel:
    """Token ids in, final hidden states out; `parameters` are the adapter's."""

    def __init__(
        self, base: BaseWeights, kept: list[int], adapter: dict[str, Tensor], scale: float
    ) -> None:
        """Take the base, the ids of the base's vocabulary that are kept, and an adapter.

        Args:
            base: The base weights.
            kept: Row i of the embedding is row kept[i] of the base's.
            adapter: `NAME.A` (rank, in) and `NAME.B` (out, rank) of each projection.
            scale: alpha / rank.
        """
        self.scale = scale
        self._embedding = base("token_embd.weight", kept).to(WORKING)
        self._final_norm = base("output_norm.weight")
        self._products: dict[str, Product] = {}
        self._norms: list[dict[str, Tensor]] = []
        for index in range(LAYERS):
            self._norms.append({name: base(f"blk.{index}.{name}.weight") for name in NORMS})
            for ours, theirs in PROJECTIONS.items():
                name = f"model.layers.{index}.{theirs}"
                weight = base(f"blk.{index}.{ours}.weight")
                factors = adapter[f"{name}.A"], adapter[f"{name}.B"]
                self._products[name] = Product(weight, *factors, scale)

    @property
    def parameters(self) -> Iterator[Tensor]:
        """All factors."""
        for product in self._products.values():
            yield from (product.down, product.up)

    def adapter(self) -> dict[str, Tensor]:
        """The factors as they are stored: bfloat16, by name."""
        stored = {}
        for name, product in self._products.items():
            stored[f"{name}.A"] = product.down.detach().to(torch.bfloat16).contiguous()
            stored[f"{name}.B"] = product.up.detach().to(torch.bfloat16).contiguous()
        return stored

    def merge(self) -> None:
        """Take over the factors as they are now."""
        for product in self._products.values():
            product.merge()

    def logits(self, texts: Texts) -> Tensor:
        """Logits of the answers' tokens, (answers' tokens, vocabulary), float32."""
        return F.linear(self._hidden(texts), self._embedding).float()

    def loss(self, texts: Texts, smoothing: float) -> Tensor:
        """Weighted cross-entropy of the answers' tokens over their number, in nats."""
        arguments = self._hidden(texts), self._embedding, texts.labels, texts.weights, smoothing
        loss: Tensor = _CrossEntropy.apply(*arguments)  # type: ignore[no-untyped-call]  # torch's
        return loss

    def _hidden(self, texts: Texts) -> Tensor:
        """Final hidden states at the texts' places, (places, HIDDEN)."""
        x = (self._embedding[texts.tokens.flatten()].float() * math.sqrt(HIDDEN)).to(WORKING)
        unseen = texts.unseen()
        turns = {base: _turn(texts.positions, base) for base in (LOCAL_BASE, GLOBAL_BASE)}
        for index in range(LAYERS):
            turn = turns[GLOBAL_BASE if index in GLOBAL_LAYERS else LOCAL_BASE]
            x = self._layer(index, x, turn, unseen)
        return _norm(x[texts.places], self._final_norm)

    def _layer(self, index: int, x: Tensor, turn: Turn, unseen: Tensor) -> Tensor:
        norms = self._norms[index]
        x = x + _norm(
            self._attention(index, _norm(x, norms["attn_norm"]), turn, unseen),
            norms["post_attention_norm"],
        )
        y = _norm(x, norms["ffn_norm"])
        gate = F.gelu(self._product(index, "ffn_gate", y), approximate="tanh")
        y = self._product(index, "ffn_down", gate * self._product(index, "ffn_up", y))
        return x + _norm(y, norms["post_ffw_norm"])

    def _attention(self, index: int, x: Tensor, turn: Turn, unseen: Tensor) -> Tensor:
        texts, _, width, _ = unseen.shape
        norms = self._norms[index]
        query = self._product(index, "attn_q", x).view(texts, width, HEADS, HEAD)
        query = _rotate(_norm(query, norms["attn_q_norm"]), turn).transpose(1, 2)
        key = self._product(index, "attn_k", x).view(texts, width, 1, HEAD)
        key = _rotate(_norm(key, norms["attn_k_norm"]), turn)[:, :, 0]
        value = self._product(index, "attn_v", x).view(texts, width, HEAD)
        # The heads share one key, so they are rows of one product a text.
        rows = query.reshape(texts, HEADS * width, HEAD) / math.sqrt(HEAD)
        scores = torch.bmm(rows, key.transpose(1, 2)).view(texts, HEADS, width, width)
        weights = (scores + unseen).softmax(-1).view(texts, HEADS * width, width)
        mixed = torch.bmm(weights, value).view(texts, HEADS, width, HEAD)
        return self._product(index, "attn_output", mixed.transpose(1, 2).reshape(texts * width, -1))

    def _product(self, index: int, name: str, x: Tensor) -> Tensor:
        return self._products[f"model.layers.{index}.{PROJECTIONS[name]}"](x)


def load_adapter(folder: Path) -> tuple[dict[str, Tensor], float]:
    """An adapter's factors and its scale."""
    from safetensors import safe_open

    with safe_open(folder / "lora.safetensors", framework="pt") as file:
        metadata = file.metadata()
        factors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # no dict
    return factors, float(metadata["alpha"]) / float(metadata["r"])


def _norm(x: Tensor, weight: Tensor) -> Tensor:
    exact = x.float()
    return (exact * torch.rsqrt(exact.square().mean(-1, keepdim=True) + EPSILON) * weight).to(
        x.dtype
    )


def _turn(positions: Tensor, base: float) -> Turn:
    """Cosines and sines for each position, (texts, width, 1, HEAD / 2)."""
    frequencies = base ** (-torch.arange(0, HEAD, 2, dtype=torch.float64) / HEAD)
    angles = positions[:, :, None, None] * frequencies
    return angles.cos().float(), angles.sin().float()


def _rotate(x: Tensor, turn: Turn) -> Tensor:
    cosine, sine = turn
    first, second = x.float().chunk(2, -1)
    turned = [first * cosine - second * sine, second * cosine + first * sine]
    return torch.cat(turned, -1).to(x.dtype)
