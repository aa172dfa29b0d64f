"""A report as JSON-ready data, as text for a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from service.article import Article, Finding, Report, Span, Summary, Translation
from service.render_parts import worth_a_look

UNTITLED = "(no title on the page)"


def report_data(report: Report) -> dict[str, Any]:
    """The report in the shape of the command line's `--json` and the API."""
    data: dict[str, Any] = {
        "article": _article(report),
        "translation": {
            "title": report.title.text if report.title else None,
            "title_findings": _findings(report.title.findings) if report.title else [],
            "sentences": [
                {"index": index, **translation_data(translation)}
                for index, translation in enumerate(report.translations)
            ],
            "captions": [translation_data(caption) for caption in report.captions],
        },
    }
    if report.summary is not None:
        data["summary"] = _summary(report.summary)
    data["models"] = dict(report.models)
    data["memory"] = {"hits": report.memory.hits, "misses": report.memory.misses}
    data["seconds"] = dict(report.seconds)
    return data


def structure_data(article: Article) -> dict[str, Any]:
    """What extraction found: the article's parts, and every line of the page with its kind."""
    return {
        "id": article.id,
        "title": article.title,
        "published": _date(article),
        "byline": article.byline,
        "paragraphs": [paragraph.text for paragraph in article.paragraphs],
        "captions": list(article.captions),
        "lines": [{"text": line.text, "kind": str(line.kind)} for line in article.lines],
    }


def summary_text(report: Report) -> str:
    """Title, date, source line, and the summary with the sentences each statement comes from."""
    parts = [report.title.text if report.title else UNTITLED, _source_line(report.article)]
    assert report.summary is not None
    for number, sentence in enumerate(report.summary.sentences, 1):
        parts.append(f"{number}. {sentence.text}")
        for index in sentence.sources:
            paragraph = report.sentences[index].paragraph + 1
            parts.append(
                f"   ← sentence {index + 1}, paragraph {paragraph}: {_start(report, index)}"
            )
        parts += [f"   ! {_remark(finding)}" for finding in worth_a_look(sentence.findings)]
    if not report.summary.sentences:
        parts.append("(no sentence of this article can stand in a summary)")
    return "\n".join(_spaced(parts))


def translation_text(report: Report) -> str:
    """The article in English, paragraph by paragraph, with what the checks noticed below."""
    blocks = [report.title.text if report.title else UNTITLED, _source_line(report.article)]
    paragraphs: dict[int, list[str]] = {}
    for sentence, translation in zip(report.sentences, report.translations, strict=True):
        paragraphs.setdefault(sentence.paragraph, []).append(translation.text)
    blocks += [" ".join(sentences) for sentences in paragraphs.values()]
    blocks += [f"[Caption] {caption.text}" for caption in report.captions]
    remarks = [
        f"! sentence {index + 1}: {_remark(finding)}"
        for index, translation in enumerate(report.translations)
        for finding in worth_a_look(translation.findings)
    ]
    if remarks:
        blocks.append("\n".join(remarks))
    return "\n\n".join(block for block in blocks if block)


def structure_text(article: Article) -> str:
    """Every line of the page, its kind before it."""
    width = max((len(line.kind) for line in article.lines), default=0)
    return "\n".join(f"{line.kind:<{width}}  {line.text}" for line in article.lines)


def _article(report: Report) -> dict[str, Any]:
    article = report.article
    return {
        "id": article.id,
        "title": article.title,
        "published": _date(article),
        "byline": article.byline,
        "sentences": [
            {"index": sentence.index, "paragraph": sentence.paragraph, "text": sentence.text}
            for sentence in report.sentences
        ],
        "captions": list(article.captions),
        "dropped": [{"text": line.text, "kind": str(line.kind)} for line in article.dropped],
    }


def translation_data(translation: Translation) -> dict[str, Any]:
    """One translated text with its findings."""
    return {
        "source": translation.source,
        "text": translation.text,
        "origin": translation.origin,
        "score": translation.score,
        "confidence": translation.confidence,
        "findings": _findings(translation.findings),
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "text": summary.text,
        "method": summary.method,
        "sentences": [
            {
                "text": sentence.text,
                "sources": list(sentence.sources),
                "findings": _findings(sentence.findings),
            }
            for sentence in summary.sentences
        ],
    }


def _findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "kind": finding.kind,
            "severity": finding.severity,
            "detail": finding.detail,
            "source": _span(finding.source),
            "target": _span(finding.target),
        }
        for finding in findings
    ]


def _span(span: Span | None) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "text": span.text} if span else None


def _date(article: Article) -> str | None:
    return article.published.isoformat() if article.published else None


def _source_line(article: Article) -> str:
    """Date and byline: "24 April 2024 · Theo TTXVN"."""
    day = article.published
    date = f"{day.day} {day:%B %Y}" if day else ""
    return " · ".join(part for part in (date, *(article.byline or "").splitlines()) if part)


def _start(report: Report, index: int, width: int = 72) -> str:
    text = report.sentences[index].text
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _remark(finding: Finding) -> str:
    return f"{finding.severity} ({finding.kind}): {finding.detail}"


def _spaced(parts: Iterable[str]) -> list[str]:
    """Parts with a blank line after the heading."""
    title, source_line, *rest = parts
    return [title, *([source_line] if source_line else []), "", *rest]
