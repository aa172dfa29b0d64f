"""Learning which tokens say which."""

from __future__ import annotations

import numpy as np

from models import catalogue
from models.embedded.lexicon import STEP
from models.embedded.parts import Adapter
from models.embedded.prompt import Prompt
from models.training.lexicon import LEAST, Links, learn

SIZE = 20


def texts(*pairs: tuple[list[int], list[int]]):
    return [(np.array(source), np.array(target)) for source, target in pairs]


def test_tokens_that_come_together_explain_each_other():
    # 1 and 2 are said by 11 and 12, whatever stands beside them.
    links = Links(texts(([1, 2], [11, 12]), ([1, 3], [11, 13]), ([2, 3], [12, 13])) * 50, SIZE)
    likely = dict(zip(zip(links.sources, links.targets, strict=True), links.learn(8), strict=True))
    for source, target in ((1, 11), (2, 12), (3, 13)):
        assert likely[source, target] > 0.9
    assert likely[1, 12] < 0.1


def test_what_a_target_token_explains_is_at_most_all():
    links = Links(texts(([1, 2, 2], [11, 12]), ([2, 1], [11])), SIZE)
    likely = links.learn(3)
    for target in (11, 12):
        assert 0 < likely[links.targets == target].sum() <= 1


def test_a_token_seen_once_explains_less_than_one_seen_often():
    links = Links(texts(*([([1], [11])] * 30), ([2], [12])), SIZE)
    likely = links.learn(3)
    assert likely[links.targets == 11] > 0.9 > 0.5 > likely[links.targets == 12]


def test_a_table_is_learnt_from_pairs():
    adapter = Adapter(catalogue.weights_folder() / catalogue.DEFAULT)
    prompt = Prompt(adapter.tokenizer)
    pairs = [
        {"vi": vietnamese, "en": english}
        for vietnamese, english in (("cá", "fish"), ("mèo", "cat"), ("cá mèo", "cat fish"))
    ] * 20
    summary = {"article": ["Fish."], "summary": "Fish."}
    sources, targets, steps = learn([*pairs, summary], prompt, 60_000)
    likely = dict(zip(zip(sources, targets, strict=True), np.exp(-STEP * steps), strict=True))
    fish, cat = prompt.source_tokens("cá")[-1], prompt.source_tokens("mèo")[-1]
    english_fish = prompt.encode_answer("fish")[0]
    # Each word of the source is two tokens, which share what its English says.
    assert likely[fish, english_fish] > 0.4
    assert likely.get((cat, english_fish), 0) < 0.1
    assert min(likely.values()) > 0.9 * LEAST
