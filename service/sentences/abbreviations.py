"""Full stops that belong to the word before them: abbreviations, initials, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.proper_names import GIVEN_NAMES
from service.sentences.vocabulary import (
    DEGREES,
    DESIGNATIONS,
    FIRST_WORDS,
    PERSONS,
    PLACES,
    SUFFIXES,
    TITLES,
    WORDS_OF_ONE_LETTER,
)
from service.sentences.words import Word, has_no_vowel, is_syllable

_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_SHORT_FORMS = re.compile(r"[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4})+\Z")
_DEGREES = re.compile(rf"(?:{'|'.join(sorted(DEGREES))})+\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\b")


def is_abbreviation(words: Sequence[Word], at: int) -> bool:
    """Whether the full stop after word `at` belongs to that word and ends nothing."""
    body = words[at].body
    before = words[at - 1] if at else None
    if words[at + 1].body in FIRST_WORDS or body in SUFFIXES:
        return False
    if before is not None and before.body[-1:].isdigit() and _is_unit(body):
        return False
    if _is_title(body) or _is_date(words, at):
        return True
    if _INITIALS.match(body) and body[-1].isupper() and body not in WORDS_OF_ONE_LETTER:
        return _is_initial(words, at)
    if _SHORT_FORMS.match(body):  # "Zr.Ms.", "Th.S.", not "TP.HCM." or "v.v."
        last = body.rsplit(".", 1)[1]
        return body[0].isupper() and (len(last) == 1 or last.istitle())
    return False


def _is_unit(body: str) -> bool:
    """Whether this may be a unit after a number: "kg", "m", "kWh", not "Đ." or "TP."."""
    return body.islower() or (len(body) > 1 and body not in TITLES and body.isalpha())


def _is_title(body: str) -> bool:
    """Whether this is an abbreviation that goes before a name: "TP", "GS.TS", "BSCKII", "Nxb"."""
    return body in TITLES or all(
        part in TITLES
        or _DEGREES.match(part)
        or (len(part) > 1 and not part.isupper() and has_no_vowel(part))
        for part in body.split(".")
    )


def _is_date(words: Sequence[Word], at: int) -> bool:
    """Whether the full stop stands within a spaced date, "17. 3. 2024"."""
    body = words[at].body
    if not (body.isdigit() and len(body) <= 2):
        return False
    rest = [word.body for word in words[at + 1 : at + 3]]
    return bool(rest) and (
        (len(rest) == 2 and rest[0].isdigit() and bool(_YEAR.match(rest[1])))
        or (at > 0 and words[at - 1].body.isdigit() and bool(_YEAR.match(rest[0])))
    )


def _is_initial(words: Sequence[Word], at: int) -> bool:
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
    if noun in DESIGNATIONS:
        return False
    if after.body[:1].isdigit():
        return len(body) == 1
    if after.mark == "." and _INITIALS.match(after.body):
        return True
    if not is_syllable(after.body):
        return True
    if len(body) > 1 or noun in PERSONS:
        return False
    if noun in PLACES:
        return after.body.lower() in GIVEN_NAMES  # "công ty T. Minh"
    return _parts_of_name(words, at) < 3


def _parts_of_name(words: Sequence[Word], at: int) -> int:
    """How many capitalised words and initials in a row end at word `at`."""
    count = 1
    while count <= at and count < 3:
        word = words[at - count]
        if not (word.body.isalpha() and word.body[0].isupper() and word.mark in ("", ".")):
            break
        count += 1
    return count
