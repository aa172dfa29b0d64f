"""Stretches of days as a model reads them right: "8-10/9" is "từ ngày 8 đến 10/9".

The built-in model loses or swaps a day in half of the short forms ("từ 8-10/9" came out as "from
September 8", or as October), and in none of the long ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_A, _B = r"(?<![\d./-])(?P<first>0?[1-9]|[12]\d|3[01])", r"(?P<last>0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:[/.-](?:19|20)\d\d)?(?![\d%]|[./-]\d)"
_LEAD = r"(?P<lead>\b(?:từ |trong )?(?:(?:các )?(?<!\d )(?<!hai )(?<!ba )ngày )?)"
_DAYS = re.compile(rf"{_LEAD}{_A} ?[-–] ?{_B}(?P<month>[/.]{_MONTH}{_YEAR})", re.IGNORECASE)
_DATES = re.compile(
    rf"{_LEAD}{_A}(?P<month>/{_MONTH}(?:/(?:19|20)\d\d)?) ?[-–] ?(?P<end>{_B}/{_MONTH}{_YEAR})",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    rf"\b(?:từ )?tháng (?P<first>{_MONTH}) ?[-–] ?(?P<last>{_MONTH})(?P<year>/(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_NIGHT = re.compile(
    rf"(?P<night>\b(?:đêm|tối) ){_A}(?P<own>/{_MONTH})?,? (?:đến )?rạng sáng (?:ngày )?{_B}"
    rf"(?P<month>[/-]{_MONTH}{_YEAR})",
    re.IGNORECASE,
)
_BEFORE_DAYS = re.compile(r"\b(?:ngày|lễ|dịp|đợt|kỳ|hội) \Z|\(\Z", re.IGNORECASE)


def spelled_out(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The stretches of days and months in a Vietnamese sentence, [start, end), in their long form.

    >>> list(spelled_out("Họp từ 8-10/9/2021."))
    [((4, 18), 'từ ngày 8 đến 10/9/2021')]
    """
    for match in _DAYS.finditer(text):
        month = match["month"]
        if _are_days(match) and int(match["first"]) < int(match["last"]):
            end = f"{match['last']}{month.replace('.', '/')}"
            yield match.span(), f"từ ngày {match['first']} đến {end}"
    for match in filter(_are_days, _DATES.finditer(text)):
        yield match.span(), f"từ ngày {match['first']}{match['month']} đến ngày {match['end']}"
    for match in _MONTHS.finditer(text):
        if int(match["first"]) < int(match["last"]):
            end = f"tháng {match['last']}{match['year']}"
            yield match.span(), f"từ tháng {match['first']} đến {end}"
    for match in _NIGHT.finditer(text):
        month = match["month"]
        day = f"{match['first']}{match['own'] or month}"
        yield match.span(), f"{match['night']}{day} và rạng sáng {match['last']}{month}"


def _are_days(match: re.Match[str]) -> bool:
    """Whether something says that these are days: "8-10/9" alone may be a score or a scale."""
    has_year = re.search(r"[/.-]\d{4}\Z", match.group()) is not None
    before = match.string[: match.start()]
    return bool(match["lead"]) or has_year or _BEFORE_DAYS.search(before) is not None
