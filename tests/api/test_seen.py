"""What is seen of the server from outside: health, metrics, logs."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from running import PAGE, SENTENCE
from starlette.testclient import TestClient

from models import catalogue
from models.errors import ModelNotFound
from models.protocols import Summariser
from models.scripted import ScriptedTranslator
from service.api import readiness
from service.api.app import create_app
from service.api.journal import JsonLines
from service.api.keys import KeyFile
from service.errors import TranslationMemoryError
from service.memory import Memory


def metric(client: TestClient, name: str) -> float:
    """The value of a metric, named with its labels."""
    for line in client.get("/metrics").text.splitlines():
        if line.startswith(name + " "):
            return float(line.split()[-1])
    return 0.0


def load_with(monkeypatch, load) -> None:
    """Have the model loaded in another way."""
    preset = SimpleNamespace(
        load=load, signature=lambda options: ScriptedTranslator().signature, companion=None
    )
    monkeypatch.setattr("service.build.catalogue.find", lambda name: preset)


def wait_for(client: TestClient, status: int) -> dict:
    for _ in range(500):
        answer = client.get("/readyz")
        if answer.status_code == status:
            return answer.json()
    pytest.fail(f"readyz never said {status}, but {answer.status_code}")


def reason_when(client: TestClient, holds: Callable[[str], bool]) -> str:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        if holds(answer.json()["detail"]):
            return answer.json()["detail"]
    pytest.fail(answer.json()["detail"])


def test_the_server_is_alive_but_not_ready_while_the_model_loads(settings, monkeypatch):
    go = threading.Event()

    def load(options) -> ScriptedTranslator:
        options.progress("weights", 3, 10)
        go.wait(10)
        return ScriptedTranslator()

    load_with(monkeypatch, load)
    with TestClient(create_app(settings)) as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "the model is not there yet" in answer.json()["detail"]
        assert "weights: 30 %" in wait_for(client, 503)["detail"]
        go.set()
        assert wait_for(client, 200) == {"status": "ready"}


def test_a_model_that_cannot_be_loaded_is_the_reason_given(settings, monkeypatch):
    def load(options) -> ScriptedTranslator:
        raise ModelNotFound("run `bantin models prepare`")

    load_with(monkeypatch, load)
    with TestClient(create_app(settings)) as client:
        detail = reason_when(client, lambda said: "cannot be loaded" in said)
        assert detail == "the model cannot be loaded: run `bantin models prepare`"


def test_a_summariser_that_cannot_be_loaded_keeps_the_server_from_being_ready(
    settings, monkeypatch
):
    def load_summariser(options) -> Summariser:
        raise ModelNotFound("the writer's weights are not here")

    writer = SimpleNamespace(
        name="writer",
        role="summariser",
        signature=lambda options: ScriptedTranslator().signature,
        load_summariser=load_summariser,
    )
    find = catalogue.find
    monkeypatch.setattr(
        "service.build.catalogue.find", lambda name: writer if name == "writer" else find(name)
    )
    with TestClient(create_app(replace(settings, summariser="writer"))) as client:
        detail = reason_when(client, lambda said: "cannot be loaded" in said)
        assert detail == "the model cannot be loaded: the writer's weights are not here"


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device", "/home/somebody/.cache/weights"),
        RuntimeError("weights of /home/somebody"),
        MemoryError(),
        KeyError("somebody"),
    ],
)
def test_an_unforeseen_error_while_loading_is_told_without_what_is_in_it(
    settings, monkeypatch, log, error
):
    def load(options) -> ScriptedTranslator:
        raise error

    load_with(monkeypatch, load)
    with TestClient(create_app(settings)) as client:
        detail = reason_when(client, lambda said: "cannot be loaded" in said)
        answer = client.post("/v1/translations", json={"sentences": [SENTENCE]})
        assert client.get("/readyz").status_code == 503
    assert detail == "the model cannot be loaded; the server's log says why"
    assert answer.status_code == 503
    assert any(type(error).__name__ in line.get("error", "") for line in log)


def test_a_model_that_could_not_be_loaded_is_tried_again_without_a_request(settings, monkeypatch):
    attempts: list[int] = []

    def load(options) -> ScriptedTranslator:
        attempts.append(1)
        if len(attempts) == 1:
            raise ModelNotFound("not here yet")
        return ScriptedTranslator()

    monkeypatch.setattr(readiness, "TRY_AGAIN", 0.05)
    load_with(monkeypatch, load)
    with TestClient(create_app(settings)) as client:
        assert wait_for(client, 200) == {"status": "ready"}


def test_the_server_ends_while_its_model_is_being_loaded(settings, monkeypatch):
    go = threading.Event()

    def load(options) -> ScriptedTranslator:
        go.wait(20)
        return ScriptedTranslator()

    load_with(monkeypatch, load)
    with TestClient(create_app(settings)) as client:
        assert client.get("/readyz").status_code == 503
        start = time.monotonic()
    assert time.monotonic() - start < 5
    go.set()


def test_a_memory_that_cannot_be_written_is_the_reason_given(client, monkeypatch):
    def fails(memory: Memory) -> None:
        raise TranslationMemoryError("the translation memory is read-only")

    monkeypatch.setattr(Memory, "check_writable", fails)
    assert "read-only" in wait_for(client, 503)["detail"]


def test_a_memory_can_be_written_and_nothing_changes(tmp_path: Path):
    with Memory.open(tmp_path / "memory.sqlite3") as memory:
        before = memory.stats()
        memory.check_writable()
        assert memory.stats() == before


def test_requests_are_counted_by_route_and_status(client):
    client.get("/v1/articles/000_e2311c80708a819d")
    client.get("/v1/articles/nothing")
    name = 'bantin_requests_total{{method="GET",route="/v1/articles/{{id}}",status="{}"}}'
    assert metric(client, name.format(200)) == 1
    assert metric(client, name.format(404)) == 1


def test_head_is_counted_by_route_as_get_is(client):
    client.head("/v1/articles")
    name = 'bantin_requests_total{method="HEAD",route="/v1/articles",status="200"}'
    assert metric(client, name) == 1


def test_unknown_addresses_and_methods_make_no_new_labels(client):
    for number in range(5):
        client.request(f"M{number}", f"/nothing/{number}")
    name = 'bantin_requests_total{method="other",route="none",status="404"}'
    assert metric(client, name) == 5


def test_sentences_are_counted_by_who_said_the_english(client):
    client.post("/v1/translations", json={"sentences": [SENTENCE]})
    client.post("/v1/translations", json={"sentences": [SENTENCE]})
    client.put("/v1/memory", json={"source": SENTENCE, "target": "They agreed."})
    client.post("/v1/translations", json={"sentences": [SENTENCE]})
    for origin in ("model", "memory", "human"):
        assert metric(client, f'bantin_sentences_total{{origin="{origin}"}}') == 1


def test_findings_are_counted_by_kind(client):
    client.post("/v1/translations", json={"sentences": [SENTENCE]})
    assert metric(client, 'bantin_findings_total{kind="echo",severity="serious"}') == 1


@pytest.mark.parametrize(
    "name",
    [
        "bantin_model_tokens_total",
        "bantin_batch_sentences_count",
        'bantin_stage_seconds_count{stage="extract"}',
        'bantin_stage_seconds_count{stage="translate"}',
        'bantin_stage_seconds_count{stage="summarise"}',
        'bantin_request_seconds_count{route="/v1/summaries"}',
    ],
)
def test_work_is_measured(client, name):
    client.post("/v1/summaries", json={"text": PAGE})
    assert metric(client, name) > 0


@pytest.mark.parametrize(
    "name",
    [
        "bantin_queue_sentences",
        "bantin_model_sentences",
        "bantin_requests_at_work",
        "bantin_batches_at_work",
    ],
)
def test_nothing_is_left_when_nothing_is_asked(client, name):
    client.post("/v1/summaries", json={"text": PAGE})
    assert f"\n{name} 0.0\n" in client.get("/metrics").text


def test_a_request_keeps_the_id_it_comes_with(client):
    answer = client.get("/healthz", headers={"x-request-id": "cms-42.a"})
    assert answer.headers["x-request-id"] == "cms-42.a"


@pytest.mark.parametrize("sent", ["", "with space", "x" * 100, "line\tbreak", "ộ"])
def test_a_request_without_a_sound_id_is_given_one(client, sent):
    answer = client.get("/healthz", headers={"x-request-id": sent.encode()})
    assert answer.headers["x-request-id"] != sent
    assert len(answer.headers["x-request-id"]) == 32


@pytest.mark.parametrize("path", ["/nothing", "/v1/articles?limit=x"])
def test_errors_carry_the_id_too(client, path):
    answer = client.get(path, headers={"x-request-id": "mine"})
    assert answer.headers["x-request-id"] == "mine"


@pytest.fixture
def log(caplog) -> list[dict]:
    """The log as JSON lines, as they are written."""
    lines: list[dict] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(self.format(record)))

    handler = Keep()
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("service")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lines
    logger.removeHandler(handler)


def test_each_request_is_one_line_of_the_log(client, log):
    client.get("/v1/articles/000_e2311c80708a819d", headers={"x-request-id": "mine"})
    (line,) = [each for each in log if each["message"] == "request"]
    assert {name: line[name] for name in ("method", "route", "status", "request", "level")} == {
        "method": "GET",
        "route": "/v1/articles/{id}",
        "status": 200,
        "request": "mine",
        "level": "info",
    }
    assert line["seconds"] >= 0


def test_no_key_address_or_text_is_logged_or_measured(settings, tmp_path, log):
    keys = KeyFile(tmp_path / "keys.json")
    secret = keys.add("desk")
    with TestClient(create_app(replace(settings, api_keys_file=keys.path))) as client:
        headers = {"authorization": f"Bearer {secret}"}
        client.post(f"/v1/summaries?api_key={secret}", json={"text": PAGE}, headers=headers)
        client.post("/v1/translations", json={"sentences": [SENTENCE]}, headers=headers)
        seen = json.dumps(log, ensure_ascii=False) + client.get("/metrics").text
    for word in (secret, "testclient", SENTENCE, "Hai bên"):
        assert word not in seen


def test_an_unforeseen_error_is_logged_with_its_stack_and_the_requests_id(client, monkeypatch, log):
    def fails(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("what happened")

    monkeypatch.setattr("service.api.articles.extract", fails)
    client.post("/v1/summaries", json={"text": PAGE}, headers={"x-request-id": "mine"})
    (line,) = [each for each in log if each["level"] == "error"]
    assert line["request"] == "mine"
    assert "what happened" in line["error"]
