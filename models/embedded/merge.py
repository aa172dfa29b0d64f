"""Base weights + adapter → the translation model's weights in float32.

The adapter is low-rank (arXiv:2106.09685): W + (alpha / r) · B · A. Of the vocabulary only the
tokens Vietnamese and English news need are kept; all byte tokens are among them, so any text can
be written.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from models.embedded.base import BaseWeights
from models.embedded.network import HEAD, HEADS, LAYERS
from models.embedded.parts import Adapter

# Names of a layer's products in the base (GGUF) and in the adapter.
PROJECTIONS = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
NORMS = (
    "attn_norm", "attn_q_norm", "attn_k_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm",
)  # fmt: skip


def merged_layers(base: BaseWeights, adapter: Adapter) -> Iterator[dict[str, Tensor]]:
    """For each layer: its projections and norms, by GGUF name, in float32."""
    for index in range(LAYERS):
        layer = {name: base(f"blk.{index}.{name}.weight") for name in NORMS}
        for name, projection in PROJECTIONS.items():
            weight = base(f"blk.{index}.{name}.weight")
            layer[name] = weight.add_(_delta(adapter, f"model.layers.{index}.{projection}"))
        yield layer


def merged_embedding(base: BaseWeights, adapter: Adapter) -> Tensor:
    """The kept rows of the embedding, (kept tokens, hidden); tied with the output layer."""
    return base("token_embd.weight", adapter.kept_tokens())


def for_network(layer: dict[str, Tensor]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """A merged layer as `models.embedded.network` wants it: (products, norms).

    Queries, keys and values are one product, gate and up another; each head's halves are
    interleaved so that rotary pairs are neighbours; the attention scale goes into the query norm.
    """
    query_norm = _interleave(layer["attn_q_norm"], 1) / HEAD**0.5
    key_norm = _interleave(layer["attn_k_norm"], 1)
    products = {
        "qkv": torch.cat(
            [
                _interleave(layer["attn_q"], HEADS),
                _interleave(layer["attn_k"], 1),
                layer["attn_v"],
            ]
        ),
        "output": layer["attn_output"],
        "gate_up": torch.cat([layer["ffn_gate"], layer["ffn_up"]]),
        "down": layer["ffn_down"],
    }
    norms = {
        "before_attention": layer["attn_norm"],
        "query_key_norm": torch.stack([query_norm] * HEADS + [key_norm]),
        "after_attention": layer["post_attention_norm"],
        "before_feed": layer["ffn_norm"],
        "after_feed": layer["post_ffw_norm"],
    }
    return products, norms


def _interleave(weight: Tensor, heads: int) -> Tensor:
    """Rows (heads · HEAD, …): in each head, row i and row i + HEAD/2 become neighbours."""
    halves = weight.view(heads, 2, HEAD // 2, -1)
    return halves.transpose(1, 2).reshape(weight.shape).contiguous()


def _delta(adapter: Adapter, projection: str) -> Tensor:
    """What the adapter adds to a projection, such as "model.layers.0.mlp.up_proj"."""
    from safetensors import safe_open

    with safe_open(adapter.weights, framework="pt") as tensors:
        metadata = tensors.metadata()
        up, down = (tensors.get_tensor(f"{projection}.{part}").float() for part in "BA")
    delta: Tensor = up @ down
    return delta.mul_(float(metadata["alpha"]) / float(metadata["r"]))
