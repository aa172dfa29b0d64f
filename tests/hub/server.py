"""A hub on this machine: enough of the real one's HTTP interface for `huggingface_hub` to use."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

LARGE = (".safetensors", ".spm", ".model", ".bin")  # files the hub keeps apart, with a SHA-256


@dataclass
class Shelf:
    """A repository: revision → folder, and its discussions."""

    revisions: dict[str, Path]
    pull_requests: list[dict[str, object]] = field(default_factory=list)
    gated: bool = False

    def folder(self, revision: str) -> Path | None:
        by_commit = {commit(path): path for path in self.revisions.values()}
        return self.revisions.get(revision) or by_commit.get(revision)


@dataclass
class Hub:
    """What the server has, what it was asked, and how it misbehaves."""

    shelves: dict[str, Shelf] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    break_after: int = 0  # bytes of a weight file after which a connection breaks, once
    corrupt: bool = False
    url: str = ""


def commit(folder: Path) -> str:
    return hashlib.sha1(str(folder).encode()).hexdigest()


def pull_request(number: int, title: str, author: str) -> dict[str, object]:
    return {
        "num": number,
        "title": title,
        "status": "open",
        "isPullRequest": True,
        "author": {"name": author},
        "createdAt": "2024-03-01T00:00:00.000Z",
        "repo": {"name": "x", "type": "model"},
    }


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *values: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        self.hub.asked.append(self.path)
        url = urlsplit(self.path)
        parts = [unquote(part) for part in url.path.strip("/").split("/")]
        if parts[:2] == ["api", "models"]:
            self._api("/".join(parts[2:4]), parts[4:], parse_qs(url.query))
        elif len(parts) > 4 and parts[2] == "resolve":
            self._file("/".join(parts[:2]), parts[3], "/".join(parts[4:]), body=body)
        else:
            self._json({"error": "no such page"}, 404)

    def _api(self, repository: str, rest: list[str], query: dict[str, list[str]]) -> None:
        shelf = self.hub.shelves.get(repository)
        if shelf is None:
            self._json({"error": "Repository not found"}, 404, "RepoNotFound")
        elif rest[:1] == ["discussions"]:
            author = query.get("author", [None])[0]
            found = [p for p in shelf.pull_requests if author in (None, p["author"]["name"])]
            self._json({"discussions": found, "start": 0, "count": len(found)})
        elif (folder := shelf.folder("/".join(rest[1:]) or "main")) is None:
            self._json({"error": "Revision not found"}, 404, "RevisionNotFound")
        elif rest[:1] == ["tree"]:
            self._json([_tree_entry(path) for path in _files(folder)])
        else:
            files = [_sibling(path) for path in _files(folder)]
            self._json({"id": repository, "sha": commit(folder), "siblings": files})

    def _file(self, repository: str, revision: str, name: str, *, body: bool) -> None:
        shelf = self.hub.shelves[repository]
        if shelf.gated:
            self._json({"error": "gated"}, 403, "GatedRepo")
            return
        folder = shelf.folder(revision)
        assert folder is not None
        data = (folder / name).read_bytes()
        etag = hashlib.sha256(data).hexdigest()
        if self.hub.corrupt and name.endswith(".safetensors"):
            data = data[:-4] + b"evil"
        self.send_response(200)
        self.send_header("ETag", f'"{etag}"')
        self.send_header("X-Repo-Commit", commit(folder))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if not body:
            return
        if self.hub.break_after and name.endswith(".safetensors"):
            self.wfile.write(data[: self.hub.break_after])
            self.hub.break_after = 0
            self.close_connection = True
        else:
            self.wfile.write(data)

    def _json(self, content: object, status: int = 200, code: str = "") -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        if code:
            self.send_header("X-Error-Code", code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def _lfs(path: Path) -> dict[str, object] | None:
    if not path.name.endswith(LARGE):
        return None
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"sha256": digest, "oid": digest, "size": path.stat().st_size, "pointerSize": 134}


def _sibling(path: Path) -> dict[str, object]:
    blob = hashlib.sha1(path.read_bytes()).hexdigest()
    entry: dict[str, object] = {"rfilename": path.name, "size": path.stat().st_size, "blobId": blob}
    return entry | ({"lfs": lfs} if (lfs := _lfs(path)) else {})


def _tree_entry(path: Path) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": "file",
        "path": path.name,
        "size": path.stat().st_size,
        "oid": hashlib.sha1(path.read_bytes()).hexdigest(),
    }
    return entry | ({"lfs": lfs} if (lfs := _lfs(path)) else {})


@contextmanager
def serving() -> Iterator[Hub]:
    """A hub that answers on a free port of this machine."""
    hub = Hub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
