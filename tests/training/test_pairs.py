"""The pairs that come with the project are whole, each there once, and apart from what we measure on."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from models.training.prepare import OWN, prepare
from models.written import split
from service.support import Evidence

QUALITY = Path(__file__).parents[1] / "quality"
FILES = sorted(OWN.glob("*.tsv"))
ARTICLES = sorted(OWN.glob("articles/*.txt"))


def test_none_is_faulty_repeated_or_in_an_evaluation_set(tmp_path):
    glossary = tmp_path / "none.tsv"
    glossary.write_text("vi\ten\talternatives\tnote\n", "utf-8")
    evaluation = [*QUALITY.glob("flores-dev/*.txt"), *QUALITY.glob("seeds/*.json")]
    pairs, dropped = prepare([OWN], glossary, evaluation)
    assert len(pairs) > 10_000
    assert not dropped


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_line_is_a_vietnamese_sentence_a_tab_and_its_english(path):
    text = path.read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert all(len(line.split("\t")) == 2 for line in text.splitlines())


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_summaries_say_what_their_articles_say(path):
    said = borne_out = 0
    for block in path.read_text("utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines()]
        article = [text for kind, text in rows if kind == "B"]
        ((summary,),) = [[text for kind, text in rows if kind == "S"]]
        held = [Evidence(article).bears_out(statement) for statement in split(summary)]
        said, borne_out = said + len(held), borne_out + sum(held)
    assert borne_out / said > 0.9  # the rest is background, such as the country of a city
