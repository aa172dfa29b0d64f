"""Draws how the loss fell while an adapter was trained.

    python benchmarks/training_curve.py LOG.tsv CURVE.svg

LOG.tsv is what `models.training.train` writes. Needs matplotlib (pip install matplotlib).
"""

from __future__ import annotations

import sys
from pathlib import Path


def draw(log: Path, target: Path) -> None:
    """Nats a token by step, on training pairs (with smoothed labels) and on held-back ones."""
    import matplotlib.pyplot as plt

    rows = [line.split("\t") for line in log.read_text("utf-8").splitlines()]
    figure, axes = plt.subplots(figsize=(6, 3.5))
    for what, style in (("train", {"color": "0.6"}), ("held back", {"marker": "o"})):
        points = [(int(step), float(loss)) for step, _, kind, loss, _ in rows if kind == what]
        axes.plot(*zip(*points, strict=True), label=what, **style)
    axes.set(xlabel="step", ylabel="nats a token")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(target)


if __name__ == "__main__":
    draw(*map(Path, sys.argv[1:]))
