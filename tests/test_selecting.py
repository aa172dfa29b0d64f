"""An article that is too long to read is read in its sentences that matter most."""

from __future__ import annotations

from models.protocols import Signature, Summariser, SummaryDraft
from service.selecting import SelectingSummariser

ARTICLE = [
    "Laos and Vietnam signed a treaty on border trade in Vientiane on March 14.",
    "It was warm and the flowers were in bloom along the avenue.",
    "The treaty on border trade removes 40 tariffs that Laos and Vietnam had agreed to end.",
    "The guests were pleased and thanked the hosts for their warm welcome.",
]


class ShortSighted:
    """Reads so many words at once, and repeats them."""

    signature = Signature("short-sighted", "0", "none")

    def __init__(self, words):
        self._words = words

    def fits(self, sentences):
        return len(" ".join(sentences).split()) <= self._words

    def summarise(self, title, sentences, max_sentences):
        assert self.fits(sentences)
        kept = [(index, text) for index, text in enumerate(sentences) if text]
        return [tuple(SummaryDraft(text, (index,)) for index, text in kept)] if kept else []


def read(words: int) -> list[tuple[int, str]]:
    drafts = SelectingSummariser(ShortSighted(words)).summarise("Border treaty", ARTICLE, 3)
    return [(source, sentence.text) for draft in drafts for sentence in draft
            for source in sentence.sources]  # fmt: skip


def test_it_is_a_summariser_that_anything_fits():
    summariser = SelectingSummariser(ShortSighted(1))
    assert isinstance(summariser, Summariser)
    assert summariser.fits(ARTICLE * 100)
    assert str(summariser.signature) == "short-sighted|weights:0|none|selected:1"


def test_an_article_that_can_be_read_is_read_whole():
    assert read(1_000) == list(enumerate(ARTICLE))


def test_what_matters_least_is_left_out_and_the_rest_keeps_its_places():
    assert read(32) == [(0, ARTICLE[0]), (2, ARTICLE[2])]


def test_an_article_of_which_no_sentence_can_be_read_has_no_summary():
    assert read(3) == []


def test_a_sentence_that_does_not_fit_keeps_no_other_out():
    endless = "Laos and Vietnam signed a treaty on border trade, " * 9
    drafts = SelectingSummariser(ShortSighted(40)).summarise("Treaty", [endless, *ARTICLE[2:]], 3)
    assert [sentence.sources for sentence in drafts[0]] == [(1,), (2,)]


def test_a_very_long_article_is_not_tried_sentence_by_sentence():
    tried = 0

    class Counting(ShortSighted):
        def fits(self, sentences):
            nonlocal tried
            tried += 1
            return super().fits(sentences)

    SelectingSummariser(Counting(60)).summarise(None, ARTICLE * 500, 3)
    assert tried < 30
