"""Normal form of sentences, and headlines in capitals."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.normalise import is_shouting, normalise, sentence_case, tidy
from service.syllables import is_bare_syllable, is_syllable, strip_diacritics


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("hoà bình", "hòa bình"),
        ("Hoà, HOÀ, hoả, khoẻ", "Hòa, HÒA, hỏa, khỏe"),
        ("uỷ ban, thuỷ thủ, Uỷ viên", "ủy ban, thủy thủ, Ủy viên"),
        ("quý, quỳ, quỹ", "quý, quỳ, quỹ"),
        ("hoàn toàn, thuyền, khoét", "hoàn toàn, thuyền, khoét"),
        ("Chloé, Noël, São", "Chloé, Noël, São"),
        ("Ðảng, ðồng", "Đảng, đồng"),
        ("hòa", "hòa"),
    ],
)
def test_a_tone_stands_where_most_newspapers_put_it(text, normal):
    assert normal == normalise(text)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  Hà\u00a0Nội \t ngày\u30008 ", "Hà Nội ngày 8"),
        ("Quốc\u200b phòng\ufeff, co\u00adop", "Quốc phòng, coop"),
        ('“Trích dẫn”, ‘trong’ "ngoài"', '“Trích dẫn”, ‘trong’ "ngoài"'),
        ("👨\u200d👩\u200d👧 gia đình", "👨\u200d👩\u200d👧 gia đình"),
        ("a\x00b\x07c", "a b c"),
        ("", ""),
    ],
)
def test_spaces_are_single_and_invisible_characters_gone(text, normal):
    assert normal == normalise(text)


def test_decomposed_letters_are_composed():
    assert normalise("Việt Nam") == normalise(unicodedata.normalize("NFD", "Việt Nam"))


def test_tidying_keeps_the_spelling():
    assert tidy(" hoà  bình ") == "hoà bình"


@given(st.text())
def test_normal_form_is_a_fixed_point(text):
    assert normalise(text) == normalise(normalise(text))


@pytest.mark.parametrize(
    ("text", "shouting"),
    [
        ("BÃO SỐ 5 SUY YẾU", True),
        ("TÀU 016-QUANG TRUNG LÊN ĐƯỜNG", True),
        ("Bão số 5 suy yếu", False),
        ("NATO", False),
        ("TP.HCM", False),
        ("UBND TP.HCM", False),
        ("QĐND Online - Sáng 14-3", False),
        ("", False),
    ],
)
def test_capitals_throughout_are_shouting_acronyms_are_not(text, shouting):
    assert shouting is is_shouting(text)


@pytest.mark.parametrize(
    ("headline", "article", "written"),
    [
        ("BÃO SỐ 5 SUY YẾU", "", "Bão số 5 suy yếu"),
        (
            "ĐẠI TƯỚNG PHAN VĂN GIANG TIẾP THỨ TRƯỞNG BỘ QUỐC PHÒNG HÀN QUỐC",
            "",
            "Đại tướng Phan Văn Giang tiếp Thứ trưởng Bộ Quốc phòng Hàn Quốc",
        ),
        ("EU GIA HẠN TRỪNG PHẠT NGA THÊM 6 THÁNG", "", "EU gia hạn trừng phạt Nga thêm 6 tháng"),
        ("ĐẠI HỘI ĐẢNG BỘ LẦN THỨ XVIII", "", "Đại hội Đảng bộ lần thứ XVIII"),
        ("TÀU CHỞ 450M3 NƯỚC NGỌT", "", "Tàu chở 450m3 nước ngọt"),
        (
            "CHÁY RỪNG CALIFORNIA: HÀNG NGHÌN NGƯỜI SƠ TÁN",
            "",
            "Cháy rừng California: Hàng nghìn người sơ tán",
        ),
        (
            "ÔNG KIM SEON HO THĂM LỮ ĐOÀN 125",
            "Hôm qua, ông Kim Seon Ho đã tới Lữ đoàn 125.",
            "Ông Kim Seon Ho thăm Lữ đoàn 125",
        ),
        ("Bão số 5 suy yếu", "", "Bão số 5 suy yếu"),
        ("THỦ TƯỚNG PHẠM MINH CHÍNH THĂM LÀO", "", "Thủ tướng Phạm Minh Chính thăm Lào"),
        ("BẮT NGUYỄN THANH TÙNG", "", "Bắt Nguyễn Thanh Tùng"),
        ("NGUYỄN PHÚC HẦU TÒA", "", "Nguyễn Phúc hầu tòa"),
        ("BẮT TRẦN THẾ ANH", "", "Bắt Trần Thế Anh"),
        ("HOÀNG GIA BẢO VÔ ĐỊCH", "", "Hoàng Gia Bảo vô địch"),
        ("HOÀNG HÔN TRÊN BIỂN", "", "Hoàng hôn trên biển"),
        ("BẮT LÔ VŨ KHÍ, MỘT CA DƯƠNG TÍNH", "", "Bắt lô vũ khí, một ca dương tính"),
    ],
)
def test_a_headline_in_capitals_is_written_as_in_running_text(headline, article, written):
    assert written == sentence_case(headline, article)


@given(st.text(), st.text(max_size=200))
def test_sentence_case_changes_nothing_but_case(headline, article):
    assert headline.upper() == sentence_case(headline, article).upper()


@pytest.mark.parametrize(
    ("word", "valid"),
    [
        ("nghiêng", True),
        ("ngiêng", False),
        ("quốc", True),
        ("giếng", True),
        ("gìn", True),
        ("ký", True),
        ("cý", False),
        ("các", True),
        ("cac", False),
        ("hoà", True),
        ("hòa", True),
        ("NATO", False),
        ("strong", False),
        ("Phòng", True),
    ],
)
def test_vietnamese_syllables_are_told_by_their_spelling(word, valid):
    assert valid is is_syllable(word)


def test_a_syllable_without_its_diacritics_is_known_too():
    assert [is_bare_syllable(word) for word in ("quoc", "cac", "strength")] == [True, True, False]


def test_diacritics_come_off_every_letter():
    assert strip_diacritics("Đường về Huế đẹp quá") == "Duong ve Hue dep qua"
