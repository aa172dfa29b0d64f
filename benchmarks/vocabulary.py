"""Words of the press that the built-in model gets wrong, and what telling it brings.

    python benchmarks/vocabulary.py [--sentences N]

`tests/quality/vocabulary.tsv` has one sentence for each term of the built-in vocabulary; whether a
term went in was decided by other sentences. Prints how many say the term in the model's first
choice and as the service gives them, with the missed terms hinted at in a second try, and how long
each takes.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from models import catalogue
from models.protocols import translate_all
from service.build import model_options, open_workshop
from service.glossary import load_glossary, uses
from service.settings import Settings
from service.wording import as_given

SENTENCES = Path(__file__).parents[1] / "tests/quality/vocabulary.tsv"


def read_sentences() -> list[tuple[str, str]]:
    """Term and sentence of each row."""
    rows = SENTENCES.read_text("utf-8").splitlines()
    return [(term, sentence) for term, sentence in (row.split("\t") for row in rows)]


def said(asked: Sequence[tuple[str, str]], texts: Sequence[str]) -> int:
    """How many translations say the term of their sentence."""
    glossary = load_glossary()
    return sum(
        any(
            use.state == "applied" and use.match.term.vietnamese == term
            for use in uses(glossary.find(sentence), text)
        )
        for (term, sentence), text in zip(asked, texts, strict=True)
    )


def main() -> None:
    """Translate both ways and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, help="so many of them only")
    asked = read_sentences()
    asked = asked[:: max(1, len(asked) // (parser.parse_args().sentences or len(asked)))]
    sentences = [sentence for _, sentence in asked]
    settings = Settings.read({})
    translator = catalogue.find(settings.model).load(model_options(settings))
    started = time.perf_counter()
    first = [found[0].text for found in translate_all(translator, list(map(as_given, sentences)))]
    alone = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        memory = str(Path(folder, "memory.db"))
        with open_workshop(replace(settings, memory=memory)) as workshop:
            started = time.perf_counter()
            served = [said.text for said in workshop.pipeline.desk.translate(sentences)]
            tried_twice = time.perf_counter() - started
    print("| | terms said | seconds |\n|---|---:|---:|")
    print(f"| first choice | {said(asked, first)} / {len(asked)} | {alone:.0f} |")
    print(
        f"| as the service gives them | {said(asked, served)} / {len(asked)} | {tried_twice:.0f} |"
    )


if __name__ == "__main__":
    main()
