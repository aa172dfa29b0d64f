"""The OpenAPI document: committed, complete, and kept by the server.

`PYTHONPATH=tests python tests/api/test_openapi.py` writes the committed document anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from pydantic import BaseModel, ValidationError
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from service.api.app import DIALECTS, NATIVE, SHAPES, create_app
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


def operations() -> list[tuple[str, str]]:
    """Method and path of each."""
    paths = document()["paths"]
    return [(method, path) for path, found in paths.items() for method in found]


def success(operation: dict) -> tuple[int, dict]:
    """The status of a good answer and what is said of it."""
    ((status, said),) = [each for each in operation["responses"].items() if each[0] < "300"]
    return int(status), said


def examples_of(content: dict) -> list:
    """All examples of one media type."""
    return [
        *([content["example"]] if "example" in content else []),
        *(each["value"] for each in content.get("examples", {}).values()),
    ]


def test_the_committed_document_is_the_servers():
    assert json.loads(COMMITTED.read_text()) == document()


def test_the_document_is_openapi_3_1():
    assert document()["openapi"].startswith("3.1")


def test_every_route_is_described_but_pages_and_what_older_clients_send():
    described = {(method.upper(), path) for method, path in operations()}
    left_out = {
        (method, route.path)
        for module in (*NATIVE, *DIALECTS)
        for route in module.router.routes
        for method in route.methods
        if (method, route.path) not in described
    }
    assert left_out == {
        ("GET", "/"),
        ("GET", "/docs"),
        ("GET", "/web/{name}"),
        ("POST", "/v2/usage"),
        ("POST", "/v2/languages"),
    }


@pytest.mark.parametrize(("method", "path"), operations())
def test_every_call_is_described_with_an_example(method, path):
    operation = document()["paths"][path][method]
    contents = [
        *operation.get("requestBody", {}).get("content", {}).items(),
        *success(operation)[1].get("content", {}).items(),
    ]
    assert operation["summary"]
    assert operation["description"]
    for media_type, content in contents:
        if media_type != "multipart/form-data":
            assert examples_of(content), media_type


@pytest.mark.parametrize(("method", "path"), operations())
def test_the_examples_of_json_are_of_the_shape_they_are_examples_of(method, path):
    operation = document()["paths"][path][method]
    contents = [operation.get("requestBody", {}), success(operation)[1]]
    for content in (each.get("content", {}).get("application/json", {}) for each in contents):
        schema = content.get("schema", {})
        for example in examples_of(content):
            assert fits(schema.get("items", schema), example if "items" in schema else [example])


def fits(schema: dict, examples: list) -> bool:
    """Whether each example is of a model that the schema names; true where it names none."""
    names = [each["$ref"] for each in schema.get("anyOf", [schema]) if "$ref" in each]
    found = {name: each for module in SHAPES for name, each in vars(module).items()}
    models = [found[name.rpartition("/")[2]] for name in names]
    return all(not models or any(is_of(model, each) for model in models) for each in examples)


def is_of(model: type[BaseModel], example: object) -> bool:
    try:
        model.model_validate(example)
    except ValidationError:
        return False
    return True


SEED = "000_e2311c80708a819d"
MADE_FIRST = ("/v2/document/{id}", "/v2/glossaries/{id}", "/download_file/{name}")


@pytest.mark.parametrize(
    ("method", "path"), [each for each in operations() if not each[1].startswith(MADE_FIRST)]
)
def test_the_examples_work(client: TestClient, method, path):
    """Each example of a request is answered as the document says."""
    operation = document()["paths"][path][method]
    status, _ = success(operation)
    path = path.replace("{id}", SEED)
    contents = operation.get("requestBody", {"content": {"": {}}})["content"]
    for media_type, content in contents.items():
        for example in examples_of(content):
            answer = client.request(method, path, **sent(media_type, example))
            assert answer.status_code == status, answer.text
        if not content:
            assert client.request(method, path).status_code == status


def sent(media_type: str, example: object) -> dict:
    """What a client is told to send an example."""
    if media_type == "application/x-www-form-urlencoded":
        return {"data": example}
    body = example if isinstance(example, str) else json.dumps(example)
    return {"content": body.encode(), "headers": {"content-type": media_type}}


@pytest.mark.parametrize("operation", operations(), ids=lambda each: " ".join(each))
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
