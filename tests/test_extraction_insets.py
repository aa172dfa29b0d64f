"""Boxes of other stories and advertisements: within a text they cost none of it, below they end it."""

from __future__ import annotations

import pytest

from service.article import Article, LineKind
from service.extract import extract

TITLE = "Hà Nội phân luồng đường Giải Phóng để làm hầm chui"
TEXT = (
    "Sáng 12/3, Sở Giao thông Vận tải Hà Nội công bố phương án phân luồng mới trên đường Giải "
    "Phóng để thi công hầm chui nút giao Kim Đồng.",
    "Theo phương án, xe tải và xe khách từ phía nam vào thành phố phải đi theo đường vành đai 3, "
    "không rẽ vào khu vực thi công trong giờ cao điểm.",
    "Ông Nguyễn Phi Thường, giám đốc sở, cho biết hai bên hầm vẫn giữ ba làn xe chạy và có người "
    "điều tiết từ 6h đến 22h mỗi ngày.",
    "Người dân sống hai bên đường lo ngại bụi và tiếng ồn kéo dài, nhất là khi nhà thầu làm việc "
    "cả ban đêm để kịp tiến độ.",
    "Nhà thầu cam kết tưới nước bốn lần mỗi ngày, che chắn kín công trường và không dùng búa máy.",
    "Hầm chui dài 890 m, rộng 16 m, vốn đầu tư 778 tỷ đồng từ ngân sách thành phố.",
)
OTHER = "Đề xuất làm hầm chui qua đường Cổ Linh"
STANDFIRST = f"{OTHER} với vốn 1.500 tỷ đồng để giảm ùn tắc ở cửa ngõ phía đông thành phố."
BOXES = {
    "story": f'<div class="box-tinlienquan"><h4><a>{OTHER}</a></h4><p><a>{STANDFIRST}</a></p></div>',
    "heading": f'<div class="related"><b>Tin liên quan</b><p>{OTHER}</p><p>{STANDFIRST}</p></div>',
    "links": f'<ul class="related-news"><li><a>{OTHER}</a></li>'
    "<li><a>Hà Nội thông xe cầu vượt Mai Dịch</a></li><li><a>Bốn hầm chui mới</a></li></ul>",
    "advertisement": '<div class="banner ads">Quảng cáo</div>',
    "pull quote": "<aside><p>Bụi vào tận giường ngủ.</p></aside>",
}
PICTURE = "<figure><figcaption>Công trường hầm chui.</figcaption></figure>"


def page_of(*parts: str) -> Article:
    blocks = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    return extract(f"<h1>{TITLE}</h1>{blocks}", id="page", form="html")


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize("place", range(1, len(TEXT)))
@pytest.mark.parametrize("box", BOXES)
def test_a_box_within_the_text_takes_none_of_it(box, place):
    article = page_of(*TEXT[:place], BOXES[box], *TEXT[place:], "<p>Võ Hải</p>")
    assert texts(article) == list(TEXT)
    assert article.byline == "Võ Hải"


def test_two_boxes_take_none_of_the_text():
    article = page_of(*TEXT[:2], BOXES["story"], *TEXT[2:4], BOXES["advertisement"], *TEXT[4:])
    assert texts(article) == list(TEXT)


@pytest.mark.parametrize("below", [PICTURE, "Vốn từ ngân sách"], ids=["picture", "subheading"])
def test_a_picture_or_a_subheading_may_stand_under_a_box(below):
    article = page_of(*TEXT[:4], BOXES["story"], below, *TEXT[4:])
    assert [text for text in texts(article) if text != below] == list(TEXT)


@pytest.mark.parametrize(
    "below",
    [
        (OTHER, STANDFIRST, "Thông xe cầu vượt Mai Dịch", "Cầu Mai Dịch thông xe từ sáng nay."),
        ("Bình luận (2)", "Mong nhà thầu làm nhanh để dân đỡ khổ vì bụi bặm quanh năm."),
        ("<p>Võ Hải</p>", "Công ty cổ phần Hà Thành giữ mọi quyền đối với những trang tin này."),
    ],
    ids=["stories", "comments", "after the author"],
)
def test_a_box_under_the_text_ends_it(below):
    assert texts(page_of(*TEXT, BOXES["links"], *below)) == list(TEXT)


def test_a_long_list_of_stories_ends_the_text():
    links = "".join(f"<li><a>{OTHER} số {number}</a></li>" for number in range(20))
    article = page_of(*TEXT, f'<ul class="related">{links}</ul>', STANDFIRST)
    assert texts(article) == list(TEXT)
    assert article.lines[-1].kind is LineKind.RELATED
