"""`bantin keys`: who may call the server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from service.api.keys import KeyFile
from service.errors import SettingsError
from service.settings import Settings

app = typer.Typer(help="The API keys of the server.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Whose key it is.")]
File = Annotated[Path | None, typer.Option("--file", help="The key file [BANTIN_API_KEYS_FILE].")]


def _open(file: Path | None) -> KeyFile:
    path = file or Settings.read(os.environ).api_keys_file
    if path is None:
        raise SettingsError("which key file? set BANTIN_API_KEYS_FILE or use --file")
    return KeyFile(path)


@app.command()
def add(
    name: Name,
    per_minute: Annotated[
        int | None, typer.Option("--per-minute", min=1, help="Requests a minute.")
    ] = None,
    max_sentences: Annotated[
        int | None, typer.Option("--max-sentences", min=1, help="Sentences a request.")
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="May translate, not correct or change terms.")
    ] = False,
    file: File = None,
) -> None:
    """Make a key and print it; it cannot be shown again."""
    secret = _open(file).add(
        name,
        requests_per_minute=per_minute,
        max_sentences=max_sentences,
        may_edit=not read_only,
    )
    print(secret)
    print("bantin: keep it; only its digest is stored", file=sys.stderr)


@app.command()
def remove(name: Name, file: File = None) -> None:
    """Take a key away, at once, also from a running server."""
    _open(file).remove(name)


@app.command("list")
def list_keys(file: File = None) -> None:
    """Print whose keys there are and what they may."""
    for key in _open(file).read():
        rate = f"{key.requests_per_minute} a minute" if key.requests_per_minute else "any rate"
        size = f"{key.max_sentences} sentences" if key.max_sentences else "the server's limit"
        may = "edit" if key.may_edit else "read"
        print(f"{key.name}\t{may}\t{rate}\t{size}\tsince {key.created}")
