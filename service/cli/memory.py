"""`bantin memory`: what is remembered, corrections by people, exchange with other tools."""

from __future__ import annotations

import getpass
import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from service.errors import SettingsError
from service.exchange import read_file, write_file
from service.memory import Memory
from service.memory.transfer import give, take_whole
from service.normalise import normalise
from service.settings import Settings

app = typer.Typer(help="The translation memory.", no_args_is_help=True)

Source = Annotated[str, typer.Argument(help="A Vietnamese sentence.")]
Who = Annotated[str, typer.Option("--who", help="Who says so.")]


def _open() -> Memory:
    return Memory.open(Settings.read(os.environ).memory)


def _name(who: str) -> str:
    """Who says so: whom the option names, else whoever is logged in.

    Raises:
        SettingsError: The system has no name for them, as in a container run as another user.
    """
    try:
        return who or getpass.getuser()
    except (KeyError, OSError) as error:  # OSError since Python 3.13
        raise SettingsError("this user has no name here; give one with --who") from error


@app.command()
def stats() -> None:
    """Count what is remembered."""
    with _open() as memory:
        found = memory.stats()
    print(f"sentences    {found.sentences}")
    print(f"corrections  {found.corrections}")
    print(f"suggestions  {found.suggestions}")
    print(f"summaries    {found.summaries}")
    print(f"bytes        {found.size}")
    for signature, entries in found.entries.items():
        print(f"{entries:>9} by {signature}")


@app.command("set")
def set_correction(
    source: Source,
    target: Annotated[str, typer.Argument(help="What it means.")],
    who: Who = "",
) -> None:
    """Correct a sentence: from now on this translation is used, whatever a model says."""
    with _open() as memory:
        memory.correct(normalise(source), target.strip(), _name(who))


@app.command()
def undo(source: Source, who: Who = "") -> None:
    """Take the last correction of a sentence back."""
    with _open() as memory:
        revision = memory.undo(normalise(source), _name(who))
    print(f"taken back: {revision.text}" if revision else "there is no correction in force")


@app.command()
def history(source: Source) -> None:
    """Show the corrections of a sentence, with who and when."""
    with _open() as memory:
        for revision in memory.history(normalise(source)):
            undone = f"; undone by {revision.undone_by}" if revision.undone_by else ""
            print(f"{revision.when:%Y-%m-%d %H:%M} {revision.who}{undone}: {revision.text}")


@app.command()
def similar(source: Source) -> None:
    """Show what was said to sentences much like this one. They are never used by themselves."""
    with _open() as memory:
        for found in memory.similar(normalise(source)):
            print(f"{found.similarity:.0%}  {found.sentence}\n      {found.answer.text}")


@app.command("export")
def export_memory(
    path: Annotated[Path, typer.Argument(help="A file: .tmx, .xlf, .xliff, .csv or .docx.")],
    people: Annotated[bool, typer.Option("--people", help="Corrections by people only.")] = False,
) -> None:
    """Write the memory to a file for other tools."""
    with _open() as memory:
        written = write_file(give(memory, models=not people), path)
    print(f"{written} sentences written to {path}")


@app.command("import")
def import_memory(
    path: Annotated[Path, typer.Argument(help="A file: .tmx, .xlf, .xliff, .csv or .docx.")],
    who: Who = "",
) -> None:
    """Take translations by people from a file: they win where nothing was said or undone since."""
    who = _name(who)
    with _open() as memory:
        taken = take_whole(memory, partial(read_file, path), who, normalise)
    print(f"{taken.corrections} corrections, {taken.entries} answers by models")
    print(f"{taken.known} known already, {taken.skipped} skipped")


@app.command()
def clear(
    everything: Annotated[
        bool, typer.Option("--all", help="People's corrections too, not only models' answers.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget what models said, or everything."""
    what = "everything, corrections by people included" if everything else "all models' answers"
    if not yes:
        typer.confirm(f"Forget {what}?", abort=True)
    with _open() as memory:
        memory.clear("all" if everything else "models")
