"""HTML as lines."""

from __future__ import annotations

from datetime import date

import pytest

from service.errors import ExtractionError
from service.extraction.markup import html_lines
from service.extraction.page import Facts, Hint


def texts(markup: str) -> list[str]:
    return [line.text for line in html_lines(markup, "x")[0]]


def hint_of(markup: str) -> Hint | None:
    return html_lines(markup, "x")[0][0].hint


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>Một</p><p>Hai</p>", ["Một", "Hai"]),
        ("<div>Một<br><br>Hai<div>Ba</div>Bốn</div>", ["Một", "Hai", "Ba", "Bốn"]),
        ("<p>Ông <b>Kim</b>, <a href='x'>Hàn Quốc</a>, nói.</p>", ["Ông Kim, Hàn Quốc, nói."]),
        ("<p>Hà&nbsp;Nội &amp; Huế\n  hôm   nay</p>", ["Hà Nội & Huế hôm nay"]),
        ("<h1>Tít<br>hai dòng</h1>", ["Tít hai dòng"]),
        ("<div><a>Thời sự</a><a>Thế giới</a></div>", ["Thời sự", "Thế giới"]),
        ("<ul><li>Một</li><li>Hai</li></ul>", ["Một", "Hai"]),
        ("<script>x()</script><style>p{}</style><p>Một</p><!-- Hai -->", ["Một"]),
        ("<p style='display: none'>Ẩn</p><p hidden>Ẩn</p>Hiện", ["Hiện"]),
        ("<p>Một<script>x()</script> hai</p>", ["Một hai"]),
    ],
)
def test_lines_are_what_a_reader_sees(markup, lines):
    assert lines == texts(markup)


@pytest.mark.parametrize(
    ("province", "tons"),
    [
        ("Huế", "12"),
        ("<p>Huế</p>", "<div><p>12</p></div>"),
        ("Huế<br>", "<br>12"),
        ("\n" + 60 * " " + "<p>Huế</p>\n", "12"),
        ("<a href='x'>Huế</a>", "<span class='date'>12</span>"),
    ],
)
def test_a_row_of_a_data_table_is_one_line(province, tons):
    head = "<tr><th>Tỉnh</th><th>Tấn</th></tr>"
    table = f"<table>{head}<tr><td>{province}</td><td>{tons}</td></tr></table>"
    assert texts(table) == ["Tỉnh | Tấn", "Huế | 12"]


def test_blocks_and_breaks_in_a_cell_are_blanks():
    cells = "<td><p>Huế</p><p>Đà Nẵng</p></td><td>12<br>15</td>"
    assert texts(f"<table><tr>{cells}</tr><tr>{cells}</tr></table>") == ["Huế Đà Nẵng | 12 15"] * 2


def test_cells_of_a_layout_table_are_lines_of_their_own():
    cell = "Sáng nay, hai bên nhất trí sớm ký kết bản ghi nhớ về hợp tác công nghiệp quốc phòng."
    table = (
        f"<table><tr><td>Trang chủ</td><td>{cell}</td></tr><tr><td>a</td><td>b</td></tr></table>"
    )
    assert texts(table) == ["Trang chủ", cell, "a", "b"]


@pytest.mark.parametrize(
    ("markup", "hint"),
    [
        ("<h1>Tít</h1>", Hint.TITLE),
        ("<figcaption>Chú thích</figcaption>", Hint.CAPTION),
        ("<p class='wp-caption-text'>Chú thích</p>", Hint.CAPTION),
        ("<div class='article__sapo'>Sapo</div>", Hint.LEAD),
        ("<div class='box-tinlienquan'><p>Tít khác</p></div>", Hint.RELATED),
        ("<div id='comments'><p>Ý kiến</p></div>", Hint.COMMENTS),
        ("<footer><p>Giấy phép</p></footer>", Hint.SITE),
        ("<nav><a>Thời sự</a></nav>", Hint.FURNITURE),
        ("<div class='breadcrumb'>Thời sự</div>", Hint.SECTION),
        ("<span class='post-author'>Mai Phương</span>", Hint.AUTHOR),
        ("<time>30/08/2024</time>", Hint.DATE),
        ("<div class='relative flex'>Chữ</div>", None),
        ("<article class='post category-tin tag-bao'>Chữ</article>", None),
    ],
)
def test_markup_hints_at_what_a_line_is(markup, hint):
    assert hint is hint_of(markup)


def test_a_container_that_holds_the_text_is_not_believed_to_be_furniture():
    paragraph = (
        "Sáng nay, hai bên nhất trí sớm ký kết bản ghi nhớ về hợp tác công nghiệp quốc phòng."
    )
    assert hint_of(f"<form class='has-sidebar'><p>{paragraph}</p><p>{paragraph}</p></form>") is None


def test_metadata_are_read_from_json_ld_before_meta_elements():
    markup = """<head><meta property="og:title" content="Tít của thẻ meta - Báo Mới">
    <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",
    "headline": "Tít của JSON", "datePublished": "2024-07-08T11:20:00+07:00",
    "author": [{"name": "Mai Phương"}, {"name": "Hà An"}]}]}</script></head><p>x</p>"""
    facts = Facts("Tít của JSON", date(2024, 7, 8), "Mai Phương, Hà An")
    assert facts == html_lines(markup, "x")[1]


def test_a_title_in_metadata_loses_the_name_of_the_site():
    markup = '<meta property="og:title" content="Bão số 5 suy yếu | Báo Mới"><p>x</p>'
    assert html_lines(markup, "x")[1].title == "Bão số 5 suy yếu"


def test_broken_json_in_a_page_describes_nothing():
    markup = '<script type="application/ld+json">{"@type": </script><p>x</p>'
    assert Facts() == html_lines(markup, "x")[1]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<div>" * 10_000 + "chữ", "nested over 255 deep"),
        ("<p " + " ".join(f"a{n}=b" for n in range(5_000)) + ">chữ</p>", "over 500 attributes"),
        ("", "no markup"),
    ],
)
def test_markup_built_to_break_parsers_is_refused(markup, reason):
    with pytest.raises(ExtractionError, match=f"^x: .*{reason}"):
        html_lines(markup, "x")


def test_entities_a_page_declares_are_not_expanded():
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><p>&b;</p>'
    assert texts(bomb)[-1] == "&b;"


def test_files_a_page_names_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("bí mật")
    markup = f'<!DOCTYPE html [<!ENTITY s SYSTEM "{secret.as_uri()}">]><p>&s;</p>'
    assert "bí mật" not in "".join(texts(markup))
