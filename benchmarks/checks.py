"""How well the checks find errors, how often they cry wolf, and how fast they are.

    python benchmarks/checks.py                       the pairs in tests/quality/checks
    python benchmarks/checks.py --correct FILE.tsv    and pairs known to be right, for false alarms

Prints Markdown: precision and recall of each kind on pairs labelled by a person; the share of
correct pairs that are flagged, and of glossary terms said to be missed; sentence pairs a second of
one core, with the terms looked up and without.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from service.checks import KINDS, check
from service.glossary import Glossary, load_glossary, uses
from tests.quality.checks.scores import read_correct, read_labelled, read_written, score

Pairs = Sequence[tuple[str, str]]
ROUNDS = 5  # the fastest counts, for other programs disturb the slower ones


def print_scores() -> None:
    """Precision and recall of each kind, on both halves and all pairs."""
    pairs = read_labelled()
    halves = [
        score([pair for pair in pairs if pair.half == half])
        for half in ("development", "held-back")
    ]
    print("| kind | errors | precision | recall | development | held back |")
    print("|---|---:|---:|---:|---:|---:|")
    for kind, measured in score(pairs).items():
        parts = [f"{measured.precision:.3f}", f"{measured.recall:.3f}"]
        parts += [
            f"{half[kind].precision:.2f} / {half[kind].recall:.2f}" if kind in half else "none"
            for half in halves
        ]
        name = kind if kind in KINDS else f"{kind} (not checked)"
        print(f"| {name} | {measured.right + measured.missed} | {' | '.join(parts)} |")


def print_invented_scores() -> None:
    """Precision and recall of each kind on the pairs written for this project."""
    print("\n| kind | invented errors | precision | recall |")
    print("|---|---:|---:|---:|")
    for kind, found in score(read_written()).items():
        errors = found.right + found.missed
        print(f"| {kind} | {errors} | {found.precision:.3f} | {found.recall:.3f} |")


def print_alarms(pairs: Pairs, glossary: Glossary) -> None:
    """How many pairs with a right translation are flagged."""
    flagged: Counter[tuple[str, str]] = Counter()
    for source, target in pairs:
        findings = check(source, target)
        flagged.update({(finding.kind, finding.severity) for finding in findings})
    states = Counter(
        use.state for source, target in pairs for use in uses(glossary.find(source), target)
    )
    print(f"\n{len(pairs):,} correct pairs:")
    for (kind, severity), count in sorted(flagged.items()):
        print(f"- {kind}, {severity}: {count} ({count / len(pairs):.2%})")
    unsaid = states.total() - states["applied"]
    print(f"- terms missed: {unsaid} of {states.total()} ({unsaid / states.total():.2%})")


def pairs_a_second(run: Callable[[str, str], object], pairs: Pairs) -> float:
    """How many pairs one core gets through in a second."""
    fastest = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        for source, target in pairs:
            run(source, target)
        fastest = min(fastest, time.process_time() - begin)
    return len(pairs) / fastest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--correct", type=Path, metavar="FILE", help="Vietnamese TAB English")
    given = parser.parse_args()
    correct: Pairs = read_correct()
    if given.correct:
        lines = given.correct.read_text("utf-8").splitlines()
        correct = [(first, second) for first, second, *_ in (line.split("\t") for line in lines)]
    glossary = load_glossary()
    print_scores()
    print_invented_scores()
    print_alarms(correct, glossary)
    labelled = [(pair.source, pair.target) for pair in read_labelled()]
    plain = pairs_a_second(check, labelled)
    whole = pairs_a_second(lambda s, t: check(s, t, glossary.find(s)), labelled)
    print(f"\n{plain:,.0f} pairs a second; {whole:,.0f} with {len(glossary)} terms looked up")


if __name__ == "__main__":
    main()
