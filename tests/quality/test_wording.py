"""The built-in model on times and abbreviations as it is given them."""

from __future__ import annotations

import pytest

from models.protocols import translate_all
from service.checks import check
from service.wording import as_given

FRAMES = ("Nhà máy bốc cháy lúc {} ngày 17/1.", "Lễ viếng bắt đầu từ {} ngày 9-7 tại Hà Nội.")


@pytest.mark.parametrize("printed", ["{} giờ 30", "{}h30"])
def test_times_after_noon_come_out_right(embedded, printed):
    hours = [hour for hour in range(13, 24) for _ in FRAMES]
    texts = [frame.format(printed.format(hour)) for hour in range(13, 24) for frame in FRAMES]
    said = [found[0].text for found in translate_all(embedded, list(map(as_given, texts)))]
    wrong = [
        text for hour, text in zip(hours, said, strict=True) if f" {hour - 12}:30 p.m." not in text
    ]
    assert wrong == []


def test_an_abbreviated_district_is_no_other_place(embedded):
    text = as_given("Sáng 3.10, Chủ tịch UBND H.Kỳ Sơn cho biết Bộ CHQS tỉnh đã điều xe.")
    (found,) = translate_all(embedded, [text])
    said = found[0]
    assert "Ky Son district" in said.text
    assert "Military Command" in said.text
    assert "October 3" in said.text


def test_lesser_known_districts_are_spelt_right(embedded):
    """As they are printed they come out as others: Ý Yên as Italy, Trùng Khánh as Chongqing."""
    places = [
        "Ý Yên",
        "Trùng Khánh",
        "Dĩ An",
        "Sơn Động",
        "Yên Thế",
        "Kim Bôi",
        "Đồng Hỷ",
        "Đan Phượng",
    ]
    texts = [as_given(f"Chủ tịch UBND xã {place} họp với người dân.") for place in places]
    said = [found[0].text for found in translate_all(embedded, texts)]
    plain = [
        "Y Yen",
        "Trung Khanh",
        "Di An",
        "Son Dong",
        "Yen The",
        "Kim Boi",
        "Dong Hy",
        "Dan Phuong",
    ]
    assert [place for place, text in zip(plain, said, strict=True) if place not in text] == []


def test_countries_spelt_by_syllables_are_no_others(embedded):
    """As they are printed, Singapore comes out as Gabon and Kazakhstan as Canada."""
    spelt = ["Xin-ga-po", "Ca-dắc-xtan", "Bê-la-rút", "Mi-an-ma", "Ô-xtrây-li-a", "Xlô-va-ki-a"]
    english = ["Singapore", "Kazakhstan", "Belarus", "Myanmar", "Australia", "Slovakia"]
    texts = [as_given(f"Việt Nam và {name} ký hiệp định thương mại.") for name in spelt]
    said = [found[0].text for found in translate_all(embedded, texts)]
    assert [name for name, text in zip(english, said, strict=True) if name not in text] == []


def test_stretches_of_days_keep_their_days(embedded):
    """As they are printed, half of such sentences lose a day or swap it with the month."""
    frame = "Bộ trưởng thăm chính thức Thái Lan {}, theo lời mời của người đồng cấp."
    days = ["từ 8-10/9/2021", "ngày 12-14/11/2024", "từ ngày 3-9/1/2025", "từ 28/6-30/6"]
    printed = [frame.format(each) for each in days]
    said = [found[0].text for found in translate_all(embedded, list(map(as_given, printed)))]
    pairs = zip(printed, said, strict=True)
    assert [finding for pair in pairs for finding in check(*pair)] == []
