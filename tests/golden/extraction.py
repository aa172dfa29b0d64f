"""Golden pages for extraction: load them, score the extractor on them, draft a new one.

    python -m tests.golden.extraction               scores on every page
    python -m tests.golden.extraction NAME …        the lines that differ on these pages
    python -m tests.golden.extraction draft PAGE    labels for a new page, to be corrected by hand

Each page has a JSON file of the same name beside it; `pages/README.md` says what is in it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from service.article import Article
from service.decode import decode
from service.extract import extract

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).parent / "pages"
FINER = {
    "site": "furniture",
    "counter": "furniture",
    "repeat": "furniture",
}  # told apart by us only


@dataclass(frozen=True)
class Golden:
    """A page and what a person says is on it."""

    name: str
    page: Path
    title: str | None
    published: str | None
    byline: str | None
    captions: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]

    def extract(self) -> Article:
        return extract(decode(self.page.read_bytes(), self.name), id=self.name)


def load(labels: Path) -> Golden:
    gold = json.loads(labels.read_text(encoding="utf-8"))
    seed = ROOT / "seeds" / f"{labels.stem}.txt"
    beside = (labels.with_suffix(suffix) for suffix in (".txt", ".html"))
    page = seed if labels.parent.name == "seeds" else next(p for p in beside if p.exists())
    assert gold["lines"], f"{labels} expects nothing"
    return Golden(
        name=labels.stem,
        page=page,
        title=gold["title"],
        published=gold["published"],
        byline=gold["byline"],
        captions=tuple(gold["captions"]),
        lines=tuple((" ".join(line["text"].split()), line["kind"]) for line in gold["lines"]),
    )


def load_all() -> list[Golden]:
    return [load(path) for path in sorted(PAGES.glob("**/*.json"))]


def extracted_lines(article: Article) -> list[tuple[str, str]]:
    return [(" ".join(line.text.split()), line.kind.value) for line in article.lines]


def f1(expected: list[str], found: list[str]) -> float:
    """Harmonic mean of precision and recall of two bags of lines."""
    hits = sum((Counter(expected) & Counter(found)).values())
    return 2 * hits / (len(expected) + len(found)) if expected or found else 1.0


def body_f1(golden: Golden, article: Article) -> float:
    expected = [text for text, kind in golden.lines if kind == "body"]
    return f1(expected, [text for text, kind in extracted_lines(article) if kind == "body"])


def kinds_f1(golden: Golden, article: Article) -> float:
    """The same over all lines with their kinds, ours made as coarse as the labels."""

    def coarse(lines: list[tuple[str, str]]) -> list[str]:
        return [f"{FINER.get(kind, kind)} {text}" for text, kind in lines]

    return f1(coarse(list(golden.lines)), coarse(extracted_lines(article)))


def draft(page: Path) -> None:
    """Write what the extractor finds as labels beside the page."""
    article = extract(decode(page.read_bytes(), page.name), id=page.stem)
    labels = {
        "layout": "",
        "source": "",
        "title": article.title,
        "published": article.published and article.published.isoformat(),
        "byline": article.byline,
        "captions": article.captions,
        "lines": [{"text": text, "kind": kind} for text, kind in extracted_lines(article)],
    }
    text = json.dumps(labels, ensure_ascii=False, indent=1)
    page.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


def compare(golden: Golden) -> None:
    """Print the lines the extractor sees differently."""
    found = extracted_lines(golden.extract())
    for text, kind in golden.lines:
        others = [other for line, other in found if line == text]
        if kind not in [FINER.get(other, other) for other in others] and kind not in others:
            print(f"{kind:>9} is {', '.join(others) or 'missing':9} {text[:100]}")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["draft"]:
        draft(Path(arguments[1]))
        return
    scores = []
    for golden in load_all():
        if arguments and golden.name not in arguments:
            continue
        article = golden.extract()
        scores.append(body_f1(golden, article))
        print(f"{golden.name:24} body {scores[-1]:.3f}  kinds {kinds_f1(golden, article):.3f}")
        if arguments:
            compare(golden)
    print(f"{len(scores)} pages, body F1 {sum(scores) / len(scores):.3f} on average")


if __name__ == "__main__":
    main(sys.argv[1:])
