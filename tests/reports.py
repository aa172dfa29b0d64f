"""A report made by hand, with everything in it that a rendering may have to show."""

from __future__ import annotations

from datetime import date

from service.article import (
    Article,
    Finding,
    Line,
    LineKind,
    MemoryUse,
    Paragraph,
    Report,
    Sentence,
    Summary,
    SummarySentence,
    Translation,
)

NUMBER = Finding("number", "serious", "330 is missing")
HINT = Finding("term", "info", "term applied: xăng")
SOURCES = ("Giá xăng giảm 330 đồng.", "Dầu <diesel> giữ giá.", "Giá mới có từ chiều nay.")
TARGETS = ("Petrol prices fell.", "Diesel <oil> & gas *unchanged* | so far.", "It starts today.")


def report(**changes: object) -> Report:
    """Two paragraphs, three sentences, a caption, a summary; fields may be exchanged."""
    paragraphs = (Paragraph(0, " ".join(SOURCES[:2])), Paragraph(1, SOURCES[2]))
    article = Article(
        id="xang",
        title="Giá xăng giảm",
        published=date(2024, 4, 24),
        byline="Theo TTXVN\nAnh Thư",
        paragraphs=paragraphs,
        captions=("Một cây xăng.",),
        lines=(Line("Chia sẻ <b>", LineKind.FURNITURE), Line("Giá xăng giảm", LineKind.TITLE)),
    )
    findings = ((NUMBER, HINT), (), ())
    translations = tuple(
        Translation(source, target, "human" if index == 2 else "model", findings[index], -0.2)
        for index, (source, target) in enumerate(zip(SOURCES, TARGETS, strict=True))
    )
    given = {
        "article": article,
        "sentences": tuple(
            Sentence(index, 0 if index < 2 else 1, 0, text) for index, text in enumerate(SOURCES)
        ),
        "title": Translation("Giá xăng giảm", "Petrol prices fall", "model"),
        "translations": translations,
        "captions": (Translation("Một cây xăng.", "A petrol station.", "memory"),),
        "summary": Summary("lexrank", (SummarySentence(TARGETS[0], (0, 2), (NUMBER,)),)),
        "models": {"translator": "scripted|weights:none|scripted:1", "summariser": "lexrank"},
        "memory": MemoryUse(1, 4),
    }
    return Report(**(given | changes))  # type: ignore[arg-type] # fields by name
