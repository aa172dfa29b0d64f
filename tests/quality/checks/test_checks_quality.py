"""The checks stay as good as they were on translations labelled by a person."""

from __future__ import annotations

import json

import pytest

from service.checks import check
from service.glossary import load_glossary, uses
from tests.quality.checks.scores import (
    BEYOND,
    HERE,
    read_correct,
    read_labelled,
    read_written,
    score,
)
from tests.quality.floors import check_floors

FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))
LABELLED = (HERE / "labelled.jsonl").read_text("utf-8")
WRITTEN = (HERE / "written.tsv").read_text("utf-8")
SEEDS = sorted((HERE.parent / "seeds").glob("*.json"))


@pytest.fixture(scope="module")
def scores():
    return score(read_labelled())


@pytest.mark.parametrize("kind", sorted(FLOORS["labelled"]))
def test_precision_and_recall_of_each_kind_keep_their_floors(scores, kind):
    measured = scores[kind]
    check_floors(
        FLOORS["labelled"][kind],
        data=LABELLED,
        at_least={"precision": measured.precision, "recall": measured.recall},
    )


@pytest.mark.parametrize("kind", sorted(FLOORS["written"]))
def test_precision_and_recall_on_pairs_written_for_the_checks_keep_their_floors(kind):
    measured = score(read_written())[kind]
    check_floors(
        FLOORS["written"][kind],
        data=WRITTEN,
        at_least={"precision": measured.precision, "recall": measured.recall},
    )


def test_every_labelled_kind_has_a_floor_or_is_beyond_the_checks(scores):
    assert {kind for kind in scores if kind not in FLOORS["labelled"]} == BEYOND


def test_labelled_set_has_flagged_and_unflagged_pairs_of_every_system():
    pairs = read_labelled()
    wrong = {pair.system for pair in pairs if pair.labels}
    right = {pair.system for pair in pairs if not pair.labels}
    assert wrong == right == {"opusmt", "nllb", "bergamot-tiny", "google", "microsoft"}
    assert sum(bool(pair.labels) for pair in pairs) >= 100


def test_labels_quote_their_pair():
    for pair in read_labelled():
        for label in pair.labels:
            assert label.source in pair.source or label.kind in ("length", "quote"), pair.index
            assert label.target in pair.target, pair.index


def test_correct_translations_raise_few_alarms():
    pairs = read_correct()
    findings = [finding for pair in pairs for finding in check(*pair)]
    check_floors(
        FLOORS["correct"],
        data=(HERE / "correct.tsv").read_text("utf-8"),
        at_least={},
        at_most={
            "serious": sum(finding.severity == "serious" for finding in findings),
            "warning": sum(finding.severity == "warning" for finding in findings),
        },
    )


def test_correct_translations_rarely_miss_a_term_of_the_glossary():
    glossary = load_glossary()
    said = [
        use.state
        for source, target in read_correct()
        for use in uses(glossary.find(source), target)
    ]
    assert len(said) > 400
    assert sum(state != "applied" for state in said) < 0.02 * len(said)


@pytest.mark.parametrize("page", SEEDS, ids=lambda page: page.stem)
def test_reference_translations_of_the_seeds_have_no_finding_but_remarks(page):
    gold = json.loads(page.read_text("utf-8"))
    glossary = load_glossary()
    pairs = [(pair["vi"], pair["en"]) for pair in [*gold["sentences"], *gold["captions"]]]
    if gold["title_vi"]:
        pairs.append((gold["title_vi"], gold["title_en"]))
    found = [
        (source, finding)
        for source, target in pairs
        for finding in check(source, target, glossary.find(source))
        if finding.severity != "info"
    ]
    assert found == []
