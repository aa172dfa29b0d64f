"""Many machines: the same press on a Ray cluster, in actors that hold a model each.

Ray Data hands jobs out to a pool of actors and calls them again where a machine was lost. What such
a machine had translated is in the shared memory by then, so that only what it had in hand is
translated twice. Actors write the articles' files themselves; a short outcome of each comes back,
and makes room for another job: a corpus of any length is read no further ahead than a few batches
for each actor.
"""

from __future__ import annotations

import logging
import os
import pickle
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from models import catalogue
from service.build import summariser_name
from service.corpus.folder import OutputFolder
from service.corpus.job import Job, OnSentences, Outcome
from service.corpus.local import WORKERS
from service.corpus.press import Press
from service.errors import CorpusStopped, SettingsError
from service.settings import Settings

if TYPE_CHECKING:
    import ray.data

Node = Mapping[str, Any]  # what Ray says of a machine

BATCH = WORKERS // 2  # jobs in a call of an actor; two calls run at once and share the model
AHEAD = 4  # batches for each actor that are handed out: those at work, and as many waiting


class Actor:
    """What lives in a process of the cluster: a press with everything it needs."""

    def __init__(self, settings: Settings, folder: OutputFolder) -> None:
        from service.build import open_workshop

        self._open = ExitStack()
        workshop = self._open.enter_context(open_workshop(settings))
        self._press = Press(workshop.pipeline, folder, settings.max_bytes)
        self._threads = self._open.enter_context(ThreadPoolExecutor(2 * BATCH))

    def __call__(self, rows: dict[str, Any]) -> dict[str, list[bytes]]:
        """Do the batch of jobs in a row; both ways they are pickled."""
        outcomes = list(self._threads.map(self._press.work, pickle.loads(rows["jobs"][0])))
        return {"outcomes": [pickle.dumps(outcomes)]}


@dataclass(frozen=True, slots=True)
class RayEngine:
    """A Ray cluster.

    Args:
        settings: For the actors; each uses as many processors as a model has threads, and a GPU
            where the cluster has some and a model uses one.
        folder: Where results go; it and the memory must be the same on all machines.
        on_sentences: Told when articles are done.
        stop: When set, no more outcomes are waited for.
        workers: The most actors; None: as many as the cluster has room for.
        address: Of the cluster; None: one that is known here, else a new one on this machine.
    """

    settings: Settings
    folder: OutputFolder
    on_sentences: OnSentences
    stop: threading.Event
    workers: int | None = None
    address: str | None = None
    name: Literal["ray"] = "ray"

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """See `Engine.run`."""
        batches = _batches(jobs)
        first = next(batches, None)
        if first is None:
            return
        with _cluster(self.address) as ray:
            nodes = ray.nodes()
            self._check_memory(nodes)
            needs = actor_needs(self.settings, nodes)
            actors = self.workers or fitting(needs, nodes)
            try:
                for outcome in self._through(chain([first], batches), actors, needs):
                    self.on_sentences(outcome.sentences)
                    yield outcome
                    if self.stop.is_set():
                        return
            except ray.exceptions.RayError as error:
                raise CorpusStopped(f"the cluster failed: {_last_line(error)}") from error

    def _through(
        self, batches: Iterator[list[Job]], actors: int, needs: Mapping[str, int]
    ) -> Iterator[Outcome]:
        """Outcomes as they are there; each batch of them makes room for one of jobs."""
        from service.corpus.ray_feed import Feed

        with Feed.open() as feed:
            for _ in range(AHEAD * actors):
                feed.add(next(batches, None))
            done = self._plan(feed.dataset(), actors, needs)
            # Prefetching would hold outcomes back until there are more of them.
            for rows in done.iter_batches(batch_size=None, prefetch_batches=0):
                for outcomes in rows["outcomes"]:
                    yield from pickle.loads(outcomes)
                    feed.add(next(batches, None))

    def _plan(
        self, jobs: ray.data.Dataset, actors: int, needs: Mapping[str, int]
    ) -> ray.data.Dataset:
        from ray.data import ActorPoolStrategy

        return jobs.map_batches(
            Actor,
            fn_constructor_args=(self.settings, self.folder),
            batch_size=1,
            num_cpus=needs["CPU"],
            num_gpus=needs.get("GPU"),
            compute=ActorPoolStrategy(
                min_size=1,  # what is left after losses is enough to go on
                initial_size=actors,
                max_size=actors,
                max_tasks_in_flight_per_actor=AHEAD,
                max_concurrent_calls_per_actor=2,
                enable_true_multi_threading=True,
            ),
        )

    def _check_memory(self, nodes: Sequence[Node]) -> None:
        machines = {node["NodeManagerAddress"] for node in nodes if node["Alive"]}
        if len(machines) > 1 and "://" not in self.settings.memory:
            raise SettingsError(
                f"{len(machines)} machines cannot share the memory file {self.settings.memory}; set"
                " BANTIN_MEMORY to a PostgreSQL database"
            )


def actor_needs(settings: Settings, nodes: Sequence[Node]) -> Mapping[str, int]:
    """What an actor needs of a machine: a GPU of its own, if there are any and a model uses one."""
    names = (settings.model, settings.fallback, summariser_name(settings))
    wants_gpu = any(catalogue.find(name).uses_gpu for name in names if name)
    if wants_gpu and any(node["Resources"].get("GPU") for node in nodes if node["Alive"]):
        return {"CPU": settings.threads, "GPU": 1}
    return {"CPU": settings.threads}


def fitting(needs: Mapping[str, int], nodes: Sequence[Node]) -> int:
    """How many actors with such needs a cluster has room for; one at least."""
    room = [
        min(int(node["Resources"].get(what, 0)) // count for what, count in needs.items())
        for node in nodes
        if node["Alive"]
    ]
    return max(1, sum(room))


@contextmanager
def _cluster(address: str | None) -> Iterator[ModuleType]:
    """The ray module, connected; a connection that was there before is left as it was.

    Raises:
        SettingsError: Ray is not installed, or there is no cluster at the address.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise SettingsError("Ray is not installed: pip install 'bantin[ray]'") from error
    was_connected = ray.is_initialized()
    if not was_connected:
        try:
            ray.init(
                address=address,
                include_dashboard=False,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except (ConnectionError, ValueError) as error:
            raise SettingsError(f"no Ray cluster at {address}: {error}") from error
    _set_up(ray.data.DataContext.get_current())
    try:
        yield ray
    finally:
        if not was_connected:
            ray.shutdown()


def _set_up(context: ray.data.DataContext) -> None:
    """Keep Ray Data from drawing bars of its own, and from waiting until a block is large."""
    context.enable_progress_bars = False
    context.execution_options.verbose_progress = False
    context.target_max_block_size = 1  # bytes: every row is passed on at once
    logging.getLogger("ray.data").setLevel(logging.WARNING)


def _batches(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    stream = iter(jobs)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _last_line(error: Exception) -> str:
    """What went wrong, without the traceback of another machine."""
    return str(error).strip().splitlines()[-1]
