"""Which sentences of an English article make its summary.

Salience is biased LexRank (Otterbein, Erkan and Radev 2009,
https://doi.org/10.1016/j.ipm.2008.06.004): a random walk between sentences that share words, drawn
towards the top of the article and towards its title, weighed by length and by cue words (Edmundson
1969, https://doi.org/10.1145/321510.321519). News opens with its news, so the first sentence leads
the summary if it can; the others are chosen one by one by maximal marginal relevance (Carbonell and
Goldstein 1998, https://doi.org/10.1145/290941.291025).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.standalone import Surroundings, is_fit

Vector = Mapping[str, float]
"""Weights of words."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How sentences are weighed. The values were chosen on texts kept apart from those reported on.

    `docs/summaries.md` has the figures, `benchmarks/summaries.py` measures others.
    """

    position: float = 0.7  # the n-th sentence pulls with n to the power of minus this
    title: float = 1.0  # pull of likeness to the title beside that
    bias: float = 0.5  # share of the steps of the walk that follow the pull
    brevity: float = 0.25  # salience is divided by the number of words to the power of this
    cues: float = 1.0  # power of the factors below
    relevance: float = 0.6  # weight of salience against likeness to what was chosen
    words_each: int = 30  # words of the summary for each sentence asked for
    lead: bool = True  # whether the first sentence leads


_FACTORS = (
    # figures and decisions
    (re.compile(r"\d|\b(?:million|billion)\b"), 1.3),
    (
        re.compile(
            r"\b(?:agreed|signed|approved|decided|announced|adopted|proposed|invited|pledged|launched"
            r"|will|expected|until|killed|injured|arrested|sentenced|reached|completed|issued)\b"
        ),
        1.3,
    ),
    # courtesies and who attended, quotations, asides
    (
        re.compile(
            r"\b(?:congratulat\w+|thank\w*|pleased|pleasure|honou?r(?:ed)?|appreciat\w+|friendship"
            r"|spoke highly|importance|sincere\w*|warm\w*|courtesy|delighted|gratitude|wreath"
            r"|souvenirs?|attending|in attendance|were present|representatives of)\b"
        ),
        0.7,
    ),
    (re.compile(r"[“\"]\w[^”\"]{40,}[”\"]"), 0.85),
    (re.compile(r"\A(?:\S+ ){0,12}also\b"), 0.8),
)
_STEPS = 20  # of the walk; it has settled by then
_SAME = 0.7  # cosine above which two sentences say the same

_WORD = re.compile(r"[^\W_]+")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STOP_WORDS = _listed(
    "a about after again against all also an and any are as at be because been before being "
    "between both but by can could did do does down during each even every few for from further "
    "had has have he her here hers him his how i if in into is it its just may me might more most "
    "must my no nor not now of off on once one only or other our out over own said same say says "
    "she should so some such than that the their them then there these they this those through to "
    "too told two under until up upon very was we were what when where which while who whom why "
    "will with would you your"
)


def choose(
    title: str | None, texts: Sequence[str], most: int, recipe: Recipe | None = None
) -> tuple[int, ...]:
    """Indices of the sentences for a summary, in reading order.

    Args:
        title: The article's title.
        texts: Its sentences, in order.
        most: How many sentences to choose at most.
        recipe: How to weigh them.
    """
    recipe = recipe or Recipe()
    fit = [index for index, text in enumerate(texts) if is_fit(text)]
    heading, *vectors = _vectors([title or "", *texts])
    worth = _worth(heading, vectors, texts, recipe)
    best = max((worth[index] for index in fit), default=1.0)
    words = [len(text.split()) for text in texts]
    surroundings = Surroundings.of(texts)
    likeness = dict.fromkeys(fit, 0.0)  # to the nearest sentence chosen
    chosen: list[int] = []
    while len(chosen) < most:
        room = most * recipe.words_each - sum(words[index] for index in chosen)
        marginal = {
            index: recipe.relevance * worth[index] / best - (1 - recipe.relevance) * likeness[index]
            for index in fit
            if index not in chosen
            and likeness[index] < _SAME
            and (words[index] <= room or len(chosen) < 2)
            and surroundings.stands(index, chosen)
        }
        if not marginal and not chosen and 0 in fit:
            marginal[0] = 0.0  # all that follows leans on the first sentence
        if not marginal:
            break
        leads = recipe.lead and not chosen and 0 in marginal
        pick = 0 if leads else max(marginal, key=lambda index: marginal[index])
        chosen.append(pick)
        for index in fit:
            likeness[index] = max(likeness[index], _dot(vectors[index], vectors[pick]))
    return tuple(sorted(chosen))


def weigh(title: str | None, texts: Sequence[str], recipe: Recipe | None = None) -> list[float]:
    """What each sentence of an article is worth to a summary; see `choose` for the arguments."""
    heading, *vectors = _vectors([title or "", *texts])
    return _worth(heading, vectors, texts, recipe or Recipe())


def content_words(text: str) -> list[str]:
    """Words in lower case without those that every text has."""
    return [word for word in _WORD.findall(text.casefold()) if word not in _STOP_WORDS]


def _worth(
    title: Vector, vectors: Sequence[Vector], texts: Sequence[str], recipe: Recipe
) -> list[float]:
    """What each sentence is worth: its salience, less for length, more or less for cue words."""
    pull = [
        (index + 1) ** -recipe.position + recipe.title * _dot(title, vector)
        for index, vector in enumerate(vectors)
    ]
    return [
        salience * _cue(text) ** recipe.cues / max(len(text.split()), 1) ** recipe.brevity
        for salience, text in zip(_walk(vectors, pull, recipe.bias), texts, strict=True)
    ]


def _cue(text: str) -> float:
    return math.prod(factor for pattern, factor in _FACTORS if pattern.search(text))


def _walk(vectors: Sequence[Vector], pull: Sequence[float], bias: float) -> list[float]:
    """Where a walk between sentences alike spends its time.

    A step goes to sentence i in proportion to its pull, or else to its cosine with where the walk
    is. Cosines are never written out: with unit vectors v and share p of each sentence, the sum
    over j of (v_i · v_j) p_j is v_i · Σ v_j p_j, so a step costs no more than reading the article.
    """
    everything = _sum((vector, 1.0) for vector in vectors)
    leaving = [_dot(vector, everything) - 1.0 for vector in vectors]  # likeness to all the others
    pulls = sum(pull)
    time = [1.0 / max(len(vectors), 1)] * len(vectors)
    for _ in range(_STEPS):
        share = [
            spent / leave if leave > 1e-9 else 0.0
            for spent, leave in zip(time, leaving, strict=True)
        ]
        arriving = _sum(zip(vectors, share, strict=True))
        time = [
            bias * pull[i] / pulls + (1 - bias) * (_dot(vectors[i], arriving) - share[i])
            for i in range(len(vectors))
        ]
    return time


def _vectors(texts: Sequence[str]) -> list[Vector]:
    """Unit vectors of the texts' content words, rare words of the article weighing more."""
    counts = [Counter(content_words(text)) for text in texts]
    spread = Counter(word for count in counts for word in count)
    vectors: list[Vector] = []
    for count in counts:
        weights = {
            word: (1 + math.log(times)) * math.log(1 + len(texts) / spread[word])
            for word, times in count.items()
        }
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / norm for word, weight in weights.items()})
    return vectors


def _dot(left: Vector, right: Vector) -> float:
    if len(left) > len(right):
        left, right = right, left
    return sum(weight * right[word] for word, weight in left.items() if word in right)


def _sum(weighted: Iterable[tuple[Vector, float]]) -> Vector:
    total: dict[str, float] = {}
    for vector, factor in weighted:
        for word, weight in vector.items():
            total[word] = total.get(word, 0.0) + factor * weight
    return total
