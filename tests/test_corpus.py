"""A run over a corpus: what it writes, what it keeps, what it tells."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from corpora import SENTENCES, corpus_of, numbered_pages, page, report_of, run, write_pages

from service.corpus.formats import Form
from service.corpus.job import Outcome
from service.corpus.start import Crew
from service.corpus.watch import Silent
from service.errors import CorpusStopped, OutputError
from service.memory import Memory
from service.normalise import normalise

SEEDS = Path(__file__).parent.parent / "seeds"
TITLES = ["Bộ trưởng Quốc phòng tiếp khách Hàn Quốc", "Giá xăng trong nước giảm từ chiều nay"]
FAILS = "Câu này làm mô hình dừng lại‽ giữa chừng khi đang dịch bài báo."


class Watching(Silent):
    """Remembers what it was told, and may do something about it."""

    def __init__(self, on_finished=lambda outcome: None):
        self.spoken = 0
        self.kept_stems: list[str] = []
        self.outcomes: list[Outcome] = []
        self._on_finished = on_finished
        self._lock = threading.Lock()

    def sentences(self, count):
        with self._lock:
            self.spoken += count

    def kept(self, stem):
        self.kept_stems.append(stem)

    def finished(self, outcome, name):
        self.outcomes.append(outcome)
        self._on_finished(outcome)


@pytest.fixture
def corpus(tmp_path):
    return write_pages(tmp_path / "in", numbered_pages(6))


def test_every_article_is_in_the_corpus_once_and_in_the_order_it_was_read(tmp_path, corpus):
    run(tmp_path, corpus)
    assert [each["article"]["id"] for each in corpus_of(tmp_path)] == sorted(numbered_pages(6))


def test_the_seeds_are_written_in_all_formats(tmp_path):
    run(tmp_path, SEEDS, forms=tuple(Form))
    written = {file.name for file in (tmp_path / "out").rglob("000_*")}
    stem = "000_e2311c80708a819d"
    assert written == {f"{stem}.{ending}" for ending in ("json", "md", "html", "tmx", "docx")}
    whole = {file.name for file in (tmp_path / "out").iterdir() if file.is_file()}
    assert whole == {"corpus.jsonl", "corpus.tmx", "index.html", "run.json"}


def test_the_report_of_a_run_counts_what_was_done(tmp_path, corpus):
    (corpus / "bad.txt").write_text("This page is in English, and nothing can be done about it.")
    (corpus / "picture.jpg").write_bytes(b"")
    report = run(tmp_path, corpus, crew=Crew(workers=1))
    distinct = 6 * 4 + 3  # title and three sentences of their own, three in common
    assert (report.articles, report.done, report.failed, report.passed_over) == (7, 6, 1, 1)
    assert (report.sentences, report.unique_sentences) == (6 * 7, distinct)
    assert (report.translated, report.memory_hits) == (distinct, 6 * 7 - distinct)
    assert report.findings["echo"] > 0
    assert report.data() == json.loads((tmp_path / "out" / "run.json").read_bytes())


def test_a_distinct_sentence_is_translated_once_whoever_asks_at_the_same_time(tmp_path, corpus):
    run(tmp_path, corpus, crew=Crew(workers=6))
    with Memory.open(tmp_path / "memory.sqlite3") as memory:
        assert sum(memory.stats().entries.values()) == 6 * 4 + 3


def test_a_second_run_keeps_everything_and_opens_no_model(tmp_path, corpus):
    run(tmp_path, corpus)
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "out/articles").iterdir()}
    watching = Watching()
    report = run(tmp_path, corpus, watcher=watching)
    assert (report.kept, report.done, report.sentences) == (6, 0, 42)
    assert watching.kept_stems == sorted(numbered_pages(6))
    assert before == {file: file.stat().st_mtime_ns for file in before}


def test_an_edited_article_has_only_its_changed_sentences_translated_and_says_which(tmp_path):
    title = "Hợp tác quốc phòng Việt Nam và Hàn Quốc"
    corpus = write_pages(tmp_path / "in", {"tin": page(title, *SENTENCES[:4])})
    run(tmp_path, corpus)
    edited = SENTENCES[1].replace("thời gian qua", "năm vừa qua")
    write_pages(corpus, {"tin": page(title, SENTENCES[0], edited, SENTENCES[3], SENTENCES[4])})
    report = run(tmp_path, corpus)
    assert (report.translated, report.memory_hits) == (2, 3)
    assert report.changes == {"changed": 1, "removed": 1, "added": 1}
    changes = report_of(tmp_path, "tin")["changes"]
    assert changes["title"] is None
    assert {each["kind"]: (each["before"], each["after"]) for each in changes["sentences"]} == {
        "changed": (SENTENCES[1], edited),
        "removed": (SENTENCES[2], None),
        "added": (None, SENTENCES[4]),
    }


def test_what_changed_is_still_told_when_the_same_page_is_written_again(tmp_path):
    corpus = write_pages(
        tmp_path / "in", {"tin": page("Bộ trưởng Quốc phòng tiếp khách Hàn Quốc", *SENTENCES[:4])}
    )
    run(tmp_path, corpus)
    write_pages(
        corpus,
        {"tin": page("Bộ trưởng Quốc phòng tiếp khách Hàn Quốc tại Hà Nội", *SENTENCES[1:5])},
    )
    run(tmp_path, corpus)
    told = report_of(tmp_path, "tin")["changes"]
    run(tmp_path, corpus, forms=(Form.JSONL, Form.HTML))
    assert report_of(tmp_path, "tin")["changes"] == told
    assert told["title"] == "Bộ trưởng Quốc phòng tiếp khách Hàn Quốc"
    assert "Removed" in (tmp_path / "out/articles/tin.html").read_text(encoding="utf-8")


def test_a_page_that_another_version_read_otherwise_is_written_and_no_edit(tmp_path):
    """Its report has sentences, and changes of them, that are not on the page as it is read now."""
    corpus = write_pages(tmp_path / "in", {"tin": page(TITLES[0], *SENTENCES[:4])})
    run(tmp_path, corpus)
    write_pages(corpus, {"tin": page(TITLES[0], *SENTENCES[1:4], SENTENCES[5])})
    assert run(tmp_path, corpus).changed_articles == 1
    report = report_of(tmp_path, "tin")
    for number in range(3):  # gone from the page, as that version saw it
        change = {
            "kind": "removed",
            "old": 6 + number,
            "new": None,
            "before": "Tin.",
            "after": None,
        }
        report["changes"]["sentences"].append({**change, "similarity": 0.0})
        report["article"]["sentences"].append({"text": f"Tin liên quan {number}."})
    (tmp_path / "out/articles/tin.json").write_text(json.dumps(report))
    again = run(tmp_path, corpus, forms=(Form.JSONL, Form.HTML))
    assert (again.done, again.failed, again.changed_articles) == (1, 0, 0)


def test_a_correction_by_a_person_is_in_the_next_run_without_a_translation(tmp_path, corpus):
    run(tmp_path, corpus)
    with Memory.open(tmp_path / "memory.sqlite3") as memory:
        memory.correct(normalise(SENTENCES[3]), "The delegation visited the museum.", "An")
    report = run(tmp_path, corpus)
    assert (report.done, report.translated) == (6, 0)
    texts = [each["text"] for each in report_of(tmp_path, "bai-000")["translation"]["sentences"]]
    assert "The delegation visited the museum." in texts


def test_what_a_person_said_is_that_persons_in_other_tools(tmp_path):
    from service.exchange import read_file

    noon = datetime(2024, 9, 8, 12, tzinfo=UTC)
    write_pages(tmp_path / "in", {"bai": page(TITLES[0], *SENTENCES[:2])})
    with Memory.open(tmp_path / "memory.sqlite3") as memory:
        memory.correct(normalise(TITLES[0]), "Minister receives guests.", "Lan", noon)
        memory.correct(normalise(SENTENCES[1]), "Both sides were content.", "Minh", noon)
    run(tmp_path, tmp_path / "in", forms=(Form.TMX,))
    for file in ("corpus.tmx", "articles/bai.tmx"):
        title, first, second = read_file(tmp_path / "out" / file)
        assert (title.id, title.machine, title.who, title.when) == ("title", None, "Lan", noon)
        assert first.machine is not None
        assert (second.machine, second.who, second.when) == (None, "Minh", noon)


def test_a_format_asked_for_later_is_added_from_memory(tmp_path, corpus):
    run(tmp_path, corpus)
    report = run(tmp_path, corpus, forms=(Form.MARKDOWN,))
    assert (report.done, report.translated) == (6, 0)
    assert len(list((tmp_path / "out/articles").glob("*.md"))) == 6


def test_a_file_that_somebody_deleted_is_written_again(tmp_path, corpus):
    run(tmp_path, corpus)
    (tmp_path / "out/articles/bai-003.json").unlink()
    report = run(tmp_path, corpus)
    assert (report.done, report.kept, len(corpus_of(tmp_path))) == (1, 5, 6)


@pytest.mark.parametrize("left", [b"", bytes(40), b'{"article": {"id"'])
def test_what_a_power_cut_left_of_a_report_is_written_again(tmp_path, corpus, left):
    run(tmp_path, corpus)
    (tmp_path / "out/articles/bai-003.json").write_bytes(left)
    write_pages(corpus, {"bai-003": page(TITLES[0], *SENTENCES[:2])})
    report = run(tmp_path, corpus)
    assert (report.done, report.kept, report.failed) == (1, 5, 0)
    assert report_of(tmp_path, "bai-003")["article"]["title"] == TITLES[0]


def test_an_article_gone_from_the_input_is_gone_from_the_corpus(tmp_path, corpus):
    run(tmp_path, corpus)
    (corpus / "bai-002.txt").unlink()
    report = run(tmp_path, corpus)
    assert (report.articles, report.sentences) == (5, 35)
    assert len(corpus_of(tmp_path)) == 5


@pytest.mark.parametrize("path", ["empty", "mistyped"])
def test_a_run_that_can_read_nothing_leaves_the_corpus_as_it_was(tmp_path, corpus, path):
    (tmp_path / "empty").mkdir()
    run(tmp_path, corpus, forms=(Form.JSONL, Form.TMX))
    files = [tmp_path / "out" / name for name in ("corpus.jsonl", "corpus.tmx", "index.html")]
    before = [file.read_bytes() for file in files]
    report = run(tmp_path, tmp_path / path, forms=(Form.JSONL, Form.TMX))
    assert (report.done, report.kept) == (0, 0)
    assert before == [file.read_bytes() for file in files]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 99, "binary"),
        (b"a" * 1_000_001, "more than 1,000,000 bytes"),
        ("Trang này có lỗi.".encode("utf-16")[:-1], "UTF-16"),
        (page("Tin", SENTENCES[0], FAILS).encode(), "scripted failure"),
    ],
)
def test_a_bad_article_is_reported_and_skipped(tmp_path, corpus, data, reason):
    (corpus / "bad.txt").write_bytes(data)
    report = run(tmp_path, corpus)
    assert (report.done, report.failed, len(corpus_of(tmp_path))) == (6, 1, 6)
    ((where, why),) = report.errors
    assert where == str(corpus / "bad.txt")
    assert reason in why
    assert reason.split()[0] in (tmp_path / "out/index.html").read_text(encoding="utf-8")


def test_a_name_that_is_no_utf_8_is_spelled_out_and_the_others_are_done(tmp_path, corpus):
    text = page(TITLES[0], *SENTENCES[:2])
    for byte in ("\udce8", "\udce9"):
        write_pages(corpus, {f"tin{byte}": text})
    (corpus / "z.jsonl").write_text(json.dumps({"id": "\ud800", "text": text}))
    paths = (corpus, corpus / "none\udce9.txt")
    report = run(tmp_path, *paths, forms=tuple(Form))
    assert [each["article"]["id"] for each in corpus_of(tmp_path)][6:] == [
        "tin\\udce8", "tin\\udce9", "\\ud800",
    ]  # fmt: skip
    ((where, why),) = report.errors
    assert (where, "No such file" in why) == (str(corpus / "none\\udce9.txt"), True)
    assert run(tmp_path, *paths, forms=tuple(Form)).kept == 6 + 3


def test_a_bad_article_is_tried_again_in_the_next_run(tmp_path, corpus):
    (corpus / "bad.txt").write_bytes(b"")
    run(tmp_path, corpus)
    write_pages(corpus, {"bad": page("Bộ trưởng Quốc phòng tiếp khách Hàn Quốc", *SENTENCES[:2])})
    report = run(tmp_path, corpus)
    assert (report.done, report.kept, report.failed) == (1, 6, 0)


def test_a_strict_run_stops_at_the_first_bad_article_and_goes_on_where_it_was(tmp_path, corpus):
    (corpus / "bai-002.txt").write_bytes(b"")
    with pytest.raises(CorpusStopped, match=r"bai-002\.txt: empty"):
        run(tmp_path, corpus, strict=True, crew=Crew(workers=1))
    assert not (tmp_path / "out/corpus.jsonl").exists()
    assert run(tmp_path, corpus).kept == 2


def test_articles_with_one_name_are_numbered_and_both_kept(tmp_path):
    one = write_pages(tmp_path / "one", {"tin": page(TITLES[0], *SENTENCES[:2])})
    two = write_pages(tmp_path / "two", {"tin": page(TITLES[1], *SENTENCES[2:4])})
    run(tmp_path, one, two)
    titles = [report_of(tmp_path, id)["article"]["title"] for id in ("tin", "tin-2")]
    assert titles == TITLES


def test_articles_with_one_name_keep_theirs_in_another_order(tmp_path):
    """As `find` gives them in, which promises none."""
    files = [
        write_pages(tmp_path / at, {"tin": page(TITLES[0], text)}) / "tin.txt"
        for at, text in zip("abc", SENTENCES, strict=False)
    ]
    run(tmp_path, *files[:2])
    before = {id: report_of(tmp_path, id) for id in ("tin", "tin-2")}
    assert run(tmp_path, *reversed(files[:2])).kept == 2
    assert before == {id: report_of(tmp_path, id) for id in before}
    report = run(tmp_path, *reversed(files))  # a new one comes before them
    assert (report.changed_articles, report.failed) == (0, 0)


@pytest.mark.parametrize(("named", "edited"), [(True, 1), (False, 0)])
def test_a_line_that_comes_before_others_is_no_edit_of_them(tmp_path, named, edited):
    texts = [page(TITLES[0], *SENTENCES[at : at + 2]) for at in range(4)]
    lines = [{"id": str(at), "text": text} for at, text in enumerate(texts)]
    for line in lines if not named else ():
        del line["id"]
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(map(json.dumps, lines[:2])))
    run(tmp_path, file)
    lines[0]["text"] = page(TITLES[0], SENTENCES[0], SENTENCES[4])
    file.write_text("\n".join(map(json.dumps, reversed(lines))))
    report = run(tmp_path, file)
    assert (report.articles, report.changed_articles) == (4, edited)


def test_an_id_like_the_file_of_another_article_is_no_folder(tmp_path):
    text = page(TITLES[0], *SENTENCES[:2])
    lines = [json.dumps({"id": id, "text": text}) for id in ("x", "x.json/y", "z")]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    assert run(tmp_path, tmp_path / "in.jsonl").done == 3


@pytest.mark.parametrize(
    ("pages", "path"),
    [
        ("", ""),  # bantin batch . --out out
        ("", "**/*.[hj]*l"),
        ("out", "out"),  # bantin batch . --out .
        ("out", "out/**/*.[hj]*l"),
    ],
)
def test_results_among_the_pages_are_not_read(tmp_path, pages, path):
    text = page(TITLES[0], *SENTENCES[:2])
    for id in ("a", "tin/articles/index"):  # called like results, and none
        file = tmp_path / pages / f"{id}.html"
        write_pages(file.parent, {})
        file.write_text(f"<h1>{text}".replace("\n\n", "<p>"), encoding="utf-8")
    runs = [run(tmp_path, tmp_path / path, forms=tuple(Form)) for _ in range(2)]
    assert [(each.done, each.kept, each.failed) for each in runs] == [(2, 0, 0), (0, 2, 0)]
    assert (tmp_path / "out/articles/tin/articles/index.html").exists()


def test_a_users_own_folder_of_articles_is_read_although_results_go_beside_it(tmp_path):
    write_pages(tmp_path / "out/articles", {"a": page(TITLES[0], *SENTENCES[:2])})
    first, second = (run(tmp_path, tmp_path / "out") for _ in range(2))
    assert (first.done, second.kept, second.done, second.failed) == (1, 1, 0, 0)


def html_page(file, title, *sentences):
    file.parent.mkdir(parents=True, exist_ok=True)
    text = "<p>".join(sentences)
    file.write_text(f"<html><h1>{title}</h1><p>{text}</html>", encoding="utf-8")
    return file


def as_written_by_an_earlier_version(out):
    """Such a folder has a ledger, and no names of what runs have written."""
    for file in (out / ".bantin").glob("written.sqlite3*"):
        file.unlink()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("index.html", ""),  # a site's, in the folder that is both read and written
        ("corpus.jsonl", "corpus.jsonl"),
        ("articles/tin.html", "articles"),
    ],
)
def test_a_users_own_file_is_never_replaced(tmp_path, name, path):
    page_file = html_page(tmp_path / "out" / name, TITLES[0], *SENTENCES[:2])
    before = page_file.read_bytes()
    for _ in range(2):
        with pytest.raises((OutputError, CorpusStopped), match=f"{name}: is there and was not"):
            run(tmp_path, tmp_path / "out" / path, forms=(Form.JSONL, Form.HTML))
    assert page_file.read_bytes() == before
    assert not list((tmp_path / "out").rglob("tin.json"))


def test_a_users_own_file_is_no_result_because_it_is_called_like_one(tmp_path):
    """A report in JSON goes beside the page; nothing is in the way of it."""
    page_file = html_page(tmp_path / "out/articles/tin.html", TITLES[0], *SENTENCES[:2])
    first, second = (run(tmp_path, tmp_path / "out") for _ in range(2))
    assert (first.done, second.kept, second.articles) == (1, 1, 1)
    as_written_by_an_earlier_version(tmp_path / "out")
    with pytest.raises(CorpusStopped, match=r"tin\.html: is there and was not"):
        run(tmp_path, tmp_path / "out/articles", forms=(Form.HTML,))
    assert TITLES[0] in page_file.read_text(encoding="utf-8")


def test_a_folder_written_by_an_earlier_version_goes_on_working(tmp_path, corpus):
    run(tmp_path, corpus, forms=tuple(Form))
    as_written_by_an_earlier_version(tmp_path / "out")
    write_pages(corpus, {"bai-001": page(TITLES[0], *SENTENCES)})
    report = run(tmp_path, tmp_path, forms=tuple(Form))  # by other names
    assert (report.articles, report.failed) == (6, 0)
    report = run(tmp_path, corpus, forms=tuple(Form))
    assert (report.kept, report.done) == (5, 1)


def test_what_runs_have_written_is_known_without_the_ledger(tmp_path, corpus):
    run(tmp_path, corpus)
    for file in (tmp_path / "out/.bantin").glob("ledger.sqlite3*"):
        file.unlink()
    report = run(tmp_path, corpus)
    assert (report.done, report.translated) == (6, 0)


def test_a_run_told_to_stop_finishes_what_it_has_in_hand(tmp_path, corpus):
    stop = threading.Event()
    watching = Watching(on_finished=lambda outcome: stop.set())
    report = run(tmp_path, corpus, watcher=watching, stop=stop, crew=Crew(workers=2))
    assert not report.complete
    assert 1 <= report.done < 6
    assert len(list((tmp_path / "out/articles").iterdir())) == report.done
    rest = run(tmp_path, corpus)
    assert (rest.kept, rest.done, rest.complete) == (report.done, 6 - report.done, True)


def test_sentences_are_told_as_they_are_done(tmp_path, corpus):
    watching = Watching()
    report = run(tmp_path, corpus, watcher=watching)
    assert watching.spoken == report.sentences


def test_a_memory_that_fails_ends_the_run_instead_of_every_article(tmp_path, corpus, monkeypatch):
    def full(self, said):
        from service.errors import TranslationMemoryError

        raise TranslationMemoryError("memory.sqlite3: the disk is full")

    monkeypatch.setattr(Memory, "put_many", full)
    with pytest.raises(CorpusStopped, match="the disk is full"):
        run(tmp_path, corpus, crew=Crew(workers=1))
    told = json.loads((tmp_path / "out/run.json").read_bytes())
    assert (told["complete"], told["failed"]) == (False, 1)


def test_a_servers_limit_of_waiting_sentences_fails_no_article(tmp_path, corpus):
    assert run(tmp_path, corpus, queue_limit=1).failed == 0


def test_an_article_that_cannot_be_written_in_one_format_leaves_nothing_to_be_read(tmp_path):
    """XML, and so TMX, cannot hold U+FFFE."""
    text = page(TITLES[0], SENTENCES[0], f"{SENTENCES[1][:-1]} \ufffe.")
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "tin", "text": text}))
    for _ in range(2):
        report = run(tmp_path, tmp_path, forms=(Form.JSONL, Form.HTML, Form.TMX))
        assert (report.articles, report.failed) == (1, 1)
    assert not list((tmp_path / "out").rglob("tin.*"))


def test_the_files_of_an_article_that_was_being_written_when_a_run_was_killed_are_not_read(
    tmp_path, corpus
):
    run(tmp_path, corpus, forms=(Form.JSONL, Form.HTML))
    (tmp_path / "out/articles/bai-003.json").unlink()
    report = run(tmp_path, tmp_path, forms=(Form.JSONL, Form.HTML))
    assert report.articles == 6


def test_two_runs_do_not_write_to_one_folder(tmp_path, corpus):
    def second(outcome):
        with pytest.raises(OutputError, match="another run is writing"):
            run(tmp_path, corpus)

    run(tmp_path, corpus, watcher=Watching(on_finished=second))


def test_a_folder_that_cannot_be_made_is_named(tmp_path, corpus):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="out: "):
        run(tmp_path, corpus)


def test_a_damaged_ledger_says_what_to_do(tmp_path, corpus):
    run(tmp_path, corpus)
    (tmp_path / "out/.bantin/ledger.sqlite3").write_bytes(b"no database" * 99)
    with pytest.raises(OutputError, match=r"ledger\.sqlite3: .* written again, from memory"):
        run(tmp_path, corpus)


def test_results_do_not_depend_on_how_many_articles_are_in_hand(tmp_path, corpus):
    from corpora import what_is_said

    run(tmp_path / "one", corpus, crew=Crew(workers=1))
    run(tmp_path / "many", corpus, crew=Crew(workers=6))
    one, many = (list(map(what_is_said, corpus_of(tmp_path / each))) for each in ("one", "many"))
    assert one == many


def test_the_corpus_memory_has_each_sentence_once_and_can_be_read_by_other_tools(tmp_path, corpus):
    from service.exchange import read_file

    run(tmp_path, corpus, forms=(Form.TMX,))
    sources = [unit.source for unit in read_file(tmp_path / "out/corpus.tmx")]
    assert len(sources) == len(set(sources)) == 6 * 4 + 3
