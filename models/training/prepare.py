"""Cleans and tags training pairs.

    python -m models.training.prepare DATA GLOSSARY.tsv OUT.jsonl --evaluation SETS

DATA holds `NAME.tsv` files ("vi TAB en" lines), `dict_NAME.tsv` word lists, from which only term
pairs are taken, and folders of articles in blocks of "T/B/C TAB vi TAB en" lines; the pairs written
for this project, in models/training/pairs, are read after it. SETS are files of sentences that no
training pair may share a long run of words with. OUT gets one JSON object a pair: vi, en, source,
held_back, terms (pairs both sides contain) and swaps (other forms that may stand for a term's
English); and one an article that has an English summary (S TAB en): article (its English
sentences), summary, source and held_back. What was dropped is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from models.training.terms import TermList, read_dictionaries, read_glossary

# A shared run of this many words is a quotation, not chance (words of Vietnamese are syllables).
ENGLISH_RUN, VIETNAMESE_RUN = 9, 12
RATIO = 3.0  # characters of the longer side to the shorter; beyond it the pair is not a translation
SHORT = 40  # characters below which lengths may differ more
HELD_BACK = 150  # one pair of so many is kept out of training, to watch the loss on
HELD_BACK_SUMMARIES = 10
SUMMARIES = ".summaries"
WORD_LISTS = "dict_*.tsv"
OWN = Path(__file__).parent / "pairs"  # written for this project

Pair = dict[str, object]
Dropped = Counter[tuple[str, str]]
"""How many pairs, by source and reason."""


def prepare(
    folders: Sequence[Path], glossary: Path, evaluation: Iterable[Path]
) -> tuple[list[Pair], Dropped]:
    """Clean pairs of all sources, and what was dropped."""
    house = read_glossary(glossary)
    general = read_dictionaries(_files(folders, WORD_LISTS))
    forbidden = _Runs(evaluation)
    seen: set[tuple[str, str]] = set()
    dropped: Dropped = Counter()
    pairs: list[Pair] = []
    for source, raw_vietnamese, raw_english in _read_all(folders):
        vietnamese, english = _clean(raw_vietnamese), _clean(raw_english)
        reason = _fault(vietnamese, english) or forbidden.fault(vietnamese, english)
        if reason is None and (vietnamese, english) in seen:
            reason = "duplicate"
        if reason is not None:
            dropped[source, reason] += 1
            continue
        seen.add((vietnamese, english))
        pairs.append(_pair(source, vietnamese, english, house, general))
    return [*pairs, *_summaries(folders, forbidden)], dropped


def _summaries(folders: Sequence[Path], forbidden: _Runs) -> Iterator[Pair]:
    """Articles, as English sentences, that come with a summary."""
    for path in _files(folders, "*/*.txt"):
        for block in path.read_text("utf-8").split("\n\n"):
            rows = [line.split("\t") for line in block.split("\n")]
            article = [_clean(row[-1]) for row in rows if row[0] == "B"]
            summary = [_clean(row[-1]) for row in rows if row[0] == "S"]
            if article and summary and not forbidden.fault("", " ".join(article + summary)):
                yield {
                    "article": article,
                    "summary": summary[0],
                    "source": f"{path.parent.name}{SUMMARIES}",
                    "held_back": _is_held_back(article[0], HELD_BACK_SUMMARIES),
                }


def _is_held_back(text: str, one_of: int) -> bool:
    """Whether this text's pair is never trained on.

    The text alone decides: what one run kept out is not trained on by a later one that has more
    files.
    """
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % one_of == 0


def _pair(source: str, vietnamese: str, english: str, house: TermList, general: TermList) -> Pair:
    terms = house.pairs(vietnamese, english)
    swaps = {
        form: [other for other in house.alternatives(term, form) if " " in other]
        for term, form in terms
        if " " in form  # a single word may be an adjective where the other form is a noun
    }
    inside = " ".join(term for term, _ in terms).lower()
    others = [pair for pair in general.pairs(vietnamese, english) if pair[0].lower() not in inside]
    return {
        "vi": vietnamese,
        "en": english,
        "source": source,
        "held_back": _is_held_back(vietnamese, HELD_BACK),
        "terms": [*terms, *others],
        "swaps": {form: forms for form, forms in swaps.items() if forms},
    }


def _read_all(folders: Sequence[Path]) -> Iterator[tuple[str, str, str]]:
    lists = set(_files(folders, WORD_LISTS))
    for path in _files(folders, "*"):
        if path.is_dir():
            for article in sorted(path.glob("*.txt")):
                yield from ((path.name, *pair) for pair in _article_pairs(article))
        elif path.suffix == ".tsv" and path not in lists:
            for line in _lines(path):
                vietnamese, tab, english = line.partition("\t")
                if tab:
                    yield path.stem, vietnamese, english


def _lines(path: Path) -> list[str]:
    """Lines end with a line feed alone: crawled text has other marks inside its sentences."""
    return path.read_text("utf-8").split("\n")


def _files(folders: Sequence[Path], pattern: str) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.glob(pattern))]


def _article_pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in _lines(path):
        fields = line.split("\t")
        if fields[0] in ("T", "B", "C") and len(fields) == 3:
            yield fields[1], fields[2]


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _fault(vietnamese: str, english: str) -> str | None:
    if not vietnamese or not english:
        return "empty"
    if vietnamese == english and len(vietnamese) > SHORT:
        return "untranslated"
    shorter, longer = sorted((len(vietnamese), len(english)))
    if longer > SHORT and longer > RATIO * shorter:
        return "lengths"
    return None


class _Runs:
    """Runs of words in the evaluation sets."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._runs: set[tuple[str, ...]] = set()
        for path in paths:
            for text in _sentences(path):
                self._runs.update(_ngrams(text, ENGLISH_RUN))
                self._runs.update(_ngrams(text, VIETNAMESE_RUN))

    def fault(self, vietnamese: str, english: str) -> str | None:
        if any(run in self._runs for run in _ngrams(vietnamese, VIETNAMESE_RUN)):
            return "in an evaluation set"
        if any(run in self._runs for run in _ngrams(english, ENGLISH_RUN)):
            return "in an evaluation set"
        return None


def _sentences(path: Path) -> list[str]:
    """A text file's lines, or the sentences of a gold article."""
    text = path.read_text("utf-8")
    if path.suffix != ".json":
        return text.split("\n")
    return [side for sentence in json.loads(text)["sentences"] for side in sentence.values()
            if isinstance(side, str)]  # fmt: skip


def _ngrams(text: str, size: int) -> Iterator[tuple[str, ...]]:
    words = text.lower().split()
    for start in range(len(words) - size + 1):
        yield tuple(words[start : start + size])


def main() -> None:
    """Prepare the pairs and say what was dropped."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("glossary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path, default=OWN, help="a second folder like DATA")
    parser.add_argument("--evaluation", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    folders = options.data, options.own
    if missing := [str(folder) for folder in folders if not folder.is_dir()]:
        parser.error(f"no such folder: {', '.join(missing)}")
    pairs, dropped = prepare(folders, options.glossary, options.evaluation)
    with options.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)
    kept = Counter(str(pair["source"]) for pair in pairs)
    for source, count in sorted(kept.items()):
        faults = {reason: n for (name, reason), n in dropped.items() if name == source}
        print(f"{source}: {count} kept; dropped {faults or 'none'}")
    print(f"{sum(bool(pair.get('terms')) for pair in pairs)} of {len(pairs)} have terms")


if __name__ == "__main__":
    main()
