"""Moves outliers from activations into weights, where 8 bits can hold them.

SmoothQuant (arXiv:2211.10438): channel j of a product's input is divided by s_j and column j of its
weight multiplied by it. The division costs nothing: it goes into whatever makes the channel, a norm
or the rows of the product before. On held-back sentences this takes two thirds of the divergence
from the float32 model away (docs/model.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from models.embedded.network import FEED, HEAD, HEADS

STRENGTH = 0.65  # how much of the range moves; of 0.3, 0.5, 0.65 and 0.8 the best
FLOOR = 1e-5

Tensors = dict[str, Tensor]


def smooth(products: Tensors, norms: Tensors, ranges: Mapping[str, Tensor]) -> None:
    """Rescale a layer in place; its results stay the same.

    Args:
        products: qkv, output, gate_up, down, each (out, in).
        norms: As `models.embedded.merge.for_network` makes them.
        ranges: Largest absolute input of each channel, by product, (in,).
    """
    for product, norm in (("qkv", "before_attention"), ("gate_up", "before_feed")):
        scale = _scale(ranges[product], products[product])
        products[product] = products[product] * scale
        norms[norm] = norms[norm] / scale

    # All heads read the same values, so their columns share a scale.
    by_head = products["output"].view(-1, HEADS, HEAD)
    scale = _scale(ranges["output"].view(HEADS, HEAD).amax(0), by_head.flatten(0, 1))
    products["output"] = (by_head * scale).flatten(1)
    products["qkv"][-HEAD:] /= scale.unsqueeze(1)

    scale = _scale(ranges["down"], products["down"])
    products["down"] = products["down"] * scale
    products["gate_up"][FEED:] /= scale.unsqueeze(1)


def _scale(inputs: Tensor, weight: Tensor) -> Tensor:
    """What to divide each input channel by, (in,); 1 on (geometric) average."""
    columns = weight.abs().amax(0).clamp_min(FLOOR)
    scale = inputs.clamp_min(FLOOR) ** STRENGTH / columns ** (1 - STRENGTH)
    return scale / scale.log().mean().exp()
