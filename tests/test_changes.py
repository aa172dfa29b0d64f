"""What `service.changes` says about two versions of an article."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.changes import Change, ChangeKind, compare
from service.similarity import similarity

TITLE = "Bộ trưởng Quốc phòng thăm chính thức Lào"
TALKS = "Chiều 8/9, hai bên đã hội đàm tại thủ đô Viêng Chăn."
SIGNED = "Hai bộ trưởng đã ký kế hoạch hợp tác năm 2024."
GUESTS = "Cùng dự có Đại sứ Việt Nam tại Lào."
PHOTO = "Ảnh: TTXVN"

UNCHANGED, CHANGED, MOVED = ChangeKind.UNCHANGED, ChangeKind.CHANGED, ChangeKind.MOVED
ADDED, REMOVED = ChangeKind.ADDED, ChangeKind.REMOVED

# Words of a tiny vocabulary, so that versions share sentences, word pairs and single words.
sentences = st.lists(
    st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy"]), max_size=5).map(
        " ".join
    ),
    max_size=12,
)


def outline(changes: tuple[Change, ...]) -> list[tuple[ChangeKind, int | None, int | None]]:
    return [(change.kind, change.old, change.new) for change in changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param([], [], [], id="nothing in either version"),
        pytest.param([], [TITLE], [(ADDED, None, 0)], id="all new"),
        pytest.param([TITLE], [], [(REMOVED, 0, None)], id="all gone"),
        pytest.param(
            [TITLE, TALKS, PHOTO],
            [TITLE, TALKS, SIGNED, PHOTO],
            [(UNCHANGED, 0, 0), (UNCHANGED, 1, 1), (ADDED, None, 2), (UNCHANGED, 2, 3)],
            id="a sentence put in the middle",
        ),
        pytest.param(
            [TITLE, TALKS, PHOTO],
            [TITLE, PHOTO],
            [(UNCHANGED, 0, 0), (REMOVED, 1, None), (UNCHANGED, 2, 1)],
            id="a sentence taken out is said where it stood",
        ),
        pytest.param(
            [TALKS, TITLE],
            [TITLE],
            [(REMOVED, 0, None), (UNCHANGED, 1, 0)],
            id="the first sentence taken out is said first",
        ),
        pytest.param(
            [TITLE, TALKS, GUESTS],
            [TITLE, TALKS.replace("8/9", "9/9"), GUESTS],
            [(UNCHANGED, 0, 0), (CHANGED, 1, 1), (UNCHANGED, 2, 2)],
            id="a date corrected",
        ),
        pytest.param(
            [TITLE, TALKS, SIGNED, GUESTS],
            [TITLE, SIGNED, GUESTS, TALKS],
            [(UNCHANGED, 0, 0), (UNCHANGED, 2, 1), (UNCHANGED, 3, 2), (MOVED, 1, 3)],
            id="a sentence moved to the end",
        ),
        pytest.param(
            [PHOTO, TITLE, PHOTO],
            [PHOTO, TITLE, PHOTO, PHOTO],
            [(UNCHANGED, 0, 0), (UNCHANGED, 1, 1), (UNCHANGED, 2, 2), (ADDED, None, 3)],
            id="a sentence said once more than before",
        ),
        pytest.param(
            [TITLE, TALKS],
            [SIGNED, TITLE],
            [(ADDED, None, 0), (UNCHANGED, 0, 1), (REMOVED, 1, None)],
            id="two sentences with hardly a word in common are not one that changed",
        ),
    ],
)
def test_an_edit_is_described(old, new, expected):
    assert outline(compare(old, new)) == expected


def test_a_change_says_both_texts_and_how_alike_they_are():
    after = "Chiều 9/9, hai bên đã hội đàm tại thủ đô Viêng Chăn."
    (change,) = compare([TALKS], [after])
    assert change == Change(CHANGED, 0, 0, TALKS, after, similarity(TALKS, after))
    assert 0.9 < change.similarity < 1


def test_of_two_rivals_the_more_alike_is_the_one_that_changed():
    near = TALKS.replace("8/9", "9/9")
    far = near.replace("hội đàm", "gặp nhau")
    assert outline(compare([TALKS], [far, near])) == [(ADDED, None, 0), (CHANGED, 0, 1)]


def test_a_stricter_threshold_calls_an_edit_a_removal_and_an_addition():
    after = TALKS.replace("8/9", "9/9")
    changes = compare([TALKS], [after], threshold=0.99)
    assert outline(changes) == [(REMOVED, 0, None), (ADDED, None, 0)]


def test_a_change_in_punctuation_or_case_alone_is_a_change():
    (change,) = compare([TITLE], [TITLE.upper() + "."])
    assert (change.kind, change.similarity) == (CHANGED, 1.0)


@given(sentences, sentences)
def test_every_sentence_is_accounted_for_exactly_once(old, new):
    changes = compare(old, new)
    assert [change.new for change in changes if change.new is not None] == list(range(len(new)))
    assert sorted(change.old for change in changes if change.old is not None) == list(
        range(len(old))
    )
    for change in changes:
        assert change.before == (None if change.old is None else old[change.old])
        assert change.after == (None if change.new is None else new[change.new])


@given(sentences)
def test_an_article_sent_again_as_it_was_is_unchanged(article):
    assert outline(compare(article, article)) == [(UNCHANGED, i, i) for i in range(len(article))]


@given(sentences.flatmap(lambda article: st.tuples(st.just(article), st.permutations(article))))
def test_sentences_put_in_another_order_are_unchanged_or_moved(versions):
    old, new = versions
    assert {change.kind for change in compare(old, new)} <= {UNCHANGED, MOVED}


@given(sentences, sentences)
def test_what_is_the_same_in_both_versions_is_never_called_new(old, new):
    verbatim = Counter(old) & Counter(new)
    found = Counter(c.after for c in compare(old, new) if c.kind in (UNCHANGED, MOVED))
    assert found == verbatim


@given(sentences, sentences)
def test_unchanged_sentences_keep_their_order(old, new):
    kept = [change.old for change in compare(old, new) if change.kind is UNCHANGED]
    assert kept == sorted(kept)


def test_a_long_article_edited_all_over_is_compared_in_seconds():
    old = [f"Câu thứ {i} nói về việc số {i * 7} của hội nghị ngày {i % 30}." for i in range(2000)]
    new = [text.replace("hội nghị", "đại hội") for text in old]
    start = time.perf_counter()
    changes = compare(old, new)
    assert time.perf_counter() - start < 5
    assert [(c.kind, c.old) for c in changes] == [(CHANGED, i) for i in range(2000)]
