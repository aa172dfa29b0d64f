"""Vietnamese places as English papers write them: "huyện Ý Yên" is Y Yen district.

The built-in model spells lesser-known places wrongly, or takes them for others ("Ý Yên" became
Italy, "Trùng Khánh" Chongqing, "Dĩ An" and "sông Lục Nam" other names every other time); without
diacritics it copies them, and that is how English has them. Provinces and persons, which it
copies as they are, are left alone where they can be told from places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from service.proper_names import FAMILY_NAMES, GIVEN_NAMES, PROPER_NAMES
from service.syllables import CAPITAL, SMALL, is_syllable, strip_diacritics
from service.tables import rows

Rewriting = tuple[tuple[int, int], str]
"""[start, end) in a Vietnamese sentence, and how English writes what stands there."""

_AREAS = (
    "huyện|quận|thị xã|thị trấn|phường|xã|đặc khu|thôn|ấp|khóm|xóm|buôn|sóc"
    "|(?<!xuất )(?<!phiên )(?<!ấn )(?<!văn )(?<!kịch )(?<!nguyên )bản"
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
_OFFICERS = ("chủ tịch ", "bí thư ", "trưởng ", "công an ")

_WHOLE = rf"{_WORD}(?!-\w)"
_LONG_NAME = rf"{_WHOLE}(?: {_WHOLE}){{0,3}}"
_WISHES = ("yêu", "nhu", "thỉnh", "khẩn", "nguyện", "cung", "thị", "lễ")  # "yêu cầu": to demand
_BALLS = ("toàn", "bán", "địa", "khí", "quả", "hồng", "tiểu")  # "bán cầu": a hemisphere
_NO_BRIDGE = "".join(f"(?<!{word} )" for word in (*_WISHES, *_BALLS))
_FEATURE = re.compile(
    rf"(?<!\w)(?P<noun>[Ss]ông|[Ss]uối|[Rr]ạch|hồ|[Đđ]èo|[Cc]hùa|{_NO_BRIDGE}[Cc]ầu"
    r"|(?:[Kk]ênh|(?<!hội )[Cc]hợ|[Đđ]ền|[Đđ]ại lộ|[Đđ]ường|(?<!hành )[Pp]hố|[Cc]ao tốc)"
    rf"(?= {_WHOLE} {_WHOLE}))"
    rf" (?P<names>{_LONG_NAME}(?: ?[-–] ?{_LONG_NAME})*)(?!-)"
)
# What has an English name, and foreign ones in their Vietnamese form.
_TRANSLATED = frozenset(
    {"sông Hồng", "sông Hương", "sông Hằng", "sông Cửu Long", "sông Dương Tử", "sông Hoàng Hà",
     "sông Trường Giang", "sông Ấn", "sông Áp Lục", "sông Đồ Môn", "sông Lan Thương", "sông Hán",
     "hồ Gươm", "hồ Tây", "cầu Rồng", "cầu Vàng", "cầu Sông Hàn", "đường Trường Sơn",
     "chùa Hương", "chùa Một Cột", "chùa Vàng"}
)  # fmt: skip
_NO_VIETNAMESE = re.compile(
    r"(?:Anh|Á|Âu|Bác|Bắc|Bắc Cực|Bỉ|Cảng|Cổng|Do Thái|Đông|Đức|Giáng Sinh|Hàn|Hữu|Hữu Nghị"
    r"|La Mã|Lào|Mỹ|Nam|Nam Cực|Nga|Ngày|Nhật|Phi|Pháp|Tây|Thái|Thượng Hải|Tơ Lụa|Úc|Ý)\Z"
    r"|(?:Ban|Bộ|Cục|Đảng|Hội|Mê Công|Mê Kông|Mùa|Nhà|Nin|Phát|Phật|Quân|Quốc|Sở"
    r"|Tập|Thánh|Thể|Thiên|Thời|Tin|Tòa|Tổng|Trái|Trời|Truyền|Ủy|Viện|Chúa)\b"
)

_WORD_BEFORE = re.compile(r"(\w+) \Z")
_AT = "tại ở đến tới từ về qua lên xuống vào ra sang dân vùng đất miền huyện ủy hồ viện"
_PERSONS = """
ông bà anh chị em cháu cô chú bác cậu dì thầy bé cụ vua chúa đế hậu sĩ viên tướng tá úy sư giả thủ
khách tú chí nhân tên vệ đạo cáo phán báo trưởng do cho của TS GS BS LS NSND NSƯT
"""  # also as the last syllable of what a person does: "ca sĩ Thanh Hà"


def plain_places(text: str) -> Iterator[Rewriting]:
    """The places of a sentence that are written otherwise in English; they may overlap.

    >>> list(plain_places("Cầu Vĩnh Tuy và người dân Ứng Hòa"))
    [((4, 12), 'Vinh Tuy'), ((26, 33), 'Ung Hoa')]
    """
    yield from plain_districts(text)
    yield from _plain_features(text)
    yield from _plain_towns(text)


def plain_districts(text: str) -> Iterator[Rewriting]:
    """Districts, communes and hamlets that are called so.

    >>> list(plain_districts("Chủ tịch UBND huyện Kỳ Sơn Nguyễn Hữu Minh"))
    [((20, 26), 'Ky Son')]
    """
    for match in _PLACE.finditer(text):
        officer = text[: match.start()].lower().endswith(_OFFICERS)  # "Trưởng bản Giàng A Páo"
        for index, name in enumerate(re.finditer(_NAME, match["names"])):
            if (index or officer) and _is_person(name.group()):
                break
            start = match.start("names") + name.start()
            place = _place(name.group())
            end = start + len(place)
            known = " " not in place or place in PROPER_NAMES  # "bản Mông"
            if not known and not _CHINA.match(text, end):
                yield (start, end), strip_diacritics(place)


def _plain_features(text: str) -> Iterator[Rewriting]:
    """Rivers, lakes, bridges, streets, markets and temples."""
    for match in _FEATURE.finditer(text):
        words = match["names"].replace("-", " ").replace("–", " ").split()
        foreign = _CHINA.match(text, match.end()) or not all(map(is_syllable, words))
        if foreign or _is_inside_a_name(text, match):
            continue
        for found in re.finditer(_LONG_NAME, match["names"]):
            name = found.group()
            known = name in PROPER_NAMES or f"{match['noun'].lower()} {name}" in _TRANSLATED
            if not known and not _NO_VIETNAMESE.match(name):
                start = match.start("names") + found.start()
                yield (start, start + len(name)), strip_diacritics(name)


def _is_inside_a_name(text: str, noun: re.Match[str]) -> bool:
    """Whether what should be a noun is a word of a title: "Lưu Vực Sông Ấn"."""
    before = text[: noun.start()].rstrip()
    return noun["noun"][0].isupper() and (before[-1:].isalnum() or before[-1:] in ("-", "–"))


def _plain_towns(text: str) -> Iterator[Rewriting]:
    """Districts, towns and the like that are not called so."""
    locatives, persons = _AT.split(), _PERSONS.split()
    for match in _towns().finditer(text):
        before = _WORD_BEFORE.search(text[: match.start()])
        word = before.group(1) if before else ""
        if word.lower() not in locatives:
            given_name = match.group().split()[-1].lower() in GIVEN_NAMES
            if given_name or word in persons or word.istitle():
                continue
        if not _CHINA.match(text, match.end()):
            yield match.span(), strip_diacritics(match.group())


@lru_cache(maxsize=1)
def _towns() -> re.Pattern[str]:
    """What finds a known place that is not part of a longer name."""
    names = {name for _, places in rows("places.tsv") for name in places.split(", ")}
    found = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    longer = "|".join(sorted(name.capitalize() for name in FAMILY_NAMES))
    return re.compile(rf"(?<!\w)(?:{found})(?!\w|-\w| (?!(?:{longer})(?!\w)){CAPITAL})")


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
