"""Measures the engines for hub models against each other, at published sizes.

    python benchmarks/engines.py opus-mt nllb-600m --sentences 32 --tokens 30 --threads 2

Weights are random and every answer has the same forced length, so that what is paid for is real
though the words are not: no download is needed. Each engine runs in a process of its own, which
tells its peak memory; all run one after the other, so that the ratios are of one machine at one
time.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

ENGINES = (
    "transformers, one by one",
    "transformers, batched",
    "ctranslate2 float32",
    "ctranslate2 int8",
)
START, END, PAD = 2, 2, 1


@dataclass(frozen=True, slots=True)
class Shape:
    """A published architecture: its kind and size."""

    kind: str
    width: int
    layers: int
    feed: int
    heads: int
    vocabulary: int


SHAPES = {
    "tiny": Shape("Marian", 64, 2, 128, 4, 1_000),
    "opus-mt": Shape("Marian", 512, 6, 2_048, 8, 53_685),
    "m2m100-418m": Shape("M2M100", 1_024, 12, 4_096, 16, 128_112),
    "nllb-600m": Shape("M2M100", 1_024, 12, 4_096, 16, 256_206),
    "bart-large": Shape("Bart", 1_024, 12, 4_096, 16, 50_264),
}


@dataclass(frozen=True, slots=True)
class Row:
    """What one engine did."""

    model: str
    engine: str
    tokens_per_second: float
    load_seconds: float
    peak_mib: int


def main() -> None:
    arguments = _arguments()
    if arguments.engine:
        print(json.dumps(asdict(_measure(arguments))))
        return
    if arguments.work:
        _build(arguments.models[0], arguments.work)
        return
    rows = []
    for model in arguments.models:
        with tempfile.TemporaryDirectory() as work:
            # A child's peak memory is at least its parent's: the parent must stay small.
            subprocess.run([sys.executable, __file__, model, f"--work={work}"], check=True)
            rows += [_in_a_process(arguments, model, engine, work) for engine in ENGINES]
    _report(rows, arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", choices=SHAPES)
    parser.add_argument("--sentences", type=int, default=32)
    parser.add_argument("--tokens", type=int, default=30, help="of each sentence and each answer")
    parser.add_argument("--beams", type=int, default=4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path, help="where to write the rows")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _build(model: str, work: Path) -> None:
    """Random weights in transformers' format and in both of CTranslate2's."""
    import transformers

    from models.hub.quiet import quiet

    shape = SHAPES[model]
    config = getattr(transformers, f"{shape.kind}Config")(
        vocab_size=shape.vocabulary,
        d_model=shape.width,
        encoder_layers=shape.layers,
        decoder_layers=shape.layers,
        encoder_ffn_dim=shape.feed,
        decoder_ffn_dim=shape.feed,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        pad_token_id=PAD,
        eos_token_id=END,
        decoder_start_token_id=START,
        forced_eos_token_id=None,
    )
    names = {"Marian": "MarianMTModel"}
    kind = getattr(transformers, names.get(shape.kind, f"{shape.kind}ForConditionalGeneration"))
    with quiet():
        kind(config).save_pretrained(work / "model")
    for quantisation in ("float32", "int8"):
        _converter()(work / "model").convert(str(work / quantisation), quantization=quantisation)


def _converter() -> Any:
    """The converter, for a model without a tokenizer."""
    from models.hub.converter import FolderConverter, WholeVocabulary

    class Nameless(FolderConverter):
        def load_tokenizer(self, tokenizer_class: Any, path: str, **options: Any) -> Any:
            names = SimpleNamespace(
                get_vocab=dict,
                convert_ids_to_tokens=self._name,
                bos_token="t0",
                eos_token=f"t{END}",
                pad_token=f"t{PAD}",
                unk_token="t3",
            )
            return WholeVocabulary(names, self._size)

        def _name(self, at: int) -> str:  # Marian's padding is the last word, by this name
            return "<pad>" if at == self._size - 1 else f"t{at}"

    return Nameless


def _in_a_process(arguments: argparse.Namespace, model: str, engine: str, work: str) -> Row:
    options = ("sentences", "tokens", "beams", "batch", "threads")
    values = [f"--{name}={getattr(arguments, name)}" for name in options]
    done = subprocess.run(
        [sys.executable, __file__, model, *values, f"--engine={engine}", f"--work={work}"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    row = Row(**json.loads(done.stdout.splitlines()[-1]))
    print(f"{row.model}: {row.engine}: {row.tokens_per_second:.0f} tokens/s", file=sys.stderr)
    return row


def _measure(arguments: argparse.Namespace) -> Row:
    """Load one engine and decode."""
    from models.hub.engine import Search

    (model,), name = arguments.models, arguments.engine
    begun = time.perf_counter()
    engine = _load(name, arguments.work, SHAPES[model].kind.lower(), arguments.threads)
    load = time.perf_counter() - begun
    chance = random.Random(1)
    prompts = [
        [*(chance.randrange(4, SHAPES[model].vocabulary - 1) for _ in range(arguments.tokens)), END]
        for _ in range(arguments.sentences)
    ]
    count = arguments.tokens
    search = Search(arguments.beams, 1, limit=count, shortest=count)
    size = 1 if name.endswith("one by one") else arguments.batch
    engine.decode(prompts[:1], search)  # warm
    begun = time.perf_counter()
    for at in range(0, len(prompts), size):
        engine.decode(prompts[at : at + size], search)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return Row(model, name, round(len(prompts) * count / seconds, 1), round(load, 2), peak)


def _load(name: str, work: Path, kind: str, threads: int) -> Any:
    from models.hub.architecture import Architecture
    from models.hub.codec import Frame

    frame = Frame((START,), (END,), PAD)
    architecture = Architecture("seq2seq", kind, 1_024)
    if name.startswith("transformers"):
        from models.hub.torch_engine import load_torch_engine

        return load_torch_engine(work / "model", architecture, frame, threads)
    from models.hub.ctranslate import load_ctranslate_engine

    return load_ctranslate_engine(work / name.split()[1], architecture, frame, threads)


def _report(rows: list[Row], arguments: argparse.Namespace) -> None:
    """A table with ratios to the first engine of each model."""
    print("| model | engine | tokens/s | ratio | load, s | peak, MiB |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        first = next(each for each in rows if each.model == row.model)
        ratio = row.tokens_per_second / first.tokens_per_second
        print(
            f"| {row.model} | {row.engine} | {row.tokens_per_second:.0f} | {ratio:.1f}"
            f" | {row.load_seconds:.1f} | {row.peak_mib:,} |"
        )
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")


if __name__ == "__main__":
    main()
