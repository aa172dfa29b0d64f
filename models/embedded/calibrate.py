"""Measures the range of every product's input, which `models.embedded.smooth` needs.

    python -m models.embedded.calibrate PAIRS.tsv ADAPTER_FOLDER

PAIRS.tsv has a Vietnamese sentence, a tab and its translation a line; a few hundred are enough.
Writes input_ranges.safetensors into the adapter's folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from torch import Tensor

from models.embedded import base as base_weights
from models.embedded.cache import Prompts
from models.embedded.linear import Linear
from models.embedded.merge import for_network, merged_embedding, merged_layers
from models.embedded.network import LAYERS, Network
from models.embedded.parts import Adapter
from models.embedded.prompt import Prompt


class Recorder:
    """A float32 product that remembers the largest input of each channel."""

    def __init__(self, weight: Tensor) -> None:
        self._weight = weight
        self.largest = torch.zeros(weight.shape[1])

    def __call__(self, x: Tensor) -> Tensor:
        """See `models.embedded.linear.Linear`."""
        self.largest = torch.maximum(self.largest, x.abs().amax(0))
        return torch.nn.functional.linear(x, self._weight)


def input_ranges(adapter: Adapter, pairs: list[tuple[str, str]]) -> dict[str, Tensor]:
    """Largest absolute input of each channel, by product, over prompts and their answers."""
    recorders: dict[str, Recorder] = {}

    def record(name: str, weight: Tensor, scale: Tensor) -> Linear:
        recorders[name] = Recorder(weight)
        return recorders[name]

    network = Network(_float_weights(adapter), record)
    prompt = Prompt(adapter.tokenizer)
    with torch.inference_mode():
        for source, target in pairs:
            ids = prompt.encode(source) + prompt.encode_answer(target)
            attend = Prompts(torch.tensor([len(ids)]), len(ids))
            hidden = network.hidden(torch.tensor(ids), torch.arange(len(ids)), attend)
            network.logits(hidden)
    return {name: recorder.largest for name, recorder in recorders.items()}


def _float_weights(adapter: Adapter) -> dict[str, Tensor]:
    """What `Network` takes, unquantised: scales of one."""
    tensors: dict[str, Tensor] = {}

    def add(name: str, weight: Tensor) -> None:
        tensors[f"{name}.weight"], tensors[f"{name}.scale"] = weight, torch.ones(len(weight))

    with base_weights.unpacked() as base:
        for index, layer in enumerate(merged_layers(base, adapter)):
            products, norms = for_network(layer)
            for name, weight in products.items():
                add(f"{index}.{name}", weight)
            tensors |= {f"{index}.{name}": norm for name, norm in norms.items()}
        add("embedding", merged_embedding(base, adapter))
        tensors["final_norm"] = base("output_norm.weight")
    return tensors


def calibrate(adapter: Adapter, pairs: list[tuple[str, str]]) -> None:
    """Measure the ranges and write them beside the adapter's weights."""
    from safetensors.torch import save_file

    ranges = input_ranges(adapter, pairs)
    kept = {name: largest for name, largest in ranges.items() if name.partition(".")[0].isdigit()}
    assert len(kept) == 4 * LAYERS
    save_file(kept, adapter.ranges)


def main(pairs_file: str, folder: str) -> None:
    """Calibrate an adapter."""
    lines = Path(pairs_file).read_text("utf-8").removesuffix("\n").split("\n")
    pairs = [(source, target) for source, target in (line.split("\t") for line in lines)]
    calibrate(Adapter(Path(folder)), pairs)


if __name__ == "__main__":
    main(*sys.argv[1:])
