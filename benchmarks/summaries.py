"""How good summaries are: ROUGE of ours, of its parts and of LEAD, on the same texts.

    pip install rouge-score
    python benchmarks/summaries.py PATH... [--half choice|report] [--max-sentences N]
    python benchmarks/summaries.py PATH... --half all --limit 100 --summariser NAME

A PATH is a file of JSON lines with "article" and "summary", a JSON file with "title_en",
"sentences"[]."en" and "summary_en", or a folder of either or of articles written as rows (T title,
B sentence, S summary; Vietnamese TAB English). Of what `models.training.prepare` wrote, the
articles are read that were kept out of training. With --summariser a model's summaries are measured
too: as written, and as Bantin gives them (see `service.summarise`). The texts of each path are
split at random, one path after the other by one fixed seed, into a half on which settings were
chosen and a half on which results are reported. Prints a Markdown table: F of ROUGE-1, ROUGE-2 and
ROUGE-Lsum (Google's rouge-score, with stemming), words of a summary, milliseconds an article.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models import catalogue
from models.protocols import SummaryDraft
from service.extractive import Recipe, choose, content_words
from service.selecting import SelectingSummariser
from service.sentences import split
from service.settings import Settings
from service.standalone import trimmed
from service.summarise import EXTRACTIVE, summarise


@dataclass(frozen=True)
class Text:
    """An article and the summary people wrote of it."""

    title: str | None
    sentences: list[str]
    summary: list[str]


class Rouge(Protocol):
    """One kind of ROUGE."""

    fmeasure: float


class Scorer(Protocol):
    """What is used of rouge-score."""

    def score(self, target: str, prediction: str) -> dict[str, Rouge]: ...


Method = Callable[[Text, int], list[str]]
"""A text and the most sentences its summary may have → that summary."""
Choice = Callable[[Text, int], Sequence[int]]


def sentences_of(text: str) -> list[str]:
    return [sentence for _, sentence in split(text)]


def read(path: Path) -> Iterator[Text]:
    """Texts with summaries, whichever way a file or folder holds them."""
    if path.is_dir():
        for file in sorted(path.iterdir()):
            yield from read(file) if file.suffix in (".json", ".jsonl", ".txt") else ()
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if isinstance(row.get("article"), str):
                summary = row["summary"].replace(" .", ".").split("\n")
                yield Text(None, sentences_of(row["article"]), summary)
            elif "article" in row and row["held_back"]:
                yield Text(None, row["article"], sentences_of(row["summary"]))
    elif path.suffix == ".json":
        row = json.loads(path.read_text(encoding="utf-8"))
        sentences = [sentence["en"] for sentence in row["sentences"]]
        yield Text(row["title_en"], sentences, sentences_of(row["summary_en"]))
    else:
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            rows = [row.split("\t") for row in block.split("\n")]
            english = {kind: [row[-1] for row in rows if row[0] == kind] for kind in "TBS"}
            if english["B"] and english["S"]:
                title = english["T"][0] if english["T"] else None
                yield Text(title, english["B"], sentences_of(english["S"][0]))


def lead(text: Text, most: int) -> Sequence[int]:
    """The first sentences."""
    return range(min(most, len(text.sentences)))


def sum_basic(text: Text, most: int) -> Sequence[int]:
    """SumBasic (Nenkova and Vanderwende 2005): the likeliest words, each once."""
    words = [content_words(sentence) for sentence in text.sentences]
    counts = Counter(word for sentence in words for word in sentence)
    odds = {word: count / counts.total() for word, count in counts.items()}
    chosen: list[int] = []
    while len(chosen) < min(most, len(words)):
        rest = [index for index in range(len(words)) if index not in chosen]
        pick = max(rest, key=lambda i: sum(odds[word] for word in words[i]) / max(len(words[i]), 1))
        chosen.append(pick)
        odds |= {word: odds[word] ** 2 for word in words[pick]}
    return sorted(chosen)


def extracted(choice: Choice) -> Method:
    return lambda text, most: [trimmed(text.sentences[index]) for index in choice(text, most)]


def ours(recipe: Recipe) -> Method:
    return extracted(lambda text, most: choose(text.title, text.sentences, most, recipe))


class Written:
    """A model's summaries, each written once; counts those the article bears out."""

    def __init__(self, name: str) -> None:
        options = catalogue.Options(cache=Settings().cache / "models", threads=1)
        self._model = SelectingSummariser(catalogue.find(name).load_summariser(options))
        self.signature = self._model.signature
        self._drafts: dict[tuple[str, ...], Sequence[tuple[SummaryDraft, ...]]] = {}
        self._whole, self._texts = 0, 0

    def fits(self, sentences: Sequence[str]) -> bool:
        return True

    def summarise(
        self, title: str | None, sentences: Sequence[str], most: int
    ) -> Sequence[tuple[SummaryDraft, ...]]:
        key = tuple(sentences)
        if key not in self._drafts:
            self._drafts[key] = self._model.summarise(title, sentences, most)
        return self._drafts[key]

    def as_written(self, text: Text, most: int) -> list[str]:
        drafts = self.summarise(text.title, text.sentences, most)
        return [sentence.text for sentence in drafts[0]] if drafts else []

    def as_given(self, text: Text, most: int) -> list[str]:
        summary = summarise(text.title, text.sentences, max_sentences=most, summariser=self)
        self._texts += 1
        self._whole += summary.method.startswith("abstractive") and EXTRACTIVE not in summary.method
        return [sentence.text for sentence in summary.sentences]

    def report(self) -> str:
        return f"{self._whole} of {self._texts} summaries hold as written"


OURS = "… and the first sentence leading (ours)"
METHODS: dict[str, Method] = {
    "LEAD": extracted(lead),
    "SumBasic": extracted(sum_basic),
    "LexRank, bare": ours(Recipe(bias=0, title=0, cues=0, brevity=0, relevance=1, lead=False)),
    "position and title": ours(Recipe(bias=1, cues=0)),
    "biased LexRank + MMR": ours(Recipe(cues=0, lead=False)),
    "… with cue words": ours(Recipe(lead=False)),
    OURS: ours(Recipe()),
    "ours without brevity": ours(Recipe(brevity=0)),
    "ours without MMR": ours(Recipe(relevance=1)),
    "ours without a limit of words": ours(Recipe(words_each=1000)),
}


def score(method: Method, texts: Sequence[Text], most: int, scorer: Scorer) -> list[float]:
    """ROUGE-1, ROUGE-2 and ROUGE-Lsum in per cent, words, milliseconds."""
    totals: defaultdict[str, float] = defaultdict(float)
    words = 0
    seconds = 0.0
    for text in texts:
        start = time.perf_counter()
        summary = method(text, most)
        seconds += time.perf_counter() - start
        words += len(" ".join(summary).split())
        for kind, value in scorer.score("\n".join(text.summary), "\n".join(summary)).items():
            totals[kind] += value.fmeasure
    rouge = [100 * totals[kind] / len(texts) for kind in ("rouge1", "rouge2", "rougeLsum")]
    return [*rouge, words / len(texts), 1000 * seconds / len(texts)]


def halves(texts: list[Text], shuffler: random.Random) -> dict[str, list[Text]]:
    """The half on which settings were chosen and the half on which results are reported."""
    order = list(range(len(texts)))
    shuffler.shuffle(order)
    middle = len(order) // 2
    return {
        "choice": [texts[index] for index in sorted(order[:middle])],
        "report": [texts[index] for index in sorted(order[middle:])],
        "all": texts,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="ROUGE of summaries")
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--half", choices=["choice", "report", "all"], default="report")
    parser.add_argument("--max-sentences", type=int, default=3)
    parser.add_argument("--limit", type=int, help="texts of each path, from the first")
    parser.add_argument("--summariser", help="a model that writes summaries, by its name")
    options = parser.parse_args()
    try:
        from rouge_score.rouge_scorer import RougeScorer
    except ImportError:
        sys.exit("The metric is not installed: pip install rouge-score")
    scorer = RougeScorer(["rouge1", "rouge2", "rougeLsum"], use_stemmer=True)
    shuffler = random.Random(17)
    for path in options.paths:
        texts = halves(list(read(path)), shuffler)[options.half][: options.limit]
        methods = dict(METHODS)
        if options.summariser:
            written = Written(options.summariser)
            methods = {name: METHODS[name] for name in ("LEAD", OURS)}
            methods |= {"written": written.as_written, "written, as given": written.as_given}
        print(f"\n{path.stem}: {len(texts)} texts\n")
        print(
            "| method | ROUGE-1 | ROUGE-2 | ROUGE-L | words | ms |\n|---|---:|---:|---:|---:|---:|"
        )
        for name, method in methods.items():
            cells = [
                f"{value:.1f}" for value in score(method, texts, options.max_sentences, scorer)
            ]
            print(f"| {name} | {' | '.join(cells)} |", flush=True)
        if options.summariser:
            print(f"\n{written.report()}")


if __name__ == "__main__":
    main()
