"""A report as one HTML page: the summary, then Vietnamese and English side by side.

The page needs nothing else: no script, no font, no network. It prints, and has dark colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from service.article import Finding, Report, Span, Translation
from service.changes import Change, ChangeKind
from service.render import UNTITLED
from service.render_parts import source_line, worth_a_look

STYLE = """
:root { color-scheme: light dark; --line: #d5d9e0; --quiet: #5b6472; --paper: #fff; --ink: #1b1f27;
  --tint: #f3f5f8; --mark: #ffe9a8; --serious: #b3261e; --warning: #8a5a00; --person: #0b6b3a;
  --edit: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --line: #3a404b; --quiet: #a0a8b5; --paper: #16191f;
  --ink: #e6e9ee; --tint: #1f242c; --mark: #5a4a10; --serious: #ff8a80; --warning: #ffca6b;
  --person: #6fd69b; --edit: #8ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.5rem 4rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.05rem; margin: 2.2rem 0 .6rem; }
a { color: var(--edit); }
.quiet, footer, summary { color: var(--quiet); font-size: .9rem; }
.digest { background: var(--tint); border-radius: .5rem;
  padding: 1rem 1.2rem 1rem 2.6rem; margin: 0; }
.digest li + li { margin-top: .5rem; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-size: .85rem; color: var(--quiet); }
th, td { padding: .45rem .7rem; vertical-align: top; border-top: 1px solid var(--line); }
tbody tr:target { background: var(--tint); }
tr.opens td { border-top-width: 2px; }
td.number, th.number { width: 3.2rem; text-align: right; color: var(--quiet); font-size: .85rem;
  padding-left: 0; white-space: nowrap; }
td.files { white-space: nowrap; }
.pair td:nth-child(2), .pair td:nth-child(3) { width: 48%; }
.remark { margin: .35rem 0 0; font-size: .87rem; }
.serious { color: var(--serious); } .warning { color: var(--warning); }
.person { color: var(--person); } .edit { color: var(--edit); }
.remark b { font-weight: 600; }
del { color: var(--quiet); }
mark { background: var(--mark); color: inherit; border-radius: .2rem; }
@media (max-width: 44rem) { .pair thead { display: none; }
  .pair tr, .pair td { display: block; width: 100% !important; }
  .pair td { border: 0; padding: .15rem 0; } .pair td.number { text-align: left; }
  .pair tr { border-top: 1px solid var(--line); padding: .5rem 0; } }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } tr { break-inside: avoid; } }
"""


def report_html(report: Report, changes: Sequence[Change] = ()) -> str:
    """The report as a page.

    Args:
        report: What to show.
        changes: What became of its sentences since an earlier version, if there was one.
    """
    title = report.title.text if report.title else UNTITLED
    parts = [f"<h1>{escape(title)}</h1>"]
    if line := source_line(report.article):
        parts.append(f'<p class="quiet">{escape(line)}</p>')
    parts += [
        *_summary(report),
        *_side_by_side(report, changes),
        *_dropped(report),
        _made_by(report),
    ]
    return page(title, "\n".join(parts))


def page(title: str, body: str) -> str:
    """A whole HTML page in our style; `body` is HTML, `title` is text."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _summary(report: Report) -> Iterator[str]:
    if report.summary is None:
        return
    yield "<h2>Summary</h2>"
    if not report.summary.sentences:
        yield "<p>No sentence of this article can stand in a summary.</p>"
        return
    yield '<ol class="digest">'
    for sentence in report.summary.sentences:
        links = ", ".join(f'<a href="#s{index + 1}">{index + 1}</a>' for index in sentence.sources)
        plural = "s" if len(sentence.sources) > 1 else ""
        yield (
            f'<li>{escape(sentence.text)} <span class="quiet">(sentence{plural} {links})</span>'
            f"{_remarks(sentence.findings)}</li>"
        )
    yield "</ol>"


def _side_by_side(report: Report, changes: Sequence[Change]) -> Iterator[str]:
    """A row for each sentence; removed ones stand where they were."""
    edited = {change.new: change for change in changes if change.new is not None}
    removed = _removed(changes)
    yield '<h2>Side by side</h2>\n<table class="pair">\n<thead><tr><th class="number">#</th>'
    yield '<th lang="vi">Tiếng Việt</th><th>English</th></tr></thead>\n<tbody>'
    if report.title:
        yield _row("title", "title", report.title, opens=True)
    yield from removed.get(None, ())
    paragraph = None
    for sentence, translation in zip(report.sentences, report.translations, strict=True):
        opens, paragraph = sentence.paragraph != paragraph, sentence.paragraph
        change, number = edited.get(sentence.index), str(sentence.index + 1)
        yield _row(f"s{number}", number, translation, opens, change)
        yield from removed.get(sentence.index, ())
    for place, caption in enumerate(report.captions, 1):
        yield _row(f"c{place}", "caption", caption, opens=True)
    yield "</tbody>\n</table>"


def _row(
    anchor: str, label: str, translation: Translation, opens: bool, change: Change | None = None
) -> str:
    found = worth_a_look(translation.findings)
    sources, targets = [each.source for each in found], [each.target for each in found]
    person = translation.origin == "human"
    note = '<p class="remark person">Corrected by a person.</p>' if person else ""
    return (
        f'<tr id="{anchor}"{_class(opens)}><td class="number">{label}</td>'
        f'<td lang="vi">{_marked(translation.source, sources)}{_edit(change)}</td>'
        f"<td>{_marked(translation.text, targets)}{note}{_remarks(found)}</td></tr>"
    )


def _marked(text: str, spans: Iterable[Span | None]) -> str:
    """A text with the stretches that findings are about; of those that overlap the first."""
    parts, end = [], 0
    for span in sorted(filter(None, spans), key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            parts += [escape(text[end : span.start]), f"<mark>{escape(span.text)}</mark>"]
            end = span.end
    return "".join([*parts, escape(text[end:])])


def _class(opens: bool) -> str:
    return ' class="opens"' if opens else ""


def _edit(change: Change | None) -> str:
    """What an edit did to a sentence."""
    if change is None or change.kind is ChangeKind.UNCHANGED:
        return ""
    is_changed = change.kind is ChangeKind.CHANGED
    before = f": <del>{escape(change.before or '')}</del>" if is_changed else ""
    label = {"changed": "Changed, was", "added": "New", "moved": "Moved"}[change.kind.value]
    return f'<p class="remark edit"><b>{label}</b>{before}</p>'


def _removed(changes: Sequence[Change]) -> Mapping[int | None, list[str]]:
    """Rows of removed sentences by the index of the sentence they stood after; None: the first."""
    rows: dict[int | None, list[str]] = {}
    last = None
    for change in changes:
        if change.new is not None:
            last = change.new
        else:
            row = (
                '<tr><td class="number"></td><td lang="vi"><p class="remark edit"><b>Removed</b>:'
                f" <del>{escape(change.before or '')}</del></p></td><td></td></tr>"
            )
            rows.setdefault(last, []).append(row)
    return rows


def _remarks(findings: Iterable[Finding]) -> str:
    return "".join(
        f'<p class="remark {finding.severity}"><b>{finding.severity.capitalize()}</b>'
        f" ({escape(finding.kind)}): {escape(finding.detail)}</p>"
        for finding in worth_a_look(findings)
    )


def _dropped(report: Report) -> Iterator[str]:
    """Lines of the page that are no part of the article, by kind."""
    dropped = sorted(report.article.dropped, key=lambda line: line.kind)
    if not dropped:
        return
    plural = "s" if len(dropped) > 1 else ""
    yield f"<details><summary>{len(dropped)} line{plural} of the page left out</summary>"
    yield '<dl lang="vi">'
    for kind, lines in groupby(dropped, key=lambda line: line.kind):
        yield f'<dt lang="en">{kind}</dt>'
        yield from (f"<dd>{escape(line.text)}</dd>" for line in lines)
    yield "</dl></details>"


def _made_by(report: Report) -> str:
    made = ", ".join(f"{escape(role)} {escape(name)}" for role, name in report.models.items())
    return f"<footer><p>Made by Bantin; {made}.</p></footer>"
