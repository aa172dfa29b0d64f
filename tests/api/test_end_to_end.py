"""The server with the built-in model, over a real socket."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from running import SENTENCE, running

from models import catalogue

SEED = "000_e2311c80708a819d"


@pytest.fixture
def server(settings, engine_cache: Path):
    with running(
        replace(settings, model=catalogue.DEFAULT, cache=engine_cache, threads=2)
    ) as server:
        yield server


def test_a_seed_article_is_translated_and_summarised_and_remembered(server):
    path = f"{server.url}/v1/articles/{SEED}/summary?max_sentences=2"
    report = httpx2.get(path, timeout=300).json()
    summary = report["summary"]["sentences"]
    assert "Phan Văn Giang" in report["translation"]["title"]
    assert 1 <= len(summary) <= 2
    for sentence in summary:
        english = [report["translation"]["sentences"][at]["text"] for at in sentence["sources"]]
        assert sentence["text"][-40:] in " ".join(english)
    assert httpx2.get(path, timeout=300).json()["memory"]["misses"] == 0


def test_what_is_answered_does_not_depend_on_who_else_asks(
    server, settings, engine_cache, tmp_path
):
    sentences = [
        SENTENCE,
        "Chuyến thăm diễn ra từ ngày 3 đến ngày 5/6.",
        "Hà Nội mưa to.",
        "Theo đó, 128 chiến sĩ đã lên đường làm nhiệm vụ.",
    ]
    with ThreadPoolExecutor(len(sentences)) as pool:
        together = list(pool.map(lambda each: translated(server, each), sentences))
    alone = replace(
        settings,
        model=catalogue.DEFAULT,
        cache=engine_cache,
        threads=2,
        memory=str(tmp_path / "another.sqlite3"),
    )
    with running(alone) as other:
        assert [translated(other, each) for each in sentences] == together


def translated(server, sentence: str) -> str:
    answer = httpx2.post(
        f"{server.url}/v1/translations", json={"sentences": [sentence]}, timeout=300
    )
    return answer.json()["translation"]["sentences"][0]["text"]
