"""Who may call: keys, rates, host names, web pages."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from running import PAGE, SENTENCE
from starlette.testclient import TestClient
from typer.testing import CliRunner

from service.api.app import create_app
from service.api.keys import KeyFile
from service.api.problems import Problem
from service.api.rates import Rates
from service.api.server import check_address
from service.cli.app import app as command
from service.errors import SettingsError
from service.settings import Settings

ASKED = {"sentences": [SENTENCE]}


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "keys.json")


@pytest.fixture
def guarded(settings: Settings, keys: KeyFile):
    """A client of a server with keys."""
    with TestClient(create_app(replace(settings, api_keys_file=keys.path))) as client:
        yield client


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def test_a_known_key_lets_in_and_an_unknown_one_does_not(guarded, keys):
    secret = keys.add("desk")
    assert guarded.post("/v1/translations", json=ASKED, headers=bearer(secret)).status_code == 200
    assert guarded.post("/v1/translations", json=ASKED, headers=bearer("x")).status_code == 401


@pytest.mark.parametrize("form", ["Bearer {}", "bearer {}", "DeepL-Auth-Key {}"])
def test_a_key_may_come_in_several_schemes(guarded, keys, form):
    headers = {"authorization": form.format(keys.add("desk"))}
    assert guarded.post("/v1/translations", json=ASKED, headers=headers).status_code == 200


def test_a_key_may_come_in_a_header_of_its_own(guarded, keys):
    headers = {"x-api-key": keys.add("desk")}
    assert guarded.post("/v1/translations", json=ASKED, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/summaries"),
        ("POST", "/v1/translations"),
        ("POST", "/v1/batches"),
        ("POST", "/v1/documents"),
        ("GET", "/v1/articles"),
        ("GET", "/v1/articles/000_e2311c80708a819d"),
        ("GET", "/v1/articles/000_e2311c80708a819d/summary"),
        ("PUT", "/v1/memory"),
        ("GET", "/v1/memory.tmx"),
        ("POST", "/v1/memory.tmx"),
        ("GET", "/v1/glossary"),
        ("PUT", "/v1/glossary"),
    ],
)
def test_nothing_native_is_open_without_a_key(guarded, method, path):
    answer = guarded.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json", "/"])
def test_health_and_pages_need_no_key(guarded, path):
    assert guarded.get(path).status_code in (200, 503)


def test_every_route_of_v1_is_tested_for_keys(guarded):
    """So that a new one is not forgotten above."""
    mark = test_nothing_native_is_open_without_a_key.pytestmark[0]
    tested = {
        (method, path.replace("000_e2311c80708a819d", "{id}")) for method, path in mark.args[1]
    }
    routes = {
        (method.upper(), path)
        for path, operations in guarded.get("/openapi.json").json()["paths"].items()
        for method in operations
        if path.startswith("/v1")
    }
    assert routes == tested


def test_a_removed_key_is_refused_at_once(guarded, keys):
    secret = keys.add("desk")
    assert guarded.post("/v1/translations", json=ASKED, headers=bearer(secret)).status_code == 200
    keys.remove("desk")
    assert guarded.post("/v1/translations", json=ASKED, headers=bearer(secret)).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("PUT", "/v1/memory", {"json": {"source": SENTENCE, "target": "No."}}),
        ("PUT", "/v1/glossary", {"content": b"", "headers": {}}),
        ("POST", "/v1/memory.tmx", {"content": b"", "headers": {}}),
    ],
)
def test_a_key_that_may_only_read_changes_nothing(guarded, keys, method, path, sent):
    secret = keys.add("reader", may_edit=False)
    headers = sent.pop("headers", {}) | bearer(secret)
    assert guarded.request(method, path, headers=headers, **sent).status_code == 403


def test_who_corrected_is_the_name_of_the_key(guarded, keys):
    headers = bearer(keys.add("Ngọc Anh"))
    said = {"source": SENTENCE, "target": "They agreed."}
    assert guarded.put("/v1/memory", json=said, headers=headers).json()["who"] == "Ngọc Anh"


def test_a_key_over_its_rate_is_told_when_to_come_again(guarded, keys):
    headers = bearer(keys.add("busy", requests_per_minute=2))
    statuses = [
        guarded.post("/v1/translations", json=ASKED, headers=headers).status_code for _ in range(3)
    ]
    assert statuses == [200, 200, 429]
    late = guarded.post("/v1/translations", json=ASKED, headers=headers)
    assert 1 <= int(late.headers["retry-after"]) <= 30


def test_the_rate_of_one_key_is_not_anothers(guarded, keys):
    busy, calm = (keys.add(name, requests_per_minute=1) for name in ("busy", "calm"))
    for secret in (busy, busy):
        guarded.post("/v1/translations", json=ASKED, headers=bearer(secret))
    assert guarded.post("/v1/translations", json=ASKED, headers=bearer(calm)).status_code == 200


def test_a_rate_fills_up_evenly():
    now = [0.0]
    rates = Rates(lambda: now[0])
    for _ in range(60):
        rates.count("a", 60)
    with pytest.raises(Problem):
        rates.count("a", 60)
    now[0] = 1.0
    rates.count("a", 60)
    with pytest.raises(Problem) as refused:
        rates.count("a", 60)
    assert refused.value.retry_after == 1


def test_a_key_with_few_sentences_may_not_send_many(guarded, keys):
    headers = bearer(keys.add("small", max_sentences=1))
    one = guarded.post("/v1/translations", json=ASKED, headers=headers)
    two = guarded.post("/v1/translations", json={"sentences": [SENTENCE] * 2}, headers=headers)
    article = guarded.post("/v1/summaries", json={"text": PAGE}, headers=headers)
    assert [one.status_code, two.status_code, article.status_code] == [200, 413, 413]


def test_the_file_holds_no_key(keys):
    secret = keys.add("desk")
    assert secret not in keys.path.read_text()
    assert secret.removeprefix("bantin_") not in keys.path.read_text()


def test_only_its_owner_may_read_the_file(keys):
    keys.add("desk")
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600


def test_two_keys_may_not_have_one_name(keys):
    keys.add("desk")
    with pytest.raises(SettingsError, match="already"):
        keys.add("desk")


@pytest.mark.parametrize("text", ["", "[]", '{"keys": [{"name": "a", "nonsense": 1}]}', "\xff"])
def test_a_damaged_key_file_lets_nobody_in(guarded, keys, text):
    secret = keys.add("desk")
    keys.path.write_text(text, encoding="latin-1")
    answer = guarded.post("/v1/translations", json=ASKED, headers=bearer(secret))
    assert answer.status_code == 503


def test_every_digest_is_compared_whichever_is_right(keys, monkeypatch):
    compared: list[str] = []
    secrets = [keys.add(f"key {number}") for number in range(5)]

    def compare(one: str, other: str) -> bool:
        compared.append(one)
        return one == other

    monkeypatch.setattr("service.api.keys.hmac.compare_digest", compare)
    assert keys.find(secrets[0]).name == "key 0"
    assert len(compared) == 5


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "news.example"])
def test_without_keys_the_server_listens_to_this_machine_only(settings, host):
    with pytest.raises(SettingsError, match="bantin keys add"):
        check_address(settings, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.5.5.5"])
def test_this_machine_needs_no_keys(settings, host):
    check_address(settings, host)


def test_with_keys_the_server_listens_anywhere(settings, keys):
    check_address(replace(settings, api_keys_file=keys.path), "0.0.0.0")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:1234", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("", 421),
    ],
)
def test_only_the_servers_own_names_are_answered(settings, host, status):
    """A web page whose name its owner points at this machine gets nowhere (DNS rebinding)."""
    with TestClient(create_app(replace(settings, allowed_hosts=()))) as client:
        assert client.get("/healthz", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("listed", "used"),
    [("News.Example", "news.example"), ("2001:db8::7", "[2001:DB8::7]:8000")],
)
def test_names_of_the_server_are_listed_in_any_case(settings, listed, used):
    with TestClient(create_app(replace(settings, allowed_hosts=(listed,)))) as client:
        assert client.get("/healthz", headers={"host": used}).status_code == 200


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://cms.example/", ("https://cms.example",)),
        ("HTTPS://CMS.Example, null", ("https://cms.example", "null")),
        ("https://cms.example:443,http://[::1]:8000", ("https://cms.example", "http://[::1]:8000")),
        ("*", ("*",)),
    ],
)
def test_listed_sites_are_read_as_browsers_name_them(written, read):
    assert Settings.read({"BANTIN_CORS_ORIGINS": written}).cors_origins == read


@pytest.mark.parametrize(
    "site", ["cms.example", "https://cms.example/desk", "https://*.example", "https://tòasoạn.vn"]
)
def test_a_listed_site_that_no_browser_names_so_is_an_error(site):
    with pytest.raises(SettingsError, match=r"BANTIN_CORS_ORIGINS.*must be like https://"):
        Settings.read({"BANTIN_CORS_ORIGINS": f"https://a.example,{site}"})


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://testserver", 200),
        ("https://cms.example", 200),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_pages_of_other_sites_change_nothing(settings, origin, status):
    app = create_app(replace(settings, cors_origins=("https://cms.example",)))
    headers = {"origin": origin} if origin else {}
    with TestClient(app) as client:
        assert client.post("/v1/translations", json=ASKED, headers=headers).status_code == status


def test_pages_of_any_site_may_call_where_all_are_listed(settings):
    headers = {"origin": "https://anywhere.example"}
    with TestClient(create_app(replace(settings, cors_origins=("*",)))) as client:
        answer = client.post("/v1/translations", json=ASKED, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"


def test_other_sites_are_not_told_they_may_call(client):
    answer = client.get("/healthz", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_listed_site_is_told_it_may_call(settings, method):
    app = create_app(replace(settings, cors_origins=("https://cms.example",)))
    asked = {"origin": "https://cms.example", "access-control-request-method": method}
    with TestClient(app) as client:
        answer = client.options("/v1/memory", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "https://cms.example"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command, ["keys", *arguments])
    assert result.exception is None, result.output
    return result.stdout


def test_keys_are_made_listed_and_removed_on_the_command_line(keys, monkeypatch):
    monkeypatch.setenv("BANTIN_API_KEYS_FILE", str(keys.path))
    secret = run("add", "desk", "--per-minute", "30", "--read-only").strip()
    assert keys.find(secret).requests_per_minute == 30
    assert run("list").startswith("desk\tread\t30 a minute\tthe server's limit\tsince 2")
    run("remove", "desk")
    assert keys.find(secret) is None


def test_a_key_file_must_be_named():
    result = CliRunner().invoke(command, ["keys", "list"])
    assert isinstance(result.exception, SettingsError)


def test_a_key_file_is_json_that_people_can_read(keys):
    keys.add("desk", max_sentences=5)
    (entry,) = json.loads(keys.path.read_text())["keys"]
    assert (entry["name"], entry["max_sentences"]) == ("desk", 5)


@pytest.mark.parametrize(
    ("path", "members"),
    [
        ("/v1/articles", ["type", "title", "status", "detail"]),
        ("/v2/usage", ["message"]),
        ("/languages", ["error"]),
    ],
)
def test_who_is_refused_at_the_gate_is_told_in_the_shape_of_the_dialect(client, path, members):
    answer = client.get(path, headers={"host": "rebound.example"})
    assert (answer.status_code, list(answer.json())) == (421, members)
