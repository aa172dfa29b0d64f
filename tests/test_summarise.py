"""Summaries: verbatim sentences with their sources, and drafts only where the article bears them out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.protocols import Signature, Summariser, SummaryDraft
from service.article import SummarySentence
from service.standalone import trimmed
from service.summarise import EXTRACTIVE, summarise

TITLE = "General Giang receives South Korean guest"
ARTICLE = [
    "(QK7 Online) - On April 24 in Hanoi, General Phan Văn Giang received Kim Seon Ho of South Korea.",
    "He also thanked the South Korean side for clearing mines in 12 communes.",
    "South Korea will train 40 Vietnamese officers in field medicine next year.",
    "On this occasion, General Giang invited his guest to the defence expo in December.",
    "“Our armies have never worked so well together,” Kim told reporters.",
    "Is this the beginning of something larger?",
    "According to VNA.",
]


class ScriptedSummariser:
    """Writes what it was told to: one draft, or each of `others` after it."""

    signature = Signature("scripted", "0", "none")

    def __init__(self, *draft, others=()):
        self._drafts = [draft, *others]

    def fits(self, sentences):
        return True

    def summarise(self, title, sentences, max_sentences):
        return self._drafts


def texts(summary):
    return [sentence.text for sentence in summary.sentences]


def sources(summary):
    return [sentence.sources for sentence in summary.sentences]


def test_the_stand_in_is_a_summariser():
    assert isinstance(ScriptedSummariser(), Summariser)


def test_extracted_sentences_are_verbatim_but_for_the_dateline():
    summary = summarise(TITLE, ARTICLE)
    assert summary.method == EXTRACTIVE
    assert texts(summary)[0] == ARTICLE[0].removeprefix("(QK7 Online) - ")
    assert all(
        text in ARTICLE[index]
        for text, (index,) in zip(texts(summary), sources(summary), strict=True)
    )


def test_questions_and_credits_stay_out():
    chosen = {index for (index,) in sources(summarise(TITLE, ARTICLE, max_sentences=7))}
    assert chosen.isdisjoint({5, 6})


def test_a_dangling_sentence_comes_only_after_the_one_before():
    chosen = [index for (index,) in sources(summarise(TITLE, ARTICLE, max_sentences=7))]
    assert 1 not in chosen or 0 in chosen
    assert 3 not in chosen or 2 in chosen


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ([], []),
        ([""], []),
        (["Help is on the way to 12 villages."], ["Help is on the way to 12 villages."]),
        (["Too short."], ["Too short."]),
        (["He came."], ["He came."]),
        (["“Half a quotation."], []),
        (["Where is he?", "Nobody knows."], ["Where is he?"]),
        (["The storm hit two coastal provinces."] * 4, ["The storm hit two coastal provinces."]),
    ],
)
def test_notes_and_odd_articles_get_what_can_be_said(article, expected):
    assert texts(summarise(None, article)) == expected


def test_a_very_long_sentence_is_taken_only_when_there_is_no_other():
    long = "The storm hit " + ", ".join(f"village {number}" for number in range(200)) + "."
    assert texts(summarise(None, [long])) == [long]
    assert texts(summarise(None, [long, LEAD])) == [LEAD]


LEAD = "Two navies held a rescue exercise off Da Nang on Monday."


@given(st.lists(st.text(max_size=60) | st.sampled_from(ARTICLE)), st.integers(0, 10))
def test_a_summary_is_never_longer_than_its_article(article, most):
    summary = summarise(TITLE, article, max_sentences=most)
    assert len(summary.sentences) <= min(most, len(article))
    assert len(summary.text) <= len(" ".join(article))
    assert all(s.text == trimmed(article[s.sources[0]]) for s in summary.sentences)


DRAFT = SummaryDraft("South Korea will train 40 officers.", (2,))


def test_a_draft_borne_out_by_its_sources_is_the_summary():
    summary = summarise(TITLE, ARTICLE, summariser=ScriptedSummariser(DRAFT))
    assert summary.method == "abstractive:scripted|weights:0|none"
    assert summary.sentences == (SummarySentence(DRAFT.text, (2,)),)


@pytest.mark.parametrize(
    "false",
    [
        SummaryDraft("South Korea will train 400 officers.", (2,)),
        SummaryDraft("North Korea will train 40 officers.", (2,)),
        SummaryDraft("South Korea will train 40 officers.", (0,)),
        SummaryDraft("Kim said: “Our armies work well.", (4,)),
        SummaryDraft("  ", (2,)),
        SummaryDraft("Completely unrelated gibberish."),
    ],
)
def test_a_draft_that_says_more_is_replaced_by_an_extracted_sentence(false):
    summary = summarise(TITLE, ARTICLE, summariser=ScriptedSummariser(false, DRAFT))
    assert summary.method == f"abstractive:scripted|weights:0|none+{EXTRACTIVE}"
    assert sources(summary) == [(0,), (2,)]
    assert texts(summary)[1] == DRAFT.text


def test_of_several_drafts_the_first_that_holds_whole_is_taken():
    false = SummaryDraft("South Korea will train 400 officers.", (2,))
    also_true = SummaryDraft("Kim Seon Ho came to Hanoi.", (0,))
    writer = ScriptedSummariser(DRAFT, false, others=[(DRAFT,), (also_true,)])
    assert texts(summarise(TITLE, ARTICLE, summariser=writer)) == [DRAFT.text]


def test_what_points_back_to_a_sentence_that_does_not_hold_goes_with_it():
    false = SummaryDraft("North Korea will train 400 officers.", (2,))
    pointing = SummaryDraft("He also thanked the South Korean side.", (1,))
    summary = summarise(TITLE, ARTICLE, summariser=ScriptedSummariser(false, pointing, DRAFT))
    assert pointing.text not in texts(summary)
    assert DRAFT.text in texts(summary)


def test_written_sentences_keep_their_order():
    came = SummaryDraft("Kim Seon Ho came to Hanoi.", (0,))
    false = SummaryDraft("Kim won 9 medals.", (1,))
    summary = summarise(TITLE, ARTICLE, summariser=ScriptedSummariser(DRAFT, false, came))
    assert [text for text in texts(summary) if text in (DRAFT.text, came.text)] == [
        DRAFT.text, came.text,
    ]  # fmt: skip


def test_a_summariser_with_nothing_to_say_leaves_it_to_extraction():
    writer = ScriptedSummariser()
    writer._drafts = []
    assert summarise(TITLE, ARTICLE, summariser=writer).method == EXTRACTIVE


@pytest.mark.parametrize("drafts", [(), (SummaryDraft("Kim won 9 medals."),)])
def test_without_a_single_good_draft_the_summary_is_extracted(drafts):
    summary = summarise(TITLE, ARTICLE, summariser=ScriptedSummariser(*drafts))
    assert summary == summarise(TITLE, ARTICLE)


def test_sources_a_draft_does_not_name_are_found():
    draft = SummaryDraft("Kim Seon Ho met Giang on April 24, and 40 officers will train.", (99,))
    summary = summarise(TITLE, ARTICLE, summariser=ScriptedSummariser(draft))
    assert sources(summary) == [(0, 2)]


def test_a_draft_repeated_is_kept_once():
    summary = summarise(TITLE, ARTICLE, summariser=ScriptedSummariser(DRAFT, DRAFT))
    assert texts(summary).count(DRAFT.text) == 1


def test_no_more_sentences_are_written_than_asked_for():
    summariser = ScriptedSummariser(DRAFT, SummaryDraft("Kim Seon Ho came to Hanoi.", (0,)))
    assert len(summarise(TITLE, ARTICLE, max_sentences=1, summariser=summariser).sentences) == 1


def test_the_caller_may_say_what_holds():
    summary = summarise(
        TITLE,
        ARTICLE,
        summariser=ScriptedSummariser(DRAFT),
        supported=lambda text, sources: False,
    )
    assert summary.method == EXTRACTIVE


def test_an_error_of_the_model_is_not_hidden():
    class Broken(ScriptedSummariser):
        def summarise(self, title, sentences, max_sentences):
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        summarise(TITLE, ARTICLE, summariser=Broken())
