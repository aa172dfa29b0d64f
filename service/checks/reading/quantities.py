"""What a text says in numbers: the vocabulary of the two readers and of the checks on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

Number = int | Decimal

_MOST_DIGITS = 50  # of a number; longer ones are codes or nonsense, and Python reads none of 4,301
LARGEST_SCALE = 10**30
"""Words such as "tỷ tỷ tỷ" are multiplied until the product has come this far."""

Written = Literal["digits", "words", "small", "vague"]
"""How a number is written: in digits, in words, in one word for 2 to 9, or as a mere order of
magnitude ("hàng nghìn")."""

Order = Literal["cardinal", "ordinal", ""]
"""Whether a number surely counts or surely ranks; empty where it may do either ("tầng hai")."""

Half = Literal["am", "pm", ""]


class Quantity(NamedTuple):
    """A number in a text and every value it may be read as, the most likely first."""

    start: int
    end: int
    values: tuple[Number, ...]
    written: Written
    unit: str = ""  # a key of MEASURES
    scale: int = 1  # of the words after it: 10⁶ in "3 triệu", "3 million"
    parts: tuple[Number, ...] = ()  # of a fraction: its numerator and denominator
    order: Order = ""


class Moment(NamedTuple):
    """A date with a month. `certain` is false where it may be a score, a ratio or a range."""

    start: int
    end: int
    day: int | None
    month: int
    year: int | None
    certain: bool


class Weekday(NamedTuple):
    """A day of the week, 2 for Monday to 8 for Sunday; uncertain where it may be an ordinal."""

    start: int
    end: int
    day: int
    certain: bool


class Clock(NamedTuple):
    """A time of day; `half` is empty where the text does not say which half of the day."""

    start: int
    end: int
    hour: int
    minute: int | None
    half: Half


@dataclass(frozen=True, slots=True)
class Reading:
    """All a text says in numbers.

    `values` is generous: every value that any number in the text can be read as, so that what is
    there is never said to be missing. `ranks` are those of them that only ordinals say, and
    `magnitudes` those of "thousands", "hàng nghìn".
    """

    quantities: list[Quantity] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    weekdays: list[Weekday] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    values: set[Number] = field(default_factory=set)
    ranks: set[Number] = field(default_factory=set)
    magnitudes: set[Number] = field(default_factory=set)


def whole(digits: str) -> tuple[int, ...]:
    """The value of digits; none where they are too many to count anything."""
    return (int(digits),) if len(digits) <= _MOST_DIGITS else ()


def decimal(digits: str) -> tuple[Number, ...]:
    """The value of digits with or without a decimal point; none where they are too many."""
    return (plain(Decimal(digits)),) if len(digits) <= _MOST_DIGITS else ()


def plain(value: Number) -> Number:
    """A value as an integer if it is whole, so that 2.50 billion is 2,500,000,000."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def share(quantities: list[Quantity], index: int, unit: bool) -> None:
    """Give a number the scale and unit of the next: "2,5 - 2,8 tỷ", "between 8 and 11 p.m."."""
    left, right = quantities[index], quantities[index + 1]
    if left.order == "ordinal":
        return
    if unit and right.unit and not left.unit:
        left = left._replace(unit=right.unit)
    if right.scale > left.scale == 1:
        left = left._replace(
            values=left.values + tuple(plain(value * right.scale) for value in left.values),
            order="cardinal",
        )
    quantities[index] = left


def _roman(number: int) -> str:
    """A number below 90 as a Roman numeral in lower case."""
    tens, ones = divmod(number, 10)
    written = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx")[tens]
    return written + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


ROMAN = {_roman(number): number for number in range(1, 60)}
"""Roman numerals in lower case and their values."""
