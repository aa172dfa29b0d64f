"""How good translations are: BLEU and chrF by sacreBLEU, number errors, passages left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.protocols import Hypothesis
from service.checks import check
from service.checks.kinds import NUMBER_KINDS


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Corpus scores with the signatures of what made them.

    `number_errors` counts sentences with a serious finding about a number or date, `numbered` the
    sentences whose source has a digit, `omissions` those a passage was left out of as far as the
    model can tell.
    """

    sentences: int
    bleu: float
    bleu_signature: str
    chrf: float
    chrf_signature: str
    number_errors: int
    numbered: int
    omissions: int


def evaluate(
    sources: Sequence[str], hypotheses: Sequence[Hypothesis], references: Sequence[str]
) -> Evaluation:
    """Score translations, one reference each."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    texts = [hypothesis.text for hypothesis in hypotheses]
    bleu, chrf = BLEU(), CHRF()
    bleu_score = bleu.corpus_score(texts, [list(references)])
    chrf_score = chrf.corpus_score(texts, [list(references)])
    return Evaluation(
        sentences=len(sources),
        bleu=bleu_score.score,
        bleu_signature=str(bleu.get_signature()),
        chrf=chrf_score.score,
        chrf_signature=str(chrf.get_signature()),
        number_errors=sum(map(_has_number_error, sources, texts)),
        numbered=sum(any(char.isdigit() for char in source) for source in sources),
        omissions=sum(bool(hypothesis.uncovered) for hypothesis in hypotheses),
    )


def _has_number_error(source: str, hypothesis: str) -> bool:
    return any(
        finding.kind in NUMBER_KINDS and finding.severity == "serious"
        for finding in check(source, hypothesis)
    )
