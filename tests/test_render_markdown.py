"""A report as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import SOURCES, TARGETS, report

from service.article import Summary
from service.changes import compare
from service.render_markdown import escaped, report_markdown


def test_a_report_is_title_source_line_summary_text_and_table():
    assert report_markdown(report()) == (
        "# Petrol prices fall\n\n*Giá xăng giảm*\n\n24 April 2024 · Theo TTXVN, Anh Thư\n\n"
        "## Summary\n\n1. Petrol prices fell. (sentences 1, 3)\n"
        "   - **serious** (number): 330 is missing\n\n"
        "## Translation\n\n"
        "Petrol prices fell. Diesel \\<oil\\> \\& gas \\*unchanged\\* \\| so far.\n\n"
        "It starts today.\n\n*Caption:* A petrol station.\n\n"
        "## Side by side\n\n| # | Tiếng Việt | English | Remarks |\n|--:|---|---|---|\n"
        "| title | Giá xăng giảm | Petrol prices fall |  |\n"
        "| 1 | Giá xăng giảm 330 đồng. | Petrol prices fell."
        " | **serious** (number): 330 is missing |\n"
        "| 2 | Dầu \\<diesel\\> giữ giá. | Diesel \\<oil\\> \\& gas \\*unchanged\\* \\| so far. |  |\n"
        "| 3 | Giá mới có từ chiều nay. | It starts today. | corrected by a person |\n"
        "| caption | Một cây xăng. | A petrol station. |  |\n\n"
        "Translated by `scripted|weights:none|scripted:1`.\n"
    )


def test_changes_are_listed_with_what_was_there_before():
    old = (SOURCES[0], "Dầu <diesel> giữ giá cũ.", "Bộ Công Thương chưa nói gì.")
    text = report_markdown(report(), compare(old, SOURCES))
    assert (
        "- sentence 2 changed\n  - before: Dầu \\<diesel\\> giữ giá cũ.\n"
        "  - now: Dầu \\<diesel\\> giữ giá.\n"
        "- a sentence removed\n  - before: Bộ Công Thương chưa nói gì.\n"
        "- sentence 3 added\n  - now: Giá mới có từ chiều nay.\n"
    ) in text


def test_an_article_that_did_not_change_has_no_list_of_changes():
    assert "Changes" not in report_markdown(report(), compare(SOURCES, SOURCES))


def test_an_empty_summary_says_so():
    text = report_markdown(report(summary=Summary("lexrank", ())))
    assert "No sentence of this article can stand in a summary." in text


@pytest.mark.parametrize("text", ["# tin", "- tin", "1. tin", "+ tin", "=== tin", "> tin"])
def test_no_text_begins_a_heading_a_list_or_a_quotation(text):
    assert escaped(text)[0] == "\\" or escaped(text).startswith("1\\.")


@given(st.text())
def test_nothing_but_backslashes_and_white_space_tells_escaped_text_from_the_text(text):
    assert escaped(text).replace("\\", "") == " ".join(text.split()).replace("\\", "")


@given(st.text(alphabet="a|\\\n `*"))
def test_no_text_breaks_out_of_a_table_cell(text):
    cell, backslashes = escaped(text), 0
    assert "\n" not in cell
    for char in cell:
        assert char != "|" or backslashes % 2 == 1
        backslashes = backslashes + 1 if char == "\\" else 0


def test_translations_are_read_as_paragraphs():
    assert f"{escaped(' '.join(TARGETS[:2]))}\n\n{TARGETS[2]}" in report_markdown(report())
