"""How much a line reads like the caption of a picture.

A caption names people or things and where they are, in one plain clause; running text argues,
reports, dates and connects. The weights come from a logistic regression of 136 captions against
1,606 body sentences of up to 30 words, all written for the project (its training articles), and
are rounded: at a score of 2.5 it took three captions in five and one sentence in two hundred, at
0.5 nineteen in twenty and one in twenty.
"""

from __future__ import annotations

import re
from functools import cache

_BIAS = 2.4
_WEIGHTS = {  # feature → weight for each time it is found
    "argument": -2.1,
    "comma": -1.1,
    "reported speech": -1.0,
    "time or connective opening": -0.9,
    "digits": -0.7,
    "amounts": -0.6,
    "question": -1.4,
    "place": 1.0,
    "ceremony": 1.7,
    "scene": 1.8,
    "person": 1.4,
    "position in the picture": 4.0,
}
_EVERY_TIME = frozenset({"argument", "comma"})
_WORDS_FREE, _PER_WORD = 12, -0.26  # longer lines are less likely
_VERY_SHORT, _TOO_SHORT = 6, -0.6

_FEATURES = {
    "argument": r"\b(?:đã|sẽ|vừa|từng|đang|là|không|chưa|chẳng|nhưng|song|tuy|cũng|vẫn|còn|nếu|vì"
    r"|nên|rằng|này|đó|ấy|đây|cần|phải|có thể|chỉ|rất|hơn|dự kiến)\b",
    "comma": r",",
    "reported speech": r"\b(?:cho biết|khẳng định|nhấn mạnh|bày tỏ|đề nghị|nói|cho rằng|đánh giá"
    r"|nhất trí|thống nhất|yêu cầu|kêu gọi|chia sẻ)\b",
    "time or connective opening": r"^(?:ngày|sáng|trưa|chiều|tối|đêm|rạng|theo|trong|sau|trước|tại"
    r"|từ|đến|khi|để|với|về|cũng|nhưng|tuy|ngoài|hiện|tính|qua|đây|dự|nhờ|riêng|phía|nhân|cùng|năm"
    r"|tháng|kể|song|do|vì)\b",
    "digits": r"(?<![\w-])\d",
    "amounts": r"%|\b(?:tỷ|triệu|nghìn|usd|đồng)\b",
    "question": r"[?!]$",
    "place": r"\b(?:tại|trên|ở|bên(?! ngoài| cạnh| lề| trong)|dưới|trước)\b",
    "ceremony": r"\b(?:chụp ảnh|lưu niệm|bắt tay|duyệt đội|cắt băng|trao(?! đổi)|tặng|phát biểu"
    r"|chủ trì|ký|dâng hương|vẫy|đón)\b",
    "scene": r"^(?:quang cảnh|toàn cảnh|khung cảnh|hình ảnh|một góc|một cảnh|cận cảnh|hiện trường"
    r"|(?:các |đoàn )?đại biểu|lãnh đạo|bên trong|khu vực|(?:các )?lực lượng|cán bộ, chiến sĩ"
    r"|người dân|công nhân|chiến sĩ|bộ đội|du khách|học sinh|hành khách|máy bay|tàu)\b",
    "person": r"^(?:ông|bà|anh|chị|thầy|cô|đồng chí|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)"
    r"|bộ trưởng|thứ trưởng|chủ tịch|thủ tướng|phó|đại sứ|tổng thống|(?:chuẩn|phó) đô đốc|giáo sư"
    r"|bác sĩ|kỹ sư)\b",
    "position in the picture": r"\((?:[^()]*\b)?(?:bìa|bên|đứng|ngồi|hàng|thứ \S+|ngoài cùng|giữa)"
    r"\b[^()]*\)",
}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _FEATURES.items()}


def caption_score(text: str) -> float:
    """How much a line reads like a caption by its words alone; about 0 where both are as likely."""
    folded = text.lower().rstrip(". ")
    score = _BIAS
    for name, pattern in _patterns().items():
        found = (
            len(pattern.findall(folded)) if name in _EVERY_TIME else bool(pattern.search(folded))
        )
        score += found * _WEIGHTS[name]
    words = len(folded.split())
    score += max(0, words - _WORDS_FREE) * _PER_WORD
    return score + (_TOO_SHORT if words <= _VERY_SHORT else 0.0)


def unpunctuated_score(words: int) -> float:
    """What the length of a line without a full stop says for a caption: subheadings are short."""
    if words <= 8:
        return -1.0
    return 0.0 if words < 10 else 1.0 if words < 16 else 2.5
