"""How a run over a corpus is shown."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console
from rich.progress import Progress, TextColumn

from service.cli.watchers import Bars, Events, Plain, Rate, watching
from service.corpus.job import Outcome


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("steps", "rate"),
    [
        ([], 0.0),
        ([(2.0, 10)], 5.0),
        ([(1.0, 10)] * 10, 10.0),
        ([(1.0, 100)] * 30 + [(1.0, 2)] * 21, 2.0),  # what was long ago does not count
    ],
)
def test_the_rate_is_that_of_the_last_seconds(steps, rate):
    clock = Clock()
    measured = Rate(clock)
    for seconds, count in steps:
        clock.now += seconds
        measured.add(count)
    assert measured.per_second() == pytest.approx(rate, rel=0.05)


def test_events_are_one_json_object_a_line(capsys):
    events = Events()
    events.stage("building", 1, 2)
    events.began(3)
    events.kept("một")
    events.finished(Outcome("hai", sentences=4, hits=1, changes={"added": 1}), "hai.txt")
    events.finished(Outcome("ba", error="ba.txt: empty"), "ba.txt")
    told = capsys.readouterr()
    assert [json.loads(line) for line in told.out.splitlines()] == [
        {"event": "stage", "stage": "building", "done": 1, "total": 2},
        {"event": "began", "articles": 3},
        {"event": "article", "article": "một", "state": "kept"},
        {
            "event": "article",
            "article": "hai",
            "input": "hai.txt",
            "sentences": 4,
            "memory_hits": 1,
            "state": "done",
            "changes": {"added": 1},
        },
        {
            "event": "article",
            "article": "ba",
            "input": "ba.txt",
            "state": "failed",
            "error": "ba.txt: empty",
        },
    ]
    assert told.err == "bantin: ba.txt: empty\n"


def test_without_a_terminal_only_errors_are_said(capsys):
    with watching(as_json=False) as watcher:
        assert isinstance(watcher, Plain)
        watcher.began(2)
        watcher.sentences(5)
        watcher.finished(Outcome("a"), "a.txt")
        watcher.finished(Outcome("b", error="no article"), "b.txt")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "bantin: b.txt: no article\n")


def test_bars_show_articles_sentences_and_rate():
    shown = io.StringIO()
    columns = (TextColumn("{task.completed}/{task.total} {task.fields[rate]}"),)
    console = Console(file=shown, force_terminal=True, width=80)
    with Progress(*columns, console=console, auto_refresh=False) as progress:
        bars = Bars(progress)
        bars.began(4)
        bars.sentences(12)
        bars.finished(Outcome("a"), "a.txt")
        bars.kept("b")
        progress.refresh()
    assert "2/4 12 sentences, " in shown.getvalue()
