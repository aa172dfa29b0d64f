"""Numbers in words as figures."""

from __future__ import annotations

import pytest

from service.figures import in_figures


@pytest.mark.parametrize(
    ("text", "mistaken", "reworded"),
    [
        ("Tám mươi phần trăm số súng", ["Tám mươi"], "80 phần trăm số súng"),
        ("kéo dài bảy mươi năm", ["bảy mươi"], "kéo dài 70 năm"),
        ("125 người và một trăm linh năm xe", ["một trăm linh năm"], "125 người và 105 xe"),
        ("một trăm hai mươi lăm nghìn người", ["một trăm hai mươi lăm nghìn"], "125.000 người"),
        ("kém hai mươi điểm, hơn năm điểm", ["năm"], "kém hai mươi điểm, hơn 5 điểm"),
        ("ba nghìn bảy trăm tấn", ["ba nghìn bảy trăm"], "3.700 tấn"),
        (
            "Năm một nghìn chín trăm bảy mươi",
            ["một nghìn chín trăm bảy mươi"],
            "Năm 1970",
        ),
        ("MƯỜI HAI người", ["Mười hai"], "12 người"),
    ],
)
def test_a_number_that_was_mistaken_is_put_in_figures(text, mistaken, reworded):
    assert in_figures(text, mistaken) == reworded


@pytest.mark.parametrize(
    ("text", "mistaken"),
    [
        ("ba mươi năm rưỡi", "ba mươi năm rưỡi"),
        ("hàng chục nghìn người", "hàng chục nghìn"),
        ("ba triệu rưỡi", "ba triệu rưỡi"),
        ("5 triệu đồng", "5 triệu"),
        ("hai phần ba số phiếu", "hai phần ba"),
        ("một nửa", "một nửa"),
        ("hai bên", "mười"),
    ],
)
def test_what_is_no_whole_number_in_words_stays(text, mistaken):
    assert in_figures(text, [mistaken]) == text


@pytest.mark.parametrize(
    ("text", "reworded"),
    [
        ("lúc 11 giờ 5 phút trưa qua", "lúc 11h05 trưa qua"),
        ("từ 7 giờ 30 đến 9 giờ", "từ 7h30 đến 9 giờ"),
        ("vào tháng Mười năm 2004", "vào tháng 10 năm 2004"),
        ("tháng mười hai, năm 2004", "tháng 12, năm 2004"),
        ("tháng Giêng năm 1973", "tháng 1 năm 1973"),
        ("mỗi tháng hai lần", "mỗi tháng hai lần"),
        ("tháng nào năm 2004", "tháng nào năm 2004"),
        ("cách 3 giờ bay", "cách 3 giờ bay"),
    ],
)
def test_times_and_months_are_put_in_their_plainest_form(text, reworded):
    assert in_figures(text, []) == reworded


def test_a_telephone_number_among_the_numbers_stays():
    text = f"gọi 024.3974.6688 hay {'1' * 5_000} trong hai ngày"
    assert in_figures(text, ["hai"]) == text.replace("hai", "2")
