"""Names: kept, changed or lost; ranks."""

from __future__ import annotations

import pytest

from service.checks import check


def found(source: str, target: str, kind: str) -> list[tuple[str, str]]:
    """Source and target text of the findings of a kind."""
    return [
        (
            finding.source.text if finding.source else "",
            finding.target.text if finding.target else "",
        )
        for finding in check(source, target)
        if finding.kind == kind
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Ông Phan Văn Giang đến thăm.", "Phan Văn Giang came to visit."),
        ("Ông Phan Văn Giang đến thăm.", "Phan Van Giang came to visit."),
        ("Ông Phan Văn Giang đến thăm.", "Giang came to visit."),
        ("Ngài Kim Seon Ho đến thăm.", "Mr. Kim Seon Ho came to visit."),
        ("Ông Park Jae-min đến thăm.", "Park Jae-min came to visit."),
        ("Người dân Canada vui mừng.", "Canadians were glad."),
        ("Quân đội Kazakhstan có mặt.", "The Kazakh army was there."),
        ("Ngôn ngữ Maldives rất cổ.", "The Maldivian language is very old."),
        ("Đội tuyển Peru thắng.", "The Peruvian team won."),
        ("Ngân hàng Deutsche Bank.", "The bank Deutsche Bank."),
        ("Tàu MetroRail chạy chậm.", "Metro Rail trains are slow."),
        ("Biểu tình ở Valetta.", "Protests in Valletta."),
        ("Wladyslaw Gomulka lên tiếng.", "Władysław Gomułka spoke."),
        ("Vùng Caribe có bão.", "The Caribbean had a storm."),
        ("Đối thoại Shang-ri-la.", "The Shangri-La Dialogue."),
        ("Theo LHQ và EU.", "According to the UN and the European Union."),
        ("Ngoại trưởng Sergey Lavrov.", "Foreign Minister Sergei Lavrov."),
        ("Tổng thống Aleksandr Ivanov.", "President Alexander Ivanov."),
        ("Bra-xin và Xlô-va-ki-a.", "Brazil and Slovakia."),
        ("Sông Mê Kông cạn.", "The Mekong is low."),
        ("Đoàn Hà Tĩnh phát biểu.", "The Ha Tinh delegation spoke."),
        ("Huyện Ý Yên có mưa.", "It rained in Y Yen."),
        ("Huyện Dung Giang (Trung Quốc).", "Rongjiang county, China."),
        ("Huyện Dung Giang ngập.", "Rongjiang county is flooded."),
        ("Xã Tà Cạ họp dân.", "The commune met its people."),
        ("Thành phố Saint Petersburg.", "The city of St. Petersburg."),
        ("Giáo hoàng Phanxicô.", "Pope Francis."),
        ("Axit và Brom.", "Acid and bromine."),
        ("UBND tỉnh họp.", "The provincial People's Committee met."),
        ("Chiếc Su-30MK2 và tên lửa S-300.", "The Su-30MK2 and the S-300 missile."),
        ("Máy bay An-26 và trực thăng Mi-17.", "An-26 aircraft and Mi-17s."),
        ("Tàu Hằng Nga-6 hạ cánh.", "Chang'e-6 landed."),
        ("Tình hình ANTT ổn định, đoàn giành HCV.", "Order is kept; the team won gold."),
        ("Cúm A/H5N1 và Covid-19.", "A/H5N1 flu and COVID-19."),
        ("Trên quốc lộ QL1.", "On National Highway 1."),
        ("Trong quý III-2025.", "In the third quarter of 2025."),
        ("Rộng 25 m2, nồng độ CO2.", "It covers 25 square metres; carbon dioxide."),
        ("Ông Lý Khắc Cường đến thăm.", "Li Keqiang came to visit."),
        ("Đoàn Việt Nam đến dự.", "The Vietnamese delegation attended."),
        ("Nền Văn Minh Lưu Vực Sông Ấn.", "The Indus Valley Civilisation."),
        ("THỦ TƯỚNG PHÁT BIỂU TẠI HỘI NGHỊ", "Prime Minister speaks at conference"),
        ("Thiệt hại 5 triệu USD.", "Losses of $5 million."),
    ],
)
def test_a_name_in_its_english_form_raises_no_alarm(source, target):
    """With or without diacritics, as an adjective, an exonym or spelled out."""
    assert found(source, target, "name") == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Tiêm kích Su-30 rơi.", "A Su-27 fighter crashed.", ("Su-30", "")),
        ("Trực thăng Mi-17 bay đến.", "A Mi-8 helicopter came.", ("Mi-17", "")),
        ("Máy bay An-26 hạ cánh.", "An An-2 aircraft landed.", ("An-26", "")),
        ("Vidal đã rời Sevilla.", "Vidal has left Savilla.", ("Sevilla", "Savilla")),
        ("Ở Bến phà Trenton.", "At the Armani ferry.", ("Trenton", "")),
        ("Ông Nguyễn Xuân Phúc đến.", "Nguyen Xuan Phu came.", ("Nguyễn Xuân Phúc", "Phu")),
        ("Theo giờ UTC.", "Local time.", ("UTC", "")),
        ("Ủy ban IOC họp.", "The ICC met.", ("IOC", "ICC")),
        ("Chiếc Il-76 gặp nạn.", "The Ilvi-76 crashed.", ("Il-76", "")),
        ("Chuyến bay CG4684 hạ cánh.", "The flight landed.", ("CG4684", "")),
        ("Krushchev đồng ý.", "Krushchevi agreed.", ("Krushchev", "Krushchevi")),
        ("Ông Park Jae-min đến.", "Park Tae-min came.", ("Jae", "Tae")),
        ("Huyện Điện Biên Đông họp.", "Dien Bien district met.", ("Điện Biên Đông", "Dien Bien")),
        ("Tại huyện Kim Bôi.", "In Kim Bong district.", ("Kim Bôi", "Kim Bong")),
        ("Xã Đồng Hỷ, huyện Yên Thế.", "Dong Huy commune, Yen The.", ("Đồng Hỷ", "Dong Huy")),
        ("Ông Sergey Lavrov đến.", "Sergio Lavrov came.", ("Sergey", "Sergio")),
        ("Ông Đoàn Văn Hậu đến.", "Doan Van Hao came.", ("Đoàn Văn Hậu", "Hao")),
    ],
)
def test_a_changed_or_lost_name_is_reported_with_what_stands_in_its_place(source, target, expected):
    """The most similar new name is taken for the changed one."""
    assert found(source, target, "name") == [expected]


def test_a_name_is_reported_once_however_often_it_comes():
    """Two mentions, one finding."""
    assert len(found("Massa và Massa.", "Massavi and Massavi.", "name")) == 1


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Đại tướng Phan Văn Giang.", "General Phan Văn Giang."),
        ("Thượng tướng Nguyễn Chí Vịnh.", "Senior Lieutenant General Nguyễn Chí Vịnh."),
        ("Thượng tướng Ivanov.", "Colonel General Ivanov."),
        ("Trung tướng Ricardo Sanchez.", "Lt. Gen. Ricardo Sanchez, a lieutenant general."),
        ("Đại tá hải quân John Lee.", "Navy Captain John Lee."),
        ("Đại úy và Thiếu tá đến.", "The Captain and the Major, both, came."),
        ("Chuẩn đô đốc Kim.", "Rear Admiral Kim."),
        ("Các hạ sĩ quan có mặt.", "Non-commissioned officers were there."),
        ("Tổng Bí thư và Tổng Thư ký.", "The General Secretary and the Secretary-General."),
        ("Đại uý Nam đến.", "Captain Nam came."),
        ("Đại tướng Phan Văn Giang.", "Gen. Phan Van Giang."),
        ("Thượng tướng Hoàng Xuân Chiến.", "Sr. Lt. Gen. Hoang Xuan Chien."),
        ("Phó Đô đốc Isabel Moura.", "Vice-Admiral Isabel Moura."),
        ("Thượng tướng Trương Hựu Hiệp.", "General Zhang Youxia."),
        ("Đại tướng Giang tiếp Trung tướng Sklenka.", "Lt. Gen. Sklenka met General Giang."),
    ],
)
def test_a_rank_in_its_english_form_raises_no_alarm(source, target):
    """The names the Vietnam People's Army uses, and NATO's for foreigners."""
    assert found(source, target, "rank") == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Đại tướng Giang.", "Lieutenant General Giang.", ("Đại tướng", "Lieutenant General")),
        ("Trung tướng Nam.", "Major General Nam.", ("Trung tướng", "Major General")),
        ("Phó Đô đốc Nam.", "Rear Admiral Nam.", ("Phó Đô đốc", "Rear Admiral")),
        ("Thượng tướng Nam.", "Mr. Nam.", ("Thượng tướng", "")),
        ("Đại tướng Nam.", "Lt. Gen. Nam.", ("Đại tướng", "Lt. Gen.")),
        ("Trung tá Nam.", "Mr. Nam has a major role.", ("Trung tá", "")),
        (
            "Thượng tướng Chiến tiếp Trung tướng Sklenka.",
            "Lieutenant General Chiến received Lieutenant General Sklenka.",
            ("Thượng tướng", "Lieutenant General"),
        ),
    ],
)
def test_another_rank_or_none_is_reported(source, target, expected):
    """A Đại tướng is no Lieutenant General."""
    assert found(source, target, "rank") == [expected]


@pytest.mark.parametrize(
    ("source", "target", "country"),
    [
        ("Cuộc gặp ASEAN-Hàn Quốc.", "The ASEAN-China meeting.", "China"),
        ("Chính sách của Hàn Quốc.", "The Chinese policy.", "Chinese"),
        ("Trung tướng Nam đến.", "A Chinese general came.", "Chinese"),
        ("Từ này gốc La-tinh.", "The word is Greek.", "Greek"),
        ("Anh ấy thăm Na Uy.", "He visited Sweden.", "Sweden"),
        ("Bộ luật về pháp nhân.", "The French code.", "French"),
        ("Nước Áo.", "The country of South Africa.", "South Africa"),
        ("Quân đội Hàn Quốc nổ súng.", "North Korean troops opened fire.", "North Korean"),
        ("Triều Tiên thử tên lửa.", "South Korea tested a missile.", "South Korea"),
        ("Bình Nhưỡng lên tiếng.", "Seoul spoke out.", "Seoul"),
        ("Nhật Bản lên tiếng.", "Beijing spoke out.", "Beijing"),
        ("Chính phủ họp.", "The Chinese cabinet met.", "Chinese"),
    ],
)
def test_a_country_the_source_does_not_name_is_reported(source, target, country):
    assert found(source, target, "country") == [("", country)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Quan hệ Việt - Trung.", "Vietnam-China relations."),
        ("Tàu Trung Quốc.", "A Chinese ship. China said so."),
        ("Người Nauy và Na-uy.", "A Norwegian and Norway."),
        ("Ở Mexico và Iran.", "In Mexico and Iran."),
        ("Đồng đô la tăng giá.", "The American dollar rose."),
        ("Phía bạn cảm ơn Việt Nam.", "The Lao side thanked Vietnam."),
        ("Hoạt động trên Biển Đông.", "Activities in the South China Sea."),
        ("Hạm đội ở Ấn Độ Dương.", "A fleet in the Indian Ocean."),
        ("Quân đội Liên Xô.", "The Russian army."),
        ("QUAN HỆ VIỆT NAM - NHẬT BẢN", "Vietnam-Japan relations"),
        ("Trường học ở Anh.", "A British school in England."),
        ("Bán đảo Triều Tiên.", "The two Koreas, North Korea and South Korea."),
        ("Trung Quốc lên tiếng.", "Beijing spoke out."),
        ("Họ rút khỏi Moskva.", "They withdrew from Moscow."),
        ("Đỉnh Lảo Thẩn rất cao.", "Lao Than is high."),
        ("Cho thêm húng quế.", "Add Thai basil."),
    ],
)
def test_a_country_that_something_in_the_source_stands_for_raises_no_alarm(source, target):
    assert found(source, target, "country") == []
