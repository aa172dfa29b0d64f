"""NDJSON both ways: results as they are done, failures on lines of their own, flat memory."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import PAGE, Running
from starlette.testclient import TestClient

from service.api import bodies, schemas
from service.api import server as serving
from service.api.batches import AT_ONCE
from service.api.spool import Spool

SEEDS = Path(__file__).parents[2] / "seeds"
NDJSON = {"content-type": "application/x-ndjson"}
VIETNAMESE = "Bộ trưởng Quốc phòng hai nước đã hội đàm tại Hà Nội sáng nay, lần thứ"


def lines_of(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def page(id: str, text: str = PAGE) -> bytes:
    return json.dumps({"id": id, "text": text}, ensure_ascii=False).encode() + b"\n"


def pages(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield page(f"page-{number}", f"{VIETNAMESE} {number}.")


def test_every_line_has_one_answer(client: TestClient):
    answer = client.post("/v1/batches", content=b"".join(pages(30)), headers=NDJSON)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    ids = {line["article"]["id"] for line in lines_of(answer.text)}
    assert ids == {f"page-{number}" for number in range(30)}


def test_an_answer_is_the_report_of_a_summary(client: TestClient):
    (report,) = lines_of(client.post("/v1/batches", content=page("a"), headers=NDJSON).text)
    assert schemas.SummaryReport.model_validate(report).model_dump() == report


@pytest.mark.parametrize(
    ("line", "id", "status"),
    [
        (b"no json", None, 400),
        (b'{"id": "x"}', "x", 400),
        (b'{"id": "x", "text": "This is English and cannot be translated here."}', "x", 422),
        (page("x", VIETNAMESE + " ‽").strip(), "x", 503),
        (b"\xff\xfe", None, 400),
        (b"[" * 10_000, None, 400),
        (rb'{"id": "x", "text": "\ud800"}', "x", 400),
        (rb'{"id": "\ud800", "text": "x"}', None, 400),  # half a character: cannot be sent back
    ],
)
def test_a_failure_is_a_line_of_its_own_and_stops_no_other(client: TestClient, line, id, status):
    content = page("before") + line + b"\n" + page("after")
    found = lines_of(client.post("/v1/batches", content=content, headers=NDJSON).text)
    (failure,) = [each for each in found if "error" in each]
    assert (failure["id"], failure["line"], failure["error"]["status"]) == (id, 2, status)
    assert schemas.BatchFailure.model_validate(failure)
    assert {each["article"]["id"] for each in found if "article" in each} == {"before", "after"}


def test_a_fault_of_ours_is_a_line_too(client: TestClient, monkeypatch):
    def fails(*arguments: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("service.api.batches.summary_of", fails)
    (failure,) = lines_of(client.post("/v1/batches", content=page("a"), headers=NDJSON).text)
    assert failure["error"]["status"] == 500
    assert "secret" not in str(failure)


def test_a_page_without_an_id_is_named_by_its_line(client: TestClient):
    content = b"\n" + json.dumps({"text": PAGE}).encode()
    (report,) = lines_of(client.post("/v1/batches", content=content, headers=NDJSON).text)
    assert report["article"]["id"] == "line-2"


def test_an_empty_batch_has_an_empty_answer(client: TestClient):
    answer = client.post("/v1/batches", content=b"\n\n", headers=NDJSON)
    assert (answer.status_code, answer.text) == (200, "")


def test_other_types_are_refused(client: TestClient):
    answer = client.post("/v1/batches", json={"text": PAGE})
    assert answer.status_code == 415


def test_a_line_longer_than_a_request_may_be_ends_the_batch(serve):
    server: Running = serve(max_bytes=2_000)
    content = page("a") + page("b", "dài " * 1_000) + page("c")
    found = lines_of(server.client.post("/v1/batches", content=content, headers=NDJSON).text)
    statuses = {each.get("id"): each["error"]["status"] for each in found if "error" in each}
    assert statuses == {None: 413}
    assert [each["article"]["id"] for each in found if "article" in each] == ["a"]


class Talk:
    """A batch spoken by hand, chunk by chunk."""

    def __init__(self, server: Running) -> None:
        self.socket = socket.socket()
        self.socket.settimeout(30)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        self.socket.connect(("127.0.0.1", server.port))
        self.socket.sendall(
            b"POST /v1/batches HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-ndjson\r\n\r\n"
        )

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *exception: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def end(self) -> None:
        self.socket.sendall(b"0\r\n\r\n")

    def read_until(self, what: bytes) -> bytes:
        data = b""
        while what not in data:
            piece = self.socket.recv(65_536)
            assert piece, f"the answer ended before {what!r}: …{data[-300:]!r}"
            data += piece
        return data


def test_results_come_while_the_request_is_still_being_sent(serve):
    with Talk(serve()) as talk:
        for number in range(3):
            talk.send(page(f"page-{number}"))
            talk.read_until(f'"id":"page-{number}"'.encode())
        talk.end()
        talk.read_until(b"0\r\n\r\n")


def test_a_client_that_sends_everything_before_it_reads_is_served(serve):
    article = (SEEDS / "002_a0be867357c777ef.txt").read_text()
    with Talk(serve()) as talk:
        for number in range(250):  # far more results than the sockets' buffers hold
            talk.send(page(f"page-{number}", article))
        talk.end()
        time.sleep(1)
        answers = talk.read_until(b"\r\n0\r\n\r\n")
    assert answers.count(b'"article"') == 250
    assert len(answers) > 5_000_000


def test_no_more_than_a_few_articles_are_in_work_at_once(serve):
    server: Running = serve(model="scripted-slow")
    dispatcher = server.app.state.office.workshop.dispatcher
    most = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.is_set():
            most = max(most, dispatcher.waiting + dispatcher.in_hand)
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    server.client.post("/v1/batches", content=pages(24), headers=NDJSON)
    done.set()
    watcher.join()
    assert 0 < most <= 2 * AT_ONCE  # each of these pages has one sentence and may be tried again


def test_a_client_that_hangs_up_ends_the_batch(serve):
    server: Running = serve(model="scripted-slow")
    office = server.app.state.office
    with Talk(server) as talk:
        for lines in pages(200):
            talk.send(lines)
        talk.end()
        talk.read_until(b'"article"')
        talk.socket.close()
        assert wait_until(lambda: office.batches.taken == 0)
        assert office.workshop.dispatcher.waiting == 0


def test_a_client_that_hangs_up_after_it_stalled_ends_the_batch(serve, monkeypatch):
    """Sending is over for it, with a 408; it may still be reading, or leave."""
    monkeypatch.setattr(bodies, "PAUSE_SECONDS", 0.2)
    server: Running = serve(model="scripted-slow")
    dispatcher = server.app.state.office.workshop.dispatcher
    with Talk(server) as talk:
        talk.send(page("long", " ".join(f"{VIETNAMESE} {number}." for number in range(200))))
        assert wait_until(lambda: dispatcher.waiting > 100)
        time.sleep(0.6)
        assert dispatcher.waiting > 50
    assert wait_until(lambda: dispatcher.waiting == 0, seconds=2)


def test_a_closing_server_finishes_what_it_began_and_says_that_lines_are_missing(serve):
    server: Running = serve(model="scripted-slow")
    with Talk(server) as talk:
        for lines in pages(4):
            talk.send(lines)
        talk.read_until(b'"article"')
        server.stop()
        rest = talk.read_until(b"0\r\n\r\n")
        assert b'"id":null' in rest
        assert b"closing" in rest


def test_a_closing_server_says_which_lines_it_had_no_time_for(serve, monkeypatch):
    monkeypatch.setattr(serving, "CLOSING_SECONDS", 6)
    server: Running = serve(model="scripted-slow")
    dispatcher = server.app.state.office.workshop.dispatcher
    with Talk(server) as talk:
        talk.send(page("long", " ".join(f"{VIETNAMESE} {number}." for number in range(400))))
        assert wait_until(lambda: dispatcher.waiting > 300)
        server.stop()
        rest = talk.read_until(b"0\r\n\r\n")
    for line in (b'"id":"long","line":1,', b'"id":null,"line":2,'):
        assert b"{" + line + b'"error":{' in rest
    assert rest.count(b'"status":503') == 2


def test_a_second_run_of_a_batch_comes_from_the_memory(client: TestClient):
    content = b"".join(pages(10))
    client.post("/v1/batches", content=content, headers=NDJSON)
    again = lines_of(client.post("/v1/batches", content=content, headers=NDJSON).text)
    assert sum(each["memory"]["misses"] for each in again) == 0


async def _spooled(pieces: list[bytes], most: int) -> list[bytes]:
    import asyncio

    async def fill(spool: Spool) -> None:
        for piece in pieces:
            await spool.room()
            await spool.put(piece)
        await spool.end()

    with Spool(most) as spool:
        filling = asyncio.create_task(fill(spool))
        found = [piece async for piece in spool]
        await filling
    return found


@pytest.mark.parametrize("most", [1, 1_000, 1 << 30])
def test_a_spool_gives_back_what_was_put_in(most):
    import asyncio

    pieces = [bytes([number % 256]) * number for number in range(500)]
    assert b"".join(asyncio.run(_spooled(pieces, most))) == b"".join(pieces)


def wait_until(holds, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds()
