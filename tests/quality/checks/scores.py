"""Scores the checks on pairs labelled by a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.checks import check

HERE = Path(__file__).parent
BEYOND = frozenset({"exonym", "invented"})  # labelled, but not what any check looks for


@dataclass(frozen=True)
class Label:
    """An error a person saw. Findings of any of `kinds` count as having found it."""

    kind: str
    kinds: frozenset[str]
    source: str = ""
    target: str = ""


@dataclass(frozen=True)
class LabelledPair:
    """A sentence of FLORES-200, what a system made of it, and what is wrong with that."""

    index: int
    system: str
    half: str
    source: str
    target: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Score:
    """How often a kind was reported rightly and wrongly, and how often an error was passed over."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        reported = self.right + self.wrong
        return self.right / reported if reported else 1.0

    @property
    def recall(self) -> float:
        errors = self.right + self.missed
        return self.right / errors if errors else 1.0


def read_labelled() -> list[LabelledPair]:
    """The published labels."""
    rows = (json.loads(line) for line in (HERE / "labelled.jsonl").read_text("utf-8").splitlines())
    return [
        LabelledPair(
            row["index"],
            row["system"],
            row["half"],
            row["source"],
            row["target"],
            tuple(
                Label(
                    error["kind"],
                    frozenset({error["kind"], *error.get("also", ())}),
                    error.get("source", ""),
                    error.get("target", ""),
                )
                for error in row["errors"]
            ),
        )
        for row in rows
    ]


def read_written() -> list[LabelledPair]:
    """Pairs written for this project, each right or with one error."""
    lines = (HERE / "written.tsv").read_text("utf-8").splitlines()
    return [
        LabelledPair(
            index,
            "written",
            "written",
            source,
            target,
            () if kind == "right" else (Label(kind, frozenset({kind})),),
        )
        for index, (kind, source, target) in enumerate(line.split("\t") for line in lines)
    ]


def read_correct() -> list[tuple[str, str]]:
    """Pairs whose translation is right, for false alarms."""
    lines = (HERE / "correct.tsv").read_text("utf-8").splitlines()
    return [(source, target) for source, target in (line.split("\t") for line in lines)]


def score(pairs: Iterable[LabelledPair]) -> dict[str, Score]:
    """The score of each kind of finding, remarks left out. A kind counts once a pair."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for pair in pairs:
        findings = check(pair.source, pair.target)
        reported = {finding.kind for finding in findings if finding.severity != "info"}
        for kind in reported:
            labelled = any(kind in label.kinds for label in pair.labels)
            (right if labelled else wrong)[kind] += 1
        for label in pair.labels:
            if label.kinds.isdisjoint(reported):
                missed[label.kind] += 1
    kinds = sorted({*right, *wrong, *missed})
    return {kind: Score(right[kind], wrong[kind], missed[kind]) for kind in kinds}
