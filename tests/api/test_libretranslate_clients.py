"""Real clients of LibreTranslate, over a real socket."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request

import pytest
from libretranslate_aio import AsyncLibreTranslate, LibreTranslate
from libretranslate_aio.exceptions import BadRequestError, ForbiddenError
from libretranslatepy import LibreTranslateAPI

from service.api.keys import KeyFile

TEXT = "Một câu.\nCâu nữa."
ENGLISH = "English: Một câu.\nEnglish: Câu nữa."


class TestLibretranslatepy:
    def test_translate_detect_and_languages(self, serve):
        api = LibreTranslateAPI(serve().url)
        assert api.translate(TEXT, "vi", "en") == ENGLISH
        assert api.detect("Hai bên nhất trí.") == [{"confidence": 100, "language": "vi"}]
        assert [each["code"] for each in api.languages()] == ["vi", "en"]

    def test_a_wrong_key_is_refused(self, serve, tmp_path):
        path = tmp_path / "keys.json"
        secret = KeyFile(path).add("desk")
        url = serve(api_keys_file=path).url
        assert LibreTranslateAPI(url, secret).translate(TEXT, "vi", "en") == ENGLISH
        with pytest.raises(urllib.error.HTTPError) as refused:
            LibreTranslateAPI(url, "wrong").translate(TEXT, "vi", "en")
        with refused.value as answer:
            assert answer.code == 403


class TestDeepTranslator:
    def test_translate_and_translate_batch(self, serve):
        from deep_translator import LibreTranslator

        client = LibreTranslator("vi", "en", api_key="any", custom_url=f"{serve().url}/")
        assert client.translate(TEXT) == ENGLISH
        assert client.translate_batch(["Một câu.", "Câu nữa."]) == [
            "English: Một câu.",
            "English: Câu nữa.",
        ]


class TestLibretranslateAio:
    def test_texts_lists_and_languages(self, serve):
        with LibreTranslate(serve().url) as client:
            assert client.translate(TEXT, "vi", "en").translated_text == ENGLISH
            listed = client.translate(["Một câu.", "Câu nữa."], "auto", "en", alternatives=1)
            assert listed.translated_text == ["English: Một câu.", "English: Câu nữa."]
            assert [each.language for each in listed.detected_language] == ["vi", "vi"]
            assert listed.alternatives == [[], []]
            assert [each.code for each in client.languages()] == ["vi", "en"]
            assert client.frontend_settings().language.target.code == "en"
            assert client.detect("Hai bên nhất trí.")[0].language == "vi"
            assert client.suggest("Một câu.", "One sentence.", "vi", "en")
            assert client.health()

    def test_html_and_files(self, serve, tmp_path):
        page = tmp_path / "tin.html"
        page.write_text("<p>Một <b>câu</b>.</p>", encoding="utf-8")
        with LibreTranslate(serve().url) as client:
            said = client.translate(page.read_text(encoding="utf-8"), "vi", "en", format="html")
            assert said.translated_text == "<p>English: Một <b>câu</b>.</p>"
            url = client.translate_file(page, "vi", "en").translated_file_url
            with urllib.request.urlopen(url) as answer:
                assert answer.read().decode() == said.translated_text

    def test_errors_are_the_clients_own(self, serve, tmp_path):
        path = tmp_path / "keys.json"
        KeyFile(path).add("desk")
        with (
            LibreTranslate(serve().url) as client,
            pytest.raises(BadRequestError, match="zz is not"),
        ):
            client.translate("a", "zz", "en")
        with LibreTranslate(serve(api_keys_file=path).url) as client, pytest.raises(ForbiddenError):
            client.translate("a", "vi", "en")

    def test_the_asynchronous_client(self, serve):
        async def translate(url):
            async with AsyncLibreTranslate(url) as client:
                asked = (client.translate(f"Câu số {n}.", "vi", "en") for n in range(20))
                return [each.translated_text for each in await asyncio.gather(*asked)]

        found = asyncio.run(translate(serve().url))
        assert found == [f"English: Câu số {n}." for n in range(20)]
