"""How fast the translation memory is, and how many similar sentences it finds, at any size.

    python benchmarks/memory.py --sentences 1000000                  a new SQLite file
    python benchmarks/memory.py --at postgresql+psycopg://…          an empty PostgreSQL database

Fills a memory with sentences made by chance from the seeds' words (a Markov chain over word pairs,
with numbers of its own), then asks for some of them again, for some with words exchanged, dropped
and added, and opens it in a new process. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from service.memory import Entry, Memory
from service.similarity import similarity

SEEDS = Path(__file__).parent.parent / "seeds"
MODEL, TERMS = "benchmark|weights:0|greedy", "0"
ASKED = 300

START = """
import time
begin = time.perf_counter()
import sqlalchemy
imported = time.perf_counter()
from service.memory import Memory
with Memory.open({at!r}) as memory:
    ready = time.perf_counter()
    assert len(memory.get_many({sentences!r}, {model!r}, {terms!r})) == {count}
    print(imported - begin, ready - imported, time.perf_counter() - ready)
"""


def chain(rng: random.Random) -> Iterator[str]:
    """Sentences without end, all different with near certainty."""
    follows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for page in sorted(SEEDS.glob("*.txt")):
        words = page.read_text(encoding="utf-8").split()
        for first, second, third in zip(words, words[1:], words[2:], strict=False):
            follows[first, second].append(third)
    starts = sorted(follows)
    while True:
        pair = rng.choice(starts)
        words = [*pair]
        for _ in range(rng.randrange(6, 40)):
            after = follows.get((words[-2], words[-1])) or rng.choice(starts)
            words.append(rng.choice(after) if rng.random() > 0.1 else str(rng.randrange(10_000)))
        yield " ".join(words)


def edited(sentence: str, share: float, rng: random.Random) -> str:
    """A sentence with a share of its words exchanged, dropped or doubled."""
    words = sentence.split()
    for _ in range(max(1, round(share * len(words)))):
        place = rng.randrange(len(words))
        match rng.randrange(3):
            case 0:
                words[place] = words[rng.randrange(len(words))]
            case 1 if len(words) > 1:
                del words[place]
            case _:
                words.insert(place, str(rng.randrange(100)))
    return " ".join(words)


def milliseconds(times: list[float]) -> str:
    """The median and the 95th percentile."""
    times = sorted(times)
    return f"{times[len(times) // 2] * 1e3:.1f}, {times[len(times) * 95 // 100] * 1e3:.1f}"


def fill(memory: Memory, count: int, rng: random.Random) -> tuple[float, list[str]]:
    """Store sentences in batches of 100; seconds of storing, and a sample of the sentences."""
    source, sample, seconds = chain(rng), [], 0.0
    for done in range(0, count, 100):
        batch = [next(source) for _ in range(min(100, count - done))]
        entries = [Entry(text, MODEL, TERMS, text[::-1], -0.5, 30, "complete") for text in batch]
        start = time.perf_counter()
        memory.put_many(entries)
        seconds += time.perf_counter() - start
        if len(sample) < ASKED or rng.random() < 0.05:
            sample.append(batch[0])
    return seconds, rng.sample(sample, min(ASKED, len(sample)))


def ask(memory: Memory, sample: list[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Rows on looking up and on similar sentences."""
    exact, fuzzy = [], []
    found: dict[int, list[bool]] = defaultdict(list)
    for sentence in sample:
        start = time.perf_counter()
        memory.get_many(rng.sample(sample, min(50, len(sample))), MODEL, TERMS)
        exact.append(time.perf_counter() - start)
        for share in (0.1, 0.2, 0.3):
            if (asked := edited(sentence, share, rng)) == sentence:
                continue
            start = time.perf_counter()
            matches = memory.similar(asked)
            fuzzy.append(time.perf_counter() - start)
            degree = similarity(sentence, asked)
            if degree >= 0.7:
                hit = any(match.similarity >= degree for match in matches)
                found[int(degree * 10)].append(hit)
    yield "50 look-ups, ms (median, p95)", milliseconds(exact)
    yield "similar sentences, ms (median, p95)", milliseconds(fuzzy)
    for tenth, hits in sorted(found.items()):
        share = sum(hits) / len(hits)
        yield f"found of those {tenth / 10} or more alike", f"{share:.3f}"


def start_up(at: str, sentences: list[str]) -> str:
    """What a new process waits for, in milliseconds, best of five."""
    program = START.format(
        at=at, sentences=sentences, model=MODEL, terms=TERMS, count=len(set(sentences))
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
        for _ in range(5)
    ]
    best = min(([float(part) for part in run.stdout.split()] for run in runs), key=sum)
    return ", ".join(f"{part * 1e3:.0f}" for part in best)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--at", help="a file or an address; a temporary file unless it is given")
    parser.add_argument("--sentences", type=int, default=100_000)
    arguments = parser.parse_args()
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        at = arguments.at or str(Path(folder) / "memory.db")
        with Memory.open(at) as memory:
            seconds, sample = fill(memory, arguments.sentences, rng)
            rows = {
                "sentences": f"{arguments.sentences:,}",
                "stored a second, batches of 100": f"{arguments.sentences / seconds:,.0f}",
                "bytes a sentence": f"{memory.stats().size / arguments.sentences:,.0f}",
                **dict(ask(memory, sample, rng)),
            }
        rows["new process, ms: SQLAlchemy, opening, 50 look-ups"] = start_up(at, sample[:50])
    print("| | |\n|---|---|")
    for name, value in rows.items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
