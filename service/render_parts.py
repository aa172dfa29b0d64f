"""What several renderings of a report show in the same way."""

from __future__ import annotations

from collections.abc import Iterable

from service.article import Article, Finding


def source_line(article: Article) -> str:
    """Date and byline: "24 April 2024 · Theo TTXVN"; empty where the page had neither."""
    day = article.published
    date = f"{day.day} {day:%B %Y}" if day else ""
    byline = ", ".join((article.byline or "").splitlines())
    return " · ".join(part for part in (date, byline) if part)


def worth_a_look(findings: Iterable[Finding]) -> list[Finding]:
    """Findings an editor should see: all but those that only inform."""
    return [finding for finding in findings if finding.severity != "info"]
