"""Passages go into a file or database as text and come back; what is none is refused by name."""

from __future__ import annotations

import pytest

from service.passages import read_passages, write_passages


@pytest.mark.parametrize("passages", [None, (), ("một đoạn", "và “hai”")])
def test_passages_come_back_as_they_were(passages):
    assert read_passages(write_passages(passages)) == passages


@pytest.mark.parametrize("text", ["", "[[[", "5", '["a", 1]', "[" * 200_000])
def test_what_is_no_list_of_passages_is_named(text):
    with pytest.raises(ValueError, match="is no list of passages") as raised:
        read_passages(text)
    assert len(str(raised.value)) < 100
