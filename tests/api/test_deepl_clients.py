"""DeepL's official Python client, over a real socket."""

from __future__ import annotations

import time
from contextlib import closing

import deepl
import pytest

from service.api.keys import KeyFile

SENTENCE = "Hai bên nhất trí tăng cường hợp tác đào tạo."
VI_EN = {"source_lang": "VI", "target_lang": "EN-GB"}


@pytest.fixture
def client(serve):
    with closing(deepl.DeepLClient("any", server_url=serve().url)) as client:
        yield client


@pytest.fixture
def impatient(monkeypatch):
    """The client asks how a document is every 5 s; tests have no time for that."""
    sleep = time.sleep
    monkeypatch.setattr("deepl.translator.time.sleep", lambda seconds: sleep(min(seconds, 0.05)))


def test_a_text_and_a_list(client):
    one = client.translate_text(f"{SENTENCE}\nMột câu.", target_lang="EN-GB")
    assert one.text == f"English: {SENTENCE}\nEnglish: Một câu."
    assert (one.detected_source_lang, one.billed_characters) == ("VI", 53)
    listed = client.translate_text(["Một câu.", "Câu nữa."], **VI_EN)
    assert [each.text for each in listed] == ["English: Một câu.", "English: Câu nữa."]


def test_options(client):
    found = client.translate_text(
        "<p>Một <b>câu</b>. <x>Giữ</x></p>",
        tag_handling="xml",
        ignore_tags="x",
        split_sentences="nonewlines",
        preserve_formatting=True,
        formality="prefer_more",
        context="Bản tin quốc phòng.",
        **VI_EN,
    )
    assert found.text == "<p>English: Một <b>câu</b>. <x>Giữ</x></p>"


def test_a_glossary_from_its_making_to_its_end(client):
    glossary = client.create_glossary("Quân sự", "VI", "EN", {"đào tạo": "training", "đội": "team"})
    assert (glossary.name, glossary.ready, glossary.entry_count) == ("Quân sự", True, 2)
    assert client.get_glossary_entries(glossary) == {"đào tạo": "training", "đội": "team"}
    assert [each.glossary_id for each in client.list_glossaries()] == [glossary.glossary_id]
    assert client.get_glossary(glossary.glossary_id).creation_time == glossary.creation_time
    assert client.translate_text_with_glossary(SENTENCE, glossary).text == f"English: {SENTENCE}"
    assert client.translate_text(SENTENCE, glossary=glossary, **VI_EN).text
    client.delete_glossary(glossary)
    with pytest.raises(deepl.GlossaryNotFoundException):
        client.get_glossary(glossary.glossary_id)


def test_a_glossary_from_a_table(client):
    made = client.create_glossary_from_csv("Bảng", "VI", "EN", '"đào tạo, huấn luyện",training\n')
    assert client.get_glossary_entries(made) == {"đào tạo, huấn luyện": "training"}
    pairs = client.get_glossary_languages()
    assert [(each.source_lang, each.target_lang) for each in pairs] == [("vi", "en")]


def test_a_document(client, tmp_path, impatient):
    source, target = tmp_path / "tin.html", tmp_path / "news.html"
    source.write_text("<p>Một <b>câu</b>.</p>", encoding="utf-8")
    status = client.translate_document_from_filepath(source, target, **VI_EN)
    assert status.done
    assert status.billed_characters == 8
    assert target.read_text(encoding="utf-8") == "<p>English: Một <b>câu</b>.</p>"


def test_a_document_that_is_none(client, tmp_path):
    source = tmp_path / "tin.txt"
    source.write_bytes(b"%PDF-1.7")
    with pytest.raises(deepl.DeepLException, match="Invalid file data"):
        client.translate_document_from_filepath(source, tmp_path / "news.txt", **VI_EN)


def test_languages_and_usage(client):
    assert [each.code for each in client.get_source_languages()] == ["VI"]
    assert [each.code for each in client.get_target_languages()] == ["EN-GB", "EN-US"]
    client.translate_text("Một câu.", **VI_EN)
    usage = client.get_usage()
    assert usage.character.count >= 8
    assert not usage.any_limit_reached


def test_keys(serve, tmp_path):
    path = tmp_path / "keys.json"
    secret = KeyFile(path).add("desk")
    url = serve(api_keys_file=path).url
    with closing(deepl.DeepLClient(secret, server_url=url)) as client:
        assert client.translate_text("Một câu.", **VI_EN).text == "English: Một câu."
    refused = pytest.raises(deepl.AuthorizationException)
    with closing(deepl.DeepLClient("wrong", server_url=url)) as client, refused:
        client.translate_text("Một câu.", **VI_EN)


def test_a_slow_request_sent_again_goes_on_where_it_was(serve, monkeypatch):
    """The client gives up after 10 s, shortened here, and sends the same request again."""
    running = serve(model="scripted-slow")  # 50 ms a sentence
    monkeypatch.setattr(deepl.http_client, "min_connection_timeout", 0.9)
    texts = [f"Câu số {n} dài hơn." for n in range(60)]  # 3 s in all, more than one try has
    with closing(deepl.DeepLClient("any", server_url=running.url)) as client:
        found = client.translate_text(texts, **VI_EN)
    assert [each.text for each in found] == [f"English: {text}" for text in texts]
