"""Builds the engine's weights once, into a cache directory, and loads them.

base + adapter → merge → prune → smooth → int8, in a folder named after the digest of everything
the weights are made from; `models.artifacts` makes it whole or not at all, and verifies it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from torch import Tensor

from models import artifacts
from models.artifacts import Artifact
from models.embedded import base as base_weights
from models.embedded.linear import quantise_weight
from models.embedded.merge import for_network, merged_embedding, merged_layers
from models.embedded.network import LAYERS
from models.embedded.parts import BASE_SHA256, Adapter
from models.embedded.smooth import smooth

WEIGHTS, BASE = "model.safetensors", "base.gguf"

Progress = Callable[[str, int, int], None]
"""(stage, units done, units in all)"""


def ensure(adapter: Adapter, cache: Path, progress: Progress) -> Artifact:
    """The engine's files, built now if they are missing or damaged.

    Safe to call from several processes at once: one builds, the others wait for it.

    Raises:
        ModelError: The cache directory cannot be written, the base is missing or damaged, or
            another process holds the lock for too long.
    """
    return artifacts.ensure(
        _folder(adapter, cache), lambda partial: _build(adapter, partial, progress)
    )


def is_ready(adapter: Adapter, cache: Path) -> bool:
    """Whether the files are there; says nothing of their integrity."""
    return artifacts.recorded(_folder(adapter, cache)) is not None


def load(built: Artifact) -> dict[str, Tensor]:
    """The tensors `models.embedded.network.Network` takes."""
    from safetensors.torch import load_file

    return load_file(built.folder / WEIGHTS)


def _folder(adapter: Adapter, cache: Path) -> Path:
    return cache / f"{adapter.name}-{adapter.digest()}"


def _build(adapter: Adapter, partial: Path, progress: Progress) -> dict[str, str]:
    from safetensors.torch import save_file

    gguf = partial / BASE  # a broken run leaves it for the next
    base_weights.assemble(gguf, lambda done, total: progress("base", done, total))
    save_file(_quantise(adapter, gguf, progress), partial / WEIGHTS)
    gguf.unlink()
    return {"base": BASE_SHA256, "adapter": adapter.name}


def _quantise(adapter: Adapter, gguf: Path, progress: Progress) -> dict[str, Tensor]:
    from safetensors.torch import load_file

    tensors: dict[str, Tensor] = {}

    def add(name: str, weight: Tensor) -> None:
        tensors[f"{name}.weight"], tensors[f"{name}.scale"] = quantise_weight(weight)

    base = base_weights.BaseWeights(gguf)
    ranges = load_file(adapter.ranges)
    for index, layer in enumerate(merged_layers(base, adapter)):
        products, norms = for_network(layer)
        smooth(products, norms, {name: ranges[f"{index}.{name}"] for name in products})
        for name, weight in products.items():
            add(f"{index}.{name}", weight)
        tensors |= {f"{index}.{name}": norm for name, norm in norms.items()}
        progress("layers", index + 1, LAYERS)
    add("embedding", merged_embedding(base, adapter))
    tensors["final_norm"] = base("output_norm.weight")
    return tensors
