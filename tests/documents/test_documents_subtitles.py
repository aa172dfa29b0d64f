"""Subtitles come back in English with their times, numbers and lines."""

from __future__ import annotations

import pytest
from documents.standins import translated

SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nMột câu rất dài\r\nở hai dòng.\r\n\r\n"
    "2\r\n00:00:03,000 --> 00:00:04,000 X1:10\r\n<i>{\\an8}Có ai không?</i>\r\n\r\n"
    "3\r\n00:00:05,000 --> 00:00:06,000\r\n- Xin chào.\r\n- Chào anh.\r\n\r\n"
    "4\r\n00:00:07,000 --> 00:00:08,000\r\n2023\r\n"
)


def test_times_numbers_tags_and_lines_stay():
    assert translated(SRT) == (
        "1\r\n00:00:01,000 --> 00:00:02,500\r\n[Một câu rất dài\r\nở hai dòng.]\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000 X1:10\r\n<i>{\\an8}[Có ai không?]</i>\r\n\r\n"
        "3\r\n00:00:05,000 --> 00:00:06,000\r\n- [Xin chào.]\r\n- [Chào anh.]\r\n\r\n"
        "4\r\n00:00:07,000 --> 00:00:08,000\r\n2023\r\n"
    )


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_the_end_of_the_file_stays(end):
    text = f"1\n00:00:01,000 --> 00:00:02,000\nMột câu.{end}"
    assert translated(text) == text.replace("Một câu.", "[Một câu.]")


def test_a_dash_with_nothing_after_it_stays():
    text = "1\n00:00:01,000 --> 00:00:02,000\n- Xin chào.\n-\nChào anh."
    assert translated(text).endswith("\n- [Xin chào.]\n-\n[Chào anh.]")


def test_a_line_is_never_broken_within_a_tag():
    text = "1\n00:00:01,000 --> 00:00:02,000\nMột <i title='một hai ba bốn năm'>từ</i>\nnữa"
    assert translated(text).splitlines()[2:] == [
        "[Một <i title='một hai ba bốn năm'>từ</i>",
        "nữa]",
    ]


@pytest.mark.parametrize("hostile", ["a" + " " * 50_000 + "b", "1 " * 20_000, "1\n" * 20_000])
def test_hostile_subtitles_take_no_longer_than_others(hostile):
    text = f"1\n00:00:01,000 --> 00:00:02,000\n{hostile}>"
    assert translated(text, translate=list).rstrip() == text  # minutes, were it quadratic
