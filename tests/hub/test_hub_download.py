"""Fetching models with the real `huggingface_hub`, from a hub on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hub import server, tiny

from models import artifacts
from models.errors import ModelDamaged, ModelError, ModelNotFound
from models.hub.checkpoints import LocalFolder, Repository
from models.preset import silent

NAME = "someone/tiny-translator"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A tiny model as somebody might publish it, with files that are not wanted."""
    folder = tiny.build("bart", tmp_path / "published")
    (folder / "pytorch_model.bin").write_bytes(b"a pickle")
    (folder / "modeling_evil.py").write_text("raise SystemExit('code from the hub was run')")
    return folder


def test_a_model_is_fetched_whole_verified_and_without_code(hub, published, tmp_path):
    hub.shelves[NAME] = server.Shelf({"main": published})
    seen = []
    found = Repository(NAME).fetch(tmp_path / "cache", lambda *step: seen.append(step))
    assert {path.name for path in found.folder.iterdir()} == {
        "config.json", "generation_config.json", "manifest.json", "merges.txt",
        "model.safetensors", "tokenizer.json", "tokenizer_config.json", "vocab.json",
    }  # fmt: skip
    manifest = json.loads((found.folder / "manifest.json").read_text("utf-8"))
    assert manifest["notes"]["commit"] == server.commit(published)
    assert manifest["files"]["model.safetensors"] == artifacts.file_digest(
        published / "model.safetensors"
    )
    stage, done, total = seen[-1]
    assert stage == "download"
    assert done == total > (published / "model.safetensors").stat().st_size


def test_a_model_that_is_here_is_not_asked_for_again(hub, published, tmp_path):
    hub.shelves[NAME] = server.Shelf({"main": published})
    first = Repository(NAME).fetch(tmp_path / "cache", silent)
    hub.asked.clear()
    assert Repository(NAME).fetch(tmp_path / "cache", silent) == first
    assert Repository(NAME).find(tmp_path / "cache") == first
    assert hub.asked == []


def test_a_revision_is_what_is_fetched(hub, published, tmp_path):
    other = shutil.copytree(published, tmp_path / "other")
    (other / "vocab.json").write_text("{}")
    hub.shelves[NAME] = server.Shelf({"main": published, "refs/pr/7": other})
    found = Repository(NAME, "refs/pr/7").fetch(tmp_path / "cache", silent)
    assert (found.folder / "vocab.json").read_text() == "{}"


def test_safetensors_are_taken_from_the_converters_pull_request_only(hub, published, tmp_path):
    bare = shutil.copytree(published, tmp_path / "bare")
    (bare / "model.safetensors").unlink()
    title = "Adding `safetensors` variant of this model"
    hub.shelves[NAME] = server.Shelf(
        {"main": bare, "refs/pr/3": published},
        [server.pull_request(3, title, "stranger")],
    )
    with pytest.raises(ModelNotFound, match="safetensors"):
        Repository(NAME).fetch(tmp_path / "cache", silent)
    hub.shelves[NAME].pull_requests = [server.pull_request(3, title, "SFconvertbot")]
    found = Repository(NAME).fetch(tmp_path / "cache", silent)
    assert (found.folder / "model.safetensors").is_file()


def test_a_download_that_breaks_is_tried_again_and_ends_complete(hub, published, tmp_path):
    hub.shelves[NAME] = server.Shelf({"main": published})
    hub.break_after = 50_000
    found = Repository(NAME).fetch(tmp_path / "cache", silent)
    assert artifacts.intact(found.folder) is not None
    weights = [path for path in hub.asked if path.endswith("model.safetensors")]
    assert len(weights) >= 3  # what it is, the broken answer, the whole one


def test_weights_that_are_not_what_the_hub_says_are_refused(hub, published, tmp_path):
    hub.shelves[NAME] = server.Shelf({"main": published})
    hub.corrupt = True
    with pytest.raises(ModelError, match=r"damaged|failed"):
        Repository(NAME).fetch(tmp_path / "cache", silent)
    with pytest.raises(ModelNotFound):
        Repository(NAME).find(tmp_path / "cache")


def test_damage_on_disk_is_found(hub, published, tmp_path):
    hub.shelves[NAME] = server.Shelf({"main": published})
    found = Repository(NAME).fetch(tmp_path / "cache", silent)
    with (found.folder / "model.safetensors").open("r+b") as weights:
        weights.seek(1_000)
        weights.write(b"\xff")
    with pytest.raises(ModelDamaged, match="prepare the model again"):
        Repository(NAME).verified(tmp_path / "cache")
    again = Repository(NAME).fetch(tmp_path / "cache", silent)
    assert again == Repository(NAME).verified(tmp_path / "cache")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda hub: hub.shelves.clear(), "the hub has no"),
        (lambda hub: setattr(hub.shelves[NAME], "gated", True), "HF_TOKEN"),
        (lambda hub: hub.shelves[NAME].revisions.pop("main"), "not that revision"),
    ],
)
def test_what_the_hub_refuses_is_explained(hub, published, tmp_path, spoil, says):
    hub.shelves[NAME] = server.Shelf({"main": published})
    spoil(hub)
    with pytest.raises(ModelError, match=says):
        Repository(NAME).fetch(tmp_path / "cache", silent)


def test_offline_it_says_what_to_do(tmp_path):
    with pytest.raises(ModelNotFound, match=r"go online.*built-in model"):
        Repository(NAME).fetch(tmp_path / "cache", silent)


def test_a_model_that_was_never_fetched_says_how_to(tmp_path):
    with pytest.raises(ModelNotFound, match="bantin models prepare"):
        Repository(NAME).find(tmp_path)


def test_a_folder_is_digested_once_and_again_when_it_changes(published, tmp_path, monkeypatch):
    first = LocalFolder(published).find(tmp_path)
    monkeypatch.setattr(artifacts, "file_digest", lambda path: pytest.fail("digested again"))
    assert LocalFolder(published).find(tmp_path) == first
    monkeypatch.undo()
    (published / "vocab.json").write_text("{}")
    assert LocalFolder(published).find(tmp_path).digest != first.digest


def bantin(*arguments: str, hub: server.Hub, work: Path, **more: str) -> tuple[int, str, str]:
    """The command in a process of its own, with this hub."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HF_")},
        "HF_ENDPOINT": hub.url,
        "HF_HUB_OFFLINE": "0",
        "HF_HOME": str(work / "hf"),
        "BANTIN_CACHE": str(work / "cache"),
        "BANTIN_MEMORY": str(work / "memory.sqlite3"),
        **more,
    }
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
    )
    return done.returncode, done.stdout, done.stderr


def test_from_the_hub_to_the_memory_by_command(hub, tiny_model, tmp_path):
    """Prepare a real preset from this hub, translate with it, and find it remembered."""
    hub.shelves["Helsinki-NLP/opus-mt-vi-en"] = server.Shelf({"main": tiny_model("marian")})
    source = tmp_path / "lines.txt"
    source.write_text("bộ trưởng thăm hà nội\nđại sứ rời lào\n", "utf-8")
    translate = ("translate", "--lines", "--model", "opus-mt-vi-en", str(source))

    code, _, err = bantin(*translate, hub=hub, work=tmp_path)
    assert (code, "bantin models prepare" in err) == (1, True)
    code, out, err = bantin("models", "prepare", "opus-mt-vi-en", hub=hub, work=tmp_path)
    assert (code, err, out.count("→")) == (0, "", 3)
    code, out, err = bantin(*translate, hub=hub, work=tmp_path, HF_HUB_OFFLINE="1")
    assert (code, err) == (0, "")
    assert out.splitlines() == ["the minister visits hanoi", "the ambassador leaves laos"]
    hub.asked.clear()
    shutil.rmtree(tmp_path / "cache" / "models" / "hub", ignore_errors=True)
    code, out, err = bantin("memory", "stats", hub=hub, work=tmp_path)
    assert "by opus-mt-vi-en|weights:" in out
    assert hub.asked == []


def test_a_restricted_licence_is_said_and_accepted_before_anything_is_fetched(
    hub, tiny_model, tmp_path
):
    hub.shelves["facebook/nllb-200-distilled-600M"] = server.Shelf(
        {"refs/pr/39": tiny_model("nllb")}
    )
    code, _, err = bantin("models", "prepare", "nllb-600m", hub=hub, work=tmp_path)
    assert code == 1
    assert "CC-BY-NC-4.0: for non-commercial use only" in err
    assert "--accept-licence" in err
    assert hub.asked == []
    code, out, err = bantin(
        "models", "prepare", "nllb-600m", "--accept-licence", "CC-BY-NC-4.0",
        hub=hub, work=tmp_path,
    )  # fmt: skip
    assert (code, out.count("→")) == (0, 3)
    code, out, _ = bantin("models", "show", "nllb-600m", hub=hub, work=tmp_path)
    assert "|licence:CC-BY-NC-4.0" in out
    assert "ready       yes" in out
