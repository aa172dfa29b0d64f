"""How well Vietnamese sentences are split: ours and the libraries there are, on the same gold.

    python benchmarks/sentences.py                      the gold files in tests/golden/sentences
    python benchmarks/sentences.py --articles DIR       and whole articles: "B<TAB>vi<TAB>en" rows
    python benchmarks/sentences.py --flores FILE        and pairs of lines of a file, joined

The libraries are optional; those that are not installed are named with how to install them.
Prints a Markdown table: F1 of the boundaries inside paragraphs, the share of paragraphs split
exactly, and sentences a second. Lines of FLORES often hold several sentences, so of its pairs only
the share whose join was found is told.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from service.sentences import held_offsets, split

GOLD = Path(__file__).parent.parent / "tests" / "golden" / "sentences"

Splitter = Callable[[str], Sequence[str]]
Paragraphs = list[list[str]]


@dataclass(frozen=True)
class Score:
    """Boundaries inside paragraphs, and the share of paragraphs without a fault."""

    f1: float
    recall: float
    exact: float


def read_gold(path: Path) -> Paragraphs:
    """Paragraphs of a gold file: a sentence a line, a blank line between paragraphs."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = "\n".join(line for line in lines if not line.startswith("#"))
    blocks = (block.strip("\n") for block in kept.split("\n\n"))
    return [block.split("\n") for block in blocks if block]


def read_articles(folder: Path) -> Paragraphs:
    """Body rows of articles, joined to paragraphs of two to five."""
    paragraphs: Paragraphs = []
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            rows = [row.split("\t")[1] for row in block.split("\n") if row.startswith("B\t")]
            while rows:
                size = 2 + (len(paragraphs) * 7 + len(rows)) % 4
                paragraphs.append(rows[:size])
                rows = rows[size:]
    return paragraphs


def read_lines(path: Path) -> Paragraphs:
    """Each line with the next."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [[first.strip(), second.strip()] for first, second in pairwise(lines)]


def boundaries(sentences: Sequence[str]) -> set[int]:
    """Where sentences end within their paragraph, counted in characters that are not white space.

    So a library that trims or squeezes white space is compared all the same.
    """
    lengths = [sum(not letter.isspace() for letter in sentence) for sentence in sentences]
    ends = [end for end in accumulate(lengths) if end]
    return set(ends[:-1])


def evaluate(splitter: Splitter, paragraphs: Paragraphs) -> Score:
    """The score of a splitter on paragraphs whose sentences are joined by a space."""
    true = found = right = exact = 0
    for sentences in paragraphs:
        expected = boundaries(sentences)
        actual = boundaries(splitter(" ".join(sentences)))
        true += len(expected)
        found += len(actual)
        right += len(expected & actual)
        exact += expected == actual
    precision, recall = right / max(found, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return Score(f1, recall, exact / len(paragraphs))


def whole_quotations(splitter: Splitter) -> Splitter:
    """A library with our rule around it that quotations and brackets stay in one piece."""

    def wrapped(text: str) -> list[str]:
        held = held_offsets(text)
        joined: list[str] = []
        end = 0
        glue = False
        for sentence in splitter(text):
            end = text.index(sentence.strip(), end) + len(sentence.strip())
            if glue:
                joined[-1] = f"{joined[-1]} {sentence}"
            else:
                joined.append(sentence)
            glue = held(end)
        return joined

    return wrapped


def bantin() -> Splitter:
    """Ours."""
    return lambda text: [sentence for _, sentence in split(text)]


def sentencex() -> Splitter:
    """Wikimedia's, for Vietnamese."""
    module = importlib.import_module("sentencex")
    return lambda text: list(module.segment("vi", text))


def underthesea() -> Splitter:
    """The Vietnamese toolkit: Punkt with parameters learned from Vietnamese."""
    module = importlib.import_module("underthesea")
    return lambda text: list(module.sent_tokenize(text))


def pysbd() -> Splitter:
    """Pragmatic Segmenter; it knows no Vietnamese, so English."""
    segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False)
    return lambda text: list(segmenter.segment(text))


def syntok() -> Splitter:
    """Rules for European languages."""
    segmenter = importlib.import_module("syntok.segmenter")

    def run(text: str) -> list[str]:
        return [
            "".join(token.spacing + token.value for token in sentence)
            for paragraph in segmenter.process(text)
            for sentence in paragraph
        ]

    return run


def punkt() -> Splitter:
    """NLTK's Punkt (Kiss & Strunk 2006), trained unsupervised on the very text it is tested on."""
    module = importlib.import_module("nltk.tokenize.punkt")
    trainer = module.PunktTrainer()
    for path in sorted(GOLD.glob("*.txt")):
        trainer.train(" ".join(" ".join(p) for p in read_gold(path)), finalize=False)
    tokenizer = module.PunktSentenceTokenizer(trainer.get_params())
    return lambda text: list(tokenizer.tokenize(text))


def nupunkt() -> Splitter:
    """Punkt with a large list of English and legal abbreviations."""
    module = importlib.import_module("nupunkt")
    return lambda text: list(module.sent_tokenize(text))


def blingfire() -> Splitter:
    """Microsoft's finite-state splitter."""
    module = importlib.import_module("blingfire")
    return lambda text: module.text_to_sentences(text).split("\n")


def icu() -> Splitter:
    """The Unicode rules (UAX #29) with Vietnamese tailoring, by ICU."""
    module: Any = importlib.import_module("icu")

    def run(text: str) -> list[str]:
        breaker = module.BreakIterator.createSentenceInstance(module.Locale("vi"))
        breaker.setText(text)
        units = text.encode("utf-16-le")  # ICU counts UTF-16 units
        return [
            units[2 * a : 2 * b].decode("utf-16-le", "replace") for a, b in pairwise([0, *breaker])
        ]

    return run


LIBRARIES: dict[str, tuple[str, Callable[[], Splitter]]] = {
    "sentencex": ("sentencex", sentencex),
    "underthesea": ("underthesea", underthesea),
    "pysbd": ("pysbd", pysbd),
    "syntok": ("syntok", syntok),
    "nltk punkt": ("nltk", punkt),
    "nupunkt": ("nupunkt", nupunkt),
    "blingfire": ("blingfire", blingfire),
    "ICU": ("PyICU", icu),
}


def splitters() -> Iterator[tuple[str, Splitter]]:
    """Ours, then each library that is installed, bare and with our rule for quotations."""
    yield "Bantin", bantin()
    for name, (package, build) in LIBRARIES.items():
        try:
            splitter = build()
        except ImportError:
            print(f"{name} is not installed: pip install {package}", file=sys.stderr)
            continue
        label = f"{name} {version(package)}"
        yield label, splitter
        yield f"{label}, quotations kept", whole_quotations(splitter)


def speed(splitter: Splitter, paragraphs: Paragraphs) -> float:
    """Sentences a second, the best of three."""
    texts = [" ".join(sentences) for sentences in paragraphs]
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        count = sum(len(splitter(text)) for text in texts)
        seconds.append(time.perf_counter() - start)
    return count / min(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=Path, help="folder of articles with B rows")
    parser.add_argument("--flores", type=Path, help="file with a sentence a line")
    options = parser.parse_args()
    golds = {path.stem: read_gold(path) for path in sorted(GOLD.glob("*.txt"))}
    timed = golds["articles"]
    if options.articles:
        golds["all articles"] = read_articles(options.articles)
    heads = [f"{name} ({sum(map(len, gold))})" for name, gold in golds.items()]
    joins = read_lines(options.flores) if options.flores else []
    print("| splitter | " + " | ".join(heads) + " | FLORES joins | sentences/s |")
    print("|---|" + "---:|" * (len(heads) + 2))
    for label, splitter in splitters():
        scores = [evaluate(splitter, gold) for gold in golds.values()]
        cells = [f"{100 * score.f1:.1f} / {100 * score.exact:.1f} %" for score in scores]
        cells.append(f"{100 * evaluate(splitter, joins).recall:.1f} %" if joins else "")
        print(f"| {label} | {' | '.join(cells)} | {speed(splitter, timed):,.0f} |")


if __name__ == "__main__":
    main()
