"""Folders of files that are made once: complete or not there at all, and verified when used.

A manifest beside the files holds the SHA-256 of each, and notes on what they were made from.
Several processes may ask for the same folder: one makes it, the others wait.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelError

MANIFEST = "manifest.json"
LOCK_SECONDS = 600.0

Make = Callable[[Path], Mapping[str, str]]
"""Writes files into a folder, which may hold what a broken run left; returns notes on them."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Artifact:
    """Files in a folder: name → SHA-256, and notes on what they were made from."""

    folder: Path
    files: Mapping[str, str]
    notes: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits for all the files."""
        return combined_digest(self.files)


def ensure(folder: Path, make: Make) -> Artifact:
    """The artifact in `folder`, made now if it is missing or damaged.

    Raises:
        ModelError: The folder cannot be written, or another process holds it for too long.
    """
    from filelock import FileLock, Timeout

    if (artifact := intact(folder)) is not None:
        return artifact
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            logger.warning("%s is made again.", folder)
        with FileLock(folder.with_name(f"{folder.name}.lock"), timeout=LOCK_SECONDS):
            artifact = intact(folder)  # another process may have finished it meanwhile
            return artifact if artifact is not None else _make(folder, make)
    except Timeout as error:
        raise ModelError(f"another process is still making {folder}") from error
    except OSError as error:
        raise ModelError(f"cannot make {folder}: {error}") from error


def recorded(folder: Path) -> Artifact | None:
    """What the manifest says, if there is a readable one; the files are not looked at."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        return Artifact(folder, dict(manifest["files"]), dict(manifest["notes"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("The files in %s are damaged (%s).", folder, error)
        return None


def intact(folder: Path) -> Artifact | None:
    """What is in the folder, if it is complete and undamaged."""
    artifact = recorded(folder)
    if artifact is None:
        return None
    for name, expected in artifact.files.items():
        path = folder / name
        if not path.is_file() or file_digest(path) != expected:
            logger.warning("%s is damaged or missing.", path)
            return None
    return artifact


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def combined_digest(files: Mapping[str, str]) -> str:
    """Sixteen hexadecimal digits for files given by name and SHA-256."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{len(name)}:{name}".encode() + bytes.fromhex(files[name]))
    return total.hexdigest()[:16]


def _make(folder: Path, make: Make) -> Artifact:
    partial = folder.with_name(f"{folder.name}.partial")
    partial.mkdir(exist_ok=True)
    notes = dict(make(partial))
    files = {
        path.relative_to(partial).as_posix(): file_digest(path)
        for path in sorted(partial.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    manifest = json.dumps({"files": files, "notes": notes}, indent=1)
    (partial / MANIFEST).write_text(manifest, "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(partial, folder)
    return Artifact(folder, files, notes)
