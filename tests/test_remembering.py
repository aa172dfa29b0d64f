"""A summariser that remembers: asked twice, it writes once, and is loaded when it must write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from models.errors import InputTooLong
from models.protocols import Signature, Summariser, SummaryDraft
from service.memory import Memory
from service.remembering import RememberingSummariser

SIGNATURE = Signature("writer", "1a2b", "beam:4")
ARTICLE = ["The minister left for Vientiane.", "He signed a treaty."]


class Writer:
    """Repeats the first sentence, and counts how often it is asked."""

    signature = SIGNATURE

    def __init__(self):
        self.asked = 0

    def fits(self, sentences):
        return len(sentences) < 9

    def summarise(self, title, sentences, max_sentences):
        self.asked += 1
        if "too long" in sentences[0]:
            raise InputTooLong(sentences[0])
        return [(SummaryDraft(sentences[0]),)]


@pytest.fixture
def memory(tmp_path):
    with Memory.open(tmp_path / "memory.db") as opened:
        yield opened


def test_it_is_a_summariser(memory):
    summariser = RememberingSummariser(SIGNATURE, Writer, memory)
    assert isinstance(summariser, Summariser)
    assert summariser.signature == SIGNATURE


def test_what_was_written_once_is_not_written_again_nor_is_the_model_loaded(memory):
    writer = Writer()
    first = RememberingSummariser(SIGNATURE, lambda: writer, memory)
    written = first.summarise("Treaty", ARTICLE, 3)
    assert first.summarise("Treaty", ARTICLE, 3) == written
    assert writer.asked == 1

    def never():
        raise AssertionError("there was nothing to write")

    again = RememberingSummariser(SIGNATURE, never, memory)
    assert again.summarise("Treaty", ARTICLE, 3) == written


def test_the_model_is_loaded_once_for_all_callers(memory):
    loaded = []

    def load():
        loaded.append(Writer())
        return loaded[-1]

    summariser = RememberingSummariser(SIGNATURE, load, memory)
    with ThreadPoolExecutor(8) as pool:
        articles = [[f"Sentence {number}."] for number in range(16)]
        drafts = list(pool.map(lambda each: summariser.summarise(None, each, 3), articles))
    assert [draft[0][0].text for draft in drafts] == [each[0] for each in articles]
    assert len(loaded) == 1


def test_what_fits_is_what_fits_the_model(memory):
    summariser = RememberingSummariser(SIGNATURE, Writer, memory)
    assert [summariser.fits(ARTICLE), summariser.fits(ARTICLE * 9)] == [True, False]


def test_an_error_is_not_remembered(memory):
    writer = Writer()
    summariser = RememberingSummariser(SIGNATURE, lambda: writer, memory)
    for _ in range(2):
        with pytest.raises(InputTooLong):
            summariser.summarise(None, ["This is too long."], 3)
    assert writer.asked == 2
