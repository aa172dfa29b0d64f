"""When a small Vietnamese numeral counts something.

"năm" is five or a year, "chín" nine or ripe, "ba lô" a rucksack and "hai bên" the two sides, whom
English may well call "they". Only a numeral that surely counts is missed in a translation.
"""

from __future__ import annotations

from service.checks.reading.text import Text, words

UNITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip
SCALES = {
    "chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 10**6,
    "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip

# "năm" is 5 before these whatever stands before it …
_AFTER_FIVE = SCALES.keys() | {"mươi", "phần"}
# … before these unless a number does: "năm phút", but "sau 50 năm giờ mới gặp lại" …
_DURATIONS = words("giây phút giờ tiếng tuần")
# … and before what is counted, unless it is a year: "mỗi năm người Việt uống …".
_COUNTED = words(
    "người chiếc cái ngôi tòa toà căn đứa bức cuốn chuyến vị tên nạn binh tấm quả viên cuộc nước "
    "tỉnh xã huyện lần điểm bàn trận tầng loại vụ mét dặm feet cú"
)
_COUNTED_PAIRS = words(
    "bác_sĩ bài_học bệnh_viện bị_cáo biện_pháp binh_sĩ cán_bộ cao_ốc cầu_thủ chiến_sĩ chuyên_gia "
    "công_dân công_nhân công_ty cơ_sở đại_biểu đại_đội đại_dương đảng_viên địa_phương "
    "doanh_nghiệp đồng_nghiệp dự_án gia_đình giải_pháp giáo_viên hành_khách học_sinh khu_vực "
    "lĩnh_vực lữ_đoàn máy_bay mục_tiêu nghi_can nghi_phạm ngư_dân nguyên_tắc nhân_viên nhiệm_vụ "
    "nông_dân phi_công phóng_viên phụ_nữ quan_chức quân_khu quốc_gia sinh_viên sư_đoàn tác_phẩm "
    "tàu_ngầm tay_súng thẩm_phán thành_phố thành_viên thí_sinh thiết_bị thủy_thủ thuyền_trưởng "
    "thuyền_viên tiêu_chí tiểu_đoàn tội_danh trẻ_em trong_số trung_đoàn trường_hợp trường_học "
    "vấn_đề"
)
_EVERY = words("mỗi hàng hằng")
_YEARLY = _EVERY | words(
    "trong cả nhiều từng suốt mấy vài các những bao đầu cuối giữa vào lâu thường nay qua từ đến "
    "tới hết sang"
)
_NUMBERS = UNITS.keys() | SCALES.keys() | words("mười mươi tư lăm mốt rưỡi")

_NO_NUMBER_BEFORE = {
    "hai": words("bên nước phía miền bàn sương vợ mẹ cha bố anh chị ông bà tay mắt tai"),
    "ba": words("lô mẹ má tôi gác rọi kích lăng anh chị em con lê lát"),
    "bốn": words("phương mùa bề"),
    "chín": words("đỏ vàng muồi rộ kỹ tới"),
    "mười": frozenset({"mươi"}),
}
_NO_NUMBER_AFTER = {
    "hai": frozenset({"giữa", "vòng", "nắng"}),
    "ba": frozenset({"bộ", "ông", "bố", "người", "bà", "vòng", "cấp"}),
    "bốn": frozenset({"cấp"}),
    "chín": words("mùi vừa quả trái nấu lúa đã chưa sắp"),
}
_BEFORE_COUNT = words("có gồm với cả còn thêm là cho của bởi do được bị giữa khoảng hơn gần")
_NOT_ONLY_COUNTED = words(
    "là trong năm tháng tuần ngày giờ phút giây mùa lần kỳ vòng trận hiệp phần phía bên"
)
_BEFORE_RANK = frozenset({"số", "thứ", "hạng", "tầng", "lớp", "cấp", "khóa", "top"})


def is_five(text: Text, index: int) -> bool:
    """Whether "năm" at a word's place is the number, not a year."""
    before, after = _previous_word(text, index), next_word(text, index + 1)
    if after in _AFTER_FIVE:
        return True
    if _is_numeral(before):
        return False
    if before == "thứ" or after in _DURATIONS:
        return True
    beyond = next_word(text, index + 2)
    if after == "năm":  # "được năm năm", not "hàng năm năm triệu người", "giải hàng năm năm 2007"
        return before not in _EVERY and beyond not in _AFTER_FIVE and not beyond[:1].isdecimal()
    return before not in _YEARLY and (after in _COUNTED or f"{after}_{beyond}" in _COUNTED_PAIRS)


def is_no_number(text: Text, index: int) -> bool:
    """Whether a small numeral is part of a name, a word or an idiom: Ba Lan, ba lô, hai bên."""
    word = text.words[index]
    before = text.words[index - 1] if index else ""
    if not is_adjacent(text, index + 1):
        return before not in _BEFORE_RANK
    after = text.words[index + 1]
    if after in _NO_NUMBER_BEFORE.get(word, ()) or before in _NO_NUMBER_AFTER.get(word, ()):
        return True
    if _is_estimate(text, index) or _is_estimate(text, index + 1):
        return True
    if text.is_capital(index):
        opens = not text.text[: text.starts[index]].strip(" \"“'(-–")
        return not opens or text.is_capital(index + 1)
    return before in ("đôi", "dăm", "vài", "một")


def surely_counts(text: Text, index: int) -> bool:
    """Whether a small numeral counts what follows and ranks nothing.

    "hai ngư dân" are two fishermen, while "tầng hai" is the second floor, "Hai là" is secondly and
    "hai năm liên tiếp" may be the second year running.
    """
    opens = not text.text[: text.starts[index]].strip(" \"“'(")
    after = next_word(text, index + 1)
    return (
        (opens or _previous_word(text, index) in _BEFORE_COUNT)
        and bool(after)
        and after not in _NOT_ONLY_COUNTED
    )


def is_adjacent(text: Text, index: int) -> bool:
    """Whether a word follows the one before it after a blank, a hyphen or nothing."""
    return index < len(text.words) and text.gap(index) in (" ", "", "-", "\xa0")


def next_word(text: Text, index: int) -> str:
    """A word if it is joined to the one before it, else nothing."""
    return text.words[index] if is_adjacent(text, index) else ""


def _previous_word(text: Text, index: int) -> str:
    """The word before one it is joined to, else nothing."""
    return text.words[index - 1] if index and is_adjacent(text, index) else ""


def _is_numeral(word: str) -> bool:
    return word in _NUMBERS or word[:1].isdecimal()


def _is_estimate(text: Text, index: int) -> bool:
    """Whether a numeral and the one before it say "a few": "hai ba người", "năm bảy đứa"."""
    first, second = _previous_word(text, index), text.words[index]
    if first not in UNITS or second not in UNITS or second == "năm" or text.gap(index) != " ":
        return False
    before = _previous_word(text, index - 1)
    return first != "năm" or not (before in _YEARLY or _is_numeral(before))
