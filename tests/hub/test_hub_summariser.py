"""Summarisers from the hub."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.errors import InputTooLong, ModelNotFound
from models.hub.checkpoints import LocalFolder
from models.hub.codec import Frame
from models.hub.engine import Search, Written
from models.hub.family import HubFamily
from models.hub.summariser import HubSummariser
from models.hub.usage import Writing
from models.preset import Options
from models.protocols import Signature, Summariser

ARTICLE = (
    "The minister visits hanoi today.",
    "The delegation arrives in japan on the 12th.",
    "The commander leaves laos.",
)


class WordCodec:
    """A token a word; 12 fit."""

    frame = Frame((), (0,), 0)

    def __init__(self) -> None:
        self.words: list[str] = []

    def encode(self, text: str) -> tuple[int, ...]:
        self.words = text.split()
        return tuple(range(len(self.words)))

    def decode(self, ids: Sequence[int]) -> str:
        return " ".join(self.words[at] for at in ids)

    def length(self, prompt: Sequence[int]) -> int:
        return len(prompt)

    def room(self, prompt: Sequence[int]) -> int:
        return 100 if len(prompt) <= 12 else 0


class Repeats:
    """Writes what it read."""

    on_gpu = False

    def __init__(self, *, complete: bool = True) -> None:
        self.searches: list[Search] = []
        self._complete = complete

    def decode(self, prompts: Sequence[Sequence[int]], search: Search) -> list[tuple[Written, ...]]:
        self.searches.append(search)
        return [(Written(tuple(prompt), -0.1, self._complete),) for prompt in prompts]


def summariser(engine: Repeats) -> HubSummariser:
    return HubSummariser(engine, WordCodec(), Signature("s", "0", "x"), Writing(shortest=5))


def texts(engine: Repeats, sentences: Sequence[str], most: int = 3) -> list[str]:
    drafts = summariser(engine).summarise("Title", sentences, most)
    return [sentence.text for draft in drafts for sentence in draft]


def test_a_long_article_is_read_from_its_beginning_by_whole_sentences():
    longer = ("One two three four five.", "Six seven eight nine ten.", "Eleven twelve thirteen.")
    assert texts(Repeats(), longer) == list(longer[:2])


def test_at_most_the_sentences_asked_for():
    assert texts(Repeats(), ARTICLE[:2], most=1) == [ARTICLE[0]]


def test_a_sentence_that_was_cut_off_is_left_out():
    assert texts(Repeats(complete=False), ("It rained. It poured",)) == ["It rained."]


def test_nothing_is_summed_up_by_nothing():
    engine = Repeats()
    assert texts(engine, ["", " "]) == []
    assert engine.searches == []


def test_a_first_sentence_that_does_not_fit_is_refused():
    with pytest.raises(InputTooLong):
        texts(Repeats(), ["word " * 13])


def test_it_writes_with_the_search_it_was_published_with():
    engine = Repeats()
    texts(engine, ARTICLE[:1])
    (search,) = engine.searches
    assert (search.shortest, search.limit) == (
        5, 142,
    )  # fmt: skip


def test_the_line_breaks_pegasus_writes_end_no_sentence_by_themselves():
    engine = Repeats()
    assert texts(engine, ["The minister came .<n>He left ."]) == [
        "The minister came .",
        "He left .",
    ]


@pytest.mark.parametrize("engine", ["fast", "transformers"])
@pytest.mark.parametrize("name", ["bart", "pegasus", "t5"])
def test_real_architectures_summarise_on_both_engines(name, engine, tiny_model, tmp_path):
    family = HubFamily(
        name, "summariser", LocalFolder(tiny_model(name)), writing=Writing(beams=2, longest=20)
    )
    loaded = family.summariser(Options(cache=tmp_path, engine=engine))
    assert isinstance(loaded, Summariser)
    (drafts,) = loaded.summarise(None, ARTICLE, 2)
    assert len(drafts) <= 2
    assert "tokens:0-20" in str(loaded.signature)


def test_a_summariser_does_not_translate(tiny_model, tmp_path):
    family = HubFamily("bart", "summariser", LocalFolder(tiny_model("bart")))
    with pytest.raises(ModelNotFound, match="is a summariser, not a translator"):
        family.translator(Options(cache=tmp_path))
