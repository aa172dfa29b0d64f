"""Which attention head follows the source, and how well what it passes over tells what is left out.

    python benchmarks/coverage.py [--pairs N]

Of the project's own pairs. First table: for each head, how often it looks at a token of the source
while the same token is written (numbers, names), the best eight. Second: human translations, and
the same with a clause between two commas taken out; of both the share in which a passage is told
as left out (alarms, found), and the area under the curve of lengths' ratio beside that of the least
attention any WORDS words in a row have.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models import catalogue
from models.embedded import build
from models.embedded.cache import ALIGNING_HEAD, ALIGNING_LAYER
from models.embedded.coverage import WORDS, SourceWords, in_a_row
from models.embedded.network import HEAD, HEADS, LAYERS, Network
from models.embedded.parts import Adapter
from models.embedded.prompt import SOURCE, Prompt
from service.settings import Settings

SHORTEST, LONGEST = 4, 14  # words of a clause that is taken out
_CLAUSE = re.compile(r"(?<=,) ")


class Reader:
    """The model made to write given translations, and where it looks while it does."""

    def __init__(self, adapter: Adapter, cache: Path) -> None:
        self.prompt = Prompt(adapter.tokenizer)
        built = build.ensure(adapter, cache, lambda stage, done, total: None)
        self._network = Network(build.load(built))

    @torch.inference_mode()
    def attention(self, vietnamese: str, english: str) -> Tensor:
        """(LAYERS, HEADS, tokens of the answer, tokens of the source)."""
        prompt, answer = self.prompt.encode(vietnamese), self.prompt.encode_answer(english)
        ids = [*prompt, *answer[:-1]]
        watching = _Watching(len(ids))
        self._network.hidden(torch.tensor(ids), torch.arange(len(ids)), watching)
        source = slice(SOURCE, SOURCE + self.prompt.size(vietnamese))
        return watching.shares[:, :, len(prompt) - 1 :, source]

    def coverage(self, vietnamese: str, english: str) -> np.ndarray:
        """The most attention of the aligning head each token of the source has."""
        aligning = self.attention(vietnamese, english)[ALIGNING_LAYER, ALIGNING_HEAD]
        return aligning.amax(dim=0).numpy()


class _Watching:
    """Causal attention over one text that keeps its shares."""

    def __init__(self, tokens: int) -> None:
        self._later = torch.ones(tokens, tokens, dtype=torch.bool).triu(1)
        self.shares = torch.zeros(LAYERS, HEADS, tokens, tokens)

    def __call__(self, layer: int, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        scores = torch.einsum("thd,sd->hts", query, key).masked_fill(self._later, -torch.inf)
        self.shares[layer] = scores.softmax(dim=-1)
        return torch.einsum("hts,sd->thd", self.shares[layer], value).reshape(-1, HEADS * HEAD)


def copied(reader: Reader, pairs: Sequence[tuple[str, str]]) -> tuple[Tensor, int]:
    """How often each head looks at the source's token that is being written, of how many."""
    hits, tokens = torch.zeros(LAYERS, HEADS), 0
    for vietnamese, english in pairs:
        source = reader.prompt.encode(vietnamese)[SOURCE:][: reader.prompt.size(vietnamese)]
        answer = reader.prompt.encode_answer(english)
        once = {token for token, count in Counter(source).items() if count == 1}
        once &= {token for token, count in Counter(answer).items() if count == 1}
        looked = reader.attention(vietnamese, english).argmax(dim=-1)
        for at, token in enumerate(answer):
            if token in once and len(reader.prompt.decode([token])) > 1:
                # The words before it are often told by the token before: "Ông |Nam".
                place = source.index(token)
                hits += (looked[:, :, at] == place) | (looked[:, :, at] == place - 1)
                tokens += 1
    return hits, tokens


def cut(english: str, rng: random.Random) -> str | None:
    """A translation with one clause taken out; None where there is none between commas."""
    parts = _CLAUSE.split(english)
    places = [at for at in range(1, len(parts)) if SHORTEST <= len(parts[at].split()) <= LONGEST]
    if len(parts) < 3 or not places:
        return None
    at = rng.choice(places)
    return " ".join(parts[:at] + parts[at + 1 :]).rstrip(", .") + "."


def area(lower: Sequence[float], higher: Sequence[float]) -> float:
    """The probability that one of the first is below one of the second."""
    wins = sum((a < b) + (a == b) / 2 for a in lower for b in higher)
    return wins / len(lower) / len(higher)


def own_pairs(count: int) -> Iterator[tuple[str, str]]:
    rng = random.Random(5)
    for path in sorted((ROOT / "models/training/pairs").glob("*.tsv")):
        lines = path.read_text("utf-8").splitlines()
        for line in rng.sample(lines, min(count, len(lines))):
            vietnamese, english = line.split("\t")
            if len(vietnamese.split()) <= 110:
                yield vietnamese, english


def least(source: SourceWords, coverage: np.ndarray) -> float:
    """The least mean attention of WORDS words in a row."""
    attention = source.attention(coverage)
    return float(in_a_row(attention).min()) if len(attention) >= WORDS else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=25, help="of each file")
    torch.set_num_threads(Settings.read({}).threads)
    adapter = Adapter(catalogue.weights_folder() / catalogue.DEFAULT)
    reader = Reader(adapter, Settings.read({}).cache / "models")
    pairs = list(own_pairs(parser.parse_args().pairs))

    hits, tokens = copied(reader, pairs)
    print(f"| layer | head | looks at what is copied ({tokens} tokens) |")
    print("|---:|---:|---:|")
    for place in (hits / tokens).flatten().topk(8).indices.tolist():
        layer, head = divmod(place, HEADS)
        print(f"| {layer} | {head} | {hits[layer, head] / tokens:.3f} |")

    rng = random.Random(7)
    alarms = found = clauses = 0
    attention: tuple[list[float], list[float]] = [], []
    lengths: tuple[list[float], list[float]] = [], []
    for vietnamese, english in pairs:
        source = SourceWords(*reader.prompt.words(vietnamese))
        whole = reader.coverage(vietnamese, english)
        alarms += bool(source.passages(whole))
        if (shorter := cut(english, rng)) is None:
            continue
        partial = reader.coverage(vietnamese, shorter)
        clauses += 1
        found += bool(source.passages(partial))
        attention[0].append(least(source, partial))
        attention[1].append(least(source, whole))
        lengths[0].append(len(shorter) / len(vietnamese))
        lengths[1].append(len(english) / len(vietnamese))
    print()
    print("| whole | alarms | clause taken out | found | area, attention | area, length |")
    print("|---:|---:|---:|---:|---:|---:|")
    print(
        f"| {len(pairs)} | {alarms / len(pairs):.3f} | {clauses} | {found / clauses:.2f} "
        f"| {area(*attention):.3f} | {area(*lengths):.3f} |"
    )


if __name__ == "__main__":
    main()
