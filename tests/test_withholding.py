"""Withholding: what is not trusted enough is left in Vietnamese, and nothing else is touched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.article import Finding, Span, Translation
from service.errors import SettingsError
from service.extract import extract
from service.pipeline import Pipeline
from service.render import report_data, translation_text
from service.render_html import report_html
from service.render_markdown import report_markdown
from service.settings import Settings
from service.withholding import is_withheld, withhold
from tests.corpora import SENTENCES, page

LOST = Finding("number", "serious", "“330” became “300”", Span(4, 7, "330"), Span(11, 14, "300"))
SURE = Translation("Giá xăng giảm.", "Petrol prices fell.", "model", confidence=0.9)
UNSURE = Translation("Giảm 330 đồng.", "It fell by 300 VND.", "model", (LOST,), confidence=0.31)
BY_A_PERSON = Translation("Giá mới có từ chiều nay.", "It starts today.", "human")


class Desk:
    """Doubts every sentence that speaks of petrol."""

    signature = "stand-in"

    def translate(self, texts: Any, **_: object) -> tuple[Translation, ...]:
        return tuple(
            Translation(
                text,
                f"In English, this is sentence {number} about {text.split()[-1]} for our readers.",
                "model",
                confidence=0.1 if "xăng" in text else 0.8,
            )
            for number, text in enumerate(texts)
        )


def process(least: float) -> Any:
    """The report of an article whose fifth sentence is in doubt."""
    article = extract(page("Hợp tác quốc phòng Việt Nam và Hàn Quốc", *SENTENCES), id="bai")
    pipeline = Pipeline(Desk(), min_confidence=least)  # type: ignore[arg-type] # a stand-in
    return pipeline.process(article, max_sentences=len(SENTENCES))


def test_what_is_trusted_too_little_is_its_source_with_a_mark():
    (found,) = withhold((UNSURE,), 0.5)
    assert found.text == "[not translated: confidence 0.31] Giảm 330 đồng."
    assert is_withheld(found)


def test_a_withheld_translation_says_why_and_what_was_found():
    """Places in the text that is gone are not named."""
    (found,) = withhold((UNSURE,), 0.5)
    assert found.findings == (
        Finding("withheld", "serious", "confidence 0.31 is under 0.5"),
        replace(LOST, target=None),
    )


@pytest.mark.parametrize("kept", [SURE, BY_A_PERSON, replace(UNSURE, confidence=0.5)])
def test_what_is_trusted_or_from_a_person_stays(kept):
    assert withhold((kept,), 0.5) == (kept,)


@given(st.floats(0, 1))
def test_nothing_is_withheld_at_zero(sure):
    translation = replace(UNSURE, confidence=sure)
    assert withhold((translation,), 0.0) == (translation,)


@given(st.lists(st.floats(0, 1)), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_never_withholds_less(given_confidence, first, second):
    low, high = sorted((first, second))
    everything = [replace(UNSURE, confidence=sure) for sure in given_confidence]
    few, more = (sum(map(is_withheld, withhold(everything, at))) for at in (low, high))
    assert few <= more


def test_a_withheld_sentence_is_out_of_the_summary():
    """However many sentences are asked for."""
    report = process(0.3)
    used = {source for sentence in report.summary.sentences for source in sentence.sources}
    assert used
    assert 4 not in used


def test_an_article_of_which_everything_is_withheld_has_no_summary():
    assert process(1.0).summary.sentences == ()


def test_a_report_says_which_sentences_are_withheld():
    """By a finding, the first one of the sentence."""
    data = report_data(process(0.3))
    kinds = [[f["kind"] for f in each["findings"]] for each in data["translation"]["sentences"]]
    assert [found[:1] == ["withheld"] for found in kinds] == [False] * 4 + [True, False]


@pytest.mark.parametrize("render", [translation_text, report_html, report_markdown])
def test_every_rendering_shows_the_mark_and_not_the_translation(render):
    shown = render(process(0.3)).replace("\\", "")
    assert f"[not translated: confidence 0.10] {SENTENCES[4]}" in shown
    assert "about Thương." not in shown


@pytest.mark.parametrize("value", ["2", "-0.1", "much", "nan"])
def test_a_threshold_that_is_no_share_is_an_error_that_names_it(value):
    with pytest.raises(SettingsError, match="BANTIN_MIN_CONFIDENCE"):
        Settings.read({"BANTIN_MIN_CONFIDENCE": value})
