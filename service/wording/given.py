"""A sentence as a model is given it: abbreviations written out, dates and times in one form.

Papers print what translation models have hardly read: "Bộ CHQS", "H.Kỳ Sơn", "sáng 3.10",
"Xin-ga-po". What they do not know they copy or, worse, guess ("H." became Ho Chi Minh City, that
country Gabon). Readers, checks and the memory keep the sentence as it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from models.protocols import Signature
from service.normalise import is_shouting, sentence_case
from service.proper_names import SURNAMES
from service.syllables import CAPITAL, SMALL
from service.tables import rows
from service.wording.clock_times import as_said
from service.wording.date_ranges import spelled_out
from service.wording.foreign_names import in_latin
from service.wording.old_measures import in_metric
from service.wording.periods import restated
from service.wording.place_names import plain_places

VERSION = 2  # of these rules: what was translated by others is not taken from the memory

_END_MARK = re.compile(r"\s*\.?\s*/\.$")  # "./." is how dispatches and decrees end
_PLACES = {
    "H": "huyện", "P": "phường", "Q": "quận", "TP": "thành phố", "TT": "thị trấn",
    "TX": "thị xã", "Tp": "thành phố", "X": "xã",
}  # fmt: skip
_PLACE = re.compile(
    rf"(?<![\w.])(?:({'|'.join(_PLACES)})\.(?=(?!HCM|Thích ){CAPITAL}(?:{SMALL}| {CAPITAL}))"
    r"|([PQ])\. ?(?=\d))"
)
_DEPUTY = re.compile(
    r"(?<![\w.])([PQ])\. ?"
    r"(?=(?:Chủ tịch|Giám đốc|Tổng|Trưởng|Bí thư|Hiệu trưởng|Cục trưởng|Viện trưởng|Chánh)\b)"
)
_DEPUTIES = {"P": "Phó ", "Q": "Quyền "}
_ROAD = re.compile(r"(?<!\w)(QL|TL) ?(?=\d)")
_ROADS = {"QL": "quốc lộ ", "TL": "tỉnh lộ "}
_GLUED = re.compile(r"(?<=\d)(đ|tr)(?!\w)")
_AMOUNTS = {"đ": " đồng", "tr": " triệu"}
_DAY = r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])(?:\.(?:19|20)\d\d)?(?![\d%]|[.,]\d)"
_NAMED = r"(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|lễ|dịp)"
_DATES = re.compile(
    rf"\b{_NAMED} {_DAY}(?:(?: ?[-–,] ?| đến | và )(?:{_NAMED} )?{_DAY})*", re.IGNORECASE
)
_FULL_DATE = re.compile(
    r"(?<![\d.,/])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d(?![.,]?\d)"
)
_OPENS = re.compile(r"(?:\A|[.!?…] )[\"“]*\Z")
_BEFORE = {
    "": "",
    "name": rf"(?= (?:(?!HCM){CAPITAL}|\d))",
    "city": r"(?!\.| HCM)",
    "place": rf"(?= (?:{CAPITAL}|(?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã)\b))",
}

Place = tuple[int, int]
"""[start, end)"""


def signed(signature: Signature) -> Signature:
    """A translator's signature with how sentences are given to it."""
    return replace(signature, decoding=f"{signature.decoding}|given:{VERSION}")


def as_given(
    text: str, context: str = "", terms: Callable[[str], Iterable[Place]] = lambda text: ()
) -> str:
    """A normalised sentence as a model reads it best.

    Args:
        text: A sentence, `service.normalise.normalise`d.
        context: The article it is from, which tells how names in capitals are written.
        terms: Finds what stays as it is in a text, for the house has terms of its own there.

    >>> as_given("Sáng 3.10, Bộ CHQS tỉnh và UBND H.Kỳ Sơn họp với DN./.")
    'Sáng 3/10, Bộ Chỉ huy Quân sự tỉnh và UBND huyện Ky Son họp với doanh nghiệp.'
    """
    if is_shouting(text):
        text = sentence_case(text, context)
    full = _rewritten(text, _short_forms(text), terms)
    return _END_MARK.sub(".", _rewritten(full, plain_places(full), terms))


def _rewritten(
    text: str, changes: Iterable[tuple[Place, str]], terms: Callable[[str], Iterable[Place]]
) -> str:
    changes = sorted(changes, key=lambda change: change[0][0])
    if not changes:
        return text
    kept = list(terms(text))
    parts, done = [], 0
    for (start, end), full in changes:
        taken = [text[first:last] for first, last in kept if start < last and first < end]
        if start < done or not all(term in full for term in taken):
            continue
        opens = _OPENS.search(text[:start]) is not None
        parts += [text[done:start], full[0].upper() + full[1:] if opens else full]
        done = end
    return "".join([*parts, text[done:]])


def _short_forms(text: str) -> Iterator[tuple[Place, str]]:
    """Where something is short, and what is written for it."""
    for match in _DEPUTY.finditer(text):
        yield match.span(), _DEPUTIES[match[1]]
    for match in _PLACE.finditer(text):
        if not _is_initial(text, match):
            yield match.span(), f"{_PLACES[match[1] or match[2]]} "
    for match in _ROAD.finditer(text):
        yield match.span(), _ROADS[match[1]]
    for match in _GLUED.finditer(text):
        yield match.span(), _AMOUNTS[match[1]]
    yield from as_said(text)
    yield from spelled_out(text)
    yield from restated(text)
    for dates in (_DATES, _FULL_DATE):
        for match in dates.finditer(text):
            yield match.span(), match.group().replace(".", "/")
    yield from in_metric(text)
    pattern, full = _abbreviations()
    for match in pattern.finditer(text):
        yield match.span(), full[match.group()]
    yield from in_latin(text)


def _is_initial(text: str, match: re.Match[str]) -> bool:
    """Whether a letter belongs to a person's name: "Lê H.Minh"."""
    before = text[: match.start()].split()
    return bool(before) and before[-1].lower() in SURNAMES


@lru_cache(maxsize=1)
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds an abbreviation, and what each stands for."""
    table = [(*row, "")[:3] for row in rows("abbreviations.tsv")]
    found = "|".join(
        re.escape(short) + _BEFORE[before]
        for short, _, before in sorted(table, key=lambda row: -len(row[0]))
    )
    pattern = re.compile(rf"(?<![\w.&/-])(?:{found})(?![\w&/]|[.-]\w)")
    return pattern, {short: full for short, full, _ in table}
