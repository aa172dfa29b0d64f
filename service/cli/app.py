"""The commands, each as thin as it can be."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from models.errors import ModelDamaged, ModelNotFound, OutOfMemory
from service.article import Translation
from service.cli import (
    batch,
    console,
    difference,
    evaluation,
    keys,
    memory,
    models,
    pages,
    serve,
)
from service.cli.options import Fallback, MinConfidence, Model
from service.settings import Settings

app = typer.Typer(
    name="bantin",
    help="Vietnamese news into English a newsroom can use.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(models.app, name="models")
app.add_typer(memory.app, name="memory")
app.command()(batch.batch)
app.add_typer(keys.app, name="keys")
app.command()(evaluation.evaluate)
app.command()(serve.serve)
app.command()(difference.diff)

Paths = Annotated[list[str], typer.Argument(help="Pages to read; - for standard input.")]
AsJson = Annotated[bool, typer.Option("--json", help="The whole report as JSON.")]

_FATAL = (ModelNotFound, ModelDamaged, OutOfMemory)  # every other page would fail alike


class Method(StrEnum):
    """How a summary is made."""

    AUTO = "auto"
    EXTRACTIVE = "extractive"
    ABSTRACTIVE = "abstractive"


@app.command()
def summarise(
    paths: Paths,
    as_json: AsJson = False,
    max_sentences: Annotated[
        int, typer.Option("--max-sentences", min=1, max=20, help="Longest summary.")
    ] = 3,
    method: Annotated[Method, typer.Option("--method", help="How to summarise.")] = Method.AUTO,
    model: Model = None,
    fallback: Fallback = None,
    min_confidence: MinConfidence = None,
) -> None:
    """Print the English summary of articles, each sentence with where it came from."""
    from service.build import open_workshop
    from service.render import report_data, summary_text

    settings = Settings.read(
        os.environ, model=model, fallback=fallback, min_confidence=min_confidence
    )
    with console.progress() as progress, open_workshop(settings, progress) as workshop:

        def work(path: str) -> object:
            report = workshop.pipeline.process(
                pages.read_article(path, settings),
                max_sentences=max_sentences,
                method=method.value,
                on_progress=lambda done, total: progress("sentences", done, total),
            )
            return report_data(report) if as_json else summary_text(report)

        _each(paths, work)


@app.command()
def translate(
    paths: Paths,
    as_json: AsJson = False,
    lines: Annotated[
        bool, typer.Option("--lines", help="One segment a line in, one line out, same order.")
    ] = False,
    model: Model = None,
    fallback: Fallback = None,
    min_confidence: MinConfidence = None,
) -> None:
    """Print articles in English, or a list of segments line by line."""
    from service.build import open_workshop
    from service.render import report_data, translation_data, translation_text

    settings = Settings.read(
        os.environ, model=model, fallback=fallback, min_confidence=min_confidence
    )
    with console.progress() as progress, open_workshop(settings, progress) as workshop:

        def on_progress(done: int, total: int) -> None:
            progress("sentences", done, total)

        def work(path: str) -> object:
            if lines:
                texts = pages.read_lines(path, settings)
                results = workshop.pipeline.translate_texts(texts, on_progress=on_progress)
                if as_json:
                    return [translation_data(result) for result in results]
                return "\n".join(map(_on_one_line, results))
            report = workshop.pipeline.translate(pages.read_article(path, settings), on_progress)
            return report_data(report) if as_json else translation_text(report)

        _each(paths, work, separator="" if lines else "\n")


@app.command()
def extract(paths: Paths, as_json: AsJson = False) -> None:
    """Print what the lines of a page are: title, body, captions, and what is dropped."""
    from service.render import structure_data, structure_text

    settings = Settings.read(os.environ)

    def work(path: str) -> object:
        article = pages.read_article(path, settings)
        return structure_data(article) if as_json else structure_text(article)

    _each(paths, work)


def main() -> None:
    """Run the command and exit; expected errors become one line on stderr and exit code 1."""
    if sys.stderr is None:  # it is where the caller closed it
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - as long as the program runs
    try:
        try:
            app()
        finally:
            if sys.stdout is not None:  # it is where the caller closed it
                sys.stdout.flush()  # what cannot be written shows here, not after the end
    except console.EXPECTED as error:
        console.complain(error)
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has seen enough
        console.drop(sys.stdout)
        sys.exit(1)
    except OSError as error:  # a full disk, say
        console.complain(error)
        console.drop(sys.stdout)
        sys.exit(1)
    except SystemExit as stop:
        if stop.code == console.INTERRUPTED:
            console.say("bantin: stopped; what was translated so far is remembered")
        raise


def _on_one_line(translation: Translation) -> str:
    """A translation without the line breaks that a person's correction may have."""
    return " ".join(translation.text.split())


def _each(paths: list[str], work: Callable[[str], object], separator: str = "\n") -> None:
    """Print what `work` makes of each page; a page that fails does not stop the others."""
    failed = False
    for number, path in enumerate(paths):
        try:
            result = work(path)
        except _FATAL:
            raise
        except console.EXPECTED as error:
            console.complain(error, pages.name_of(path))
            failed = True
            continue
        if isinstance(result, str):
            print(separator * (number > 0) + result, flush=True)
        else:
            indent = 1 if len(paths) == 1 else None  # several reports: one a line
            print(json.dumps(result, ensure_ascii=False, indent=indent), flush=True)
    if failed:
        raise typer.Exit(1)
