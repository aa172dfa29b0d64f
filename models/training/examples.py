"""From clean pairs to token ids: how often each source is seen, term hints, noise, batches."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.embedded.prompt import Prompt
from models.training.terms import find_form

MAX_TOKENS = 320  # of prompt and answer; the few longer pairs are left out
MAX_ARTICLE_TOKENS = 512  # the base's sliding window; sentences are left out of longer articles
MAX_HINTS = 5

_WORD = re.compile(r"\w+")

Hint = tuple[str, str]
Pair = dict[str, Any]
"""A line of `models.training.prepare`'s output: a pair, or an article with its summary."""


@dataclass(frozen=True, slots=True)
class Mix:
    """What an adapter is trained on.

    `passes` says how often each source is seen, in parts of a pass; a source that is not named is
    not used. The others are shares of the pairs: with hints, of those the ones that also get a
    hint for a word that is not there or ask for another form than the reference has, and without
    Vietnamese diacritics.
    """

    passes: dict[str, float]
    hinted: float = 0.3
    useless: float = 0.15
    swapped: float = 0.3
    bare: float = 0.01


@dataclass(frozen=True, slots=True)
class Answer:
    """Token ids of an answer; what it counts in the loss: below 0 it is to become less likely."""

    tokens: list[int]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of a prompt and the answers to it, which alone are learnt."""

    prompt: list[int]
    answers: tuple[Answer, ...]
    is_summary: bool = False

    def __len__(self) -> int:
        return len(self.prompt) + sum(len(answer.tokens) for answer in self.answers)


@dataclass(slots=True)
class Corpus:
    """Prepared pairs; `held_back` are never trained on."""

    train: list[Pair] = field(default_factory=list)
    held_back: list[Pair] = field(default_factory=list)


def read_corpus(path: Path) -> Corpus:
    """The pairs `models.training.prepare` wrote."""
    corpus = Corpus()
    for pair in read_pairs(path):
        (corpus.held_back if pair["held_back"] else corpus.train).append(pair)
    return corpus


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def draw(pairs: Sequence[Pair], mix: Mix, rng: random.Random) -> Iterator[Pair]:
    """The pairs of a run, each as often as the mix says; a source is drawn when its turn comes."""
    for source, passes in mix.passes.items():
        rows = [pair for pair in pairs if pair["source"] == source]
        yield from _repeat(rows, passes, rng)


def examples(pairs: Sequence[Pair], mix: Mix, prompt: Prompt, rng: random.Random) -> list[Example]:
    """One training run's examples, shuffled."""
    stray = [tuple(term) for pair in pairs for term in pair.get("terms", ())]
    made = [
        _summary_example(row, prompt)
        if "summary" in row
        else _example(row, mix, prompt, stray, rng)
        for row in draw(pairs, mix, rng)
    ]
    rng.shuffle(made)
    return [example for example in made if _is_short(example)]


def plain_examples(pairs: Sequence[Pair], prompt: Prompt) -> list[Example]:
    """Examples without hints or noise, to measure on."""
    made = [
        _summary_example(pair, prompt)
        if "summary" in pair
        else Example(prompt.encode(pair["vi"]), (Answer(prompt.encode_answer(pair["en"])),))
        for pair in pairs
    ]
    return [example for example in made if _is_short(example)]


def preference_examples(pairs: Sequence[Pair], prompt: Prompt, strength: float) -> list[Example]:
    """Examples from what `models.training.hypotheses` wrote.

    The reference's tokens count 1; each hypothesis' count what it is worth more (or less) than the
    mean of them, times `strength`: along the gradient of the worth expected of the model over
    these hypotheses, taken as equally likely (minimum risk training, arXiv:1512.02433).
    """
    made = []
    for pair in sorted(pairs, key=lambda pair: pair["vi"]):  # they were written as they were done
        mean = sum(worth for _, worth in pair["hypotheses"]) / len(pair["hypotheses"])
        hypotheses = [
            Answer(prompt.encode_answer(text), strength * (worth - mean))
            for text, worth in pair["hypotheses"]
        ]
        reference = Answer(prompt.encode_answer(pair["en"]))
        made.append(Example(prompt.encode(pair["vi"]), (reference, *hypotheses)))
    return [example for example in made if _is_short(example)]


def batches(made: Sequence[Example], tokens: int, rng: random.Random) -> list[list[Example]]:
    """Batches of about equally long examples, at most `tokens` with padding, shuffled."""
    groups: list[list[Example]] = [[]]
    for example in sorted(made, key=len):  # so the latest is the longest
        if groups[-1] and len(example) * (len(groups[-1]) + 1) > tokens:
            groups.append([])
        groups[-1].append(example)
    rng.shuffle(groups)
    return [group for group in groups if group]


def _is_short(example: Example) -> bool:
    longest = len(example.prompt) + max(len(answer.tokens) for answer in example.answers)
    return longest <= (MAX_ARTICLE_TOKENS if example.is_summary else MAX_TOKENS)


def _repeat(rows: list[Pair], passes: float, rng: random.Random) -> Iterator[Pair]:
    whole = int(passes)
    for _ in range(whole):
        yield from rows
    yield from rng.sample(rows, round(len(rows) * (passes - whole)))


def _example(
    pair: Pair, mix: Mix, prompt: Prompt, stray: Sequence[Hint], rng: random.Random
) -> Example:
    source, target = pair["vi"], pair["en"]
    hints: list[Hint] = []
    if pair["terms"] and rng.random() < mix.hinted:
        terms = [tuple(term) for term in pair["terms"]]
        count = rng.randint(1, min(MAX_HINTS, len(terms)))
        hints = [terms[index] for index in sorted(rng.sample(range(len(terms)), count))]
        if rng.random() < mix.swapped:
            hints, target = _swap(hints, pair["swaps"], target, rng)
        if rng.random() < mix.useless:
            hints.insert(rng.randint(0, len(hints)), rng.choice(stray))
    if rng.random() < mix.bare:
        source = _without_diacritics(source)
    return Example(prompt.encode(source, tuple(hints)), (Answer(prompt.encode_answer(target)),))


def _summary_example(pair: Pair, prompt: Prompt) -> Example:
    """Sentences the summary has least in common with are left out of an article that is too long.

    Any other choice would teach to state what was not read.
    """
    answer = prompt.encode_answer(pair["summary"])
    said = _words(pair["summary"])
    sentences = list(pair["article"])
    while len(ids := prompt.encode_article(" ".join(sentences))) + len(answer) > MAX_ARTICLE_TOKENS:
        sentences.remove(min(sentences, key=lambda sentence: len(said & _words(sentence))))
    return Example(ids, (Answer(answer),), is_summary=True)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _swap(
    hints: list[Hint], swaps: dict[str, list[str]], target: str, rng: random.Random
) -> tuple[list[Hint], str]:
    """Ask for another form of a term and put it into the reference, so that hints are obeyed."""
    for index, (term, form) in enumerate(hints):
        where = find_form(form, target)
        if where is not None and form in swaps:
            other = rng.choice(swaps[form])
            target = target[: where.start()] + other + target[where.end() :]
            return [*hints[:index], (term, other), *hints[index + 1 :]], target
    return hints, target


def _without_diacritics(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))
