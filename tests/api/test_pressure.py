"""Too much at once, clients that leave or dawdle, and the end of the server."""

from __future__ import annotations

import asyncio
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import httpx2
import pytest
from running import PAGE, SENTENCE, Running

from service.api import bodies
from service.api import server as serving
from service.api.keys import KeyFile

SLOW = "scripted-slow"  # 50 ms a sentence


def sentences(count: int, word: str = "câu") -> dict[str, list[str]]:
    return {"sentences": [f"Đây là {word} thứ {number} của bài." for number in range(count)]}


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.005)
    return holds()


def queue_of(server: Running) -> int:
    dispatcher = server.app.state.office.workshop.dispatcher
    return dispatcher.waiting + dispatcher.in_hand


@pytest.fixture
def call(serve) -> Iterator[Callable[..., object]]:
    """Posts in the background."""
    with ThreadPoolExecutor(32) as pool:
        yield lambda server, path, **sent: pool.submit(
            httpx2.post, server.url + path, timeout=60, **sent
        )


def test_a_full_queue_is_a_503_that_says_when_to_come_again(serve, call):
    server = serve(model=SLOW, queue_limit=40)
    first = call(server, "/v1/translations", json=sentences(30))
    assert wait_until(lambda: queue_of(server) > 20)
    second = server.client.post("/v1/translations", json=sentences(30, "lời"))
    assert second.status_code == 503
    assert int(second.headers["retry-after"]) > 0
    assert first.result().status_code == 200


def test_a_batch_waits_for_room_in_the_queue(serve, call):
    server = serve(model=SLOW, queue_limit=12)
    first = call(server, "/v1/translations", json=sentences(10))
    assert wait_until(lambda: queue_of(server) > 5)
    answer = server.client.post(
        "/v1/batches",
        content=json.dumps({"id": "a", "text": PAGE}),
        headers={"content-type": "application/x-ndjson"},
    )
    assert json.loads(answer.text)["article"]["id"] == "a"
    first.result()


def test_no_more_requests_are_worked_on_than_may_be(serve, call):
    server = serve(model=SLOW, max_requests=1)
    first = call(server, "/v1/translations", json=sentences(20))
    assert wait_until(lambda: queue_of(server) > 5)
    assert server.client.post("/v1/translations", json=sentences(1)).status_code == 503
    assert server.client.get("/healthz").status_code == 200
    assert first.result().status_code == 200


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_larger_than_allowed_is_a_413(serve, chunked):
    server = serve(max_bytes=10_000)
    body = b'{"text": "' + b"a" * 50_000 + b'"}'
    content = (body[at : at + 1_000] for at in range(0, len(body), 1_000)) if chunked else body
    answer = server.client.post(
        "/v1/summaries", content=content, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413


def test_more_sentences_than_allowed_are_a_413(serve):
    server = serve(max_sentences=5)
    assert server.client.post("/v1/translations", json=sentences(6)).status_code == 413
    text = " ".join(sentences(6)["sentences"])
    assert server.client.post("/v1/summaries", json={"text": text}).status_code == 413


def test_more_sentences_than_the_queue_can_ever_hold_are_a_413_too(serve):
    """A 503 would say to come again, and a batch would wait for room for ever."""
    server = serve(queue_limit=5)
    assert server.client.post("/v1/translations", json=sentences(6)).status_code == 413
    line = json.dumps({"id": "a", "text": " ".join(sentences(6)["sentences"])})
    answer = server.client.post(
        "/v1/batches", content=line, headers={"content-type": "application/x-ndjson"}
    )
    assert json.loads(answer.text)["error"]["status"] == 413


@pytest.mark.parametrize(
    "sent",
    [
        {"text": PAGE},  # two sentences and a title
        {"html": f"<p>{' và '.join(SENTENCE.lower().rstrip('.') for _ in range(150))}.</p>"},
    ],
)
def test_what_goes_with_the_sentences_is_counted_too(serve, sent):
    """A title, or the clauses of a sentence too long for the model, may be what is too much."""
    server = serve(queue_limit=2)
    alone = server.client.post("/v1/translations", json=sent)
    assert (alone.status_code, alone.headers.get("retry-after")) == (413, None)
    answer = server.client.post(
        "/v1/batches", json=sent, headers={"content-type": "application/x-ndjson"}
    )
    assert json.loads(answer.text)["error"]["status"] == 413


def test_a_short_request_is_not_stuck_behind_a_long_one(serve, call):
    server = serve(model=SLOW)
    long = call(server, "/v1/translations", json=sentences(40))
    assert wait_until(lambda: queue_of(server) > 20)
    start = time.monotonic()
    assert server.client.post("/v1/translations", json=sentences(1, "lời")).status_code == 200
    assert time.monotonic() - start < 3
    assert not long.done()
    assert long.result().status_code == 200


def test_short_requests_are_not_crowded_out_by_long_ones(serve):
    """See `Turns.crowd`; the policy itself is tested with a translator that counts steps."""
    assert serve(threads=3).app.state.office.workshop.dispatcher.turns.crowd == 24


def test_identical_requests_in_flight_are_computed_once(serve, call, tmp_path):
    server = serve(model=SLOW)
    asked = [call(server, "/v1/translations", json=sentences(4)) for _ in range(8)]
    assert {each.result().status_code for each in asked} == {200}
    metrics = server.client.get("/metrics").text
    (tokens,) = [line for line in metrics.splitlines() if line.startswith("bantin_model_tokens_t")]
    alone = serve(model=SLOW, memory=str(tmp_path / "another.sqlite3"))
    alone.client.post("/v1/translations", json=sentences(4))
    assert tokens in alone.client.get("/metrics").text


def test_a_client_that_hangs_up_frees_its_work(serve):
    server = serve(model=SLOW)
    body = json.dumps(sentences(200)).encode()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(
            b"POST /v1/translations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
            b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        assert wait_until(lambda: queue_of(server) > 100)
    assert wait_until(lambda: queue_of(server) == 0, seconds=2)
    assert wait_until(lambda: server.app.state.office.desks.taken == 0)


def test_a_client_that_never_sends_the_body_of_its_get_frees_its_work_too(
    serve, monkeypatch, tmp_path
):
    monkeypatch.setattr(bodies, "PAUSE_SECONDS", 0.1)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "long.txt").write_text(" ".join(sentences(200)["sentences"]))
    server = serve(model=SLOW, corpus=tmp_path / "corpus")
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(
            b"GET /v1/articles/long/summary HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
        )
        assert wait_until(lambda: queue_of(server) > 100)
        time.sleep(0.3)
        assert queue_of(server) > 100
    assert wait_until(lambda: queue_of(server) == 0, seconds=2)


def test_the_event_loop_answers_while_articles_are_worked_on(serve, call):
    server = serve()
    working = [call(server, "/v1/translations", json=sentences(400, f"{n}")) for n in range(3)]
    slowest = 0.0
    while not all(each.done() for each in working):
        start = time.monotonic()
        assert server.client.get("/healthz").status_code == 200
        slowest = max(slowest, time.monotonic() - start)
    assert slowest < 1


ADDRESS = "/v1/translations"
TYPED = [
    {"content": PAGE.encode(), "headers": {"content-type": f"text/{kind}"}}
    for kind in ("plain", "html")
]
FILE = {"file": ("tin.txt", PAGE.encode())}
TERMS = {
    "content": "hợp tác\tcooperation".encode(),
    "headers": {"content-type": "text/tab-separated-values"},
}


@pytest.mark.parametrize(
    ("long", "method", "address", "sent"),
    [
        *(("service.api.bodies.decode", "POST", ADDRESS, typed) for typed in TYPED),
        ("service.api.bodies.decode", "POST", ADDRESS, {"files": FILE}),
        ("service.api.bodies.decode", "PUT", "/v1/glossary", TERMS),
        *(
            (f"service.documents.formats.{long}", "POST", "/v2/document?target_lang=EN", {"files": FILE})
            for long in ("decode", "count_sentences", "text_of")
        ),
    ],
)  # fmt: skip
def test_what_may_take_long_is_not_done_on_the_event_loop(
    client, monkeypatch, long, method, address, sent
):
    function, held_up = pkgutil.resolve_name(long), []

    def watched(*arguments: object) -> object:
        held_up.append(asyncio._get_running_loop() is not None)
        return function(*arguments)

    monkeypatch.setattr(long, watched)
    assert client.request(method, address, **sent).status_code == 200
    assert held_up
    assert not any(held_up)


def cut_off(connection: socket.socket) -> bool:
    """Whether the server has ended a connection, as soon as it has."""
    connection.settimeout(10)
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def test_a_client_that_never_ends_its_headers_is_cut_off(serve, monkeypatch):
    monkeypatch.setattr(serving, "HEADER_SECONDS", 0.3)
    with socket.create_connection(("127.0.0.1", serve().port)) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: loc")
        assert cut_off(connection)


def test_a_client_that_dribbles_its_headers_is_cut_off_too(serve, monkeypatch):
    monkeypatch.setattr(serving, "HEADER_SECONDS", 0.5)
    with socket.create_connection(("127.0.0.1", serve().port)) as connection:
        for _ in range(100):
            try:
                connection.sendall(b"X")
            except ConnectionError:
                return
            time.sleep(0.05)
    pytest.fail("the server has listened to it for 5 seconds")


@pytest.mark.parametrize("constant", ["PAUSE_SECONDS", "BODY_SECONDS"])
def test_a_body_that_comes_too_slowly_is_a_408(serve, monkeypatch, constant):
    monkeypatch.setattr(bodies, constant, 0.3)
    with socket.create_connection(("127.0.0.1", serve().port), timeout=10) as connection:
        connection.sendall(
            b"POST /v1/summaries HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
            b"\r\nContent-Length: 100\r\n\r\n{"
        )
        assert b" 408 " in connection.recv(1_000)


LARGEST = 3_000_000


def head_of(length: int, **changed: str) -> bytes:
    """The head of a request that is the last of its connection."""
    headers = {
        "host": "localhost",
        "connection": "close",
        "content-type": "application/json",
        "content-length": str(length),
    }
    lines = (f"{name}: {value}\r\n" for name, value in (headers | changed).items())
    return f"POST /v1/summaries HTTP/1.1\r\n{''.join(lines)}\r\n".encode()


def answer_to_all(server: Running, changed: dict[str, str]) -> bytes:
    """What is answered to a client that sends a large body before it reads anything."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head_of(4 * LARGEST, **changed) + b"a" * (4 * LARGEST))
        return b"".join(iter(lambda: connection.recv(65_536), b""))


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 413),
        ({"content-type": "application/pdf"}, 415),
        ({"x-api-key": "wrong"}, 401),
        ({"host": "evil.example"}, 421),
        ({"origin": "https://evil.example"}, 403),
    ],
)
def test_a_client_that_sends_all_before_it_reads_is_answered(serve, tmp_path, changed, status):
    keys = KeyFile(tmp_path / "keys.json")
    server = serve(max_bytes=LARGEST, api_keys_file=keys.path)
    answer = answer_to_all(server, {"x-api-key": keys.add("desk")} | changed)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert answer.endswith(b"}")


def test_a_fault_of_ours_is_answered_to_such_a_client_too(serve, monkeypatch):
    monkeypatch.setattr("service.api.gate.Gate._objection", lambda *arguments: 1 / 0)
    assert answer_to_all(serve(), {}).startswith(b"HTTP/1.1 500 ")


def test_a_client_that_reads_early_does_not_wait_for_the_rest_of_its_body(serve, monkeypatch):
    monkeypatch.setattr(bodies, "SILENCE_SECONDS", 30)
    connection = HTTPConnection("127.0.0.1", serve().port, timeout=5)
    connection.request("POST", "/v1/summaries", b"a", {"content-length": "1000"})
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["status"]) == (415, 415)
    connection.close()


@pytest.mark.parametrize("constant", ["SILENCE_SECONDS", "DRAIN_SECONDS"])
def test_the_rest_of_an_answered_body_is_not_waited_for_long(serve, monkeypatch, constant):
    for each in ("SILENCE_SECONDS", "DRAIN_SECONDS"):
        monkeypatch.setattr(bodies, each, 0.3 if each == constant else 30)
    with socket.create_connection(("127.0.0.1", serve().port)) as connection:
        connection.sendall(head_of(1_000, host="evil.example") + b"a")
        assert cut_off(connection)


def test_a_body_the_server_has_not_asked_for_is_not_waited_for(serve, monkeypatch):
    for each in ("SILENCE_SECONDS", "DRAIN_SECONDS"):
        monkeypatch.setattr(bodies, each, 30)
    with socket.create_connection(("127.0.0.1", serve().port)) as connection:
        connection.sendall(head_of(1_000, host="evil.example", expect="100-continue"))
        assert cut_off(connection)


def test_a_client_that_does_not_read_is_cut_off(serve, monkeypatch):
    monkeypatch.setattr(serving, "STALLED_SECONDS", 0.5)
    server = serve()
    body = json.dumps({"sentences": [SENTENCE] * 2_000}).encode()
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(("127.0.0.1", server.port))
        head = (
            b"POST /v1/translations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
            b"\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        for _ in range(20):  # more answers than the sockets' buffers hold
            try:
                connection.sendall(head + body)
            except OSError:
                break
        assert wait_until(lambda: not server.server.server_state.connections, seconds=30)


def test_a_connection_may_be_used_again_and_again(serve):
    server = serve()
    for number in range(20):
        answer = server.client.post("/v1/translations", json=sentences(1, str(number)))
        assert answer.status_code == 200


def test_stopping_finishes_what_is_in_flight_and_refuses_the_rest(serve, call):
    server = serve(model=SLOW)
    working = call(server, "/v1/translations", json=sentences(12))
    assert wait_until(lambda: queue_of(server) > 5)
    server.stop()
    time.sleep(0.3)
    with pytest.raises(httpx2.TransportError):
        httpx2.get(server.url + "/healthz", timeout=2)
    answer = working.result()
    assert (answer.status_code, len(answer.json()["translation"]["sentences"])) == (200, 12)


def test_what_a_stopping_server_cannot_finish_is_a_503_like_any_other(serve, call, monkeypatch):
    monkeypatch.setattr(serving, "CLOSING_SECONDS", 1)
    server = serve(model=SLOW)
    sent = {"json": sentences(400), "headers": {"x-request-id": "mine"}}
    working = call(server, "/v1/translations", **sent)
    assert wait_until(lambda: queue_of(server) > 300)
    server.stop()
    answer = working.result()
    assert (answer.status_code, answer.json()["status"]) == (503, 503)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == "mine"
    assert int(answer.headers["retry-after"]) > 0


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[[], tuple[subprocess.Popen, str]]]:
    """Starts `bantin serve` as a process of its own."""
    started: list[subprocess.Popen] = []
    environment = {
        **os.environ,
        "BANTIN_MODEL": SLOW,
        "BANTIN_MEMORY": str(tmp_path / "memory.sqlite3"),
        "BANTIN_HOUSE_TERMS": str(tmp_path / "terms.tsv"),
    }

    def start() -> tuple[subprocess.Popen, str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "service.cli", "serve", "--port", str(port)]
        started.append(
            subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        )
        url = f"http://127.0.0.1:{port}"
        assert wait_until(lambda: ready(url), seconds=60)
        return started[-1], url

    yield start
    for each in started:
        if each.poll() is None:
            each.kill()
        each.communicate()


def ready(url: str) -> bool:
    try:
        return httpx2.get(url + "/readyz").status_code == 200
    except httpx2.TransportError:
        return False


def test_a_server_killed_in_the_middle_loses_nothing_it_answered(process, tmp_path):
    killed, url = process()
    answered = sentences(4)
    assert httpx2.post(url + "/v1/translations", json=answered, timeout=30).status_code == 200
    correction = {"source": SENTENCE, "target": "They agreed."}
    assert httpx2.put(url + "/v1/memory", json=correction).status_code == 200
    working = threading.Thread(target=_post_and_be_cut_off, args=(url,))
    working.start()
    time.sleep(0.5)
    killed.send_signal(signal.SIGKILL)
    working.join()

    _, url = process()
    again = httpx2.post(url + "/v1/translations", json=answered, timeout=30).json()
    corrected = httpx2.post(url + "/v1/translations", json={"sentences": [SENTENCE]}).json()
    assert again["memory"] == {"hits": 4, "misses": 0}
    assert corrected["translation"]["sentences"][0]["text"] == "They agreed."


def _post_and_be_cut_off(url: str) -> None:
    with pytest.raises(httpx2.TransportError):
        httpx2.post(url + "/v1/translations", json=sentences(500, "lời"), timeout=30)


def test_sigterm_ends_the_server_well(process):
    server, url = process()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(httpx2.post, url + "/v1/translations", json=sentences(10), timeout=30)
        time.sleep(0.3)
        server.terminate()
        assert answer.result().status_code == 200
    _, log = server.communicate(timeout=30)
    assert server.returncode in (0, -signal.SIGTERM)
    assert "this machine only" in log
    assert "Traceback" not in log
