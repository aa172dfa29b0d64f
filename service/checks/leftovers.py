"""Is everything in English?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from service.article import Finding
from service.checks.reading.text import Pair, Text, fold, has_vietnamese_letter, words
from service.syllables import is_bare_syllable, is_syllable

# Vietnamese words that English keeps, mostly things to eat, wear and sing.
_KEPT = words(
    "phở bún bò huế bánh mì chưng tét xèo cuốn nem chả giò áo dài bà ba nón lá đồng đàn bầu "
    "tranh quan họ ca trù chèo tuồng cải lương hát xoan then xẩm ví giặm hò vọng cổ tết đổi "
    "mới sào mẫu tạ yến lạng thước trống cồng chiêng đờn tài tử khăn rằn piêu võ lô cốm rượu "
    "cần nhà rông sàn đèn lồng nước mắm cà phê sữa đá xôi hủ tiếu lẩu gỏi chim lạc sao ông đồ"
)
_KEPT_BARE = frozenset(map(fold, _KEPT))
# Phrases that never stand untranslated in English, even with capitals.
_PHRASES = (
    "bộ trưởng|chủ tịch|trung tâm|quốc gia|đại học|công ty|thành phố|ủy ban|uỷ ban|nhà nước|"
    "khủng long|bảo thủ|thủ tướng|tổng thống|chính phủ|quốc hội|quân đội|hội đồng|bệnh viện|"
    "trường học|sân bay|máy bay|liên hợp|liên hiệp|quốc phòng|ngoại giao|cộng hòa|cộng sản|"
    "giám đốc|bán đảo|quần đảo|đường sắt|kinh tế|văn hóa|giáo dục|khoa học|công nghệ|"
    "tập đoàn|dự báo|hạ viện|thượng viện|đế quốc|liên bang|nhân dân|cách mạng|hiệp hội|"
    "nghị viện|y tế|thung lũng|nhà máy|nông dân|phụ nữ|công an|bộ đội|biên phòng|hải quân|"
    "không quân|trung đoàn|sư đoàn|đại đội|tiểu đoàn|lữ đoàn|quân khu|tư lệnh|thứ trưởng|học viện|"
    "đại tướng|thượng tướng|trung tướng|thiếu tướng|đại tá|thượng tá|trung tá|thiếu tá"
)
_NEVER_KEPT = frozenset(_PHRASES.split("|"))
_BARE = {fold(phrase): phrase for phrase in _NEVER_KEPT}
_BARE_BEGINNINGS = frozenset(phrase.split()[0] for phrase in _BARE)
# English words that happen to be spelt like Vietnamese syllables without diacritics.
_ENGLISH_TOO = words(
    "a ai am an at au ban bang banh bat bay be bin bit boat but buy by can cap cat chat chi "
    "chin chip chung co coach coat com cong cup cut da dam day de diet dip do don dong dot du "
    "due duo e en gang gap gay get go got gum gun guy ha hang hat he him hit ho hop hot hu "
    "hung i in it khan kin kip la lap lay le len let leu lit loan long lot lung man map mat "
    "may me men met mi min my nan net no non not o on op pan pay pen pet pho pie pin pip pit "
    "poet pop pot pub put quit quo ram ran rang rat ray re rich rim run sang sat say se set "
    "she sin sit so soap son song sub sue sum sun sung sup tan tap tech ten than that the "
    "them then thin this tie tin tip to toe ton tonne top tram trap trip true try tub u um un "
    "up van via vu we win y yen yes yet xi x kit rap rum sim von"
)
# Words that open Vietnamese sentences, and no name.
_OPENERS = words(
    "Theo Trong Khi Tại Ngày Sáng Chiều Tối Các Những Nhưng Sau Trước Đây Ngoài Hiện Cùng Về "
    "Với Để Nếu Tuy Và Cũng Cho Từ Trên Đến Đó Như Bên Qua Nhiều Một"
)
# The same, if the word after them is no name: "Đoàn thăm …", not "Đoàn Văn Hậu" or "Hội An".
_OPENING_NOUNS = words("Đoàn Họ Nó Chúng Ông Bà Chị Buổi Cuộc Việc Lễ Hội")
# Newspapers keep their names: "Nhan Dan Newspaper", "Thanh Nien daily".
_PRESS = re.compile(r"\b(?:newspapers?|dailies|daily|magazines?|journals?|weekly|online)\b")
# A word that is introduced as a name is not left over: "mang tên moa".
_INTRODUCED = re.compile(r"(?:tên|gọi là|tức là|tên là) [“\"]?(\w+)")
_NEAR = 30  # characters after a name
_FEWEST_ECHOED, _ECHOED_SHARE = 4, 0.3


def check(pair: Pair) -> Iterator[Finding]:
    """Vietnamese words, other than names, in the translation; "echo" if it is mostly Vietnamese."""
    source, target = pair.source, pair.target
    shared = (set(target.words) & set(source.words)) - _ENGLISH_TOO
    if shared or not target.text.isascii():
        shared.difference_update(_INTRODUCED.findall(source.low))
        left = [
            index
            for index, word in enumerate(target.words)
            if (word in shared or not word.isascii()) and _is_untranslated(target, index, shared)
        ]
        if _opens_in_vietnamese(source, target):
            left.insert(0, 0)
        letters = sum(word[0] > "9" for word in target.words)
        if len(left) >= max(_FEWEST_ECHOED, _ECHOED_SHARE * letters):
            yield Finding("echo", "serious", "the source came back untranslated")
            return
        for start, end in _runs(target, left):
            yield _finding(target, start, end)
    yield from [*_check_bare(source, target)] or _check_bare_pairs(source, target)


def _opens_in_vietnamese(source: Text, target: Text) -> bool:
    first = target.written(0)
    if not source.text.startswith(first):
        return False
    is_name = len(source.words) > 1 and source.is_capital(1)
    return first in _OPENERS or (first in _OPENING_NOUNS and not is_name)


def _finding(target: Text, start: int, end: int) -> Finding:
    span = target.span(start, end)
    return Finding("leftover", "serious", f"“{span.text}” is left in Vietnamese", target=span)


def _check_bare(source: Text, target: Text) -> Iterator[Finding]:
    """Common words without their diacritics: "May bay" for máy bay, an aircraft."""
    if _BARE_BEGINNINGS.isdisjoint(target.words):
        return
    for bare, phrase in _BARE.items():
        match = re.search(rf"\b{bare}\b", target.low) if phrase in source.low else None
        if match and not _is_kept(target, *match.span()):
            yield _finding(target, *match.span())


def _check_bare_pairs(source: Text, target: Text) -> Iterator[Finding]:
    """Two words in small letters that stand in the source with diacritics: "a xa cu"."""
    suspects = [index for index, word in enumerate(target.words) if _may_be_bare(word)]
    for one, two in pairwise(suspects):
        start, end = target.starts[one], target.ends[two]
        left = target.text[start:end]
        if two > one + 1 or not left.islower() or _is_quoted(target.text[:start]):
            continue
        found = re.search(rf"\b{re.escape(left)}\b", fold(source.text))
        if found and not source.text[slice(*found.span())].isascii():
            yield _finding(target, start, end)
            return


@lru_cache(maxsize=1 << 14)
def _may_be_bare(word: str) -> bool:
    """Whether a word may be Vietnamese without its diacritics, and is neither English nor kept."""
    return word not in _ENGLISH_TOO and word not in _KEPT_BARE and is_bare_syllable(word)


def _is_untranslated(text: Text, index: int, shared: set[str]) -> bool:
    """Whether a word is Vietnamese and no name, nor part of a quoted title."""
    word = text.words[index]
    if word[0] <= "9" or word in _KEPT or len(word) < 2:
        return False
    start = text.starts[index]
    if text.is_capital(index):
        untranslated = _in_common_phrase(text, index)
    elif word.isascii():
        untranslated = is_bare_syllable(word) and text.text[start - 1 : start] != "-"  # Jae-min
    else:
        untranslated = is_syllable(word) and (word in shared or has_vietnamese_letter(word))
    return untranslated and not _is_kept(text, start, text.ends[index])


def _is_quoted(before: str) -> bool:
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _is_kept(text: Text, start: int, end: int) -> bool:
    """Whether words are quoted or a newspaper's name."""
    newspaper = _PRESS.search(text.low, end, end + _NEAR)
    return newspaper is not None or _is_quoted(text.text[:start])


def _in_common_phrase(text: Text, index: int) -> bool:
    """Whether a capitalised word is part of a phrase that is always translated: "Quốc Gia"."""
    around = text.words[max(0, index - 1) : index + 2]
    return any(" ".join(around[at : at + 2]) in _NEVER_KEPT for at in range(len(around) - 1))


def _runs(text: Text, words: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring words joined to stretches of characters."""
    start = end = -1
    for index in words:
        if start >= 0 and not text.text[end : text.starts[index]].strip():
            end = text.ends[index]
            continue
        if start >= 0:
            yield start, end
        start, end = text.starts[index], text.ends[index]
    if start >= 0:
        yield start, end
