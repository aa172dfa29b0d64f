"""The examples of the OpenAPI document; `docs/api.md` uses the same."""

from __future__ import annotations

from typing import Any

PAGE = (
    "Việt Nam và Lào tăng cường hợp tác quốc phòng\n"
    "24/4/2024\n"
    "Bộ trưởng Quốc phòng hai nước đã hội đàm tại Hà Nội sáng 24/4. "
    "Hai bên nhất trí tăng cường hợp tác đào tạo và cứu hộ, cứu nạn.\n"
    "Theo TTXVN"
)
SENTENCES = (
    "Bộ trưởng Quốc phòng hai nước đã hội đàm tại Hà Nội sáng 24/4.",
    "Hai bên nhất trí tăng cường hợp tác đào tạo.",
)
CORRECTION = {
    "source": "Hai bên nhất trí tăng cường hợp tác đào tạo.",
    "target": "The two sides agreed to step up cooperation in training.",
}
TERMS = "vi\ten\talternatives\tnote\nhội đàm\ttalks\tdiscussions\tnot “conference”\n"
BATCH = (
    '{"id": "a", "text": "Bộ trưởng Quốc phòng hai nước đã hội đàm tại Hà Nội sáng 24/4."}\n'
    '{"id": "b", "text": "Good morning, this page is in English and cannot be translated."}\n'
)
TMX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" '
    'o-tmf="x" adminlang="en" srclang="vi" datatype="plaintext"/><body><tu>'
    '<tuv xml:lang="vi"><seg>Hai bên nhất trí tăng cường hợp tác đào tạo.</seg></tuv>'
    '<tuv xml:lang="en"><seg>The two sides agreed to step up cooperation in training.</seg></tuv>'
    "</tu></body></tmx>\n"
)

_FINDING = {
    "kind": "number",
    "severity": "serious",
    "detail": "24/4 is not in the translation",
    "source": {"start": 55, "end": 59, "text": "24/4"},
    "target": None,
}
_TRANSLATED = [
    {
        "index": 0,
        "source": SENTENCES[0],
        "text": "The two defence ministers held talks in Hanoi on the morning of 24 April.",
        "origin": "model",
        "score": -0.21,
        "confidence": 0.962,
        "findings": [],
    },
    {
        "index": 1,
        "source": SENTENCES[1],
        "text": CORRECTION["target"],
        "origin": "human",
        "score": None,
        "confidence": None,
        "findings": [],
    },
]
_MADE_BY = {"translator": "vien-v3|weights:0123456789ab|beam:4"}
_USE = {"hits": 1, "misses": 2}

SENTENCES_REPORT: dict[str, Any] = {
    "translation": {"sentences": _TRANSLATED},
    "models": _MADE_BY,
    "memory": {"hits": 1, "misses": 1},
    "seconds": {"translate": 0.41},
}
TRANSLATION_REPORT: dict[str, Any] = {
    "article": {
        "id": "request",
        "title": "Việt Nam và Lào tăng cường hợp tác quốc phòng",
        "published": "2024-04-24",
        "byline": "Theo TTXVN",
        "sentences": [
            {"index": index, "paragraph": 0, "text": text} for index, text in enumerate(SENTENCES)
        ],
        "captions": [],
        "dropped": [{"text": "Chia sẻ", "kind": "furniture"}],
    },
    "translation": {
        "title": "Vietnam and Laos step up defence cooperation",
        "title_findings": [],
        "sentences": _TRANSLATED,
        "captions": [],
    },
    "models": _MADE_BY,
    "memory": _USE,
    "seconds": {"extract": 0.002, "split": 0.001, "translate": 0.62},
}
SUMMARY_REPORT: dict[str, Any] = {
    **TRANSLATION_REPORT,
    "summary": {
        "text": _TRANSLATED[0]["text"],
        "method": "extractive",
        "sentences": [
            {"text": _TRANSLATED[0]["text"], "sources": [0], "findings": [_FINDING]},
        ],
    },
}
WRONG_LANGUAGE = {
    "type": "about:blank",
    "title": "Unprocessable Entity",
    "status": 422,
    "detail": "request: the text is in language “en” (confidence 0.98), not in Vietnamese",
    "language": "en",
}
