"""Many machines: the same press on a Ray cluster, in actors that hold a model each.

Jobs go into Ray's object store, which moves to disk what does not fit; Ray Data hands them out to a
pool of actors and calls them again where a machine was lost. What such a machine had translated is
in the shared memory by then, so that only what it had in hand is translated twice. Actors write the
articles' files themselves; a short outcome of each comes back.
"""

from __future__ import annotations

import logging
import os
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from service.corpus.folder import OutputFolder
from service.corpus.job import Job, OnSentences, Outcome
from service.corpus.local import WORKERS
from service.corpus.press import Press
from service.errors import CorpusStopped, SettingsError
from service.settings import Settings

if TYPE_CHECKING:
    import ray.data

BATCH = WORKERS // 2  # jobs in a call of an actor; two calls run at once and share the model


class Actor:
    """What lives in a process of the cluster: a press with everything it needs."""

    def __init__(self, settings: Settings, folder: OutputFolder) -> None:
        from service.build import open_workshop

        self._open = ExitStack()
        workshop = self._open.enter_context(open_workshop(settings))
        self._press = Press(workshop.pipeline, folder, settings.max_bytes)
        self._threads = self._open.enter_context(ThreadPoolExecutor(2 * BATCH))

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        """Do a batch of jobs; both ways they are pickled, in a column of their own."""
        jobs = [pickle.loads(job) for job in batch["job"]]
        outcomes = self._threads.map(self._press.work, jobs)
        return {"outcome": [pickle.dumps(outcome) for outcome in outcomes]}


@dataclass(frozen=True, slots=True)
class RayEngine:
    """A Ray cluster.

    Args:
        settings: For the actors; each uses as many processors as a model has threads.
        folder: Where results go; it and the memory must be the same on all machines.
        on_sentences: Told when articles are done.
        stop: When set, no more outcomes are waited for.
        workers: The most actors; None: as many as the cluster has processors for.
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
        """See `Engine.run`; all jobs are taken before the first outcome is there."""
        first = list(islice(jobs, 1))
        if not first:
            return
        with _cluster(self.address) as ray:
            nodes = ray.nodes()
            self._check_memory(nodes)
            blocks = list(_blocks(chain(first, jobs), ray.put))
            actors = self.workers or self._fitting(nodes)
            data = self._plan(ray.data.from_arrow_refs(blocks), actors)
            try:
                for row in data.iter_rows():
                    outcome: Outcome = pickle.loads(row["outcome"])
                    self.on_sentences(outcome.sentences)
                    yield outcome
                    if self.stop.is_set():
                        return
            except ray.exceptions.RayError as error:
                raise CorpusStopped(f"the cluster failed: {_last_line(error)}") from error

    def _plan(self, jobs: ray.data.Dataset, actors: int) -> ray.data.Dataset:
        from ray.data import ActorPoolStrategy

        return jobs.map_batches(
            Actor,
            fn_constructor_args=(self.settings, self.folder),
            batch_size=BATCH,
            num_cpus=self.settings.threads,
            compute=ActorPoolStrategy(
                min_size=1,  # what is left after losses is enough to go on
                initial_size=actors,
                max_size=actors,
                max_concurrent_calls_per_actor=2,
                enable_true_multi_threading=True,
            ),
        )

    def _fitting(self, nodes: Sequence[dict[str, Any]]) -> int:
        """How many actors the cluster has processors for."""
        processors = sum(node["Resources"].get("CPU", 0) for node in nodes if node["Alive"])
        return max(1, int(processors) // self.settings.threads)

    def _check_memory(self, nodes: Sequence[dict[str, Any]]) -> None:
        machines = {node["NodeManagerAddress"] for node in nodes if node["Alive"]}
        if len(machines) > 1 and "://" not in self.settings.memory:
            raise SettingsError(
                f"{len(machines)} machines cannot share the memory file {self.settings.memory}; set"
                " BANTIN_MEMORY to a PostgreSQL database"
            )


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
    _hush(ray.data.DataContext.get_current())
    try:
        yield ray
    finally:
        if not was_connected:
            ray.shutdown()


def _hush(context: ray.data.DataContext) -> None:
    """Keep Ray Data from drawing bars of its own."""
    context.enable_progress_bars = False
    context.execution_options.verbose_progress = False
    logging.getLogger("ray.data").setLevel(logging.WARNING)


def _blocks(jobs: Iterable[Job], put: Callable[[object], Any]) -> Iterator[Any]:
    """Put jobs into the object store, a batch in each object."""
    import pyarrow  # type: ignore[import-untyped] # it has no types

    stream = iter(jobs)
    while batch := list(islice(stream, BATCH)):
        yield put(pyarrow.table({"job": [pickle.dumps(job) for job in batch]}))


def _last_line(error: Exception) -> str:
    """What went wrong, without the traceback of another machine."""
    return str(error).strip().splitlines()[-1]
