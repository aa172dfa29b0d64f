"""Whether the model follows a glossary: terms rendered as asked, BLEU, time.

    python benchmarks/terms.py [--sentences N] [--model NAME]

For the seeds' gold sentences and the first N of FLORES dev, the model's first choice: without
hints; with hints for all terms found; with hints for the missed terms in a second try, which is
what `service.translate` does; with a useless hint, of another sentence, beside the right ones; and
with wrong hints (each term given another term's English), which shows how far the model obeys.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models import catalogue
from models.protocols import Hints, Hypothesis, ListSource, Segment
from service.evaluate import evaluate
from service.glossary import Glossary, load_glossary, uses
from service.settings import Settings
from tests.quality.test_translation import flores, seeds

MOST_HINTS = 5  # as in training


def translate(translator, sources: Sequence[str], hints: Sequence[Hints]) -> list[Hypothesis]:
    """Best translations, given hints for each source."""
    order = sorted(range(len(sources)), key=lambda at: -len(sources[at]))
    segments = [Segment(at, sources[at], hints=hints[at]) for at in order]
    said = {o.key: o.hypotheses[0] for o in translator.run(ListSource(segments))}
    return [said[at] for at in range(len(sources))]


def terms(glossary: Glossary, source: str, text: str) -> list[bool]:
    """For each term of a source, whether its translation says it."""
    return [use.state == "applied" for use in uses(glossary.find(source), text)]


def obeyed(hints: Sequence[Hints], texts: Sequence[str]) -> float:
    """Share of hints whose English is in the translation."""
    answers = [
        english.lower() in text.lower()
        for asked, text in zip(hints, texts, strict=True)
        for _, english in asked
    ]
    return sum(answers) / max(1, len(answers))


def asked(glossary: Glossary, source: str, translation: str | None = None) -> Hints:
    """Hints for a source's terms; given a translation, only for those it misses."""
    matches = glossary.find(source)
    if translation is not None:
        matches = [use.match for use in uses(matches, translation) if use.state != "applied"]
    return tuple((source[m.start : m.end], m.term.english) for m in matches)[:MOST_HINTS]


def useless(hints: Sequence[Hints], rng: random.Random) -> list[Hints]:
    """The hints, and behind them one of another sentence."""
    stray = [hint for asked in hints for hint in asked]
    return [(*asked, rng.choice(stray)) for asked in hints]


def wrong(hints: Sequence[Hints], rng: random.Random) -> list[Hints]:
    """The hints with each other's English."""
    english = [form for asked in hints for _, form in asked]
    return [tuple((term, rng.choice(english)) for term, _ in asked) for asked in hints]


def measure(translator, glossary: Glossary, name: str, sources, references) -> None:
    """Print a line for each way of hinting."""
    rng = random.Random(1)
    right = [asked(glossary, source) for source in sources]
    none: list[Hints] = [()] * len(sources)

    def run(label: str, hints: Sequence[Hints], baseline: float | None = None):
        began = time.perf_counter()
        said = translate(translator, sources, hints)
        took = time.perf_counter() - began
        report(label, said, hints, took / (baseline or took))
        return said, took

    def report(label: str, said, hints: Sequence[Hints], cost: float) -> None:
        score = evaluate(sources, said, references)
        texts = [hypothesis.text for hypothesis in said]
        found = [ok for s, t in zip(sources, texts, strict=True) for ok in terms(glossary, s, t)]
        print(
            f"| {name} | {label} | {sum(found)} / {len(found)} | {obeyed(hints, texts):.2f} "
            f"| {score.bleu:.1f} | {score.chrf:.1f} | {score.number_errors} | {cost:.2f} |",
            flush=True,
        )

    plain, baseline = run("none", none)
    run("all terms", right, baseline)
    missing = [at for at, s in enumerate(sources) if not all(terms(glossary, s, plain[at].text))]
    began = time.perf_counter()
    hints = [asked(glossary, sources[at], plain[at].text) for at in missing]
    again = translate(translator, [sources[at] for at in missing], hints)
    cost = 1 + (time.perf_counter() - began) / baseline
    mended = list(plain)
    for at, said in zip(missing, again, strict=True):
        source = sources[at]
        if sum(terms(glossary, source, said.text)) > sum(terms(glossary, source, plain[at].text)):
            mended[at] = said
    report("missed terms, second try", mended, right, cost)
    run("and a useless one", useless(right, rng), baseline)
    run("wrong ones", wrong(right, rng), baseline)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--model", default=catalogue.DEFAULT)
    given = parser.parse_args()
    settings = Settings.read({})
    options = catalogue.Options(cache=settings.cache / "models", threads=settings.threads)
    loaded = catalogue.find(given.model).load(options)
    print("| set | hints | terms right | hints obeyed | BLEU | chrF2 | number errors | time |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    measure(loaded, load_glossary(), "seeds", *seeds())
    flores_vi, flores_en = (side[: given.sentences] for side in flores())
    measure(loaded, load_glossary(), "FLORES dev", flores_vi, flores_en)
