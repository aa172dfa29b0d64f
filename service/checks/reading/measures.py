"""Units of measurement and currencies, as both languages write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Measure(NamedTuple):
    """What a unit measures, and its size in the base unit of that kind (0: not convertible)."""

    dimension: str
    size: float


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "km": Measure("length", 1000),
        "m": Measure("length", 1),
        "cm": Measure("length", 0.01),
        "mm": Measure("length", 0.001),
        "mi": Measure("length", 1609.344),
        "nmi": Measure("length", 1852),
        "ft": Measure("length", 0.3048),
        "in": Measure("length", 0.0254),
        "yd": Measure("length", 0.9144),
        "kg": Measure("mass", 1),
        "g": Measure("mass", 0.001),
        "t": Measure("mass", 1000),
        "quintal": Measure("mass", 100),
        "yến": Measure("mass", 10),
        "lạng": Measure("mass", 0.1),
        "lb": Measure("mass", 0.45359237),
        "oz": Measure("mass", 0.0283495),
        "km2": Measure("area", 1e6),
        "m2": Measure("area", 1),
        "cm2": Measure("area", 1e-4),
        "mm2": Measure("area", 1e-6),
        "ha": Measure("area", 1e4),
        "acre": Measure("area", 4046.8564),
        "mi2": Measure("area", 2589988.1),
        "ft2": Measure("area", 0.092903),
        "m3": Measure("volume", 1000),
        "l": Measure("volume", 1),
        "gal": Measure("volume", 3.785412),
        "km/h": Measure("speed", 1 / 3.6),
        "m/s": Measure("speed", 1),
        "km/s": Measure("speed", 1000),
        "mph": Measure("speed", 0.44704),
        "kn": Measure("speed", 0.514444),
        "°C": Measure("temperature", 0),
        "°F": Measure("temperature", 0),
        "s": Measure("time", 1),
        "min": Measure("time", 60),
        "h": Measure("time", 3600),
        "day": Measure("time", 86400),
        "week": Measure("time", 604800),
        "month": Measure("time", 2629800),
        "year": Measure("time", 31557600),
        "decade": Measure("time", 315576000),
        "century": Measure("time", 3155760000),
        "%": Measure("share", 0),
        "VND": Measure("money", 0),
        "USD": Measure("money", 0),
        "EUR": Measure("money", 0),
        "GBP": Measure("money", 0),
        "JPY": Measure("money", 0),
        "KRW": Measure("money", 0),
        "CNY": Measure("money", 0),
        "RUB": Measure("money", 0),
        "THB": Measure("money", 0),
        "INR": Measure("money", 0),
    }
)

_VIETNAMESE = {
    "km/h": r"km/h|km/giờ|(?:km|kilomet|ki-?lô-?mét|kilômét) (?:trên|mỗi|một) giờ",
    "km/s": r"km/s|km/giây",
    "m/s": r"m/s|m/giây|mét/giây|mét trên giây",
    "mph": r"dặm/giờ|dặm/h|dặm (?:trên|mỗi|một) giờ|mph",
    "kn": r"hải lý/giờ|hải lý/h|knot",
    "nmi": r"hải lý",
    "km2": r"km2|km²|km vuông|(?:ki-?lô-?mét|kilômét|kilomet) vuông|km<sup>2",
    "mi2": r"dặm vuông",
    "mm2": r"mm2|mm²",
    "cm2": r"cm2|cm²",
    "m2": r"m2|m²|mét vuông",
    "m3": r"m3|m³|mét khối",
    "km": r"km|kilomet|ki-?lô-?mét|kilômét|cây số",
    "cm": r"cm|xen-?ti-?mét|xăng-?ti-?mét|centimet",
    "mm": r"mm|mi-?li-?mét|milimet",
    "m": r"m|mét",
    "mi": r"dặm",
    "ft": r"feet|foot",
    "in": r"inch|inches",
    "yd": r"yard",
    "kg": r"kg|kilogram|ki-?lô-?gam|kí lô",
    "t": r"tấn",
    "quintal": r"tạ",
    "yến": r"yến",
    "lạng": r"lạng",
    "g": r"gram|gam",
    "lb": r"pound|pao",
    "oz": r"ounce|aoxơ",
    "ha": r"ha|hecta|héc-?ta",
    "acre": r"mẫu anh|acre",
    "l": r"lít",
    "gal": r"gallon|galông|ga-lông",
    "°C": r"độ c|°c|ºc|độ celsius",
    "°F": r"độ f|°f|độ fahrenheit",
    "%": r"%|điểm %|điểm phần trăm|phần trăm",
    "USD": r"usd|đô la mỹ|đô-la mỹ|đô la|đô-la|đôla|đô",
    "EUR": r"euro|eur",
    "GBP": r"bảng anh|gbp",
    "JPY": r"yên|yen|jpy",
    "KRW": r"won|krw",
    "CNY": r"nhân dân tệ|ndt|cny",
    "RUB": r"rúp|ruble|rub",
    "THB": r"baht|bạt",
    "INR": r"rupee|rupi",
    "VND": r"vnd|vnđ|đồng(?! (?:chí|bào|đội|thời|minh))",
    "s": r"giây",
    "min": r"phút",
    "h": r"giờ|tiếng(?! (?:anh|việt|pháp|nga|trung|đức|nhật|hàn|nói|súng))|h",
    "day": r"ngày",
    "week": r"tuần(?! tra)",
    "month": r"tháng",
    "year": r"năm",
    "decade": r"thập kỷ|thập niên|thập kỉ",
    "century": r"thế kỷ|thế kỉ",
}

_ENGLISH = {
    "km/h": r"km/h|kph|kmh|kmph|(?:km|kilomet(?:er|re)s?) (?:per|an) hour",
    "km/s": r"km/s|(?:km|kilomet(?:er|re)s?) (?:per|a) second",
    "m/s": r"m/s|(?:m|met(?:er|re)s?) (?:per|a) second",
    "mph": r"mph|miles?/h(?:our)?|miles? (?:per|an) hour",
    "kn": r"knots?",
    "nmi": r"nautical[ -]miles?",
    "km2": r"km2|km²|sq\.? ?km|square[ -]kilomet(?:er|re)s?|square[ -]km|km<sup>2",
    "mi2": r"sq\.? ?mi|square[ -]miles?",
    "ft2": r"sq\.? ?ft|square[ -](?:feet|foot)",
    "mm2": r"mm2|mm²|square[ -]millimet(?:er|re)s?",
    "cm2": r"cm2|cm²|square[ -]centimet(?:er|re)s?",
    "m2": r"m2|m²|sq\.? ?m|square[ -]met(?:er|re)s?",
    "m3": r"m3|m³|cubic[ -]met(?:er|re)s?",
    "km": r"km|kms|kilomet(?:er|re)s?",
    "cm": r"cm|centimet(?:er|re)s?",
    "mm": r"mm|millimet(?:er|re)s?",
    "m": r"m|met(?:er|re)s?",
    "mi": r"mi|miles?",
    "ft": r"ft|feet|foot",
    "in": r"inch|inches",
    "yd": r"yards?",
    "kg": r"kgs?|kilos?|kilogram(?:me)?s?",
    "t": r"tons?|tonnes?|metric[ -]ton(?:ne)?s?|t",
    "quintal": r"quintals?",
    "g": r"grams?|grammes?",
    "oz": r"ounces?|oz",
    "lb": r"pounds?|lbs?",
    "ha": r"ha|hectares?",
    "acre": r"acres?",
    "l": r"lit(?:er|re)s?",
    "gal": r"gallons?",
    "°C": r"°c|º ?c|degrees? (?:c|celsius|centigrade)|c",
    "°F": r"°f|º ?f|degrees? (?:f|fahrenheit)|f",
    "%": r"%|per ?cent|percentage(?:[ -]points?)?|percent|pct|pc",
    "USD": r"usd|us\$|(?:us|u\.s\.|american) dollars?|dollars?",
    "EUR": r"eur|euros?",
    "GBP": r"gbp|pounds? sterling|british pounds?",
    "JPY": r"jpy|yen",
    "KRW": r"krw|won",
    "CNY": r"cny|rmb|yuan|renminbi",
    "RUB": r"rub|rou?bles?",
    "THB": r"thb|baht",
    "INR": r"inr|rupees?",
    "VND": r"vnd|vietnamese dong|dong|đồng",
    "s": r"seconds?|secs?",
    "min": r"minutes?|mins?",
    "h": r"hours?|hrs?|h",
    "day": r"days?",
    "week": r"weeks?",
    "month": r"months?",
    "year": r"years?",
    "decade": r"decades?",
    "century": r"century|centuries",
}

CURRENCY_SIGNS: Mapping[str, str] = MappingProxyType(
    {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₫": "VND", "₩": "KRW"}
)


CURRENCIES = frozenset(name for name, unit in MEASURES.items() if unit.dimension == "money")


class UnitPattern:
    """Finds the unit that follows a number."""

    def __init__(self, names: Mapping[str, str], gap: str) -> None:
        # Longer names first, so that "km/h" is not read as "km".
        self._units = list(names)
        alternatives = "|".join(f"({pattern})" for pattern in names.values())
        self._pattern = re.compile(rf"{gap}(?:{alternatives})(?![^\W_])")

    def after(self, low: str, position: int) -> str:
        """The unit right after `position` of a lower-case text, "" if there is none."""
        match = self._pattern.match(low, position)
        return self._units[match.lastindex - 1] if match and match.lastindex else ""


VIETNAMESE_UNITS = UnitPattern(_VIETNAMESE, r"\s?(?:<sup>)?")
ENGLISH_UNITS = UnitPattern(_ENGLISH, r"[\s-]{0,3}")


def mentions_unit(english: str, unit: str) -> bool:
    """Whether a lower-case English text has a unit anywhere. Money may go unsaid."""
    if MEASURES[unit].dimension == "money":
        return True
    return re.search(rf"(?<![^\W\d_])(?:{_ENGLISH[unit]})(?![^\W_])", english) is not None
