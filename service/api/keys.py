"""API keys: who may call, and how much.

The file holds a digest of each key, never the key. A plain SHA-256 is right for these digests: a
key is 256 random bits, which no dictionary holds and nobody can run through, so the slow hashes
that weak passwords need would only slow every request down. A key that is presented is compared
with every digest in constant time.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from service.api.writing import write_whole
from service.errors import SettingsError

PREFIX = "bantin_"  # so that a key is recognised where it should not be


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as the file holds it. Limits that are None are those of the server."""

    name: str
    digest: str
    created: str
    requests_per_minute: int | None = None
    max_sentences: int | None = None  # in one request
    may_edit: bool = True  # correct translations, change terms, import memories


class KeyFile:
    """The file of keys. What is added or removed by another process counts at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._keys: tuple[ApiKey, ...] = ()

    def read(self) -> tuple[ApiKey, ...]:
        """The keys, by name; none where there is no file yet.

        Raises:
            SettingsError: The file cannot be read or is no key file.
        """
        try:
            status = self.path.stat()
            seen = (status.st_mtime_ns, status.st_ino)
            if seen != self._seen:
                self._keys = _parse(self.path.read_text(encoding="utf-8"), self.path)
                self._seen = seen
        except FileNotFoundError:
            self._seen, self._keys = None, ()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"the key file {self.path} cannot be read: {error}") from error
        return self._keys

    def find(self, secret: str) -> ApiKey | None:
        """The key that somebody presents; every digest is compared, whichever is right."""
        digest = _digest(secret)
        found = None
        for key in self.read():
            if hmac.compare_digest(key.digest, digest):
                found = key
        return found

    def add(
        self,
        name: str,
        *,
        requests_per_minute: int | None = None,
        max_sentences: int | None = None,
        may_edit: bool = True,
    ) -> str:
        """Make a key and return it; nobody can ever read it again.

        Raises:
            SettingsError: There is a key of that name, or the file cannot be written.
        """
        secret = PREFIX + secrets.token_urlsafe(32)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        key = ApiKey(name, _digest(secret), created, requests_per_minute, max_sentences, may_edit)
        with self._lock():
            keys = self.read()
            if any(other.name == name for other in keys):
                raise SettingsError(f"there is a key called {name!r} already; remove it first")
            self._write(sorted((*keys, key), key=lambda each: each.name))
        return secret

    def remove(self, name: str) -> None:
        """Take a key away.

        Raises:
            SettingsError: There is none of that name, or the file cannot be written.
        """
        with self._lock():
            keys = self.read()
            left = [key for key in keys if key.name != name]
            if len(left) == len(keys):
                raise SettingsError(f"there is no key called {name!r} in {self.path}")
            self._write(left)

    def _lock(self) -> FileLock:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{self.path.parent} cannot be made: {error.strerror}") from error
        return FileLock(f"{self.path}.lock", timeout=10)

    def _write(self, keys: Iterable[ApiKey]) -> None:
        text = json.dumps({"keys": [asdict(key) for key in keys]}, ensure_ascii=False, indent=1)
        try:
            write_whole(self.path, f"{text}\n".encode())
        except OSError as error:
            raise SettingsError(f"the key file {self.path}: {error.strerror}") from error


def _digest(secret: str) -> str:
    return "sha256:" + hashlib.sha256(secret.encode()).hexdigest()


def _parse(text: str, path: Path) -> tuple[ApiKey, ...]:
    try:
        return tuple(_key(each) for each in json.loads(text)["keys"])
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"{path} is no key file: {error}") from error


def _key(data: Mapping[str, Any]) -> ApiKey:
    names = {each.name for each in fields(ApiKey)}
    if unknown := set(data) - names:
        raise ValueError(f"unknown field {', '.join(sorted(unknown))}")
    return replace(ApiKey("", "", ""), **data)
