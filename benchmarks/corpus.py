"""What a run over a corpus costs, next to the engine alone.

    python benchmarks/corpus.py speed --articles 20              pipeline against the bare engine
    python benchmarks/corpus.py memory --articles 200 --model vien-v1 --beams 1
                                                                 the process' memory over a long run
    python benchmarks/corpus.py memory --articles 20000 --length 2 --model scripted
    python benchmarks/corpus.py scaling --workers 1 2 4 8        Ray, with a model that sleeps

The articles are the seeds and the tests' golden pages (29 pages of 11 sentences on average, of 34
words) again and again, each sentence with a number of its own, so that the memory knows none of
them; with `--length`, sentences drawn from them. The built-in model does some five of these
sentences a second on two processors: 200 articles take it about eight minutes, and less than half
of that with `--beams 1`. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from models import catalogue
from models.protocols import Outcome, translate_all
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
from service.corpus.written import Written
from service.extract import extract
from service.normalise import normalise
from service.sentences import sentences
from service.settings import Settings

ROOT = Path(__file__).parent.parent
SEEDS, GOLDEN = ROOT / "seeds", ROOT / "tests" / "golden" / "pages"
END = re.compile(r"[.!?…”\"’)]*$")  # what a sentence ends with
Page = tuple[str, list[list[str]]]  # a title, and paragraphs of sentences
SAMPLES = 20  # readings of the process' memory that are shown


def real_pages() -> list[Page]:
    """Pages that were written by people."""
    found = []
    for file in sorted(file for folder in (SEEDS, GOLDEN) for file in folder.glob("*.txt")):
        article = extract(file.read_text(encoding="utf-8"), id=file.stem)
        body = sentences(article.paragraphs)
        paragraphs = [
            [each.text for each in body if each.paragraph == at]
            for at in range(len(article.paragraphs))
        ]
        found.append((article.title or body[0].text, paragraphs))
    return found


def shapes(length: int) -> Iterator[Page]:
    """Pages without end: real ones, or of `length` sentences, two in a paragraph."""
    rng, known = random.Random(1), real_pages()
    drawn = [text for _, paragraphs in known for paragraph in paragraphs for text in paragraph]
    while True:
        title, paragraphs = rng.choice(known)
        if length:
            body = rng.choices(drawn, k=length)
            paragraphs = [body[at : at + 2] for at in range(0, length, 2)]
        yield title, paragraphs


def numbered(text: str, number: int) -> str:
    """A sentence like no other."""
    end = END.search(text)
    assert end is not None  # it matches nothing, too
    return f"{text[: end.start()]}, theo văn bản số {number}{end.group()}"


def articles(count: int, length: int, turn: int) -> Iterator[str]:
    """Pages without two equal sentences, here or in another turn."""
    numbers = itertools.count(turn * 100_000)
    for title, paragraphs in itertools.islice(shapes(length), count):
        body = [" ".join(numbered(text, next(numbers)) for text in each) for each in paragraphs]
        yield "\n\n".join([f"{title.rstrip('.')} lần thứ {next(numbers)}", *body])


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
        given = {
            "BANTIN_MODEL": options.model,
            "BANTIN_BEAMS": str(options.beams),
            "BANTIN_MEMORY": str(folder / "memory.sqlite3"),
        }
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

    texts: int = 0  # second tries in parts are texts of their own
    tokens: int = 0  # of translations
    seconds: float = 0.0
    processor: float = 0.0  # seconds of all threads

    @contextmanager
    def measured(self) -> Iterator[None]:
        start, processor = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - start
        self.processor += time.process_time() - processor

    def taken(self, in_hand: int) -> None:
        """See `service.dispatch.Observer`."""

    def finished(self, outcome: Outcome) -> None:
        """See `service.dispatch.Observer`."""
        self.texts += 1
        self.tokens += outcome.hypotheses[0].tokens if outcome.hypotheses else 0

    def row(self, name: str, sentences: int) -> str:
        return (
            f"| {name} | {sentences / self.seconds:.2f} | {self.texts / self.seconds:.2f}"
            f" | {self.tokens / self.seconds:.1f} | {1000 * self.processor / self.tokens:.2f} |"
        )


def speed(options: argparse.Namespace) -> None:
    """Bare engine and pipeline by turns, on the same articles with other numbers in them.

    What is compared is tokens a second: the pipeline tries some sentences again, in parts.
    """
    print("| | sentences/s | texts decoded/s | tokens/s | processor ms a token |")
    print("|---|--:|--:|--:|--:|")
    bare, piped, count = Pace(), Pace(), 0
    with tempfile.TemporaryDirectory() as name:
        settings = Settings.read(os.environ | {"BANTIN_BEAMS": str(options.beams)})
        settings = replace(settings, memory=str(Path(name, "memory.sqlite3")))
        translator = catalogue.find(settings.model).load(model_options(settings))
        translate_all(translator, ["Xin chào các bạn."])
        for turn in range(options.turns):
            corpus = Path(name, f"corpus-{turn}.jsonl.gz")
            write_corpus(corpus, options.articles, options.length, turn)
            texts = bare_texts(corpus, settings)
            count += len(texts)
            with bare.measured():
                said = translate_all(translator, texts)
            bare.texts += len(said)
            bare.tokens += sum(best.tokens for best, *_ in said)
            run_pipeline(Path(name, str(turn)), corpus, settings, piped)
    print(bare.row("bare engine", count))
    print(piped.row("pipeline", count))
    share = piped.tokens / piped.seconds / (bare.tokens / bare.seconds)
    print(f"\nThe pipeline decodes at {share:.0%} of the bare engine's speed.")


def bare_texts(corpus: Path, settings: Settings) -> list[str]:
    """Everything the pipeline would have translated, in the form the engine is given."""
    texts = []
    for item in find_items([str(corpus)], sys.stdin.buffer, settings.max_bytes):
        assert isinstance(item, Item)
        article = extract(item.read().decode(), id=item.id)
        found = [each.text for each in sentences(article.paragraphs)]
        texts += [*([article.title] if article.title else []), *found, *article.captions]
    return list(dict.fromkeys(map(normalise, texts)))


def run_pipeline(folder: Path, corpus: Path, settings: Settings, pace: Pace) -> None:
    """A run whose model is loaded already."""
    forms, stop = (Form.JSONL, Form.HTML), threading.Event()
    output = OutputFolder(folder, endings(forms))
    with (
        output.locked(),
        open_workshop(settings) as workshop,
        Written.open(output) as written,
        Ledger.open(output.ledger, "benchmark") as ledger,
    ):
        workshop.pipeline.desk.translate(["Xin chào các bạn."])
        workshop.dispatcher.observer = pace
        engine = LocalEngine(Press(workshop.pipeline, output, settings.max_bytes), WORKERS)
        order = Order((str(corpus),), forms)
        run = Run(order, output, ledger, written, settings.max_bytes, Silent(), stop)
        with pace.measured():
            report = run.over(engine, sys.stdin.buffer)
    assert report.failed == report.memory_hits == 0, report


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
    parser.add_argument("--length", type=int, default=0, help="sentences; 0: as real pages have")
    parser.add_argument("--model", default=catalogue.DEFAULT, help="for memory")
    parser.add_argument("--beams", type=int, default=4, help="for memory and speed; 1 is quickest")
    parser.add_argument("--turns", type=int, default=2, help="for speed")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8])
    options = parser.parse_args()
    {"memory": memory, "speed": speed, "scaling": scaling}[options.what](options)


if __name__ == "__main__":
    main()
