"""docs/security.md names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "security.md").read_text()
NAMED = sorted(set(re.findall(r"`([./\w]+\.py)(?:::(\w+))?`", PAGE)))


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_test_named_on_the_page_is_there(file, test):
    text = (HERE / file).resolve().read_text()
    assert not test or f"def {test}(" in text


def test_the_page_names_tests():
    assert len(NAMED) > 30
