"""Translation quality never falls. The floors are kept with a digest of the data they stand for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.protocols import translate_all
from service.evaluate import Evaluation, evaluate
from tests.quality.floors import check_floors, floors

HERE = Path(__file__).parent
SAMPLE = 200  # of FLORES' sentences: enough to notice a fall of half a point


def flores() -> tuple[list[str], list[str]]:
    vietnamese, english = (
        (HERE / f"flores-dev/{language}.txt").read_text("utf-8").splitlines()[:SAMPLE]
        for language in ("vi", "en")
    )
    return vietnamese, english


def seeds() -> tuple[list[str], list[str]]:
    pages = [json.loads(page.read_text("utf-8")) for page in sorted(HERE.glob("seeds/*.json"))]
    pairs = [pair for page in pages for pair in page["sentences"]]
    return [pair["vi"] for pair in pairs], [pair["en"] for pair in pairs]


@pytest.mark.parametrize("name", ["seeds", "flores-dev-200"])
def test_bleu_chrf_number_errors_and_passages_left_out_keep_their_floors(embedded, name):
    sources, references = seeds() if name == "seeds" else flores()
    hypotheses = [said[0] for said in translate_all(embedded, sources)]
    result: Evaluation = evaluate(sources, hypotheses, references)
    print(name, result)
    check_floors(
        floors("translation", name),
        data="\n".join([*sources, *references]),
        at_least={"bleu": result.bleu, "chrf": result.chrf},
        at_most={"number_errors": result.number_errors, "omissions": result.omissions},
    )
