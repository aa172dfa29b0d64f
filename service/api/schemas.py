"""The shapes of the native interface: what is sent, and what the OpenAPI document says comes back.

Answers are made by `service.render`; the tests hold them against these models.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    RootModel,
    StringConstraints,
    Tag,
    model_validator,
)

from service.pipeline import Method

_MOST_TERMS = 1_000
Line = Annotated[str, StringConstraints(pattern=r"^[^\t\r\n]*\w[^\t\r\n]*$", max_length=200)]
Identity = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(min_length=1)]


class _Sent(BaseModel):
    """Something a caller sends. Unknown members are refused: a typo is no silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(_Sent):
    """A page with an article on it, as text or as HTML."""

    text: Text | None = Field(default=None, description="The page as text.")
    html: Text | None = Field(default=None, description="The page as HTML.")
    id: Identity | None = Field(default=None, description="What the article is to be called.")
    glossary: dict[Line, Line] = Field(
        default_factory=dict,
        max_length=_MOST_TERMS,
        description="Terms of this request, Vietnamese to English; they go before all others.",
    )

    @model_validator(mode="after")
    def _is_one_page(self) -> Page:
        if (self.text is None) == (self.html is None):
            raise ValueError("give either text or html")
        return self


class SummaryRequest(Page):
    """A page to translate and summarise."""

    max_sentences: int = Field(default=3, ge=1, le=20, description="The longest summary wanted.")
    method: Method = Field(default="auto", description="How the summary is made.")


class SentencesRequest(_Sent):
    """Sentences to translate, each by itself."""

    sentences: Annotated[list[Text], Field(min_length=1)]
    glossary: dict[Line, Line] = Field(default_factory=dict, max_length=_MOST_TERMS)


def _page_or_sentences(sent: object) -> str:
    return "sentences" if isinstance(sent, dict) and "sentences" in sent else "page"


class TranslationRequest(
    RootModel[
        Annotated[
            Annotated[Page, Tag("page")] | Annotated[SentencesRequest, Tag("sentences")],
            Discriminator(_page_or_sentences),
        ]
    ]
):
    """A page to translate, or sentences."""


class CorrectionRequest(_Sent):
    """What a sentence means, by somebody who knows."""

    source: Annotated[str, StringConstraints(pattern=r"[^\W\d_]", max_length=20_000)]
    target: Annotated[str, StringConstraints(pattern=r"\w", max_length=20_000)]


class SpanData(BaseModel):
    """A stretch of text, in characters."""

    start: int
    end: int
    text: str


class FindingData(BaseModel):
    """Something a check noticed."""

    kind: str
    severity: Literal["info", "warning", "serious"]
    detail: str
    source: SpanData | None
    target: SpanData | None


class TranslationData(BaseModel):
    """A text in English.

    If a model wrote it, `score` is its mean log-probability per token and `confidence` the
    probability that it is good.
    """

    source: str
    text: str
    origin: Literal["model", "memory", "human"]
    score: float | None
    confidence: float | None
    findings: list[FindingData]


class SentenceTranslationData(TranslationData):
    """A sentence in English; `index` is that of the source sentence."""

    index: int


class SentenceData(BaseModel):
    """A sentence of the article."""

    index: int
    paragraph: int
    text: str


class LineData(BaseModel):
    """A line of the page that is not part of the article, and what it is instead."""

    text: str
    kind: str


class ArticleData(BaseModel):
    """The article as it was found on the page."""

    id: str
    title: str | None
    published: str | None = Field(description="The date, YYYY-MM-DD.")
    byline: str | None
    sentences: list[SentenceData]
    captions: list[str]
    dropped: list[LineData]


class ArticleTranslationData(BaseModel):
    """The article in English, sentence by sentence."""

    title: str | None
    title_findings: list[FindingData]
    sentences: list[SentenceTranslationData]
    captions: list[TranslationData]


class SummarySentenceData(BaseModel):
    """A sentence of the summary, and the indices of the sentences it comes from."""

    text: str
    sources: list[int]
    findings: list[FindingData]


class SummaryData(BaseModel):
    """The summary in English."""

    text: str
    method: str
    sentences: list[SummarySentenceData]


class MemoryUseData(BaseModel):
    """How many texts came from the memory and how many did not."""

    hits: int
    misses: int


class TranslationReport(BaseModel):
    """A translated article."""

    article: ArticleData
    translation: ArticleTranslationData
    models: dict[str, str] = Field(description="What made this: role to signature.")
    memory: MemoryUseData
    seconds: dict[str, float] = Field(description="Wall seconds by stage.")


class SummaryReport(TranslationReport):
    """A translated and summarised article."""

    summary: SummaryData


class SentencesTranslation(BaseModel):
    """Translated sentences, in the order they were sent."""

    sentences: list[SentenceTranslationData]


class SentencesReport(BaseModel):
    """The answer to a list of sentences."""

    translation: SentencesTranslation
    models: dict[str, str]
    memory: MemoryUseData
    seconds: dict[str, float]


class ProblemData(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


class BatchFailure(BaseModel):
    """A line of a batch that could not be done."""

    id: str | None
    line: int = Field(description="Counts from 1.")
    error: ProblemData


class CorpusEntry(BaseModel):
    """An article of the corpus."""

    id: str
    title: str | None
    published: str | None
    state: Literal["new", "partial", "translated", "unreadable"] = Field(
        description="How much of it the memory holds."
    )
    detail: str | None = Field(description="Why it is unreadable.")


class CorpusPage(BaseModel):
    """Articles of the corpus, by id. `next` is what to ask for to go on."""

    articles: list[CorpusEntry]
    next: str | None


class CorrectionData(BaseModel):
    """A correction that is in force; `changed` is false if it was before."""

    source: str
    target: str
    who: str
    changed: bool


class ImportData(BaseModel):
    """What became of the units of a TMX file."""

    corrections: int
    entries: int
    known: int
    skipped: int


class GlossaryData(BaseModel):
    """Terms were replaced; `terms` counts them."""

    version: str
    terms: int


class Health(BaseModel):
    """All is well."""

    status: Literal["ok", "ready"]
