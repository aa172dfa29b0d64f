"""One page in, one report out. CLI, API and files render the report; none of them adds to it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from models.protocols import Summariser
from service.article import Article, MemoryUse, Report, Summary, Translation
from service.confidence import DOUBTFUL
from service.errors import SettingsError
from service.sentences import sentences
from service.summarise import summarise
from service.translate import OnProgress, TranslationDesk
from service.withholding import is_withheld, withhold

Method = Literal["auto", "extractive", "abstractive"]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """From an article to its report.

    Args:
        desk: What translates.
        summariser: The one for abstractive summaries, if any.
        prefers: How a summary is made that may be made either way.
        min_confidence: What is trusted less is left in Vietnamese and out of the summary.
    """

    desk: TranslationDesk
    summariser: Summariser | None = None
    prefers: Method = "extractive"
    min_confidence: float = 0.0

    @property
    def writer(self) -> Summariser | None:
        """What writes summaries unless a caller asks otherwise; None where they are extracted."""
        return self.summariser if self.prefers == "abstractive" else None

    def translate_texts(
        self,
        texts: Sequence[str],
        *,
        context: str = "",
        on_progress: OnProgress = lambda done, total: None,
    ) -> tuple[Translation, ...]:
        """Translate texts that need not be an article; see `TranslationDesk.translate`."""
        found = self.desk.translate(texts, context=context, on_progress=on_progress)
        return withhold(found, self.min_confidence)

    def translate(
        self, article: Article, on_progress: OnProgress = lambda done, total: None
    ) -> Report:
        """Translate title, sentences and captions; the report has no summary."""
        clock = _Clock()
        with clock("split"):
            found = sentences(article.paragraphs)
        titles = [article.title] if article.title else []
        texts = [*titles, *(sentence.text for sentence in found), *article.captions]
        with clock("translate"):
            context = "\n".join(paragraph.text for paragraph in article.paragraphs)
            translations = self.translate_texts(texts, context=context, on_progress=on_progress)
        body = len(titles) + len(found)
        return Report(
            article=article,
            sentences=found,
            title=translations[0] if titles else None,
            translations=translations[len(titles) : body],
            captions=translations[body:],
            summary=None,
            models={"translator": self.desk.signature},
            memory=_memory_use(translations),
            seconds=clock.seconds,
        )

    def process(
        self,
        article: Article,
        *,
        max_sentences: int = 3,
        method: Method = "auto",
        on_progress: OnProgress = lambda done, total: None,
    ) -> Report:
        """Translate and summarise.

        Raises:
            SettingsError: An abstractive summary is asked for and no model is there to write it.
        """
        method = self.prefers if method == "auto" else method
        if method == "abstractive" and self.summariser is None:
            raise SettingsError("no model for abstractive summaries is set; use method extractive")
        report = self.translate(article, on_progress)
        clock = _Clock(report.seconds)
        with clock("summarise"):
            summary = self._summary(report, max_sentences, method)
        models = {**report.models, "summariser": summary.method}
        return replace(report, summary=summary, models=models, seconds=clock.seconds)

    def _summary(self, report: Report, max_sentences: int, method: Method) -> Summary:
        """The summary of a translated article; its sentences carry their sources' findings."""
        summary = summarise(
            report.title.text if report.title and not is_withheld(report.title) else None,
            _dependable(report.translations, max_sentences),
            max_sentences=max_sentences,
            summariser=None if method == "extractive" else self.summariser,
        )
        checked = [
            replace(
                sentence,
                findings=tuple(
                    finding
                    for source in sentence.sources
                    for finding in report.translations[source].findings
                ),
            )
            for sentence in summary.sentences
        ]
        return replace(summary, sentences=tuple(checked))


def _dependable(translations: Sequence[Translation], wanted: int) -> list[str]:
    """Texts to summarise; a withheld one is blank, a doubtful one too if enough others are left."""
    texts = ["" if is_withheld(each) else each.text for each in translations]
    dependable = [
        "" if _is_doubtful(each) else text for each, text in zip(translations, texts, strict=True)
    ]
    return dependable if sum(map(bool, dependable)) >= wanted else texts


def _is_doubtful(translation: Translation) -> bool:
    return translation.confidence is not None and translation.confidence < DOUBTFUL


def _memory_use(translations: Sequence[Translation]) -> MemoryUse:
    hits = sum(translation.origin != "model" for translation in translations)
    return MemoryUse(hits, len(translations) - hits)


class _Clock:
    """Wall seconds by stage."""

    def __init__(self, seconds: Mapping[str, float] = MappingProxyType({})) -> None:
        self.seconds = dict(seconds)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - start, 4)
