"""The examples in the documents run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("document", "printed"),
    [("memory.md", "human memory False\n"), ("exchange.md", "Xin chào. → Hello.\n")],
)
def test_the_example_of_a_document_prints_what_it_says(
    document, printed, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(
        r"```python\n(.*?)```", (DOCS / document).read_text(encoding="utf-8"), re.S
    )
    exec(compile(example, document, "exec"), {})
    assert capsys.readouterr().out == printed
