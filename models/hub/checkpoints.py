"""Where a model's files are: fetched from the hub into the cache, or in a folder of the user's."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models import artifacts
from models.errors import ModelDamaged, ModelNotFound
from models.hub import architecture, download
from models.preset import Progress


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model's files; `digest` is of everything that its translations depend on."""

    folder: Path
    digest: str


class Origin(Protocol):
    """Where a checkpoint comes from."""

    def find(self, cache: Path) -> Checkpoint:
        """The checkpoint that is on this machine, not looked into.

        Raises:
            ModelNotFound: There is none; says what to do.
        """

    def verified(self, cache: Path) -> Checkpoint:
        """The same, with its files checked against their digests.

        Raises:
            ModelDamaged: A file is not what it was.
        """

    def fetch(self, cache: Path, progress: Progress) -> Checkpoint:
        """Get it here, if it is not."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A model on the hub.

    `revision` is a commit, a branch or a pull request. What it stood for when the model was first
    fetched is recorded, and stays.
    """

    name: str
    revision: str = "main"

    def find(self, cache: Path) -> Checkpoint:
        """See `Origin.find`."""
        artifact = artifacts.recorded(self._folder(cache))
        if artifact is None:
            raise self._missing()
        return Checkpoint(artifact.folder, artifact.digest)

    def verified(self, cache: Path) -> Checkpoint:
        """See `Origin.verified`."""
        artifact = artifacts.recorded(self._folder(cache))
        if artifact is None:
            raise self._missing()
        if artifacts.intact(artifact.folder) is None:
            raise ModelDamaged(
                f"the files of {self.name} in {artifact.folder} are damaged;"
                " prepare the model again to fetch them anew"
            )
        return Checkpoint(artifact.folder, artifact.digest)

    def fetch(self, cache: Path, progress: Progress) -> Checkpoint:
        """See `Origin.fetch`."""

        def make(partial: Path) -> Mapping[str, str]:
            commit = download.fetch(self.name, self.revision, partial, progress)
            return {"repository": self.name, "revision": self.revision, "commit": commit}

        artifact = artifacts.ensure(self._folder(cache), make)
        return Checkpoint(artifact.folder, artifact.digest)

    def _folder(self, cache: Path) -> Path:
        return cache / "hub" / self.name.replace("/", "--")

    def _missing(self) -> ModelNotFound:
        return ModelNotFound(
            f"{self.name} is not on this machine; fetch it with `bantin models prepare`,"
            " or give --model the path of a folder that holds it"
        )


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of the user's. Digests are remembered for as long as no file changes."""

    path: Path

    def find(self, cache: Path) -> Checkpoint:
        """See `Origin.find`."""
        architecture.inspect(self.path)
        return Checkpoint(self.path, self._digest(cache))

    def verified(self, cache: Path) -> Checkpoint:
        """See `Origin.verified`; there is nothing to check a user's own files against."""
        return self.find(cache)

    def fetch(self, cache: Path, progress: Progress) -> Checkpoint:
        """See `Origin.fetch`; it is here already."""
        return self.find(cache)

    def _digest(self, cache: Path) -> str:
        files = sorted(path for path in self.path.iterdir() if path.is_file())
        state = [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in files]
        whose = hashlib.sha256(os.fsencode(self.path.resolve())).hexdigest()[:16]
        remembered = cache / "hub" / f"folder-{whose}.json"
        try:
            known = json.loads(remembered.read_text("utf-8"))
            if known["state"] == state:
                return str(known["digest"])
        except (OSError, ValueError, KeyError, TypeError):
            pass  # not remembered, or not legible: it is computed again
        digest = artifacts.combined_digest(
            {path.name: artifacts.file_digest(path) for path in files}
        )
        with suppress(OSError):  # it is only remembered to save time
            remembered.parent.mkdir(parents=True, exist_ok=True)
            remembered.write_text(json.dumps({"state": state, "digest": digest}), "utf-8")
        return digest
