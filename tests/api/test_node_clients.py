"""Clients for Node, over a real socket: DeepL's official one, and one of LibreTranslate."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "node"


@pytest.fixture
def script(tmp_path):
    """The script that calls them, in a folder of its own with what it needs."""
    give_up = pytest.fail if os.environ.get("CI") else pytest.skip
    if not (shutil.which("node") and shutil.which("npm")):
        give_up("node and npm are not there")
    place = tmp_path / "node"
    shutil.copytree(FOLDER, place, ignore=shutil.ignore_patterns("node_modules"))
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    installed = subprocess.run(["npm", "ci", *quiet], cwd=place, capture_output=True, text=True)
    if installed.returncode:
        give_up(f"the clients could not be installed: {installed.stderr[-300:]}")
    return place / "clients.mjs"


def test_they_get_what_they_ask_for(serve, script):
    ran = subprocess.run(["node", script, serve().url], capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "one": ["English: Một câu.\nEnglish: Câu nữa.", "vi"],
        "listed": ["English: Một câu.", "English: Câu nữa."],
        "tagged": "<p>English: Một <b>câu</b>.</p>",
        "withGlossary": "English: Một câu.",
        "entries": {"đào tạo": "training"},
        "glossaries": ["Quân sự"],
        "document": [True, "<p>English: Một <b>câu</b>.</p>"],
        "languages": [["vi"], ["en-GB", "en-US"]],
        "counted": True,
        "libretranslate": "English: Một câu.",
    }
