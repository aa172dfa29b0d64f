"""The command line as a user meets it: output, errors, exit codes."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import ModelDamaged
from service.cli import main
from service.settings import Settings

ROOT = Path(__file__).parents[2]
SEED = str(ROOT / "seeds/000_e2311c80708a819d.txt")
OTHER = str(ROOT / "seeds/004_a35e763ab6db059d.txt")


@pytest.fixture
def bantin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command with the scripted model; returns exit code, stdout, stderr."""
    monkeypatch.setenv("BANTIN_MODEL", "scripted")

    def run(*arguments: str, stdin: bytes | None = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["bantin", *arguments])
        given = None if stdin is None else io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
        monkeypatch.setattr(sys, "stdin", given)
        code: object = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        captured = capsys.readouterr()
        return int(code or 0), captured.out, captured.err

    return run


def test_summarise_says_title_date_source_and_where_each_sentence_came_from(bantin):
    code, out, err = bantin("summarise", SEED)
    title, source_line, blank, *summary = out.splitlines()
    assert (code, err) == (0, "")
    assert "Đại tướng Phan Văn Giang tiếp Thứ trưởng" in title
    assert (source_line, blank) == ("24 April 2024 · Theo TTXVN", "")
    assert any(line.startswith("   ← sentence ") for line in summary)


def test_the_json_report_has_the_shape_promised(bantin):
    code, out, _ = bantin("summarise", SEED, "--json", "--max-sentences", "2")
    report = json.loads(out)
    assert code == 0
    assert list(report) == ["article", "translation", "summary", "models", "memory", "seconds"]
    assert list(report["article"]) == [
        "id", "title", "published", "byline", "sentences", "captions", "dropped",
    ]  # fmt: skip
    assert report["article"]["published"] == "2024-04-24"
    assert len(report["translation"]["sentences"]) == len(report["article"]["sentences"])
    assert set(report["translation"]["sentences"][0]) >= {
        "index", "source", "text", "origin", "findings",
    }  # fmt: skip
    assert set(report["summary"]) == {"text", "method", "sentences"}
    assert 1 <= len(report["summary"]["sentences"]) <= 2
    assert report["memory"] == {"hits": 0, "misses": 9}


def test_the_second_time_everything_comes_from_the_memory(bantin):
    bantin("summarise", SEED)
    report = json.loads(bantin("summarise", SEED, "--json")[1])
    assert report["memory"] == {"hits": 9, "misses": 0}


def test_several_pages_become_one_report_a_line(bantin):
    code, out, _ = bantin("translate", SEED, OTHER, "--json")
    assert code == 0
    assert [json.loads(line)["article"]["id"] for line in out.splitlines()] == [
        Path(SEED).stem,
        Path(OTHER).stem,
    ]


def test_lines_in_are_lines_out_in_the_same_order(bantin):
    text = "Hà Nội có mưa.\n\n   \nGiá xăng giảm.\n***"
    code, out, _ = bantin("translate", "-", "--lines", stdin=text.encode())
    assert code == 0
    lines = out.removesuffix("\n").split("\n")
    assert len(lines) == 5
    assert ("Hà Nội" in lines[0], "xăng" in lines[3]) == (True, True)
    assert (lines[1].strip(), lines[2].strip(), lines[4]) == ("", "", "***")


@pytest.mark.parametrize("inside", ["\u2028", "\u0085", "\f", "\v"])
def test_only_a_newline_ends_a_line(bantin, tmp_path, inside):
    source, reference = tmp_path / "vi.txt", tmp_path / "en.txt"
    source.write_bytes(f"Hà Nội{inside}có mưa.\r\nGiá xăng giảm.\r\n".encode())
    reference.write_text("It rains in Hanoi.\nPetrol is cheaper.\n", "utf-8")
    out = bantin("translate", str(source), "--lines")[1]
    assert out == "English: Hà Nội có mưa.\nEnglish: Giá xăng giảm.\n"
    scores = bantin("evaluate", "--source", str(source), "--reference", str(reference))
    assert (scores[0], scores[2]) == (0, "")


def test_a_correction_of_several_lines_is_still_one_line_out(bantin):
    bantin("memory", "set", "Ba người đến.", "Three\npeople\u2028came.")
    out = bantin("translate", "-", "--lines", stdin="Ba người đến.\nHết giờ.".encode())[1]
    assert out == "Three people came.\nEnglish: Hết giờ.\n"


def test_the_lines_of_several_files_follow_each_other(bantin, tmp_path):
    for name, text in (("a", "Một người.\n\n"), ("b", "Người khác.")):
        (tmp_path / name).write_text(text, "utf-8")
    out = bantin("translate", "--lines", str(tmp_path / "a"), str(tmp_path / "b"))[1]
    assert out == "English: Một người.\n\nEnglish: Người khác.\n"


def test_extract_accounts_for_every_line(bantin):
    code, out, _ = bantin("extract", SEED, "--json")
    structure = json.loads(out)
    page = [line.strip() for line in Path(SEED).read_text("utf-8").splitlines() if line.strip()]
    assert code == 0
    assert [line["text"].strip() for line in structure["lines"]] == page
    assert {line["kind"] for line in structure["lines"]} >= {"title", "body", "caption"}


def test_a_correction_wins_from_then_on_and_can_be_taken_back(bantin):
    source = "Giá xăng giảm mạnh từ chiều nay."
    assert bantin("memory", "set", source, "Petrol is much cheaper.", "--who", "Lan")[0] == 0
    assert (
        bantin("translate", "-", "--lines", stdin=source.encode())[1] == "Petrol is much cheaper.\n"
    )
    assert "Lan: Petrol is much cheaper." in bantin("memory", "history", source)[1]
    assert bantin("memory", "undo", source)[0] == 0
    assert "English:" in bantin("translate", "-", "--lines", stdin=source.encode())[1]


def test_the_memory_travels_through_a_file(bantin, tmp_path, monkeypatch):
    source = "Giá xăng giảm mạnh từ chiều nay."
    bantin("memory", "set", source, "Petrol is much cheaper.")
    assert bantin("memory", "export", str(tmp_path / "all.tmx"))[0] == 0
    monkeypatch.setenv("BANTIN_MEMORY", str(tmp_path / "other.sqlite3"))
    assert "1 corrections" in bantin("memory", "import", str(tmp_path / "all.tmx"))[1]
    assert (
        bantin("translate", "-", "--lines", stdin=source.encode())[1] == "Petrol is much cheaper.\n"
    )


def test_a_sentence_cannot_be_corrected_to_nothing(bantin):
    code, out, err = bantin("memory", "set", "Hai người đến.", " ")
    assert (code, out) == (1, "")
    assert err.startswith("bantin: a correction needs a sentence and what it means")
    assert err.count("\n") == 1


@pytest.mark.parametrize("last", ["một,hai,ba", "Hai người đến.,Two\x0bcame."])
def test_of_a_wrong_file_nothing_is_taken(bantin, tmp_path, last):
    rows = [f"Câu số {number}.,Sentence {number}." for number in range(700)]
    (tmp_path / "people.csv").write_text("\n".join(["vi,en", *rows, last]), "utf-8")
    code, _, err = bantin("memory", "import", str(tmp_path / "people.csv"))
    assert (code, err.count("\n")) == (1, 1)
    assert "corrections  0\n" in bantin("memory", "stats")[1]


def test_diff_says_what_changed(bantin, tmp_path):
    page = Path(SEED).read_text("utf-8")
    edited = tmp_path / "edited.txt"
    edited.write_text(page.replace("vào tháng 12/2024", "vào tháng 11/2024"), "utf-8")
    changes = json.loads(bantin("diff", SEED, str(edited), "--json")[1])
    kinds = [change["kind"] for change in changes]
    assert kinds.count("changed") == 1
    assert kinds.count("unchanged") == len(kinds) - 1


def test_diff_tells_of_a_title_that_alone_was_edited(bantin, tmp_path):
    title, rest = "Việt Nam và Lào tăng cường hợp tác", Path(SEED).read_text("utf-8")
    files = [tmp_path / name for name in ("old.html", "new.html")]
    for file, heading in zip(files, (title, f"{title} quốc phòng"), strict=True):
        body = "".join(f"<p>{line}" for line in rest.splitlines()[2:] if line)
        file.write_text(f"<html><h1>{heading}</h1>{body}</html>", "utf-8")
    first, *others = json.loads(bantin("diff", *map(str, files), "--json")[1])
    assert (first["kind"], first["before"], first["after"]) == (
        "changed", title, f"{title} quốc phòng",
    )  # fmt: skip
    assert (first["old"], first["new"]) == (None, None)
    assert {change["kind"] for change in others} == {"unchanged"}
    told = bantin("diff", *map(str, files))[1]
    assert told.startswith(f"~ {title} quốc phòng\n  was: {title}\n")


def test_evaluate_gives_scores_with_signatures(bantin, tmp_path):
    source, reference = tmp_path / "vi.txt", tmp_path / "en.txt"
    source.write_text("Hà Nội có mưa.\nNăm 2024 có 3 cơn bão.\n", "utf-8")
    reference.write_text("It rains in Hanoi.\nThere were 3 storms in 2024.\n", "utf-8")
    code, out, _ = bantin("evaluate", "--source", str(source), "--reference", str(reference))
    assert code == 0
    assert "BLEU" in out
    assert "|version:" in out
    assert "a passage left out: 0 sentences" in out
    assert "scripted|" in out


def test_a_place_that_cannot_be_written_to_is_told_before_an_evaluation(bantin, tmp_path):
    missing = str(tmp_path / "missing")  # the pages, too, and only the first mistake is told
    files = ("--source", missing, "--reference", missing, "--output", f"{missing}/en.txt")
    code, _, err = bantin("evaluate", *files)
    assert (code, "--output" in err) == (2, True)


BAD = {
    "missing": (None, "no such file"),
    "empty": (b"", "empty"),
    "blank": (b" \n \n", "nothing"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
    "too large": (b"a" * 10_000_001, "bytes"),
    "English": (b"The prime minister said on Monday that the talks would go on. " * 9, "nglish|en"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_and_refused(bantin, tmp_path, name):
    content, reason = BAD[name]
    path = tmp_path / "page.txt"
    if content is not None:
        path.write_bytes(content)
    code, out, err = bantin("summarise", str(path))
    assert (code, out) == (1, "")
    assert err.startswith(f"bantin: {path}: ")
    assert err.count("\n") == 1
    assert any(part in err for part in reason.split("|"))


@pytest.mark.parametrize("content", [b"", BAD["English"][0]])
def test_what_is_wrong_with_standard_input_is_said_of_it_by_that_name(bantin, content):
    err = bantin("extract", "-", stdin=content)[2]
    assert err.startswith("bantin: standard input: ")


def test_a_format_that_is_none_is_named(bantin, tmp_path):
    code, _, err = bantin("batch", SEED, "--out", str(tmp_path), "--formats", "html,pdf")
    assert (code, err) == (
        1,
        "bantin: --formats: there is no 'pdf'; there are jsonl, md, html, tmx, docx\n",
    )


def test_one_bad_page_does_not_stop_the_others(bantin, tmp_path):
    code, out, err = bantin("summarise", str(tmp_path / "none.txt"), SEED)
    assert code == 1
    assert "none.txt" in err
    assert "24 April 2024" in out


@pytest.mark.parametrize("command", ["translate", "summarise"])
def test_a_page_that_the_model_refuses_does_not_stop_the_others(bantin, tmp_path, command):
    refused = tmp_path / "refused.txt"
    refused.write_text(Path(SEED).read_text("utf-8").replace("tại Hà Nội,", "tại Hà Nội‽"), "utf-8")
    code, out, err = bantin(command, str(refused), SEED)
    assert code == 1
    assert err.startswith(f"bantin: {refused}: the model failed: scripted failure: ")
    assert err.count("\n") == 1
    assert "Phan Văn Giang" in out


def test_a_model_that_cannot_be_had_is_told_once(bantin, monkeypatch):
    def damaged(*arguments, **options):
        raise ModelDamaged("the weights are cut off")

    monkeypatch.setattr("service.pipeline.Pipeline.translate", damaged)
    assert bantin("translate", SEED, OTHER) == (1, "", "bantin: the weights are cut off\n")


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("BANTIN_MODLE", "x", "unknown setting BANTIN_MODLE"),
        ("BANTIN_BEAMS", "four", "BANTIN_BEAMS='four'"),
        ("BANTIN_MODEL", "gpt", "no model is called 'gpt'"),
        ("BANTIN_MEMORY", "/proc/none/memory.sqlite3", "/proc/none"),
    ],
)
def test_a_wrong_setting_is_named(bantin, monkeypatch, variable, value, message):
    monkeypatch.setenv(variable, value)
    code, _, err = bantin("summarise", SEED)
    assert code == 1
    assert message in err


@pytest.mark.parametrize(
    "command", [("set", "Hai người đến.", "Two."), ("undo", "Hai người."), ("import", "none.csv")]
)
def test_who_has_no_name_is_asked_for_one(bantin, monkeypatch, command):
    """`docker run --user 12345` has no entry in the container's list of users."""

    def nameless():
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", nameless)
    code, out, err = bantin("memory", *command)
    assert (code, out) == (1, "")
    assert err == "bantin: this user has no name here; give one with --who\n"


def test_a_segment_that_the_model_refuses_ends_an_evaluation_in_one_line(bantin, tmp_path):
    (tmp_path / "vi").write_text("Hết‽\n", "utf-8")
    (tmp_path / "en").write_text("Over.\n", "utf-8")
    command = ("evaluate", "--source", str(tmp_path / "vi"), "--reference", str(tmp_path / "en"))
    assert bantin(*command) == (1, "", "bantin: the model failed: scripted failure: Hết‽\n")


@pytest.mark.parametrize("command", [("extract", SEED), ("memory", "stats")])
def test_a_full_disk_is_said_in_one_line(command):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "service.cli", *command],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "bantin: [Errno 28] No space left on device\n"


def test_a_name_that_is_no_utf_8_is_spelled_out(bantin, tmp_path):
    file = tmp_path / "tin\udce9.txt"
    file.write_bytes(Path(SEED).read_bytes())
    for command in ("extract", "summarise"):
        code, out, err = bantin(command, str(file), "--json")
        assert (code, err) == (0, "")
        assert "tin\\\\udce9" in out


def test_standard_input_may_be_closed(bantin, tmp_path):
    assert bantin("extract", "-", stdin=None) == (1, "", "bantin: standard input: closed\n")
    command = ("batch", SEED, "--out", str(tmp_path), "--formats", "jsonl")
    assert bantin(*command, stdin=None)[0] == 0


@pytest.mark.parametrize("command", ["extract", "translate", "batch --out {out}", "missing"])
def test_standard_error_may_be_closed(tmp_path, command):
    words = command.format(out=tmp_path / "out").split()
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", sys.executable, "-m", "service.cli", *words, SEED],
        cwd=ROOT, env=os.environ | {"BANTIN_MODEL": "scripted"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert done.returncode == (2 if command == "missing" else 0)
    assert bool(done.stdout) == (command != "missing")


def test_an_empty_setting_is_not_set():
    """Compose files leave those empty that nobody has filled in."""
    fields = [field.name for field in dataclasses.fields(Settings)]
    assert Settings.read({f"BANTIN_{name.upper()}": "" for name in fields}) == Settings()


def test_a_wrong_option_is_a_usage_error(bantin):
    code, _, err = bantin("summarise", SEED, "--max-sentences", "0")
    assert code == 2
    assert "max-sentences" in err


def test_an_interrupt_says_that_nothing_is_lost(bantin, monkeypatch):
    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("service.pipeline.Pipeline.process", interrupted)
    code, _, err = bantin("summarise", SEED)
    assert code == 130
    assert "remembered" in err


def test_a_second_model_is_asked_where_the_first_fails(bantin):
    text = "Giá xăng giảm mạnh."
    report = bantin("summarise", SEED, "--json", "--fallback", "scripted-slow")
    assert json.loads(report[1])["models"]["translator"].startswith("scripted>scripted-slow|")
    assert bantin("translate", "-", "--lines", "--fallback", "none", stdin=text.encode())[0] == 1


def test_what_is_trusted_too_little_is_left_in_vietnamese(bantin):
    """With a line in, there is still a line out."""
    text = "Hà Nội có mưa.\nGiá xăng giảm."
    out = bantin("translate", "-", "--lines", "--min-confidence", "1", stdin=text.encode())[1]
    assert [line.partition("] ")[2] for line in out.splitlines()] == text.splitlines()


def test_a_batch_counts_what_is_withheld_and_keeps_it_from_other_tools(bantin, tmp_path):
    command = ("batch", SEED, "--out", str(tmp_path), "--formats", "jsonl,tmx")
    code, out, _ = bantin(*command, "--min-confidence", "1")
    assert code == 0
    assert "9 withheld" in out
    assert "<tu>" not in (tmp_path / "articles" / f"{Path(SEED).stem}.tmx").read_text("utf-8")
