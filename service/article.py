"""The vocabulary of the service: what an article is, and what Bantin says about it.

Everything here is frozen: a stage takes values and returns new ones. The journey is
page → `Article` → `Sentence`s → `Translation`s → `Summary` → `Report`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal


class LineKind(StrEnum):
    """What one non-empty line of a page is. The first five are the article, the rest is dropped."""

    TITLE = "title"
    DATELINE = "dateline"  # publication date or time stamp of this article
    BYLINE = "byline"  # author, agency or source line: "Theo TTXVN"
    BODY = "body"
    CAPTION = "caption"
    SITE = "site"  # site name, masthead, licence, copyright, editorial contacts
    SECTION = "section"  # breadcrumbs and section names
    COUNTER = "counter"  # views, comments, shares
    RELATED = "related"  # teasers of other articles: titles, dates, standfirsts
    FURNITURE = "furniture"  # share buttons, comment rules, navigation, anything else
    REPEAT = "repeat"  # a line said twice, such as a caption below its alt text


ARTICLE_KINDS = frozenset(
    {LineKind.TITLE, LineKind.DATELINE, LineKind.BYLINE, LineKind.BODY, LineKind.CAPTION}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line of the page, in page order, with the part it plays."""

    text: str
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text; `index` counts from 0 within the article."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article taken out of a page.

    `lines` accounts for every non-empty line of the page: what is not title, date, byline,
    body or caption is what was dropped, and why.
    """

    id: str
    title: str | None
    published: date | None
    byline: str | None
    paragraphs: tuple[Paragraph, ...]
    captions: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def dropped(self) -> tuple[Line, ...]:
        """Lines of the page that are not part of the article."""
        return tuple(line for line in self.lines if line.kind not in ARTICLE_KINDS)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paragraph.

    `start` is its offset in the paragraph's text, in characters; `index` counts through the
    article. The text between two sentences is white space only, so paragraphs can be rejoined
    exactly.
    """

    index: int
    paragraph: int
    start: int
    text: str


Severity = Literal["info", "warning", "serious"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: `[start, end)` in characters, and what it says."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check noticed in a translated or summarised sentence. Checks never edit text."""

    kind: str
    severity: Severity
    detail: str
    source: Span | None = None
    target: Span | None = None


Origin = Literal["model", "memory", "human"]


@dataclass(frozen=True, slots=True)
class Translation:
    """A sentence in English and what is known about it.

    `score` is the model's mean log-probability per output token (≤ 0), `confidence` the
    probability that the translation is good (`service.confidence`); both are None for corrections
    made by people and for text without words. `who` made a correction, and `when`.
    """

    source: str
    text: str
    origin: Origin
    findings: tuple[Finding, ...] = ()
    score: float | None = None
    confidence: float | None = None
    who: str | None = None
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of a summary; `sources` are indices of the article's sentences that support it."""

    text: str
    sources: tuple[int, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary in English; `method` names how it was made."""

    method: str
    sentences: tuple[SummarySentence, ...]

    @property
    def text(self) -> str:
        """The summary as running text."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """How many of an article's segments came from the memory and how many did not."""

    hits: int = 0
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """Everything Bantin says about one article. CLI, API, files and web page render this."""

    article: Article
    sentences: tuple[Sentence, ...]
    title: Translation | None
    translations: tuple[Translation, ...]  # aligned with `sentences`
    captions: tuple[Translation, ...]  # aligned with `article.captions`
    summary: Summary | None
    models: Mapping[str, str]  # role → signature: "translator", "summariser"
    memory: MemoryUse
    seconds: Mapping[str, float] = field(default_factory=dict)  # stage → wall seconds
