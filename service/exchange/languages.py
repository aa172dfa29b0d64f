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


def check_languages(source: str | None, target: str | None) -> None:
    """Refuse a text of other languages; one whose target is not named yet may become English.

    Raises:
        ValueError: It is not from Vietnamese to English.
    """
    target = target or TARGET
    if not (is_language(source, SOURCE) and is_language(target, TARGET)):
        raise ValueError(
            f"the text goes from {source} to {target}, not from Vietnamese (vi) to English (en)"
        )
