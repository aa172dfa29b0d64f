"""Words that say whether the full stop after them, or before them, ends a sentence."""

from __future__ import annotations


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Degrees and honours of persons, which are also written together: "BSCKII.", "PGSTS."
DEGREES = _listed(
    "GS Gs PGS Pgs TS TSKH ThS BS Bs BSNT CKI CKII CK1 CK2 DS ĐD KS KTS LS NSND NSƯT NGND NGƯT "
    "NNND NNƯT TTND TTƯT"
)

# Full stops that belong to the word: degrees and callings before a name, kinds of place and road
# before theirs. Those written without a vowel in small letters ("ThS.", "Nxb.") need no list.
TITLES = DEGREES | _listed(
    "TP Tp T.P TX Tx TT KP QL TL ĐH CĐ BV NXB CN LM HT ĐĐ Cty đ/c Đ/c "
    "Prof Gen Col Capt Sen Gov Rev Adm No Vol"
)

# Words without a vowel that may end a sentence all the same.
SUFFIXES = _listed("Ltd Jr Sr Bros plc")
WORDS_OF_ONE_LETTER = _listed("Á Ý")  # "châu Á", "nước Ý"

# Words that open sentences and are no part of anybody's name.
FIRST_WORDS = _listed(
    "Theo Tại Trong Trên Trước Sau Khi Từ Đến Với Về Vì Do Để Nếu Nhưng Tuy Song Mặc Dù Ngoài Bên "
    "Cùng Cũng Còn Đây Đó Điều Việc Các Những Một Nhiều Mỗi Mọi Hiện Ngày Tháng Năm Sáng Chiều Tối "
    "Hôm Lúc Ông Chúng Họ Nó Người Đồng Đặc Được Riêng Qua Như Thậm Đáng Dự Mới Đã Sẽ Không"
)

# What a single letter after these words names is complete: "vitamin C", "bảng A", "anh H."
DESIGNATIONS = _listed(
    "vitamin bảng nhóm khối lớp hạng loại mục điểm lục tòa toà lô cúm gan máu típ tuýp mẫu án kỷ "
    "thứ quý phần chương đợt khóa khoá tập cấp cổng khu độ"
)

PERSONS = _listed(
    "anh chị em cháu ông bà cô chú bác bé thầy can cáo nhân tượng sinh mẹ bố cha vợ chồng con xế"
)

# Places and institutions that papers hide by a letter, too: "xã X.", "công ty A."
PLACES = _listed("ấp bản hàng huyện làng phê phường quán quận sạn thôn tỉnh ty viện xã xóm")

HEADINGS = _listed(
    "Điều Khoản Chương Mục Phần Bài Câu Kỳ Bước Hình Bảng Điểm Tiết Vòng ĐIỀU CHƯƠNG MỤC PHẦN BÀI"
)
