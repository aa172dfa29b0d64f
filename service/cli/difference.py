"""`bantin diff`: what an edit changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import typer

from service.changes import Change, ChangeKind, compare
from service.cli import pages
from service.sentences import sentences
from service.settings import Settings
from service.similarity import similarity

_MARKS = {
    ChangeKind.UNCHANGED: " ",
    ChangeKind.CHANGED: "~",
    ChangeKind.MOVED: "=",
    ChangeKind.ADDED: "+",
    ChangeKind.REMOVED: "-",
}


def diff(
    old: Annotated[str, typer.Argument(help="The page before.")],
    new: Annotated[str, typer.Argument(help="The page now; - for standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Changes as JSON.")] = False,
) -> None:
    """Print which sentences of an article stayed, changed, moved, came and went.

    Another title comes before them, without the numbers that sentences have.
    """
    settings = Settings.read(os.environ)
    articles = [pages.read_article(path, settings) for path in (old, new)]
    titles = [article.title for article in articles]
    versions = [
        [sentence.text for sentence in sentences(article.paragraphs)] for article in articles
    ]
    changes = [*_of_title(titles[0], titles[1]), *compare(versions[0], versions[1])]
    if as_json:
        print(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1))
        return
    for change in changes:
        print(_line(change))


def _of_title(before: str | None, after: str | None) -> Iterator[Change]:
    if before == after:
        return
    if before and after:
        alike = similarity(before, after)
        yield Change(ChangeKind.CHANGED, None, None, before, after, alike)
    else:
        kind = ChangeKind.ADDED if after else ChangeKind.REMOVED
        yield Change(kind, None, None, before or None, after or None, 0.0)


def _line(change: Change) -> str:
    mark = _MARKS[change.kind]
    if change.kind is ChangeKind.CHANGED:
        return f"{mark} {change.after}\n  was: {change.before}"
    return f"{mark} {change.after or change.before}"
