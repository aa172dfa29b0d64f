"""The calls of the native interface: shapes and errors."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest
from pydantic import BaseModel
from running import PAGE, SENTENCE
from starlette.testclient import TestClient

from service.api import schemas
from service.api.app import create_app
from service.settings import Settings

LONG = "x" * 210  # characters of a name
ENGLISH = "Good morning. This page is in English and there is nothing for us to translate on it."
JSON = {"content-type": "application/json"}
TSV = {"content-type": "text/tab-separated-values"}
TMX = {"content-type": "application/x-tmx+xml"}
HTML = f"<html><body><h1>Tin quốc phòng</h1><article><p>{PAGE}</p></article></body></html>"


def shaped(data: dict, model: type[BaseModel]) -> bool:
    """Whether data has every member of the model and no other."""
    return model.model_validate(data).model_dump() == data


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"text": PAGE}},
        {"json": {"html": HTML, "id": "a", "max_sentences": 1, "method": "extractive"}},
        {"content": PAGE.encode(), "headers": {"content-type": "text/plain; charset=utf-8"}},
        {"content": PAGE.encode("utf-16"), "headers": {"content-type": "text/plain"}},
        {"content": HTML.encode(), "headers": {"content-type": "text/html"}},
        {"files": {"file": ("page.txt", PAGE.encode())}},
        {"files": {"file": ("page.html", HTML.encode())}, "data": {"max_sentences": "2"}},
        {"files": {"text": (None, PAGE + "\n" * 1_500_000)}},
    ],
    ids=["json", "json-html", "text", "utf-16", "html", "file", "html-file", "large-field"],
)
def test_a_page_is_summarised_however_it_is_sent(client: TestClient, sent):
    answer = client.post("/v1/summaries", **sent)
    assert answer.status_code == 200, answer.text
    assert shaped(answer.json(), schemas.SummaryReport)
    assert "Hai bên nhất trí" in answer.text


def test_options_come_from_the_query_where_the_body_is_the_page(client: TestClient):
    answer = client.post(
        "/v1/summaries?max_sentences=1&id=mine",
        content=PAGE.encode(),
        headers={"content-type": "text/plain"},
    )
    assert answer.json()["article"]["id"] == "mine"
    assert len(answer.json()["summary"]["sentences"]) == 1


def test_every_sentence_of_a_summary_names_a_sentence_of_the_article(client: TestClient):
    report = client.post("/v1/summaries", json={"text": PAGE}).json()
    indices = {sentence["index"] for sentence in report["article"]["sentences"]}
    for sentence in report["summary"]["sentences"]:
        assert sentence["sources"]
        assert indices >= set(sentence["sources"])


def test_a_translation_is_the_report_without_a_summary(client: TestClient):
    answer = client.post("/v1/translations", json={"text": PAGE})
    assert shaped(answer.json(), schemas.TranslationReport)


def test_sentences_come_back_one_each_in_the_same_order(client: TestClient):
    sentences = [SENTENCE, "Xin chào các bạn.", SENTENCE]
    data = client.post("/v1/translations", json={"sentences": sentences}).json()
    assert shaped(data, schemas.SentencesReport)
    assert [each["source"] for each in data["translation"]["sentences"]] == sentences


def test_sentences_the_house_does_not_trust_are_withheld(settings: Settings):
    with TestClient(create_app(replace(settings, min_confidence=1.0))) as client:
        data = client.post("/v1/translations", json={"sentences": [SENTENCE]}).json()
    (told,) = data["translation"]["sentences"]
    assert SENTENCE in told["text"]
    assert "withheld" in {finding["kind"] for finding in told["findings"]}


def test_a_second_time_the_memory_answers(client: TestClient):
    client.post("/v1/summaries", json={"text": PAGE})
    again = client.post("/v1/summaries", json={"text": PAGE}).json()
    assert again["memory"]["misses"] == 0


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        (400, {"content": b"{", "headers": JSON}),
        (400, {"content": b"[]", "headers": JSON}),
        (400, {"content": b'{"text": "\\ud800"}', "headers": JSON}),
        (400, {"content": b"[" * 100_000, "headers": JSON}),
        (400, {"json": {}}),
        (400, {"json": {"text": PAGE, "html": HTML}}),
        (400, {"json": {"text": PAGE, "max_sentences": 0}}),
        (400, {"json": {"text": PAGE, "colour": "red"}}),
        (400, {"json": {"text": PAGE, "glossary": {"a\tb": "c"}}}),
        (400, {"files": {"wrong": ("", b"")}, "data": {"a": "b"}}),
        (415, {"content": PAGE.encode()}),
        (415, {"content": PAGE.encode(), "headers": {"content-type": "application/pdf"}}),
        (422, {"json": {"text": "  \n "}}),
        (422, {"json": {"text": ENGLISH}}),
        (422, {"json": {"html": "<html><body></body></html>"}}),
        (422, {"content": b"%PDF-1.7", "headers": {"content-type": "text/plain"}}),
        (422, {"content": b"\x00\x01\x02" * 50, "headers": {"content-type": "text/plain"}}),
        (422, {"json": {"text": PAGE, "method": "abstractive"}}),
    ],
)
def test_what_cannot_be_done_is_a_problem_of_its_own_status(client: TestClient, status, sent):
    answer = client.post("/v1/summaries", **sent)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "x",
        "<html><body>" + "<p>" * 50_000,
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html><body><p>&b;</p></body>',
        "<a " + "x='y' " * 50_000 + ">",
        "<html><body><p>" + "&lt;" * 200_000,
    ],
    ids=["nested", "unclosed", "entities", "attributes", "references"],
)
def test_malicious_pages_are_survived(client: TestClient, html):
    assert client.post("/v1/summaries", json={"html": html}).status_code == 422


def test_a_page_in_another_language_is_refused_with_its_name(client: TestClient):
    answer = client.post("/v1/summaries", json={"text": ENGLISH})
    assert (answer.status_code, answer.json()["language"]) == (422, "en")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/v1/articles/nothing", 404),
        ("GET", "/v1/articles/..%2Fpyproject", 404),
        ("GET", "/v1/articles/nothing/summary", 404),
        ("GET", "/v1/articles?limit=0", 400),
        ("DELETE", "/v1/articles", 405),
        ("GET", "/web/..%2Fsettings.py", 404),
    ],
)
def test_a_wrong_address_is_a_problem_too(client: TestClient, method, path, status):
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_a_fault_of_ours_shows_no_stack(client: TestClient, monkeypatch, caplog):
    def fails(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("service.api.articles.extract", fails)
    answer = client.post("/v1/summaries", json={"text": PAGE})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert "secret detail" in caplog.text


def test_a_failing_model_is_a_503_and_others_go_on(client: TestClient):
    failing = client.post("/v1/translations", json={"sentences": ["Câu này hỏng ‽"]})
    fine = client.post("/v1/translations", json={"sentences": [SENTENCE]})
    assert (failing.status_code, fine.status_code) == (503, 200)


def test_the_corpus_is_listed_with_title_date_and_state(client: TestClient):
    page = client.get("/v1/articles").json()
    assert shaped(page, schemas.CorpusPage)
    assert [entry["state"] for entry in page["articles"]] == ["new"] * 5
    assert page["articles"][0]["published"] == "2024-04-24"


def test_the_corpus_is_listed_page_by_page(client: TestClient):
    first = client.get("/v1/articles?limit=3").json()
    second = client.get("/v1/articles", params={"limit": 3, "after": first["next"]}).json()
    assert [len(first["articles"]), len(second["articles"]), second["next"]] == [3, 2, None]


def test_an_article_that_was_translated_is_listed_so(client: TestClient):
    id = client.get("/v1/articles").json()["articles"][0]["id"]
    assert shaped(client.get(f"/v1/articles/{id}").json(), schemas.TranslationReport)
    assert shaped(client.get(f"/v1/articles/{id}/summary").json(), schemas.SummaryReport)
    assert client.get("/v1/articles").json()["articles"][0]["state"] == "translated"


def test_an_article_is_partly_translated_once_a_sentence_of_it_is_known(settings, tmp_path):
    (tmp_path / "corpus").mkdir()
    repeated = PAGE.replace("\nTheo", f" {SENTENCE} {SENTENCE}\nTheo")
    (tmp_path / "corpus" / "repeated.txt").write_text(repeated)
    with TestClient(create_app(replace(settings, corpus=tmp_path / "corpus"))) as client:
        (before,) = client.get("/v1/articles").json()["articles"]
        client.post("/v1/translations", json={"sentences": [SENTENCE]})
        (after,) = client.get("/v1/articles").json()["articles"]
    assert (before["state"], after["state"]) == ("new", "partial")


def test_an_unreadable_page_of_the_corpus_is_listed_with_the_reason(client, settings, tmp_path):
    from dataclasses import replace

    from service.api.app import create_app

    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "english.txt").write_text(ENGLISH)
    with TestClient(create_app(replace(settings, corpus=tmp_path / "corpus"))) as client:
        (entry,) = client.get("/v1/articles").json()["articles"]
    assert entry["state"] == "unreadable"
    assert "“en”" in entry["detail"]


def test_a_correction_wins_from_then_on(client: TestClient):
    client.post("/v1/translations", json={"sentences": [SENTENCE]})
    said = client.put("/v1/memory", json={"source": SENTENCE, "target": "They agreed."})
    assert shaped(said.json(), schemas.CorrectionData)
    data = client.post("/v1/translations", json={"sentences": [SENTENCE]}).json()
    (sentence,) = data["translation"]["sentences"]
    assert (sentence["text"], sentence["origin"]) == ("They agreed.", "human")


@pytest.mark.parametrize("target", ["", "  ", "…"])
def test_a_correction_must_say_something(client: TestClient, target):
    answer = client.put("/v1/memory", json={"source": SENTENCE, "target": target})
    assert answer.status_code == 400


def test_the_memory_travels_to_another_server(client: TestClient, settings, tmp_path):
    from dataclasses import replace

    from service.api.app import create_app

    client.put("/v1/memory", json={"source": SENTENCE, "target": "They agreed."})
    file = client.get("/v1/memory.tmx").content
    other = replace(settings, memory=str(tmp_path / "other.sqlite3"))
    with TestClient(create_app(other)) as client:
        taken = client.post("/v1/memory.tmx", content=file, headers=TMX).json()
        data = client.post("/v1/translations", json={"sentences": [SENTENCE]}).json()
    assert taken == {"corrections": 1, "entries": 0, "known": 0, "skipped": 0}
    assert data["translation"]["sentences"][0]["origin"] == "human"


def test_nothing_is_taken_from_a_memory_that_is_wrong_further_down(client: TestClient):
    unit = (
        '<tu><tuv xml:lang="vi"{0}><seg>Câu {1}.</seg></tuv>'
        '<tuv xml:lang="en"{0}><seg>Sentence {1}.</seg></tuv></tu>'
    )
    good = "".join(unit.format("", at) for at in range(700))
    bad = unit.format(' changedate="yesterday"', "cuối")
    file = f'<tmx version="1.4"><header srclang="vi"/><body>{good}{bad}</body></tmx>'
    assert client.post("/v1/memory.tmx", content=file.encode(), headers=TMX).status_code == 422
    assert "Câu 1." not in client.get("/v1/memory.tmx").text


def test_models_answers_can_be_left_out_of_the_export(client: TestClient):
    client.post("/v1/translations", json={"sentences": [SENTENCE]})
    assert SENTENCE in client.get("/v1/memory.tmx").text
    assert SENTENCE not in client.get("/v1/memory.tmx?models=false").text


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"<tmx><body><tu>", TMX, 422),
        (b"", TMX, 422),
        (b"a,b", {"content-type": "text/csv"}, 415),
        (
            b'<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><tmx version="1.4">&b;</tmx>',
            TMX,
            422,
        ),
    ],
    ids=["broken", "empty", "csv", "entities"],
)
def test_a_memory_that_is_no_tmx_is_refused(client: TestClient, content, headers, status):
    answer = client.post("/v1/memory.tmx", content=content, headers=headers)
    assert answer.status_code == status, answer.text


def test_house_terms_are_replaced_with_a_new_version(client: TestClient):
    before = client.get("/v1/glossary").headers["etag"]
    put = client.put("/v1/glossary", content="hội đàm\ttalks\n".encode(), headers=TSV)
    after = client.get("/v1/glossary")
    assert put.json()["terms"] == 1
    assert after.text == "hội đàm\ttalks\n"
    assert after.headers["etag"] == f'"{put.json()["version"]}"' != before


def test_house_terms_outlive_the_server(settings):
    from service.api.app import create_app

    for _ in range(2):
        with TestClient(create_app(settings)) as client:
            before = client.get("/v1/glossary").text
            client.put("/v1/glossary", content="hội đàm\ttalks\n".encode(), headers=TSV)
    assert before == "hội đàm\ttalks\n"


def test_terms_changed_by_somebody_else_are_not_overwritten(client: TestClient):
    version = client.get("/v1/glossary").headers["etag"]
    client.put("/v1/glossary", content="hội đàm\ttalks\n".encode(), headers=TSV)
    late = client.put("/v1/glossary", content=b"", headers={**TSV, "if-match": version})
    assert late.status_code == 412
    assert client.get("/v1/glossary").text == "hội đàm\ttalks\n"


def test_malformed_terms_are_refused_with_their_line(client: TestClient):
    answer = client.put("/v1/glossary", content="a\tb\nkhông có gì\n".encode(), headers=TSV)
    assert answer.status_code == 422
    assert "line 2" in answer.json()["detail"]


def test_terms_of_a_request_are_checked_in_its_answer_alone(client: TestClient):
    client.put("/v1/memory", json={"source": SENTENCE, "target": "They agreed on training."})
    asked = {"sentences": [SENTENCE], "glossary": {"đào tạo": "schooling"}}
    with_term = client.post("/v1/translations", json=asked).json()
    without = client.post("/v1/translations", json={"sentences": [SENTENCE]}).json()
    assert "schooling" in str(with_term["translation"])
    assert "schooling" not in str(without["translation"])


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_the_pages_load_nothing_from_elsewhere(client: TestClient, path):
    answer = client.get(path)
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "http" not in answer.text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/summaries", "POST"),
        ("DELETE", "/v1/articles", "GET"),
        ("GET", "/translate", "POST"),
        ("DELETE", "/v1/glossary", "GET, PUT"),
        ("OPTIONS", "/v1/memory.tmx", "GET, POST"),
    ],
)
def test_who_uses_another_method_is_told_which_there_is(client, method, path, allowed):
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/articles", "/languages"])
def test_head_is_answered_as_get_without_a_body(client, path):
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_head_is_no_way_to_what_cannot_be_got(client):
    assert client.head("/v1/summaries").status_code == 405


def test_a_correction_that_no_memory_can_hold_is_refused(client):
    answer = client.put("/v1/memory", json={"source": SENTENCE, "target": "hello\u0000x"})
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "target: no memory can hold the character U+0000",
    )


def test_pages_of_the_corpus_may_have_any_name(settings, tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in (f"{LONG}.txt", "a.txt", "a.html", "B.HTML"):
        (folder / name).write_text(PAGE if name.endswith("txt") else HTML)
    (folder / "empty.txt").write_text("")
    with TestClient(create_app(replace(settings, corpus=folder))) as client:
        ids = [each["id"] for each in client.get("/v1/articles").json()["articles"]]
        assert ids == ["B", "a", "a.txt", "empty", LONG]
        for id in ("B", "a", "a.txt", LONG):
            for address in (f"/v1/articles/{id}", f"/v1/articles/{id}/summary"):
                assert client.get(address).json()["article"]["id"] == id
        assert client.get("/v1/articles/empty").status_code == 422


def test_json_may_begin_with_a_byte_order_mark(client):
    for path, body in (
        ("/v1/translations", {"sentences": [SENTENCE]}),
        ("/v1/summaries", {"text": PAGE}),
    ):
        content = json.dumps(body).encode("utf-8-sig")
        assert client.post(path, content=content, headers=JSON).status_code == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/translate", "application/x-www-form-urlencoded"),
        ("/v2/translate", "application/json"),
        ("/v1/translations", "application/json"),
    ],
)
def test_a_packed_body_is_refused(client, path, kind):
    headers = {"content-type": kind, "content-encoding": "gzip"}
    assert client.post(path, content=gzip.compress(b"{}"), headers=headers).status_code == 415


def test_a_packed_batch_is_refused(client):
    headers = {"content-type": "application/x-ndjson", "content-encoding": "gzip"}
    answer = client.post("/v1/batches", content=gzip.compress(b"{}"), headers=headers)
    assert [json.loads(line)["error"]["status"] for line in answer.text.splitlines()] == [415]
