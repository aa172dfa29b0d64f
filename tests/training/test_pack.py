"""Weights that ship may be a mean of several."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from models.training.pack import _write_mean


def adapter(path: Path, value: float) -> Path:
    save_file({"layer.A": torch.full((2, 3), value)}, path, metadata={"r": "32", "step": "200"})
    return path


def test_each_adapter_counts_by_its_share(tmp_path):
    adapters = [adapter(tmp_path / f"{value}", value) for value in (1.0, 5.0, 100.0, 10.0)]
    mean = tmp_path / "mean"
    _write_mean(adapters, (0.6, 0.2, 0, 0.2), mean)
    assert torch.equal(load_file(mean)["layer.A"].float(), torch.full((2, 3), 3.59375))  # bfloat16
    with safe_open(mean, "pt") as file:
        assert file.metadata() == {"r": "32", "step": "mean"}


def test_a_share_is_asked_for_each_adapter(tmp_path):
    adapters = [adapter(tmp_path / f"{value}", value) for value in (1.0, 5.0)]
    with pytest.raises(ValueError, match="zip"):
        _write_mean(adapters, (1.0,), tmp_path / "mean")
