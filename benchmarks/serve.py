"""Measures the server under 1, 8 and 32 callers, against two simpler ways to serve the same model.

    python benchmarks/serve.py [--each 6] [--callers 1 8 32] [--ways together apart loop]

All callers send single sentences, or three of four do and the others articles of twelve; each waits
for its answer before it sends again. All is from FLORES dev, nothing is sent twice. The ways are
    together  the server as it is: sentences of all requests share batches
    apart     a request's sentences are translated together, requests one after another
    loop      one text after another, as a plain loop around a model serves them
Latencies are those of single sentences and of articles. By Little's law N callers who never pause
wait N / throughput on average, so "least" is N over the best throughput of any row: for callers of
single sentences beside articles, what they would wait if articles cost nothing. No order of service
can be better. "First" is the time until the first report of a batch of five articles is there. At
last, sentences that the memory holds are asked for as fast as eight callers can.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SENTENCES = (ROOT / "tests" / "quality" / "flores-dev" / "vi.txt").read_text().splitlines()
WAYS = ("together", "apart", "loop")
ARTICLE_CALLERS = 4  # in a mix one caller of so many sends articles
ARTICLE_SENTENCES = 12  # about what the seeds have
HIT_SECONDS = 5.0
KNOWN = 20  # sentences that only the last measurement sends


@dataclass
class Seen:
    """What a scenario took: seconds of each request by kind, sentences answered, seconds in all."""

    way: str
    senders: int  # of single sentences
    article_senders: int
    singles: list[float] = field(default_factory=list)
    articles: list[float] = field(default_factory=list)
    sentences: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Sentences a second."""
        return self.sentences / self.seconds

    def row(self, best_rate: float) -> str:
        """The scenario's line of the table."""
        callers = (
            f"{self.senders} + {self.article_senders}" if self.article_senders else self.senders
        )
        mean = f"{statistics.mean(self.singles):.2f}, least {self.senders / best_rate:.2f}"
        return (
            f"| {self.way} | {callers} | {self.rate:.1f} | {spread(self.singles)} | {mean} "
            f"| {spread(self.articles)} |"
        )


class Connection:
    """A connection that is kept; as little client as possible, for it uses the same processors."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 24))

    def send(self, path: str, body: bytes, kind: str = "application/json") -> None:
        self._writer.write(
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )

    async def post(self, path: str, data: object) -> bytes:
        self.send(path, json.dumps(data).encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        _, _, length = head.lower().partition(b"content-length: ")
        body = await self._reader.readexactly(int(length.split(b"\r\n")[0]))
        if b" 200 " not in head[:20]:
            sys.exit(f"{path}: {head[:20]!r} {body[:300]!r}")
        return body

    async def first_line(self, path: str, lines: Sequence[object]) -> float:
        """Seconds until the first line of a batch's answer is there; waits for the last."""
        start = time.perf_counter()
        self.send(path, "\n".join(map(json.dumps, lines)).encode(), "application/x-ndjson")
        await self._reader.readuntil(b'{"article"')
        first = time.perf_counter() - start
        await self._reader.readuntil(b"\r\n0\r\n\r\n")
        return first


def never_seen() -> Iterator[str]:
    """Sentences, each another; when there are no more, the same again with a number before them."""
    for again in itertools.count():
        for sentence in SENTENCES[:-KNOWN]:
            yield f"{again}. {sentence}" if again else sentence


def article(fresh: Iterator[str]) -> str:
    """A page of sentences that have never been seen; a seed is new only once."""
    sentences = list(itertools.islice(fresh, ARTICLE_SENTENCES))
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    return "\n".join(paragraphs)


async def scenario(seen: Seen, port: int, each: int, fresh: Iterator[str]) -> None:
    """As many single sentences as are asked of each sender; articles as long as that takes."""
    items = each * seen.senders
    turns = iter(range(items))  # shared, so that all senders are busy until the end
    start = time.perf_counter()

    async def sender() -> None:
        connection = await Connection.open(port)
        for _ in turns:
            begun = time.perf_counter()
            await connection.post("/v1/translations", {"sentences": [next(fresh)]})
            seen.singles.append(time.perf_counter() - begun)
            seen.sentences += 1

    async def article_sender() -> None:
        connection = await Connection.open(port)
        while len(seen.singles) < items:
            begun = time.perf_counter()
            answer = await connection.post("/v1/summaries", {"text": article(fresh)})
            seen.articles.append(time.perf_counter() - begun)
            seen.sentences += len(json.loads(answer)["translation"]["sentences"])

    senders = [sender() for _ in range(seen.senders)]
    await asyncio.gather(*senders, *(article_sender() for _ in range(seen.article_senders)))
    seen.seconds = time.perf_counter() - start


async def hits(port: int, callers: int = 8) -> float:
    """Requests a second that the memory answers."""
    known = SENTENCES[-KNOWN:]
    await (await Connection.open(port)).post("/v1/translations", {"sentences": known})
    end = time.perf_counter() + HIT_SECONDS
    done = 0

    async def caller() -> None:
        nonlocal done
        connection = await Connection.open(port)
        for sentence in itertools.cycle(known):
            if time.perf_counter() > end:
                return
            await connection.post("/v1/translations", {"sentences": [sentence]})
            done += 1

    await asyncio.gather(*(caller() for _ in range(callers)))
    return done / HIT_SECONDS


async def measure(way: str, port: int, asked: argparse.Namespace) -> list[Seen]:
    """Run every scenario; prints what needs no comparison."""
    fresh = never_seen()
    await (await Connection.open(port)).post("/v1/translations", {"sentences": [next(fresh)]})
    found = []
    for callers in asked.callers:
        for articles in sorted({0, callers // ARTICLE_CALLERS}):
            found.append(Seen(way, callers - articles, articles))
            await scenario(found[-1], port, asked.each, fresh)
    pages = [{"id": str(number), "text": article(fresh)} for number in range(5)]
    first = await (await Connection.open(port)).first_line("/v1/batches", pages)
    print(f"{way}: first report of a batch after {first:.2f} s")
    if way == WAYS[0]:
        print(f"{way}: from the memory {await hits(port):.0f} requests/s by 8 callers")
    return found


def spread(seconds: Sequence[float]) -> str:
    """Median, 95th and 99th percentile."""
    ordered = sorted(seconds)
    if not ordered:
        return "-"
    picked = [
        ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.95, 0.99)
    ]
    return " / ".join(f"{each:.2f}" for each in picked)


@contextmanager
def server(way: str) -> Iterator[int]:
    """A server in a process of its own, with an empty memory; yields its port when it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "BANTIN_MEMORY": f"{folder}/memory.sqlite3",
            "BANTIN_HOUSE_TERMS": f"{folder}/terms.tsv",
        }
        command = [sys.executable, __file__, "--serve", way, "--port", str(port)]
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, stderr=log)
        try:
            wait_until_ready(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(60)


def wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    from urllib.error import URLError
    from urllib.request import urlopen

    while process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz"):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    sys.exit("the server did not start")


def serve(way: str, port: int) -> None:
    """Run the server in one of the ways."""
    from service.api import server
    from service.settings import Settings
    from service.translate import TranslationDesk

    translate = TranslationDesk.translate
    lock = threading.Lock()

    def apart(desk: TranslationDesk, texts: Sequence[str], **options: Any) -> Any:
        with lock:
            return translate(desk, texts, **options)

    def loop(desk: TranslationDesk, texts: Sequence[str], **options: Any) -> Any:
        with lock:
            return tuple(each for text in texts for each in translate(desk, [text], **options))

    if way != "together":
        TranslationDesk.translate = {"apart": apart, "loop": loop}[way]
    server.serve(Settings.read(os.environ), "127.0.0.1", port)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=6, help="single sentences a sender sends")
    parser.add_argument("--callers", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--ways", choices=WAYS, nargs="+", default=list(WAYS))
    parser.add_argument("--serve", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        return serve(asked.serve, asked.port)
    print(f"{os.cpu_count()} processors ({platform.machine()}), load {os.getloadavg()[0]:.1f}\n")
    found: list[Seen] = []
    for way in asked.ways:
        with server(way) as port:
            found += asyncio.run(measure(way, port, asked))
    best_rate = max(seen.rate for seen in found)
    print(
        "\n| way | callers of sentences + articles | sentences/s | a sentence: p50 / p95 / p99 s ",
        end="",
    )
    print("| mean s | an article: p50 / p95 / p99 s |\n|---|---|---|---|---|---|")
    for seen in found:
        print(seen.row(best_rate))


if __name__ == "__main__":
    main()
