"""`bantin batch`: a whole corpus."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli import console
from service.cli.options import MinConfidence, Model
from service.errors import CorpusStopped, SettingsError
from service.settings import Settings

if TYPE_CHECKING:
    from service.corpus.formats import Form


class EngineName(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    RAY = "ray"


def batch(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders, patterns, JSON lines; - for a list on standard input."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the results.")],
    formats: Annotated[
        str, typer.Option("--formats", help="Comma-separated: jsonl, md, html, tmx, docx.")
    ] = "jsonl,html",
    engine: Annotated[
        EngineName, typer.Option("--engine", help="This machine, or a Ray cluster.")
    ] = EngineName.LOCAL,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Articles in hand at once; on Ray, actors."),
    ] = None,
    address: Annotated[
        str | None, typer.Option("--address", help="Of a Ray cluster; else one is found or made.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first article that fails.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Progress as JSON events, one a line.")
    ] = False,
    model: Model = None,
    min_confidence: MinConfidence = None,
) -> None:
    """Translate and summarise a corpus; run it again to go on or to take changes in."""
    from service.cli.watchers import watching
    from service.corpus.inputs import count_items
    from service.corpus.run import Order
    from service.corpus.start import Crew, run_corpus

    settings = Settings.read(os.environ, model=model, min_confidence=min_confidence)
    order = Order(tuple(paths), _forms(formats), strict)
    crew = Crew(engine.value, workers, address)
    with watching(as_json) as watcher, _stoppable() as stop:
        if as_json or sys.stderr.isatty():
            watcher.began(count_items(paths, settings.max_bytes))
        listed = io.BytesIO() if sys.stdin is None else sys.stdin.buffer  # None: it is closed
        report = run_corpus(settings, order, out, crew, listed, watcher, stop)
    if not as_json:
        print(report.text())
    if not report.complete:
        console.say("bantin: stopped; run the same command again to go on")
        raise typer.Exit(console.INTERRUPTED)
    if not report.articles:
        raise CorpusStopped(f"there is no article in {', '.join(paths)}")
    if report.failed:
        raise typer.Exit(1)


def _forms(names: str) -> tuple[Form, ...]:
    """The formats in a list.

    Raises:
        SettingsError: One is none; says which there are.
    """
    from service.corpus.formats import Form

    given = [name for name in map(str.strip, names.split(",")) if name]
    for name in given:
        if name not in list(Form):
            raise SettingsError(f"--formats: there is no {name!r}; there are {', '.join(Form)}")
    return tuple(map(Form, given))


_STOPPING = """
bantin: stopping; the articles in hand are being finished. Again to stop at once: what was
bantin: translated so far is remembered either way, and the same command goes on from there.
"""


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C or a polite `kill`; the second one ends the program."""
    stop = threading.Event()
    before: dict[int, Any] = {}

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)
        with suppress(OSError):  # nobody reads it any more
            os.write(sys.stderr.fileno(), _STOPPING.encode())  # print may be at work right now

    for number in map(int, (signal.SIGINT, signal.SIGTERM)):
        before[number] = signal.signal(number, on_signal)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
