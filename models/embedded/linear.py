"""Matrix products with 8-bit weights, on whatever arithmetic the processor has.

Weights are quantised per output row, activations per input row (per token), both symmetrically to
[-127, 127]. Sums are exact 32-bit integers, so a row's result does not depend on the rows beside
it: the same sentence gets the same translation whatever it is batched with.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

ZERO_POINT = 128  # oneDNN's fast kernels take unsigned activations
FEWEST_ROWS = 4


class Linear(Protocol):
    """y = x · Wᵀ for float32 x of shape (rows, in) → float32 (rows, out)."""

    def __call__(self, x: Tensor) -> Tensor:
        """Multiply."""


def quantise_weight(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Float (out, in) → int8 (out, in) and float32 scales (out,)."""
    scale = weight.abs().amax(dim=1).clamp_min_(1e-12).div_(127)
    return (weight / scale[:, None]).round_().to(torch.int8), scale


class Int8Linear:
    """Integer arithmetic through oneDNN; needs a processor with VNNI instructions."""

    def __init__(self, weight: Tensor, scale: Tensor) -> None:
        self._packed = torch.ops.onednn.qlinear_prepack(weight, None)
        self._scale = scale
        self._zero_points = torch.zeros(len(scale), dtype=torch.int64)

    def __call__(self, x: Tensor) -> Tensor:
        """See `Linear`."""
        scale = x.abs().amax(dim=-1, keepdim=True).clamp_min_(1e-9).div_(127)
        # Converting to int8 and flipping the sign bit is six times faster than to uint8.
        codes = (x / scale).round_().to(torch.int8).view(torch.uint8).bitwise_xor_(ZERO_POINT)
        y: Tensor = torch.ops.onednn.qlinear_pointwise(
            codes, 1.0, ZERO_POINT, self._packed, self._scale, self._zero_points,
            None, 1.0, 0, torch.float32, "none", [], "",
        )  # fmt: skip
        return y.mul_(scale)


class FloatLinear:
    """The same weights in float32, for processors without 8-bit instructions.

    Fewer rows than `FEWEST_ROWS` are multiplied by other kernels, whose sums are rounded otherwise;
    so are rows that several threads share.
    """

    def __init__(self, weight: Tensor, scale: Tensor) -> None:
        self._weight = weight.float().mul_(scale[:, None])

    def __call__(self, x: Tensor) -> Tensor:
        """See `Linear`."""
        rows = len(x)
        missing = max(0, FEWEST_ROWS - rows)
        padded = torch.nn.functional.pad(x, (0, 0, 0, missing))
        return torch.nn.functional.linear(padded, self._weight)[:rows]


def has_int8() -> bool:
    """Whether this processor multiplies 8-bit integers without overflow (VNNI or AMX)."""
    features = torch.cpu.get_capabilities()
    return any(features.get(name) for name in ("avx512_vnni", "avx_vnni", "amx_int8"))


def linear(weight: Tensor, scale: Tensor) -> Linear:
    """The fastest exact implementation this processor has."""
    return Int8Linear(weight, scale) if has_int8() else FloatLinear(weight, scale)
