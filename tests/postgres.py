"""A private PostgreSQL server for the tests: on a Unix socket in a temporary folder, gone after.

Debian's package is enough (`apt-get install postgresql`); its own cluster is not touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

UNPRIVILEGED = "postgres"  # the server refuses to run as root


@dataclass(frozen=True)
class Server:
    """A running server with one empty database, `postgres`."""

    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{UNPRIVILEGED}@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user=UNPRIVILEGED, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def program(name: str) -> str | None:
    """The path of a server program; Debian keeps them outside PATH, one folder a version."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(kept[-1]) if kept else None)


def as_server_user(command: list[str]) -> list[str]:
    if os.geteuid() != 0:
        return command
    drop = ["setpriv", f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}", "--clear-groups"]
    return [*drop, *command]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A server for the whole session, without the waits that guard against power cuts."""
    initdb, postgres = program("initdb"), program("postgres")
    if initdb is None or postgres is None:
        reason = "PostgreSQL's server is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="bantin-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED)
        data = str(folder / "data")
        trust = ["--auth=trust", f"--username={UNPRIVILEGED}", "--no-sync", "--encoding=UTF8"]
        subprocess.run(
            as_server_user([initdb, *trust, "--locale=C", "-D", data]),
            check=True,
            capture_output=True,
            cwd=folder,
        )
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "full_page_writes": "off",
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                as_server_user([postgres, "-D", data, *settings]),
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            yield _ready(Server(folder, process))
        finally:
            process.send_signal(signal.SIGINT)  # end clients' sessions and stop
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder)


def _ready(server: Server) -> Server:
    deadline = time.monotonic() + 30
    while True:
        try:
            server.run("SELECT 1")
            return server
        except psycopg.OperationalError:
            if server.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail((server.folder / "log").read_text())
            time.sleep(0.05)


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """An empty schema for one test: it stands for a database and is made a hundred times faster."""
    postgres_server.run("CREATE SCHEMA test")
    yield postgres_server.url("postgres") + "&options=-csearch_path%3Dtest"
    postgres_server.run("DROP SCHEMA test CASCADE")
