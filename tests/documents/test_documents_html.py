"""HTML comes back in English with every tag to the letter."""

from __future__ import annotations

import re

import pytest
from documents.standins import translated
from hypothesis import given, settings
from hypothesis import strategies as st

from service.documents import read_html


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Một câu.</p>", "<p>[Một câu.]</p>"),
        ("Không có thẻ &amp; dấu", "[Không có thẻ &amp; dấu]"),
        ("<p>Một câu.<br/>Câu hai.</p>", "<p>[Một câu.]<br/>[Câu hai.]</p>"),
        ("<P CLASS=x>Một câu.</P>", "<P CLASS=x>[Một câu.]</P>"),
        ("<ul><li>Một cái<li>Hai cái</ul>", "<ul><li>[Một cái]<li>[Hai cái]</ul>"),
        ("<p>1</p>&nbsp;<hr>", "<p>1</p>&nbsp;<hr>"),
        ('<p><b id="a">Cả câu này.</b></p>', '<p><b id="a">[Cả câu này.]</b></p>'),
        ("<p>Một</ô> câu.<p>Hai <ô>.", "<p>[Một</ô> câu.]<p>[Hai &lt;ô&gt;.]"),
        ("<p>nếu a <b thì c", "<p>[nếu a &lt;b thì c]"),
        ("<pre>dòng một\n  dòng hai</pre>", "<pre>[dòng một]\n  [dòng hai]</pre>"),
        ('<html lang="vi"><p>Một câu.', '<html lang="en"><p>[Một câu.]'),
    ],
)
def test_tags_stay_to_the_letter(page, expected):
    assert translated(page, "page.html") == expected


def test_markup_goes_where_its_words_went():
    page = '<p><b>Thủ tướng</b> thăm <a href="/hn">Hà Nội</a> hôm qua.</p>'
    assert translated(page) == (
        '<p>Yesterday <b>the prime minister</b> visited <a href="/hn">Hanoi</a>.</p>'
    )


@pytest.mark.parametrize(
    "kept",
    [
        "<script>if (a < b) { say('xin chào') }</script>",
        "<style>p { content: 'xin chào' }</style>",
        "<!-- lời chú thích -->",
        '<div translate="no">Giữ <b>nguyên</b></div>',
        '<span class="x notranslate">Giữ nguyên</span>',
        "<svg><text>chữ</text></svg>",
        "<code>pip install cái_này</code>",
    ],
)
def test_what_is_not_to_be_translated_is_not(kept):
    assert kept in translated(f"<div>Một câu ở trước {kept} rồi thôi.</div>")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p {}>ABC<p>Một câu.<p>Hai câu.", "<p {}>ABC<p>[Một câu.]<p>[Hai câu.]"),
        ("<div><p {}>A <b>B</b></div>Một câu.", "<div><p {}>A <b>B</b></div>[Một câu.]"),
        ("<ul><li {}>ABC<li>Một</ul><p>Hai", "<ul><li {}>ABC<li>[Một]</ul><p>[Hai]"),
        ("<ul><li>Một<li {}>ABC</ul><p>Hai", "<ul><li>[Một]<li {}>ABC</ul><p>[Hai]"),
        ("<li {}>A<ul><li>B</li></ul>C</li>Một", "<li {}>A<ul><li>B</li></ul>C</li>[Một]"),
        ("<dl><dt {}>A<dd>Một<dd {}>B</dl>Hai", "<dl><dt {}>A<dd>[Một]<dd {}>B</dl>[Hai]"),
        ("<tr><td {}>A<td>Một<tr><td>Hai", "<tr><td {}>A<td>[Một]<tr><td>[Hai]"),
        (
            "<tr {}><td><table><tr><td>A</table><td>B<tr><td>Một",
            "<tr {}><td><table><tr><td>A</table><td>B<tr><td>[Một]",
        ),
        ("<td {}>A</table><p>Một", "<td {}>A</table><p>[Một]"),
        ("<option {}>A<option>Một</select>Hai", "<option {}>A<option>[Một]</select>[Hai]"),
        ("<div {}><p>A<div>B</div><li>C</div>Một", "<div {}><p>A<div>B</div><li>C</div>[Một]"),
    ],
)
@pytest.mark.parametrize("mark", ['translate="no"', "class=notranslate"])
def test_what_is_kept_ends_where_html_ends_it(page, expected, mark):
    assert translated(page.replace("{}", mark), "page.html") == expected.replace("{}", mark)


@pytest.mark.parametrize("end", ["", ";"])
def test_a_number_without_end_names_no_character(end):
    number = f"&#{'1' * 5_000}{end}"
    page = f'<p title="Một {number}">Hai {number}</p>'
    assert translated(page) == '<p title="[Một \ufffd]">[Hai \ufffd]</p>'


def test_php_is_left_whole():
    php = '<?php if ($a > 1) echo "<b>"; ?>'
    assert translated(f"<p>Một câu.</p>{php}<?= $b->c ?><p>Hai câu.</p>") == (
        f"<p>[Một câu.]</p>{php}<?= $b->c ?><p>[Hai câu.]</p>"
    )
    office = '<?xml:namespace prefix = o ns = "urn:o" />'  # a comment that ends here, says HTML
    assert translated(f"<p>{office}Một câu.</p>{php}") == f"<p>{office}[Một câu.]</p>{php}"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<img alt='Ảnh \"đẹp\"' src=a.png>", '<img alt="[Ảnh &quot;đẹp&quot;]" src=a.png>'),
        ('<a title="Xem thêm" href="?a&b">1</a>', '<a title="[Xem thêm]" href="?a&b">1</a>'),
        (
            '<meta name="description" content="Mô tả">',
            '<meta name="description" content="[Mô tả]">',
        ),
        ('<meta name="author" content="Vũ Anh">', '<meta name="author" content="Vũ Anh">'),
    ],
)
def test_attributes_that_people_read_are_translated(tag, expected):
    assert translated(f"<div>{tag}</div>") == f"<div>{expected}</div>"


def test_the_number_of_a_note_is_not_taken_for_a_word():
    page = '<p>Hà Nội, 24/4<sup><a href="#1">[1]</a></sup> năm nay.<sup>2</sup> Hai câu.</p>'
    assert translated(page) == (
        '<p>[Hà Nội, 24/4<sup><a href="#1">[1]</a></sup> năm nay.]<sup>2</sup> [Hai câu.]</p>'
    )


def test_wrongly_nested_tags_stay_as_they_are():
    page = "<p>Một <b>hai <i>ba</b> bốn</i> năm.</p>"
    assert re.findall("<.*?>", translated(page)) == re.findall("<.*?>", page)


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("<meta charset=windows-1258>", '<meta charset="utf-8">'),
        ("<META charset='TCVN3' />", '<META charset="utf-8" />'),
        (
            '<meta content="text/html; charset = utf-16; x=1" http-equiv="Content-Type">',
            '<meta content="text/html; charset = utf-8; x=1" http-equiv="Content-Type">',
        ),
        ("<meta charset='UTF-8'>", "<meta charset='UTF-8'>"),
        (
            "<meta http-equiv=content-type content='text/html;charset=UTF-8'>",
            "<meta http-equiv=content-type content='text/html;charset=UTF-8'>",
        ),
        ('<meta name="x" content="charset=y">', '<meta name="x" content="charset=y">'),
        ('<script charset="x"></script>', '<script charset="x"></script>'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_declares_the_encoding_it_comes_back_in(declaration, expected, encoding):
    page = f"<html><head>{declaration}</head><body><p>Một câu.</p></body></html>"
    result = translated(page.encode(encoding), "page.html")
    assert result == page.replace(declaration, expected).replace("Một câu.", "[Một câu.]")


def test_a_text_that_is_no_file_says_nothing_new_of_its_encoding():
    page = '<meta charset="windows-1258"><p>Một câu.</p>'
    draft = read_html(page)
    assert draft.finish([("x",)]).decode() == page.replace("Một câu.", "x")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            '<body class=x lang="vi"><p lang=vi-VN>Một.',
            '<body class=x lang="en"><p lang="en">[Một.]',
        ),
        ('<p>Một <i xml:lang="vi">hai</i>.', '<p>[Một <i xml:lang="en">hai</i>.]'),
        ('<p title="Một" lang="vi">1</p>', '<p title="[Một]" lang="en">1</p>'),
        ('<p lang="fr">Một.</p>', '<p lang="fr">[Một.]</p>'),
        ('<p lang="vi" translate="no">Một.</p>', '<p lang="vi" translate="no">Một.</p>'),
        ('<p>Gõ <code lang="vi">một</code>.', '<p>[Gõ <code lang="vi">một</code>.]'),
    ],
)
def test_what_is_in_english_now_says_so(page, expected):
    assert translated(page, "page.html") == expected


@given(st.lists(st.sampled_from(
    ["<b>", "</b>", "<i>", "</i>", "<p>", "</p>", "<br>", "<!--x-->", "<code>", "</code>", "<",
     "xin chào ", "Hà Nội. ", "&lt;", "<a href='>'>", "</a>", "{x} ", "<script>", "</script>"]),
    max_size=14))  # fmt: skip
@settings(max_examples=300)
def test_every_tag_of_any_soup_comes_back_once(soup):
    page = "<div>" + "".join(soup)
    pattern = "<(?:/?[a-z]+[^<>]*(?:'>')?|!--x--)>"
    assert sorted(re.findall(pattern, translated(page))) == sorted(re.findall(pattern, page))


@pytest.mark.parametrize(
    "hostile",
    [
        "<",
        "<!--",
        "<![CDATA[",
        "<a ",
        "<a b='",
        "</",
        "<?",
        "<?php ",
        "<p translate=no>",
        "<li translate=no><ul>",
        "<b>",
        "<b>x ",
        "&#",
        "<div>",
        "<a =",
        f"<a {'x' * 50_000}>",
    ],
)
def test_hostile_markup_takes_no_longer_than_other_markup(hostile):
    page = "<p>Một câu.</p>" + hostile * (100_000 // len(hostile))
    assert translated(page).startswith("<p>[Một câu.]</p>")  # minutes, were it quadratic
