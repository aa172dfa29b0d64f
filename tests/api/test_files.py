"""Documents sent to the native interface, and where translated ones are kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.api.app import create_app
from service.api.drawer import Drawer
from service.errors import Overloaded

PAGE = "<p>Một <b>câu</b>.</p>".encode()


def test_a_document_comes_back_in_its_own_format(client):
    answer = client.post("/v1/documents", files={"file": ("tin tức.html", PAGE)})
    assert answer.text == "<p>English: Một <b>câu</b>.</p>"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-disposition"].endswith("tin%20t%E1%BB%A9c_en.html")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"files": {"file": ("a.txt", b"%PDF-1.7")}}, 422),
        ({"files": {"file": ("a.txt", b"")}}, 422),
        ({"data": {"file": "no file"}}, 415),
        ({"json": {"text": "x"}}, 415),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 400),
    ],
)
def test_what_is_no_document_is_refused(client, sent, status):
    answer = client.post("/v1/documents", **sent)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_a_document_with_too_many_sentences_is_refused(settings):
    with TestClient(create_app(replace(settings, max_sentences=2))) as client:
        text = "Một câu. Câu nữa. Ba câu.".encode()
        answer = client.post("/v1/documents", files={"file": ("a.txt", text)})
    assert answer.status_code == 413


def files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix != ".json"]


class TestDrawer:
    def test_a_file_can_be_fetched_with_its_key_alone(self, tmp_path):
        drawer = Drawer(tmp_path)
        key = drawer.put(b"data", "a.txt", "text/plain")
        kept = drawer.get(key)
        assert (kept.path.read_bytes(), kept.name) == (b"data", "a.txt")
        assert drawer.get(key[:-1]) is None
        assert len(key) >= 32

    def test_a_file_expires(self, tmp_path):
        drawer = Drawer(tmp_path, seconds=-1)
        key = drawer.put(b"data", "a.txt", "text/plain")
        assert drawer.get(key) is None
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("limits", [{"most_files": 1}, {"most_bytes": 7}])
    def test_a_full_drawer_takes_no_more(self, tmp_path, limits):
        drawer = Drawer(tmp_path, **limits)
        drawer.put(b"data", "a.txt", "text/plain")
        with pytest.raises(Overloaded):
            drawer.put(b"data", "b.txt", "text/plain")
        assert len(files(tmp_path)) == 1

    def test_a_folder_that_cannot_be_written_to_is_an_error_of_its_own(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(Overloaded, match="cannot be kept"):
            Drawer(tmp_path / "file").put(b"data", "a.txt", "text/plain")

    def test_the_next_server_has_the_files_of_the_one_before(self, tmp_path):
        key = Drawer(tmp_path).put(b"data", "tin tức.txt", "text/plain")
        kept = Drawer(tmp_path).get(key)
        assert (kept.path.read_bytes(), kept.name) == (b"data", "tin tức.txt")

    def test_the_next_server_throws_away_what_has_expired_meanwhile(self, tmp_path):
        key = Drawer(tmp_path, seconds=-1).put(b"data", "a.txt", "text/plain")
        assert Drawer(tmp_path).get(key) is None
        assert list(tmp_path.iterdir()) == []

    def test_a_file_that_was_being_put_away_when_the_server_was_killed_is_no_file(self, tmp_path):
        (tmp_path / "half").write_bytes(b"da")
        assert Drawer(tmp_path).get("half") is None
        assert list(tmp_path.iterdir()) == []
