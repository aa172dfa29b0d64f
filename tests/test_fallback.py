"""A translator that asks a second one where the first is in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from contracts.translator import TranslatorContract

from models.errors import ModelError
from models.fallback import FallbackTranslator
from models.protocols import Hypothesis, Outcome, Signature, Source, translate_all
from models.scripted import FAILS_ON, ScriptedTranslator


@dataclass
class Says:
    """Says the text with its name, and counts what it was asked."""

    name: str
    asked: list[str] = field(default_factory=list)
    follows_hints: bool = False

    @property
    def signature(self) -> Signature:
        return Signature(self.name, f"{self.name}-weights", "greedy")

    def fits(self, text: str) -> bool:
        return len(text) < 1_000

    def run(self, source: Source) -> Iterator[Outcome]:
        while segments := source.take(4, wait=True):
            for segment in segments:
                self.asked.append(segment.text)
                if FAILS_ON in segment.text:
                    yield Outcome(segment.key, error=ModelError("cannot"))
                    continue
                text = f"{self.name}: {segment.text}"
                yield Outcome(segment.key, (Hypothesis(text, -0.1, 1),))


def loses_number(text: str, hypothesis: Hypothesis) -> bool:
    return "7" in text and hypothesis.text.startswith("quick")


def never_content(text: str, hypothesis: Hypothesis) -> bool:
    return True


def test_only_doubtful_sentences_go_to_the_second():
    quick, careful = Says("quick"), Says("careful")
    both = FallbackTranslator(quick, careful, loses_number)
    results = translate_all(both, ["one", "7 ships", "two"])
    assert [best.text for best, *_ in results] == ["quick: one", "careful: 7 ships", "quick: two"]
    assert careful.asked == ["7 ships"]


def test_both_answers_are_kept_and_the_first_stays_ahead_if_both_are_doubtful():
    both = FallbackTranslator(Says("quick"), Says("careful"), never_content)
    assert [each.text for each in translate_all(both, ["x"])[0]] == ["quick: x", "careful: x"]


def test_the_second_steps_in_where_the_first_fails():
    failing = ScriptedTranslator()
    both = FallbackTranslator(failing, ScriptedTranslator(), loses_number)
    with pytest.raises(ValueError, match="scripted failure"):  # both fail: the first's error
        translate_all(both, [f"text {FAILS_ON}"])


def test_a_second_that_fails_leaves_the_first_answer():
    class Failing(Says):
        def run(self, source: Source) -> Iterator[Outcome]:
            for segment in source.take(9, wait=True):
                yield Outcome(segment.key, error=ModelError("cannot"))

    both = FallbackTranslator(Says("quick"), Failing("careful"), loses_number)
    assert translate_all(both, ["7"])[0][0].text == "quick: 7"


def test_the_signature_names_both():
    both = FallbackTranslator(Says("quick"), Says("careful"), loses_number)
    assert str(both.signature) == (
        "quick>careful|weights:quick-weights>careful-weights|greedy>greedy"
    )


class TestFallback(TranslatorContract):
    """The contract holds for two as for one."""

    @pytest.fixture
    def translator(self) -> FallbackTranslator:
        return FallbackTranslator(ScriptedTranslator(), ScriptedTranslator(), never_content)
