"""Small corpora for tests, and a run over them."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.corpus.account import RunReport
from service.corpus.formats import Form
from service.corpus.run import Order
from service.corpus.start import Crew, run_corpus
from service.corpus.watch import Silent, Watcher
from service.settings import Settings

SENTENCES = (
    "Ngày 24-4, tại Hà Nội, Bộ trưởng Bộ Quốc phòng tiếp Thứ trưởng Bộ Quốc phòng Hàn Quốc.",
    "Hai bên đánh giá cao kết quả hợp tác quốc phòng giữa hai nước trong thời gian qua.",
    "Việt Nam nhất quán coi trọng quan hệ ngoại giao với các nước trong khu vực.",
    "Trong khuôn khổ chuyến thăm, đoàn đại biểu đã tham quan Bảo tàng Lịch sử Quân sự Việt Nam.",
    "Giá xăng trong nước giảm 330 đồng một lít kể từ chiều nay, theo Bộ Công Thương.",
    "Cơ quan khí tượng dự báo bão số 5 sẽ suy yếu thành áp thấp nhiệt đới trong đêm nay.",
)


def page(title: str, *sentences: str) -> str:
    """A page with a paragraph for each two sentences."""
    pairs = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    return "\n\n".join([title, *pairs]) + "\n"


def numbered_pages(count: int) -> dict[str, str]:
    """Pages by id; half of each one's sentences are its own, the other half all pages share."""
    pages = {}
    for number in range(count):
        own = [f"{text[:-1]}, theo văn bản số {number}." for text in SENTENCES[:3]]
        title = f"Hợp tác quốc phòng Việt Nam và Hàn Quốc lần thứ {number}"
        pages[f"bai-{number:03}"] = page(title, *own, *SENTENCES[3:])
    return pages


def write_pages(folder: Path, pages: dict[str, str]) -> Path:
    """A folder with a text file for each page."""
    folder.mkdir(parents=True, exist_ok=True)
    for id, text in pages.items():
        (folder / f"{id}.txt").write_text(text, encoding="utf-8")
    return folder


def settings_in(folder: Path, model: str = "scripted") -> Settings:
    """Settings with everything in a folder."""
    return Settings(
        cache=folder / "cache",
        memory=str(folder / "memory.sqlite3"),
        model=model,
        threads=1,
        max_bytes=1_000_000,
    )


def run(
    folder: Path,
    *paths: object,
    forms: Sequence[Form] = (Form.JSONL,),
    crew: Crew = Crew(),  # noqa: B008 - it is frozen
    strict: bool = False,
    watcher: Watcher | None = None,
    stop: threading.Event | None = None,
    model: str = "scripted",
    **changed: Any,
) -> RunReport:
    """A run over paths, with memory and results (`out`) in a folder, and settings changed."""
    order = Order(tuple(map(str, paths)), tuple(forms), strict)
    return run_corpus(
        replace(settings_in(folder, model), **changed),
        order,
        folder / "out",
        crew,
        io.BytesIO(),
        watcher or Silent(),
        stop or threading.Event(),
    )


def report_of(folder: Path, id: str) -> dict[str, Any]:
    """What a run wrote about an article."""
    found: dict[str, Any] = json.loads((folder / "out" / "articles" / f"{id}.json").read_bytes())
    return found


def corpus_of(folder: Path) -> list[dict[str, Any]]:
    """The lines of a run's corpus.jsonl."""
    with (folder / "out" / "corpus.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def what_is_said(report: dict[str, Any]) -> dict[str, Any]:
    """A report without what depends on when and from where its translations came."""
    said = {key: value for key, value in report.items() if key not in ("seconds", "memory")}
    said["translation"] = {
        **said["translation"],
        **{
            kind: [{**each, "origin": None} for each in said["translation"][kind]]
            for kind in ("sentences", "captions")
        },
    }
    return said
