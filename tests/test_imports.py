"""Imports go one way, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Lower rooms know nothing of higher ones.
ORDER = (
    ("article", "errors"),
    (
        "normalise", "sentences", "extract", "extraction", "decode", "language", "glossary",
        "checks", "memory", "exchange", "changes", "errands", "dispatch",
    ),
    ("translate", "summarise", "extractive", "standalone", "evaluate"),
    ("pipeline",),
    ("render",),
    ("build",),
    ("corpus",),
    ("api", "cli"),
)  # fmt: skip
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}


def imported(path: Path) -> set[str]:
    """Modules a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "models").rglob("*.py")), ids=str)
def test_models_know_nothing_of_articles(path):
    assert not [name for name in imported(path) if name.split(".")[0] == "service"]


@pytest.mark.parametrize("path", sorted((ROOT / "service").rglob("*.py")), ids=str)
def test_rooms_of_the_service_import_downwards(path):
    room = path.relative_to(ROOT / "service").parts[0].removesuffix(".py")
    others = {name.split(".")[1] for name in imported(path) if name.startswith("service.")}
    level = LEVEL.get(room, len(ORDER))
    assert [other for other in others if LEVEL.get(other, -1) > level] == []


@pytest.mark.parametrize(
    "heavy", ["torch", "transformers", "ctranslate2", "fastapi", "ray", "docx"]
)
def test_the_command_line_starts_without(heavy):
    probe = f"import sys, service.cli.app; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=False).returncode == 0
