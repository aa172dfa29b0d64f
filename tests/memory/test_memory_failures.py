"""When something is wrong with the file or the server, it is said plainly and nothing is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, event

from service.errors import TranslationMemoryError
from service.memory import Entry, Memory

NOBODY = 65534


def said(number: int) -> Entry:
    return Entry(f"Câu số {number}.", "model", "terms", f"Sentence {number}.", -0.5, 4, "complete")


@pytest.fixture
def path(tmp_path) -> Path:
    """A file with a memory of 2,000 sentences, closed."""
    file = tmp_path / "memory.db"
    with Memory.open(file) as memory:
        memory.put_many(map(said, range(2000)))
    return file


def use(file: Path, patience: float = 30) -> None:
    """Read all and write a little."""
    with Memory.open(file, patience=patience) as memory:
        list(memory.entries())
        memory.put_many([said(0), said(9999)])


def overwrite(file: Path, start: int, data: bytes) -> None:
    with file.open("r+b") as stream:
        stream.seek(start)
        stream.write(data)


def cut_in_half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(
            lambda file: overwrite(file, 0, b"Tin nhanh " * 20), id="a text over its head"
        ),
        pytest.param(lambda file: overwrite(file, 4096, b"\xff" * 40960), id="pages overwritten"),
        pytest.param(cut_in_half, id="half of it missing"),
    ],
)
def test_a_damaged_file_is_named_and_called_damaged(path, damage):
    damage(path)
    with pytest.raises(TranslationMemoryError, match=r"damaged.* move FILE, FILE-wal and") as error:
        use(path)
    assert str(path) in str(error.value)


def test_a_file_of_another_kind_is_left_as_it_is(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text("Bộ trưởng Quốc phòng thăm Lào. " * 100)
    before = path.read_bytes()
    with pytest.raises(TranslationMemoryError, match="no SQLite database"):
        use(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE places (url)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(TranslationMemoryError, match="of another program"):
        use(path)
    assert path.read_bytes() == before


def test_a_folder_is_no_memory(tmp_path):
    with pytest.raises(TranslationMemoryError, match="cannot be opened"):
        use(tmp_path)


def test_a_memory_below_a_file_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(TranslationMemoryError, match="no directory"):
        use(tmp_path / "file" / "memory.db")


def test_missing_folders_are_made(tmp_path):
    use(tmp_path / "a" / "b" / "memory.db")


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every user can reach; pytest's own only its user can."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Be bound by permissions: root is not."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_read_only_folder_is_named(shared_folder):
    shared_folder.chmod(0o555)
    path = shared_folder / "memory.db"
    with (
        ordinary_user(),
        pytest.raises(
            TranslationMemoryError, match="allow writing to the file and its dir"
        ) as error,
    ):
        use(path)
    assert str(path) in str(error.value)


def test_a_read_only_file_is_named(shared_folder):
    path = shared_folder / "memory.db"
    use(path)
    path.chmod(0o444)
    shared_folder.chmod(0o555)
    with ordinary_user(), pytest.raises(TranslationMemoryError, match=r"memory\.db"):
        use(path)


@contextmanager
def full_disk(pages: int) -> Iterator[None]:
    """SQLite files cannot grow over `pages`: what SQLite says then is what a full disk makes it say."""

    def limit(connection, _record):
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


def test_a_full_disk_is_told_and_what_was_stored_is_kept(path):
    with (
        full_disk(pages=path.stat().st_size // 4096),
        Memory.open(path) as memory,
        pytest.raises(TranslationMemoryError, match="disk is full"),
    ):
        memory.put_many(map(said, range(2000, 9000)))
    with Memory.open(path) as memory:
        kept = {entry.sentence for entry in memory.entries()}
        assert kept >= {said(number).sentence for number in range(2000)}
        assert len(kept) % 500 == 0  # whole batches only
        memory.put_many([said(9999)])


def test_a_file_locked_for_too_long_is_told_and_usable_when_the_lock_is_gone(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TranslationMemoryError, match="locked by another process"):
            use(path, patience=0.1)
        with Memory.open(path) as memory:  # reading goes on
            assert len(memory.get_many([said(0).sentence], "model", "terms")) == 1
        other.execute("COMMIT")
    use(path, patience=0.1)


def test_a_server_locked_for_too_long_is_told(postgres_url):
    with Memory.open(postgres_url, patience=0.2) as memory:
        with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
            other.execute("LOCK TABLE memory_entry IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(TranslationMemoryError, match="locked by another process"):
                memory.put_many([said(0)])
        assert memory.put_many([said(0)]) == 1


def test_writers_wait_for_each_other_on_a_server_that_isolates_more_by_itself(postgres_url):
    strict = postgres_url + "%20-cdefault_transaction_isolation%3Dserializable"
    plain = postgres_url.replace("+psycopg", "")
    with (
        Memory.open(strict) as memory,
        psycopg.connect(plain) as other,
        ThreadPoolExecutor(1) as pool,
    ):
        memory.correct("Xin chào.", "Hello.", "Lan")
        other.execute("UPDATE memory_sentence SET text = text")  # as if it was correcting it too
        second = pool.submit(memory.correct, "Xin chào.", "Hi.", "Minh")
        while not other.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            time.sleep(0.01)
        other.commit()
        assert second.result()


def test_a_server_that_came_back_is_used_again(postgres_url, postgres_server):
    with Memory.open(postgres_url) as memory:
        postgres_server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        assert memory.put_many([said(0)]) == 1


KILLED = """
import os, signal, sys
from service.memory import Memory
memory = Memory.open(sys.argv[1])
memory.correct("Xin chào.", "Hello.", "Lan")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_log_left_alone_is_not_deleted_for_a_new_memory(tmp_path):
    path, aside = tmp_path / "memory.db", tmp_path / "aside.db"
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    path.rename(aside)
    with pytest.raises(TranslationMemoryError, match=r"is gone .* move .*memory\.db-wal"):
        Memory.open(path)
    for name in ("-wal", "-shm"):
        Path(f"{path}{name}").rename(f"{aside}{name}")
    with Memory.open(path) as memory:
        assert memory.stats().corrections == 0
    with Memory.open(aside) as memory:
        assert [said.text for said in memory.corrections()] == ["Hello."]


@pytest.mark.parametrize("successor", [False, True], ids=["deleted", "replaced"])
def test_nothing_is_stored_in_a_file_that_is_gone(path, successor):
    aside = path.with_name("aside.db")
    with Memory.open(path) as memory:
        path.rename(aside)
        if successor:
            path.touch()
        with pytest.raises(TranslationMemoryError, match="moved, deleted or replaced while in use"):
            memory.correct("Xin chào.", "Hello.", "Lan")
        aside.replace(path)
        assert memory.correct("Xin chào.", "Hello.", "Lan")


WRITER = """
import sys
from service.memory import Entry, Memory
with Memory.open(sys.argv[1]) as memory:
    for batch in range(10_000):
        memory.put_many(
            Entry(f"{batch} {number}", "model", "terms", "…", -0.5, 1, "complete") for number in range(50)
        )
        print(batch, flush=True)
"""


def test_a_killed_process_loses_at_most_the_batch_in_hand(location):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, location], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        for _ in range(8):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        acknowledged = 8 + len(writer.stdout.readlines())
    with Memory.open(location) as memory:
        stored = memory.stats().entries["model"]
        assert stored in (acknowledged * 50, acknowledged * 50 + 50)
        memory.put_many([said(0)])


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://user@host/database", "a translation memory is a file or postgresql"),
        ("nonsense://", "a translation memory is a file or postgresql"),
        ("sqlite://", "a translation memory is a file or postgresql"),
        ("postgresql://user@127.0.0.1:1/database", "cannot be used: .*[Cc]onnection"),
        ("postgresql+psycopg://user@/x?host=/nowhere", "cannot be used: .*No such file"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_with_the_reason(address, reason):
    with pytest.raises(TranslationMemoryError, match=reason):
        Memory.open(address, patience=1)


def test_a_database_that_does_not_exist_is_said_to(postgres_server):
    with pytest.raises(TranslationMemoryError, match='database "nowhere" does not exist'):
        Memory.open(postgres_server.url("nowhere"))


def test_a_password_is_never_shown():
    with pytest.raises(TranslationMemoryError) as error:
        Memory.open("postgresql://user:geheim@127.0.0.1:1/database", patience=1)
    assert "geheim" not in str(error.value)


def test_the_missing_client_of_postgresql_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(TranslationMemoryError, match=r"pip install 'bantin\[postgres\]'"):
        Memory.open("postgresql://user@host/database")


def test_an_error_in_the_middle_of_a_batch_leaves_nothing_of_it(memory):
    bad = Entry("b", "model", "terms", "b", float("nan"), "many", "complete")  # type: ignore[arg-type]
    with pytest.raises(TranslationMemoryError):
        memory.put_many([said(1), bad])
    assert list(memory.entries()) == []
