"""Draws how the loss fell while an adapter was trained.

    python benchmarks/training_curve.py LOG.tsv... CURVE.svg

LOG.tsv is what `models.training.train` writes; those of runs that went on from each other are drawn
one after the other. Needs matplotlib (pip install matplotlib).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def draw(logs: Sequence[Path], target: Path) -> None:
    """Nats a token by step, on training pairs (with smoothed labels) and on held-back ones."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 3.5))
    styles = {"train": {"color": "0.6"}, "held back": {"color": "C0", "marker": "o"}}
    first = 0
    for number, log in enumerate(logs):
        rows = [line.split("\t") for line in log.read_text("utf-8").splitlines()]
        for what, style in styles.items():
            points = [(first + int(row[0]), float(row[3])) for row in rows if row[2] == what]
            axes.plot(*zip(*points, strict=True), label=None if number else what, **style)
        first += max(int(row[0]) for row in rows)
    axes.set(xlabel="step", ylabel="nats a token")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(target)


if __name__ == "__main__":
    *logs, target = map(Path, sys.argv[1:])
    draw(logs, target)
