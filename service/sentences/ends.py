"""Whether a sentence ends after a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.sentences.abbreviations import is_abbreviation
from service.sentences.vocabulary import HEADINGS
from service.sentences.words import CLOSERS, DASHES, OPENERS, Word

_NEVER_FIRST = ",;:.…!?)]}”’»&/=%"  # what no sentence opens with
_LIST_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVXLC]{1,5}|[^\W\d_])\Z")
_BULLET = re.compile(r"[-–—•*+]\Z|(?:\d{1,2}|[^\W\d_])[.)]\Z")


def ends_after(words: Sequence[Word], first: int, at: int, gap: str) -> bool:
    """Whether the sentence that starts at word `first` ends after word `at`."""
    word = words[at]
    if not word.mark:
        return word.body.endswith((";", ":")) and "\n" in gap and _is_bullet(words[at + 1])
    if word.mark.startswith("./."):
        return True
    quoted = any(closer in word.mark for closer in "\"”’»'")
    if not _can_open(words, at + 1, quoted):
        return False
    if word.lead and not word.body:  # "(?)", "[…]": a mark that speaks of its sentence
        return False
    stops = word.mark.strip(CLOSERS)
    if "…" in stops or ".." in stops:
        return not (at == first and not word.body) and not words[at + 1].body[:1].isdigit()
    return word.mark != "." or not (_is_list_number(words, first, at) or is_abbreviation(words, at))


def _is_bullet(word: Word) -> bool:
    return bool(_BULLET.match(word.lead + word.body + word.mark))


def _can_open(words: Sequence[Word], at: int, quoted: bool) -> bool:
    """Whether a sentence can open with word `at`; `quoted` if a quotation closed before it."""
    word = words[at]
    if word.lead and not word.body:  # a quotation mark that stands alone, or "[…]"
        return at + 1 < len(words) and _can_open(words, at + 1, quoted)
    head = word.body or word.mark
    if head[0] in DASHES:
        return _dash_opens(words, at, quoted)
    if head[0].islower():
        return head[1:2] == ")" or head[1:2].isupper()  # "a) …", "iPhone", "eKYC"
    return head[0] not in _NEVER_FIRST


def _dash_opens(words: Sequence[Word], at: int, quoted: bool) -> bool:
    """A dash opens a turn of a dialogue or a list item, unless it says who spoke before it."""
    lead, body = "", words[at].body.lstrip(DASHES)
    if not body and at + 1 < len(words):
        lead, body = words[at + 1].lead, words[at + 1].body
    if quoted and not lead:
        return False
    body = body.lstrip(OPENERS)
    return bool(body) and not body[0].islower() and body[0] not in _NEVER_FIRST


def _is_list_number(words: Sequence[Word], first: int, at: int) -> bool:
    """Whether the full stop belongs to "1.", "II.", "a." or "Điều 5." before an item or heading."""
    body = words[at].body
    if not _LIST_NUMBER.match(body):
        return False
    before = words[at - 1] if at > first else None
    if before is None:
        return True
    if at == first + 1 and before.body in HEADINGS:
        return True
    return body[0].isdigit() and before.body.endswith((":", ";"))
