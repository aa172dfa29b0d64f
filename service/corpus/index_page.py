"""The page that lists a corpus: every article with links to its files, and what failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote

from service.corpus.folder import OutputFolder
from service.corpus.ledger import Row, Totals
from service.render import UNTITLED
from service.render_html import page

PAGE = 1_000  # articles on one


def page_name(number: int) -> str:
    """The file of the index page of a number, from 1."""
    return "index.html" if number == 1 else f"index-{number}.html"


def index_page(
    rows: Iterable[Row], totals: Totals, folder: OutputFolder, number: int, pages: int
) -> str:
    """One page of the index.

    Args:
        rows: Its articles.
        totals: Of the whole corpus.
        folder: Where the articles' files are.
        number: Which page this is, from 1.
        pages: How many there are.
    """
    parts = [
        "<h1>Articles</h1>",
        f'<p class="quiet">{_overview(totals)}</p>',
        _findings(totals),
        *_navigation(number, pages),
        '<table>\n<thead><tr><th>Article</th><th>Input</th><th class="number">Sentences</th>'
        '<th class="number">Findings</th><th>Files</th></tr></thead>\n<tbody>',
        *(_row(row, folder) for row in rows),
        "</tbody>\n</table>",
        *_navigation(number, pages),
    ]
    return page("Articles", "\n".join(part for part in parts if part))


def _overview(totals: Totals) -> str:
    parts = [
        f"{totals.articles:,} articles",
        f"{totals.sentences:,} sentences, {totals.unique:,} distinct",
    ]
    if totals.failed:
        parts.append(f'<span class="serious">{totals.failed:,} failed</span>')
    return " · ".join(parts)


def _findings(totals: Totals) -> str:
    if not totals.findings:
        return ""
    listed = ", ".join(f"{count:,} {escape(kind)}" for kind, count in totals.findings.items())
    return f'<p class="quiet">Findings: {listed}</p>'


def _row(row: Row, folder: OutputFolder) -> str:
    if row.error is not None:
        return (
            f"<tr><td>{escape(row.id)}</td><td>{escape(row.name)}</td>"
            f'<td colspan="3"><span class="serious"><b>Failed</b>: {escape(row.error)}</span></td>'
            "</tr>"
        )
    title, best = row.title or UNTITLED, ".html" if ".html" in folder.endings else ".json"
    links = [_link(row, ending, ending[1:], folder) for ending in folder.endings]
    return (
        f"<tr><td>{_link(row, best, title, folder)}</td><td>{escape(row.name)}</td>"
        f'<td class="number">{row.sentences:,}</td>'
        f'<td class="number">{sum(row.findings.values()):,}</td>'
        f'<td class="files">{" ".join(links)}</td></tr>'
    )


def _link(row: Row, ending: str, text: str, folder: OutputFolder) -> str:
    address = quote(folder.article(row.stem, ending).as_posix())
    return f'<a href="{address}">{escape(text)}</a>'


def _navigation(number: int, pages: int) -> Iterator[str]:
    if pages > 1:
        links = (
            f"<b>{each}</b>" if each == number else f'<a href="{page_name(each)}">{each}</a>'
            for each in range(1, pages + 1)
        )
        yield f'<p class="quiet">Page {" ".join(links)}</p>'
