"""From a job to files: one article at a time, the same on one machine and on many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from typing import Any

from models.errors import ModelDamaged, ModelError, ModelNotFound, OutOfMemory
from service.article import Report, Translation
from service.corpus.edits import Edits, edits_between
from service.corpus.folder import OutputFolder
from service.corpus.formats import writer
from service.corpus.job import Job, OnSentences, Outcome
from service.decode import decode
from service.errors import OutputError, ServiceError, TranslationMemoryError
from service.extract import extract
from service.normalise import normalise
from service.pipeline import Pipeline
from service.render import report_data
from service.render_parts import worth_a_look
from service.translate import OnProgress

_FATAL = (TranslationMemoryError, OutputError, ModelNotFound, ModelDamaged, OutOfMemory)


@dataclass(frozen=True, slots=True)
class Press:
    """Translates, summarises and writes articles. May be used by several threads at once."""

    pipeline: Pipeline
    folder: OutputFolder
    max_bytes: int

    def work(self, job: Job, on_sentences: OnSentences = lambda count: None) -> Outcome:
        """Do a job; what goes wrong with it is in the outcome."""
        try:
            return self._work(job, on_sentences)
        except _FATAL as error:
            return Outcome(job.stem, error=str(error), fatal=True)
        except (ServiceError, ModelError) as error:
            return Outcome(job.stem, error=str(error))
        except Exception as error:  # noqa: BLE001 - one article in a million must not end the run
            return Outcome(job.stem, error=f"{job.name}: {type(error).__name__}: {error}")

    def _work(self, job: Job, on_sentences: OnSentences) -> Outcome:
        page = decode(job.data, job.name, self.max_bytes)
        article = extract(page, id=job.id, name=job.name, form=job.form)
        report = self.pipeline.process(article, on_progress=_steps(on_sentences))
        edits = edits_between(self.folder.report(job.stem), job, report)
        self._write(job, report, edits)
        said = list(_translations(report))
        return Outcome(
            job.stem,
            title=report.title.text if report.title else None,
            sentences=len(said),
            hits=report.memory.hits,
            findings=_kinds(said),
            changes=edits.counts,
            keys=b"".join(_key(each.source) for each in said),
        )

    def _write(self, job: Job, report: Report, edits: Edits) -> None:
        """Make all files of an article, and only then put them in place."""
        data = article_data(job, report, edits)
        files = {name: BytesIO() for name in self.folder.article_names(job.stem)}
        for file, ending in zip(files.values(), self.folder.endings, strict=True):
            writer(ending, report, data, edits)(file)
        for name, file in files.items():
            with self.folder.writing(name) as stream:
                stream.write(file.getbuffer())


def article_data(job: Job, report: Report, edits: Edits) -> dict[str, Any]:
    """A report with where its page came from, what changed in it, and whose corrections it has."""
    source: Mapping[str, str] = {"name": job.name, "digest": job.digest}
    corrections = {
        each.source: {"who": each.who, "when": each.when.isoformat() if each.when else None}
        for each in _translations(report)
        if each.origin == "human"
    }
    own = {"input": source, "changes": edits.data(), "corrections": corrections}
    return {**report_data(report), **own}


def _translations(report: Report) -> Iterator[Translation]:
    if report.title is not None:
        yield report.title
    yield from report.translations
    yield from report.captions


def _kinds(said: Iterable[Translation]) -> Mapping[str, int]:
    """How many findings of each kind there are."""
    return Counter(found.kind for each in said for found in worth_a_look(each.findings))


def _key(text: str) -> bytes:
    """Tells texts apart for counting: as the memory does, but shorter."""
    return blake2b(normalise(text).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _steps(on_sentences: OnSentences) -> OnProgress:
    """Tell of the sentences done since the last time."""
    before = 0

    def on_progress(done: int, total: int) -> None:
        nonlocal before
        on_sentences(done - before)
        before = done

    return on_progress
