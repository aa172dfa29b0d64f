"""Which of the languages in a file are ours."""

from __future__ import annotations

SOURCE = "vi"
TARGET = "en"


def is_language(tag: str | None, language: str) -> bool:
    """Whether a language tag names a language, in any region and spelling.

    >>> is_language("VI-VN", "vi"), is_language("en_US", "en"), is_language("vie", "vi")
    (True, True, False)
    """
    return (tag or "").replace("_", "-").lower().split("-")[0] == language
