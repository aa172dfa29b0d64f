"""Names of people and sections, by their look."""

from __future__ import annotations

import re
from functools import cache

from service.proper_names import PROPER_NAMES
from service.syllables import is_bare_syllable, is_syllable

_SECTIONS = """
thời sự, chính trị, xã hội, kinh tế, văn hóa, văn hoá, thể thao, giải trí, pháp luật, thế giới,
quốc tế, quốc phòng, an ninh, giáo dục, sức khỏe, sức khoẻ, y tế, đời sống, khoa học, công nghệ,
du lịch, xe, nhà đất, bất động sản, tài chính, chứng khoán, doanh nghiệp, tin tức, sự kiện, tin,
trong nước, biển đảo, đối ngoại, quân sự, phóng sự, bạn đọc, ý kiến, góc nhìn, tâm sự, bình luận,
phân tích, hồ sơ, tư liệu, môi trường, giao thông, nông nghiệp, nông thôn, lao động, việc làm,
dân tộc, tôn giáo, vĩ mô, đầu tư, thị trường, chuyển đổi số, trang chủ, hoạt động, lãnh đạo,
xây dựng đảng, ngoại giao, hội nhập, bảo vệ, tổ quốc, biên giới, biên phòng, hải quân, không quân,
quân đội, phim, ảnh, phim ảnh, âm nhạc, thời trang, ẩm thực, gia đình, giới trẻ, nhịp sống,
"""
_NO_NAME = re.compile(  # no name has these words; headings in capitals do
    r"\b(về|của|người|những|các|với|trên|vì|không|giữ|trở|và|nội dung|tổ chức|thông cáo|báo chí"
    r"|tin vắn|thi đua|kết luận|mở đầu|giải pháp|mục đích|yêu cầu)\b"
    # No name begins with these; "Nguyễn Văn Bộ" and "Trần Nguyên Nhân" are people.
    r"|^(bộ|sở|ubnd|ủy ban|uỷ ban|tỉnh|huyện|công an|đảng|hội|quốc hội|chính phủ|nhà nước"
    r"|thủ tướng chính phủ|quyết định|nghị quyết|chỉ thị|thông tư|thông báo|nguyên nhân|kết quả"
    r"|đánh giá|trực tiếp|tiêu điểm|tin)\b"
)
_LONGEST = 100  # characters of names or sections
_LINKING = re.compile(r"\s*(?:[>»›/&,|·–-]+|\bvà\b)\s*")
_NAME_PARTS = re.compile(r"\s*(?:[-–,&/|]+|\bvà\b)\s*")
_NUMERAL = re.compile(r"[IVX]+")
_ONE_WORD = re.compile(  # "N.V.H", "Th.Sơn", "T.LŨY"; the site in "Thu Hương/VOH.VN"
    r"(?:[A-ZĐ]h?\.)+(?P<last>[^\W\d_]*)|[A-ZĐ]{2,}\.VN"
)
_INITIALS = re.compile(r"(?:[A-ZĐ]\.? ?){1,4}[A-ZĐ]?[^\W\d_]*\.?")


def looks_like_name(text: str) -> bool:
    """Whether a line is one or more names of people and nothing else: "Tấn Chí", "HÀ - MINH ANH".

    Well-known places and section names are no people.
    """
    text = text.strip(" |·-–*.")
    if (
        not text
        or len(text) > _LONGEST
        or text.endswith(":")
        or any(char.isdigit() for char in text)
        or looks_like_section(text)
    ):
        return False
    return len(text.split()) <= 9 and all(map(_is_person, _NAME_PARTS.split(text)))


def _is_person(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 5 or name in PROPER_NAMES or name.title() in PROPER_NAMES:
        return False
    if any(_NUMERAL.fullmatch(word.rstrip(".")) for word in words):
        return False
    if _NO_NAME.search(name.lower()):
        return False
    if len(words) == 1:
        return _is_shortened(name)
    syllables = sum(map(_may_be_syllable, words))
    capitals = all(word[0].isupper() for word in words)
    return capitals and (syllables >= len(words) - 1 or bool(_INITIALS.fullmatch(words[0])))


def _is_shortened(name: str) -> bool:
    """Whether a word is initials, with a syllable or without: "T.H", "T.Sơn", but not "TP.HCM"."""
    found = _ONE_WORD.fullmatch(name)
    if found is None:
        return False
    last = found["last"] or ""
    return len(last) <= 1 or _may_be_syllable(last)


def _may_be_syllable(word: str) -> bool:
    return is_syllable(word) or is_bare_syllable(word)


def looks_like_section(text: str) -> bool:
    """Whether a line is made of names of sections: "Thời sự", "Quốc phòng - An ninh"."""
    if len(text) > _LONGEST:
        return False
    parts = [part for part in _LINKING.split(text.lower().strip()) if part]
    return bool(parts) and all(map(_is_section, parts))


@cache
def _known_sections() -> frozenset[str]:
    return frozenset(section.strip() for section in _SECTIONS.split(","))


def _is_section(part: str) -> bool:
    """Whether a part is a section or two sections said in one breath: "Đối ngoại Quốc phòng"."""
    words, known = part.split(), _known_sections()
    if part in known:
        return True
    return any(
        " ".join(words[:cut]) in known and " ".join(words[cut:]) in known
        for cut in range(1, len(words))
    )
