"""What hub translators do around their engines, seen with an engine that does as it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from models.decoding import Decoding
from models.errors import InputTooLong, ModelError, OutOfMemory
from models.hub.codec import Frame
from models.hub.engine import Search, Written
from models.hub.translator import HubTranslator
from models.protocols import Outcome, Segment, Signature, translate_all
from models.repetition import before_repetition

SIGNATURE = Signature("told", "0", "beam:4")


class LetterCodec:
    """One token a letter; prompts of more than 100 are too long."""

    frame = Frame((), (0,), 0)

    def encode(self, text: str) -> tuple[int, ...]:
        return tuple(map(ord, text))

    def decode(self, ids: Sequence[int]) -> str:
        return "".join(map(chr, ids))

    def length(self, prompt: Sequence[int]) -> int:
        return len(prompt)

    def room(self, prompt: Sequence[int]) -> int:
        return 300 if len(prompt) <= 100 else 0


class ToldEngine:
    """Repeats its prompt; `fails` raises for batches it dislikes."""

    on_gpu = False

    def __init__(self, fails: Callable[[Sequence[Sequence[int]]], None] = lambda _: None) -> None:
        self.batches: list[tuple[int, Search]] = []
        self._fails = fails

    def decode(self, prompts: Sequence[Sequence[int]], search: Search) -> list[tuple[Written, ...]]:
        self.batches.append((len(prompts), search))
        self._fails(prompts)
        return [
            tuple(Written(tuple(prompt), -float(at), True) for at in range(search.hypotheses))
            for prompt in prompts
        ]


def translator(engine: ToldEngine, beams: int = 2) -> HubTranslator:
    return HubTranslator(engine, LetterCodec(), SIGNATURE, Decoding(beams=beams))


def outcomes(engine: ToldEngine, texts: Sequence[str]) -> dict[int, Outcome]:
    from models.protocols import ListSource

    segments = [Segment(at, text) for at, text in enumerate(texts)]
    return {each.key: each for each in translator(engine).run(ListSource(segments))}


def test_out_of_memory_halves_the_batch_and_goes_on():
    def small_device(prompts):
        if len(prompts) > 3:
            raise OutOfMemory("too many")

    engine = ToldEngine(small_device)
    told = translator(engine)
    texts = [f"text {at:02}" for at in range(20)]
    assert [best.text for best, *_ in translate_all(told, texts)] == texts
    tried = len(engine.batches)
    assert [best.text for best, *_ in translate_all(told, texts)] == texts
    assert len(engine.batches) - tried < tried  # it remembers what was too much


def test_a_text_that_is_too_much_even_alone_fails_alone():
    def tiny_device(prompts):
        if any(len(prompt) > 8 for prompt in prompts):
            raise OutOfMemory("too long")

    found = outcomes(ToldEngine(tiny_device), ["short", "a longer one", "small"])
    assert isinstance(found[1].error, OutOfMemory)
    assert [found[at].hypotheses[0].text for at in (0, 2)] == ["short", "small"]


def test_a_text_that_breaks_the_engine_fails_alone():
    def picky(prompts):
        if any(chr(prompt[0]) == "x" for prompt in prompts):
            raise ModelError("no x")

    found = outcomes(ToldEngine(picky), ["abc", "xyz", "def", "ghi"])
    assert {key: each.error is not None for key, each in found.items()} == {
        0: False, 1: True, 2: False, 3: False,
    }  # fmt: skip


def test_a_text_that_does_not_fit_is_refused_with_its_length():
    engine = ToldEngine()
    found = outcomes(engine, ["x" * 101, "y"])
    assert isinstance(found[0].error, InputTooLong)
    assert "101 tokens" in str(found[0].error)
    assert found[1].hypotheses[0].text == "y"
    assert not translator(engine).fits("x" * 101)


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_is_translated_by_nothing_and_no_model_is_asked(text):
    engine = ToldEngine()
    assert outcomes(engine, [text])[0].hypotheses[0].text == ""
    assert engine.batches == []


def test_only_texts_with_the_same_limit_share_a_batch():
    engine = ToldEngine()
    translate_all(translator(engine), ["a" * 4, "b" * 5, "c" * 60])
    assert [(count, search.limit) for count, search in engine.batches] == [(1, 128), (2, 32)]


def test_alternatives_widen_the_search_of_that_text_only():
    engine = ToldEngine()
    one, other = translate_all(translator(engine), ["aaaa", "bbbb"], alternatives=5)
    assert len(one) == len(other) == 5
    assert [search.beams for _, search in engine.batches] == [5]


def test_a_loop_is_cut_after_its_first_round_and_reported():
    class Looping(ToldEngine):
        def decode(self, prompts, search):
            text = tuple(map(ord, "he said " + "no, " * 9))
            return [(Written(text, -0.1, False),) for _ in prompts]

    (best,) = outcomes(Looping(), ["x"])[0].hypotheses
    assert (best.text, best.ending) == ("he said no,", "repetition")


def test_an_answer_that_did_not_end_says_so():
    class Endless(ToldEngine):
        def decode(self, prompts, search):
            return [(Written(tuple(range(65, 80)), -0.1, False),) for _ in prompts]

    assert outcomes(Endless(), ["x"])[0].hypotheses[0].ending == "length"


@pytest.mark.parametrize(
    ("tokens", "kept"),
    [
        ([], 0),
        (list(range(40)), 0),
        ([5, 0, 0, 0, 0, 0, 0, 0], 0),  # 5,000,000: a number, not a loop
        ([9] * 16, 1),
        ([7, 8] + [1, 2, 3] * 6, 5),
        ([1, 2, 3] * 6 + [4], 0),
    ],
)
def test_a_loop_is_a_period_said_again_and_again_to_the_end(tokens, kept):
    assert before_repetition(tokens) == kept
