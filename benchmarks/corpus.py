"""What a run over a corpus costs, next to the engine alone.

    python benchmarks/corpus.py memory --articles 20000      the process' memory over a long run
    python benchmarks/corpus.py speed --articles 40          pipeline against the bare engine
    python benchmarks/corpus.py scaling --workers 1 2 4 8    Ray, with a model that sleeps

The corpora are made of the seeds' sentences, each with a number of its own, so that none is in the
memory. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from service.build import model_options, open_workshop
from service.corpus.account import RunReport
from service.corpus.folder import OutputFolder
from service.corpus.formats import Form, endings
from service.corpus.inputs import Item, find_items
from service.corpus.ledger import Ledger
from service.corpus.local import WORKERS, LocalEngine
from service.corpus.press import Press
from service.corpus.run import Order, Run
from service.corpus.start import Crew, run_corpus
from service.corpus.watch import Silent
from service.extract import extract
from service.sentences import sentences
from service.settings import Settings

SEEDS = Path(__file__).parent.parent / "seeds"
SAMPLES = 20  # readings of the process' memory that are shown


def seed_sentences() -> list[str]:
    """The seeds' sentences that end in a plain full stop."""
    found = []
    for page in sorted(SEEDS.glob("*.txt")):
        article = extract(page.read_text(encoding="utf-8"), id=page.stem)
        found += [each.text for each in sentences(article.paragraphs)]
    return [text for text in found if text.endswith(".") and text[-2].isalnum()]


def articles(count: int, length: int, turn: int) -> Iterator[str]:
    """Pages of a title and so many sentences, two in a paragraph; no two sentences are equal."""
    rng, known, number = random.Random(1), seed_sentences(), turn * count * length
    for _ in range(count):
        lines = []
        for sentence in rng.choices(known, k=length):
            number += 1
            lines.append(f"{sentence[:-1]}, theo văn bản số {number}.")
        title = " ".join(rng.choice(known).split()[:9]).rstrip(",") + f" lần thứ {number}"
        body = [" ".join(lines[at : at + 2]) for at in range(0, length, 2)]
        yield "\n\n".join([title, *body])


def write_corpus(file: Path, count: int, length: int, turn: int = 0) -> None:
    """A file of JSON lines, packed; no sentence is in that of another turn."""
    with gzip.open(file, "wt", encoding="utf-8", compresslevel=1) as stream:
        for number, text in enumerate(articles(count, length, turn)):
            stream.write(json.dumps({"id": f"a{number:07}", "text": text}) + "\n")


def batch(folder: Path, corpus: Path, settings: Settings, crew: Crew) -> RunReport:
    """Run a corpus through the pipeline."""
    order = Order((str(corpus),), (Form.JSONL,))
    out, stop = folder / "out", threading.Event()
    return run_corpus(settings, order, out, crew, sys.stdin.buffer, Silent(), stop)


def resident(pid: int) -> float:
    """MiB of a process in memory."""
    with open(f"/proc/{pid}/statm") as stream:
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def memory(options: argparse.Namespace) -> None:
    """Read the memory of `bantin batch` as its run goes on."""
    with tempfile.TemporaryDirectory() as name:
        folder, corpus = Path(name), Path(name, "corpus.jsonl.gz")
        write_corpus(corpus, options.articles, options.length)
        given = {"BANTIN_MODEL": options.model, "BANTIN_MEMORY": str(folder / "memory.sqlite3")}
        command = [sys.executable, "-m", "service.cli", "batch", str(corpus)]
        command += ["--out", str(folder / "out"), "--formats", "jsonl", "--json"]
        readings: list[tuple[int, int, float]] = []
        with subprocess.Popen(
            command, env=os.environ | given, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            done = spoken = 0
            step = max(1, options.articles // SAMPLES)
            for line in process.stdout:
                event = json.loads(line)
                if event["event"] == "article":
                    done += 1
                    spoken += event.get("sentences", 0)
                    if done % step == 0:
                        readings.append((done, spoken, resident(process.pid)))
        print("| articles | sentences | MiB |\n|--:|--:|--:|")
        for at, total, size in readings:
            print(f"| {at:,} | {total:,} | {size:.0f} |")
        print(f"\n{event['seconds']:.0f} s, {event['sentences_per_second']:,.0f} sentences/s")


@dataclass
class Pace:
    """What was decoded, and what it took."""

    texts: int = 0
    seconds: float = 0.0
    processor: float = 0.0  # seconds of all threads

    @contextmanager
    def measured(self) -> Iterator[None]:
        start, processor = time.perf_counter(), time.process_time()
        yield
        self.seconds = time.perf_counter() - start
        self.processor = time.process_time() - processor

    def taken(self, in_hand: int) -> None:
        """See `service.dispatch.Observer`."""

    def finished(self, outcome: object) -> None:
        """See `service.dispatch.Observer`: second tries count as well."""
        self.texts += 1

    def row(self, name: str, sentences: int) -> str:
        return (
            f"| {name} | {sentences / self.seconds:.2f} | {self.texts / self.seconds:.2f}"
            f" | {1000 * self.processor / self.texts:.1f} |"
        )


def speed(options: argparse.Namespace) -> None:
    """Bare engine and pipeline by turns, on the same articles with other numbers in them."""
    from models import catalogue
    from models.protocols import translate_all

    print("| | sentences/s | texts decoded/s | processor ms a text |\n|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        settings = replace(Settings.read(os.environ), memory=str(Path(name, "memory.sqlite3")))
        translator = catalogue.find(settings.model).load(model_options(settings))
        for turn in range(options.turns):
            corpus = Path(name, f"corpus-{turn}.jsonl.gz")
            write_corpus(corpus, options.articles, options.length, turn)
            texts = bare_texts(corpus, settings)
            bare = Pace(len(texts))
            with bare.measured():
                translate_all(translator, texts)
            print(bare.row("bare engine", len(texts)))
            piped = pipeline_pace(Path(name, str(turn)), corpus, settings)
            print(piped.row("pipeline", len(texts)), flush=True)


def bare_texts(corpus: Path, settings: Settings) -> list[str]:
    """Everything the pipeline would have translated, in the form the engine is given."""
    from service.normalise import normalise

    texts = []
    for item in find_items([str(corpus)], sys.stdin.buffer, settings.max_bytes):
        assert isinstance(item, Item)
        article = extract(item.read().decode(), id=item.id)
        found = [each.text for each in sentences(article.paragraphs)]
        texts += [*([article.title] if article.title else []), *found, *article.captions]
    return list(dict.fromkeys(map(normalise, texts)))


def pipeline_pace(folder: Path, corpus: Path, settings: Settings) -> Pace:
    """A run whose model is loaded already."""
    forms, stop, pace = (Form.JSONL, Form.HTML), threading.Event(), Pace()
    output = OutputFolder(folder, endings(forms))
    with (
        output.locked(),
        open_workshop(settings) as workshop,
        Ledger.open(output.ledger, "benchmark") as ledger,
    ):
        workshop.pipeline.desk.translate(["Xin chào các bạn."])
        workshop.dispatcher.observer = pace
        engine = LocalEngine(Press(workshop.pipeline, output, settings.max_bytes), WORKERS)
        order = Order((str(corpus),), forms)
        run = Run(order, output, ledger, settings.max_bytes, Silent(), stop)
        with pace.measured():
            report = run.over(engine, sys.stdin.buffer)
    assert report.failed == report.memory_hits == 0, report
    return pace


def scaling(options: argparse.Namespace) -> None:
    """A Ray run for each number of actors, with as much work for each of them.

    The rate is that from the moment each actor has begun: starting processes costs processors that
    a cluster has and this machine has not. It is shown, too.
    """
    import ray

    ray.init(num_cpus=max(options.workers), include_dashboard=False, log_to_driver=False)
    first = None
    print("| actors | sentences | s | of that to start | sentences/s | efficiency |")
    print("|--:|--:|--:|--:|--:|--:|")
    for workers in options.workers:
        with tempfile.TemporaryDirectory() as name:
            corpus = Path(name, "corpus.jsonl.gz")
            write_corpus(corpus, workers * options.articles, options.length)
            place = str(Path(name, "memory.sqlite3"))
            settings = replace(Settings(), memory=place, model="scripted-slow", threads=1)
            began = time.time()
            report = batch(Path(name), corpus, settings, Crew("ray", workers))
            written = sorted(file.stat().st_mtime for file in Path(name).glob("out/articles/*"))
        assert report.failed == 0
        start = written[workers - 1]
        sentences = report.sentences * (len(written) - workers) / len(written)
        rate = sentences / (written[-1] - start)
        first = first or rate / workers
        print(
            f"| {workers} | {report.sentences:,} | {report.seconds:.1f} | {start - began:.1f}"
            f" | {rate:.1f} | {rate / workers / first:.0%} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=["memory", "speed", "scaling"])
    parser.add_argument("--articles", type=int, default=40, help="scaling: for each actor")
    parser.add_argument("--length", type=int, default=5, help="sentences in an article")
    parser.add_argument("--model", default="scripted", help="for memory")
    parser.add_argument("--turns", type=int, default=2, help="for speed")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8])
    options = parser.parse_args()
    {"memory": memory, "speed": speed, "scaling": scaling}[options.what](options)


if __name__ == "__main__":
    main()
