"""Makes a trained adapter one that can be shipped.

    python -m models.training.pack TRAINED... START_ADAPTER PAIRS.jsonl models/weights/NAME

TRAINED is the folder `models.training.train` wrote; where one run went on from another, all their
folders in order. START_ADAPTER is the one the first went on from, whose vocabulary is kept. With
--shares the weights are a mean of the start's and of those each run ended with, which keeps more of
what the start could do (arXiv:2109.01903): one share for each of them, in that order. Calibrates
the 8-bit engine on pairs the training never saw, learns the lexicon its search compares words with
from those it did see, and writes training.json: what the adapter was trained on and how the loss
fell. The model card, README.md, is written by hand: it says what the figures mean.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from models.embedded.calibrate import calibrate
from models.embedded.parts import Adapter
from models.training import lexicon
from models.training.examples import read_corpus
from models.training.train import LOG, RUN, WEIGHTS

CALIBRATION_PAIRS = 300


def pack(
    trained: Sequence[Path],
    start: Adapter,
    pairs: Path,
    target: Adapter,
    shares: Sequence[float] = (),
) -> None:
    """Write the target's folder, whole or not at all.

    Args:
        trained: Folders of the runs, in order.
        start: What the first run went on from.
        pairs: Prepared pairs; the engine is calibrated on those held back.
        target: Where to.
        shares: Of the start's weights and of those each run ended with; without them the last
            run's are taken.
    """
    *earlier, last = map(_run, trained)
    partial = target.folder.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    unfinished = Adapter(partial)
    if shares:
        ends = [start.weights, *(folder / WEIGHTS for folder in trained)]
        _write_mean(ends, shares, unfinished.weights)
    else:
        shutil.copyfile(trained[-1] / WEIGHTS, unfinished.weights)
    shutil.copyfile(start.kept, unfinished.kept)
    shutil.copyfile(start.tokenizer, unfinished.tokenizer)
    corpus = read_corpus(pairs)
    unseen = [(pair["vi"], pair["en"]) for pair in corpus.held_back if "vi" in pair]
    calibrate(unfinished, unseen[:CALIBRATION_PAIRS])
    lexicon.make(corpus, unfinished)
    record = {
        **last,
        "earlier_runs": earlier,
        "went_on_from": start.name,
        "shares_of_start_and_runs": list(shares) or None,
        "pairs": dict(sorted(Counter(pair["source"] for pair in corpus.train).items())),
    }
    text = json.dumps(record, indent=1, ensure_ascii=False)
    unfinished.training.write_text(text + "\n", "utf-8")
    partial.rename(target.folder)


def _write_mean(adapters: Sequence[Path], shares: Sequence[float], target: Path) -> None:
    """The mean of adapters of one rank and scale, factor by factor."""
    with safe_open(adapters[0], "pt") as file:
        metadata = file.metadata()
    mean: dict[str, torch.Tensor] = {}
    for adapter, share in zip(adapters, shares, strict=True):
        for name, factor in load_file(adapter).items():
            part = factor.float() * (share / sum(shares))
            mean[name] = mean[name] + part if name in mean else part
    rounded = {name: factor.to(torch.bfloat16).contiguous() for name, factor in mean.items()}
    save_file(rounded, target, metadata={**metadata, "step": "mean"})


def _run(trained: Path) -> dict[str, object]:
    settings = json.loads((trained / RUN).read_text("utf-8"))
    with safe_open(trained / WEIGHTS, "pt") as file:
        stopped = int(file.metadata()["step"])
    return {**settings, "stopped_after": stopped, "loss": _losses(trained / LOG)}


def _losses(log: Path) -> dict[str, float]:
    """Nats a token on held-back pairs, by step."""
    rows = [line.split("\t") for line in log.read_text("utf-8").splitlines()]
    return {step: float(loss) for step, _, what, loss, _ in rows if what == "held back"}


def main() -> None:
    """Pack what was trained."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("trained", type=Path, nargs="+")
    parser.add_argument("start", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--shares", type=float, nargs="+", default=())
    options = parser.parse_args()
    start, target = Adapter(options.start), Adapter(options.target)
    pack(options.trained, start, options.pairs, target, options.shares)


if __name__ == "__main__":
    main()
