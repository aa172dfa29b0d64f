"""Reads the numbers of a Vietnamese sentence.

Vietnamese writes 330.000 and 3,5 where English writes 330,000 and 3.5; "hai mươi lăm" is 25,
"1.445 nghìn tỷ" 1,445 trillion, "quý III" the third quarter, "hàng chục nghìn" tens of thousands.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from service.checks.reading import vietnamese_dates
from service.checks.reading.measures import CURRENCIES, VIETNAMESE_UNITS
from service.checks.reading.quantities import (
    LARGEST_SCALE,
    ROMAN,
    Number,
    Order,
    Quantity,
    Reading,
    Written,
    decimal,
    plain,
    share,
    whole,
)
from service.checks.reading.small_numerals import (
    SCALES,
    UNITS,
    is_five,
    is_no_number,
    next_word,
    surely_counts,
)
from service.checks.reading.text import Text, words

_FINAL_UNITS = UNITS | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_FRACTION_UNITS = _FINAL_UNITS | {"mười": 10}
_SEVERAL = words("hàng hằng vài mấy nhiều bạc cả dăm gần")
_OTHER_WORDS: dict[str, tuple[Number, ...]] = {
    "đôi": (2,), "cặp": (2,), "kép": (2,), "song": (2,), "nhị": (2,), "tam": (3,), "nhất": (1,),
    "nhì": (2,), "tá": (12,), "mươi": (10, 20), "rằm": (15,), "thập": (10,), "trưa": (12,),
    "đêm": (0, 12, 24), "rưỡi": (Decimal("0.5"), Decimal("1.5"), 6, 30),
    "nửa": (Decimal("0.5"), 6, 30, 50), **{word: (scale,) for word, scale in SCALES.items()},
}  # fmt: skip
_TRIGGERS = _FINAL_UNITS.keys() | _OTHER_WORDS.keys() | _SEVERAL | ROMAN.keys() | {"mười"}

_BEFORE_PRICE = frozenset({"us", "usd", "eur", "vnd", "nz", "au", "hk"})  # "$US1,5 tỷ"
_AFTER_RATE = frozenset({"lệ", "giá", "trọng", "số", "suất", "phú", "đối"})  # "tỷ lệ", "tỷ giá"
_RANGE = frozenset(
    ("", "-", "–", "/", "trên", "đến", "tới", "hoặc", "hay", "lên", "lên đến", "lên tới", "xuống",
     "xuống còn", "còn", "lên mức", "xuống mức")
)  # fmt: skip

_FRACTION_WORDS = re.compile(
    r"\b(một|hai|ba|bốn|năm|sáu|bảy|tám|chín|\d+) phần "
    r"(hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|\d+)\b"
)
_HALF_OR_DOUBLE = re.compile(r"\b(?:(?P<half>một nửa)|gấp đôi)\b")
_FRACTION = re.compile(r"(?<![\d.,/-])(\d{1,4})/(\d+(?:[.,]\d+)*)(?![\d/])")
_TAKEN_TOGETHER = re.compile(
    r"(?<![\w.,/-])(?P<whole>\d{1,3})(?:(?P<seconds>\s?giây )|m)"
    r"(?P<part>\d\d|(?(seconds)\d|[4-9]))(?!\w|[.,]\d)"
)
"""Seconds and hundredths, "49 giây 16", metres and centimetres, "1m75"; "200m2" is an area."""
_BEFORE_ROMAN = re.compile(r"(?:lần thứ|quý|(?P<century>thế kỷ|thế kỉ))\s?\Z")
_HALF_UNIT = re.compile(
    r"\s?(?:năm|tháng|tuần|ngày|giờ|tiếng|phút|giây|thập kỷ|thập niên|thế kỷ|tuổi|km|kilomet|"
    r"ki-lô-mét|cây số|mét|m|dặm|tấn|tạ|kg|ha|lít) rưỡi\b"
)
_DECADE = ("thập niên ", "thập kỷ ", "thập kỉ ", "những năm ")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?\Z")
_ENGLISH_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_DECIMAL = re.compile(r"\d+[.,]\d+\Z")


def read(text: Text) -> Reading:
    """Everything a Vietnamese sentence says in numbers, dates and times."""
    reading = Reading()
    taken = vietnamese_dates.read(text, reading)
    _read_fractions(text, reading, taken)
    _read_taken_together(text, reading, taken)
    _read_halves_and_doubles(text, reading)
    _read_words(text, reading, taken)
    _share_scales(text, reading)
    _collect_values(reading)
    return reading


def parse(digits: str) -> tuple[Number, ...]:
    """The values of a number in digits, Vietnamese notation first: "1,234" → 1.234 or 1234."""
    if digits.isdecimal():
        return whole(digits)
    if _THOUSANDS.match(digits):
        return decimal(digits.replace(".", "").replace(",", "."))
    if _ENGLISH_THOUSANDS.match(digits):
        english = decimal(digits.replace(",", ""))
        if digits.count(",") > 1 or "." in digits:
            return english
        return (*decimal(digits.replace(",", ".")), *english)
    if _DECIMAL.match(digits):
        return decimal(digits.replace(",", "."))
    return ()


def _read_fractions(text: Text, reading: Reading, taken: bytearray) -> None:
    if "phần" not in text.low and "/" not in text.low:
        return
    for pattern in (_FRACTION_WORDS, _FRACTION):
        for match in pattern.finditer(text.low):
            numerator, denominator = (
                _FRACTION_UNITS.get(word) or next(iter(parse(word)), 0) for word in match.groups()
            )
            if (
                taken[match.start()]
                or not denominator
                or text.low.endswith("số ", 0, match.start())
            ):
                continue
            parts = (numerator, denominator)
            if parts != (24, 24):  # "24/24 giờ": round the clock
                value = Decimal(numerator) / Decimal(denominator)
                reading.quantities.append(
                    Quantity(match.start(), match.end(), (value,), "digits", parts=parts)
                )
            reading.values.update(parts)
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())


def _read_taken_together(text: Text, reading: Reading, taken: bytearray) -> None:
    """Units and hundredths of them without a word for those: "49 giây 16" is 49.16 seconds."""
    if not text.has_digits:
        return
    for match in _TAKEN_TOGETHER.finditer(text.low):
        start, end = match.span()
        if taken[start]:
            continue
        value = plain(Decimal(f"{match['whole']}.{match['part']}"))
        parts, unit = (int(match["whole"]), int(match["part"])), "s" if match["seconds"] else "m"
        reading.quantities.append(Quantity(start, end, (value,), "digits", unit, parts=parts))
        reading.values.update(parts)
        taken[start:end] = b"\1" * (end - start)


def _read_halves_and_doubles(text: Text, reading: Reading) -> None:
    if "nửa" not in text.low and "đôi" not in text.low:
        return
    for match in _HALF_OR_DOUBLE.finditer(text.low):
        values = (Decimal("0.5"), 50) if match["half"] else (2, 200)
        reading.quantities.append(Quantity(match.start(), match.end(), values, "small"))


def _read_words(text: Text, reading: Reading, taken: bytearray) -> None:
    """Goes through the words once, picking up numbers, magnitudes and Roman numerals."""
    following = 0
    for index, word in enumerate(text.words):
        if word not in _TRIGGERS and word[0] > "9":
            continue
        _add_meaning(word, reading)
        if index < following or taken[text.starts[index]]:
            continue
        if word[0] <= "9" or word in UNITS or word == "mười":
            found = _numeral(text, index)
        elif word in _SEVERAL or word in SCALES:
            found = _magnitude(text, index)
        else:
            found = _roman(text, index, reading)
        if found is not None:
            quantity, following = found
            reading.quantities.append(quantity)
            if text.words[following - 1] == "rưỡi":  # "eleven and a half" says eleven too
                reading.values.add(quantity.values[0] // 1)


def _add_meaning(word: str, reading: Reading) -> None:
    """What a word can mean by itself, whatever it is part of."""
    if word.isdecimal():
        reading.values.update(whole(word))
    elif word in _FINAL_UNITS:
        reading.values.add(_FINAL_UNITS[word])
    elif word in _OTHER_WORDS:
        reading.values.update(_OTHER_WORDS[word])


def _numeral(text: Text, index: int, below: float = math.inf) -> tuple[Quantity, int] | None:
    """The number that starts at a word, and the index of the word after it.

    Of one whose scale is not `below`, what is added to it is not read.
    """
    word = text.words[index]
    written: Written
    if word[0] <= "9":
        if _in_designation(text, index):
            return None
        base, following, written = parse(word), index + 1, "digits"
    else:
        group = _group(text, index)
        if group is None:
            return None
        value, following = group
        base, written = (value,), "words"
    scale, rest, following = _scales(text, following, below)
    half = _HALF_UNIT.match(text.low, text.ends[following - 1])
    if half is not None and base:
        return _with_half(text, index, half, plain(base[0] * scale + rest), written)
    if written == "words" and following == index + 1:
        if word == "một" or is_no_number(text, index):
            return None
        written = "small" if word != "mười" else "words"
    values = tuple(plain(value * scale + rest) for value in base)
    if scale == 10:
        values += tuple(plain(value * 12) for value in base)  # "bốn chục": forty, or four dozen
    start, end = text.starts[index], text.ends[following - 1]
    if values and 10 <= values[0] <= 90 and text.low.endswith(_DECADE, 0, start):
        values = (*values, 1900 + values[0])
    unit = VIETNAMESE_UNITS.after(text.low, end)
    order: Order = "cardinal" if written == "small" and surely_counts(text, index) else ""
    return Quantity(start, end, values, written, unit, scale, order=order), following


def _with_half(
    text: Text, index: int, half: re.Match[str], value: Number, written: Written
) -> tuple[Quantity, int]:
    """A number of units and half of one more, "2 năm rưỡi", and the index after it."""
    unit = VIETNAMESE_UNITS.after(text.low, half.start())
    following = next(i for i, end in enumerate(text.ends) if end == half.end()) + 1
    more = value + Decimal("0.5")
    return Quantity(text.starts[index], half.end(), (more,), written, unit), following


def _in_designation(text: Text, index: int) -> bool:
    """Whether digits belong to a name: K9, Su-30, Covid-19, UTC+1."""
    if index == 0:
        return False
    gap = text.gap(index)
    if not gap or gap == ">":  # "km<sup>2"
        before = text.words[index - 1]
        return before[0] > "9" and before not in _BEFORE_PRICE
    previous = text.words[index - 1]
    return gap in ("-", "+") and text.is_capital(index - 1) and not previous.endswith(("ng", "nh"))


def _group(text: Text, index: int) -> tuple[int, int] | None:
    """A number below 1,000 in words, and the index after it; None if the words are no number."""
    first, second = text.words[index], next_word(text, index + 1)
    if first == "mười":
        unit = _final_unit(text, index + 1)
        return (10 + unit, index + 2) if unit else (10, index + 1)
    digit = UNITS[first]
    if first == "năm" and not is_five(text, index):
        return None
    if second == "mươi":
        unit = _final_unit(text, index + 2)
        return (digit * 10 + unit, index + 3) if unit else (digit * 10, index + 2)
    if second in ("lăm", "mốt", "nhăm"):
        return digit * 10 + _FINAL_UNITS[second], index + 2
    if second == "trăm":
        rest, following = _below_hundred(text, index + 2)
        return digit * 100 + rest, following
    return digit, index + 1


def _final_unit(text: Text, index: int) -> int:
    """The last digit of a number; "năm" after tens is a year, five is "lăm"."""
    word = next_word(text, index)
    return _FINAL_UNITS.get(word, 0) if word != "năm" else 0


def _below_hundred(text: Text, index: int) -> tuple[int, int]:
    """What follows "trăm", and the index after it: "linh năm", "rưỡi", "mười hai", "ba mươi"."""
    word, following = next_word(text, index), next_word(text, index + 1)
    if word in ("linh", "lẻ") and following in _FINAL_UNITS:
        return _FINAL_UNITS[following], index + 2
    if word == "rưỡi":
        return 50, index + 1
    if word in UNITS and following == "chục":
        return UNITS[word] * 10, index + 2
    if word == "mười" or (word in UNITS and following == "mươi"):
        return _group(text, index) or (0, index)
    return 0, index


def _scales(text: Text, index: int, below: float = math.inf) -> tuple[int, Number, int]:
    """Scale words from `index`: their product, what is added after them, the index after all.

    Nothing is added to a product that is not `below`: "2 tỷ 2 tỷ" are two numbers.
    """
    words = text.words
    scale = 1
    while scale < LARGEST_SCALE and next_word(text, index) in SCALES and not text.is_capital(index):
        if words[index] in ("tỷ", "tỉ") and next_word(text, index + 1) in _AFTER_RATE:
            break
        scale *= SCALES[words[index]]
        index += 1
    if scale == 1 or scale >= below:
        return scale, 0, index
    return _with_lower(text, index, scale, SCALES[words[index - 1]])


def _with_lower(text: Text, index: int, scale: int, last: int) -> tuple[int, Number, int]:
    """What is added to a product of scales, read from the word after the `last` of them.

    The product is larger where a scale goes with both: "một nghìn hai trăm tỷ".
    """
    following = next_word(text, index)
    if following == "rưỡi":
        return scale, plain(Decimal(last) / 2), index + 1
    if following in ("linh", "lẻ"):  # "một nghìn lẻ một"
        return scale, *_below_hundred(text, index)
    if following == "không" and next_word(text, index + 1) == "trăm":  # "… không trăm linh năm"
        rest, after = _below_hundred(text, index + 2)
        return (scale, rest, after) if rest else (scale, 0, index)
    if _is_tenths(text, index, last):
        return scale, _FINAL_UNITS[following] * last // 10, index + 1
    if following and (following[0] <= "9" or following in UNITS):
        found = _numeral(text, index, below=scale)
        if found is not None and found[0].values:
            lower, after = found
            if 1 < lower.scale < scale:  # "2 tỷ 300 triệu"
                return scale, lower.values[0], after
            is_hundreds = lower.written == "words" and 100 <= lower.values[0] / lower.scale < 1000
            if is_hundreds and scale in (1000, 10_000):  # "một nghìn hai trăm"
                return scale * lower.scale, lower.values[0], after
    return scale, 0, index


def _is_tenths(text: Text, index: int, last: int) -> bool:
    """Whether a word says tenths of the scale before it: "ba tỷ hai" is 3.2 billion.

    Not in "2 triệu một chiếc" or "ba triệu năm", and where it ends what is said, or money follows.
    """
    word = next_word(text, index)
    if last < 1000 or word not in _FINAL_UNITS or word in ("một", "năm") or text.is_capital(index):
        return False
    money = VIETNAMESE_UNITS.after(text.low, text.ends[index]) in CURRENCIES
    return word == "mốt" or money or not next_word(text, index + 1)


def _magnitude(text: Text, index: int) -> tuple[Quantity, int] | None:
    """A mere order of magnitude: "hàng chục nghìn", "vài trăm", "gần trăm"."""
    start = text.starts[index]
    if text.words[index] in _SEVERAL:
        index += 1
    elif index == 0 or text.words[index] not in ("nghìn", "ngàn", "triệu"):
        return None
    scale, _, following = _scales(text, index)
    if scale == 1:
        return None
    return Quantity(start, text.ends[following - 1], (scale,), "vague", scale=scale), following


def _roman(text: Text, index: int, reading: Reading) -> tuple[Quantity, int] | None:
    """A Roman numeral, which must be there if "lần thứ", "quý" or "thế kỷ" stands before it."""
    word = text.words[index]
    if word not in ROMAN or not text.written(index).isupper():
        return None
    value = ROMAN[word]
    reading.values.add(value)
    before = _BEFORE_ROMAN.search(text.low[: text.starts[index]])
    if before is None:
        return None
    values = (value, (value - 1) * 100) if before["century"] else (value,)
    return Quantity(text.starts[index], text.ends[index], values, "words"), index + 1


def _share_scales(text: Text, reading: Reading) -> None:
    """In "2,5 - 2,8 tỷ", "từ 20 đến 23 giờ" the first number may have what follows the second."""
    quantities = reading.quantities
    for index in range(len(quantities) - 1):
        left, right = quantities[index], quantities[index + 1]
        if left.written == "vague" or not left.values:
            continue
        gap = text.low[left.end : right.start].strip()
        if gap in _RANGE:
            share(quantities, index, unit=True)
        elif gap in (",", "và") and left.written == "small":  # "hai, ba trăm"
            share(quantities, index, unit=False)


def _collect_values(reading: Reading) -> None:
    """Every value that a number, a date or a time in the text can be read as."""
    values = reading.values
    for quantity in reading.quantities:
        values.update(quantity.values)
        if quantity.unit in ("decade", "century"):
            factor = 10 if quantity.unit == "decade" else 100
            values.update(value * factor for value in quantity.values)
        elif quantity.unit == "h":
            values.update(value + shift for value in quantity.values for shift in (-12, 12))
        if quantity.written == "vague":
            reading.magnitudes.update(quantity.values)
    for moment in reading.moments:
        values.update(part for part in moment[2:5] if part is not None)
    for clock in reading.clocks:
        minute = clock.minute or 0
        values.update((clock.hour, clock.hour % 12, clock.hour + 12, minute))
        values.update(
            (clock.hour * 100 + minute, clock.hour + Decimal(minute) / 100)
        )  # 1430, 14.30
