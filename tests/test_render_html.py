"""A report as an HTML page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html
from reports import SOURCES, TARGETS, report

from service.article import Finding, Span, Summary, Translation
from service.changes import compare
from service.render_html import report_html


def tree(changes=(), **fields):
    return html.document_fromstring(report_html(report(**fields), changes))


def texts(page, path):
    return [" ".join(found.text_content().split()) for found in page.xpath(path)]


def test_each_sentence_stands_beside_its_translation():
    rows = [texts(row, "td") for row in tree().xpath("//tr[starts-with(@id, 's')]")]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert all(row[1].startswith(source) for row, source in zip(rows, SOURCES, strict=True))
    assert all(row[2].startswith(target) for row, target in zip(rows, TARGETS, strict=True))


def test_text_is_never_taken_for_markup():
    page = tree()
    assert not page.xpath("//diesel | //oil")
    assert "Chia sẻ <b>" in texts(page, "//dd")


def test_summary_sentences_link_to_the_sentences_they_come_from():
    page = tree()
    links = page.xpath("//ol/li//a/@href")
    assert links == ["#s1", "#s3"]
    assert all(page.xpath(f"//tr[@id='{link[1:]}']") for link in links)


def test_findings_are_said_in_words_where_they_are_and_hints_are_not():
    found = texts(tree(), "//tr[@id='s1']//p[contains(@class, 'remark')]")
    assert found == ["Serious (number): 330 is missing"]


def test_a_correction_by_a_person_is_marked():
    assert texts(tree(), "//tr[@id='s3']//p") == ["Corrected by a person."]


@pytest.mark.parametrize(
    ("old", "place", "told"),
    [
        ((SOURCES[0], "Dầu <diesel> giữ giá cũ.", SOURCES[2]), "s2", "Changed, was: Dầu <diesel>"),
        (SOURCES[:2], "s3", "New"),
    ],
)
def test_an_edited_sentence_says_what_it_was(old, place, told):
    (found,) = texts(
        tree(compare(old, SOURCES)), f"//tr[@id='{place}']//p[contains(@class,'edit')]"
    )
    assert found.startswith(told)


def test_a_removed_sentence_stands_where_it_was():
    old = (SOURCES[0], "Bộ Công Thương chưa nói gì.", *SOURCES[1:])
    (row,) = tree(compare(old, SOURCES)).xpath("//tr[.//b[text()='Removed']]")
    assert row.getprevious().get("id") == "s1"
    assert "Bộ Công Thương chưa nói gì." in row.text_content()


def test_each_text_says_its_language():
    page = tree()
    assert page.get("lang") == "en"
    assert {cell.get("lang") for cell in page.xpath("//tr[@id='s1']/td[2]")} == {"vi"}


def test_a_page_without_a_title_or_summary_says_so():
    page = tree(title=None, summary=Summary("lexrank", ()))
    assert texts(page, "//h1") == ["(no title on the page)"]
    assert "No sentence of this article can stand in a summary." in texts(page, "//p")


def test_a_report_without_a_summary_has_no_place_for_one():
    assert "Summary" not in texts(tree(summary=None), "//h2")


def test_date_and_sources_are_one_line():
    assert texts(tree(), "//h1/following-sibling::p[1]") == ["24 April 2024 · Theo TTXVN, Anh Thư"]


def test_nothing_is_left_out_in_silence():
    dropped = replace(report().article, lines=report().article.lines * 2)
    assert texts(tree(article=dropped), "//summary") == ["2 lines of the page left out"]


def test_what_a_finding_is_about_is_marked_in_its_text():
    text = SOURCES[1]
    findings = (
        Finding("omission", "warning", "left out", Span(4, 12, text[4:12])),
        Finding("name", "serious", "lost", Span(5, 8, text[5:8])),
        Finding("term", "info", "a remark", Span(0, 3, text[:3])),
        Finding("number", "serious", "wrong", None, Span(7, 12, TARGETS[1][7:12])),
    )
    translations = (
        *report().translations[:1],
        Translation(text, TARGETS[1], "model", findings),
        *report().translations[2:],
    )
    page = tree(translations=translations)
    assert texts(page, "//tr[@id='s2']/td[2]/mark") == ["<diesel>"]
    assert texts(page, "//tr[@id='s2']/td[2]") == [text]
    assert texts(page, "//tr[@id='s2']/td[3]/mark") == ["<oil>"]
    assert texts(page, "//tr[@id='s1']//mark") == []
