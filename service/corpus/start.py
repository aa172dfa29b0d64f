"""Puts a run together: settings and an order in, a run report out."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, Literal

from models import catalogue
from service.build import Workshop, open_workshop
from service.corpus.account import RunReport
from service.corpus.folder import OutputFolder
from service.corpus.formats import endings
from service.corpus.job import Engine
from service.corpus.ledger import Ledger
from service.corpus.local import WORKERS, LocalEngine
from service.corpus.press import Press
from service.corpus.run import Order, Run
from service.corpus.watch import Watcher
from service.corpus.written import Written
from service.memory.keys import frame
from service.settings import NO_SUMMARISER, Settings
from service.summarise import EXTRACTIVE


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work.

    Args:
        engine: This machine, or a Ray cluster.
        workers: Articles in hand on this machine, or actors on a cluster; None: as many as fit.
        address: Of a cluster; None: one that runs here, or else a new one on this machine.
    """

    engine: Literal["local", "ray"] = "local"
    workers: int | None = None
    address: str | None = None


def run_corpus(
    settings: Settings,
    order: Order,
    out: Path,
    crew: Crew,
    listing: BinaryIO,
    watcher: Watcher,
    stop: threading.Event,
) -> RunReport:
    """Translate and summarise a corpus; what an earlier run did is kept.

    Args:
        settings: Which model, memory and terms.
        order: What to do.
        out: The folder for results.
        crew: Who does it.
        listing: What `-` among the order's paths stands for.
        watcher: Is told how it goes on.
        stop: When set, what is in hand is finished and nothing more is taken up.

    Raises:
        CorpusStopped: It ended before its time.
        OutputError: The folder cannot be used.
        ServiceError, ModelError: Something named in the settings cannot be used.
    """
    # No more than the articles in hand ask for sentences: a server's limit would fail good ones.
    settings = replace(settings, queue_limit=sys.maxsize)
    folder = OutputFolder(out.absolute(), endings(order.forms))
    with (
        folder.locked(),
        open_workshop(settings, watcher.stage) as workshop,
        Written.open(folder) as written,
        Ledger.open(folder.ledger, _maker(workshop, order)) as ledger,
    ):
        engine = _engine(crew, settings, folder, workshop, watcher, stop)
        run = Run(order, folder, ledger, written, settings.max_bytes, watcher, stop)
        return run.over(engine, listing)


def _engine(
    crew: Crew,
    settings: Settings,
    folder: OutputFolder,
    workshop: Workshop,
    watcher: Watcher,
    stop: threading.Event,
) -> Engine:
    if crew.engine == "ray":
        from service.corpus.ray_engine import RayEngine

        settings = for_other_processes(settings)
        return RayEngine(settings, folder, watcher.sentences, stop, crew.workers, crew.address)
    press = Press(workshop.pipeline, folder, settings.max_bytes)
    return LocalEngine(press, crew.workers or WORKERS, watcher.sentences)


def for_other_processes(settings: Settings) -> Settings:
    """The same settings wherever they are read: a cluster's processes run in other folders."""

    def named(model: str | None) -> str | None:
        """A model by its name; one in a folder has that of its absolute path."""
        return model if model in (None, NO_SUMMARISER) else catalogue.find(model).name

    memory = settings.memory
    return replace(
        settings,
        cache=settings.cache.absolute(),
        memory=memory if "://" in memory else str(Path(memory).expanduser().absolute()),
        glossary=tuple(file.absolute() for file in settings.glossary),
        model=catalogue.find(settings.model).name,
        fallback=named(settings.fallback),
        summariser=named(settings.summariser),
    )


def _maker(workshop: Workshop, order: Order) -> str:
    """A digest of everything but the page that decides what the files of an article say.

    People's corrections are part of it: an article is written again after one, from memory.
    """
    pipeline = workshop.pipeline
    digest = sha256(
        frame(
            version("bantin"),
            pipeline.desk.signature,
            workshop.glossary.version,
            str(workshop.settings.min_confidence),
            str(pipeline.writer.signature) if pipeline.writer else EXTRACTIVE,
            *endings(order.forms),
        )
    )
    for correction in workshop.memory.corrections():
        digest.update(frame(correction.sentence, correction.text))
    return digest.hexdigest()
