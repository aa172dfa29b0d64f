"""Tables on a page: whatever stands in their cells, their rows are body and cost no text."""

from __future__ import annotations

import pytest

from service.article import Article, LineKind
from service.extract import extract
from service.extraction.page import text_lines
from service.extraction.tables import table_sizes
from service.extraction.units import join_wrapped

TITLE = "Giá vàng trong nước tăng phiên thứ ba liên tiếp"
LEAD = (
    "Giá vàng miếng trong nước sáng 25/4 tăng thêm 200.000 đồng mỗi lượng, lên mức cao nhất trong "
    "hai tháng, theo bảng giá của các doanh nghiệp lớn."
)
SECOND = (
    "Chênh lệch giữa giá mua và giá bán vẫn ở mức hai triệu đồng mỗi lượng, do các cửa hàng ngại "
    "rủi ro khi giá thế giới lên xuống mạnh."
)
AFTER = (
    "Trên thị trường thế giới, giá vàng giao ngay ở mức 2.330 USD một ounce, thấp hơn giá trong "
    "nước khoảng 12 triệu đồng mỗi lượng.",
    "Ngân hàng Nhà nước dự kiến tiếp tục đấu thầu vàng miếng trong tuần này để tăng nguồn cung.",
)
SELLERS = (
    *("SJC Hà Nội", "SJC TP HCM", "DOJI Hà Nội", "DOJI TP HCM", "PNJ Hà Nội", "PNJ TP HCM"),
    *("Bảo Tín Minh Châu", "Phú Quý", "Mi Hồng", "VietinBank Gold", "Ngọc Hải", "Maritime Bank"),
)
PRICES = [
    ("Thương hiệu", "Mua vào", "Bán ra", "Tăng/giảm"),
    *(
        (name, f"{80 + place}.500.000", f"{82 + place}.500.000", "+200.000")
        for place, name in enumerate(SELLERS)
    ),
]


def table_of(rows, cell="{}"):
    cells = ("".join(f"<td>{cell.format(text)}</td>" for text in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def page_of(*parts: str) -> Article:
    """The article on a page of paragraphs and, where a part is markup, tables."""
    blocks = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    page = f"<h1>{TITLE}</h1><div class='date'>25/04/2024 06:30</div>{blocks}"
    return extract(page, id="page", form="html")


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize("cell", ["{}", "<p>{}</p>", "\n    <div>\n    {}\n    </div>\n", "{}<br>"])
@pytest.mark.parametrize("rows", [3, 6, 9, 13])
@pytest.mark.parametrize("above", [[LEAD], [LEAD, SECOND]], ids=["one above", "two above"])
def test_the_rows_of_a_table_are_body_and_the_text_around_them_stays(cell, rows, above):
    article = page_of(*above, table_of(PRICES[:rows], cell), *AFTER)
    assert texts(article) == [*above, *map(" | ".join, PRICES[:rows]), *AFTER]
    assert (article.title, article.byline, article.captions) == (TITLE, None, ())


@pytest.mark.parametrize(
    "row",
    [
        ("Nguyễn Văn Hải", "Trần Thị Mai"),
        ("05/10/2024", "Nam Định - Hà Nội FC"),
        ("Giá vàng giao ngay", "2.330 USD một ounce"),
        ("Lãnh đạo tại hội nghị", "Người dân tại trụ sở"),
    ],
    ids=["names", "dates", "words of the text below", "words of captions"],
)
def test_a_row_is_nothing_but_a_row_whatever_it_says(row):
    article = page_of(LEAD, SECOND, table_of([row] * 8, "<p>{}</p>"), *AFTER)
    assert texts(article) == [LEAD, SECOND, *[" | ".join(row)] * 8, *AFTER]
    assert (article.byline, article.captions) == (None, ())


def test_a_table_over_the_authors_name_is_body():
    article = page_of(LEAD, SECOND, table_of(PRICES, "<p>{}</p>"), "Minh Đức", "Tin liên quan")
    assert texts(article) == [LEAD, SECOND, *map(" | ".join, PRICES)]
    assert article.byline == "Minh Đức"


@pytest.mark.parametrize(
    "rows",
    [
        [("Đang truy cập", "12"), ("Hôm nay", "1.200"), ("Tổng truy cập", "1.200.000")],
        [("Sạt lở đất ở Hà Giang", "13:20 14/10/2024"), ("Mưa to ở Lào Cai", "9:00 14/10/2024")],
    ],
    ids=["counters", "other stories"],
)
def test_a_table_under_the_text_is_not_its_own(rows):
    assert texts(page_of(LEAD, *AFTER, table_of(rows, "<p>{}</p>"))) == [LEAD, *AFTER]


def test_a_menu_in_a_table_is_no_body():
    menu = table_of([("Thời sự", "Thế giới"), ("Kinh tế", "Du lịch")] * 3, "<a href='x'>{}</a>")
    assert texts(page_of(menu, LEAD, *AFTER, menu)) == [LEAD, *AFTER]


def test_a_long_table_of_foreign_names_does_not_make_the_article_foreign():
    rows = [(str(place), "Wolverhampton Wanderers", "38") for place in range(400)]
    assert len(texts(page_of(LEAD, SECOND, table_of(rows), *AFTER))) == 404


def test_a_line_with_bars_between_cells_is_no_caption():
    row = "| Lãnh đạo tại hội nghị | Người dân tại trụ sở |"
    article = extract("\n\n".join([TITLE, LEAD, SECOND, row, *AFTER]), id="page")
    assert row in texts(article)


@pytest.mark.parametrize("separator", ["\n", "\t", "\n\n"], ids=["lines", "tabs", "blank lines"])
@pytest.mark.parametrize("above", [[LEAD], [LEAD, SECOND]], ids=["one above", "two above"])
def test_a_table_of_a_text_dump_does_not_end_the_text(separator, above):
    table = "\n".join(separator.join(row) for row in PRICES[1:])
    article = extract("\n\n".join([TITLE, *above, table, *AFTER]), id="page")
    assert texts(article)[: len(above)] == above
    assert texts(article)[-2:] == list(AFTER)
    assert len(texts(article)) > len(above) + len(AFTER) + len(SELLERS) - 1
    assert article.byline is None


CELLS = [cell for row in PRICES[:4] for cell in row]
HEADLINE = "Cháy chợ ở Praha thiêu rụi hơn một trăm gian hàng"


@pytest.mark.parametrize(
    ("lines", "cells"),
    [
        ([LEAD, *CELLS, SECOND], 16),
        ([LEAD, *CELLS, "Nguồn: SJC", SECOND], 16),
        ([LEAD, *CELLS, "Trên thế giới", SECOND], 16),
        ([LEAD, *CELLS, HEADLINE, SECOND], 0),
        ([LEAD, *CELLS], 0),
        ([LEAD, "SJC", "80", "82", SECOND], 0),
        (["Trang chủ", "Thời sự", "Thế giới", "Kinh tế", "Du lịch", "Xe", "U23", LEAD], 0),
        ([LEAD, *["Mưa to ở Lào Cai", "14:31 14/10/2025"] * 4, SECOND], 0),
    ],
    ids=[
        *("a paragraph below", "a source below", "a subheading below", "a headline below"),
        *("nothing below", "too few", "a menu", "dated headlines"),
    ],
)
def test_cells_of_a_dumped_table_are_short_lines_with_figures_over_a_paragraph(lines, cells):
    units = join_wrapped(text_lines("\n".join(lines)))
    assert len(table_sizes(units)) == cells


def test_a_box_of_figures_between_stories_does_not_join_them():
    other = (
        "Đám cháy chợ ở Praha lúc rạng sáng khiến 112 gian hàng bị thiêu rụi, không ai bị thương."
    )
    page = [TITLE, "25/04/2024 06:30", LEAD, *AFTER, "Minh Đức", *CELLS, HEADLINE, other]
    assert texts(extract("\n\n".join(page), id="page")) == [LEAD, *AFTER]


def test_cells_keep_to_the_kinds_of_their_lines():
    article = extract("\n\n".join([TITLE, LEAD, *CELLS, *AFTER]), id="page")
    kinds = {line.kind for line in article.lines if line.text in CELLS}
    assert kinds == {LineKind.BODY}
