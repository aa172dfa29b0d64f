"""Sentences as a model is given them."""

from __future__ import annotations

import pytest

from service.wording import as_given
from service.wording.clock_times import as_said
from service.wording.date_ranges import spelled_out


@pytest.mark.parametrize(
    ("printed", "given"),
    [
        ("Bộ CHQS tỉnh họp.", "Bộ Chỉ huy Quân sự tỉnh họp."),
        ("UBND TP họp.", "UBND thành phố họp."),
        ("NSND Lan Hương hát.", "Nghệ sĩ nhân dân Lan Hương hát."),
        ("CSGT phạt 20 xe.", "Cảnh sát giao thông phạt 20 xe."),
        ("Theo Bộ GD-ĐT, T.Ư đồng ý.", "Theo Bộ Giáo dục và Đào tạo, Trung ương đồng ý."),
        ("Bộ VH-TT&DL lên tiếng.", "Bộ Văn hóa, Thể thao và Du lịch lên tiếng."),
        ("UBND H.Kỳ Sơn họp.", "UBND huyện Ky Son họp."),
        ("Tại H.Ý Yên có mưa.", "Tại huyện Y Yen có mưa."),
        ("Công an Q.1 và P.25.", "Công an quận 1 và phường 25."),
        (
            "TX.Bến Cát, TP.Vinh và TP Hà Nội.",
            "Thị xã Ben Cat, thành phố Vinh và thành phố Hà Nội.",
        ),
        ("P.Chủ tịch và Q. Giám đốc.", "Phó Chủ tịch và Quyền Giám đốc."),
        ("BS Khoa ở BV Chợ Rẫy.", "Bác sĩ Khoa ở Bệnh viện Cho Ray."),
        ("Tai nạn trên QL1A.", "Tai nạn trên quốc lộ 1A."),
        ("Nguyễn Văn T. (SN 1998) bị bắt.", "Nguyễn Văn T. (sinh năm 1998) bị bắt."),
        ("Giá 500.000đ/kg.", "Giá 500.000 đồng/kg."),
        ("Hỗ trợ 5tr đồng và 3 HCV.", "Hỗ trợ 5 triệu đồng và 3 huy chương vàng."),
        ("Đêm 1.10 đến sáng 2.10, mưa lớn.", "Đêm 1/10 đến sáng 2/10, mưa lớn."),
        ("Từ 1.4.2024, giá tăng.", "Từ 1/4/2024, giá tăng."),
        ("Nghỉ lễ 30.4 - 1.5.", "Nghỉ lễ 30/4 - 1/5."),
        ("Giao ông Quang chỉ đạo./.", "Giao ông Quang chỉ đạo."),
        ("Xin-ga-po, Bê-la-rút và Xri Lan-ca.", "Singapore, Belarus và Sri Lanka."),
        ("Ở Inđônêxia và Ô-Xtrây-Li-A.", "Ở Indonesia và Australia."),
        ("Tổng thống Pu-tin rời Mát-xcơ-va.", "Tổng thống Putin rời Moscow."),
        ("Chủ tịch Trung Quốc Tập Cận Bình.", "Chủ tịch Trung Quốc Xi Jinping."),
        ("Ngoại trưởng Trung Quốc Vương Nghị.", "Ngoại trưởng Trung Quốc Wang Yi."),
        ("Ông Thoong-lun Xi-xu-lít gặp Hun Ma-nét.", "Ông Thongloun Sisoulith gặp Hun Manet."),
        ("Thành phố Trùng Khánh và Vũ Hán.", "Thành phố Chongqing và Wuhan."),
        ("Tỉnh Hà Nam (Trung Quốc).", "Tỉnh Henan (Trung Quốc)."),
        ("Đ/c Nam ở Đài KTTV.", "Đồng chí Nam ở Đài khí tượng thủy văn."),
        ("Hơn 2 vạn người, hai vạn rưỡi hộ.", "Hơn 20.000 người, 25.000 hộ."),
        ("Có 7,5 vạn lượt.", "Có 75.000 lượt."),
        ("Hàng vạn ngôi nhà đổ.", "Hàng chục nghìn ngôi nhà đổ."),
        ("Được 2 tạ ngô, 1,5 tạ cá và nửa tạ gạo.", "Được 200 kg ngô, 150 kg cá và 50 kg gạo."),
        ("Thu 5-6 tạ, ba yến, 4 lạng thịt.", "Thu 500-600 kg, 30 kg, 400 gam thịt."),
        ("Từ 5 đến 7 tạ cá, 2-3 vạn người.", "Từ 500 đến 700 kg cá, 20.000-30.000 người."),
        ("Giá 6 triệu đồng một tạ.", "Giá 6 triệu đồng mỗi 100 kg."),
        ("Đầu Thế kỷ XX, thế kỉ IX.", "Đầu Thế kỷ 20, thế kỉ 9."),
        ("Quý II và quý III/2025.", "Quý 2 và quý 3/2025."),
        ("Vào thế kỷ XVIII, thế kỷ XIX - XX.", "Vào thế kỷ 18, thế kỷ 19 - 20."),
        ("Thế kỷ 19 và thế kỷ thứ IV, IX và X.", "Thế kỷ 19 và thế kỷ thứ 4, 9 và 10."),
        ("Thập niên 80 của thế kỷ XX.", "Những năm 1980."),
        ("Quý III/2025 và quý I năm 2024.", "Quý 3/2025 và quý 1 năm 2024."),
        (
            "Nhân Ngày Nhà giáo Việt Nam 20/11, họ về.",
            "Nhân Ngày Nhà giáo Việt Nam (ngày 20/11), họ về.",
        ),
        ("Ngày thành lập Đảng 3-2 tới.", "Ngày thành lập Đảng (ngày 3/2) tới."),
        ("BÃO SỐ 5 VÀO ĐẤT LIỀN", "Bão số 5 vào đất liền"),
        ("TỔNG THỐNG BRA-XIN ĐẾN VIỆT NAM", "Tổng thống Brazil đến Việt Nam"),
    ],
)
def test_what_models_have_hardly_read_is_written_out(printed, given):
    assert as_given(printed) == given


@pytest.mark.parametrize(
    "text",
    [
        "TP.HCM và TP HCM có mưa.",
        "Nghị quyết 57-NQ/TW được ban hành.",
        "Ông Lê H.Minh và ông J.P. Morgan.",
        "TT.Thích Minh Phú có mặt.",
        "Vi rút H5N1 và xe X.5.",
        "Lãi suất sáng nay là 3.10% và 2.5 triệu.",
        "Địa chỉ 192.168.1.10 ngày 3.500 lượt.",
        "Anh ấy là BS giỏi, đang học ĐH.",
        "Quỹ KT&ĐN và mã DN.123.",
        "Anh Vương Nghị ở Hà Nam.",
        "Tỉnh Hà Nam và chè Tân Cương.",
        "Máy ghi 5,5 đ và điểm 30.4 mét.",
        "Ông Cu-ba-na và hàng nghìn người.",
        "Vạn sự khởi đầu nan, muôn vạn dặm.",
        "Vua mất 5 lạng vàng, anh cử tạ và nuôi yến.",
        "Thu mười hai tạ thóc, mỗi năm yến đẻ ba lứa.",
        "Chị Năm Yến, bà Ba Yến và ông Hai Tạ.",
        "Nặng 3 lạng 5, kẻ tám lạng người nửa cân.",
        "Ngày Liverpool thắng Arsenal 4-1, ngày Việt Nam có 1/3 số ca.",
        "Kênh Truyền hình Quốc hội và kênh Thể thao.",
        "Cầu Trời khấn Phật, thỉnh cầu Tòa án.",
        "Sông Đa-nuýp và sông Sê-kông.",
        "Bị cáo Thanh Bình, tiền vệ Xuân Trường và Ngô Quyền.",
        "Trưởng bản Giàng A Páo và Chủ tịch xã Nguyễn Văn An.",
        "Nhà xuất bản Kim Đồng.",
        "Tuyến Bến Thành - Suối Tiên.",
        "Trong quý IV, vua Louis XIV và Ngày Chủ nhật 16/11.",
    ],
)
def test_what_is_or_may_be_something_else_stays(text):
    assert as_given(text) == text


def test_terms_of_the_house_stay_as_they_are():
    """A glossary that has "DN" for "Da Nang" finds it in what the model is given."""
    text = "Tỉnh DN và DN khác."
    assert as_given(text, terms=lambda text: [(5, 7)]) == "Tỉnh DN và doanh nghiệp khác."


def test_what_leaves_a_term_as_it_is_may_change_around_it():
    text = "Nhân Ngày Gia đình Việt Nam 28/6, họ về."
    place = text.index("Gia đình Việt Nam")
    given = as_given(text, terms=lambda text: [(place, place + len("Gia đình Việt Nam"))])
    assert given == "Nhân Ngày Gia đình Việt Nam (ngày 28/6), họ về."


@pytest.mark.parametrize(
    ("printed", "given"),
    [
        ("Tại huyện Ý Yên có mưa.", "Tại huyện Y Yen có mưa."),
        ("Huyện Điện Biên Đông họp.", "Huyện Dien Bien Dong họp."),
        ("Các xã Tà Cạ, Hữu Kiệm và Mường Típ.", "Các xã Ta Ca, Huu Kiem và Muong Tip."),
        ("Xã Tà Cạ, Kỳ Sơn (Nghệ An).", "Xã Ta Ca, Ky Son (Nghệ An)."),
        ("UBND huyện Kỳ Sơn Nguyễn Hữu Minh.", "UBND huyện Ky Son Nguyễn Hữu Minh."),
        ("Ở xã Đông Sơn, Nguyễn Văn Bình, 25 tuổi.", "Ở xã Dong Son, Nguyễn Văn Bình, 25 tuổi."),
        ("Tại huyện Cư M'gar.", "Tại huyện Cu M'gar."),
        ("Thành phố Dĩ An.", "Thành phố Di An."),
        ("Phường Trần Hưng Đạo.", "Phường Tran Hung Dao."),
        ("Sông Thương và sông Lục Nam dâng.", "Sông Thuong và sông Luc Nam dâng."),
        ("Cầu Vĩnh Tuy, đèo Khau Phạ.", "Cầu Vinh Tuy, đèo Khau Pha."),
        ("Kênh Nhiêu Lộc - Thị Nghè.", "Kênh Nhieu Loc - Thi Nghe."),
        ("Cao tốc Cam Lộ - La Sơn.", "Cao tốc Cam Lo - La Son."),
        ("Đường Lê Văn Lương ngập.", "Đường Le Van Luong ngập."),
        ("Tại Dĩ An, mưa lớn.", "Tại Di An, mưa lớn."),
        ("Người dân Ứng Hòa đi Mù Cang Chải.", "Người dân Ung Hoa đi Mu Cang Chai."),
        ("Huyện ủy Ứng Hòa Nguyễn Văn Nam.", "Huyện ủy Ung Hoa Nguyễn Văn Nam."),
        ("Bệnh viện Việt Đức cứu sống hai người.", "Bệnh viện Viet Duc cứu sống hai người."),
        ("Ca sĩ Thanh Hà đến Thanh Hà.", "Ca sĩ Thanh Hà đến Thanh Ha."),
    ],
)
def test_places_are_written_as_in_english(printed, given):
    assert as_given(printed) == given


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh Quảng Nam và thành phố Đà Nẵng.",
        "Bản Mông, làng Hòa Bình và xã hội Việt Nam.",
        "Thành phố Vườn và thành phố Châu Âu.",
        "Huyện Mặc Thoát (Trung Quốc).",
        "Ông Nguyễn Ý Yên đến.",
        "Sông Hồng, sông Mê Kông và sông Hằng.",
        "Bà yêu cầu Tổng Thư ký và Bộ Tài nguyên trả lời.",
        "Hội chợ Mùa Xuân và giảng đường Học viện.",
        "Cầu Hữu Nghị và đường Hồ Chí Minh.",
        "Nguyễn Ứng Hòa và bà Dĩ An.",
        "Đường thủy Đức và bán cầu Bắc.",
        "Cầu Cảng Auckland và Nền Văn Minh Lưu Vực Sông Hằng Hà.",
    ],
)
def test_other_names_keep_their_letters(text):
    assert as_given(text) == text


@pytest.mark.parametrize(
    ("printed", "given"),
    [
        ("Họp từ 8-10/9/2021.", "Họp từ ngày 8 đến 10/9/2021."),
        ("Họp từ ngày 8 - 10.9.", "Họp từ ngày 8 đến 10/9."),
        ("Trong 2 ngày 11-12/12, họ họp.", "Trong 2 ngày từ ngày 11 đến 12/12, họ họp."),
        ("Từ 28/2-3/3/2024, có mưa.", "Từ ngày 28/2 đến ngày 3/3/2024, có mưa."),
        ("Nghỉ lễ 30/4-1/5.", "Nghỉ lễ từ ngày 30/4 đến ngày 1/5."),
        ("Tăng từ tháng 8-10/2024.", "Tăng từ tháng 8 đến tháng 10/2024."),
        ("Đêm 8 rạng sáng 9/9 mưa.", "Đêm 8/9 và rạng sáng 9/9 mưa."),
        ("Đêm 30/9, rạng sáng 1/10.", "Đêm 30/9 và rạng sáng 1/10."),
    ],
)
def test_stretches_of_days_are_written_in_their_long_form(printed, given):
    assert as_given(printed) == given


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ số 2-1/3 lần.",
        "Sáng 8-10, họ họp.",
        "Quyết định 12-15/2021/NQ.",
        "Giá 10-12/5 kg, cấp 8-9/12, đạt 8-10/10 điểm.",
        "Ngày 24-4-2024 và ngày 5-6-2024.",
        "Họp từ ngày 8 đến 10/9.",
    ],
)
def test_other_figures_with_strokes_are_no_stretches_of_days(text):
    assert list(spelled_out(text)) == []


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Lúc 15 giờ ngày 17/1, lửa tắt.", "Lúc 3 giờ chiều ngày 17/1, lửa tắt."),
        ("Hồi 22 giờ, bão vào.", "Hồi 10 giờ đêm, bão vào."),
        ("Lúc 12 giờ, chuông reo.", "Lúc 12 giờ trưa, chuông reo."),
        ("Lúc 20 giờ 30 phút cùng ngày.", "Lúc 8 giờ 30 tối cùng ngày."),
        ("Bắt đầu từ 13h15' ngày 2/9.", "Bắt đầu từ 1 giờ 15 chiều ngày 2/9."),
        ("Lúc 15g30 ngày 17-1.", "Lúc 3 giờ 30 chiều ngày 17-1."),
        ("Lúc 19:30 tối nay.", "Lúc 7 giờ 30 tối nay."),
        ("Khoảng 14 giờ 17 tháng 1.", "Khoảng 2 giờ chiều 17 tháng 1."),
        ("Từ 20 đến 23 giờ đêm nay.", "Từ 8 giờ tối đến 11 giờ đêm nay."),
        ("Cấm xe từ 8-17h.", "Cấm xe từ 8 giờ sáng đến 5 giờ chiều."),
        ("Từ 13 giờ đến 17 giờ.", "Từ 1 giờ chiều đến 5 giờ chiều."),
    ],
)
def test_times_after_noon_are_written_as_they_are_said(printed, said):
    assert as_given(printed) == said


@pytest.mark.parametrize(
    "text",
    [
        "Chuyến bay kéo dài 15 giờ.",
        "Họ đi 33 ngày, 23 giờ 30 phút.",
        "Họ về đích sau 14 giờ 20 phút 5 giây.",
        "Lúc 17:30 UTC (12:30 EDT), tàu cất cánh.",
        "Phiên 19:30 truyền thống.",
        "Sau 15 giờ bay, họ đến nơi.",
        "Hơn 18 giờ vật lộn, đám cháy tắt.",
        "Mua 15g vàng.",
        "Trong 20h tới có mưa.",
        "Gió cấp 12-13, giật cấp 15.",
        "Lúc 7 giờ sáng.",
        "Khoảng 12-15 giờ tới có mưa.",
        "Trận đấu 19h30-21h30.",
        "Tỷ số 15:30 và tỷ lệ 1:12.",
    ],
)
def test_how_long_something_lasts_is_no_time(text):
    assert list(as_said(text)) == []
