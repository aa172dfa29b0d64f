"""A toy of Vietnamese and English, small enough to be learnt by a tiny model in seconds."""

from __future__ import annotations

from itertools import product

WHO = {
    "bộ trưởng": "the minister",
    "thủ tướng": "the prime minister",
    "đại sứ": "the ambassador",
    "phái đoàn": "the delegation",
    "tư lệnh": "the commander",
}
DOES = {
    "thăm": "visits",
    "đến": "arrives in",
    "rời": "leaves",
    "ca ngợi": "praises",
}
WHERE = {
    "hà nội": "hanoi",
    "đà nẵng": "da nang",
    "lào": "laos",
    "nhật bản": "japan",
    "nước ý": "italy",
}
WHEN = {"": "", "hôm nay": "today", "ngày 12": "on the 12th", "ngày 7": "on the 7th"}

PAIRS: tuple[tuple[str, str], ...] = tuple(
    (
        " ".join(filter(None, (who, does, where, when))),
        " ".join(filter(None, (WHO[who], DOES[does], WHERE[where], WHEN[when]))),
    )
    for who, does, where, when in product(WHO, DOES, WHERE, WHEN)
)
HELD_OUT = PAIRS[3::11]  # never trained on: what is learnt is the language, not the list
TRAINING = tuple(pair for pair in PAIRS if pair not in HELD_OUT)

# Text for tokenizers: the toy, and what newspapers are full of.
TEXT: tuple[str, ...] = (
    *(side for pair in PAIRS for side in pair),
    "Chiều 8/9, tại Hà Nội, Đại tướng tiếp đoàn cán bộ “cấp cao” – 330.000 đồng, 12,5%.",
    "He said: “It's the minister's first visit” (in 2024), didn't he? Yes; 330,000 dong!",
    "Ông nói: 'Đây là chuyến thăm đầu tiên'… Giá xăng, giá điện và giá gạo cùng giảm.",
    "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 .,;:!?'\"()-/%&+",
    "translate Vietnamese to English: summarize: vi: en: answer with the translation only",
)
