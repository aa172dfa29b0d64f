"""What every translator promises, whatever is inside. Subclass it where a `translator` is."""

from __future__ import annotations

from collections.abc import Sequence

from models.protocols import ListSource, Segment, Translator, translate_all

SENTENCES = (
    "bộ trưởng thăm hà nội hôm nay",
    "đại sứ rời lào",
    "phái đoàn đến nhật bản ngày 12",
    "thủ tướng ca ngợi đà nẵng",
    "tư lệnh thăm nước ý ngày 7",
)
ODD = ("", " ", "…", "?!", "“”", "😀🇻🇳", "a", "100 %", "</s> <eos>", "hà\nnội", "\u200b")


class Leaving(ListSource):
    """A source whose odd keys nobody wants any more once they have been taken."""

    def abandoned(self, key: int) -> bool:
        return key % 2 == 1


class Hurried(ListSource):
    """A source whose caller leaves all but the even keys once it has `left`."""

    left = False

    def abandoned(self, key: int) -> bool:
        return self.left and key % 2 == 1


class TranslatorContract:
    """The promises; `translator` is a fixture of the subclass."""

    def test_it_says_what_it_is(self, translator: Translator) -> None:
        assert translator.signature == translator.signature
        assert translator.signature.name
        assert str(translator.signature).count("|") >= 2

    def test_each_text_gets_its_own_translation_in_the_order_given(
        self, translator: Translator
    ) -> None:
        forward = best(translator, SENTENCES)
        backward = best(translator, SENTENCES[::-1])
        assert backward == forward[::-1]
        assert len(set(forward)) > 1

    def test_a_translation_does_not_depend_on_what_it_was_batched_with(
        self, translator: Translator
    ) -> None:
        alone = [best(translator, [text])[0] for text in SENTENCES]
        assert best(translator, SENTENCES) == alone
        assert best(translator, (*SENTENCES, "một " * 8))[: len(SENTENCES)] == alone

    def test_odd_texts_are_answered_like_any_other(self, translator: Translator) -> None:
        results = translate_all(translator, ODD)
        assert all(hypotheses for hypotheses in results)
        texts = [each.text for hypotheses in results for each in hypotheses]
        assert all(len(text.splitlines()) <= 1 for text in texts)

    def test_two_hundred_texts_at_once_are_all_answered(self, translator: Translator) -> None:
        texts = [f"{SENTENCES[at % 5]} {at}" for at in range(200)]
        keys = [outcome.key for outcome in translator.run(listed(texts))]
        assert sorted(keys) == list(range(200))

    def test_a_text_that_is_too_long_is_refused_alone_or_translated_whole(
        self, translator: Translator
    ) -> None:
        long = "bộ trưởng thăm hà nội " * 2_000
        outcomes = {
            outcome.key: outcome
            for outcome in translator.run(listed([SENTENCES[0], long, SENTENCES[1]]))
        }
        assert not translator.fits(long)
        assert translator.fits(SENTENCES[0])
        assert outcomes[0].error is None
        assert outcomes[2].error is None
        assert outcomes[1].error is not None or outcomes[1].hypotheses

    def test_work_nobody_waits_for_is_dropped(self, translator: Translator) -> None:
        segments = [Segment(at, SENTENCES[at % 5]) for at in range(10)]
        answered = {outcome.key for outcome in translator.run(Leaving(segments))}
        assert answered >= {0, 2, 4, 6, 8}

    def test_work_given_up_in_the_middle_changes_nothing_for_others(
        self, translator: Translator
    ) -> None:
        texts = [f"{SENTENCES[at % 5]} {at}" for at in range(12)]
        expected = best(translator, texts[::2])
        source = Hurried([Segment(at, text) for at, text in enumerate(texts)])
        said = {}
        for outcome in translator.run(source):
            source.left = True
            said[outcome.key] = outcome.hypotheses[0].text
        assert [said[key] for key in range(0, 12, 2)] == expected

    def test_a_caller_that_stops_early_leaves_it_usable(self, translator: Translator) -> None:
        expected = best(translator, SENTENCES)
        stopped = translator.run(listed(SENTENCES))
        next(iter(stopped))
        stopped.close()  # type: ignore[attr-defined]  # a generator has it
        assert best(translator, SENTENCES) == expected

    def test_alternatives_come_best_first(self, translator: Translator) -> None:
        for hypotheses in translate_all(translator, SENTENCES, alternatives=3):
            ended = [each.score for each in hypotheses if each.ending == "complete"]
            assert ended == sorted(ended, reverse=True)
            assert [each.ending == "complete" for each in hypotheses] == sorted(
                (each.ending == "complete" for each in hypotheses), reverse=True
            )

    def test_scores_are_log_probabilities(self, translator: Translator) -> None:
        for hypotheses in translate_all(translator, SENTENCES):
            assert hypotheses[0].score <= 1e-6
            assert hypotheses[0].tokens >= 0


def best(translator: Translator, texts: Sequence[str]) -> list[str]:
    return [hypotheses[0].text for hypotheses in translate_all(translator, texts)]


def listed(texts: Sequence[str]) -> ListSource:
    return ListSource([Segment(at, text) for at, text in enumerate(texts)])
