"""Learns which English tokens say which Vietnamese ones.

    python -m models.training.lexicon PAIRS.jsonl models/weights/NAME

IBM Model 1 (Brown et al., 1993, "The Mathematics of Statistical Machine Translation") over the
adapter's tokens: the probability of each Vietnamese token where an English one is written, learnt
by expectation maximisation from the pairs that training may see. `models.embedded.lexicon` reads
the table, `models.training.pack` makes it for an adapter that is packed. Some 100,000
pairs take a minute.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.embedded.lexicon import EMPTY, STEP, write
from models.embedded.parts import Adapter
from models.embedded.prompt import Prompt
from models.training.examples import Corpus, Pair, read_corpus

ROUNDS = 5
LONGEST = 120  # tokens a side: longer pairs have too many links to say much
LEAST = 0.005  # of a probability that is kept
PRIOR = 2.0  # how often each English token is taken to have been seen with something else
OTHERS = frozenset({"d2l_vn", "hf_course", "mozilla_www"})  # software, of which news has little

Ints = NDArray[np.int64]


class Links:
    """Every token of a source text with every one of its target text, over all pairs.

    A link is known by `pair_ids`, an index into the distinct (target, source) tokens, and by the
    source token it explains, of which `count` stand in all texts.
    """

    def __init__(self, texts: Iterable[tuple[Ints, Ints]], size: int) -> None:
        keys, explained = [], []
        self.count = 0
        for source, target in texts:
            keys.append((target[:, None] * size + source[None, :]).ravel())
            places = np.arange(self.count, self.count + len(source), dtype=np.int32)
            explained.append(np.tile(places, len(target)))
            self.count += len(source)
        distinct, inverse = np.unique(np.concatenate(keys), return_inverse=True)
        self.pair_ids = inverse.astype(np.int32)
        self.explained = np.concatenate(explained)
        self.targets, self.sources = distinct // size, distinct % size

    def learn(self, rounds: int) -> NDArray[np.float32]:
        """The probability of the source token given the target token, for each distinct two."""
        likely = np.ones(len(self.targets), dtype=np.float32)
        for _ in range(rounds):
            share = likely[self.pair_ids]
            share /= np.bincount(self.explained, share, minlength=self.count)[self.explained]
            seen = np.bincount(self.pair_ids, share, minlength=len(likely))
            totals = np.bincount(self.targets, seen)
            likely = (seen / (totals[self.targets] + PRIOR)).astype(np.float32)
        return likely


def learn(pairs: Sequence[Pair], prompt: Prompt, size: int) -> tuple[Ints, Ints, Ints]:
    """Source tokens, target tokens, and how likely the one is at the other, in steps of `STEP`.

    Args:
        pairs: What may be learnt from.
        prompt: Makes tokens of texts.
        size: Of the vocabulary.
    """
    texts = [_tokens(pair, prompt) for pair in pairs if "vi" in pair]
    links = Links((both for both in texts if max(map(len, both)) <= LONGEST), size)
    likely = links.learn(ROUNDS)
    kept = likely >= LEAST
    steps = np.rint(-np.log(likely[kept]) / STEP).astype(np.int64)
    return links.sources[kept], links.targets[kept], steps


def _tokens(pair: Pair, prompt: Prompt) -> tuple[Ints, Ints]:
    """Both sides; the English with the empty word, which explains what nothing else does."""
    source = prompt.source_tokens(pair["vi"])
    target = [EMPTY, *prompt.encode_answer(pair["en"])[:-1]]
    return np.array(source, dtype=np.int64), np.array(target, dtype=np.int64)


def make(corpus: Corpus, adapter: Adapter) -> int:
    """Write an adapter's lexicon; returns how many pairs of tokens it has."""
    pairs = [pair for pair in corpus.train if pair["source"] not in OTHERS]
    size = len(adapter.kept_tokens())
    learnt = learn(pairs, Prompt(adapter.tokenizer), size)
    write(adapter.lexicon, size, *learnt)
    return len(learnt[0])


def main() -> None:
    """Learn from prepared pairs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("adapter", type=Path, help="folder of the adapter it is for")
    options = parser.parse_args()
    count = make(read_corpus(options.pairs), Adapter(options.adapter))
    print(f"{count} pairs of tokens")


if __name__ == "__main__":
    main()
