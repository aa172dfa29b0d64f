"""Folders that are complete or not there at all."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from models import artifacts
from models.errors import ModelError


def maker(made: list[Path]):
    """Writes two files and counts how often."""

    def make(folder: Path) -> dict[str, str]:
        made.append(folder)
        (folder / "weights").write_bytes(b"weights")
        (folder / "words.txt").write_text("words")
        return {"from": "here"}

    return make


def test_what_was_made_is_found_again_and_not_made_twice(tmp_path):
    made: list[Path] = []
    first = artifacts.ensure(tmp_path / "model", maker(made))
    assert artifacts.ensure(tmp_path / "model", maker(made)) == first
    assert len(made) == 1
    assert (set(first.files), first.notes) == ({"weights", "words.txt"}, {"from": "here"})
    assert artifacts.recorded(tmp_path / "model") == first


@pytest.mark.parametrize("damage", ["cut", "changed", "missing", "manifest"])
def test_damage_is_found_and_mended(tmp_path, damage):
    made: list[Path] = []
    first = artifacts.ensure(tmp_path / "model", maker(made))
    weights = tmp_path / "model" / "weights"
    match damage:
        case "cut":
            weights.write_bytes(b"weig")
        case "changed":
            weights.write_bytes(b"Weights")
        case "missing":
            weights.unlink()
        case "manifest":
            (tmp_path / "model" / artifacts.MANIFEST).write_text("{")
    assert artifacts.intact(tmp_path / "model") is None
    assert artifacts.ensure(tmp_path / "model", maker(made)) == first
    assert len(made) == 2


def test_a_maker_that_fails_leaves_nothing_under_the_final_name(tmp_path):
    def fails(folder: Path) -> dict[str, str]:
        (folder / "weights").write_bytes(b"half")
        raise ModelError("no")

    with pytest.raises(ModelError):
        artifacts.ensure(tmp_path / "model", fails)
    assert artifacts.recorded(tmp_path / "model") is None


def test_two_at_once_make_it_once(tmp_path):
    made: list[Path] = []
    threads = [
        threading.Thread(target=artifacts.ensure, args=(tmp_path / "model", maker(made)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_a_folder_that_cannot_be_written_is_an_error_that_names_it(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError, match="file"):
        artifacts.ensure(tmp_path / "file" / "model", maker([]))


def test_the_digest_depends_on_names_and_contents():
    one, other = "00" * 32, "11" * 32
    digests = {
        artifacts.combined_digest(files)
        for files in ({"a": one}, {"b": one}, {"a": other}, {"a": one, "b": other})
    }
    assert len(digests) == 4
