"""Pairs become examples: as often as the mix says, some with hints, in batches of like lengths."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from models import catalogue
from models.embedded.prompt import Prompt
from models.training.examples import Mix, batches, examples, plain_examples

PAIR = {
    "vi": "Bộ Quốc phòng tiếp khách.",
    "en": "The Ministry of National Defence received guests.",
    "source": "news",
    "terms": [["Bộ Quốc phòng", "Ministry of National Defence"]],
    "swaps": {"Ministry of National Defence": ["Defence Ministry"]},
}
OTHER = {"vi": "Trời mưa.", "en": "It rains.", "source": "talk", "terms": [], "swaps": {}}

ARTICLE = {
    "article": ["The minister left for Vientiane.", "It was warm.", "He signed a treaty."],
    "summary": "The minister signed a treaty in Vientiane.",
    "source": "articles.summaries",
}


@pytest.fixture(scope="module")
def prompt() -> Prompt:
    weights: Path = catalogue.weights_folder() / catalogue.DEFAULT
    return Prompt(weights / "tokenizer.json")


def made(prompt, pairs, **mix) -> list[tuple[str, str]]:
    settings = {"hinted": 0.0, "bare": 0.0, **mix}
    found = examples(pairs, Mix(**settings), prompt, random.Random(1))
    return [(prompt.decode(each.prompt), prompt.decode(each.answers[0].tokens)) for each in found]


def test_a_source_is_seen_as_often_as_the_mix_says(prompt):
    found = made(prompt, [PAIR] * 10 + [OTHER] * 10, passes={"news": 2.5})
    assert len(found) == 25
    assert {answer for _, answer in found} == {PAIR["en"]}


def test_a_hinted_prompt_names_the_terms(prompt):
    ((said, answer),) = made(prompt, [PAIR], passes={"news": 1}, hinted=1, swapped=0, useless=0)
    assert said == (
        "Bộ Quốc phòng tiếp khách.\nTerms: Bộ Quốc phòng = Ministry of National Defence\nEnglish:"
    )
    assert answer == PAIR["en"]


def test_a_swapped_hint_changes_what_is_to_be_answered(prompt):
    ((said, answer),) = made(prompt, [PAIR], passes={"news": 1}, hinted=1, swapped=1, useless=0)
    assert "Bộ Quốc phòng = Defence Ministry" in said
    assert answer == "The Defence Ministry received guests."


def test_a_useless_hint_leaves_the_answer_alone(prompt):
    stray = {**OTHER, "terms": [["hải quân", "navy"]]}
    found = made(prompt, [PAIR, stray], passes={"news": 1}, hinted=1, swapped=0, useless=1)
    assert found[0][1] == PAIR["en"]
    assert found[0][0].count(" = ") == 2


def test_bare_prompts_lose_their_diacritics(prompt):
    ((said, _),) = made(prompt, [PAIR], passes={"news": 1}, bare=1)
    assert said.startswith("Bo Quoc phong tiep khach.")


def test_batches_hold_every_example_once_and_no_more_tokens_than_allowed(prompt):
    pairs = [{**OTHER, "en": "It rains. " * size} for size in range(1, 60)]
    all_of_them = plain_examples(pairs, prompt)
    grouped = batches(all_of_them, 400, random.Random(1))
    assert sorted(len(each) for batch in grouped for each in batch) == sorted(map(len, all_of_them))
    assert all(len(batch) * max(map(len, batch)) <= 400 for batch in grouped)


def test_pairs_too_long_to_train_on_are_left_out(prompt):
    assert plain_examples([{**OTHER, "en": "rain " * 400}], prompt) == []


def test_a_summary_is_learnt_after_its_article(prompt):
    ((said, answer),) = made(prompt, [ARTICLE], passes={"articles.summaries": 1})
    assert said == ("The minister left for Vientiane. It was warm. He signed a treaty.\nSummary:")
    assert answer == ARTICLE["summary"]


def test_an_article_too_long_to_read_loses_what_its_summary_does_not_say(prompt):
    first, aside, last = ARTICLE["article"]
    filler = [f"{aside[:-1]} on day {day}, and then it rained in the hills." for day in range(60)]
    long = {**ARTICLE, "article": [first, *filler, last]}
    (example,) = plain_examples([long], prompt)
    assert len(example) <= 512
    read = prompt.decode(example.prompt)
    assert read.startswith(first)
    assert read.endswith(f"{last}\nSummary:")
