"""`bantin evaluate`: quality on a test set."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import Annotated

import typer

from models.errors import ModelError
from service.cli import console, pages
from service.cli.options import Model
from service.errors import UnreadableInput
from service.settings import Settings


def evaluate(
    source: Annotated[str, typer.Option("--source", help="Vietnamese, one segment a line.")],
    reference: Annotated[str, typer.Option("--reference", help="English, aligned with it.")],
    model: Model = None,
    output: Annotated[
        typer.FileTextWrite | None,
        typer.Option("--output", help="Write the translations here.", lazy=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Scores as JSON.")] = False,
) -> None:
    """Score a model: BLEU and chrF with their signatures, number errors, passages left out."""
    from models import catalogue
    from models.protocols import Hypothesis, ListSource, Segment
    from service.build import model_options
    from service.evaluate import evaluate as score

    settings = Settings.read(os.environ, model=model)
    sources = pages.read_lines(source, settings)
    references = pages.read_lines(reference, settings)
    if len(sources) != len(references):
        raise UnreadableInput(
            f"{source} has {len(sources)} lines and {reference} has {len(references)}"
        )
    preset = catalogue.find(settings.model)
    hypotheses = [Hypothesis("", 0.0, 0)] * len(sources)
    with console.progress() as progress:
        translator = preset.load(model_options(settings, progress))
        order = sorted(range(len(sources)), key=lambda index: -len(sources[index]))
        segments = ListSource([Segment(index, sources[index]) for index in order])
        for done, outcome in enumerate(translator.run(segments), 1):
            if outcome.error is not None:
                raise _as_models(outcome.error)
            hypotheses[outcome.key] = outcome.hypotheses[0]
            progress("sentences", done, len(sources))
    if output is not None:
        output.write("".join(f"{hypothesis.text}\n" for hypothesis in hypotheses))
    result = score(sources, hypotheses, references)
    if as_json:
        print(json.dumps({**asdict(result), "model": str(translator.signature)}, indent=1))
        return
    print(f"{translator.signature}, {result.sentences} sentences")
    print(f"BLEU   {result.bleu:5.2f}  {result.bleu_signature}")
    print(f"chrF2  {result.chrf:5.2f}  {result.chrf_signature}")
    print(f"number errors: {result.number_errors} sentences; {result.numbered} have a number")
    print(f"a passage left out: {result.omissions} sentences")


def _as_models(error: Exception) -> ModelError:
    """A failure as the model's own, whatever library under it raised it."""
    return error if isinstance(error, ModelError) else ModelError(f"the model failed: {error}")
