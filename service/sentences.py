"""Vietnamese sentences: where a paragraph splits, and how it goes together again.

A paragraph is read as words between white space. After each word that ends in a full stop, a
question or exclamation mark or an ellipsis, one question is asked: does a sentence end here? The
answers come from what the mark is, what kind of word bears it (abbreviation, initial, list number)
and what opens next. Two rules stand above them: the words of a quotation or bracket that closes in
the paragraph stay together, as a translation of half a quotation is no use to anyone, and line
breaks are only white space, since pages wrap their lines where they please.

Nothing is ever added or lost. `split` and `clauses` give pieces with the offset each starts at;
only white space lies between them, and `rejoin` puts them back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from service.article import Paragraph, Sentence

Piece = tuple[int, str]
"""A stretch of a text: the offset it starts at, in characters, and what it says."""

_STOPS = ".!?…"
_OPENERS = "\"'“‘«„(["
_CLOSERS = "\"'”’»)]"
_AFTER_BODY = _STOPS + _CLOSERS + "/"
_DASHES = "-–—−"
_NEVER_FIRST = ",;:.…!?)]}”’»&/=%"  # what no sentence opens with

_MATCHES = {"(": ")", "[": "]", "“": '”"“', "„": '”"“', '"': '"”', "«": "»", "‘": "’"}
_LONGEST_QUOTATION = 500  # characters; beyond that a quotation is split like any other text


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Full stops that belong to the word: degrees and callings before a name, kinds of place and road
# before theirs. Those written without a vowel in small letters ("ThS.", "Nxb.") need no list.
_TITLES = _listed(
    "TP Tp T.P TX Tx KP QL TL ĐH CĐ BV NXB GS Gs PGS Pgs TS TSKH BS Bs CKI CKII DS ĐD KS KTS CN "
    "LS LM NSND NSƯT NGND NGƯT Prof Gen Col Capt Sen Gov Rev Adm No Vol"
)
# Words without a vowel that may end a sentence all the same.
_SUFFIXES = _listed("Ltd Jr Sr Bros plc")
_WORDS_OF_ONE_LETTER = _listed("Á Ý")  # "châu Á", "nước Ý"

# Words that open sentences and are no part of anybody's name.
_FIRST_WORDS = _listed(
    "Theo Tại Trong Trên Trước Sau Khi Từ Đến Với Về Vì Do Để Nếu Nhưng Tuy Song Mặc Dù Ngoài Bên "
    "Cùng Cũng Còn Đây Đó Điều Việc Các Những Một Nhiều Mỗi Mọi Hiện Ngày Tháng Năm Sáng Chiều Tối "
    "Hôm Lúc Ông Chúng Họ Nó Người Đồng Đặc Được Riêng Qua Như Thậm Đáng Dự Mới Đã Sẽ Không"
)
# What a single letter after these words names is complete: "vitamin C", "bảng A", "anh H."
_DESIGNATIONS = _listed(
    "vitamin bảng nhóm khối lớp hạng loại mục điểm lục tòa toà lô cúm gan máu típ tuýp mẫu án kỷ "
    "thứ quý phần chương đợt khóa khoá tập cấp cổng khu độ"
)
_PERSONS = _listed(
    "anh chị em cháu ông bà cô chú bác bé thầy can cáo nhân tượng sinh mẹ bố cha vợ chồng con"
)
_HEADINGS = _listed(
    "Điều Khoản Chương Mục Phần Bài Câu Kỳ Bước Hình Bảng Điểm Tiết Vòng ĐIỀU CHƯƠNG MỤC PHẦN BÀI"
)

_LIST_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVXLC]{1,5}|[^\W\d_])\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_SHORT_FORMS = re.compile(r"[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4})+\Z")
_BULLET = re.compile(r"[-–—•*+]\Z|(?:\d{1,2}|[^\W\d_])[.)]\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\b")

# A full stop without the space that should follow it: "hai nước.Thượng tướng".
_GLUED = re.compile(r"(?<=[^\W\d_])[.!?][\"”’»)]{0,2}(?=[\"“(]?([^\W\d_]+))")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_LONGEST_SYLLABLE = 8

# A Vietnamese syllable with its diacritics taken off (đ → d).
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uy[aeu]|o(?:ai|ao|ay|eo)|u(?:ay|oi|ou)|[iy]eu|a[iouy]|e[ou]|i[aeu]|o[aeio]|u[aeiouy]|ye|[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?\Z"
)
_VOWELS = frozenset("aeiouy")

# Where a sentence that is too long may be cut, best places first. Each match ends where a piece
# ends; white space follows.
_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:(?<=[^\W\d_A-ZĐ]{2})[.?!…]|[;:–—])[\"”’»)]*(?=\s)",
        r",(?=\s+(?:nhưng|song|đồng thời|trong khi|trong đó|tuy nhiên|do đó|vì vậy|vì thế|nhằm)\s)",
        r",(?=\s)",
        r"(?<=\S)(?=\s+(?:trong khi|đồng thời|trong đó|nhưng|song|nhằm|để|nếu|khi|vì|mà|do)\s)",
        r"(?<=\S)(?=\s+(?:và|hoặc|cùng|với)\s)",
        r"(?<=\S)(?=\s)",
    )
)


class _Word(NamedTuple):
    """Text between white space: `lead` “ ( … , `body`, and `mark`, from the first stop on."""

    start: int
    end: int
    lead: str
    body: str
    mark: str


def sentences(paragraphs: Sequence[Paragraph]) -> tuple[Sentence, ...]:
    """The sentences of an article, counted through."""
    found = (
        (paragraph.index, start, text)
        for paragraph in paragraphs
        for start, text in split(paragraph.text)
    )
    return tuple(
        Sentence(index, paragraph, start, text)
        for index, (paragraph, start, text) in enumerate(found)
    )


def split(text: str) -> tuple[Piece, ...]:
    """The sentences of one paragraph.

    No sentence starts or ends with white space, and only white space lies between them (none,
    where the page forgot it).
    """
    words = _words(text)
    if not words:
        return ()
    first = 0
    found = []
    held = held_offsets(text)
    for at in range(len(words) - 1):
        gap = text[words[at].end : words[at + 1].start]
        if _ends(words, first, at, gap) and not held(words[at].end):
            found.append((first, at))
            first = at + 1
    found.append((first, len(words) - 1))
    return tuple((words[a].start, text[words[a].start : words[b].end]) for a, b in found)


def rejoin(text: str, pieces: Sequence[Piece], replacements: Sequence[str] | None = None) -> str:
    """The text again, with its own white space around its pieces.

    Args:
        text: What was split.
        pieces: What `split` or `clauses` made of it.
        replacements: One for each piece, such as its translation; without them the result is
            `text` itself.
    """
    if replacements is None:
        replacements = [piece for _, piece in pieces]
    parts = []
    end = 0
    for (start, piece), replacement in zip(pieces, replacements, strict=True):
        parts += [text[end:start], replacement]
        end = start + len(piece)
    return "".join([*parts, text[end:]])


def clauses(text: str, fits: Callable[[str], bool]) -> tuple[Piece, ...]:
    """Pieces of a sentence that is too long, each accepted by `fits`.

    The text is halved until it fits, at the best mark near the middle: stops, semicolons, colons
    and dashes, then commas, conjunctions, white space, and only then anywhere.

    Args:
        text: A sentence.
        fits: Whether a piece is short enough. A single character is never cut, fitting or not.
    """
    return tuple(_clauses(0, text, fits))


def _clauses(start: int, text: str, fits: Callable[[str], bool]) -> Iterator[Piece]:
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return
    if len(text) == 1 or fits(text):
        yield start, text
        return
    cut = _cut(text)
    yield from _clauses(start, text[:cut], fits)
    yield from _clauses(start + cut, text[cut:], fits)


def _cut(text: str) -> int:
    """Where to cut a text in two: the best kind of place found in its middle three fifths."""
    middle = len(text) // 2
    margin = len(text) // 5
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(text, margin, len(text) - margin)]
        if places:
            return min(places, key=lambda place: abs(place - middle))
    while middle > 1 and unicodedata.combining(text[middle]):
        middle -= 1
    return max(1, middle)


def _words(text: str) -> list[_Word]:
    cuts = _glued(text)
    words = []
    for match in re.finditer(r"\S+", text):
        start, end = match.span()
        while cuts and cuts[-1] < end:
            cut = cuts.pop()
            words.append(_word(start, text[start:cut]))
            start = cut
        words.append(_word(start, text[start:end]))
    if unicodedata.is_normalized("NFC", text):
        return words
    return [word._replace(body=unicodedata.normalize("NFC", word.body)) for word in words]


def _word(start: int, token: str) -> _Word:
    end = start + len(token)
    mark = ""
    if token[-1] in _AFTER_BODY:
        stem = token.rstrip(_AFTER_BODY)
        mark = token[len(stem) :].lstrip(_CLOSERS + "/")
        token = token[: len(token) - len(mark)]
    body = token.lstrip(_OPENERS)
    return _Word(start, end, token[: len(token) - len(body)], body, mark)


def _glued(text: str) -> list[int]:
    """Offsets, last first, where a sentence ends although no white space follows.

    Only between two words of which one at least is plainly Vietnamese, so that addresses, file
    names and versions stay whole.
    """
    ends = []
    for match in _GLUED.finditer(text):
        left = _LAST_WORD.search(text, max(0, match.start() - _LONGEST_SYLLABLE), match.start())
        right = match.group(1)
        if (
            left
            and len(left.group()) > 1
            and left.group().islower()
            and right.istitle()
            and (right in _FIRST_WORDS or not (left.group() + right).isascii())
            and not _has_no_vowel(left.group())
        ):
            ends.append(match.end())
    return ends[::-1]


def _ends(words: Sequence[_Word], first: int, at: int, gap: str) -> bool:
    """Whether the sentence that starts at word `first` ends after word `at`."""
    word = words[at]
    if not word.mark:
        return word.body.endswith((";", ":")) and "\n" in gap and _is_bullet(words[at + 1])
    if word.mark.startswith("./."):
        return True
    quoted = any(closer in word.mark for closer in "\"”’»'")
    if not _can_open(words, at + 1, quoted):
        return False
    if word.lead and not word.body:  # "(?)", "[…]": a mark that speaks of its sentence
        return False
    stops = word.mark.strip(_CLOSERS)
    if "…" in stops or ".." in stops:
        return not (at == first and not word.body) and not words[at + 1].body[:1].isdigit()
    return word.mark != "." or not (
        _is_list_number(words, first, at) or _is_abbreviation(words, at)
    )


def _is_bullet(word: _Word) -> bool:
    return bool(_BULLET.match(word.lead + word.body + word.mark))


def _can_open(words: Sequence[_Word], at: int, quoted: bool) -> bool:
    """Whether a sentence can open with word `at`; `quoted` if a quotation closed before it."""
    word = words[at]
    if word.lead and not word.body:  # a quotation mark that stands alone, or "[…]"
        return at + 1 < len(words) and _can_open(words, at + 1, quoted)
    head = word.body or word.mark
    if head[0] in _DASHES:
        return _dash_opens(words, at, quoted)
    if head[0].islower():
        return head[1:2] == ")" or head[1:2].isupper()  # "a) …", "iPhone", "eKYC"
    return head[0] not in _NEVER_FIRST


def _dash_opens(words: Sequence[_Word], at: int, quoted: bool) -> bool:
    """A dash opens a turn of a dialogue or a list item, unless it says who spoke before it."""
    lead, body = "", words[at].body.lstrip(_DASHES)
    if not body and at + 1 < len(words):
        lead, body = words[at + 1].lead, words[at + 1].body
    if quoted and not lead:
        return False
    body = body.lstrip(_OPENERS)
    return bool(body) and not body[0].islower() and body[0] not in _NEVER_FIRST


def _is_list_number(words: Sequence[_Word], first: int, at: int) -> bool:
    """Whether the full stop belongs to "1.", "II.", "a." or "Điều 5." before an item or heading."""
    body = words[at].body
    if not _LIST_NUMBER.match(body):
        return False
    before = words[at - 1] if at > first else None
    if before is None:
        return True
    if at == first + 1 and before.body in _HEADINGS:
        return True
    return body[0].isdigit() and before.body.endswith((":", ";"))


def _is_abbreviation(words: Sequence[_Word], at: int) -> bool:
    """Whether the full stop after word `at` belongs to that word and ends nothing."""
    body = words[at].body
    before = words[at - 1] if at else None
    if words[at + 1].body in _FIRST_WORDS or body in _SUFFIXES:
        return False
    if before is not None and before.body[-1:].isdigit() and _is_unit(body):
        return False
    if _is_title(body) or _is_date(words, at):
        return True
    if _INITIALS.match(body) and body[-1].isupper() and body not in _WORDS_OF_ONE_LETTER:
        return _is_initial(words, at)
    if _SHORT_FORMS.match(body):  # "Zr.Ms.", "Th.S.", not "TP.HCM." or "v.v."
        last = body.rsplit(".", 1)[1]
        return body[0].isupper() and (len(last) == 1 or last.istitle())
    return False


def _is_unit(body: str) -> bool:
    """Whether this may be a unit after a number: "kg", "m", "kWh", not "Đ." or "TP."."""
    return body.islower() or (len(body) > 1 and body not in _TITLES and body.isalpha())


def _is_title(body: str) -> bool:
    """Whether this is an abbreviation that goes before a name: "TP", "GS.TS", "Nxb"."""
    return body in _TITLES or all(
        part in _TITLES or (len(part) > 1 and not part.isupper() and _has_no_vowel(part))
        for part in body.split(".")
    )


def _is_date(words: Sequence[_Word], at: int) -> bool:
    """Whether the full stop stands within a spaced date, "17. 3. 2024"."""
    body = words[at].body
    if not (body.isdigit() and len(body) <= 2):
        return False
    rest = [word.body for word in words[at + 1 : at + 3]]
    return bool(rest) and (
        (len(rest) == 2 and rest[0].isdigit() and bool(_YEAR.match(rest[1])))
        or (at > 0 and words[at - 1].body.isdigit() and bool(_YEAR.match(rest[0])))
    )


def _is_initial(words: Sequence[_Word], at: int) -> bool:
    """Whether a name goes on after the initial or initials at word `at`.

    Foreign names open with initials ("J. F. Kennedy"), while Vietnamese papers hide a name by its
    last letter ("Nguyễn Văn A.", "chị H."), where the sentence may well end.
    """
    body = words[at].body
    before = words[at - 1] if at else None
    noun = before.body.lower() if before else ""
    after = words[at + 1]
    if after.lead == "(":
        return True
    if noun in _DESIGNATIONS:
        return False
    if after.body[:1].isdigit():
        return len(body) == 1
    if after.mark == "." and _INITIALS.match(after.body):
        return True
    if not _is_syllable(after.body):
        return True
    if len(body) > 1 or noun in _PERSONS:
        return False
    return _parts_of_name(words, at) < 3


def _parts_of_name(words: Sequence[_Word], at: int) -> int:
    """How many capitalised words and initials in a row end at word `at`."""
    count = 1
    while count <= at and count < 3:
        word = words[at - count]
        if not (word.body.isalpha() and word.body[0].isupper() and word.mark in ("", ".")):
            break
        count += 1
    return count


def _plain(word: str) -> str:
    """The word in lower case without diacritics."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _has_no_vowel(word: str) -> bool:
    return word.isalpha() and _VOWELS.isdisjoint(_plain(word))


def _is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese; punctuation after it does not count."""
    return bool(_SYLLABLE.match(_plain(word.rstrip(",;:"))))


def held_offsets(text: str) -> Callable[[int], bool]:
    """A test whether an offset lies inside a quotation or bracket that closes in the text."""
    spans = list(_outermost(_enclosed(text)))
    starts = [start for start, _ in spans]

    def held(offset: int) -> bool:
        index = bisect_left(starts, offset) - 1
        return index >= 0 and offset <= spans[index][1]

    return held


def _enclosed(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the opening and the closing mark of every quotation and bracket, in any order."""
    open_marks: list[tuple[int, str]] = []
    for match in re.finditer(r"[\"“”„«»‘’()\[\]]", text):
        mark, at = match.group(), match.start()
        if mark in "“„«‘([" or (mark == '"' and _opens(text, at)):
            open_marks.append((at, _MATCHES[mark]))
            continue
        for depth in range(len(open_marks) - 1, -1, -1):
            start, closing = open_marks[depth]
            if at - start > _LONGEST_QUOTATION:
                break
            if mark in closing:
                del open_marks[depth:]
                yield start, at
                break


def _opens(text: str, at: int) -> bool:
    """Whether the straight quotation mark at this offset is an opening one."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([“‘" + _DASHES) and not after.isspace()


def _outermost(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = -1
    for span in sorted(spans):
        if span[1] > end:
            yield span
            end = span[1]
