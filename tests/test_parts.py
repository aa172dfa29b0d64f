"""Parts of a sentence, translated apart, read as one."""

from __future__ import annotations

import pytest

from service.parts import in_parts, running_on


def test_parts_put_together_read_as_one_sentence():
    pieces = [
        (0, "Ngày 24-4, Bộ trưởng tiếp khách,"),
        (33, "nhân dịp ông sang thăm,"),
        (57, "Lào."),
    ]
    said = ["On April 24, the minister met a guest,", "On the occasion of his visit,", "Laos,"]
    assert running_on(pieces, said) == [
        "On April 24, the minister met a guest,", "on the occasion of his visit,", "Laos.",
    ]  # fmt: skip


def test_a_part_that_ended_nowhere_in_the_source_ends_nowhere_in_english():
    pieces = [(0, "Ông đến"), (8, "nhưng không nói gì. Sau đó"), (35, "Ông đi.")]
    said = ["He came.", "But said nothing. Then.", "He left."]
    assert running_on(pieces, said) == ["He came", "but said nothing. Then", "he left."]
    lists = [(0, "vì lợi ích chung,"), (18, "trước hết là hòa bình;"), (41, "rồi ổn định")]
    said = ["for the common good.", "First of all peace", "Then stability"]
    joined = ["for the common good,", "first of all peace;", "then stability"]
    assert running_on(lists, said) == joined
    said = ["The Prime Minister stressed.", "We must act."]
    assert running_on([(0, "Thủ tướng nhấn mạnh:"), (21, "phải hành động.")], said) == [
        "The Prime Minister stressed:", "We must act.",
    ]  # fmt: skip
    sentences = [(0, "Ông đến."), (9, "Ông đi.")]
    assert running_on(sentences, ["He came.", "He left."]) == ["He came.", "He left."]
    quoted = [(0, "(Ông đến.)"), (11, "Ông đi.")]
    assert running_on(quoted, ["(He came.)", "The man left."]) == ["(He came.)", "The man left."]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("It spread to the U.S.", "WHO experts said.", "It spread to the U.S. WHO experts said."),
        ("It rose by 25%.", "According to them.", "It rose by 25%, according to them."),
        ("It opens at 8 a.m.", "It closes at 9.", "It opens at 8 a.m. it closes at 9."),
        ("It rained in Hue.", "An Giang was dry.", "It rained in Hue, An Giang was dry."),
        ("He said...", "The Ministry denied it.", "He said... the Ministry denied it."),
    ],
)
def test_names_and_abbreviations_stay_whole_where_parts_join(first, second, joined):
    assert " ".join(running_on([(0, "Một,"), (5, "hai.")], [first, second])) == joined


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ASEAN", ["ASEAN"]),
        ("Không?", ["Không?"]),
        ("Vì Cộng-hòa-Dân-chủ.", ["Vì Cộng-hòa-Dân-chủ."]),
        ("Hà Nội.", ["Hà", "Nội."]),
        ("Họ đã đến nơi rồi.", ["Họ đã đến", "nơi rồi."]),
    ],
)
def test_a_text_is_cut_between_words_or_not_at_all(text, pieces):
    assert [piece for _, piece in in_parts(text, lambda piece: True)] == pieces


def test_a_word_that_is_too_long_for_the_model_is_cut_as_that_needs():
    assert [piece for _, piece in in_parts("a" * 10, lambda piece: len(piece) < 9)] == ["a" * 5] * 2
