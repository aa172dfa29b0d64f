"""A report as Markdown: the summary, the article in English, then both languages side by side.

Written for CommonMark with tables, as GitHub and most editors show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.article import Finding, Report, Translation
from service.changes import Change, ChangeKind
from service.render import UNTITLED
from service.render_parts import source_line, worth_a_look

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&])")
_OPENING = re.compile(r"^(\s*)([#+\-=]|\d+(?=[.)]))", re.MULTILINE)


def report_markdown(report: Report, changes: Sequence[Change] = ()) -> str:
    """The report as Markdown.

    Args:
        report: What to show.
        changes: What became of its sentences since an earlier version, if there was one.
    """
    title = report.title.text if report.title else UNTITLED
    blocks = [f"# {escaped(title)}"]
    if report.title:
        blocks.append(f"*{escaped(report.title.source)}*")
    blocks.append(escaped(source_line(report.article)))
    blocks += _summary(report)
    blocks += ["## Translation", *_paragraphs(report)]
    blocks += [f"*Caption:* {escaped(caption.text)}" for caption in report.captions]
    blocks += _changes(changes)
    blocks += ["## Side by side", _table(report)]
    blocks.append(f"Translated by `{report.models['translator']}`.")
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is.

    >>> escaped("2*3 < 10 [1]")
    '2\\*3 \\< 10 \\[1\\]'
    >>> escaped("1. Hà Nội")
    '1\\. Hà Nội'
    """
    text = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENING.sub(_escape_opening, text)


def _escape_opening(match: re.Match[str]) -> str:
    """A list's number is kept and its dot escaped, which `_OPENING` leaves for us to add."""
    space, sign = match.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _summary(report: Report) -> Iterator[str]:
    if report.summary is None:
        return
    yield "## Summary"
    items = []
    for number, sentence in enumerate(report.summary.sentences, 1):
        sources = ", ".join(str(index + 1) for index in sentence.sources)
        plural = "s" if len(sentence.sources) > 1 else ""
        items.append(f"{number}. {escaped(sentence.text)} (sentence{plural} {sources})")
        items += [f"   - {_remark(finding)}" for finding in worth_a_look(sentence.findings)]
    yield "\n".join(items) or "No sentence of this article can stand in a summary."


def _paragraphs(report: Report) -> Iterator[str]:
    paragraphs: dict[int, list[str]] = {}
    for sentence, translation in zip(report.sentences, report.translations, strict=True):
        paragraphs.setdefault(sentence.paragraph, []).append(translation.text)
    for sentences in paragraphs.values():
        yield escaped(" ".join(sentences))


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    """What an edit did, as a list."""
    shown = [change for change in changes if change.kind is not ChangeKind.UNCHANGED]
    if not shown:
        return
    yield "## Changes since the last version"
    items = []
    for change in shown:
        where = f"sentence {change.new + 1}" if change.new is not None else "a sentence"
        items.append(f"- {where} {change.kind.value}")
        if change.before is not None and change.before != change.after:
            items.append(f"  - before: {escaped(change.before)}")
        if change.after is not None and change.before != change.after:
            items.append(f"  - now: {escaped(change.after)}")
    yield "\n".join(items)


def _table(report: Report) -> str:
    rows = ["| # | Tiếng Việt | English | Remarks |", "|--:|---|---|---|"]
    if report.title:
        rows.append(_row("title", report.title))
    rows += [_row(str(index), each) for index, each in enumerate(report.translations, 1)]
    rows += [_row("caption", caption) for caption in report.captions]
    return "\n".join(rows)


def _row(label: str, translation: Translation) -> str:
    remarks = [_remark(finding) for finding in worth_a_look(translation.findings)]
    if translation.origin == "human":
        remarks.insert(0, "corrected by a person")
    cells = (label, escaped(translation.source), escaped(translation.text), "<br>".join(remarks))
    return f"| {' | '.join(cells)} |"


def _remark(finding: Finding) -> str:
    return f"**{finding.severity}** ({finding.kind}): {escaped(finding.detail)}"
