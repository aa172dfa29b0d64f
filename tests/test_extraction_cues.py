"""What lines of a page give themselves away as."""

from __future__ import annotations

import pytest

from service.extraction.captions import caption_score
from service.extraction.cues import Cue, read_cue
from service.extraction.names import looks_like_name, looks_like_section


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("Tin liên quan", Cue.RELATED_HEADING),
        ("TIN XEM NHIỀU:", Cue.RELATED_HEADING),
        ("Bài viết tương tự:", Cue.RELATED_HEADING),
        ("Các tin cũ hơn", Cue.RELATED_HEADING),
        ("Có thể bạn quan tâm", Cue.RELATED_HEADING),
        (">>> Xem thêm: Vì sao châu Âu lo ngại thiếu đạn pháo?", Cue.RELATED_LINK),
        ("Bình luận (0)", Cue.COMMENTS),
        ("Gửi bình luận", Cue.COMMENTS),
        ("Chia sẻ bài viết", Cue.FURNITURE),
        ("Facebook Zalo Email Copy link", Cue.FURNITURE),
        ("In bài | Gửi mail | Lưu bài", Cue.FURNITURE),
        ("Quay lên trên", Cue.FURNITURE),
        ("Chọn chuyên mục", Cue.FURNITURE),
        ("Thống kê truy cập website", Cue.FURNITURE),
        ("Trở lại trang trước", Cue.FURNITURE),
        ("Báo Sài Gòn Giải Phóng", Cue.SITE),
        ("Từ khóa: NATO, Ukraine, viện trợ", Cue.FURNITURE),
        ("Vui lòng gõ tiếng Việt có dấu", Cue.FURNITURE),
        ("* Mời bạn đọc vào chuyên mục Đối ngoại xem các tin, bài liên quan.", Cue.FURNITURE),
        ("intNumViewTotal=3004", Cue.FURNITURE),
        ("76611 lượt xem", Cue.COUNTER),
        ("Lượt xem: 1.532", Cue.COUNTER),
        ("Giấy phép số 218/GP-BTTTT do Bộ Thông tin và Truyền thông cấp.", Cue.SITE),
        ("© Báo điện tử giữ bản quyền nội dung trên website này.", Cue.SITE),
        ("Tổng biên tập: Thiếu tướng ĐOÀN MINH NHẬT", Cue.SITE),
        ("Đường dây nóng: 024.3747.1748 - 0913.204.586", Cue.SITE),
        ("Quân khu 7 Online", Cue.SITE),
        ("Quốc phòng - An ninh > Đối ngoại Quốc phòng", Cue.SECTION),
        ("Theo TTXVN", Cue.CREDIT),
        ("Tin, ảnh: HOÀNG YẾN - QUANG KHẢI", Cue.CREDIT),
        ("Minh Thu (P/v TTXVN tại Berlin)", Cue.CREDIT),
        ("(TTXVN/Vietnam+)", Cue.CREDIT),
        ("Thanh Niên", Cue.CREDIT),
        ("Lao động (theo Reuters)", Cue.CREDIT),
        ("Nguồn tin: Bộ Y tế", Cue.CREDIT),
        ("Lễ ký Bản ghi nhớ. Ảnh: VIỆT CƯỜNG", Cue.CAPTION),
        ("Người dân chờ nhận nước sạch, ngày 17-8. (Ảnh: THX/TTXVN)", Cue.CAPTION),
        ("Ảnh minh họa: Internet", Cue.CAPTION),
        ("Giá cà phê lập đỉnh, vì sao nông dân chưa vui? - Ảnh 1.", Cue.CAPTION),
        ("Học sinh cần được học bơi trước khi học chữ - Ảnh 12", Cue.CAPTION),
        (
            "Bạn đang đọc bài viết Xuất khẩu tôm tăng gấp ba tại chuyên mục Thương mại của Báo Mới.",
            Cue.FURNITURE,
        ),
    ],
)
def test_furniture_and_credits_are_known_by_their_words(line, cue):
    assert cue is read_cue(line)


@pytest.mark.parametrize(
    "line",
    [
        "Theo Bộ Quốc phòng, hai bên nhất trí sớm ký kết bản ghi nhớ trong quý III.",
        "Theo dấu chân Bác Hồ ở Quảng Châu, Côn Minh",
        "Theo dòng lịch sử",
        "Thanh niên tình nguyện vì cộng đồng",
        "Nhân dân làm chủ",
        "Thống kê thiệt hại ban đầu",
        "Chọn trường nào cho con?",
        "Báo động đỏ ở vùng lũ",
        "Trở lại chiến trường xưa",
        "Nguồn cung: vẫn khan hiếm",
        "PV: Thưa bác sĩ, vì sao dịch năm nay đến sớm như vậy?",
        "Cơ quan quản lý tình trạng khẩn cấp đã điều 1.500 nhân viên tới hiện trường.",
        "Giấy phép có thời hạn 36 tháng, kèm điều kiện về dữ liệu.",
        "Bạn đang đọc một cuốn sách hay.",
        "Ban tổ chức trao giải cho tác giả của bức ảnh 1968.",
        "Ông chia sẻ rằng bà con rất phấn khởi.",
        "Giá xuất khẩu bình quân đạt 627 USD/tấn.",
        "Hàn - Triều nối lại đường dây nóng quân sự",
        "Tăng cường hợp tác hải quân Việt Nam - Indonesia",
    ],
)
def test_running_text_and_headlines_give_no_cue(line):
    assert read_cue(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Tấn Chí", True),
        ("ĐỖ TÙNG", True),
        ("HÀ ANH - MINH ĐỨC", True),
        ("Nguyễn Thị Kim Oanh", True),
        ("N.V.H", True),
        ("Thời sự", False),
        ("THẾ GIỚI", False),
        ("Hà Nội", False),
        ("Quý II", False),
        ("I. MỤC TIÊU", False),
        ("III. Phương Hướng", False),
        ("VỀ MIỀN ĐẤT KHÁT", False),
        ("TIN VẮN", False),
        ("THÔNG CÁO BÁO CHÍ", False),
        ("NGƯỜI GIỮ LỬA", False),
        ("ĐỖ VĂN NGỘI", True),
        ("Lễ ký kết", False),
        ("Lữ đoàn 125", False),
        ("Nguyễn Văn Lâm:", False),
        ("QUYẾT ĐỊNH", False),
        ("THỦ TƯỚNG CHÍNH PHỦ", False),
        ("NGUYÊN NHÂN", False),
        ("KẾT QUẢ", False),
        ("BỘ NGOẠI GIAO", False),
        ("CÔNG AN TỈNH HÀ TĨNH", False),
        ("UBND HUYỆN BẮC HÀ", False),
        ("NGUYỄN VĂN BỘ", True),
        ("TRẦN CÔNG AN", True),
        ("Trần Quốc Hội", True),
        ("LÊ NGUYÊN NHÂN", True),
        ("TP.HCM", False),
        ("V.League", False),
        ("T.Sơn", True),
        ("Th.Hà", True),
        ("T.LŨY", True),
        ("T.H.", True),
        ("N.Đ", True),
    ],
)
def test_names_of_people_are_told_from_places_and_sections(line, name):
    assert name is looks_like_name(line)


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Thời sự", True),
        ("Quốc phòng - An ninh", True),
        ("Đối ngoại Quốc phòng", True),
        ("Tấn Chí", False),
        ("Thời sự nóng bỏng nhất", False),
    ],
)
def test_sections_are_known_by_name(line, section):
    assert section is looks_like_section(line)


def test_a_caption_scores_above_a_sentence_that_argues():
    caption = "Đại tướng Phan Văn Giang và Ngài Kim Seon Ho tại buổi tiếp."
    sentence = "Ông khẳng định, đây là cơ hội tốt để hai bên đánh giá lại tình hình hợp tác."
    assert caption_score(caption) > 2.5 > 0.0 > caption_score(sentence)


def test_a_line_of_one_endless_word_gives_no_cue():
    assert read_cue("a" * 1_000_000) is None
