"""A short English summary, each sentence with the indices of the sentences it comes from.

Sentences are taken from the article as they stand (`service.extractive`). A model that writes
summaries may go first: of its drafts the best supported one is taken, what that states beyond its
source sentences is dropped, and extracted sentences take its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from models.protocols import Summariser, SummaryDraft
from service.article import Summary, SummarySentence
from service.extractive import choose, content_words
from service.standalone import has_whole_quotations, is_dangling, trimmed

EXTRACTIVE = "extractive:biased-lexrank+mmr"

Supported = Callable[[str, Sequence[str]], bool]
"""Whether a statement holds by the sentences it is drawn from."""

_MOST_SOURCES = 3  # sentences that a written one may draw on
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?<!\w)\d[\d,.]*(?<![,.])")
_COUNTED = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_COUNTED, 2)}


def summarise(
    title: str | None,
    sentences: Sequence[str],
    *,
    max_sentences: int = 3,
    summariser: Summariser | None = None,
    supported: Supported | None = None,
) -> Summary:
    """Sum an English article up.

    Args:
        title: The article's title in English.
        sentences: Its sentences in English, in order.
        max_sentences: At most this many sentences.
        summariser: Writes drafts; without one the summary is extracted.
        supported: Whether a sentence of the draft holds by its sources;
            `names_and_numbers_agree` if not given.

    Returns:
        Sentences in reading order, each with the indices of its sources; none when no sentence of
        the article can stand in a summary.
    """
    extracted = _extract(title, sentences, max_sentences)
    if summariser is None:
        return Summary(EXTRACTIVE, extracted)
    drafts = summariser.summarise(title, sentences, max_sentences)
    wanted, written = _best(drafts, sentences, supported or names_and_numbers_agree)
    if not written:
        return Summary(EXTRACTIVE, extracted)
    method = f"abstractive:{summariser.signature}"
    if len(written) == wanted:
        return Summary(method, written)
    return Summary(f"{method}+{EXTRACTIVE}", _filled(written, extracted, wanted))


def names_and_numbers_agree(text: str, sources: Sequence[str]) -> bool:
    """Whether every number and every name of a text is found in its sources."""
    together = "\n".join(sources)
    numbers, words = set(_numbers(together)), set(_plain_words(together))
    return numbers.issuperset(_numbers(text)) and words.issuperset(_names(text))


def _extract(
    title: str | None, sentences: Sequence[str], max_sentences: int
) -> tuple[SummarySentence, ...]:
    texts = [trimmed(sentence) for sentence in sentences]
    chosen = choose(title, texts, max_sentences)
    if not chosen:  # a note rather than an article: the first thing it says that is whole
        whole = [index for index, text in enumerate(texts) if text and has_whole_quotations(text)]
        chosen = tuple(whole[: min(1, max_sentences)])
    return tuple(SummarySentence(texts[index], (index,)) for index in chosen)


def _best(
    drafts: Sequence[Sequence[SummaryDraft]], sentences: Sequence[str], supported: Supported
) -> tuple[int, tuple[SummarySentence, ...]]:
    """Of the draft that holds to the largest part: how many sentences it has, and those that hold.

    Of drafts that hold alike it is the one its writer liked best, which comes first.
    """
    kept = [(len(draft), _supported(draft, sentences, supported)) for draft in drafts]
    return max(kept, key=lambda each: len(each[1]) / max(1, each[0]), default=(0, ()))


def _supported(
    drafts: Sequence[SummaryDraft], sentences: Sequence[str], supported: Supported
) -> tuple[SummarySentence, ...]:
    """The sentences of a draft that hold, each once and with its sources."""
    kept: dict[str, SummarySentence] = {}
    for draft in drafts:
        text = draft.text.strip()
        named = tuple(sorted({i for i in draft.sources if 0 <= i < len(sentences)}))
        sources = named or _sources(text, sentences)
        if (
            text
            and sources
            and has_whole_quotations(text)
            and supported(text, [sentences[index] for index in sources])
        ):
            kept.setdefault(text, SummarySentence(text, sources))
    return tuple(kept.values())


def _sources(text: str, sentences: Sequence[str]) -> tuple[int, ...]:
    """The few sentences that together say most of a text's words."""
    missing = set(content_words(text))
    said = [missing.intersection(content_words(sentence)) for sentence in sentences]
    sources: set[int] = set()
    while any(words & missing for words in said) and len(sources) < _MOST_SOURCES:
        best = max(range(len(said)), key=lambda index: len(said[index] & missing))
        sources.add(best)
        missing -= said[best]
    return tuple(sorted(sources))


def _filled(
    written: Sequence[SummarySentence], extracted: Sequence[SummarySentence], count: int
) -> tuple[SummarySentence, ...]:
    """Written sentences, and extracted ones in place of those dropped, in reading order."""
    used = {index for sentence in written for index in sentence.sources}
    spare = [
        sentence
        for sentence in extracted
        if used.isdisjoint(sentence.sources) and not is_dangling(sentence.text)
    ]
    filled = [*written, *spare[: count - len(written)]]
    return tuple(sorted(filled, key=lambda sentence: sentence.sources))


def _numbers(text: str) -> list[str]:
    """Numbers in digits, without thousands separators: "1,200" and "two" are 1200 and 2."""
    digits = [number.replace(",", "") for number in _NUMBER.findall(text)]
    words = [_NUMBER_WORDS[word] for word in _plain_words(text) if word in _NUMBER_WORDS]
    return digits + words


def _names(text: str) -> list[str]:
    """Capitalised words, but not one that merely opens the sentence."""
    words = _WORD.findall(text)
    opening = len(words) > 1 and not words[1][0].isupper()
    names = [word for word in words[opening:] if word[0].isupper()]
    return [word for name in names if content_words(name) for word in _plain_words(name)]


def _plain_words(text: str) -> list[str]:
    """Words in lower case without diacritics, as names are often written in English."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return _WORD.findall("".join(mark for mark in plain if not unicodedata.combining(mark)))
