"""A short English summary, each sentence with the indices of the sentences it comes from.

Sentences are taken from the article as they stand (`service.extractive`). A model that writes
summaries may go first: of its drafts the best supported one is taken, what that states beyond its
source sentences is dropped, and extracted sentences take its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.protocols import Summariser, SummaryDraft
from service.article import Summary, SummarySentence
from service.extractive import choose
from service.standalone import has_whole_quotations, is_dangling, trimmed
from service.support import Evidence, is_borne_out

EXTRACTIVE = "extractive:biased-lexrank+mmr"

Supported = Callable[[str, Sequence[str]], bool]
"""Whether a statement holds by the sentences it is drawn from."""


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
            `service.support.is_borne_out` if not given.

    Returns:
        Sentences in reading order, each with the indices of its sources; none when no sentence of
        the article can stand in a summary.
    """
    extracted = _extract(title, sentences, max_sentences)
    if summariser is None:
        return Summary(EXTRACTIVE, extracted)
    drafts = summariser.summarise(title, sentences, max_sentences)
    limited = [draft[:max_sentences] for draft in drafts]
    wanted, written = _best(limited, sentences, supported or is_borne_out)
    if not written:
        return Summary(EXTRACTIVE, extracted)
    method = f"abstractive:{summariser.signature}"
    if len(written) == wanted:
        return Summary(method, written)
    return Summary(f"{method}+{EXTRACTIVE}", _filled(written, extracted, wanted))


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
    evidence = Evidence(sentences)
    best: tuple[int, tuple[SummarySentence, ...]] = (0, ())
    share = 0.0
    for draft in drafts:
        kept = _supported(draft, sentences, evidence, supported)
        if draft and len(kept) / len(draft) > share:
            best, share = (len(draft), kept), len(kept) / len(draft)
        if share == 1:
            break
    return best


def _supported(
    draft: Sequence[SummaryDraft],
    sentences: Sequence[str],
    evidence: Evidence,
    supported: Supported,
) -> tuple[SummarySentence, ...]:
    """The sentences of a draft that hold, each once and with its sources.

    One that points back to a sentence which does not hold goes with it.
    """
    kept: dict[str, SummarySentence] = {}
    dropped = False
    for proposed in draft:
        text = proposed.text.strip()
        named = tuple(sorted({i for i in proposed.sources if 0 <= i < len(sentences)}))
        sources = named or evidence.sources(text)
        dropped = not (
            text
            and sources
            and has_whole_quotations(text)
            and supported(text, [sentences[index] for index in sources])
            and not (dropped and is_dangling(text))
        )
        if not dropped:
            kept.setdefault(text, SummarySentence(text, sources))
    return tuple(kept.values())


def _filled(
    written: Sequence[SummarySentence], extracted: Sequence[SummarySentence], count: int
) -> tuple[SummarySentence, ...]:
    """Written sentences in their order, and extracted ones in place of those dropped."""
    used = {index for sentence in written for index in sentence.sources}
    spare = [
        sentence
        for sentence in extracted
        if used.isdisjoint(sentence.sources) and not is_dangling(sentence.text)
    ]
    filled = list(written)
    for sentence in spare[: count - len(written)]:
        later = (at for at, each in enumerate(filled) if each.sources > sentence.sources)
        filled.insert(next(later, len(filled)), sentence)
    return tuple(filled)
