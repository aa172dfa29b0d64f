"""Texts of any length and kind, for dialects that know no articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from anyio import to_thread
from fastapi import Request

from service.api.dependencies import Caller, office_of, work
from service.documents import Draft, Format, Translate, count_sentences, translate_passages
from service.glossary import Glossary
from service.language import UNDETERMINED, detect_language, is_short
from service.pipeline import Pipeline
from service.translate import OnProgress

SOURCE = "vi"
TARGET = "en"
_LATIN = frozenset({"en", "fr"})  # languages whose words a name may have: "La Liga", "An Giang"
_CONTEXT = 20_000  # characters; names in capitals are looked up there


def english_name(name: str, form: Format) -> str:
    """What the English of a document is called: "tin.docx" becomes "tin_en.docx"."""
    return f"{PurePath(name).stem}_{TARGET}.{form}"


def language_of(text: str) -> tuple[str, float]:
    """The language of a text and how sure that is; Vietnamese where nothing speaks for any."""
    language, confidence = detect_language(text)
    return (SOURCE, 0.0) if language == UNDETERMINED else (language, confidence)


async def languages_of(texts: Sequence[str]) -> list[tuple[str, float]]:
    """The language of each text, see `language_of`; of a name, that of all texts together."""
    return await to_thread.run_sync(_languages_of, texts)


def _languages_of(texts: Sequence[str]) -> list[tuple[str, float]]:
    found = [language_of(text) for text in texts]
    unsure = [
        language in _LATIN and is_short(text)
        for text, (language, _) in zip(texts, found, strict=True)
    ]
    if not any(unsure):
        return found
    everything = "\n".join(texts)
    together = language_of(everything)
    if together[0] not in _LATIN or is_short(everything):
        together = SOURCE, 0.0
    return [together if each else said for each, said in zip(unsure, found, strict=True)]


async def translate_texts(
    request: Request,
    texts: Sequence[str],
    read: Callable[[str], Draft],
    *,
    caller: Caller,
    context: str = "",
    glossary: Glossary | None = None,
) -> list[str]:
    """Texts in English; the result is aligned with them.

    Args:
        request: The call, so that work stops when the client hangs up.
        texts: Texts of any length.
        read: What they are: finds what is to be translated in each.
        caller: Who calls.
        context: What they are about; it tells how names in capitals are written.
        glossary: Terms to use in place of the house's.

    Raises:
        Problem: 413, too many sentences.
        ModelError, ServiceError: See `TranslationDesk.translate`.
    """

    def job(pipeline: Pipeline) -> list[str]:
        drafts = read_all(texts, read, caller)
        return in_english(drafts, sentences_by(pipeline, context))

    office_of(request).characters[caller.name] += sum(map(len, texts))
    return await work(request, job, glossary)


def read_all(texts: Sequence[str], read: Callable[[str], Draft], caller: Caller) -> list[Draft]:
    """Texts as drafts.

    Raises:
        Problem: 413, too many sentences for this caller.
    """
    drafts = [read(text) for text in texts]
    caller.check_sentences(sum(count_sentences(draft.passages) for draft in drafts))
    return drafts


def in_english(drafts: Sequence[Draft], translate: Translate) -> list[str]:
    """Each draft translated, as text."""
    passages = [passage for draft in drafts for passage in draft.passages]
    english = iter(translate_passages(passages, translate))
    return [draft.finish([next(english) for _ in draft.passages]).decode() for draft in drafts]


def sentences_by(
    pipeline: Pipeline, context: str = "", on_progress: OnProgress = lambda done, total: None
) -> Translate:
    """The pipeline as a function of sentences."""

    def translate(texts: Sequence[str]) -> list[str]:
        around = (context or "\n".join(texts))[:_CONTEXT]
        found = pipeline.translate_texts(texts, context=around, on_progress=on_progress)
        return [translation.text for translation in found]

    return translate
