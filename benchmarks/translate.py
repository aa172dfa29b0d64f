"""Our engine against others on the same weights, side by side in one run.

    python benchmarks/translate.py                  all of them, as a Markdown table
    python benchmarks/translate.py --engine NAME    one of them, as JSON

Each engine runs in a process of its own. Slow engines get fewer sentences of the same set; compare
tokens a second. llama.cpp (pip install xllamacpp) decodes greedily only. Beside them stand the
machine's own limits, measured here: 8-bit products and memory bandwidth.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models import catalogue
from models.decoding import Decoding
from models.embedded.parts import Adapter
from models.embedded.prompt import Prompt
from models.protocols import translate_all
from service.settings import Settings

THREADS = 2
ENGINES = {
    # name: (engine, beams, sentences, one by one)
    "bantin, beam 4": ("fast", 4, None, False),
    "bantin, beam 4, one by one": ("fast", 4, 40, True),
    "bantin, greedy": ("fast", 1, None, False),
    "transformers, beam 4, batches of 8": ("transformers", 4, 24, False),
    "transformers, beam 4, one by one": ("transformers", 4, 12, True),
    "transformers, greedy, batches of 8": ("transformers", 1, 80, False),
    "transformers, greedy, one by one": ("transformers", 1, 24, True),
    "llama.cpp Q8_0, greedy, 8 slots": ("llama", 1, None, False),
    "llama.cpp Q8_0, greedy, one by one": ("llama", 1, 40, True),
}


def sentences(count: int | None) -> list[str]:
    """The seeds' gold sentences and the first 200 of FLORES dev; of them every n-th."""
    quality = ROOT / "tests/quality"
    pages = [json.loads(page.read_text("utf-8")) for page in sorted(quality.glob("seeds/*.json"))]
    seeds = [pair["vi"] for page in pages for pair in page["sentences"]]
    flores = (quality / "flores-dev/vi.txt").read_text("utf-8").splitlines()[:200]
    everything = seeds + flores
    return everything[:: len(everything) // count][:count] if count else everything


def measure(name: str) -> dict[str, float | str]:
    """Load an engine, warm it up, translate."""
    engine, beams, count, one_by_one = ENGINES[name]
    texts = sentences(count)
    start = time.perf_counter()
    translate = _llama(one_by_one) if engine == "llama" else _ours(engine, beams, one_by_one)
    loaded = time.perf_counter() - start
    translate(texts[:2])
    start = time.perf_counter()
    tokens = translate(texts)
    seconds = time.perf_counter() - start
    return {
        "engine": name,
        "sentences": len(texts),
        "sentences/s": len(texts) / seconds,
        "tokens/s": tokens / seconds,
        "load seconds": loaded,
        "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _ours(engine: str, beams: int, one_by_one: bool):
    options = catalogue.Options(
        cache=Settings.read({}).cache / "models",
        threads=THREADS,
        engine=engine,
        decoding=Decoding(beams=beams),
    )
    translator = catalogue.find(catalogue.DEFAULT).load(options)

    def translate(texts: list[str]) -> int:
        batches = [[text] for text in texts] if one_by_one else [texts]
        results = [
            hypotheses for batch in batches for hypotheses in translate_all(translator, batch)
        ]
        return sum(hypotheses[0].tokens + 1 for hypotheses in results)

    return translate


def _llama(one_by_one: bool):
    import xllamacpp

    from benchmarks.llama_weights import write

    adapter = Adapter(catalogue.weights_folder() / catalogue.DEFAULT)
    path = Path(tempfile.gettempdir()) / f"bantin-{adapter.digest()}.gguf"
    if not path.exists():
        write(adapter, path)
    slots = 1 if one_by_one else 8
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_parallel = slots
    parameters.n_ctx = 512 * slots
    parameters.cpuparams.n_threads = THREADS
    parameters.cpuparams_batch.n_threads = THREADS
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    prompt = Prompt(adapter.tokenizer)

    def one(text: str) -> int:
        ids = prompt.encode(text)
        limit = Decoding().limit(prompt.size(text))
        request = {"prompt": ids, "n_predict": limit, "temperature": 0.0, "cache_prompt": False}
        answer = server.handle_completions(request)
        return int(answer["usage"]["completion_tokens"])

    def translate(texts: list[str]) -> int:
        with ThreadPoolExecutor(slots) as pool:
            return sum(pool.map(one, texts))

    return translate


def limits() -> dict[str, float]:
    """What two cores can do: 8-bit products (GOP/s) and copying memory (GB/s)."""
    import torch

    from models.embedded.linear import linear, quantise_weight

    def best(work) -> float:
        def once() -> float:
            start = time.perf_counter()
            work()
            return time.perf_counter() - start

        return min(once() for _ in range(20))

    rows, width, out = 96, 2048, 2048
    product = linear(*quantise_weight(torch.randn(out, width)))
    x = torch.randn(rows, width)
    source = torch.zeros(128 << 20, dtype=torch.uint8)
    target = torch.empty_like(source)
    torch.set_num_threads(1)
    one_core = 2 * rows * width * out / best(lambda: product(x)) / 1e9
    torch.set_num_threads(THREADS)
    copied = 2 * len(source) / best(lambda: target.copy_(source)) / 1e9
    return {"8-bit GOP/s": THREADS * one_core, "memory GB/s": copied}


def first_summary() -> dict[str, float]:
    """Seconds from the command to a seed's summary: nothing remembered, then everything."""
    command = [
        sys.executable,
        "-m",
        "service.cli",
        "summarise",
        str(next(ROOT.glob("seeds/0*.txt"))),
    ]
    import os

    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BANTIN_MEMORY": f"{folder}/memory.sqlite3"}
        seconds = []
        for _ in range(2):
            start = time.perf_counter()
            subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
            seconds.append(time.perf_counter() - start)
    return {"cold": seconds[0], "from memory": seconds[1]}


def report() -> None:
    """Run everything and print a table with ratios to naive transformers."""
    rows = []
    for name in ENGINES:
        done = subprocess.run(
            [sys.executable, __file__, "--engine", name], capture_output=True, text=True
        )
        if done.returncode:
            print(f"{name}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            continue
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        print(f"{name}: done", file=sys.stderr)
    naive = {
        beams: row["tokens/s"]
        for row in rows
        for beams in ("beam 4", "greedy")
        if row["engine"] == f"transformers, {beams}, one by one"
    }
    print("| engine | sentences/s | tokens/s | × naive | load s | peak MiB |")
    print("|---|---:|---:|---:|---:|---:|")
    for row in rows:
        beams = "greedy" if "greedy" in row["engine"] else "beam 4"
        ratio = row["tokens/s"] / naive[beams] if beams in naive else float("nan")
        print(
            f"| {row['engine']} | {row['sentences/s']:.2f} | {row['tokens/s']:.0f} | {ratio:.1f} "
            f"| {row['load seconds']:.1f} | {row['peak MiB']:.0f} |"
        )
    print()
    for label, values in (("limits", limits()), ("seconds to a first summary", first_summary())):
        print(f"{label}: " + ", ".join(f"{name} {value:.2f}" for name, value in values.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", choices=list(ENGINES))
    chosen = parser.parse_args().engine
    if chosen:
        print(json.dumps(measure(chosen)))
    else:
        report()
