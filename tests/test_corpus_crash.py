"""A run that is killed, interrupted or asked to end goes on from there the next time."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpora import corpus_of, numbered_pages, run, what_is_said, write_pages

from service.corpus.formats import Form
from service.memory import Memory

WORKERS = 2
FORMS = (Form.JSONL, Form.HTML)
PAGES = numbered_pages(8)
DISTINCT = 8 * 4 + 3


def start(
    folder: Path, corpus: Path, *options: str, stderr: int = subprocess.PIPE
) -> subprocess.Popen[str]:
    """`bantin batch` with a model that takes its time."""
    settings = {
        "BANTIN_MODEL": "scripted-slow",
        "BANTIN_MEMORY": str(folder / "memory.sqlite3"),
        "BANTIN_CACHE": str(folder / "cache"),
    }
    out = ["--out", str(folder / "out"), "--workers", str(WORKERS), "--formats", ",".join(FORMS)]
    return subprocess.Popen(
        [sys.executable, "-m", "service.cli", "batch", str(corpus), *out, "--json", *options],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def events(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    return (json.loads(line) for line in process.stdout)


def until_done(process: subprocess.Popen[str], articles: int) -> int:
    """Wait until so many articles are done; how many sentences they have."""
    done = [event for event, _ in zip(finished(process), range(articles), strict=False)]
    return sum(event["sentences"] for event in done)


def finished(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    return (event for event in events(process) if event.get("state") == "done")


def remembered(folder: Path) -> int:
    with Memory.open(folder / "memory.sqlite3") as memory:
        return sum(memory.stats().entries.values())


@pytest.fixture
def corpus(tmp_path):
    return write_pages(tmp_path / "in", PAGES)


@pytest.mark.parametrize("articles", [1, 5])
def test_a_killed_run_loses_what_it_had_in_hand_and_nothing_else(tmp_path, corpus, articles):
    with start(tmp_path, corpus) as process:
        until_done(process, articles)
        process.kill()
    kept = remembered(tmp_path)
    assert kept >= articles * 4  # what is an article's own, at least
    report = run(tmp_path, corpus, model="scripted-slow", forms=FORMS)
    assert report.translated <= DISTINCT - kept
    assert report.kept >= articles
    assert [each["article"]["id"] for each in corpus_of(tmp_path)] == sorted(PAGES)


def test_a_run_killed_at_any_moment_leaves_whole_files_and_ends_like_one_that_was_not(
    tmp_path, corpus
):
    rng = random.Random(7)
    for _ in range(4):
        with start(tmp_path, corpus) as process:
            next(events(process))  # the program has started
            try:
                process.wait(timeout=rng.uniform(0.05, 0.9))
            except subprocess.TimeoutExpired:
                process.kill()
        for file in (tmp_path / "out" / "articles").glob("*"):
            whole = file.read_text(encoding="utf-8")
            assert whole.endswith("</html>\n" if file.suffix == ".html" else "}\n")
    run(tmp_path, corpus, model="scripted-slow", forms=FORMS)
    run(tmp_path / "whole", corpus, model="scripted-slow", forms=FORMS)
    ours, theirs = (list(map(what_is_said, corpus_of(at))) for at in (tmp_path, tmp_path / "whole"))
    assert ours == theirs
    assert not list((tmp_path / "out" / ".bantin").glob("unfinished/*"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_finishes_what_it_has_in_hand_and_says_how_to_go_on(
    tmp_path, corpus, number
):
    with start(tmp_path, corpus) as process:
        until_done(process, 1)
        process.send_signal(number)
        *_, report = events(process)
        assert process.stderr is not None
        told = process.stderr.read()
    assert (process.returncode, report["complete"]) == (130, False)
    assert 1 <= report["done"] <= 1 + 2 * WORKERS
    assert "run the same command again to go on" in told
    assert len(list((tmp_path / "out" / "articles").glob("*.json"))) == report["done"]
    rest = run(tmp_path, corpus, model="scripted-slow", forms=FORMS)
    assert rest.kept == report["done"]
    assert rest.translated + report["unique_sentences"] == DISTINCT


def test_an_interrupted_run_ends_in_order_where_nobody_reads_its_errors(tmp_path, corpus):
    (corpus / "aaa.txt").write_bytes(b"")  # fails first, and is told of on stderr
    read, write = os.pipe()
    os.close(read)
    with start(tmp_path, corpus, stderr=write) as process:
        os.close(write)
        until_done(process, 1)
        process.send_signal(signal.SIGINT)
        *_, report = events(process)
    assert (process.returncode, report["complete"]) == (130, False)
    assert json.loads((tmp_path / "out/run.json").read_bytes())["done"] == report["done"]


def test_events_tell_how_far_a_run_is(tmp_path, corpus):
    with start(tmp_path, corpus) as process:
        told = list(events(process))
    began, *_, report = told
    assert began == {"event": "began", "articles": 8}
    assert sum(event["event"] == "article" for event in told) == 8
    steps = [event for event in told if event["event"] == "progress"]
    assert steps
    assert all(event["of"] == 8 and event["sentences_per_second"] > 0 for event in steps)
    assert (report["event"], report["sentences"], report["complete"]) == ("report", 56, True)


def test_a_run_with_failures_ends_with_an_error(tmp_path, corpus):
    (corpus / "bad.txt").write_bytes(b"")
    with start(tmp_path, corpus) as process:
        *_, report = events(process)
        assert process.stderr is not None
        assert "bad.txt: empty" in process.stderr.read()
    assert (process.returncode, report["failed"]) == (1, 1)


def test_a_strict_run_that_stops_tells_its_report_too(tmp_path, corpus):
    (corpus / "bad.txt").write_bytes(b"")
    with start(tmp_path, corpus, "--strict") as process:
        *_, report = events(process)
    told = json.loads((tmp_path / "out/run.json").read_bytes())
    assert process.returncode == 1
    assert report == {"event": "report", **told}
    assert (report["complete"], report["failed"]) == (False, 1)


def test_a_run_over_nothing_ends_with_an_error(tmp_path):
    (tmp_path / "in").mkdir()
    with start(tmp_path, tmp_path / "in") as process:
        list(events(process))
        assert process.stderr is not None
        assert "there is no article in" in process.stderr.read()
    assert process.returncode == 1
