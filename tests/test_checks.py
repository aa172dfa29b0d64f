"""What every check promises: known kinds, true offsets, no errors, one verdict for one pair."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.article import Finding, Severity
from service.checks import KINDS, check, penalty
from service.glossary import load_glossary
from tests.quality.checks.scores import read_labelled

ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("aeiouđăâêôơưạảẽÀĐbcdghklmnpqrstvxyz0123456789.,:;-–/%“”\"'()&<>$€ "),
        st.characters(codec="utf-8"),
    ),
    max_size=80,
)
TELLING = (
    "ngày 24-4 tháng 3/2023 hai mươi lăm năm tỷ nghìn rưỡi thứ Ba lúc 14 giờ 30 quý III Đại tướng không "
    "“ ” Su-30MK2 Nguyễn Văn Minh March 2.3 billion two hundred and a half $5m the the not , ."
)
WORDS = st.lists(st.sampled_from(TELLING.split()), max_size=25).map(" ".join)


@given(st.one_of(ANY_TEXT, WORDS), st.one_of(ANY_TEXT, WORDS))
def test_any_two_texts_can_be_compared(source, target):
    """No input is an error; kinds and severities are the documented ones; offsets are true."""
    for finding in check(source, target):
        assert finding.kind in KINDS
        assert finding.severity in get_args(Severity)
        assert finding.detail
        for span, text in ((finding.source, source), (finding.target, target)):
            assert span is None or text[span.start : span.end] == span.text


def test_offsets_of_findings_on_real_translations_are_true():
    """They say where an editor has to look."""
    glossary = load_glossary()
    for pair in read_labelled():
        for finding in check(pair.source, pair.target, glossary.find(pair.source)):
            for span, text in ((finding.source, pair.source), (finding.target, pair.target)):
                assert span is None or text[span.start : span.end] == span.text != ""


def test_letters_that_grow_in_lower_case_keep_their_places():
    """The Turkish İ is two characters in lower case."""
    (finding,) = check("Ở İİİ có 12 người.", "In İİİ there are 21 people.")
    assert (finding.source and finding.source.text, finding.target and finding.target.text) == (
        "12",
        "21",
    )


@pytest.mark.parametrize(
    ("severities", "expected"),
    [((), 0), (("info",), 0), (("warning",), 1), (("serious",), 5), (("warning", "serious"), 6)],
)
def test_penalty_weighs_findings_by_severity(severities, expected):
    """Remarks weigh nothing, one serious finding more than a few warnings."""
    assert penalty(Finding("number", severity, "x") for severity in severities) == expected


def test_the_faithful_candidate_has_the_least_penalty():
    """As used to choose among several translations."""
    source = "Ngày 24-4, Đại tướng Phan Văn Giang tiếp 12 đại biểu."
    candidates = [
        "On April 24, General Phan Văn Giang received 21 delegates.",
        "On April 24, Lieutenant General Phan Văn Giang received 12 delegates.",
        "On April 24, General Phan Văn Giang received 12 delegates.",
        "On May 24, General Phan Văn Giang received 12 delegates.",
    ]
    best = min(candidates, key=lambda candidate: penalty(check(source, candidate)))
    assert best == candidates[2]


def test_verdicts_do_not_depend_on_what_was_checked_before():
    """The same pair gets the same findings, in another order and in another process."""
    pairs = [(pair.source, pair.target) for pair in read_labelled()[:60]]
    here = {pair: repr(check(*pair)) for pair in reversed(pairs)}
    code = (
        "import json,sys; from service.checks import check\n"
        "print(json.dumps([repr(check(*pair)) for pair in json.load(sys.stdin)]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout) == [here[pair] for pair in pairs]
