"""A run on a Ray cluster: real nodes, each with processes of its own, on one machine."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from corpora import corpus_of, numbered_pages, run, settings_in, what_is_said, write_pages

from service.corpus.folder import OutputFolder
from service.corpus.job import Job
from service.corpus.ray_engine import AHEAD, BATCH, RayEngine, actor_needs, fitting
from service.corpus.start import Crew, for_other_processes
from service.corpus.watch import Silent
from service.memory import Memory
from service.settings import Settings

if TYPE_CHECKING:
    from ray.cluster_utils import Cluster

if not os.environ.get("CI"):
    pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")

ARTICLES = 96

pytestmark = pytest.mark.filterwarnings("default")  # Ray's own, of sockets and files left open


@pytest.fixture
def cluster(monkeypatch) -> Iterator[Cluster]:
    """A head that does no work, and two nodes that do."""
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    import ray
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
    for _ in range(2):
        cluster.add_node(num_cpus=2)
    ray.init(address=cluster.address, log_to_driver=False)
    try:
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


@pytest.fixture
def machine(monkeypatch) -> Iterator[None]:
    """A cluster of one machine with one processor."""
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    import ray

    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)
    try:
        yield
    finally:
        ray.shutdown()


class Counting(Silent):
    """Counts outcomes."""

    def __init__(self) -> None:
        self.outcomes = 0

    def finished(self, outcome: Any, name: str) -> None:
        self.outcomes += 1


def kill_a_node(cluster: Cluster, written: Path) -> int:
    """Take a node away when actors work on all of them; how many articles were written by then."""
    import ray

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        articles = len(list(written.glob("*.json")))
        if articles >= 8 and not ray.available_resources().get("CPU", 0):
            cluster.remove_node(cluster.list_all_nodes()[-1], allow_graceful=False)
            return articles
        time.sleep(0.05)
    raise AssertionError("the actors were never all at work")


def test_a_cluster_that_loses_a_node_writes_every_article_once_as_one_machine_would(
    tmp_path, cluster
):
    corpus = write_pages(tmp_path / "in", numbered_pages(ARTICLES))
    watching = Counting()
    with ThreadPoolExecutor() as pool:
        killed = pool.submit(kill_a_node, cluster, tmp_path / "out" / "articles")
        report = run(tmp_path, corpus, crew=Crew("ray", 4), model="scripted-slow", watcher=watching)
    assert (report.complete, report.done, report.failed) == (True, ARTICLES, 0)
    assert killed.result() < ARTICLES
    assert watching.outcomes == ARTICLES
    assert len(cluster.list_all_nodes()) == 2
    run(tmp_path / "alone", corpus)
    ours, theirs = (corpus_of(at) for at in (tmp_path, tmp_path / "alone"))
    assert [each["article"]["id"] for each in ours] == sorted(numbered_pages(ARTICLES))
    assert [_said(each) for each in ours] == [_said(each) for each in theirs]


class Reading:
    """Articles to work on, and how many of them were read."""

    def __init__(self, count: int) -> None:
        self.read = 0
        self._pages = numbered_pages(count)

    def __iter__(self) -> Iterator[Job]:
        for stem, text in self._pages.items():
            self.read += 1
            yield Job(stem, stem, f"{stem}.txt", None, text.encode(), stem)


def engine(folder: Path, stop: threading.Event) -> RayEngine:
    """A cluster with one actor, and a model that takes no time."""
    return RayEngine(settings_in(folder), OutputFolder(folder / "out"), lambda _: None, stop, 1)


def test_a_relative_folder_is_that_of_the_command_and_not_of_the_cluster(
    tmp_path, machine, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    write_pages(Path("in"), numbered_pages(1))
    assert run(Path(), "in", crew=Crew("ray", 1)).done == 1
    assert (tmp_path / "out/articles/bai-000.json").exists()
    with Memory.open(tmp_path / "memory.sqlite3") as memory:
        assert sum(memory.stats().entries.values()) == 7


def test_settings_for_a_cluster_name_the_same_files_in_every_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/model.safetensors").touch()
    (tmp_path / "mine/config.json").write_text(
        '{"model_type": "marian", "max_position_embeddings": 512}'
    )
    settings = Settings(
        cache=Path("cache"),
        memory="memory.sqlite3",
        model="mine",
        fallback="scripted",
        summariser="extractive",
        glossary=(Path("house.tsv"),),
    )
    given = for_other_processes(settings)
    assert (given.cache, given.memory) == (tmp_path / "cache", str(tmp_path / "memory.sqlite3"))
    assert (given.glossary, given.model) == ((tmp_path / "house.tsv",), str(tmp_path / "mine"))
    assert (given.fallback, given.summariser) == ("scripted", "extractive")
    database = replace(settings, memory="postgresql+psycopg://user@host/database")
    assert for_other_processes(database).memory == database.memory


def test_a_corpus_is_read_no_further_ahead_than_actors_need(tmp_path, machine):
    reading, ahead = Reading(60), []
    for done, _ in enumerate(engine(tmp_path, threading.Event()).run(reading)):
        ahead.append(reading.read - done)
    assert len(ahead) == reading.read == 60
    assert max(ahead) <= (AHEAD + 1) * BATCH


def test_a_run_that_is_told_to_stop_waits_for_no_more(tmp_path, machine):
    stop, reading = threading.Event(), Reading(60)
    outcomes = engine(tmp_path, stop).run(reading)
    next(outcomes)
    stop.set()
    assert list(outcomes) == []
    assert reading.read < 60


def node(alive: bool = True, **resources: float) -> dict[str, Any]:
    return {"Alive": alive, "Resources": resources}


SETTINGS = Settings(threads=2)
PROCESSORS = [node(CPU=5), node(CPU=2), node(CPU=1), node(alive=False, CPU=8)]
GPUS = [node(CPU=16, GPU=4), node(CPU=3, GPU=2), node(CPU=8)]


@pytest.mark.parametrize(
    ("names", "nodes", "needs", "actors"),
    [
        ({"model": "scripted"}, PROCESSORS, {"CPU": 2}, 3),
        ({"model": "scripted"}, GPUS, {"CPU": 2}, 13),
        ({"model": "nllb-600m"}, PROCESSORS, {"CPU": 2}, 3),
        ({"model": "nllb-600m"}, GPUS, {"CPU": 2, "GPU": 1}, 5),
        ({"model": "scripted", "fallback": "nllb-600m"}, GPUS, {"CPU": 2, "GPU": 1}, 5),
        ({"model": "scripted", "summariser": "distilbart"}, GPUS, {"CPU": 2, "GPU": 1}, 5),
        ({"model": "scripted", "summariser": "extractive"}, GPUS, {"CPU": 2}, 13),
        ({"model": "scripted"}, [node(CPU=1)], {"CPU": 2}, 1),
    ],
)
def test_an_actor_has_a_gpu_of_its_own_where_its_model_uses_one(names, nodes, needs, actors):
    settings = replace(SETTINGS, **names)
    assert actor_needs(settings, nodes) == needs
    assert fitting(needs, nodes) == actors


def _said(report: dict[str, Any]) -> dict[str, Any]:
    """What is said, not by which of the two stand-ins."""
    return {**what_is_said(report), "models": None}
