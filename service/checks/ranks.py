"""Military ranks: a Đại tướng is a General, not a Lieutenant General.

Vietnamese ranks follow the Vietnam People's Army's own translations; for foreign officers the
usual NATO equivalents are accepted too, and China's, whose thượng tướng are full generals. Where a
rank stands before a name in both languages, that officer's is judged, else any of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.article import Finding
from service.checks.reading.text import Pair, fold
from service.syllables import CAPITAL

# Vietnamese rank → English ranks a correct translation may use; in the navy a đại tá is a captain.
_RANKS = {
    "đại tướng": "general, army general, full general, four star general",
    "thượng tướng": "senior lieutenant general, colonel general",
    "trung tướng": "lieutenant general",
    "thiếu tướng": "major general",
    "chuẩn tướng": "brigadier general, brigadier",
    "đại tá": "senior colonel, colonel, captain",
    "thượng tá": "senior lieutenant colonel, colonel, lieutenant colonel, commander",
    "trung tá": "lieutenant colonel, commander",
    "thiếu tá": "major, lieutenant commander",
    "đại úy": "captain, senior captain, lieutenant",
    "thượng úy": "senior lieutenant, first lieutenant",
    "trung úy": "lieutenant, first lieutenant",
    "thiếu úy": "junior lieutenant, second lieutenant, sub lieutenant",
    "chuẩn úy": "warrant officer",
    "thượng sĩ": "sergeant major, master sergeant, staff sergeant, senior sergeant, first sergeant",
    "trung sĩ": "sergeant",
    "hạ sĩ": "corporal, lance corporal",
    "đô đốc": "admiral",
    "phó đô đốc": "vice admiral",
    "chuẩn đô đốc": "rear admiral",
}
RANKS = {rank: frozenset(english.split(", ")) for rank, english in _RANKS.items()}
_SOURCE = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(RANKS, key=len, reverse=True)) + r")(?! quan\b|\w)"
)
# Nouns after which a "general" is no officer: general secretary, general election, …
_NO_OFFICER = (
    "secretar|assembl|staff|depart|elect|manager|direct|public|debate|strike|hospital|statistic|"
    "confed|union|command|office|practition|consul|counsel|audit|condition|rule|view|term|principle|"
    "inspect|taxation|offensive|mobili|meeting|agreement|approach|aviation|administration|interest|"
    "policy|trend|motors|electric|service|education|population|knowledge|outline|cooperation|guidance"
)
_ABBREVIATIONS = {
    "adm.": "admiral", "brig.": "brigadier", "capt.": "captain", "col.": "colonel",
    "gen.": "general", "lt": "lieutenant", "lt.": "lieutenant", "maj": "major", "maj.": "major",
    "sgt": "sergeant", "sgt.": "sergeant", "sr.": "senior",
}  # fmt: skip


def _written(rank: str) -> str:
    """A pattern for a word of a rank, its plural and abbreviations."""
    short = [re.escape(each) for each, full in _ABBREVIATIONS.items() if full == rank]
    return rf"(?:{'|'.join([rank + 's?', *reversed(short)])})(?!\w)"


_GENERAL, _COLONEL, _MAJOR = map(_written, ("general", "colonel", "major"))
_LIEUTENANT, _SENIOR, _BRIGADIER = map(_written, ("lieutenant", "senior", "brigadier"))
_TARGET = re.compile(
    rf"\b(?:(?:{_SENIOR}|army|full|four-star|{_COLONEL}|{_LIEUTENANT}|{_MAJOR}|{_BRIGADIER})[ -])?"
    rf"(?:(?:{_LIEUTENANT}|{_MAJOR})[ -])?{_GENERAL}(?! (?:{_NO_OFFICER}))"
    rf"|\b(?:(?:{_SENIOR}|{_LIEUTENANT})[ -])?(?:{_LIEUTENANT}[ -])?{_COLONEL}"
    rf"|\b{_MAJOR}(?= (?-i:{CAPITAL})|,)|\b{_LIEUTENANT}[ -]commanders?\b"
    rf"|\b(?:(?:{_SENIOR}|first|second|junior|sub)[ -])?{_LIEUTENANT}|\b{_written('captain')}"
    rf"|\bwarrant officers?\b|\b(?:(?:vice|rear)[ -])?{_written('admiral')}|\b{_BRIGADIER}"
    rf"|\b(?:(?:master|staff|{_SENIOR}|first)[ -])?{_written('sergeant')}(?: majors?\b)?"
    r"|\b(?:lance )?corporals?\b",
    re.IGNORECASE,
)
_PARTS = (" tướng", " tá", " úy", " sĩ", "đô đốc")
_NAME = re.compile(rf"(?: {CAPITAL}[\w.-]*)+")
_CHINA = re.compile(r"\b(?:Trung Quốc|PLA|Giải phóng quân|Quân Giải phóng)\b")
_CHINESE = {"thượng tướng": frozenset({"general", "admiral"})}


@dataclass(frozen=True, slots=True)
class _Said:
    """A rank in the translation, in lower case and singular, where it stands, and whose it is."""

    rank: str
    span: tuple[int, int]
    name: tuple[str, ...]


def check(pair: Pair) -> Iterator[Finding]:
    """Ranks changed or lost."""
    low = pair.source.low.replace("uý", "úy").replace("uỷ", "ủy")
    if not any(part in low for part in _PARTS):
        return
    found = list(_SOURCE.finditer(low))
    if not found:
        return
    said = _ranks(pair.target.text)
    wanted = frozenset[str]().union(*(_accepted(pair, match, said) for match in found))
    for match in found:
        accepted = _accepted(pair, match, said)
        name = _name(pair.source.text, match.end())
        same = [each for each in said if _is_same(each.name, name)]
        if any(each.rank in accepted for each in same or said):
            continue
        other = next((each for each in said if each in same or each.rank not in wanted), None)
        span = pair.source.span(match.start(), match.end())
        if other is not None:
            target = pair.target.span(*other.span)
            yield Finding("rank", "serious", f"“{span.text}” became “{other.rank}”", span, target)
        elif not any(rank.split()[-1] in pair.target.low for rank in accepted):
            yield Finding("rank", "warning", f"“{span.text}” is missing", span)


def _accepted(pair: Pair, match: re.Match[str], said: list[_Said]) -> frozenset[str]:
    """The English ranks that are right for one of the source."""
    rank = match.group()
    if rank not in _CHINESE:
        return RANKS[rank]
    known = fold(pair.source.text)
    transcribed = any(each.name and each.name[0] not in known for each in said)
    chinese = transcribed or _CHINA.search(pair.source.text)
    return RANKS[rank] | _CHINESE[rank] if chinese else RANKS[rank]


def _ranks(text: str) -> list[_Said]:
    found = []
    for match in _TARGET.finditer(text):
        words = match.group().lower().replace("-", " ").split()
        singular = [_ABBREVIATIONS.get(word, word.removesuffix("s")) for word in words]
        found.append(_Said(" ".join(singular), match.span(), _name(text, match.end())))
    return found


def _name(text: str, start: int) -> tuple[str, ...]:
    """The words with capitals right after a rank, without their diacritics."""
    match = _NAME.match(text, start)
    return tuple(word.strip(".-") for word in fold(match.group()).split()) if match else ()


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are of one person, as far as both go."""
    return bool(one and other) and all(map(str.__eq__, one, other))
