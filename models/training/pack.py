"""Makes a trained adapter one that can be shipped.

    python -m models.training.pack TRAINED... START_ADAPTER PAIRS.jsonl models/weights/NAME

TRAINED is the folder `models.training.train` wrote; where one run went on from another, all their
folders in order. START_ADAPTER is the one the first went on from, whose vocabulary is kept.
Calibrates the 8-bit engine on pairs the training never saw, and writes training.json: what the
adapter was trained on and how the loss fell. The model card, README.md, is written by hand: it says
what the figures mean.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from models.embedded.calibrate import calibrate
from models.embedded.parts import Adapter
from models.training.examples import read_corpus
from models.training.train import LOG, RUN, WEIGHTS

CALIBRATION_PAIRS = 300


def pack(trained: Sequence[Path], start: Adapter, pairs: Path, target: Adapter) -> None:
    """Write the target's folder, whole or not at all."""
    partial = target.folder.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    unfinished = Adapter(partial)
    shutil.copyfile(trained[-1] / WEIGHTS, unfinished.weights)
    shutil.copyfile(start.kept, unfinished.kept)
    shutil.copyfile(start.tokenizer, unfinished.tokenizer)
    corpus = read_corpus(pairs)
    unseen = [(pair["vi"], pair["en"]) for pair in corpus.held_back if "vi" in pair]
    calibrate(unfinished, unseen[:CALIBRATION_PAIRS])
    *earlier, last = map(_run, trained)
    record = {
        **last,
        "earlier_runs": earlier,
        "went_on_from": start.name,
        "pairs": dict(sorted(Counter(pair["source"] for pair in corpus.train).items())),
    }
    text = json.dumps(record, indent=1, ensure_ascii=False)
    unfinished.training.write_text(text + "\n", "utf-8")
    partial.rename(target.folder)


def _run(trained: Path) -> dict[str, object]:
    settings = json.loads((trained / RUN).read_text("utf-8"))
    return {**settings, "loss": _losses(trained / LOG)}


def _losses(log: Path) -> dict[str, float]:
    """Nats a token on held-back pairs, by step."""
    rows = [line.split("\t") for line in log.read_text("utf-8").splitlines()]
    return {step: float(loss) for step, _, what, loss, _ in rows if what == "held back"}


if __name__ == "__main__":
    *trained, start, pairs, target = map(Path, sys.argv[1:])
    pack(trained, Adapter(start), pairs, Adapter(target))
