"""An article's report in every format that is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from service.article import Report
from service.corpus.edits import Edits
from service.withholding import WITHHELD

if TYPE_CHECKING:
    from service.exchange import Unit


class Form(StrEnum):
    """A format of results. `jsonl` is the one of the whole corpus; each article's is JSON."""

    JSONL = "jsonl"
    MARKDOWN = "md"
    HTML = "html"
    TMX = "tmx"
    DOCX = "docx"


def endings(forms: tuple[Form, ...]) -> tuple[str, ...]:
    """Endings of an article's files; the one that all goes by, JSON, is written last."""
    wanted = [form for form in Form if form in forms and form is not Form.JSONL]
    return (*(f".{form.value}" for form in wanted), ".json")


def writer(
    ending: str, report: Report, data: Mapping[str, Any], edits: Edits
) -> Callable[[BinaryIO], object]:
    """What writes an article in the format of an ending.

    Args:
        ending: One of `endings`.
        report: The report.
        data: The same as JSON-ready data, with what only a corpus has.
        edits: What changed since an earlier run.
    """
    match ending:
        case ".json":
            return partial(_write_text, json.dumps(data, ensure_ascii=False) + "\n")
        case ".md":
            from service.render_markdown import report_markdown

            return partial(_write_text, report_markdown(report, edits.sentences))
        case ".html":
            from service.render_html import report_html

            return partial(_write_text, report_html(report, edits.sentences))
        case ".tmx" | ".docx":
            from service.exchange import Format, write

            form = Format.TMX if ending == ".tmx" else Format.DOCX
            title = report.title.text if report.title else report.article.id
            return lambda stream: write(units(data), stream, form, title)
    raise AssertionError(ending)


def units(data: Mapping[str, Any]) -> Iterator[Unit]:
    """Title, sentences and captions of a report with their translations, for other tools."""
    translation, article = data["translation"], data["article"]
    if article["title"] and not _is_withheld(translation["title_findings"]):
        yield _unit(data, "title", {"source": article["title"], "text": translation["title"]})
    for kind in ("sentences", "captions"):
        for number, said in enumerate(translation[kind], 1):
            if not _is_withheld(said["findings"]):
                yield _unit(data, f"{kind[:-1]} {number}", said)


def _unit(data: Mapping[str, Any], name: str, said: Mapping[str, Any]) -> Unit:
    """A text of a report, with who said what it means."""
    from service.exchange import Machine, Unit

    source, text = said["source"], said["text"]
    corrections = data.get("corrections", {})  # older reports do not tell whose they have
    if source not in corrections and said.get("origin") != "human":
        machine = Machine(data["models"]["translator"], score=said.get("score"))
        return Unit(source, text, id=name, machine=machine)
    known = corrections.get(source, {})
    when = known.get("when")
    moment = datetime.fromisoformat(when) if when else None
    return Unit(source, text, id=name, who=known.get("who"), when=moment)


def _is_withheld(findings: Sequence[Mapping[str, Any]]) -> bool:
    return any(finding["kind"] == WITHHELD for finding in findings)


def _write_text(text: str, stream: BinaryIO) -> None:
    stream.write(text.encode("utf-8", "surrogatepass"))
