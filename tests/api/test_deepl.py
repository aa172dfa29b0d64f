"""DeepL's dialect: shapes, options, glossaries, documents, errors."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from service.api import documents
from service.api.app import create_app
from service.api.drawer import SECONDS
from service.api.keys import KeyFile

EN = {"target_lang": "EN-GB"}
SENTENCE = "Hai bên nhất trí tăng cường hợp tác đào tạo."


def texts(answer):
    assert answer.status_code == 200, answer.text
    return [each["text"] for each in answer.json()["translations"]]


def test_texts_give_translations_in_their_order(client):
    answer = client.post("/v2/translate", json={"text": [SENTENCE, "Một câu."], **EN})
    assert answer.json() == {
        "translations": [
            {"detected_source_language": "VI", "text": f"English: {SENTENCE}", "billed_characters": 44},
            {"detected_source_language": "VI", "text": "English: Một câu.", "billed_characters": 8},
        ]
    }  # fmt: skip


def test_forms_repeat_the_field(client):
    answer = client.post("/v2/translate", data={"text": ["Một câu.", "Câu nữa."], **EN})
    assert texts(answer) == ["English: Một câu.", "English: Câu nữa."]


@pytest.mark.parametrize("target", ["EN", "en-us", "EN-GB"])
def test_any_english_will_do(client, target):
    answer = client.post("/v2/translate", json={"text": ["Một câu."], "target_lang": target})
    assert texts(answer) == ["English: Một câu."]


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        (None, "English: Một câu. English: Hai\nEnglish: ba bốn."),
        ("1", "English: Một câu. English: Hai\nEnglish: ba bốn."),
        ("nonewlines", "English: Một câu. English: Hai ba bốn."),
        ("0", "English: Một câu. Hai\nEnglish: ba bốn."),
    ],
)
def test_the_caller_says_how_sentences_are_split(client, split, expected):
    said = {"split_sentences": split} if split else {}
    answer = client.post("/v2/translate", json={"text": ["Một câu. Hai\nba bốn."], **said, **EN})
    assert texts(answer) == [expected]


@pytest.mark.parametrize(
    ("handling", "text", "expected"),
    [
        ("html", "<p>Một <b>câu</b> &amp; hơn.</p>", "<p>English: Một <b>câu</b> &amp; hơn.</p>"),
        ("html", '<p translate="no">Một câu.</p>', '<p translate="no">Một câu.</p>'),
        ("xml", "<t>Một <k n='1'>câu</k> &amp; hơn.</t>", "<t>English: Một <k n='1'>câu</k> &amp; hơn.</t>"),
        ("xml", "<d><t>Một câu.</t><t>Câu nữa.</t></d>", "<d><t>English: Một câu.</t><t>English: Câu nữa.</t></d>"),
        ("xml", "Một <x>không dịch</x> câu.", "English: Một <x>không dịch</x> câu."),
        ("xml", "Một câu <hỏng", "English: Một câu &lt;hỏng"),
    ],
)  # fmt: skip
def test_tags_stay(client, handling, text, expected):
    asked = {"text": [text], "tag_handling": handling, "ignore_tags": ["x"], **EN}
    assert texts(client.post("/v2/translate", json=asked)) == [expected]


def test_options_without_a_meaning_here_are_ignored(client):
    asked = {"text": ["Một câu."], "formality": "more", "model_type": "quality_optimized",
             "preserve_formatting": True, "outline_detection": False, **EN}  # fmt: skip
    assert texts(client.post("/v2/translate", json=asked)) == ["English: Một câu."]


def test_english_comes_back_as_it_is(client):
    text = "The two sides have agreed to step up their cooperation."
    answer = client.post("/v2/translate", json={"text": [text], **EN}).json()
    assert answer["translations"][0]["text"] == text
    assert answer["translations"][0]["detected_source_language"] == "EN"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({**EN}, "Parameter 'text' not specified."),
        ({"text": ["a"]}, "Value for 'target_lang' not supported."),
        ({"text": ["a"], "target_lang": "DE"}, "Value for 'target_lang' not supported."),
        ({"text": ["a"], "source_lang": "DE", **EN}, "Value for 'source_lang' not supported."),
        ({"text": ["a"], "tag_handling": "md", **EN}, "Value for 'tag_handling' not supported."),
        ({"text": ["a"], "split_sentences": "9", **EN}, "Value for 'split_sentences' not supported."),
        ({"text": ["a"], "glossary_id": "x", **EN}, "Value for 'source_lang' required when 'glossary_id' is given."),
        ({"text": ["Это не вьетнамский текст."], **EN}, "The text is in RU; only VI can be translated."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(client, asked, message):
    answer = client.post("/v2/translate", json=asked)
    assert (answer.status_code, answer.json()) == (400, {"message": message})


def test_half_a_character_is_refused(client):
    body = r'{"text": ["xin ch\ud800ao"], "source_lang": "VI", "target_lang": "EN"}'
    answer = client.post(
        "/v2/translate", content=body, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, list(answer.json())) == (400, ["message"])


def test_unknown_addresses_have_the_dialects_errors(client):
    answer = client.get("/v2/nothing")
    assert (answer.status_code, list(answer.json())) == (404, ["message"])


def test_too_many_sentences_are_refused(settings):
    with TestClient(create_app(replace(settings, max_sentences=2))) as client:
        answer = client.post("/v2/translate", json={"text": ["Một câu. Câu nữa. Ba câu."], **EN})
    assert (answer.status_code, list(answer.json())) == (413, ["message"])


def test_languages_are_listed_by_type(client):
    assert client.get("/v2/languages").json() == [{"language": "VI", "name": "Vietnamese"}]
    target = client.get("/v2/languages", params={"type": "target"}).json()
    assert [each["language"] for each in target] == ["EN-GB", "EN-US"]
    assert not any(each["supports_formality"] for each in target)


def test_usage_counts_characters(client):
    before = client.get("/v2/usage").json()["character_count"]
    client.post("/v2/translate", json={"text": ["Một câu."], **EN})
    assert client.get("/v2/usage").json()["character_count"] == before + 8


class TestKeys:
    @pytest.fixture
    def path(self, tmp_path):
        return tmp_path / "keys.json"

    @pytest.fixture
    def guarded(self, settings, path):
        KeyFile(path)
        with TestClient(create_app(replace(settings, api_keys_file=path))) as client:
            yield client

    def test_the_key_is_in_the_header(self, guarded, path):
        headers = {"authorization": f"DeepL-Auth-Key {KeyFile(path).add('desk')}"}
        asked = {"text": ["Một câu."], **EN}
        assert guarded.post("/v2/translate", json=asked, headers=headers).status_code == 200
        refused = guarded.post("/v2/translate", json=asked)
        assert (refused.status_code, list(refused.json())) == (403, ["message"])

    def test_nobody_sees_the_glossaries_of_another(self, guarded, path):
        ann, bob = ({"authorization": f"DeepL-Auth-Key {KeyFile(path).add(name)}"} for name in "ab")
        id = guarded.post("/v2/glossaries", json=GLOSSARY, headers=ann).json()["glossary_id"]
        assert guarded.get("/v2/glossaries", headers=bob).json() == {"glossaries": []}
        assert guarded.get(f"/v2/glossaries/{id}", headers=bob).status_code == 404
        assert guarded.delete(f"/v2/glossaries/{id}", headers=bob).status_code == 404
        assert guarded.get(f"/v2/glossaries/{id}", headers=ann).status_code == 200


GLOSSARY = {
    "name": "Quân sự",
    "source_lang": "VI",
    "target_lang": "EN",
    "entries": "hợp tác đào tạo\ttraining cooperation\nđội hình\tformation",
    "entries_format": "tsv",
}


class TestGlossaries:
    def test_a_glossary_is_kept_listed_read_and_deleted(self, client):
        made = client.post("/v2/glossaries", json=GLOSSARY)
        assert made.status_code == 201
        data = made.json()
        assert {name: data[name] for name in ("name", "ready", "source_lang", "target_lang", "entry_count")} == {
            "name": "Quân sự", "ready": True, "source_lang": "vi", "target_lang": "en", "entry_count": 2,
        }  # fmt: skip
        address = f"/v2/glossaries/{data['glossary_id']}"
        assert client.get("/v2/glossaries").json() == {"glossaries": [data]}
        assert client.get(address).json() == data
        assert client.get(f"{address}/entries").text == GLOSSARY["entries"]
        assert client.delete(address).status_code == 204
        assert client.get(address).status_code == 404

    def test_it_is_there_after_a_restart(self, settings):
        with TestClient(create_app(settings)) as client:
            data = client.post("/v2/glossaries", data=GLOSSARY).json()
        with TestClient(create_app(settings)) as client:
            assert client.get("/v2/glossaries").json() == {"glossaries": [data]}

    def test_csv_may_have_the_languages_in_it(self, client):
        entries = '"hợp tác, đào tạo",training,vi,en\nđội hình,formation,vi,en\n'
        asked = GLOSSARY | {"entries": entries, "entries_format": "csv"}
        id = client.post("/v2/glossaries", json=asked).json()["glossary_id"]
        said = client.get(f"/v2/glossaries/{id}/entries").text
        assert said == "hợp tác, đào tạo\ttraining\nđội hình\tformation"

    def test_a_request_with_a_glossary_is_another_to_the_memory(self, client):
        """A sentence translated without the terms is not taken for one translated with them."""
        id = client.post("/v2/glossaries", json=GLOSSARY).json()["glossary_id"]
        asked = {"text": [SENTENCE], "source_lang": "VI", **EN}
        client.post("/v2/translate", json=asked)
        stats = client.app.state.office.workshop.memory.stats
        before = stats()
        client.post("/v2/translate", json=asked)
        assert stats() == before
        assert texts(client.post("/v2/translate", json={**asked, "glossary_id": id}))
        assert stats() != before

    @pytest.mark.parametrize(
        "change",
        [
            {"name": ""},
            {"source_lang": "DE"},
            {"target_lang": "DE"},
            {"entries": ""},
            {"entries": "một\n"},
            {"entries": "một\tone\nmột\ttwo"},
            {"entries": "…\t…"},
            {"entries": "# một\tone"},
            {"entries_format": "xlsx"},
        ],
    )
    def test_a_wrong_glossary_is_refused(self, client, change):
        answer = client.post("/v2/glossaries", json=GLOSSARY | change)
        assert (answer.status_code, list(answer.json())) == (400, ["message"])

    @pytest.mark.parametrize("id", ["x", "../terms", "..%2Fterms"])
    def test_no_other_file_can_be_read(self, client, id):
        assert client.get(f"/v2/glossaries/{id}").status_code == 404


def commission(client, name, data, **fields):
    answer = client.post("/v2/document", data={**EN, **fields}, files={"file": (name, data)})
    assert answer.status_code == 200, answer.text
    said = answer.json()
    return f"/v2/document/{said['document_id']}", {"document_key": said["document_key"]}


def done(client, address, key):
    for _ in range(200):
        status = client.post(address, json=key).json()
        if status["status"] in ("done", "error"):
            return status
        time.sleep(0.02)
    raise AssertionError(f"still {status}")


class TestDocuments:
    def test_a_document_is_translated_in_the_background(self, client):
        address, key = commission(client, "tin.html", "<p>Một câu.</p>".encode())
        status = done(client, address, key)
        assert status["document_id"] in address
        assert status["billed_characters"] == 8
        answer = client.post(f"{address}/result", json=key)
        assert answer.text == "<p>English: Một câu.</p>"
        assert 'filename="tin_en.html"' in answer.headers["content-disposition"]

    def test_the_key_is_needed(self, client):
        address, _ = commission(client, "tin.txt", "Một câu.".encode())
        for key in ({}, {"document_key": "wrong"}, {"document_key": "é"}):
            for place in (address, f"{address}/result"):
                assert client.post(place, json=key).status_code == 404

    def test_before_it_is_done_the_result_is_not_there(self, settings):
        with TestClient(create_app(replace(settings, model="scripted-slow"))) as client:
            text = "\n".join(f"Câu số {n}." for n in range(20))
            address, key = commission(client, "tin.txt", text.encode())
            early = client.post(f"{address}/result", json=key)
            assert (early.status_code, list(early.json())) == (503, ["message"])
            assert done(client, address, key)["status"] == "done"

    def test_one_that_took_longer_than_documents_are_kept_can_be_fetched(
        self, settings, monkeypatch
    ):
        later = SimpleNamespace(time=lambda: time.time() + 2 * SECONDS, monotonic=time.monotonic)
        with TestClient(create_app(replace(settings, model="scripted-slow"))) as client:
            text = "\n".join(f"Câu số {n}." for n in range(20))
            address, key = commission(client, "tin.txt", text.encode())
            monkeypatch.setattr(documents, "time", later)
            assert done(client, address, key)["status"] == "done"
            commission(client, "mới.txt", "Một câu.".encode())  # what has expired is forgotten now
            assert client.post(address, json=key).json()["status"] == "done"
            assert client.post(f"{address}/result", json=key).text.startswith("English: Câu số 0.")

    def test_one_that_has_expired_is_not_found(self, settings, tmp_path, monkeypatch):
        later = SimpleNamespace(time=lambda: time.time() + 2 * SECONDS, monotonic=time.monotonic)
        with TestClient(create_app(settings)) as client:
            address, key = commission(client, "tin.txt", "Một câu.".encode())
            done(client, address, key)
            other, other_key = commission(client, "tin.txt", "Hai câu.".encode())
            done(client, other, other_key)
            monkeypatch.setattr(documents, "time", later)
            for place in (address, f"{address}/result"):
                assert client.post(place, json=key).status_code == 404
        assert not list((tmp_path / "commissions").iterdir())

    def test_one_that_expired_while_no_server_ran_is_not_found(
        self, settings, tmp_path, monkeypatch
    ):
        later = SimpleNamespace(time=lambda: time.time() + 2 * SECONDS, monotonic=time.monotonic)
        with TestClient(create_app(settings)) as client:
            address, key = commission(client, "tin.txt", "Một câu.".encode())
            done(client, address, key)
        monkeypatch.setattr(documents, "time", later)
        with TestClient(create_app(settings)) as client:
            assert not list((tmp_path / "commissions").iterdir())
            assert client.post(address, json=key).status_code == 404

    def test_one_whose_file_is_gone_is_not_promised_any_longer(self, settings, tmp_path):
        with TestClient(create_app(settings)) as client:
            address, key = commission(client, "tin.txt", "Một câu.".encode())
            done(client, address, key)
        for path in (tmp_path / "documents").iterdir():
            path.unlink()
        with TestClient(create_app(settings)) as client:
            answer = client.post(f"{address}/result", json=key)
            assert (answer.status_code, list(answer.json())) == (404, ["message"])

    def test_one_the_queue_has_no_room_for_waits(self, settings):
        with TestClient(
            create_app(replace(settings, model="scripted-slow", queue_limit=12))
        ) as client:
            texts = ("\n".join(f"{word} số {n}." for n in range(8)) for word in ("Câu", "Lời"))
            sent = [commission(client, "tin.txt", text.encode()) for text in texts]
            assert [done(client, *each)["status"] for each in sent] == ["done", "done"]

    def test_a_document_the_model_fails_on_says_so(self, client):
        address, key = commission(client, "tin.txt", "Câu hỏng ‽ này.".encode())
        status = done(client, address, key)
        assert status["status"] == "error"
        assert "scripted failure" in status["error_message"]
        answer = client.post(f"{address}/result", json=key)
        assert (answer.status_code, answer.json()) == (400, {"message": status["error_message"]})

    @pytest.mark.parametrize(
        ("name", "data", "fields"),
        [
            ("tin.txt", b"%PDF-1.7", {}),
            ("tin.docx", b"PK\x03\x04", {}),
            ("tin.txt", b"", {}),
            ("tin.txt", b"xin", {"output_format": "pdf"}),
            ("tin.txt", b"xin", {"target_lang": "DE"}),
        ],
    )
    def test_a_file_that_cannot_be_translated_is_refused_at_once(self, client, name, data, fields):
        answer = client.post("/v2/document", data={**EN, **fields}, files={"file": (name, data)})
        assert (answer.status_code, list(answer.json())) == (400, ["message"])


class TestDocumentsAndTheServersEnd:
    @pytest.fixture
    def slow(self, settings):
        return replace(settings, model="scripted-slow")

    @pytest.fixture
    def long(self):
        return "\n".join(f"Câu số {n}." for n in range(1_000)).encode()  # 50 s, were it awaited

    def test_a_document_that_is_done_can_still_be_fetched_after_a_restart(self, settings):
        with TestClient(create_app(settings)) as client:
            address, key = commission(client, "tin.txt", "Một câu.".encode())
            done(client, address, key)
        with TestClient(create_app(settings)) as client:
            assert client.post(address, json=key).json()["status"] == "done"
            assert client.post(f"{address}/result", json=key).text == "English: Một câu."
            assert client.post(address, json={"document_key": "wrong"}).status_code == 404

    def test_a_document_that_is_almost_done_is_finished_before_the_server_ends(self, slow):
        with TestClient(create_app(slow)) as client:
            text = "\n".join(f"Câu số {n}." for n in range(10))
            address, key = commission(client, "tin.txt", text.encode())
        with TestClient(create_app(slow)) as client:
            assert client.post(address, json=key).json()["status"] == "done"

    def test_one_that_is_not_done_in_time_says_so_after_the_restart(self, slow, long, monkeypatch):
        monkeypatch.setattr(documents, "CLOSING_SECONDS", 0.3)
        with TestClient(create_app(slow)) as client:
            address, key = commission(client, "tin.txt", long)
            start = time.monotonic()
        assert time.monotonic() - start < 10
        with TestClient(create_app(slow)) as client:
            status = client.post(address, json=key).json()
            result = client.post(f"{address}/result", json=key)
        assert (status["status"], status["error_message"]) == ("error", documents.STOPPED)
        assert (result.status_code, result.json()) == (400, {"message": documents.STOPPED})

    def test_one_whose_turn_has_not_come_is_not_waited_for(self, slow, long, monkeypatch):
        monkeypatch.setattr(documents, "CLOSING_SECONDS", 0.3)
        with TestClient(create_app(slow)) as client:
            for _ in range(documents.AT_ONCE):
                commission(client, "tin.txt", long)
            address, key = commission(client, "ngắn.txt", "Một câu.".encode())
            assert client.post(address, json=key).json()["status"] == "queued"
        with TestClient(create_app(slow)) as client:
            assert client.post(address, json=key).json()["error_message"] == documents.STOPPED

    def test_one_the_queue_has_no_room_for_is_not_waited_for(self, slow, long, monkeypatch):
        monkeypatch.setattr(documents, "CLOSING_SECONDS", 2.0)  # it is refused meanwhile
        crowded = replace(slow, queue_limit=1_000)
        with TestClient(create_app(crowded)) as client:
            other = long.replace("Câu".encode(), "Lời".encode())
            sent = [commission(client, "tin.txt", text) for text in (long, other)]
        with TestClient(create_app(crowded)) as client:
            told = [client.post(address, json=key).json() for address, key in sent]
        assert [each["error_message"] for each in told] == [documents.STOPPED] * 2

    def test_one_that_was_at_work_when_the_server_was_killed_says_so(
        self, slow, long, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(documents, "CLOSING_SECONDS", 0.3)
        with TestClient(create_app(slow)) as client:
            address, key = commission(client, "tin.txt", long)
            killed = tmp_path / "killed"  # what is on disk at that moment
            shutil.copytree(tmp_path / "commissions", killed / "commissions")
        after = replace(slow, house_terms=killed / "terms.tsv")
        with TestClient(create_app(after)) as client:
            assert client.post(address, json=key).json()["error_message"] == documents.STOPPED

    def test_no_key_is_on_disk(self, settings, tmp_path):
        with TestClient(create_app(settings)) as client:
            _, key = commission(client, "tin.txt", "Một câu.".encode())
        (record,) = (tmp_path / "commissions").iterdir()
        assert key["document_key"] not in record.read_text()

    def test_a_record_that_cannot_be_read_is_a_document_not_known(self, settings, tmp_path):
        with TestClient(create_app(settings)) as client:
            address, key = commission(client, "tin.txt", "Một câu.".encode())
        (record,) = (tmp_path / "commissions").iterdir()
        record.write_text("{")
        with TestClient(create_app(settings)) as client:
            assert client.post(address, json=key).status_code == 404
