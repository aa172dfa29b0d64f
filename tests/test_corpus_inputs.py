"""Where a corpus comes from."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import json
import lzma
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.corpus.inputs import Item, Passed, count_items, file_name, find_items
from service.errors import UnreadableInput

LIMIT = 50_000


def found(*paths: object, listing: str = "") -> list[Item]:
    stream = io.BytesIO(os.fsencode(listing))
    return [each for each in find_items(map(str, paths), stream, LIMIT) if isinstance(each, Item)]


def contents(*paths: object, listing: str = "") -> dict[str, bytes]:
    return {item.id: item.read() for item in found(*paths, listing=listing)}


def write(file: Path, text: str = "trang") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_folder_gives_its_pages_in_order_and_those_below_it(tmp_path):
    for name in ("b.txt", "a.html", "2024/05/c.htm", ".hidden/d.txt", ".e.txt"):
        write(tmp_path / name, name)
    assert list(contents(tmp_path)) == ["a", "b", "2024/05/c"]


def test_files_in_a_folder_that_are_no_pages_are_passed_over_and_said_to_be(tmp_path):
    write(tmp_path / "a.txt")
    write(tmp_path / "picture.jpg")
    os.mkfifo(tmp_path / "pipe.txt")
    passed = list(find_items([str(tmp_path)], io.BytesIO(), LIMIT))[1:]
    assert passed == [Passed(str(tmp_path / name)) for name in ("picture.jpg", "pipe.txt")]


def test_a_folder_that_may_not_be_read_says_why_and_the_others_are_read(tmp_path, monkeypatch):
    for name in ("a/a.txt", "closed/b.txt", "d/d.txt"):
        write(tmp_path / name)
    list_folder, closed = os.scandir, str(tmp_path / "closed")

    def scandir(path):  # the superuser may read every folder
        if str(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", scandir)
    *others, bad = found(tmp_path)
    assert [item.id for item in others] == ["a/a", "d/d"]
    with pytest.raises(UnreadableInput, match=f"{closed}: Permission denied"):
        bad.read()


def test_a_link_to_a_folder_is_passed_over_and_said_to_be_but_read_where_it_is_named(tmp_path):
    write(tmp_path / "real" / "a.txt")
    (tmp_path / "in").mkdir()
    link = tmp_path / "in" / "link"
    link.symlink_to(tmp_path / "real")
    assert list(find_items([str(tmp_path / "in")], io.BytesIO(), LIMIT)) == [Passed(str(link))]
    assert list(contents(link)) == ["a"]


def test_a_file_that_is_named_is_read_whatever_its_ending(tmp_path):
    assert contents(write(tmp_path / "page.dump", "nội dung")) == {"page.dump": "nội dung".encode()}


def test_a_pattern_names_articles_by_what_it_matches(tmp_path):
    for year in ("2023", "2024"):
        write(tmp_path / year / "tin.txt", year)
    assert list(contents(tmp_path / "*" / "tin.txt")) == ["2023/tin", "2024/tin"]


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("**/*.txt", ["a", "d/e/p", "d/p"]),
        ("**", ["a", "d/e/p", "d/p"]),
        ("d/**/*.txt", ["e/p", "p"]),
        ("**/e/**/*.txt", ["d/e/p"]),
        ("*/**/p.txt", ["d/e/p", "d/p", "link/e/p", "link/p"]),
        ("link/p*", ["p"]),
    ],
)
def test_two_stars_lead_below_but_not_through_links(tmp_path, monkeypatch, pattern, ids):
    for name in ("a.txt", "d/p.txt", "d/e/p.txt", ".hidden/q.txt", ".q.txt"):
        write(tmp_path / name)
    (tmp_path / "link").symlink_to("d")
    (tmp_path / "d/up").symlink_to(tmp_path)
    assert list(contents(tmp_path / pattern)) == ids
    monkeypatch.chdir(tmp_path)
    assert list(contents(pattern)) == ids


def test_a_dash_is_a_list_of_paths(tmp_path):
    one, two = write(tmp_path / "one.txt"), write(tmp_path / "more" / "two.txt")
    listing = f"{one}\n\n{two.parent}\n"
    assert list(contents("-", listing=listing)) == ["one", "two"]
    assert list(contents("-", "-", listing=listing)) == ["one", "two"]  # it has been read by then


def test_a_list_may_name_files_whose_names_are_not_in_utf_8(tmp_path):
    one, two = tmp_path / "tin\udce9.txt", write(tmp_path / "two.txt")
    one.write_bytes(b"trang")
    assert list(contents("-", listing=f"{one}\n{two}\n")) == ["tin\udce9", "two"]


@pytest.mark.parametrize(
    ("ending", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_packed_pages_are_unpacked(tmp_path, ending, pack):
    (tmp_path / f"a.html{ending}").write_bytes(pack("bài".encode()))
    (item,) = found(tmp_path)
    assert (item.id, item.form, item.read()) == ("a", "html", "bài".encode())


def test_lines_of_json_are_articles(tmp_path):
    lines = [{"id": "một", "text": "chữ"}, {"id": 2, "html": "<p>chữ</p>"}, {"text": "chữ"}]
    file = write(tmp_path / "all.jsonl", "\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert [(item.id, item.form) for item in found(file)] == [
        ("một", "text"),
        ("2", "html"),
        ("all-3", "text"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ('{"id": "a"}', 'either "text" or "html"'),
        ('{"text": "a", "html": "b"}', 'either "text" or "html"'),
        ('{"id": [], "text": "a"}', '"id" must be'),
        ("[" * 200_000, "no JSON: maximum recursion depth"),
    ],
)
def test_a_line_that_is_no_article_says_why_and_where_and_the_others_are_read(
    tmp_path, line, reason
):
    file = write(tmp_path / "all.jsonl", f'{line}\n{{"id": "good", "text": "chữ"}}\n')
    bad, good = found(file)
    with pytest.raises(UnreadableInput, match=f"all.jsonl, line 1: .*{reason}"):
        bad.read()
    assert good.id == "good"


def test_a_line_too_long_is_told_once_and_the_next_one_has_its_number(tmp_path):
    file = tmp_path / "all.jsonl"
    with file.open("w") as lines:
        lines.write(json.dumps({"text": "a" * 20 * LIMIT}) + "\n")
        lines.write('{"text": "b"}\n' + json.dumps({"text": "c" * 20 * LIMIT}))
    bad, good, last = found(file)
    for item, line in ((bad, 1), (last, 3)):
        with pytest.raises(UnreadableInput, match=f"line {line}: has more than 400,000 bytes"):
            item.read()
    assert (good.id, good.read()) == ("all-2", b"b")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("missing.txt", None, "No such file"),
        ("a.txt.gz", b"no gzip", "Not a gzipped file"),
        ("b.jsonl.gz", gzip.compress(b'{"text": "a"}' * 999)[:40], "damaged"),
        ("c.txt.xz", b"no xz", "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, data, reason):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableInput, match=reason):
        found(tmp_path / name)[-1].read()


@pytest.mark.parametrize(
    ("path", "reason"),
    [("a" * 300, "File name too long"), ("a.txt\0b.txt\0*", "zero byte")],
)
def test_a_path_that_cannot_be_looked_at_says_why_and_the_others_are_read(tmp_path, path, reason):
    bad, good = found(path, write(tmp_path / "a.txt"))
    with pytest.raises(UnreadableInput, match=reason):
        bad.read()
    assert good.id == "a"


def test_files_that_a_pattern_fits_and_that_cannot_be_looked_at_say_why(tmp_path):
    (tmp_path / "a.txt").symlink_to("a.txt")
    (tmp_path / "b.txt").symlink_to("nothing")
    (tmp_path / "folder.txt").mkdir()
    (item,) = found(tmp_path / "*.txt")
    with pytest.raises(UnreadableInput, match="levels of symbolic links"):
        item.read()


def test_a_pattern_that_fits_nothing_is_an_error(tmp_path):
    with pytest.raises(UnreadableInput, match="no file fits"):
        found(tmp_path / "*.txt")[0].read()


def test_a_packed_bomb_is_unpacked_no_further_than_the_limit(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 1_000_000))
    assert len(found(tmp_path)[0].read()) == LIMIT + 1


def test_articles_are_counted_where_that_needs_no_list(tmp_path):
    write(tmp_path / "a.txt")
    write(tmp_path / "b.jsonl", '{"text": "a"}\n' * 3)
    assert (count_items([str(tmp_path)], LIMIT), count_items(["-"], LIMIT)) == (4, None)


@given(st.text(min_size=1))
@example("../../etc/passwd")
@example("a..b?")
def test_any_id_becomes_a_file_name_inside_the_folder(id):
    name = file_name(id)
    assert not name.startswith(("/", "."))
    assert ".." not in name
    assert all(0 < len(part.encode()) <= 240 for part in name.split("/"))


@pytest.mark.parametrize("id", ["x.json/y", "a/x.HTML/y", "x.tmx/y.docx/z"])
def test_no_id_becomes_a_folder_called_like_the_file_of_another_article(id):
    assert "/" not in file_name(id)
    assert file_name("2024.05/x.json") == "2024.05/x.json"


@given(st.lists(st.text(alphabet="a/.-? ", min_size=1), unique=True))
def test_different_ids_have_different_file_names(ids):
    assert len(set(map(file_name, ids))) == len(ids)
