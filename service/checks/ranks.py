"""Military ranks: a Đại tướng is a General, not a Lieutenant General.

Vietnamese ranks follow the Vietnam People's Army's own translations; for foreign officers the
usual NATO equivalents are accepted too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.article import Finding
from service.checks.reading.text import Pair

# Vietnamese rank → English ranks a correct translation may use; in the navy a đại tá is a captain.
_RANKS = {
    "đại tướng": "general, army general, full general, four-star general",
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
    "thiếu úy": "junior lieutenant, second lieutenant, sub-lieutenant",
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
_TARGET = re.compile(
    r"\b(?:(?:senior|army|full|four-star|colonel|lieutenant|lt\.?|major|maj\.?|brigadier) )?"
    rf"(?:(?:lieutenant|lt\.?|major|maj\.?) )?generals?\b(?! (?:{_NO_OFFICER}))"
    r"|\b(?:senior |lieutenant |lt\.? )?(?:lieutenant )?colonels?\b"
    r"|\bmajors?\b(?= [A-ZĐÀ-Ỹ]|,)|\blieutenant commanders?\b"
    r"|\b(?:senior |first |second |junior |sub-)?lieutenants?\b|\bcaptains?\b|\bwarrant officers?\b"
    r"|\b(?:vice |rear )?admirals?\b|\bbrigadiers?\b"
    r"|\b(?:master |staff |senior |first )?sergeants?(?: majors?)?\b|\b(?:lance )?corporals?\b",
    re.IGNORECASE,
)
_PARTS = (" tướng", " tá", " úy", " sĩ", "đô đốc")
_ABBREVIATIONS = {
    "lt.": "lieutenant", "lt": "lieutenant", "maj.": "major", "maj": "major",
}  # fmt: skip


def check(pair: Pair) -> Iterator[Finding]:
    """Ranks changed or lost."""
    low = pair.source.low.replace("uý", "úy").replace("uỷ", "ủy")
    if not any(part in low for part in _PARTS):
        return
    found = list(_SOURCE.finditer(low))
    if not found:
        return
    wanted = frozenset[str]().union(*(RANKS[match.group()] for match in found))
    said = _ranks(pair)
    for match in found:
        accepted = RANKS[match.group()]
        if not accepted.isdisjoint(said):
            continue
        other = next((rank for rank in said if rank not in wanted), None)
        span = pair.source.span(match.start(), match.end())
        if other is not None:
            target = pair.target.span(*said[other])
            yield Finding("rank", "serious", f"“{span.text}” became “{other}”", span, target)
        elif not any(rank.split()[-1] in pair.target.low for rank in accepted):
            yield Finding("rank", "warning", f"“{span.text}” is missing", span)


def _ranks(pair: Pair) -> dict[str, tuple[int, int]]:
    """The ranks in the translation, in lower case and singular, and where they stand."""
    ranks: dict[str, tuple[int, int]] = {}
    for match in _TARGET.finditer(pair.target.text):
        words = match.group().lower().split()
        singular = [_ABBREVIATIONS.get(word, word.removesuffix("s")) for word in words]
        ranks.setdefault(" ".join(singular), match.span())
    return ranks
