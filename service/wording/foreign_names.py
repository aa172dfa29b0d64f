"""Foreign names in the Latin letters that English has for them.

Some papers spell them by syllables, "Xin-ga-po", and all give China's in their Vietnamese reading,
"Tứ Xuyên". The built-in model knows few of either, and takes one for another: Gabon, Tianjin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from service.tables import rows

_CHINA = re.compile(r"\b(?:Trung Quốc|Bắc Kinh|Đài Loan)\b")
_OF_CHINA = re.compile(r",? \(?(?:của |thuộc )?(?:Trung Quốc|Đài Loan)")
_AREA_BEFORE = re.compile(r"\b(?:tỉnh|thành phố|khu tự trị|vùng|quân khu) \Z", re.IGNORECASE)


def in_latin(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The foreign names of a Vietnamese sentence, [start, end), and how English writes them.

    >>> list(in_latin("Tổng thống Bra-xin"))
    [((11, 18), 'Brazil')]
    """
    pattern, names = _transcribed()
    for match in pattern.finditer(text):
        written, where = names[_spelling(match.group())]
        if _WHERE[where](text, match):
            yield match.span(), written


def _is_chinas(text: str, match: re.Match[str]) -> bool:
    return _OF_CHINA.match(text, match.end()) is not None


# Where a foreign name is one, for what has Vietnamese namesakes.
_WHERE: Mapping[str, Callable[[str, re.Match[str]], bool]] = {
    "": lambda text, match: True,
    "of": _is_chinas,
    "beside": lambda text, match: (
        _AREA_BEFORE.search(text[: match.start()]) is not None or _is_chinas(text, match)
    ),
    "china": lambda text, match: _CHINA.search(text) is not None,
}


@lru_cache(maxsize=1)
def _transcribed() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """What finds a foreign name, and how English writes each `_spelling`, and where."""
    table = [(*row, "")[:3] for row in rows("transcribed.tsv")]
    names = {spelt: (written, where) for spelt, written, where in table}
    found = "|".join(
        rf"{re.escape(name[0])}(?i:{re.escape(name[1:])})".replace(r"\-", "-?")
        for name in sorted(names, key=len, reverse=True)
    )
    pattern = re.compile(rf"(?<![\w-])(?:{found})(?!\w|-\w)")
    return pattern, {_spelling(name): english for name, english in names.items()}


def _spelling(name: str) -> str:
    return name.replace("-", "").lower()
