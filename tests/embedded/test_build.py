"""Building the engine's files: atomic, once, verified, rebuilt when damaged."""

from __future__ import annotations

import logging
import multiprocessing
from pathlib import Path

import pytest
import torch

from models import artifacts, catalogue
from models.artifacts import MANIFEST
from models.embedded import base, build
from models.embedded.parts import BASE_SHA256, Adapter
from models.errors import ModelDamaged, ModelError, ModelNotFound

ADAPTER = Adapter(catalogue.weights_folder() / catalogue.DEFAULT)


def silent(stage: str, done: int, total: int) -> None:
    pass


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Building takes no time and is counted; everything around it is real."""
    builds: list[str] = []

    def quantise(adapter, gguf, progress):
        builds.append(adapter.name)
        return {"weight": torch.arange(4)}

    monkeypatch.setattr(build, "_quantise", quantise)
    monkeypatch.setattr(base, "assemble", lambda target, progress: target.touch())
    return builds


def test_files_are_built_once(quick, tmp_path):
    first = build.ensure(ADAPTER, tmp_path, silent)
    assert build.ensure(ADAPTER, tmp_path, silent) == first
    assert quick == [ADAPTER.name]
    assert torch.equal(build.load(first)["weight"], torch.arange(4))


@pytest.mark.parametrize("name", [build.WEIGHTS, MANIFEST])
def test_damaged_files_are_noticed_and_built_again(quick, tmp_path, caplog, name):
    built = build.ensure(ADAPTER, tmp_path, silent)
    (built.folder / name).write_bytes(b"{}")
    with caplog.at_level(logging.WARNING):
        assert build.ensure(ADAPTER, tmp_path, silent).digest == built.digest
    assert len(quick) == 2
    assert "made again" in caplog.text


def test_nothing_under_the_final_name_until_all_of_it_is_there(quick, tmp_path, monkeypatch):
    def interrupted(adapter, gguf, progress):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(build, "_quantise", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build.ensure(ADAPTER, tmp_path, silent)
    assert not build.is_ready(ADAPTER, tmp_path)
    build.ensure(ADAPTER, tmp_path, silent)
    assert build.is_ready(ADAPTER, tmp_path)


def test_a_cache_that_cannot_be_written_is_named(quick, tmp_path):
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(ModelError, match="file/models"):
        build.ensure(ADAPTER, blocked / "models", silent)


def test_parts_that_do_not_make_the_expected_base_are_refused(tmp_path, monkeypatch):
    part = tmp_path / "part"
    part.write_bytes(b"something else")
    monkeypatch.setattr(base, "_parts", lambda: [part])
    with pytest.raises(ModelDamaged, match="reinstall"):
        base.assemble(tmp_path / "whole", lambda done, total: None)
    assert not (tmp_path / "whole").exists()


def test_a_missing_base_package_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(base, "PACKAGE", "no-such-package")
    with pytest.raises(ModelNotFound, match="pip install no-such-package"):
        base.assemble(tmp_path / "whole", lambda done, total: None)


def test_an_adapter_with_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelDamaged, match=r"lora\.safetensors is missing"):
        Adapter(tmp_path).digest()


def _ensure(cache: Path, builds: Path) -> None:
    def quantise(adapter, gguf, progress):
        builds.joinpath(multiprocessing.current_process().name).touch()
        return {"weight": torch.arange(4)}

    build._quantise = quantise
    base.assemble = lambda target, progress: target.touch()
    build.ensure(ADAPTER, cache, silent)


def test_of_several_processes_one_builds(tmp_path):
    builds = tmp_path / "builds"
    builds.mkdir()
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_ensure, args=(tmp_path / "cache", builds)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert len(list(builds.iterdir())) == 1


def test_the_real_files_say_what_they_were_made_of(engine_cache):
    built = artifacts.recorded(engine_cache / "models" / f"{ADAPTER.name}-{ADAPTER.digest()}")
    assert built.notes == {"adapter": ADAPTER.name, "base": BASE_SHA256}
    assert built.files == {build.WEIGHTS: artifacts.file_digest(built.folder / build.WEIGHTS)}
