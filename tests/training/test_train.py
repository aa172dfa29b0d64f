"""The trainable network is the engine's, and training can be stopped and gone on with."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from models import catalogue
from models.embedded import base as base_weights
from models.embedded.parts import Adapter
from models.embedded.prompt import Prompt
from models.training.examples import (
    Answer,
    Example,
    Mix,
    batches,
    examples,
    preference_examples,
)
from models.training.network import AdaptedModel, Product, _CrossEntropy, load_adapter
from models.training.train import Settings, Trainer, as_texts, record

SETTINGS = Settings(rate=1e-4, seed=1, tokens=120, checkpoint=2)
TEXTS = [("Hà Nội là thủ đô.", "Hanoi is the capital."), ("Trời mưa.", "It is raining.")]


@pytest.fixture(scope="module")
def start() -> Adapter:
    return Adapter(catalogue.weights_folder() / catalogue.DEFAULT)


@pytest.fixture(scope="module")
def base() -> Iterator[base_weights.BaseWeights]:
    with base_weights.unpacked() as weights:
        yield weights


def adapted(base, start: Adapter) -> AdaptedModel:
    factors, scale = load_adapter(start.folder)
    return AdaptedModel(base, start.kept_tokens(), factors, scale)


@pytest.fixture
def order(start):
    pairs = [{"vi": vi, "en": en, "source": "own", "terms": [], "swaps": {}} for vi, en in TEXTS]
    prompt, rng = Prompt(start.tokenizer), random.Random(1)
    made = examples(pairs, Mix({"own": 4}, bare=0), prompt, rng)
    return batches(made, 30, rng)


def test_a_product_has_the_gradients_of_the_adapter_written_out():
    torch.manual_seed(0)
    base, down, up = torch.randn(6, 5), torch.randn(2, 5), torch.randn(6, 2)
    x = torch.randn(7, 5).bfloat16()
    ours = Product(base, down, up, 2.0)
    inputs = x.clone().requires_grad_()
    ours(inputs).float().square().sum().backward()
    a, b = down.clone().requires_grad_(), up.clone().requires_grad_()
    plain = x.float().requires_grad_()
    (plain @ (base + 2.0 * b @ a).t()).square().sum().backward()
    for found, wanted in (
        (ours.down.grad, a.grad),
        (ours.up.grad, b.grad),
        (inputs.grad, plain.grad),
    ):
        assert F.cosine_similarity(
            found.float().flatten(), wanted.flatten(), dim=0
        ) > 0.999  # fmt: skip


def test_the_loss_made_in_pieces_is_the_weighted_loss_and_has_its_gradient():
    torch.manual_seed(0)
    hidden = torch.randn(150, 8, requires_grad=True)
    embedding, labels, weights = torch.randn(40, 8), torch.randint(0, 40, (150,)), torch.randn(150)
    each = F.cross_entropy(hidden @ embedding.t(), labels, label_smoothing=0.1, reduction="none")
    whole = (weights * each).sum() / 150
    (wanted,) = torch.autograd.grad(whole, hidden)
    pieces = _CrossEntropy.apply(hidden, embedding, labels, weights, 0.1)
    (found,) = torch.autograd.grad(pieces, hidden)
    torch.testing.assert_close(pieces, whole)
    torch.testing.assert_close(found, wanted)


def test_it_predicts_what_the_reference_engine_writes(base, start):
    model, prompt = adapted(base, start), Prompt(start.tokenizer)
    answer = prompt.encode_answer("Hanoi is the capital of Vietnam.")
    example = Example(prompt.encode("Hà Nội là thủ đô của Việt Nam."), (Answer(answer),))
    with torch.no_grad():
        best = model.logits(as_texts([example])).argmax(-1)
    assert best.tolist() == answer


def test_neither_padding_nor_other_answers_change_an_answer(base, start):
    model = adapted(base, start)
    one, other = Answer([400, 500]), Answer([600, 700, 800], weight=-0.5)
    with torch.no_grad():
        alone = [model.logits(as_texts([Example([2, 300], (answer,))])) for answer in (one, other)]
        both = Example([2, 300], (one, other))
        longer = Example([2, *range(300, 310)], (one,))
        together = model.logits(as_texts([both, longer]))[:5]
    torch.testing.assert_close(torch.cat(alone), together, rtol=0.05, atol=0.05)


def test_a_batch_says_where_each_token_of_an_answer_stands():
    texts = as_texts([Example([2, 3], (Answer([4, 5]), Answer([6], -1.0))), Example([7], ())])
    assert texts.tokens.tolist() == [[2, 3, 4, 5, 6], [7, 0, 0, 0, 0]]
    assert texts.positions.tolist() == [[0, 1, 2, 3, 2], [0, 0, 0, 0, 0]]
    assert texts.branches.tolist() == [[0, 0, 1, 1, 2], [0, -1, -1, -1, -1]]
    assert texts.places.tolist() == [1, 2, 1]
    assert texts.labels.tolist() == [4, 5, 6]
    assert texts.weights.tolist() == [1.0, 1.0, -1.0]


def test_what_is_worth_more_becomes_likelier_than_what_is_worth_less(base, start, tmp_path):
    prompt = Prompt(start.tokenizer)
    good, bad = "Hanoi is the capital of Vietnam.", "Hanoi is Vietnam's capital."
    source = "Hà Nội là thủ đô của Việt Nam."
    pair = {"vi": source, "en": good, "hypotheses": [[bad, 0.9], [good, 0.1]]}
    (example,) = preference_examples([pair], prompt, strength=4.0)
    assert [answer.weight for answer in example.answers] == pytest.approx([1.0, 1.6, -1.6])

    def advantage(model: AdaptedModel) -> float:
        losses = [
            model.loss(as_texts([Example(example.prompt, (Answer(answer.tokens),))]), 0.0).item()
            for answer in example.answers[1:]
        ]
        return losses[1] - losses[0]

    model = adapted(base, start)
    with torch.no_grad():
        before = advantage(model)
    Trainer(model, [[example]] * 2, [[example]], SETTINGS, tmp_path).run()
    with torch.no_grad():
        assert advantage(model) > before


def test_training_lowers_the_loss_and_a_stopped_run_ends_like_an_unstopped_one(
    base, start, order, tmp_path
):
    def train(out: Path, batches) -> Trainer:
        out.mkdir(exist_ok=True)
        trainer = Trainer(adapted(base, start), batches, batches[:1], SETTINGS, out)
        trainer.run()
        return trainer

    whole = tmp_path / "whole"
    train(whole, order)
    losses = [
        float(line.split("\t")[3])
        for line in (whole / "log.tsv").read_text("utf-8").splitlines()
        if "held back" in line
    ]
    assert losses[-1] < losses[0]

    class Stopped(Exception):
        pass

    class Stopping(list):
        def __getitem__(self, at):
            if at == 3:
                raise Stopped
            return super().__getitem__(at)

    parts = tmp_path / "parts"
    parts.mkdir()
    with pytest.raises(Stopped):
        Trainer(adapted(base, start), Stopping(order), order[:1], SETTINGS, parts).run()
    train(parts, order)
    unstopped, stopped = (load_file(folder / "lora.safetensors") for folder in (whole, parts))
    assert all(torch.equal(unstopped[name], stopped[name]) for name in unstopped)


def test_a_run_that_has_begun_may_be_shortened_but_not_become_another(tmp_path):
    run = {"mix": {"own": 1}, "settings": {"seed": 1}, "steps": 100}
    record(tmp_path, run)
    record(tmp_path, {**run, "mix": {"own": 2}})  # nothing has been trained yet
    (tmp_path / "state.pt").touch()
    record(tmp_path, {**run, "mix": {"own": 2}, "steps": 60})
    with pytest.raises(SystemExit, match="other mix, settings"):
        record(tmp_path, {**run, "settings": {"seed": 2}})
    assert json.loads((tmp_path / "run.json").read_text("utf-8"))["steps"] == 60


def test_a_run_without_held_back_pairs_says_so_and_goes_on(base, start, order, tmp_path):
    Trainer(adapted(base, start), order[:1], [], SETTINGS, tmp_path).run()
    assert "held back\tnan" in (tmp_path / "log.tsv").read_text("utf-8")


def test_no_examples_make_no_batches():
    assert batches([], 30, random.Random(1)) == []


def test_the_rate_rises_then_falls():
    rates = [SETTINGS.rate_at(step, 100) for step in range(100)]
    assert rates.index(max(rates)) < 10
    assert rates[-1] == pytest.approx(SETTINGS.rate * SETTINGS.lowest)
