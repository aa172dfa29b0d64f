"""Reads the numbers of an English sentence.

It is generous: "the 1990s" may be 1990 or 90, "a third" 3 or ⅓, "two and a half million" 2 or
2,500,000, for what the translation says in any way must not be called missing.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from service.checks.reading import english_dates
from service.checks.reading.measures import CURRENCIES, CURRENCY_SIGNS, ENGLISH_UNITS
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
from service.checks.reading.text import Text, words

_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
}  # fmt: skip
_NUMERALS = _SMALL | _TENS | _ORDINALS
_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "bn": 10**9, "tn": 10**12, "mn": 10**6, "quadrillion": 10**15, "dozen": 12, "lakh": 10**5,
    "hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9,
}  # fmt: skip
_MAGNITUDES = _SCALES | {
    "tens": 10, "dozens": 10, "dozen": 10, "scores": 10, "hundreds": 100, "thousands": 1000,
    "millions": 10**6, "billions": 10**9, "trillions": 10**12,
}  # fmt: skip
_DENOMINATORS = {
    "half": 2, "halves": 2, "quarter": 4, "quarters": 4,
    **{word: value for word, value in _ORDINALS.items() if value > 2},
    **{word + "s": value for word, value in _ORDINALS.items() if value > 2},
}  # fmt: skip
_DECADES = {word[:-1] + "ies": (value, 1900 + value) for word, value in _TENS.items()}
_HALF = (Decimal("0.5"), 2, 6, 30, 50)  # half a year, half past, half of all


def _meanings(table: dict[Number, str]) -> dict[str, tuple[Number, ...]]:
    return {word: (value,) for value, words in table.items() for word in words.split()}


_OTHER_WORDS: dict[str, tuple[Number, ...]] = {
    **_meanings(
        {
            1: "once single only sole firstly annual",
            2: "both couple pair pairs twin dual double doubled doubles doubling twice twofold "
            "redouble redoubled redoubling bilateral bilaterally duo either neither latter mutual "
            "counterpart between secondly "
            "secondary bipartisan bipartisanship other each biennial biannual semi",
            3: "triple tripled triples tripling threefold thrice trio trilateral tripartite "
            "triangle thirdly tertiary triennial triplets tricycle tricycles",
            4: "quadruple quadrupled fourfold quad quadrilateral quartet foursome fourthly",
            5: "fivefold quintet",
            6: "sixfold",
            7: "sevenfold",
            8: "eightfold",
            9: "ninefold",
            10: "tenfold decade decades decimal teens",
            12: "noon midday",
            30: "mid",
            50: "golden",
            100: "century centuries centenary",
            1000: "millennium millennia",
            0: "nil",
        }
    ),
    **dict.fromkeys(("half", "halves", "halve", "halved", "halving", "midway", "halfway"), _HALF),
    **_DECADES,
    "quarter": (Decimal("0.25"), 4, 15),
    "quarters": (Decimal("0.75"), 3, 4),
    "midnight": (0, 12, 24),
    "fortnight": (2, 14, 15),
}
_TRIGGERS = _NUMERALS.keys() | _MAGNITUDES.keys() | _OTHER_WORDS.keys() | ROMAN.keys()

_FRACTION = re.compile(r"(?<![\d.,/])(\d{1,4})/(\d{1,4})(?![\d/])")
_HALF_SIGN = re.compile(r"(\d{1,9})?\s?½")
_APOSTROPHE_YEAR = re.compile(r"['’](\d\d)s?\b")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_DECIMAL = re.compile(r"\d+\.\d+\Z")
CURRENCY_CODES = words("usd vnd eur gbp jpy krw cny rmb rub thb inr")
_CURRENCY_BEFORE = re.compile(
    rf"(?:(?P<code>{'|'.join(sorted(CURRENCY_CODES))})\s?|(?P<sign>[$€£¥₫₩])\s?)\Z"
)


def read(text: Text) -> Reading:
    """Everything an English sentence says in numbers, dates and times."""
    reading = Reading()
    english_dates.read(text, reading)
    _read_words(text, reading)
    _read_figures(text, reading)
    _share_scales(text, reading)
    for quantity in reading.quantities:
        said = reading.ranks if quantity.order == "ordinal" else reading.values
        said.update(quantity.values)
    reading.ranks.difference_update(reading.values)
    reading.values.update(reading.ranks)
    return reading


def parse(digits: str) -> tuple[Number, ...]:
    """The values of a number in digits, in English notation only: "330.000" is 330."""
    if digits.isdecimal():
        return whole(digits)
    if _THOUSANDS.match(digits):
        return decimal(digits.replace(",", ""))
    if _DECIMAL.match(digits):
        return decimal(digits)
    return ()


def _read_words(text: Text, reading: Reading) -> None:
    """Goes through the words once, picking up numbers and whatever else means one."""
    following = 0
    for index, word in enumerate(text.words):
        if index < following or (word not in _TRIGGERS and word[0] > "9"):
            continue
        if word[0] <= "9" or word in _NUMERALS:
            found = _numeral(text, index)
            if found is None:
                reading.values.update(parse(word))
                continue
            quantity, following = found
            reading.quantities.append(quantity)
            if _is_thousands(text, following - 1):  # or a telephone number
                reading.values.update(whole(text.words[following - 1]))
            _read_fraction(text, following, quantity, reading)
        elif word in _MAGNITUDES:
            whole_number = _after_article(text, index)
            if whole_number is None:
                following = _read_magnitude(text, index, reading)
            else:
                quantity, following = whole_number
                reading.quantities.append(quantity)
        elif word in _OTHER_WORDS:
            reading.values.update(_OTHER_WORDS[word])
        elif text.written(index).isupper():
            reading.values.add(ROMAN[word])


def _read_figures(text: Text, reading: Reading) -> None:
    """Fractions such as 2/3, halves, and years such as '96."""
    if "/" in text.low and text.has_digits:
        for match in _FRACTION.finditer(text.low):
            if int(match[2]):
                reading.values.add(plain(Decimal(match[1]) / Decimal(match[2])))
    if "½" in text.low:
        for match in _HALF_SIGN.finditer(text.low):
            reading.values.add(int(match[1] or 0) + Decimal("0.5"))
    if "and a half" in text.low:  # "a year and a half"
        reading.values.add(Decimal("1.5"))
    if ("'" in text.low or "’" in text.low) and text.has_digits:
        for match in _APOSTROPHE_YEAR.finditer(text.low):
            reading.values.update((int(match[1]), 1900 + int(match[1]), 2000 + int(match[1])))


def _joined(text: Text, index: int) -> bool:
    """Whether a word follows the one before it after a blank, a hyphen or nothing."""
    return index < len(text.words) and text.gap(index) in (" ", "-", "", "\xa0", " - ", "‑")


def _numeral(text: Text, index: int, below: float = math.inf) -> tuple[Quantity, int] | None:
    """The number that starts at a word, and the index of the word after it.

    Of one whose scale is not `below`, what is added to it is not read.
    """
    word = text.words[index]
    written: Written
    if word[0] <= "9":
        if _in_designation(text, index):
            return None
        base, following = _with_suffix(text, index)
        written = "digits"
    else:
        base, following = _with_decimals(text, index, *_spelled(text, index))
        written = "words"
    scale, rest, following = _scales(text, following, below)
    if written == "words" and scale > 1:
        base = base[:1]
    values = tuple(plain(value * scale + rest) for value in base)
    if written == "words" and (values[0] <= 10 or len(values) > 1):
        written = "small"
    start, end = text.starts[index], text.ends[following - 1]
    ordinal = word in _ORDINALS or text.words[following - 1] in ("st", "nd", "rd", "th")
    unit = "" if ordinal else _unit(text, start, end)  # "the third day" counts no days
    if unit == "lb" and scale > 1:
        unit = "GBP"
    order: Order = "ordinal" if ordinal else ""
    return Quantity(start, end, values, written, unit, scale, order=order), following


def _with_suffix(text: Text, index: int) -> tuple[tuple[Number, ...], int]:
    """The values of digits with what is attached (11th, 1990s, 27m, 10k), and the index after."""
    base = parse(text.words[index])
    index += 1
    if _is_thousands(text, index):  # "8 848 metres"
        return (*whole(text.words[index - 1] + text.words[index]), *base), index + 1
    if index >= len(text.words) or text.gap(index) or not base:
        return base, index
    suffix = text.words[index]
    if suffix in ("st", "nd", "rd", "th"):
        return base, index + 1
    if suffix == "s":
        decade = base[0] + 1900 if base[0] < 100 else base[0] % 100
        return (*base, decade), index + 1
    if suffix in ("m", "k"):
        factor = 10**6 if suffix == "m" else 1000
        return (*base, plain(base[0] * factor)), index
    return base, index


def _is_thousands(text: Text, index: int) -> bool:
    """Whether a word is three digits after a blank and at most three others."""
    return (
        index < len(text.words)
        and len(text.words[index]) == 3
        and text.words[index].isdecimal()
        and text.words[index - 1].isdecimal()
        and len(text.words[index - 1]) <= 3
        and text.gap(index) in (" ", "\xa0", "\u202f", "\u2009")
    )


def _unit(text: Text, start: int, end: int) -> str:
    if text.low.endswith("/", 0, start):
        return ""  # of a fraction: 1/5 inch
    before = _CURRENCY_BEFORE.search(text.low, max(0, start - 5), start)
    if before is None:
        return ENGLISH_UNITS.after(text.low, end)
    if before["sign"]:
        return CURRENCY_SIGNS[before["sign"]]
    return "CNY" if before["code"] == "rmb" else before["code"].upper()


def _in_designation(text: Text, index: int) -> bool:
    """Whether digits belong to a name or a character entity: K9, Su-30, &#39;."""
    start = text.starts[index]
    if text.low.endswith("&#", 0, start):
        return True
    if index == 0:
        return False
    gap = text.gap(index)
    if not gap:
        before = text.words[index - 1]
        return before[0] > "9" and before not in CURRENCY_CODES  # VND120 billion
    return (
        gap in ("-", "+")
        and text.is_capital(index - 1)
        and not english_dates.is_month(text.words[index - 1])
    )


def _spelled(text: Text, index: int) -> tuple[int, int]:
    """A number below 100 in words, cardinal or ordinal, and the index after it."""
    word = text.words[index]
    if word in _TENS and _joined(text, index + 1):
        unit = _NUMERALS.get(text.words[index + 1], 0)
        if 0 < unit < 10:
            return _TENS[word] + unit, index + 2
    return _NUMERALS[word], index + 1


def _with_decimals(
    text: Text, index: int, value: int, following: int
) -> tuple[tuple[Number, ...], int]:
    """A number in words with what "point" adds to it, and the index after: "four point eight".

    It may also be four and eight, for Vietnamese may say "bốn cân tám".
    """
    digits: list[int] = []
    after = following + 1
    while _joined(text, after) and _SMALL.get(text.words[after], 10) < 10:
        digits.append(_SMALL[text.words[after]])
        after += 1
    is_point = digits and text.words[following] == "point" and _joined(text, following)
    # "at one point three million people"
    moment = value == 1 and index > 0 and text.words[index - 1] == "at"
    if not is_point or moment or text.words[following - 1] in _ORDINALS:
        return (value,), following
    return (Decimal(f"{value}.{''.join(map(str, digits))}"), value, *digits), after


def _scales(text: Text, index: int, below: float = math.inf) -> tuple[int, Number, int]:
    """Scale words from `index`: their product, what is added after them, the index after all.

    Nothing is added to a product that is not `below`: "2 billion 2 billion" are two numbers.
    """
    words = text.words
    scale = 1
    while scale < LARGEST_SCALE and _joined(text, index) and words[index] in _SCALES:
        scale *= _SCALES[words[index]]
        index += 1
    if scale == 1 or scale >= below or not _joined(text, index):
        return scale, 0, index
    lower = index + 1 if words[index] == "and" else index
    if _joined(text, lower) and (words[lower][0] <= "9" or words[lower] in _NUMERALS):
        # "two hundred and five", "2 billion 300 million"
        found = _numeral(text, lower, below=scale)
        if found is None or not found[0].values:
            return scale, 0, index
        added, after = found
        value = added.values[0]
        if value < scale and (added.scale > 1 or lower > index or scale == 100):
            return scale, value, after
        if scale == 100 < added.scale and value < scale * added.scale and words[lower][0] > "9":
            return scale * added.scale, value, after  # "one hundred and twenty million"
    return scale, 0, index


def _after_article(text: Text, index: int) -> tuple[Quantity, int] | None:
    """The number that "a" begins, if words are added to its scale: "a hundred and twenty"."""
    if index == 0 or text.words[index - 1] != "a":
        return None
    scale, rest, following = _scales(text, index)
    if not rest or text.words[following - 1][0] <= "9":
        return None
    start, end = text.starts[index], text.ends[following - 1]
    written: Written = "small" if rest == 1 else "words"  # "a thousand and one reasons" are many
    return Quantity(start, end, (scale + rest,), written, _unit(text, start, end), scale), following


def _read_fraction(text: Text, index: int, quantity: Quantity, reading: Reading) -> None:
    """After a number: "two thirds", "three-quarters", "two and a half million"."""
    value = quantity.values[0] if quantity.values else 0
    last = text.words[index - 1]
    if last in _DENOMINATORS:
        reading.values.add(Decimal(1) / _DENOMINATORS[last])
    is_rank = quantity.order == "ordinal"  # "the fourth quarter" is no fraction
    if not is_rank and _joined(text, index) and text.words[index] in _DENOMINATORS:
        reading.values.add(plain(Decimal(value) / _DENOMINATORS[text.words[index]]))
    if "and a half" in text.low or "and-a-half" in text.low:
        half = value + Decimal("0.5")
        reading.values.update((half, Decimal("1.5")))
        scale = _scales(text, index + 3)[0] if index + 3 < len(text.words) else 1
        reading.values.add(plain(half * scale))


def _read_magnitude(text: Text, index: int, reading: Reading) -> int:
    """Reads "thousands", "tens of millions" or "half a million"; the index after it."""
    words = text.words
    first = index
    product: Number = _MAGNITUDES[words[index]]
    index += 1
    while index < len(words) and product < LARGEST_SCALE:
        step = index + 1 if words[index] == "of" else index
        if step >= len(words) or words[step] not in _MAGNITUDES:
            break
        product *= _MAGNITUDES[words[step]]
        index = step + 1
    reading.magnitudes.add(product)
    reading.values.add(product)
    if words[first] == "dozen":
        reading.values.add(12)
    if "half" in words[max(0, first - 2) : first]:
        reading.values.add(plain(Decimal(product) / 2))
    return index


def _share_scales(text: Text, reading: Reading) -> None:
    """In "2.5 to 2.8 billion" the first number may have the scale and unit of the second."""
    quantities = reading.quantities
    for index in range(len(quantities) - 1):
        left, right = quantities[index], quantities[index + 1]
        if not left.values:
            continue
        gap = text.low[left.end : right.start]
        if gap in ("-", "–", "/") and 1500 < left.values[0] < 2100 and right.end - right.start == 2:
            years = tuple(int(left.values[0]) // 100 * 100 + value for value in right.values)
            quantities[index + 1] = right._replace(values=right.values + years)  # 1995-96
        elif gap.strip(" -–—$€£") in ("", "to", "and", "or", "to a", "or a"):
            share(quantities, index, unit=right.unit not in CURRENCIES)
