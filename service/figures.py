"""Numbers in words as figures, and times and months in their plainest form.

Small models translate "80 phần trăm" where they mistake "tám mươi phần trăm".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from service.checks.reading import vietnamese
from service.checks.reading.quantities import Quantity
from service.checks.reading.text import Text
from service.checks.reading.vietnamese_dates import MONTHS
from service.normalise import normalise

LARGEST = 1_000_000  # from here on scales are words in figures too: "3 triệu"

_ROUND = {
    "chục": "dozens", "trăm": "hundreds", "nghìn": "thousands", "ngàn": "thousands",
    "chục nghìn": "tens of thousands", "chục ngàn": "tens of thousands",
    "trăm nghìn": "hundreds of thousands", "trăm ngàn": "hundreds of thousands",
    "triệu": "millions", "chục triệu": "tens of millions", "trăm triệu": "hundreds of millions",
    "tỷ": "billions", "chục tỷ": "tens of billions", "trăm tỷ": "hundreds of billions",
    "nghìn tỷ": "trillions",
}  # fmt: skip
AMOUNTS = {f"hàng {scale}": english for scale, english in _ROUND.items()}
"""What is said of how many there are by their scale alone, and its English."""

_MONTH = re.compile(r"(?<=\btháng )(\w+(?: (?:một|hai)\b)?)(?=,? năm \d{4})", re.IGNORECASE)
_YEAR = re.compile(r"\bnăm \Z", re.IGNORECASE)
_CLOCK = re.compile(r"\b([01]?\d|2[0-4]) giờ ([0-5]?\d)(?: phút)?(?!\w)")


def in_figures(text: str, mistaken: Iterable[str]) -> str:
    """A Vietnamese text with these of its numbers in figures.

    Args:
        text: A sentence.
        mistaken: Numbers as a translation's findings quote them. Times and the months of dates
            are written in figures whatever they name.
    """
    doubted = {normalise(number).lower() for number in mistaken}
    parts, done = [], 0
    for quantity in _in_words(text):
        said = text[quantity.start : quantity.end]
        if quantity.start >= done and said.lower() in doubted:
            parts += [text[done : quantity.start], _in_digits(text, quantity)]
            done = quantity.end
    return _plain_times("".join([*parts, text[done:]]))


def _in_words(text: str) -> Iterator[Quantity]:
    """The whole numbers of a text that are written in words, in their order."""
    for quantity in sorted(vietnamese.read(Text.of(text)).quantities):
        value = next(iter(quantity.values), None)  # a telephone number has none
        is_whole = isinstance(value, int) and value < LARGEST
        has_digits = any(map(str.isdecimal, text[quantity.start : quantity.end]))
        if quantity.written in ("words", "small") and is_whole and not has_digits:
            yield quantity


def _in_digits(text: str, quantity: Quantity) -> str:
    """A number as the press writes it: 1.945, but "năm 1945"."""
    is_year = _YEAR.search(text, 0, quantity.start) and 1000 <= quantity.values[0] <= 2100
    return f"{quantity.values[0]:,}".replace(",", "" if is_year else ".")


def _plain_times(text: str) -> str:
    text = _CLOCK.sub(lambda match: f"{match[1]}h{int(match[2]):02}", text)
    return _MONTH.sub(lambda match: str(MONTHS.get(match[1].lower(), match[1])), text)
