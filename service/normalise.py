"""One spelling for one sentence: Unicode form, tone placement, spaces, headlines in capitals.

Pure functions. The memory looks sentences up by `normalise(text)`, so that a sentence typed "hoà
bình" with a no-break space is the sentence typed "hòa bình". Callers keep the original where it is
to be shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from service.proper_names import (
    ACRONYMS,
    GIVEN_NAMES,
    NO_NAMES,
    PROPER_NAMES,
    SURNAMES,
    UNITS,
)
from service.syllables import is_bare_syllable, is_syllable, strip_diacritics

_TONED_VOWELS = {"o": "òóỏõọ", "a": "àáảãạ", "e": "èéẻẽẹ", "u": "ùúủũụ", "y": "ỳýỷỹỵ"}
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_JOINERS_IN_WORDS = re.compile("(?<=\\w)[\u200c\u200d](?=\\w)")  # elsewhere they build emoji
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_WORD = re.compile(r"[^\W\d_]+")
_ETH = str.maketrans("Ðð", "Đđ")  # the Icelandic letter looks the same and is often typed


def normalise(text: str) -> str:
    """One line of text in its normal form.

    Unicode NFC; tones where older spelling puts them, "hòa" not "hoà" (nine in ten Vietnamese
    newspapers, and all of the model's news training data, write so); every run of white space is
    one space, none at the ends; invisible characters are gone. Quotation marks are kept.
    """
    return _WORD.sub(_respell, tidy(text))


def tidy(text: str) -> str:
    """Text in NFC with single spaces and without invisible characters; spelling is kept."""
    text = unicodedata.normalize("NFC", text)
    text = _JOINERS_IN_WORDS.sub("", _INVISIBLE.sub("", text))
    return " ".join(_CONTROLS.sub(" ", text).split())


@lru_cache(maxsize=1)
def _tone_placement() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds a tone on the second vowel of a final oa, oe, uy, and what to write for it."""
    moves = {}
    for first, second in ("oa", "oe", "uy"):
        for toned_first, toned_second in zip(
            _TONED_VOWELS[first], _TONED_VOWELS[second], strict=True
        ):
            for change in (str.lower, str.upper, str.title):
                moves[change(first + toned_second)] = change(toned_first + second)
    return re.compile(f"(?<![Qq])(?:{'|'.join(moves)})$"), moves


def _respell(match: re.Match[str]) -> str:
    word = match.group()
    if word.isascii():
        return word
    if "Ð" in word or "ð" in word:
        replaced = word.translate(_ETH)
        word = replaced if is_syllable(replaced) else word
    ending, moves = _tone_placement()
    found = ending.search(word)
    if found and is_syllable(word):
        return word[: found.start()] + moves[found.group()]
    return word


def is_shouting(text: str) -> bool:
    """Whether a text is written in capitals: "BÃO SỐ 5 SUY YẾU" is, "NATO" and "TP.HCM" are not."""
    words = _WORD.findall(text)
    cased = [char for char in text if char.isupper() or char.islower()]
    if len(words) < 2 or not cased:
        return False
    spoken = sum(len(word) > 1 and (is_syllable(word) or not word.isascii()) for word in words)
    return spoken >= 2 and sum(map(str.isupper, cased)) >= 0.8 * len(cased)


def sentence_case(headline: str, article: str = "") -> str:
    """A headline in capitals, as it would stand in running text.

    Names and acronyms are written as `article` writes them; what it does not mention, by lists of
    well-known names and by what can be no Vietnamese word. A headline that is not in capitals
    comes back as it is.
    """
    if not is_shouting(headline):
        return headline
    tokens = re.split(r"(\W+)", headline)
    words = tokens[::2]
    cased = _by_context([word.lower() for word in words], words, _written_forms(article))
    tokens[::2] = cased
    return _SENTENCE_START.sub(lambda match: match.group().upper(), "".join(tokens))


_SENTENCE_START = re.compile(r"^\W*\w|[:.?!]\s+\W*\w")  # papers write a capital after a colon too
_LONGEST_NAME = 6  # words of a phrase looked up in one go


def _written_forms(article: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """How the article writes each phrase inside a sentence, most often: folded → as written."""
    seen: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}
    for sentence in re.split(r"(?<=[.!?…:;])\s+|\n|[“\"(]", article):
        words = re.findall(r"\w+", sentence)
        if is_shouting(sentence):
            continue
        for start in range(1, len(words)):  # the first word is capital for its place
            for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
                phrase = tuple(words[start:end])
                if len(phrase) == 1 and _is_name_fragment(words, start):
                    continue
                folded = tuple(word.lower() for word in phrase)
                seen.setdefault(folded, Counter())[phrase] += 1
    return {folded: forms.most_common(1)[0][0] for folded, forms in seen.items()}


def _is_name_fragment(words: list[str], at: int) -> bool:
    """Whether a capital word is a part of a longer name, which says nothing of it alone."""
    if not words[at][0].isupper() or words[at].isupper():
        return False
    return any(word[0].isupper() for word in (words[at - 1], *words[at + 1 : at + 2]))


def _by_context(
    folded: list[str], shouted: list[str], article: dict[tuple[str, ...], tuple[str, ...]]
) -> list[str]:
    """The words of a headline, longest known phrases first, others by their own look."""
    known = {**_proper_names(), **article}
    written: list[str] = []
    while len(written) < len(folded):
        at = len(written)
        for length in range(min(_LONGEST_NAME, len(folded) - at), 0, -1):
            phrase = known.get(tuple(folded[at : at + length]))
            if phrase is not None:
                written.extend(phrase)
                break
        else:
            written.extend(_alone(shouted, at))
    return written


@lru_cache(maxsize=1)
def _proper_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(name.lower().split()): tuple(name.split()) for name in PROPER_NAMES}


def _alone(words: list[str], at: int) -> Iterator[str]:
    """The word at a place, in the case its look and its neighbours speak for."""
    word = words[at]
    folded = word.lower()
    if folded in SURNAMES and not _is_word(words[at : at + 3]):
        yield from (part.capitalize() for part in words[at : _name_end(words, at)])
        return
    if word in ACRONYMS or _is_roman(words, at):
        yield word
    elif any(char.isdigit() for char in word):
        yield folded if folded.lstrip("0123456789") in UNITS else word
    elif is_syllable(word) or is_bare_syllable(word):
        yield folded
    elif len(word) <= 4 or not _is_pronounceable(word):
        yield word if word.isascii() or not _VOWEL.search(strip_diacritics(word)) else folded
    else:
        yield word.capitalize()


def _is_word(words: list[str]) -> bool:
    """Whether what begins like a name is a word: "vũ khí", but not before a given name."""
    low = [word.lower() for word in words]
    return " ".join(low[:2]) in NO_NAMES and not GIVEN_NAMES & set(low[2:])


def _name_end(words: list[str], at: int) -> int:
    """Where the personal name that opens with a surname ends.

    Most have three words; of a third that is no usual given name, verbs and nouns begin.
    """
    low = [word.lower() for word in words[at : at + 3]]
    length = 3 if low[1:2] in (["văn"], ["thị"]) or GIVEN_NAMES & set(low[2:]) else 2
    end = at + 1
    while end < min(at + length, len(words)) and is_syllable(words[end]):
        end += 1
    return end


_NUMBERED = frozenset({"thứ", "khóa", "khoá", "quý", "kỷ", "cấp", "kỳ", "loại", "hạng", "khu"})
_ROMAN = re.compile(r"(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def _is_roman(words: list[str], at: int) -> bool:
    """Whether a word is a Roman numeral; one that is a syllable too only after "khóa" and such."""
    if not _ROMAN.fullmatch(words[at]):
        return False
    return not is_bare_syllable(words[at]) or (at > 0 and words[at - 1].lower() in _NUMBERED)


_VOWEL = re.compile("[AEIOUY]")


def _is_pronounceable(word: str) -> bool:
    """Whether a foreign word alternates vowels and consonants as names do, and acronyms do not."""
    return re.search(r"[^aeiouy]{4}|^[^aeiouy]{3}$", word.lower()) is None
