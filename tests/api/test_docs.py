"""The examples of docs/api.md run as they stand, against a server on a socket."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from service.api.app import create_app
from service.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text()
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.S)
SHELL = re.findall(r"```sh\n(.*?)```", PAGE, re.S)


def run(command: list[str], server) -> str:
    environment = {**os.environ, "BANTIN": server.url}
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_page_has_the_examples():
    assert (len(PYTHON), len(SHELL)) == (2, 2)


@pytest.mark.parametrize("example", PYTHON)
def test_a_python_example_is_short_and_runs(serve, example):
    server = serve()
    assert run([sys.executable, "-c", example, server.url], server)
    assert len(example.splitlines()) <= 16


@pytest.mark.parametrize("example", SHELL)
def test_a_shell_example_runs(serve, example):
    lines = run(["bash", "-c", example], serve()).splitlines()
    assert all(json.loads(line) for line in lines)
    assert lines


def test_every_native_call_is_on_the_page(settings):
    for path in create_app(settings).openapi()["paths"]:
        if path.startswith("/v1"):
            assert path.removesuffix("/summary") in PAGE, path


def test_settings_on_the_operations_page_are_there():
    page = (ROOT / "docs" / "operations.md").read_text()
    named = set(re.findall(r"BANTIN_([A-Z_]+)", page))
    assert named <= {each.name.upper() for each in fields(Settings)}
    assert len(named) >= 14


def test_every_metric_is_on_the_operations_page(client):
    page = (ROOT / "docs" / "operations.md").read_text()
    for name in re.findall(
        r"^# TYPE (bantin_\w+) (?:counter|gauge|histogram)", client.get("/metrics").text, re.M
    ):
        if not name.endswith("_created"):
            assert name in page, name
