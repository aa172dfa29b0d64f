"""Does the translation look like one: there, whole, in English, once?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.article import Finding, Severity, Span
from service.checks.leftovers import check as check_leftovers
from service.checks.reading.text import Pair, Text, words

# English of Vietnamese, in characters: for s of source, between slope * s + offset. All but a few
# of 9,000 correct pairs lie within the first bounds, none near the second.
_SHORT, _VERY_SHORT = (0.6, -5), (0.4, -5)
_LONG, _VERY_LONG = (1.5, 45), (2.2, 60)
_SHORT_FOR_SENTENCES = 0.65  # of the source's length, where a full stop has gone too
_SENTENCE = re.compile(r"[.!?…][\"”’)]*(?:\s+(?=[^\W\d_a-zà-ỹ]|[\"“(])|\s*$)")

# Where the words in brackets are rendered without them, the translation is as long as its source.
_SHORT_FOR_BRACKETS = 0.9
_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_FEWEST_BRACKETED = 3  # words

_TAIL = 24  # characters in which an end is looked for
_FINAL = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_END = re.compile(r"(?:[.!?…:\"'”’»)\]]|&quot;)\s*$")
_MIDDLE = re.compile(
    r"(?:[,–—-]|(?<!&quot);|\b(?:the|a|an|of|and|or|but|with|from|that|which|who|whose|as|than|into|"
    r"between|its|their|his|is|are|was|were|has|have|will))\s*$|\b(?:the|an|and|or)\s*[.…]+\s*$",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|</?[a-z][^<>]{0,40}>?|\[/?[A-Z]+\]|<unk>|▁"
)
_VERBATIM = re.compile(
    r"https?://[^\s<>\"”]+[\w/]|www\.[^\s<>\"”]+\w|[\w.+-]+@[\w-]+\.[\w.-]*\w|(?<![\w@])@\w+"
    r"|\{\{?[\w.]+\}?\}|%(?:\d+\$)?[sd](?!\w)|⟦[^⟧]*⟧"
)

_MAY_DOUBLE = words("had that bye very long far so no ha really many much more new york yes")
# Of 60,248 human translations 15 say five words twice where their source says no three twice.
_PHRASE, _SOURCE_PHRASE = 5, 3
_WITHIN_NAMES = frozenset({"the", "of", "and", "for", "in", "on", "to", "s", "people's"})
_SMALL_WORDS = frozenset({"of", "to", "in", "is", "on", "at", "by"})
_MAY_RECUR = words(
    "more over again on up down round around through less better worse years year days day time "
    "hour hours side face back step hand end one two by bit little wave door word man house half "
    "higher faster bigger closer further lower greater deeper fewer shoulder out in off and "
    "generation week month from many line layer row person case point village home kilometre"
)


def check(pair: Pair) -> Iterator[Finding]:
    """Empty, echoed, left over, too short or long, cut off, repeating itself, marked up."""
    if not pair.target.words:
        if pair.source.words:
            yield Finding("empty", "serious", "there is no translation")
        return
    yield from check_leftovers(pair)
    yield from _check_length(pair)
    yield from _check_brackets(pair)
    yield from _check_end(pair)
    yield from _check_repetition(pair)
    yield from _check_markup(pair)


def _check_length(pair: Pair) -> Iterator[Finding]:
    source, target = len(pair.source.text), len(pair.target.text)
    if _at(_SHORT, source) <= target <= _at(_LONG, source):
        if target > _SHORT_FOR_SENTENCES * source:
            return
        lost = _sentences(pair.source.text) - _sentences(pair.target.text)
        if lost > 0:
            yield Finding("length", "warning", f"{lost} of the source's sentences may be missing")
        return
    serious = not _at(_VERY_SHORT, source) <= target <= _at(_VERY_LONG, source)
    shape = "short" if target < source else "long"
    detail = f"suspiciously {shape}: {target} characters for {source}"
    yield Finding("length", "serious" if serious else "warning", detail)


def _check_brackets(pair: Pair) -> Iterator[Finding]:
    """Words in brackets that are lost, unless names among them are in the translation."""
    source, target = pair.source.text, pair.target.text
    if "(" not in source and "[" not in source:
        return
    if "(" in target or "[" in target or len(target) > _SHORT_FOR_BRACKETS * len(source):
        return
    for match in _BRACKETED.finditer(source):
        words = re.findall(r"[^\W\d_]+", match[1])
        if len(words) < _FEWEST_BRACKETED or any(
            word in target for word in words if _is_name(word)
        ):
            continue
        span = pair.source.span(*match.span())
        yield Finding("length", "warning", f"“{span.text}” may be missing", span)


def _is_name(word: str) -> bool:
    return word.isascii() and word[0].isupper() and len(word) > 1


def _sentences(text: str) -> int:
    return len(_SENTENCE.findall(text))


def _at(line: tuple[float, float], length: int) -> float:
    slope, offset = line
    return slope * length + offset


def _check_end(pair: Pair) -> Iterator[Finding]:
    source, target = pair.source.text[-_TAIL:], pair.target.text[-_TAIL:]
    if _MIDDLE.search(target) and not _MIDDLE.search(source):
        yield Finding("truncated", "serious", "ends in mid-clause", target=_tail(pair.target))
    elif _FINAL.search(source) and not _END.search(target):
        detail = "the final punctuation is lost"
        yield Finding("truncated", "warning", detail, target=_tail(pair.target))


def _tail(text: Text) -> Span:
    return text.span(text.starts[-1], max(text.ends[-1], len(text.text.rstrip())))


def _check_repetition(pair: Pair) -> Iterator[Finding]:
    found = _repeated(pair.target)
    if found is None:
        yield from _check_said_twice(pair)
        return
    if _repeated(pair.source):
        return
    first, last, times = found
    span = pair.target.span(pair.target.starts[first], pair.target.ends[last])
    severity: Severity = "serious" if times > 2 else "warning"
    yield Finding("repetition", severity, f"“{span.text}” repeats itself", target=span)


def _check_said_twice(pair: Pair) -> Iterator[Finding]:
    """A long phrase that comes again later on, although nothing in the source does."""
    again = _again(pair.target.words, _PHRASE)
    if again is None or _again(pair.source.words, _SOURCE_PHRASE) is not None:
        return
    acronyms = re.findall(r"\b[A-ZĐ]{2,}\b", pair.source.text)
    if len(acronyms) > len(set(acronyms)):
        return  # TPHCM twice is Ho Chi Minh City twice
    words, size = pair.target.words, _PHRASE
    first, second = again
    while second + size < len(words) and words[first + size] == words[second + size]:
        size += 1
    if _is_official_name(pair.target, second, size):
        return  # Trung Quốc twice is the People's Republic of China twice
    span = pair.target.span(pair.target.starts[second], pair.target.ends[second + size - 1])
    yield Finding("repetition", "serious", f"“{span.text}” is said twice", target=span)


def _is_official_name(text: Text, first: int, size: int) -> bool:
    """Whether words are all written with capitals, but for those that no name gives any."""
    phrase = range(first, first + size)
    return all(text.is_capital(index) or text.words[index] in _WITHIN_NAMES for index in phrase)


def _again(words: Sequence[str], size: int) -> tuple[int, int] | None:
    """Where the first phrase of so many words that comes again stands, and where it does."""
    if len(words) - len(set(words)) < size:
        return None
    seen: dict[tuple[str, ...], int] = {}
    for start in range(len(words) - size + 1):
        first = seen.setdefault(tuple(words[start : start + size]), start)
        if first < start:
            return first, start
    return None


def _repeated(text: Text) -> tuple[int, int, int] | None:
    """The first phrase said again at once: indices of its first and last word, times said."""
    words = text.words
    if len(words) == len(set(words)):
        return None
    seen: dict[str, int] = {}
    for index, word in enumerate(words):
        previous = seen.get(word, -1)
        seen[word] = index
        if previous < 0 or word[0] <= "9":
            continue
        size = index - previous
        phrase = words[previous:index]
        if words[index : index + size] != phrase:
            if size == 2 and _is_doubled_pair(text, index):
                return previous, index, 2
            continue
        times = 2
        while words[index + (times - 1) * size : index + times * size] == phrase:
            times += 1
        if times > 2 or _is_unusual(text, previous, size):
            return previous, previous + times * size - 1, times
    return None


def _is_doubled_pair(text: Text, index: int) -> bool:
    """Whether a word ends "corruption and corruption." rather than "wood and wood products"."""
    word = text.words[index]
    if text.words[index - 1] not in ("and", "or") or len(word) < 4 or word in _MAY_RECUR:
        return False
    if word.endswith("er"):
        return False  # "larger and larger"
    return text.text[text.ends[index] :][:1] in ("", ".", ",", ";", ")", "!", "?")


def _is_unusual(text: Text, first: int, size: int) -> bool:
    """Whether a phrase said twice is odd: "cracks, cracks," but not "had had" or "Duran Duran"."""
    phrase, second = text.words[first : first + size], first + size
    gap = text.gap(second)
    if "." in gap:
        return not text.is_capital(second)  # "Islands. islands"
    after = text.text[text.ends[second + size - 1] :][:1]
    if gap.strip() and after not in ("", ".", ",", ";"):
        return False  # "of the Minister, the Minister of"
    if size > 1:
        return not any(word in _MAY_RECUR for word in phrase)
    word = phrase[0]
    name = text.is_capital(first) and text.is_capital(second)
    return (len(word) > 2 or word in _SMALL_WORDS) and not name and word not in _MAY_DOUBLE


def _check_markup(pair: Pair) -> Iterator[Finding]:
    source, target = pair.source.text, pair.target.text
    if "&" in target or "<" in target or "[" in target or "▁" in target:
        for match in _MARKUP.finditer(target):
            if match.group() not in source:
                span = pair.target.span(*match.span())
                yield Finding(
                    "markup", "warning", f"“{span.text}” is not in the source", target=span
                )
                break
    if (
        "@" in source
        or "://" in source
        or "www." in source
        or "{" in source
        or "%" in source
        or "⟦" in source
    ):
        for match in _VERBATIM.finditer(source):
            if match.group() not in target:
                span = pair.source.span(*match.span())
                yield Finding("verbatim", "serious", f"“{span.text}” is not kept as it was", span)
