"""Trains an adapter.

    python -m models.training.train PAIRS.jsonl START_ADAPTER OUT --mix MIX.json

OUT gets the adapter of the latest checkpoint, the optimiser's state, run.json with the settings,
and log.tsv with the loss; the same command goes on where it stopped. Same pairs, start, settings
and thread count give the same adapter.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from models.artifacts import file_digest
from models.embedded import base as base_weights
from models.embedded.parts import Adapter
from models.embedded.prompt import Prompt
from models.training.examples import (
    Example,
    Mix,
    batches,
    examples,
    plain_examples,
    preference_examples,
    read_corpus,
    read_pairs,
)
from models.training.network import AdaptedModel, Texts, load_adapter

STATE, LOG, RUN, WEIGHTS = "state.pt", "log.tsv", "run.json", "lora.safetensors"
LENGTH = ("examples", "tokens", "steps")  # of a run, which may be shortened while it goes on
LOWEST = 0.03  # of the rate, at the end


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. `rate` rises over the first `warm_up` of the steps, then falls as a cosine."""

    rate: float
    seed: int
    warm_up: float = 0.04
    lowest: float = LOWEST
    smoothing: float = 0.05
    tokens: int = 3500  # a step, padding counted
    clip: float = 1.0
    checkpoint: int = 100  # steps

    def rate_at(self, step: int, steps: int) -> float:
        """The learning rate of a step."""
        rise = min(1.0, (step + 1) / max(1.0, self.warm_up * steps))
        fall = max(self.lowest, 0.5 * (1 + math.cos(math.pi * step / steps)))
        return self.rate * rise * fall


class Trainer:
    """Steps over a fixed order of batches, with checkpoints in a folder."""

    def __init__(
        self,
        model: AdaptedModel,
        order: Sequence[Sequence[Example]],
        held_back: Sequence[Sequence[Example]],
        settings: Settings,
        out: Path,
    ) -> None:
        self._model, self._order, self._held_back = model, order, held_back
        self._settings, self._out = settings, out
        self._factors = list(model.parameters)
        self._optimiser = torch.optim.AdamW(
            self._factors, settings.rate, betas=(0.9, 0.98), weight_decay=0.0
        )
        self._step = 0
        if (out / STATE).exists():
            self._resume()

    def run(self) -> None:
        """Train to the end of the order."""
        if self._step == 0:
            self._log("held back", self.held_back_loss(), 0.0)
        began, tokens, smooth = time.monotonic(), 0, None
        while self._step < len(self._order):
            batch = self._order[self._step]
            loss = self._train(batch)
            tokens += sum(map(len, batch))
            smooth = loss if smooth is None else 0.95 * smooth + 0.05 * loss
            self._step += 1
            if self._step % 10 == 0:
                self._log("train", smooth, tokens / (time.monotonic() - began))
            if self._step % self._settings.checkpoint == 0 or self._step == len(self._order):
                self._save()
                self._log("held back", self.held_back_loss(), 0.0)

    @torch.no_grad()
    def held_back_loss(self) -> float:
        """Nats a token on the pairs that are not trained on; not a number where there are none."""
        total, count = 0.0, 0
        for batch in self._held_back:
            texts = as_texts(batch)
            total += self._model.loss(texts, 0.0).item() * len(texts.labels)
            count += len(texts.labels)
        return total / count if count else math.nan

    def _train(self, batch: Sequence[Example]) -> float:
        for group in self._optimiser.param_groups:
            group["lr"] = self._settings.rate_at(self._step, len(self._order))
        loss = self._model.loss(as_texts(batch), self._settings.smoothing)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._factors, self._settings.clip)
        self._optimiser.step()
        self._optimiser.zero_grad()
        self._model.merge()
        return loss.item()

    def _save(self) -> None:
        from safetensors.torch import save_file

        rank = len(next(iter(self._factors)))
        alpha = self._model.scale * rank
        metadata = {"r": str(rank), "alpha": f"{alpha:g}", "step": str(self._step)}
        save_file(self._model.adapter(), self._out / f"{WEIGHTS}.new", metadata=metadata)
        os.replace(self._out / f"{WEIGHTS}.new", self._out / WEIGHTS)
        state = {
            "step": self._step,
            "factors": [factor.detach() for factor in self._factors],
            "optimiser": self._optimiser.state_dict(),
        }
        torch.save(state, self._out / f"{STATE}.new")
        os.replace(self._out / f"{STATE}.new", self._out / STATE)

    def _resume(self) -> None:
        state = torch.load(self._out / STATE, weights_only=True)
        self._step = state["step"]
        for factor, saved in zip(self._factors, state["factors"], strict=True):
            factor.data.copy_(saved)
        self._optimiser.load_state_dict(state["optimiser"])
        self._model.merge()

    def _log(self, what: str, loss: float, rate: float) -> None:
        line = f"{self._step}\t{len(self._order)}\t{what}\t{loss:.4f}\t{rate:.0f}"
        print(line, flush=True)
        with (self._out / LOG).open("a", encoding="utf-8") as log:
            log.write(line + "\n")


def as_texts(batch: Sequence[Example]) -> Texts:
    """A batch for the network."""
    width = max(map(len, batch))
    tokens = torch.zeros((len(batch), width), dtype=torch.long)
    positions = torch.zeros((len(batch), width), dtype=torch.long)
    branches = torch.full((len(batch), width), -1)
    places: list[int] = []
    weights: list[float] = []
    for row, example in enumerate(batch):
        at = start = len(example.prompt)
        tokens[row, :start] = torch.tensor(example.prompt)
        positions[row, :start] = torch.arange(start)
        branches[row, :start] = 0
        for branch, answer in enumerate(example.answers, 1):
            length = len(answer.tokens)
            here = slice(at, at + length)
            tokens[row, here] = torch.tensor(answer.tokens)
            positions[row, here] = torch.arange(start, start + length)
            branches[row, here] = branch
            # The first token is predicted from the prompt's last, each other from the one before.
            before = [start - 1, *range(at, at + length - 1)]
            places += [row * width + place for place in before]
            weights += [answer.weight] * length
            at += length
    labels = [token for example in batch for answer in example.answers for token in answer.tokens]
    return Texts(
        tokens,
        positions,
        branches,
        torch.tensor(places),
        torch.tensor(labels),
        torch.tensor(weights),
    )


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("start", type=Path, help="folder of the adapter to go on from")
    parser.add_argument("out", type=Path)
    parser.add_argument("--mix", type=Path, required=True, help="JSON of models.training.Mix")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument(
        "--lowest",
        type=float,
        default=LOWEST,
        help="share of the rate left at the end; 1 for a run that another is to go on from",
    )
    parser.add_argument(
        "--hypotheses", type=Path, help="what models.training.hypotheses wrote, to learn from once"
    )
    parser.add_argument(
        "--strength", type=float, default=4.0, help="what a hypothesis' worth counts in the loss"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, help="stop after so many; all by default")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    settings = Settings(options.rate, options.seed, lowest=options.lowest)
    options.out.mkdir(parents=True, exist_ok=True)
    start = Adapter(options.start)
    prompt = Prompt(start.tokenizer)
    corpus = read_corpus(options.pairs)
    rng = random.Random(settings.seed)
    mix = Mix(**json.loads(options.mix.read_text("utf-8")))
    made = examples(corpus.train, mix, prompt, rng)
    judged = read_pairs(options.hypotheses) if options.hypotheses else []
    made += preference_examples(judged, prompt, options.strength)
    order = batches(made, settings.tokens, rng)[: options.steps]
    similar = [pair for pair in corpus.held_back if pair["source"] in mix.passes]
    watched = batches(plain_examples(similar, prompt), settings.tokens, rng)
    size = {
        "examples": sum(map(len, order)),
        "tokens": sum(len(example) for batch in order for example in batch),
        "steps": len(order),
    }
    preferences = {
        "pairs": len(judged),
        "strength": options.strength,
        "file": file_digest(options.hypotheses) if judged else None,
    }
    record(
        options.out,
        {
            "mix": asdict(mix),
            "settings": asdict(settings),
            **size,
            "prepared": file_digest(options.pairs),
            "preferences": preferences if judged else None,
        },
    )
    print(size, flush=True)
    Trainer(_model(start), order, watched, settings, options.out).run()


def record(out: Path, run: dict[str, object]) -> None:
    """Write down what a run is made of.

    Raises:
        SystemExit: A run of something else has begun there; only its length may change.
    """
    path = out / RUN
    if (out / STATE).exists():
        begun = json.loads(path.read_text("utf-8"))
        other = [key for key in run if key not in LENGTH and begun.get(key) != run[key]]
        if other:
            raise SystemExit(f"{out} holds a run that began with other {', '.join(other)}")
    path.write_text(json.dumps(run, indent=1), "utf-8")


def _model(start: Adapter) -> AdaptedModel:
    factors, scale = load_adapter(start.folder)
    with base_weights.unpacked() as base:
        return AdaptedModel(base, start.kept_tokens(), factors, scale)


if __name__ == "__main__":
    main()
