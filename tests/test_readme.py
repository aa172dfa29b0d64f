"""What the README shows is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from models.embedded.linear import has_int8
from service.cli.app import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```\n(.*?)```", README, re.DOTALL)


@pytest.mark.skipif(not has_int8(), reason="the output shown is the 8-bit engine's")
def test_the_summary_shown_is_what_make_run_prints(engine_cache):
    printed = subprocess.run(
        [sys.executable, "-m", "service.cli", "summarise", "seeds/000_e2311c80708a819d.txt"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "BANTIN_CACHE": str(engine_cache)},
        check=True,
    )
    assert BLOCKS[1] == printed.stdout


def test_every_command_shown_exists():
    commands = typer.main.get_command(app).commands
    shown = re.findall(r"^bantin (\w+)(?: ([a-z]+)\b)?", BLOCKS[2], re.MULTILINE)
    assert len(shown) >= 10
    for command, subcommand in shown:
        assert command in commands
        children = getattr(commands[command], "commands", {})
        assert not children or subcommand in children


def test_every_page_linked_is_there():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(links) >= 10
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_room_on_the_map_is_there():
    rooms = re.findall(r"^\| (`[^|]+) \|", README, re.MULTILINE)
    named = [name for room in rooms for name in re.findall(r"`([^`]+)`", room)]
    assert len(named) >= 15
    for name in named:
        assert any((ROOT / base / name).exists() for base in ("", "service")), name
