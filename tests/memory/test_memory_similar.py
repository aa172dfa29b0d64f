"""Almost equal sentences are found, on SQLite and on PostgreSQL alike, and only shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.memory import Entry, Remembered, Similar
from service.similarity import similarity

MODEL = "embedded|weights:1a2b|beam:4"
OTHER = "opus-mt-vi-en|weights:3c4d|beam:4"
TERMS = "5e6f"
NOON = datetime(2024, 9, 8, 12, 0, tzinfo=UTC)
TALKS = "Chiều 8/9, hai bên đã hội đàm tại thủ đô Viêng Chăn."
NEXT_DAY = "Chiều 9/9, hai bên đã hội đàm tại thủ đô Viêng Chăn."
SHORTER = "Chiều 8/9, hai bên đã hội đàm."
CAPITALS = "CHIỀU 8/9, HAI BÊN ĐÃ HỘI ĐÀM TẠI THỦ ĐÔ VIÊNG CHĂN"
GUESTS = "Cùng dự có Đại sứ Việt Nam tại Lào."


def said(sentence: str, text: str, signature: str = MODEL) -> Entry:
    return Entry(sentence, signature, TERMS, text, -0.5, 4, "complete", NOON)


def test_an_almost_equal_sentence_is_shown_with_what_was_said_to_it(memory):
    memory.put_many([said(TALKS, "Talks."), said(GUESTS, "Guests.")])
    answer = Remembered("Talks.", "memory", NOON, None, MODEL, -0.5, 4, "complete")
    assert memory.similar(NEXT_DAY) == (Similar(TALKS, similarity(TALKS, NEXT_DAY), answer),)


def test_what_is_shown_is_not_applied(memory):
    memory.put_many([said(TALKS, "Talks.")])
    assert memory.get_many([NEXT_DAY], MODEL, TERMS) == {}


def test_the_most_alike_comes_first(memory):
    memory.put_many([said(SHORTER, "Short."), said(TALKS, "Talks."), said(GUESTS, "Guests.")])
    found = memory.similar(NEXT_DAY, threshold=0.6)
    assert [match.sentence for match in found] == [TALKS, SHORTER]


def test_no_more_are_shown_than_wanted(memory):
    memory.put_many(said(f"{TALKS} {number}", "Talks.") for number in range(5))
    assert len(memory.similar(TALKS, limit=3)) == 3


def test_the_threshold_is_kept(memory):
    memory.put_many([said(SHORTER, "Short.")])
    degree = similarity(SHORTER, TALKS)
    assert memory.similar(TALKS, threshold=degree + 0.01) == ()
    assert len(memory.similar(TALKS, threshold=degree)) == 1


def test_case_and_punctuation_do_not_matter(memory):
    memory.put_many([said(TALKS, "Talks.")])
    assert memory.similar(CAPITALS)[0].similarity == 1


def test_the_very_same_sentence_is_not_similar(memory):
    memory.put_many([said(TALKS, "Talks.")])
    assert memory.similar(TALKS) == ()


def test_a_persons_word_is_shown_before_any_models(memory):
    memory.correct(TALKS, "Talks took place.", "Lan", NOON)
    memory.put_many([said(TALKS, "Talks."), said(TALKS, "Talking.", OTHER)])
    assert memory.similar(NEXT_DAY)[0].answer == Remembered(
        "Talks took place.", "human", NOON, who="Lan"
    )


def test_a_sentence_nothing_is_said_to_any_more_is_not_shown(memory):
    memory.correct(TALKS, "Talks took place.", "Lan")
    memory.undo(TALKS, "Lan")
    memory.suggest(TALKS, "Talks.", "a reader")
    assert memory.similar(NEXT_DAY) == ()


@pytest.mark.parametrize("sentence", ["", "...", "!", "Ảnh"])
def test_a_sentence_of_hardly_anything_can_be_asked_about(memory, sentence):
    memory.put_many([said(TALKS, "Talks.")])
    assert memory.similar(sentence) == ()


def test_it_is_found_among_thousands(memory):
    vocabulary = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"]
    crowd = (
        f"Câu {i} nói {vocabulary[i % 10]} điều về {vocabulary[i // 10 % 10]} nước"
        for i in range(3000)
    )
    memory.put_many(said(sentence, "…") for sentence in crowd)
    memory.put_many([said(TALKS, "Talks.")])
    assert [match.sentence for match in memory.similar(NEXT_DAY)] == [TALKS]
