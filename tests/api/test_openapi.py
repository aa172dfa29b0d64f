"""The OpenAPI document: committed, complete, and kept by the server.

`python tests/api/test_openapi.py` writes the committed document anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from service.api.app import create_app
from service.settings import Settings

COMMITTED = Path(__file__).parent / "openapi.json"
TRIES = 15  # of each operation
KEPT = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@schemathesis.serializer("application/x-ndjson")
def as_text(context: schemathesis.SerializationContext, value: object) -> bytes:
    """A batch is generated as one string."""
    return str(value).encode("utf-8", "replace")


def document() -> dict:
    return create_app(Settings(model="scripted")).openapi()


def native() -> list[tuple[str, str]]:
    """The operations of the native interface."""
    paths = document()["paths"]
    return [
        (method, path)
        for path, operations in paths.items()
        for method in operations
        if path.startswith("/v1") or path in ("/healthz", "/readyz", "/metrics")
    ]


def test_the_committed_document_is_the_servers():
    assert json.loads(COMMITTED.read_text()) == document()


def test_the_document_is_openapi_3_1():
    assert document()["openapi"].startswith("3.1")


@pytest.mark.parametrize(("method", "path"), native())
def test_every_call_is_described_with_an_example(method, path):
    operation = document()["paths"][path][method]
    contents = [
        *operation.get("requestBody", {}).get("content", {}).items(),
        *operation["responses"]["200"].get("content", {}).items(),
    ]
    assert operation["summary"]
    assert operation["description"]
    assert contents
    for media_type, content in contents:
        if media_type != "multipart/form-data":
            assert "example" in content or "examples" in content, media_type


@pytest.mark.parametrize(("method", "path"), native())
def test_the_examples_work(client: TestClient, method, path):
    """Each example of a request is answered as the document says, with status 200."""
    operation = document()["paths"][path][method]
    path = path.replace("{id}", "000_e2311c80708a819d")
    for media_type, content in operation.get("requestBody", {"content": {"": {}}})[
        "content"
    ].items():
        examples = [each["value"] for each in content.get("examples", {}).values()]
        for example in [*examples, *([content["example"]] if "example" in content else [])]:
            body = example if isinstance(example, str) else json.dumps(example)
            answer = client.request(
                method, path, content=body.encode(), headers={"content-type": media_type}
            )
            assert answer.status_code == 200, answer.text
        if not content:
            assert client.request(method, path).status_code == 200


@pytest.mark.parametrize("operation", native(), ids=lambda each: " ".join(each))
def test_whatever_is_sent_the_server_keeps_to_the_document(settings: Settings, operation):
    method, path = operation
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(settings))

    @hypothesis_settings(max_examples=TRIES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=schema[path][method.upper()].as_strategy())
    def keeps_to_it(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=KEPT)

    keeps_to_it()


if __name__ == "__main__":
    COMMITTED.write_text(json.dumps(document(), ensure_ascii=False, indent=1) + "\n")
