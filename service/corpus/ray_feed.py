"""Jobs on their way into Ray Data, handed over while it runs: never all of them at once.

Imported only where Ray is installed.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import pyarrow as pa  # type: ignore[import-untyped]  # it has no types
import ray
from ray.data import Dataset, read_datasource
from ray.data.block import Block, BlockMetadata
from ray.data.context import DataContext
from ray.data.datasource import Datasource, ReadTask
from ray.util.queue import Queue

from service.corpus.job import Job


class Feed:
    """A dataset that is read while batches are added to it.

    Queue and reader are kept on this machine, which a run cannot lose and go on.
    """

    def __init__(self) -> None:
        self._here = {"ray.io/node-id": ray.get_runtime_context().get_node_id()}
        self._queue = Queue(actor_options={"num_cpus": 0, "label_selector": self._here})

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """A feed; afterwards nobody reads from it any more."""
        feed = cls()
        try:
            yield feed
        finally:
            feed._queue.shutdown(force=True)

    def add(self, jobs: Sequence[Job] | None) -> None:
        """Add a batch; None says that there are no more."""
        self._queue.put(None if jobs is None else pickle.dumps(jobs))

    def dataset(self) -> Dataset:
        """What is added: a row for each batch, pickled, in a column "jobs"."""
        source = _Source(self._queue)
        data: Dataset = read_datasource(
            source, override_num_blocks=1, num_cpus=0, label_selector=self._here
        )
        return data


class _Source(Datasource):
    """Reads a queue to its end, in one task."""

    def __init__(self, queue: Queue) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # it has no types
        self._queue = queue

    def estimate_inmemory_data_size(self) -> None:
        """Nobody knows."""

    def get_read_tasks(
        self,
        parallelism: int,
        per_task_row_limit: int | None = None,
        data_context: DataContext | None = None,
    ) -> list[ReadTask]:
        """See `Datasource.get_read_tasks`."""
        unknown = BlockMetadata(num_rows=None, size_bytes=None, exec_stats=None, input_files=None)
        return [ReadTask(self._blocks, unknown)]

    def _blocks(self) -> Iterable[Block]:
        while (jobs := self._queue.get()) is not None:
            yield pa.table({"jobs": [jobs]})
