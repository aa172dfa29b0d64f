"""What the user sees besides data: errors and progress, on stderr, progress only on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from models.errors import ModelError
from service.errors import ServiceError

EXPECTED = (ServiceError, ModelError)
INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def say(text: str) -> None:
    """A line on stderr; where nobody reads that any more, the work goes on all the same."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        drop(sys.stderr)


def drop(stream: TextIO) -> None:
    """Let what cannot be written to a stream go nowhere, without a complaint at Python's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(error: Exception, where: str | None = None) -> None:
    """One line on stderr: what is wrong, and where."""
    prefix = f"{where}: " if where and not str(error).startswith(where) else ""
    say(f"bantin: {prefix}{error}")


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function (stage, done, total) that draws a bar for each stage."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, TaskID] = {}
    with bars:

        def update(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield update
