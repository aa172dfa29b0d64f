"""Builds the engine's files once, into a cache directory, and loads them.

base + adapter → merge → prune → smooth → int8. The result is keyed by the digests of everything it
was made from; it appears under its final name only when complete, and is verified when loaded.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from models.artifacts import file_digest
from models.embedded import base as base_weights
from models.embedded.linear import quantise_weight
from models.embedded.merge import for_network, merged_embedding, merged_layers
from models.embedded.network import LAYERS
from models.embedded.parts import BASE_SHA256, Adapter
from models.embedded.smooth import smooth
from models.errors import ModelError

WEIGHTS, MANIFEST = "model.safetensors", "manifest.json"
LOCK_SECONDS = 600.0

Progress = Callable[[str, int, int], None]
"""(stage, units done, units in all)"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Built:
    """An engine's files on disk; `digest` is the SHA-256 of its weights."""

    weights: Path
    digest: str


def ensure(adapter: Adapter, cache: Path, progress: Progress) -> Built:
    """The engine's files, built now if they are missing or damaged.

    Safe to call from several processes at once: one builds, the others wait for it.

    Raises:
        ModelError: The cache directory cannot be written, the base is missing or damaged, or
            another process holds the lock for too long.
    """
    from filelock import FileLock, Timeout

    folder = cache / f"{adapter.name}-{adapter.digest()}"
    if (built := _intact(folder)) is not None:
        return built
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{adapter.name}.lock", timeout=LOCK_SECONDS):
            built = _intact(folder)  # another process may have finished it meanwhile
            return built if built is not None else _build(adapter, cache, folder, progress)
    except Timeout as error:
        raise ModelError(f"another process is still building the model in {cache}") from error
    except OSError as error:
        raise ModelError(f"cannot build the model in {cache}: {error}") from error


def is_ready(adapter: Adapter, cache: Path) -> bool:
    """Whether the files are there; says nothing of their integrity."""
    return (cache / f"{adapter.name}-{adapter.digest()}" / MANIFEST).is_file()


def load(built: Built) -> dict[str, Tensor]:
    """The tensors `models.embedded.network.Network` takes."""
    from safetensors.torch import load_file

    return load_file(built.weights)


def _intact(folder: Path) -> Built | None:
    """What is in the folder, if it is complete and undamaged."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return None
    try:
        expected = str(json.loads(manifest.read_text("utf-8"))["sha256"])
        found = file_digest(folder / WEIGHTS)
    except (OSError, ValueError, KeyError) as error:
        logger.warning("The model in %s is damaged (%s); it is built again.", folder, error)
        return None
    if found != expected:
        logger.warning("The model in %s does not match its digest; it is built again.", folder)
        return None
    return Built(folder / WEIGHTS, expected)


def _build(adapter: Adapter, cache: Path, folder: Path, progress: Progress) -> Built:
    from safetensors.torch import save_file

    partial = cache / f"{folder.name}.partial"
    partial.mkdir(exist_ok=True)
    gguf = cache / "base.gguf"
    base_weights.assemble(gguf, lambda done, total: progress("base", done, total))
    tensors = _quantise(adapter, gguf, progress)
    save_file(tensors, partial / WEIGHTS)
    digest = file_digest(partial / WEIGHTS)
    manifest = {"sha256": digest, "base": BASE_SHA256, "adapter": adapter.name}
    (partial / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(partial, folder)
    gguf.unlink()
    return Built(folder / WEIGHTS, digest)


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
