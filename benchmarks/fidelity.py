"""What choosing among hypotheses and trying again are worth: errors, terms, BLEU, time.

    python benchmarks/fidelity.py [--sentences N]

For the seeds' gold sentences and the first N of FLORES dev: the model's first choice; the
hypothesis with the lightest findings among those the search has anyway; and the same when sentences
with a serious finding are tried again: with more hypotheses, in parts (which is what
`service.translate` does; it also gives mistaken numbers in figures), and both.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models import catalogue
from models.protocols import Hypothesis, translate_all
from service.checks import check, penalty
from service.evaluate import evaluate
from service.glossary import load_glossary, uses
from service.parts import in_parts, joined
from service.settings import Settings
from tests.quality.test_translation import flores, seeds

HYPOTHESES = 4  # of the second try that asks for more of them


class Judge:
    """Findings and terms of a translation, by the built-in glossary."""

    def __init__(self) -> None:
        self._glossary = load_glossary()

    def findings(self, source: str, said: Hypothesis):
        return check(source, said.text, self._glossary.find(source), said.uncovered)

    def best(self, source: str, hypotheses: Sequence[Hypothesis]) -> Hypothesis:
        return min(hypotheses, key=lambda each: penalty(self.findings(source, each)))

    def is_serious(self, source: str, said: Hypothesis) -> bool:
        return any(finding.severity == "serious" for finding in self.findings(source, said))

    def terms(self, sources: Sequence[str], texts: Sequence[str]) -> tuple[int, int]:
        """How many terms were rendered as the glossary says, and how many there are."""
        states = [
            use.state
            for source, text in zip(sources, texts, strict=True)
            for use in uses(self._glossary.find(source), text)
        ]
        return sum(state == "applied" for state in states), len(states)


def tried_in_parts(translator, sources: list[str]) -> list[tuple[Hypothesis, ...]]:
    """Each sentence translated in two or three parts and put together."""
    split = [in_parts(source, translator.fits) for source in sources]
    flat = translate_all(translator, [piece for pieces in split for _, piece in pieces])
    said = iter(flat)
    return [
        joined(source, pieces, [next(said) for _ in pieces])
        for source, pieces in zip(sources, split, strict=True)
    ]


def _timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def measure(name: str, sources: list[str], references: list[str], translator, judge: Judge) -> None:
    found, first_seconds = _timed(lambda: translate_all(translator, sources))
    first = [hypotheses[0] for hypotheses in found]
    lightest = [judge.best(s, h) for s, h in zip(sources, found, strict=True)]
    again = [at for at, s in enumerate(sources) if judge.is_serious(s, lightest[at])]
    doubtful = [sources[at] for at in again]
    more, more_seconds = _timed(lambda: translate_all(translator, doubtful, HYPOTHESES))
    parts, parts_seconds = _timed(lambda: tried_in_parts(translator, doubtful))

    def chosen(*candidates: Sequence[tuple[Hypothesis, ...]]) -> list[Hypothesis]:
        best = list(lightest)
        for row, at in enumerate(again):
            others = [each for tried in candidates for each in tried[row]]
            best[at] = judge.best(sources[at], (*found[at], *others))
        return best

    rows = (
        ("first choice", first, 0.0),
        ("lightest findings", lightest, 0.0),
        (f"{len(again)} tried again, more hypotheses", chosen(more), more_seconds),
        (f"{len(again)} tried again, in parts", chosen(parts), parts_seconds),
        (f"{len(again)} tried again, both", chosen(more, parts), more_seconds + parts_seconds),
    )
    for label, taken, extra in rows:
        texts = [hypothesis.text for hypothesis in taken]
        scores = evaluate(sources, taken, references)
        serious = sum(judge.is_serious(s, each) for s, each in zip(sources, taken, strict=True))
        applied, terms = judge.terms(sources, texts)
        print(
            f"| {name} | {label} | {scores.number_errors} / {scores.numbered} | {serious} "
            f"| {scores.omissions} / {len(sources)} | {applied} / {terms} "
            f"| {scores.bleu:.2f} | {scores.chrf:.2f} | {1 + extra / first_seconds:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=200)
    count = parser.parse_args().sentences
    settings = Settings.read({})
    translator = catalogue.find(catalogue.DEFAULT).load(
        catalogue.Options(cache=settings.cache / "models", threads=settings.threads)
    )
    print(
        "| set | choice | number errors | serious findings | passage left out | terms | BLEU "
        "| chrF2 | time |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    measure("seeds", *seeds(), translator, Judge())
    measure("FLORES dev", *(part[:count] for part in flores()), translator, Judge())
