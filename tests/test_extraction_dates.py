"""Time stamps as sites write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.extraction.dates import find_date, read_stamp

DAY = date(2024, 4, 24)


@pytest.mark.parametrize(
    "text",
    [
        "24/04/2024",
        "24-4-2024",
        "24.04.2024 16:28",
        "16:28 24/04/2024",
        "16:28:13, 24/4/2024",
        "24 / 04 / 2024",
        "Thứ tư, 24/4/2024, 16:28 (GMT+7)",
        "Thứ Tư, ngày 24/04/2024 - 16:28:13",
        "T4, 24/04/2024",
        "Thứ Tư, 24 tháng 4, 2024 | 16:28",
        "Cập nhật: 24-04-2024 | 16:28:13",
        "Cập nhật lúc: 24/04/2024 04:28:13 PM",
        "Ngày đăng: 24/04/2024",
        "Đăng ngày 24 Tháng Tư, 2024",
        "ngày 24 tháng 4 năm 2024",
        "24 thg 4, 2024",
        "Tháng Tư 24, 2024",
        "April 24, 2024",
        "24 April 2024",
        "Apr 24, 2024",
        "24/Apr/2024",
        "24-Apr-2024 16:28",
        "24/4/24",
        "Ngày 24/04/24, 16:28",
        "2024-04-24T16:28:13+07:00",
        "4/24/2024 4:28:13 PM",
        "(Thứ tư, 24/04/2024 | 16:28 GMT+7)",
    ],
)
def test_a_full_date_is_read_whatever_stands_around_it(text):
    stamp = read_stamp(text)
    assert stamp is not None
    assert (stamp.day, stamp.rest) == (DAY, "")


@pytest.mark.parametrize("text", ["2 giờ trước", "Hôm qua, 10:20", "10:02", "15:20 24/4", "24/4"])
def test_a_relative_or_partial_time_is_a_stamp_without_a_day(text):
    stamp = read_stamp(text)
    assert stamp is not None
    assert stamp.day is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("HỮU LONG | 24/04/2024 08:00", "HỮU LONG"),
        ("24-04-2024 - 10:15 AM | Kinh tế vĩ mô - Đầu tư", "Kinh tế vĩ mô - Đầu tư"),
        ("24/04/2024 | Lượt xem: 300", "Lượt xem: 300"),
    ],
)
def test_what_stands_beside_a_date_is_kept(text, rest):
    stamp = read_stamp(text)
    assert stamp is not None
    assert (DAY, rest) == (stamp.day, stamp.rest)


@pytest.mark.parametrize(
    "text",
    [
        "30/4: Ngày hội non sông",
        "Kỷ niệm Ngày thành lập Quân đội 22/12",
        "Việt Nam tiếp nhận kỷ vật chiến tranh (24/04/2024)",
        "Ngày 24-4, ông tới Hà Nội.",
        "Tỷ số 3-2",
        "1975-2025",
        "Số 12/2024/NĐ-CP",
        "Lượt xem: 1532",
        "0943 113 999",
        "Bài 2: Cuộc đua",
        "",
    ],
)
def test_a_line_that_only_has_a_date_in_it_is_no_stamp(text):
    assert read_stamp(text) is None


def test_an_update_is_told_from_a_publication():
    stamps = [read_stamp(text) for text in ("Cập nhật: 24/04/2024", "Đăng lúc: 24/04/2024")]
    assert [stamp is not None and stamp.updated for stamp in stamps] == [True, False]


@pytest.mark.parametrize(
    ("text", "relative"),
    [("2 giờ trước", True), ("Hôm qua, 10:20", True), ("10:20", False), ("24/4", False)],
)
def test_a_time_counted_back_from_now_is_told_from_a_clock_time(text, relative):
    stamp = read_stamp(text)
    assert stamp is not None
    assert stamp.relative is relative


@pytest.mark.parametrize("text", ["31/02/2024", "45/13/2024", "không ngày"])
def test_a_day_that_does_not_exist_is_no_date(text):
    assert find_date(text) is None


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_from_vietnamese_notation(day):
    assert day == find_date(f"ngày {day.day} tháng {day.month} năm {day.year}")
    assert day == find_date(f"{day:%d/%m/%Y}")
    assert day == find_date(day.isoformat())
