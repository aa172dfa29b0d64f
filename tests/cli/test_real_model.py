"""The main job, as a user does it: a raw page becomes an English summary through the real model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models import catalogue

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def bantin(*arguments: str, cache: Path, **options: str) -> subprocess.CompletedProcess[str]:
    """The installed command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "service.cli", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "BANTIN_CACHE": str(cache), **options},
        check=False,
    )


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_a_seed_becomes_a_summary_with_provenance(engine_cache, seed):
    done = bantin("summarise", str(seed), "--json", cache=engine_cache)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    summary = report["summary"]
    assert 1 <= len(summary["sentences"]) <= 3
    for sentence in summary["sentences"]:
        assert sentence["text"].strip().endswith((".", "!", "”", '"'))
        (source,) = sentence["sources"]
        assert sentence["text"] in report["translation"]["sentences"][source]["text"]
    assert len(summary["text"]) < sum(len(s["text"]) for s in report["translation"]["sentences"])
    assert report["models"]["translator"].startswith(f"{catalogue.DEFAULT}|weights:")


def test_a_summary_may_be_written_and_names_what_it_draws_on(engine_cache):
    command = ("summarise", str(SEEDS[3]), "--method", "abstractive", "--json")
    done = bantin(*command, cache=engine_cache)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert 1 <= len(report["summary"]["sentences"]) <= 3
    for sentence in report["summary"]["sentences"]:
        assert sentence["sources"]
        assert max(sentence["sources"]) < len(report["translation"]["sentences"])


def test_a_second_run_loads_no_model(engine_cache):
    first = bantin("translate", str(SEEDS[0]), cache=engine_cache)
    assert first.returncode == 0
    # Torch takes seconds to import: a run that answers from memory must not.
    probe = "import sys, service.cli; service.cli.main(); "
    script = f"import atexit, sys; atexit.register(lambda: print('torch' in sys.modules, file=sys.stderr)); sys.argv = ['bantin', 'translate', {str(SEEDS[0])!r}]; {probe}"
    second = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "BANTIN_CACHE": str(engine_cache)},
        check=False,
    )
    assert second.stdout == first.stdout
    assert second.stderr.strip() == "False"


def test_a_sentence_far_over_the_model_s_limit_is_translated_whole(engine_cache, tmp_path):
    page = json.loads((ROOT / "tests/quality/seeds/002_a0be867357c777ef.json").read_text("utf-8"))
    clauses = [pair["vi"].rstrip(".") for pair in page["sentences"]]
    (tmp_path / "long.txt").write_text("; ".join(clauses) + ".\n", "utf-8")
    done = bantin("translate", "--lines", str(tmp_path / "long.txt"), cache=engine_cache)
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    for name in ("Nguyễn Chí Vịnh", "Suh Choo Suk", "Nguyễn Văn Nam", "Shang-ri-la", "Seoul"):
        assert name.lower() in done.stdout.lower()
