"""Fits and checks the confidence of translations on FLORES dev.

    python benchmarks/confidence.py [PLOT.svg]

Fits on even lines and prints the constants for service/confidence.py; reports on odd lines, by the
same fit: Brier score, expected calibration error, and what is left when everything below a
threshold is withheld, as docs/confidence.md has it. Draws a reliability plot (pip install
matplotlib).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sacrebleu.metrics.chrf import CHRF

from models import catalogue
from models.protocols import translate_all
from service import confidence
from service.checks import check, penalty
from service.glossary import load_glossary
from service.settings import Settings

BINS = 10


def observations():
    """For each sentence of FLORES dev: nats a token, penalty of its findings, chrF."""
    folder = ROOT / "tests/quality/flores-dev"
    sources, references = (
        (folder / f"{language}.txt").read_text("utf-8").splitlines() for language in ("vi", "en")
    )
    settings = Settings.read({})
    translator = catalogue.find(catalogue.DEFAULT).load(
        catalogue.Options(cache=settings.cache / "models", threads=settings.threads)
    )
    glossary, chrf = load_glossary(), CHRF()
    rows = []
    for source, reference, (best, *_) in zip(
        sources, references, translate_all(translator, sources), strict=True
    ):
        findings = check(source, best.text, glossary.find(source))
        quality = chrf.sentence_score(best.text, [reference]).score
        rows.append((max(best.score, -10.0), penalty(findings), quality))
    return np.array(rows)


def fit(features: np.ndarray, good: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method: intercept and weight."""
    design = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ weights))
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design
        weights += np.linalg.solve(
            curvature + 1e-6 * np.eye(len(weights)), design.T @ (good - chance)
        )
    return weights


def report(rows: np.ndarray, weights: np.ndarray) -> list[tuple[float, float, int]]:
    """Print figures for held-back rows; returns (mean confidence, share good, sentences) a bin."""
    said = 1 / (1 + np.exp(-(weights[0] + weights[1] * rows[:, 0])))
    good = rows[:, 2] >= confidence.GOOD
    order = np.argsort(said)
    bins = [
        (said[part].mean(), good[part].mean(), len(part)) for part in np.array_split(order, BINS)
    ]
    error = sum(abs(chance - share) * count for chance, share, count in bins) / len(rows)
    base = good.mean()
    correlations = np.corrcoef(rows.T)[2]
    print("correlation with chrF: nats {:.2f}, findings {:.2f}".format(*correlations))
    print(f"sentences {len(rows)}, good {base:.3f}")
    print(f"Brier {np.mean((said - good) ** 2):.3f} (a constant: {base * (1 - base):.3f})")
    print(f"expected calibration error {error:.3f}")
    print("\n| threshold | withheld | mean chrF2 of what is kept |\n|---:|---:|---:|")
    for threshold in (0, 0.3, 0.5, 0.7):
        kept = said >= threshold
        print(f"| {threshold} | {1 - kept.mean():.0%} | {rows[kept, 2].mean():.1f} |")
    return bins


def draw(bins: list[tuple[float, float, int]], path: str) -> None:
    """The reliability plot."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(4.5, 4.5))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.plot([b[0] for b in bins], [b[1] for b in bins], marker="o", color="#1f5f8b")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share with chrF ≥ 50")
    axes.set_title("FLORES dev, odd lines, tenths")
    figure.tight_layout()
    figure.savefig(path)


if __name__ == "__main__":
    everything = observations()
    weights = fit(everything[::2, 0], everything[::2, 2] >= confidence.GOOD)
    print("fitted on even lines: INTERCEPT = {:.2f}, PER_NAT = {:.2f}".format(*weights))
    tenths = report(everything[1::2], weights)
    if len(sys.argv) > 1:
        draw(tenths, sys.argv[1])
