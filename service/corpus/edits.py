"""What happened to an article between two runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from service.article import Report
from service.changes import Change, ChangeKind, compare
from service.corpus.job import Job

_LINE = re.compile(r", line \d+$")


@dataclass(frozen=True, slots=True)
class Edits:
    """What changed since an earlier run; nothing where there was none.

    Args:
        title: The Vietnamese title before, where it was another one.
        sentences: What became of every sentence; empty where nothing changed.
    """

    title: str | None = None
    sentences: tuple[Change, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Sentences that changed, by kind."""
        kinds = Counter(change.kind.value for change in self.sentences)
        del kinds[ChangeKind.UNCHANGED.value]
        return dict(kinds)

    def data(self) -> dict[str, Any] | None:
        """As JSON-ready data, without what is unchanged; None where nothing changed."""
        if self.title is None and not self.sentences:
            return None
        changed = [each for each in self.sentences if each.kind is not ChangeKind.UNCHANGED]
        return {"title": self.title, "sentences": [asdict(change) for change in changed]}


def edits_between(before: Mapping[str, Any] | None, job: Job, report: Report) -> Edits:
    """What changed in an article since it was last written.

    Where the page is the same, what changed before that still holds, so that a run killed between
    writing the report and the ledger loses nothing. Another article, which has come by the name of
    this one, says nothing of it.

    Args:
        before: The JSON of its last report.
        job: The page now.
        report: The report now.
    """
    if before is None:
        return Edits()
    new = [sentence.text for sentence in report.sentences]
    old = [sentence["text"] for sentence in before["article"]["sentences"]]
    if before["input"]["digest"] == job.digest:
        known = before["changes"]
        if not known or old != new:  # a page may be read otherwise by another version
            return Edits()
        return _edits(_old(known["sentences"], new), known["title"], new)
    if not job.is_lasting or _file(before["input"]["name"]) != _file(job.name):
        return Edits()
    title = before["article"]["title"]
    return _edits(old, title if title != report.article.title else None, new)


def _file(name: str) -> str:
    """Where an article was read; which line has an id does not matter."""
    return _LINE.sub("", name)


def _edits(old: Sequence[str], title: str | None, new: Sequence[str]) -> Edits:
    changes = compare(old, new)
    if all(change.kind is ChangeKind.UNCHANGED for change in changes):
        changes = ()
    return Edits(title, changes)


def _old(changes: Sequence[Mapping[str, Any]], new: Sequence[str]) -> list[str]:
    """The sentences of the old version, from the new one and all changes between them."""
    old = {each["old"]: each["before"] for each in changes if each["old"] is not None}
    changed = {each["new"] for each in changes}
    unchanged = iter([text for index, text in enumerate(new) if index not in changed])
    length = len(new) + sum((each["new"] is None) - (each["old"] is None) for each in changes)
    return [old[index] if index in old else next(unchanged) for index in range(length)]
