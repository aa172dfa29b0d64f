"""`bantin diff`: what an edit changed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import Annotated

import typer

from service.changes import Change, ChangeKind, compare
from service.cli import pages
from service.sentences import sentences
from service.settings import Settings

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
    """Print which sentences of an article stayed, changed, moved, came and went."""
    settings = Settings.read(os.environ)
    versions = [
        [sentence.text for sentence in sentences(pages.read_article(path, settings).paragraphs)]
        for path in (old, new)
    ]
    changes = compare(versions[0], versions[1])
    if as_json:
        print(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1))
        return
    for change in changes:
        print(_line(change))


def _line(change: Change) -> str:
    mark = _MARKS[change.kind]
    if change.kind is ChangeKind.CHANGED:
        return f"{mark} {change.after}\n  was: {change.before}"
    return f"{mark} {change.after or change.before}"
