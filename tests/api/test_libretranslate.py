"""LibreTranslate's dialect, its shapes and errors."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from starlette.testclient import TestClient

from service.api.app import create_app
from service.api.keys import KeyFile
from service.errors import SettingsError
from service.memory import Memory
from service.normalise import normalise
from service.settings import Settings

VI = {"source": "vi", "target": "en"}
AUTO = {"source": "auto", "target": "en"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
SENTENCE = "Hai bên nhất trí tăng cường hợp tác đào tạo."


def test_a_text_gives_a_text(client):
    answer = client.post("/translate", json={"q": SENTENCE, **VI})
    assert answer.json() == {"translatedText": f"English: {SENTENCE}"}


def test_a_list_gives_a_list_in_its_order(client):
    answer = client.post("/translate", json={"q": ["Một câu.", "Câu nữa."], **VI})
    assert answer.json() == {"translatedText": ["English: Một câu.", "English: Câu nữa."]}


@pytest.mark.parametrize("how", ["json", "data", "params"])
def test_fields_may_come_in_json_a_form_or_the_query(client, how):
    answer = client.post("/translate", **{how: {"q": "Một câu.", **VI}})
    assert answer.json() == {"translatedText": "English: Một câu."}


@pytest.mark.parametrize("how", [{}, {"files": {"other": ("a.txt", b"xin")}}])
@pytest.mark.parametrize(("characters", "status"), [(1_500_000, 200), (10_000_001, 413)])
def test_a_text_in_a_form_may_be_as_large_as_a_request(client, how, characters, status):
    text = "2024 " * (characters // 5 + 1)  # no words: nothing to translate
    answer = client.post("/translate", data={"q": text, **VI}, **how)
    assert answer.status_code == status, answer.text[:200]


def test_a_form_may_have_its_letters_as_they_are(client):
    body = f"q={SENTENCE}+Một%20câu.&source=vi&target=en".encode()  # as `curl -d` sends it
    answer = client.post("/translate", content=body, headers=FORM)
    assert answer.json() == {"translatedText": f"English: {SENTENCE} English: Một câu."}


@pytest.mark.parametrize("text", [b"B\xf4 tr\xbb", b"B%F4 tr%BB", b"&" * 2_000])
def test_a_form_that_cannot_be_read_is_refused(client, text):
    body = b"source=vi&target=en&q=" + text
    answer = client.post("/translate", content=body, headers=FORM)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert answer.json()["error"].startswith("Invalid request: the form is ")


@pytest.mark.parametrize("how", ["data", "params"])
def test_a_repeated_field_is_a_list(client, how):
    answer = client.post("/translate", **{how: {"q": ["Một câu.", "Câu nữa."], **VI}})
    assert answer.json() == {"translatedText": ["English: Một câu.", "English: Câu nữa."]}


def test_white_space_and_line_breaks_stay(client):
    text = "  Một câu. Câu nữa.\n\nCâu cuối.\r\n"
    answer = client.post("/translate", json={"q": text, **VI}).json()["translatedText"]
    assert answer == "  English: Một câu. English: Câu nữa.\n\nEnglish: Câu cuối.\r\n"


def test_html_keeps_its_tags_and_attributes(client):
    page = '<p class="x">Một <b>câu</b> &amp; hơn.</p><br><script>a < b</script>'
    answer = client.post("/translate", json={"q": page, "format": "html", **VI}).json()
    assert answer["translatedText"] == (
        '<p class="x">English: Một <b>câu</b> &amp; hơn.</p><br><script>a < b</script>'
    )


def test_the_language_is_told_only_when_it_was_to_be_found_out(client):
    answer = client.post("/translate", json={"q": SENTENCE, **AUTO}).json()
    assert answer["detectedLanguage"] == {"confidence": 100, "language": "vi"}
    listed = client.post("/translate", json={"q": [SENTENCE], **AUTO}).json()
    assert listed["detectedLanguage"] == [{"confidence": 100, "language": "vi"}]


def test_english_comes_back_as_it_is(client):
    text = "The two sides have agreed to step up their cooperation."
    answer = client.post("/translate", json={"q": text, **AUTO}).json()
    assert answer["translatedText"] == text
    assert answer["detectedLanguage"]["language"] == "en"


NAMES = [
    "Kim Jong Un",
    "Le Van Tam",
    "La Liga",
    "The Voice Việt",
]  # have words of French or English


def test_a_name_counts_as_vietnamese_and_refuses_no_list(client):
    unsure = {"confidence": 0, "language": "vi"}
    for name in NAMES:
        assert client.post("/detect", json={"q": name}).json() == [unsure]
        answer = client.post("/translate", json={"q": ["Bộ trưởng thăm Lào.", name], **AUTO})
        assert answer.json()["translatedText"] == [
            "English: Bộ trưởng thăm Lào.",
            f"English: {name}",
        ]
        assert answer.json()["detectedLanguage"][1] == unsure


def test_what_is_short_among_english_texts_is_english(client):
    texts = ["The two sides have agreed to step up their cooperation.", "To the top"]
    assert client.post("/translate", json={"q": texts, **AUTO}).json()["translatedText"] == texts


def test_french_is_refused_beside_vietnamese(client):
    french = "Le ministre de la Défense a reçu jeudi à Hanoï son homologue coréen."
    answer = client.post("/translate", json={"q": ["Bộ trưởng thăm Lào.", french], **AUTO})
    assert (answer.status_code, answer.json()) == (400, {"error": "fr is not supported"})


@pytest.mark.parametrize(("q", "shape"), [("Một câu.", list), (["Một câu.", "Câu nữa."], list)])
def test_alternatives_are_told_only_when_asked_for(client, q, shape):
    assert "alternatives" not in client.post("/translate", json={"q": q, **VI}).json()
    answer = client.post("/translate", json={"q": q, "alternatives": 2, **VI}).json()
    assert isinstance(answer["alternatives"], shape)
    assert len(answer["alternatives"]) == (2 if isinstance(q, list) else 0)


def test_alternatives_differ_from_the_translation(client, settings):
    with Memory.open(settings.memory) as memory:
        memory.correct(normalise("Một câu."), "One sentence.", "Ann")
    answer = client.post("/translate", json={"q": "Một câu.", "alternatives": 2, **VI}).json()
    assert answer == {"translatedText": "One sentence.", "alternatives": ["English: Một câu."]}


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({**VI}, "Invalid request: missing q parameter"),
        ({"q": "", **VI}, "Invalid request: missing q parameter"),
        ({"q": "a", "target": "en"}, "Invalid request: missing source parameter"),
        ({"q": "a", "source": "vi"}, "Invalid request: missing target parameter"),
        ({"q": "a", "source": "zz", "target": "en"}, "zz is not supported"),
        ({"q": "a", "source": "vi", "target": "zz"}, "zz is not supported"),
        ({"q": "a", "format": "pdf", **VI}, "pdf format is not supported"),
        ({"q": "a", "alternatives": "x", **VI}, "Invalid request: alternatives parameter is not a number"),
        ({"q": "a", "alternatives": 99, **VI}, "Invalid request: alternatives parameter must be <= 5"),
        ({"q": {"a": 1}, **VI}, "Invalid request: q parameter is not a list of strings"),
        ({"q": "a", "source": "vi", "target": "vi"}, "Vietnamese (vi) is not available as a target language from Vietnamese (vi)"),
        ({"q": "Это не вьетнамский текст.", **AUTO}, "ru is not supported"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_dialects_own_words(client, asked, error):
    answer = client.post("/translate", json=asked)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


@pytest.mark.parametrize("body", ["{", "[1]", "[" * 100_000])
def test_broken_json_is_refused(client, body):
    answer = client.post("/translate", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Invalid request")


HALF = r"\ud800"  # of a character, as JSON may name it


@pytest.mark.parametrize(
    "body",
    [
        f'{{"q": "xin ch{HALF}ao", "source": "vi", "target": "en"}}',
        f'{{"q": "xin chao", "source": "{HALF}", "target": "en"}}',
        f'{{"q": "xin chao", "source": "vi", "target": "en", "api_key": "{HALF}"}}',
    ],
)
def test_half_a_character_is_refused(client, body):
    answer = client.post("/translate", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Invalid request")


def test_half_a_character_in_a_form_is_refused_too(client):
    parts = {"q": (None, b"xin ch+2AA-ao"), "source": (None, b"vi"), "target": (None, b"en")}
    request = client.build_request("POST", "/translate", files=parts)
    request.headers["content-type"] += "; charset=utf-7"
    assert client.send(request).status_code == 400


def test_languages_are_detected(client):
    answer = client.post("/detect", data={"q": SENTENCE})
    assert answer.json() == [{"confidence": 100, "language": "vi"}]


def test_languages_are_listed(client):
    answer = client.request("GET", "/languages", content=b"api_key=")
    assert answer.json() == [
        {"code": "vi", "name": "Vietnamese", "targets": ["en"]},
        {"code": "en", "name": "English", "targets": ["en"]},
    ]
    refused = client.post("/languages")
    assert (refused.status_code, refused.json()) == (405, {"error": "Method Not Allowed"})


def test_settings_for_pages_have_the_shape_clients_read(client):
    answer = client.get("/frontend/settings").json()
    assert answer["language"] == {
        "source": {"code": "vi", "name": "Vietnamese"},
        "target": {"code": "en", "name": "English"},
    }
    assert ".docx" in answer["supportedFilesFormat"]
    assert answer["keyRequired"] is False


def test_a_suggestion_is_kept_and_never_applied(client, settings):
    said = {"q": SENTENCE, "s": "The two sides agreed.", **VI}
    assert client.post("/suggest", data=said).json() == {"success": True}
    answer = client.post("/translate", json={"q": SENTENCE, **VI}).json()
    assert answer["translatedText"] == f"English: {SENTENCE}"
    with Memory.open(settings.memory) as memory:
        assert [each.text for each in memory.suggestions()] == ["The two sides agreed."]


def test_suggestions_can_be_off(settings):
    with TestClient(create_app(replace(settings, suggestions=False))) as client:
        answer = client.post("/suggest", data={"q": "a", "s": "b", **VI})
    assert (answer.status_code, list(answer.json())) == (403, ["error"])


def upload(client, name, data, **fields):
    return client.post("/translate_file", data={**VI, **fields}, files={"file": (name, data)})


def test_a_document_can_be_fetched_under_the_address_that_is_given(client):
    url = upload(client, "tin.html", b"<p>M\xe1\xbb\x99t c\xc3\xa2u.</p>").json()[
        "translatedFileUrl"
    ]
    answer = client.get(url)
    assert answer.text == "<p>English: Một câu.</p>"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'filename="tin_en.html"' in answer.headers["content-disposition"]


def test_behind_a_proxy_the_address_is_the_public_one(settings):
    public = Settings.read({"BANTIN_PUBLIC_URL": "https://bantin.example/vi/"}).public_url
    with TestClient(create_app(replace(settings, public_url=public))) as client:
        url = upload(client, "tin.txt", "Một câu.".encode()).json()["translatedFileUrl"]
        assert url.startswith("https://bantin.example/vi/download_file/")
        assert client.get(url.removeprefix(public)).text == "English: Một câu."


def test_a_public_address_is_a_whole_one():
    with pytest.raises(SettingsError, match="BANTIN_PUBLIC_URL"):
        Settings.read({"BANTIN_PUBLIC_URL": "bantin.example"})


def test_a_word_document_comes_back_as_one(client):
    document = docx.Document()
    document.add_paragraph("Một câu.")
    stream = io.BytesIO()
    document.save(stream)
    url = upload(client, "tin.docx", stream.getvalue()).json()["translatedFileUrl"]
    result = docx.Document(io.BytesIO(client.get(url).content))
    assert [each.text for each in result.paragraphs] == ["English: Một câu."]


def test_a_file_of_another_kind_than_its_name_says_is_refused(client):
    answer = upload(client, "tin.txt", b"%PDF-1.7")
    assert answer.status_code == 400
    assert "PDF" in answer.json()["error"]


@pytest.mark.parametrize("name", ["x.txt", "../x", "%2e%2e%2fterms.tsv"])
def test_no_other_file_can_be_fetched(client, name):
    assert client.get(f"/download_file/{name}").status_code == 404


class TestKeys:
    @pytest.fixture
    def secret(self, tmp_path):
        return KeyFile(tmp_path / "keys.json").add("desk")

    @pytest.fixture
    def guarded(self, settings, tmp_path, secret):
        with TestClient(
            create_app(replace(settings, api_keys_file=tmp_path / "keys.json"))
        ) as client:
            yield client

    @pytest.mark.parametrize("how", ["json", "data", "params"])
    def test_the_key_may_come_with_the_fields(self, guarded, secret, how):
        answer = guarded.post("/translate", **{how: {"q": "Một câu.", "api_key": secret, **VI}})
        assert answer.status_code == 200

    @pytest.mark.parametrize("fields", [{}, {"api_key": "wrong"}])
    def test_without_a_key_the_answer_is_403(self, guarded, fields):
        answer = guarded.post("/translate", json={"q": "Một câu.", **fields, **VI})
        assert (answer.status_code, list(answer.json())) == (403, ["error"])

    def test_over_the_rate_callers_are_told_to_slow_down(self, settings, tmp_path):
        path = tmp_path / "slow.json"
        secret = KeyFile(path).add("slow", requests_per_minute=1)
        with TestClient(create_app(replace(settings, api_keys_file=path))) as client:
            asked = {"q": "Một câu.", "api_key": secret, **VI}
            answers = [client.post("/translate", json=asked) for _ in range(2)]
        assert answers[1].status_code == 429
        assert answers[1].json()["error"].startswith("Slowdown: ")
        assert "retry-after" in answers[1].headers


def test_too_many_sentences_are_refused(settings):
    with TestClient(create_app(replace(settings, max_sentences=2))) as client:
        answer = client.post("/translate", json={"q": "Một câu. Câu nữa. Ba câu.", **VI})
    assert (answer.status_code, list(answer.json())) == (413, ["error"])
