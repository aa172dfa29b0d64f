"""Districts, communes and hamlets as English papers write them: "huyện Ý Yên" is Y Yen district.

The built-in model spells lesser-known places wrongly, or takes them for others, in one of five
sentences ("Ý Yên" became Italy, "Trùng Khánh" Chongqing); without diacritics it copies them, and
that is how English has them. Provinces and persons it copies as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.proper_names import FAMILY_NAMES, PROPER_NAMES
from service.syllables import CAPITAL, SMALL, strip_diacritics

_AREAS = (
    "huyện|quận|thị xã|thị trấn|phường|xã|đặc khu|thôn|bản|ấp|khóm|xóm|buôn|sóc"
    "|thành phố(?= (?:Dĩ An|Thuận An|Tân Uyên|Bến Cát|Thủ Đức|Phổ Yên|Sông Công|Tam Điệp|Từ Sơn"
    "|Chí Linh|Đông Triều|Quảng Yên|Phúc Yên|Phủ Lý|Hồng Ngự|Sa Đéc|Ngã Bảy|Vị Thanh|Long Mỹ"
    "|Gò Công|Hà Tiên|Bảo Lộc|Gia Nghĩa|Ba Đồn|Long Khánh|Sầm Sơn|Bỉm Sơn)\\b)"
)
_WORD = rf"{CAPITAL}{SMALL}*(?:['’]{SMALL}+)?(?!\w)"
_NAME = rf"(?!Hội(?! {CAPITAL})){_WORD}(?: {_WORD})*"
_PLACE = re.compile(
    rf"\b(?i:{_AREAS}) (?P<names>{_NAME}(?:, {_NAME}(?=[,.;)]| và | \()| và {_NAME})*)"
)
_CHINA = re.compile(r",? \(?(?:Trung Quốc|Đài Loan)")
_LONGEST = 4  # words of a name


def plain_places(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Names of places in a Vietnamese sentence, [start, end), and how they are written in English.

    >>> list(plain_places("Chủ tịch UBND huyện Kỳ Sơn Nguyễn Hữu Minh"))
    [((20, 27), 'Ky Son')]
    """
    for match in _PLACE.finditer(text):
        for index, name in enumerate(re.finditer(_NAME, match["names"])):
            if index and _is_person(name.group()):
                break
            start = match.start("names") + name.start()
            place = _place(name.group())
            end = start + len(place)
            known = " " not in place or place in PROPER_NAMES  # "bản Mông"
            if not known and not _CHINA.match(text, end):
                yield (start, end), strip_diacritics(place)


def _place(names: str) -> str:
    """A place without the person whose name follows it."""
    words = names.split()
    cut = next(
        (
            index
            for index in range(len(words) - 2, 0, -1)
            if len(words) > 3 and words[index].lower() in FAMILY_NAMES and len(words) - index < 5
        ),
        len(words),
    )
    return " ".join(words[: min(cut, _LONGEST)])


def _is_person(name: str) -> bool:
    words = name.lower().split()
    return len(words) > 2 and words[0] in FAMILY_NAMES
