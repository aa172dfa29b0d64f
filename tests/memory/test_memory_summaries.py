"""What a model wrote of an article is remembered by all it was written from."""

from __future__ import annotations

import pytest

from models.protocols import SummaryDraft
from service.memory import Memory

MODEL = "writer|weights:1a2b|beam:4"
ARTICLE = ("The minister left for Vientiane.", "He signed a treaty.")
DRAFTS = [
    (SummaryDraft("The minister signed a treaty.", (0, 1)), SummaryDraft("He left.")),
    (SummaryDraft("A treaty was signed."),),
]
NAME = {"signature": MODEL, "title": "Treaty signed", "sentences": ARTICLE, "most": 3}


def test_an_empty_memory_knows_no_summary(memory):
    assert memory.summary(**NAME) is None


def test_drafts_come_back_as_they_were_written(memory):
    memory.put_summary(**NAME, drafts=DRAFTS)
    memory.put_summary(**NAME, drafts=DRAFTS)
    assert memory.summary(**NAME) == DRAFTS


def test_that_nothing_could_be_written_is_remembered_too(memory):
    memory.put_summary(**NAME, drafts=[])
    assert memory.summary(**NAME) == []


@pytest.mark.parametrize(
    "other",
    [
        {"signature": "writer|weights:ffff|beam:4"},
        {"title": None},
        {"title": None, "sentences": ("Treaty signed", *ARTICLE)},
        {"sentences": (" ".join(ARTICLE),)},
        {"most": 2},
    ],
    ids=["model", "no title", "title as a sentence", "one sentence", "length"],
)
def test_drafts_are_not_given_for_another(memory, other):
    memory.put_summary(**NAME, drafts=DRAFTS)
    assert memory.summary(**NAME | other) is None


def test_drafts_no_database_can_hold_are_left_out(memory):
    memory.put_summary(**NAME, drafts=[(SummaryDraft("A \x00 treaty."),)])
    assert memory.summary(**NAME) is None


def test_summaries_are_counted_and_go_with_the_models_answers(location):
    with Memory.open(location) as memory:
        memory.put_summary(**NAME, drafts=DRAFTS)
        memory.put_summary(**NAME | {"most": 2}, drafts=DRAFTS)
        assert memory.stats().summaries == 2
        memory.clear("models")
        assert memory.stats().summaries == 0
        assert memory.summary(**NAME) is None
