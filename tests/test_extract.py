"""Extraction: the golden pages, and what holds on any page."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from golden.extraction import Golden, body_f1, extracted_lines, kinds_f1, load_all
from hypothesis import given
from hypothesis import strategies as st

from service.article import Article, LineKind
from service.errors import ExtractionError, ServiceError, WrongLanguage
from service.extract import extract, sniff

PAGES = load_all()
LEAD = (
    "Sáng 14-3, tại Hà Nội, Thứ trưởng Bộ Quốc phòng Đặng Quốc Khải đã tiếp ông Han Jae-won, "
    "Thứ trưởng Bộ Quốc phòng Hàn Quốc, nhân dịp ông sang thăm Việt Nam."
)
SECOND = (
    "Hai bên nhất trí sớm hoàn tất đàm phán bản ghi nhớ về hợp tác công nghiệp quốc phòng để có "
    "thể ký kết trong quý III, đồng thời tăng cường trao đổi đoàn các cấp."
)
THIRD = (
    "Ông Han Jae-won cảm ơn phía Việt Nam đã phối hợp tìm kiếm hài cốt quân nhân mất tích và cho "
    "biết Seoul sẵn sàng nhận thêm học viên vào các trường quân sự."
)
FOURTH = (
    "Trước đó, đoàn đã tới đặt vòng hoa tại Đài tưởng niệm các anh hùng liệt sĩ và thăm Bảo tàng "
    "Lịch sử Quân sự Việt Nam ở phía tây thủ đô."
)
TITLE = "Thứ trưởng Bộ Quốc phòng tiếp Thứ trưởng Bộ Quốc phòng Hàn Quốc"


def page_of(*lines: str) -> Article:
    return extract("\n\n".join(lines), id="page")


def kind_of(article: Article, text: str) -> LineKind:
    return next(line.kind for line in article.lines if line.text == text)


def by_name(name: str) -> Golden:
    return next(golden for golden in PAGES if golden.name.startswith(name))


@pytest.mark.parametrize("golden", PAGES, ids=lambda golden: golden.name)
class TestGoldenPages:
    def test_every_line_of_the_page_is_accounted_for_in_order(self, golden):
        found = [text for text, _ in extracted_lines(golden.extract())]
        assert [text for text, _ in golden.lines] == found

    def test_body_lines_are_found(self, golden):
        assert body_f1(golden, golden.extract()) >= 0.92

    def test_lines_get_their_kinds(self, golden):
        assert kinds_f1(golden, golden.extract()) >= 0.85

    def test_title_date_and_byline_are_read(self, golden):
        article = golden.extract()
        published = article.published.isoformat() if article.published else None
        assert (golden.title, golden.published, golden.byline) == (
            article.title,
            published,
            article.byline,
        )


def test_body_f1_over_all_golden_pages_stays_up():
    scores = [body_f1(golden, golden.extract()) for golden in PAGES]
    assert sum(scores) / len(scores) >= 0.99


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_seed_pages_come_out_line_by_line_as_labelled(seed):
    golden = by_name(seed)
    article = golden.extract()
    assert kinds_f1(golden, article) == 1.0
    assert list(golden.captions) == [" ".join(caption.split()) for caption in article.captions]


def test_a_decomposed_page_gives_the_same_article():
    page = by_name("002").page.read_text(encoding="utf-8")
    composed = extract(unicodedata.normalize("NFC", page), id="x")
    assert composed == extract(unicodedata.normalize("NFD", page), id="x")


def test_windows_line_ends_change_nothing():
    page = by_name("000").page.read_text(encoding="utf-8")
    assert extract(page, id="x") == extract(page.replace("\n", "\r\n"), id="x")


def test_odd_spaces_and_invisible_characters_leave_the_paragraphs():
    article = page_of(
        TITLE, LEAD.replace(" ", "\u00a0", 3).replace("Quốc", "Qu\u200bốc", 1), SECOND
    )
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND]


def test_hard_wrapped_lines_become_one_paragraph_and_each_stays_accounted_for():
    article = by_name("provincial-wrapped").extract()
    assert article.paragraphs[0].text.endswith("chờ từ tờ mờ sáng.")
    assert sum(line.kind is LineKind.BODY for line in article.lines) == 23
    assert len(article.paragraphs) == 7


def test_lines_that_stop_short_of_the_width_go_on_in_small_letters():
    wrapped = (
        "Ngày 9-10, Ban Quản lý dự án đường sắt cho biết đã hoàn",
        "thành giải phóng mặt bằng 70% diện tích đất phục vụ dự án",
        "đường sắt Lào Cai - Hà Nội - Hải Phòng. Tuyến đường có",
        "tổng chiều dài hơn 390km, tổng mức đầu tư khoảng 203.000",
        "tỉ đồng. Theo ông Trần Thiện Cảnh, giám đốc ban, chủ",
        "đầu tư dự án, tuyến này sẽ nối với đường sắt Trung Quốc",
        "qua cầu sông Hồng. Các địa phương sẽ bàn",
        "giao mặt bằng cho chủ đầu tư trước ngày 30-11 năm nay.",
    )
    article = extract(f"{TITLE}\n\n" + "\n".join(wrapped), id="x")
    assert [paragraph.text for paragraph in article.paragraphs] == [" ".join(wrapped)]


def test_a_line_broken_inside_a_sentence_is_joined_without_a_space_before_the_comma():
    article = page_of(
        TITLE, "Sáng nay, Thứ trưởng Đặng Quốc Khải\n, cùng đoàn công tác, đã tới Hà Nội."
    )
    joined = "Sáng nay, Thứ trưởng Đặng Quốc Khải, cùng đoàn công tác, đã tới Hà Nội."
    assert [joined] == [paragraph.text for paragraph in article.paragraphs]


def test_a_page_without_a_title_has_none():
    assert extract(f"09/09/2021 17:38\n{LEAD}\n{SECOND}", id="x").title is None


def test_a_caption_said_twice_is_listed_once_and_both_lines_are_captions():
    caption = "Quang cảnh buổi tiếp."
    article = page_of(TITLE, LEAD, caption, caption, SECOND)
    assert (caption,) == article.captions
    assert sum(line.kind is LineKind.CAPTION for line in article.lines) == 2


@pytest.mark.parametrize(
    "caption",
    [
        "Đại tướng Trịnh Hữu Phúc và Ngài Bounthan Sisavath tại buổi tiếp. Ảnh: TUẤN KIỆT",
        "Người dân xếp hàng nhận nước sạch tại trại tị nạn, ngày 17-8. (Ảnh: THX/TTXVN)",
        "Tàu khu trục của Hải quân Hoàng gia Anh. (Nguồn: Sky News)",
        "Ảnh minh họa",
        "Nguyễn Hà Phan - Ảnh: TRƯỜNG SƠN",
        "Các đại biểu chụp ảnh lưu niệm",
        "Trung tướng Hà Sỹ Chiến (bên phải) trao quà lưu niệm tặng Trung tướng Wolfgang Steinmeyer",
    ],
)
def test_captions_are_told_from_text(caption):
    article = page_of(TITLE, LEAD, caption, SECOND)
    assert (caption,) == article.captions
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND]


@pytest.mark.parametrize(
    "sentence",
    [
        "Đây cũng là chuyến thăm Ấn Độ đầu tiên của ông trên cương vị mới.",
        "Hai bên đã trao đổi thẳng thắn.",
        "“Cánh cửa hợp tác luôn rộng mở”, ông nói.",
        "Đối thoại lần thứ 12 sẽ diễn ra tại Seoul.",
        "Tăng cường hợp tác song phương",
        "- Mở rộng hợp tác đào tạo;",
    ],
)
def test_short_lines_of_the_text_are_no_captions(sentence):
    assert LineKind.BODY is kind_of(page_of(TITLE, LEAD, sentence, SECOND), sentence)


@pytest.mark.parametrize(
    ("credit", "byline"),
    [
        ("Theo TTXVN", "Theo TTXVN"),
        ("(Theo TTXVN)", "(Theo TTXVN)"),
        ("Tin, ảnh: HOÀNG LÂM", "Tin, ảnh: HOÀNG LÂM"),
        ("Bài và ảnh: TRẦN ĐỨC LƯƠNG", "Bài và ảnh: TRẦN ĐỨC LƯƠNG"),
        ("Nguồn: https://www.qdnd.vn/tin-1", "Nguồn: https://www.qdnd.vn/tin-1"),
        ("Minh Tuấn |", "Minh Tuấn"),
        ("NGỌC HÂN (theo TTXVN)", "NGỌC HÂN (theo TTXVN)"),
        ("PV/VOV.VN", "PV/VOV.VN"),
        ("Tác giả: Hà An", "Hà An"),
        ("Minh Vân thực hiện", "Minh Vân thực hiện"),
        ("Minh Vân (thực hiện)", "Minh Vân (thực hiện)"),
        ("Bút ký của LÊ HOÀNG", "Bút ký của LÊ HOÀNG"),
        ("Phạm Tuân - Ảnh: Quốc Huy", "Phạm Tuân - Ảnh: Quốc Huy"),
    ],
)
def test_bylines_are_read_under_the_text(credit, byline):
    article = page_of(TITLE, LEAD, SECOND, credit)
    assert LineKind.BYLINE is kind_of(article, credit)
    assert byline == article.byline


def test_buttons_and_accounts_beside_the_author_are_no_bylines():
    buttons = ("Theo dõi", "Dân trí trên Google News", "admin")
    article = page_of(TITLE, "10/12/2018", "Dương Nguyên", *buttons, LEAD, SECOND)
    assert article.byline == "Dương Nguyên"
    assert {LineKind.FURNITURE} == {kind_of(article, button) for button in buttons}


def test_an_account_that_markup_calls_the_author_is_none():
    page = f'<h1>{TITLE}</h1><p class="author">admin</p><p>{LEAD}</p><p>{SECOND}</p>'
    assert extract(page, id="x").byline is None


def test_an_author_by_markup_under_a_list_of_stories_is_the_byline():
    stories = '<ul class="list-news"><li><a>Vì sao bão đi nhanh?</a></li></ul>'
    author = '<p class="author_mail"><strong>Gia Chính - Phạm Linh</strong></p>'
    page = f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p>{stories}{author}"
    assert extract(page, id="x").byline == "Gia Chính - Phạm Linh"


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize(
    "lines",
    [
        ("Theo bà con xã đảo",),
        ("Reuters và cuộc đua tin tức",),
        ("Ông Trịnh Hữu Phúc", "Giám đốc Sở Công Thương"),
    ],
)
def test_what_reads_like_a_credit_over_more_text_does_not_end_it(lines, form):
    text = (LEAD, SECOND, *lines, THIRD, FOURTH)
    page = "\n\n".join((TITLE, "10/12/2018", *text, "Tấn Chí"))
    if form == "html":
        paragraphs = "".join(f"<p>{line}</p>" for line in text)
        page = f"<h1>{TITLE}</h1><time>10/12/2018</time>{paragraphs}<p><b>Tấn Chí</b></p>"
    article = extract(page, id="x", form=form)
    paragraphs = [paragraph.text for paragraph in article.paragraphs]
    assert paragraphs[:2] == [LEAD, SECOND]
    assert paragraphs[-2:] == [THIRD, FOURTH]
    assert article.byline == "Tấn Chí"


@pytest.mark.parametrize("heading", ["NGUYÊN NHÂN", "KẾT QUẢ", "QUYẾT ĐỊNH:"])
def test_headings_in_capitals_within_the_text_are_body(heading):
    article = page_of(TITLE, "10/12/2018", LEAD, SECOND, heading, THIRD, "Tấn Chí")
    paragraphs = [paragraph.text for paragraph in article.paragraphs]
    assert paragraphs == [LEAD, SECOND, heading, THIRD]
    assert article.byline == "Tấn Chí"


@pytest.mark.parametrize("masthead", ["BỘ NGOẠI GIAO", "CÔNG AN TỈNH HÀ TĨNH", "TP.HCM"])
def test_an_institution_over_the_title_is_no_author(masthead):
    assert page_of(masthead, TITLE, "10/12/2018", LEAD, SECOND, "Tấn Chí").byline == "Tấn Chí"


@pytest.mark.parametrize("masthead", ["Tiền Phong", "LAO ĐỘNG", "Thanh Niên", "VTV", "QĐND Online"])
def test_a_papers_name_over_the_title_is_its_masthead(masthead):
    article = page_of(masthead, TITLE, "10/12/2018", LEAD, SECOND, "Tấn Chí")
    assert LineKind.SITE is kind_of(article, masthead)
    assert article.byline == "Tấn Chí"


@pytest.mark.parametrize("line", ["Minh Anh - 10/12/2018", "Đăng bởi: Minh Anh - Ngày: 10/12/2018"])
def test_an_author_beside_the_date_is_the_byline(line):
    article = page_of(TITLE, line, LEAD, SECOND)
    assert (article.byline, article.published) == ("Minh Anh", date(2018, 12, 10))


def test_a_signature_over_another_story_ends_the_text():
    other = "Đà Nẵng đón mười triệu lượt khách trong tám tháng"
    article = page_of(TITLE, LEAD, SECOND, "Theo TTXVN", other, THIRD, FOURTH)
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND]
    assert article.byline == "Theo TTXVN"


def test_the_source_of_a_figure_within_the_text_is_a_caption():
    article = page_of(TITLE, LEAD, SECOND, "Nguồn: Bộ Công Thương", THIRD, FOURTH)
    assert LineKind.CAPTION is kind_of(article, "Nguồn: Bộ Công Thương")
    assert article.byline is None


@pytest.mark.parametrize(
    "credit", ["Nguồn: Tổng cục Thống kê", "(Theo Reuters)", "TTXVN", "Thực hiện: Minh Anh"]
)
def test_a_credit_over_the_last_paragraph_does_not_end_the_text(credit):
    article = page_of(TITLE, "10/12/2018", LEAD, SECOND, credit, THIRD, "Tấn Chí")
    paragraphs = [paragraph.text for paragraph in article.paragraphs if paragraph.text != credit]
    assert paragraphs == [LEAD, SECOND, THIRD]
    assert article.byline == "Tấn Chí"


@pytest.mark.parametrize("count", [2, 9])
def test_a_list_under_a_short_line_ends_an_article(count):
    items = [f"- {number} quả trứng" for number in range(1, count + 1)]
    lines = ("Nguyên liệu cho một phần:", *items)
    article = page_of(TITLE, "10/12/2018", LEAD, SECOND, *lines, "Mai Phương", "Theo Healthline")
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND, *lines]
    assert article.byline == "Mai Phương\nTheo Healthline"


def test_a_list_under_the_author_is_no_text():
    lines = ("Tin cùng chuyên mục:", "- Giá gạo lập đỉnh", "- Giá vàng giảm sâu")
    article = page_of(TITLE, "10/12/2018", LEAD, SECOND, "Mai Phương", *lines)
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND]


@pytest.mark.parametrize(
    "sentences",
    [
        ("Tổng Biên tập Báo Nhân Dân Lê Quốc Minh cho rằng báo chí cần đổi mới mạnh mẽ hơn nữa.",),
        ("Theo dõi diễn biến trên Biển Đông, các địa phương ven biển đã gọi tàu thuyền vào bờ.",),
        ("Chịu trách nhiệm về vụ việc, giám đốc công ty đã xin lỗi gia đình các nạn nhân.",),
        (
            "► Giao thông: cấm xe tải trên các tuyến đường trung tâm từ 6 giờ đến 22 giờ.",
            "► An ninh: lực lượng công an túc trực tại các chốt trong ba ngày diễn ra lễ hội.",
        ),
    ],
)
def test_sentences_of_the_text_may_open_with_words_of_furniture(sentences):
    article = page_of(TITLE, LEAD, *sentences, SECOND)
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, *sentences, SECOND]


OPENINGS = (
    "Tổng Biên tập Báo Nhân Dân Lê Quốc Minh chiều 14/3 đã tiếp Đại sứ Lào tại Việt Nam.",
    "Mã số thuế cá nhân sẽ được thay bằng số định danh từ ngày 1/7 năm nay.",
    "Tải ứng dụng lạ theo lời kẻ giả danh công an, một người phụ nữ mất 500 triệu đồng.",
)


@pytest.mark.parametrize("sentence", OPENINGS)
def test_the_first_and_the_last_sentence_may_open_with_words_of_furniture(sentence):
    first = page_of(TITLE, "14/03/2024 15:22", sentence, LEAD, SECOND, "Tấn Chí")
    last = page_of(TITLE, "14/03/2024 15:22", LEAD, SECOND, sentence, "Tấn Chí")
    assert [paragraph.text for paragraph in first.paragraphs] == [sentence, LEAD, SECOND]
    assert [paragraph.text for paragraph in last.paragraphs] == [LEAD, SECOND, sentence]


@pytest.mark.parametrize(
    "line",
    [
        "Theo dõi Báo Mới trên Google News để cập nhật những tin tức mới nhất.",
        "Giấy phép hoạt động báo chí số 1818 do Bộ Thông tin và Truyền thông cấp.",
    ],
)
def test_the_site_speaking_under_the_text_stays_out(line):
    article = page_of(TITLE, "14/03/2024 15:22", LEAD, SECOND, line, "Trang chủ", "Liên hệ")
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "* Mời bạn đọc theo dõi các tin, bài mới nhất về quốc phòng trên trang của chúng tôi.",
        "Xem thêm: Hai nước sẽ sớm ký bản ghi nhớ về công nghiệp quốc phòng trong năm nay.",
        "Bản quyền thuộc về Báo Mới, nghiêm cấm sao chép dưới mọi hình thức khi chưa cho phép.",
    ],
)
def test_the_site_speaking_to_its_readers_within_the_text_stays_out(line):
    article = page_of(TITLE, LEAD, line, SECOND)
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND]


def test_numbered_headings_over_the_first_paragraph_are_text():
    article = page_of(TITLE, "10/12/2018", "I. MỤC ĐÍCH", "1. Yêu cầu chung", LEAD, SECOND)
    paragraphs = [paragraph.text for paragraph in article.paragraphs]
    assert paragraphs == ["I. MỤC ĐÍCH", "1. Yêu cầu chung", LEAD, SECOND]


def test_an_agency_tag_stays_in_the_body():
    article = page_of(TITLE, f"(TTXVN) - {LEAD}", SECOND)
    assert article.paragraphs[0].text == f"(TTXVN) - {LEAD}"
    assert article.byline is None


@pytest.mark.parametrize(
    "stamp",
    ["Thứ hai, 10/12/2018, 14:17 (GMT+7)", "Cập nhật: 10-12-2018 | 14:17:13", "10.12.2018"],
)
def test_the_date_of_publication_is_read(stamp):
    assert date(2018, 12, 10) == page_of(TITLE, stamp, LEAD, SECOND).published


def test_the_date_of_publication_wins_over_that_of_an_update():
    article = page_of(TITLE, "Cập nhật: 12/12/2018", "Đăng lúc: 10/12/2018", LEAD, SECOND)
    assert date(2018, 12, 10) == article.published


def test_todays_date_above_the_menu_is_not_the_articles():
    article = page_of(
        "Chủ nhật, 22/07/2018", "Trang chủ", TITLE, "02/07/2018 | 17:25", LEAD, SECOND
    )
    assert date(2018, 7, 2) == article.published


@pytest.mark.parametrize(
    "teasers",
    [
        ("Tin liên quan", "NATO cân nhắc phản ứng vũ trang", "14:31 14/10/2025"),
        ("Bốn nước ký thỏa thuận về rừng ngập mặn ven biển", "2 giờ trước"),
        ("Ngày 16/9/2025, Phó Thủ tướng đã gặp đoàn đại biểu cấp cao nước bạn...", "16/09/2025"),
        (
            "Cháy chợ ở Praha: 112 gian hàng bị thiêu rụi",
            "Đám cháy chợ ở Praha lúc rạng sáng đã khiến 112 gian hàng bị thiêu rụi, không có thương vong.",
        ),
    ],
    ids=["under a heading", "dated", "cut off", "with a standfirst only"],
)
def test_teasers_of_other_stories_stay_out_of_the_body(teasers):
    article = page_of(TITLE, "10/12/2018", LEAD, SECOND, "Tấn Chí", *teasers)
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND]
    assert LineKind.RELATED is article.lines[-1].kind


def test_a_box_of_other_stories_within_the_text_does_not_end_it():
    headline = "Tìm thấy bom còn nguyên kíp nổ dưới móng nhà dân"
    article = page_of(TITLE, LEAD, "Đọc thêm", headline, SECOND)
    assert LineKind.RELATED is kind_of(article, headline)
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND]


INTERVIEWED = (
    "Cải cách tiền lương: Đại biểu Quốc hội nói gì?",
    "21/05/2024 14:00",
    "Bên hành lang Quốc hội, các đại biểu chia sẻ kỳ vọng về cải cách tiền lương từ 1/7.",
    "Đại biểu Trần Văn Lâm (Bắc Giang): Phải kiểm soát giá",
    "Tôi cho rằng tăng lương phải đi đôi với kiểm soát giá cả, nếu không người dân không được lợi.",
    "Đại biểu Phạm Văn Hòa (Đồng Tháp): Tinh giản bộ máy",
    "Muốn có nguồn thì phải tinh giản. Bộ máy cồng kềnh thì không ngân sách nào chịu nổi.",
)
DATED_TEASERS = (
    "Giá gạo xuất khẩu lập đỉnh mới",
    "20/05/2024",
    "Giá gạo xuất khẩu của Việt Nam lập đỉnh mới trong phiên giao dịch sáng 20/5.",
    "Cháy chợ ở Praha thiêu rụi hơn trăm gian hàng",
    "19/05/2024",
    "Đám cháy chợ ở Praha thiêu rụi hơn trăm gian hàng, chưa có thông tin thương vong.",
)


@pytest.mark.parametrize("teasers", [(), DATED_TEASERS], ids=["alone", "under teasers"])
def test_a_dated_headline_with_a_lead_wins_over_a_subheading(teasers):
    article = page_of(*teasers, *INTERVIEWED, "Hoài Thu (ghi)")
    assert (article.title, article.published) == (INTERVIEWED[0], date(2024, 5, 21))
    paragraphs = [paragraph.text for paragraph in article.paragraphs]
    assert paragraphs[0] == INTERVIEWED[2]
    assert paragraphs[-1] == INTERVIEWED[-1]


def test_dated_teasers_over_an_article_do_not_take_its_place():
    article = page_of(*DATED_TEASERS, TITLE, "10/12/2018", LEAD, SECOND, THIRD, "Tấn Chí")
    assert (article.title, article.published) == (TITLE, date(2018, 12, 10))
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, SECOND, THIRD]


@pytest.mark.parametrize(
    ("headline", "lead"),
    [
        (
            "Video: Xe tải mất phanh lao xuống đèo Bảo Lộc",
            "Chiếc xe tải mất phanh lao xuống đèo Bảo Lộc chiều 14/3, rất may không có ai bị thương.",
        ),
        (
            "Tổng Biên tập Báo Nhân Dân tiếp Đại sứ Lào tại Việt Nam",
            "Chiều 14/3, đồng chí Lê Quốc Minh đã tiếp Đại sứ Lào tại Việt Nam đến chào từ biệt.",
        ),
        (
            "Mã số thuế cá nhân sẽ được thay bằng số định danh",
            "Từ 1/7, hơn 70 triệu mã số thuế cá nhân được thay bằng số định danh trên thẻ căn cước.",
        ),
        (
            "Báo Mỹ ca ngợi phở và bánh mì Việt Nam",
            "Tờ báo xếp phở và bánh mì vào những món ăn đường phố ngon nhất mà du khách nên thử.",
        ),
        (
            "Tải ứng dụng lạ, người phụ nữ mất 500 triệu đồng",
            "Một người phụ nữ mất 500 triệu đồng sau khi làm theo lời kẻ giả danh công an phường.",
        ),
    ],
)
def test_a_headline_may_open_with_words_of_furniture(headline, lead):
    page = ("Thời sự", headline, "14/03/2024 15:22", lead, SECOND, THIRD, "Minh Anh")
    article = page_of(*page, "Tin liên quan", "Hà Nội cấm đường phục vụ lễ hội")
    assert (article.title, article.byline) == (headline, "Minh Anh")
    assert [paragraph.text for paragraph in article.paragraphs] == [lead, SECOND, THIRD]


@pytest.mark.parametrize(
    "line",
    [
        "Theo dõi Báo Mới trên Google News",
        "Tổng Biên tập: Thiếu tướng ĐOÀN MINH NHẬT",
        "Đường dây nóng: 024.3747.1748 - 0913.204.586 - 0913.204.587",
    ],
)
def test_the_site_speaking_beside_the_date_is_no_title(line):
    assert page_of(line, "10/12/2018", LEAD, SECOND, THIRD).title is None
    assert page_of(TITLE, "10/12/2018", line, LEAD, SECOND, THIRD).title == TITLE


def test_headlines_under_a_heading_over_the_text_are_related():
    headline = "Đường sắt thay đổi giờ tàu giữa Huế và Đà Nẵng từ tuần sau"
    lines = (TITLE, "10/12/2018", "Tin liên quan", headline, LEAD, SECOND)
    assert LineKind.RELATED is kind_of(page_of(*lines), headline)


def test_metadata_give_the_title_where_no_line_does():
    page = f"""<html><head><meta property="og:title" content="{TITLE} - Báo Mới">
    <meta property="article:published_time" content="2024-05-02T08:00:00+07:00"></head>
    <body><p>{LEAD}</p><p>{SECOND}</p></body></html>"""
    article = extract(page, id="x")
    assert (TITLE, date(2024, 5, 2)) == (article.title, article.published)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024-04-24T23:30:00+00:00", date(2024, 4, 25)),
        ("2024-04-24T23:30:00Z", date(2024, 4, 25)),
        ("2024-04-24T16:59:59Z", date(2024, 4, 24)),
        ("2024-04-24T23:30:00+07:00", date(2024, 4, 24)),
        ("2024-04-24T23:30:00", date(2024, 4, 24)),
        ("0001-01-01T00:00:00+10:00", None),
    ],
)
def test_the_day_in_metadata_is_the_day_in_vietnam(said, day):
    page = f"""<html><head><meta property="article:published_time" content="{said}"></head>
    <body><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></body></html>"""
    assert extract(page, id="x").published == day


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ('{title}<time datetime="2025-03-05T23:00:00Z">2 giờ trước</time>', date(2025, 3, 6)),
        ('{title}<time datetime="2025-03-06">05/03/2025</time>', date(2025, 3, 5)),
        ('<time datetime="2025-03-06T10:00:00+07:00">1 phút trước</time>{title}', None),
        ("{title}<time>2 giờ trước</time>", None),
    ],
)
def test_a_relative_time_under_the_title_is_read_in_figures(header, day):
    title = header.format(title=f"<h1>{TITLE}</h1>")
    assert extract(f"{title}<p>{LEAD}</p><p>{SECOND}</p>", id="x").published == day


def test_a_relative_time_under_the_text_is_not_the_articles():
    time = '<time datetime="2025-03-05T10:00:00+07:00">2 giờ trước</time>'
    page = f"<h1>{TITLE}</h1>" + f"<p>{LEAD}</p><p>{SECOND}</p>" * 3 + time
    assert extract(page, id="x").published is None


@pytest.mark.parametrize("deep", ["[" * 2_000 + "]" * 2_000, "[" * 150_000])
def test_metadata_nested_without_end_say_nothing(deep):
    page = f"""<html><head><script type="application/ld+json">{deep}</script></head>
    <body><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></body></html>"""
    assert extract(page, id="x").title == TITLE


def test_items_of_a_list_in_markup_stay_apart():
    items = [
        "mở rộng hợp tác đào tạo cán bộ giữa hai nước",
        "trao đổi đoàn các cấp, nhất là cấp cao",
    ]
    markup = "".join(f"<li>{item}</li>" for item in items)
    page = f"<h1>{TITLE}</h1><p>{LEAD}</p><ul>{markup}</ul><p>{SECOND}</p>"
    article = extract(page, id="x", form="html")
    assert [paragraph.text for paragraph in article.paragraphs] == [LEAD, *items, SECOND]


def test_a_headline_alone_is_text():
    assert [paragraph.text for paragraph in page_of(TITLE).paragraphs] == [TITLE]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("  \n \n", "no text"),
        ("Trang chủ\nThời sự\nThế giới\nKinh tế\nVăn hóa", "no article on the page, only 5 furn"),
    ],
)
def test_a_page_without_an_article_is_refused_with_what_was_found(page, reason):
    with pytest.raises(ExtractionError, match=f"^x: {reason}"):
        extract(page, id="x")


@pytest.mark.parametrize(
    "page", ["\n", "<html></html>", "Trang chủ\nThời sự\nThế giới", "A cat. " * 9]
)
def test_a_page_is_refused_by_the_name_it_was_given(page):
    with pytest.raises(ExtractionError, match=r"^folder/x\.txt: (?!x)"):
        extract(page, id="x", name="folder/x.txt")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The minister received his South Korean counterpart on Thursday in Hanoi, and the two "
            "sides agreed to step up their cooperation in the years to come.",
            "en",
        ),
        ("国防部长周四在河内会见了韩国国防部副部长，双方就加强两国防务合作交换了意见。", "zh"),
    ],
)
def test_an_article_in_another_language_is_refused_by_name(text, language):
    with pytest.raises(WrongLanguage, match=language) as caught:
        extract("\n".join([text] * 4), id="x")
    assert language == caught.value.language


def test_vietnamese_without_diacritics_is_accepted():
    page = (
        "Sang nay, Thu truong Bo Quoc phong da tiep ong Han Jae-won nhan dip sang tham Viet Nam.\n"
        "Hai ben nhat tri som hoan tat dam phan ban ghi nho ve hop tac cong nghiep quoc phong."
    )
    assert len(extract(page, id="x").paragraphs) == 2


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("<html><body><p>Xin chào</p></body></html>", "html"),
        ("<p>Một</p><p>Hai</p>", "html"),
        ("Giá < 5 và > 3, xem <đây>", "text"),
        ("Thẻ <p> là thẻ đoạn văn.", "text"),
    ],
)
def test_the_form_of_a_page_is_told_by_its_tags(page, form):
    assert form == sniff(page)


WORDS = st.sampled_from(
    [TITLE, LEAD, SECOND, "Tin liên quan", "Bình luận (0)", "10/12/2018 14:17", "Tấn Chí", "|", "…"]
)


@given(st.lists(WORDS | st.text(max_size=40), max_size=25).map("\n".join))
def test_any_text_gives_an_article_with_all_its_lines_or_a_typed_error(page):
    try:
        article = extract(page, id="x", form="text")
    except ServiceError:
        return
    lines = unicodedata.normalize("NFC", page).splitlines()
    visible = [line.strip() for line in lines if line.strip()]
    assert [line.text for line in article.lines if line.text] == [
        line for line in visible if line in {kept.text for kept in article.lines}
    ]
    assert article.paragraphs


@given(st.text(alphabet="<>/pdivabr=\"' &;ệx\n", max_size=200))
def test_any_markup_gives_an_article_or_a_typed_error(page):
    try:
        extract(page, id="x", form="html")
    except ServiceError:
        return
