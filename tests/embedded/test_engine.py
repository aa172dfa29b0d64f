"""The built-in model at work."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import catalogue
from models.errors import InputTooLong
from models.protocols import ListSource, Segment, translate_all

SENTENCES = (
    Path(__file__).parents[1].joinpath("quality/flores-dev/vi.txt").read_text("utf-8").splitlines()
)


def test_a_sentence_is_translated_the_same_alone_and_in_any_company(embedded):
    # Long ones among them: their attention is wide enough to be summed in several parts.
    sentences = [*SENTENCES[:8], *sorted(SENTENCES[:200], key=len)[-6:]]
    together = translate_all(embedded, sentences)
    alone = [translate_all(embedded, [sentence])[0] for sentence in sentences]
    assert together == alone


def test_results_come_back_under_their_own_keys(embedded):
    texts = ["Hà Nội là thủ đô của Việt Nam.", "Paris là thủ đô của Pháp."]
    segments = [Segment(key, text) for key, text in zip((7, 3), texts, strict=True)]
    said = {o.key: o.hypotheses[0].text for o in embedded.run(ListSource(segments))}
    assert "Hanoi" in said[7] or "Hà Nội" in said[7]
    assert "Paris" in said[3]


def test_a_term_is_rendered_as_its_hint_asks(embedded):
    text = "Bộ Quốc phòng tổ chức lễ kỷ niệm tại Hà Nội."
    hints = (("Bộ Quốc phòng", "Defence Ministry"),)
    segments = [Segment(0, text), Segment(1, text, hints=hints)]
    said = {o.key: o.hypotheses[0].text for o in embedded.run(ListSource(segments))}
    assert embedded.follows_hints
    assert "Ministry of National Defence" in said[0]
    assert "Defence Ministry" in said[1]


def test_a_text_with_more_hints_than_fit_is_translated_all_the_same(embedded):
    hints = tuple((f"thuật ngữ {at}", "a term with many words " * 9) for at in range(40))
    (outcome,) = embedded.run(ListSource([Segment(0, SENTENCES[0], hints=hints)]))
    assert outcome.error is None


def test_hypotheses_are_different_texts_best_first(embedded):
    ((first, *others),) = translate_all(embedded, [SENTENCES[3]], alternatives=4)
    texts = [first.text, *(other.text for other in others)]
    assert len(set(texts)) == len(texts) >= 4
    # Nothing is docked where nothing is passed over, so the likeliest is the best.
    whole = [each.score for each in (first, *others) if not each.uncovered]
    assert len(whole) >= 2
    assert whole == sorted(whole, reverse=True)


def test_a_text_that_is_too_long_is_an_error_and_not_cut(embedded):
    long = "một hai ba bốn năm " * 200
    assert not embedded.fits(long)
    outcomes = {
        outcome.key: outcome
        for outcome in embedded.run(ListSource([Segment(0, long), Segment(1, SENTENCES[0])]))
    }
    assert isinstance(outcomes[0].error, InputTooLong)
    assert outcomes[1].hypotheses


class Fickle(ListSource):
    """A source whose caller hangs up on every segment but one."""

    def abandoned(self, key: int) -> bool:
        return key != 2


def test_abandoned_segments_are_given_up_and_the_others_finished(embedded):
    segments = [Segment(key, text) for key, text in enumerate(SENTENCES[:4])]
    assert [outcome.key for outcome in embedded.run(Fickle(segments))] == [2]


class Broken(ListSource):
    """A source that fails."""

    def take(self, room, wait):
        raise RuntimeError("no more paper")


def test_an_error_in_a_worker_reaches_the_caller(embedded):
    with pytest.raises(RuntimeError, match="no more paper"):
        list(embedded.run(Broken([])))


def test_a_caller_that_stops_listening_stops_the_workers(embedded):
    outcomes = embedded.run(ListSource([Segment(k, text) for k, text in enumerate(SENTENCES[:20])]))
    next(outcomes)
    outcomes.close()  # would hang, or leave threads that keep decoding, if it were not heeded
    assert translate_all(embedded, [SENTENCES[0]])[0]


@pytest.mark.parametrize("text", ["", "   ", "…", "🇻🇳"])
def test_texts_without_words_do_no_harm(embedded, text):
    assert len(translate_all(embedded, [text])[0]) >= 1


def test_the_signature_changes_with_the_decoding():
    preset = catalogue.find(catalogue.DEFAULT)
    four = catalogue.Options(cache=Path("unused"))
    one = catalogue.Options(cache=Path("unused"), decoding=catalogue.Decoding(beams=1))
    assert str(preset.signature(four)) != str(preset.signature(one))
    assert preset.signature(four).weights == preset.signature(one).weights
