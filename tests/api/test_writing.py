"""The server's own files are seen whole or not at all."""

from __future__ import annotations

import os
import stat

import pytest

from service.api.writing import write_whole


def test_a_file_is_put_in_place_of_the_one_before(tmp_path):
    path = tmp_path / "new" / "file"
    for data in (b"first", b"second"):
        write_whole(path, data)
        assert path.read_bytes() == data
    assert list(path.parent.iterdir()) == [path]


def test_only_its_owner_may_read_it(tmp_path):
    write_whole(tmp_path / "file", b"data")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_when_it_cannot_be_written_what_was_there_stays_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_whole(path, b"first")

    def fails(*paths: str) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]
