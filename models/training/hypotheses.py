"""Translates training pairs with an adapter and says what each of its hypotheses is worth.

    python -m models.training.hypotheses PAIRS ADAPTER OUT --mix MIX.json --cache FOLDER

PAIRS and OUT are files of JSON lines. A line of OUT is a pair with several hypotheses of ADAPTER,
an adapter that was packed, and their worth, best first. `models.training.train` with --hypotheses
learns to prefer the better ones.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from models.embedded.loading import load_engine
from models.embedded.parts import Adapter
from models.preset import Options
from models.protocols import Hypothesis, ListSource, Segment, Signature, Translator
from models.training.examples import Mix, Pair, draw, read_corpus

COUNT = 4  # hypotheses to look for
LEFT_OUT, WRONG_NUMBER = 0.1, 0.1
"""What is taken off for what an editor minds more than its share of the words: as much as ten
points of BLEU and of chrF2."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

Worth = Callable[[Hypothesis, str], float]


def with_hypotheses(
    pairs: Sequence[Pair], translator: Translator, worth: Worth, count: int = COUNT
) -> Iterator[Pair]:
    """Each pair with `hypotheses`, (text, worth) best first, as they are done.

    Pairs that do not fit the translator, and those whose hypotheses are all worth the same, are
    left out: there is nothing to prefer.
    """
    segments = [
        Segment(key, pair["vi"], count)
        for key, pair in enumerate(pairs)
        if translator.fits(pair["vi"])
    ]
    for outcome in translator.run(ListSource(segments)):
        if outcome.error is not None:
            raise outcome.error
        pair = pairs[outcome.key]
        complete = [h for h in outcome.hypotheses[: 2 * count] if h.ending == "complete"]
        judged = {h.text: round(worth(h, pair["en"]), 4) for h in complete}
        if len(set(judged.values())) > 1:
            best_first = sorted(judged.items(), key=lambda item: -item[1])
            yield {**pair, "hypotheses": best_first}


def worth_by_reference() -> Worth:
    """The mean of sentence BLEU and chrF2 (0 to 1), less what leaves out or misnumbers costs."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    bleu, chrf = BLEU(effective_order=True), CHRF()

    def worth(hypothesis: Hypothesis, reference: str) -> float:
        text, references = hypothesis.text, [reference]
        near: float = bleu.sentence_score(text, references).score
        near += chrf.sentence_score(text, references).score
        faults = LEFT_OUT * bool(hypothesis.uncovered)
        faults += WRONG_NUMBER * (_numbers(text) != _numbers(reference))
        return near / 200 - faults

    return worth


def _numbers(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(text))


def main() -> None:
    """Translate the pairs a mix draws."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("adapter", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mix", type=Path, required=True, help="JSON of models.training.Mix")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, required=True, help="where the engine's files go")
    options = parser.parse_args()
    mix = Mix(**json.loads(options.mix.read_text("utf-8")))
    drawn = draw(read_corpus(options.pairs).train, mix, random.Random(options.seed))
    sentences = [pair for pair in drawn if "vi" in pair]  # no summaries
    adapter = Adapter(options.adapter)
    signature = Signature(adapter.name, adapter.digest(), "")
    loading = Options(options.cache, threads=os.cpu_count() or 1)
    translator = load_engine(adapter, signature, loading)
    with options.out.open("w", encoding="utf-8") as out:
        for pair in with_hypotheses(sentences, translator, worth_by_reference()):
            out.write(json.dumps(pair, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
