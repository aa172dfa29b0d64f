"""Texts with XML tags come back with what is no text to the letter."""

from __future__ import annotations

import pytest
from documents.standins import backwards, said

from service.documents import read_fragment, translate_passages


def translated(text, translate=said, ignored=()):
    draft = read_fragment(text, ignored)
    return draft.finish(translate_passages(draft.passages, translate)).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a><![CDATA[nếu x > y]]></a>", "<a><![CDATA[nếu x > y]]></a>"),
        ("<a>Nếu <![CDATA[x > y]]> thì thôi.</a>", "<a>[Nếu <![CDATA[x > y]]> thì thôi.]</a>"),
        ("<?x a > b ?><a>Một câu.</a>", "<?x a > b ?><a>[Một câu.]</a>"),
        ("<a>Một câu.</a><![CDATA[x", "<a>[Một câu.]</a><![CDATA[x"),
    ],
)
def test_sections_and_instructions_end_where_xml_ends_them(text, expected):
    assert translated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<đoạn>Xin chào</đoạn>", "<đoạn>[Xin chào]</đoạn>"),
        ("<a>Chào <_t>bạn</_t> nhé.</a>", "<a>[Chào <_t>bạn</_t> nhé.]</a>"),
        ("<:a ô='1'>Xin chào</:a>", "<:a ô='1'>[Xin chào]</:a>"),
        ("<Ô>Xin chào</Ô><ô/>", "<Ô>[Xin chào]</Ô><ô/>"),
        ("<a>Giá <5 đồng</1>.</a>", "<a>[Giá &lt;5 đồng</1>.]</a>"),
        (
            "<n><style>Kiểu chữ.</style><p>Xin chào.</p></n>",
            "<n><style>[Kiểu chữ.]</style><p>[Xin chào.]</p></n>",
        ),
        ("<script>Một <b>câu</b>.</script>", "<script>[Một <b>câu</b>.]</script>"),
        (f"<a>Một &#{'1' * 5_000};.</a>", "<a>[Một \ufffd.]</a>"),
        ("<style/><p>Một câu.</p>", "<style/><p>[Một câu.]</p>"),
    ],
)
def test_elements_are_named_as_xml_names_them(text, expected):
    assert translated(text) == expected


@pytest.mark.parametrize(
    "hostile", ["<![CDATA[", "<?", "<![CDATA[>", "<?>", "<![CDATA[x]]>", "<đ></đ>"]
)
def test_hostile_markup_comes_back_as_it_was(hostile):
    page = "<p>Một câu.</p>" + hostile * (100_000 // len(hostile))
    assert translated(page) == page.replace("Một câu.", "[Một câu.]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Một <x id="1">Hà Nội <x id="2"/> Huế</x> <b>Đà Nẵng</b> đẹp.',
            'đẹp <b>Nẵng Đà</b> <x id="1">Huế Nội<x id="2"/> Hà</x> Một.',
        ),
        ("Một <x>Hà Nội<x/></x> hai.", "hai <x>Nội Hà<x/></x> Một."),
        ("Một <a href=/tin/>Hà Nội</a> hai.", "hai <a href=/tin/>Nội Hà</a> Một."),
    ],
)
def test_an_empty_element_opens_nothing(text, expected):
    assert translated(text, backwards) == expected


@pytest.mark.parametrize("empty", ["<br/>", "<br>", "<i>"])
@pytest.mark.parametrize("count", [15, 16, 40])
def test_what_is_never_closed_hides_no_element_after_it(empty, count):
    result = translated(empty * count + "Xem <b>Hà Nội</b> đẹp lắm.", backwards)
    assert result.replace(empty, "") == "lắm đẹp <b>Nội Hà</b> Xem."
    assert result.count(empty) == count
    kept = "<k>AB12 giữ nguyên</k>"
    assert kept in translated(f"{empty * count}Mã {kept} ở đây.", backwards, ["k"])


@pytest.mark.parametrize("page", ["<b>{}</b>", "<b>{}</b>" * 2, "{}</b>", "<b>{}"])
def test_nesting_without_end_is_kept_to_the_letter(page):
    hostile = "<b>" * 2_000 + "Một câu." + "</b>" * 2_000
    text = page.replace("{}", hostile)
    assert translated(text) == text.replace("Một câu.", "[Một câu.]")


@pytest.mark.parametrize("hostile", ["<b>", "</b>", "<b></i>", "<b></b>", "<b></i></b>"])
def test_pairs_are_found_in_one_pass(hostile):
    text = "Một câu." + hostile * 10_000
    assert translated(text) == text.replace("Một câu.", "[Một câu.]")
