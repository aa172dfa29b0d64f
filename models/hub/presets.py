"""The open models Bantin knows, and what was found out about each.

`disk` is what is fetched; the int8 form takes another MiB for a million parameters. `memory` is an
estimate for the fast engine. Qualities are quoted with their source, and "unknown" where none was
found for Vietnamese to English. docs/models.md says how to read them.
"""

from __future__ import annotations

from pathlib import Path

from models.hub.architecture import inspect
from models.hub.checkpoints import LocalFolder, Repository
from models.hub.family import HubFamily
from models.hub.usage import Usage, Writing
from models.preset import Preset, Role

FIREFOX = "FLORES-200 devtest, outputs published by Firefox Translations' evaluation"
DASHBOARD = "FLORES-200 devtest, the OPUS-MT dashboard's external scores"
CARD = "CNN/DailyMail, the model card of distilbart-cnn-12-6"
PEGASUS_CARD = "CNN/DailyMail, the hub's own evaluation in the model card"
PROCESS = 400  # MiB: what a process takes besides the weights
UNKNOWN = "unknown for Vietnamese to English"

NON_COMMERCIAL = "for non-commercial use only"
COPYLEFT = "copyleft: what is offered over a network with it must be published under it, too"
USE_RULES = "has rules of use that must be passed on to whoever gets the model"

NLLB = Usage(source_language="vie_Latn", target_language="eng_Latn")


def presets() -> tuple[Preset, ...]:
    """All presets, translators first."""
    return (*_translators(), *_chats(), *_summarisers())


def folder(path: Path) -> Preset:
    """A preset for the model in a local folder.

    Raises:
        ModelNotFound: There is no model that can be run.
    """
    architecture = inspect(path)
    role: Role = "summariser" if architecture.model_type in ("bart", "pegasus") else "translator"
    name = str(path.resolve())
    return Preset(
        name=name,
        role=role,
        about=f"A model of type {architecture.model_type} in a folder of yours.",
        licence="whatever it came with",
        quality="unknown",
        parameters="unknown",
        memory=0,
        disk=sum(file.stat().st_size for file in path.iterdir() if file.is_file()) >> 20,
        family=HubFamily(name, role, LocalFolder(path)),
        origin=name,
        uses_gpu=True,
    )


def _preset(
    name: str,
    repository: str,
    *,
    about: str,
    licence: str,
    millions: int,
    disk: int,
    revision: str = "main",
    quality: str = UNKNOWN,
    restriction: str = "",
    role: Role = "translator",
    usage: Usage | None = None,
    writing: Writing | None = None,
) -> Preset:
    return Preset(
        name=name,
        role=role,
        about=about,
        licence=licence,
        quality=quality,
        parameters=f"{millions:,} M",
        memory=millions + PROCESS,  # a byte a parameter in int8
        disk=disk,
        restriction=restriction,
        origin=f"https://huggingface.co/{repository}, revision {revision}",
        uses_gpu=True,
        family=HubFamily(
            name,
            role,
            Repository(repository, revision),
            usage or Usage(),
            writing or Writing(),
            licence if restriction else "",
        ),
    )


def _translators() -> tuple[Preset, ...]:
    return (
        _preset(
            "opus-mt-vi-en",
            "Helsinki-NLP/opus-mt-vi-en",
            about="Marian; small and quick, but careless with numbers.",
            licence="Apache-2.0",
            millions=72,
            disk=276,
            quality=f"25.3 BLEU, 52.9 chrF2, 12.2 % of sentences lose a number ({FIREFOX})",
        ),
        _preset(
            "envit5",
            "VietAI/envit5-translation",
            about="T5 trained for Vietnamese and English in many domains (MTet).",
            licence="OpenRAIL",
            restriction=f"{USE_RULES}; its publisher does not say which variant it is",
            millions=275,
            disk=1_050,
            usage=Usage(prefix="vi: ", answer_prefix="en: "),
        ),
        _preset(
            "vinai-vi2en",
            "vinai/vinai-translate-vi2en-v2",
            about="mBART trained on PhoMT and more; strong on Vietnamese news.",
            licence="AGPL-3.0",
            restriction=COPYLEFT,
            millions=448,
            disk=1_710,
            usage=Usage(source_language="vi_VN", target_language="en_XX", tones="second vowel"),
        ),
        _preset(
            "nllb-600m",
            "facebook/nllb-200-distilled-600M",
            revision="refs/pr/39",
            about="200 languages; robust, good with names.",
            licence="CC-BY-NC-4.0",
            restriction=NON_COMMERCIAL,
            millions=600,
            disk=2_370,
            quality=f"30.9 BLEU, 57.0 chrF2, 1.5 % of sentences lose a number ({FIREFOX})",
            usage=NLLB,
        ),
        _preset(
            "nllb-1.3b",
            "facebook/nllb-200-distilled-1.3B",
            revision="refs/pr/5",
            about="The same, twice the size, for machines with memory or a GPU.",
            licence="CC-BY-NC-4.0",
            restriction=NON_COMMERCIAL,
            millions=1300,
            disk=5_250,
            quality=f"36.6 BLEU, 61.7 chrF2 ({DASHBOARD})",
            usage=NLLB,
        ),
        _preset(
            "m2m100-418m",
            "facebook/m2m100_418M",
            revision="refs/pr/19",
            about="100 languages, and free for any use.",
            licence="MIT",
            millions=418,
            disk=1_860,
            quality=f"27.6 BLEU, 55.1 chrF2 ({DASHBOARD})",
            usage=Usage(source_language="vi", target_language="en"),
        ),
        _preset(
            "madlad-3b",
            "google/madlad400-3b-mt",
            revision="fa184c675da0b5c9e1c8694fccd4e12e2d422094",
            about="419 languages, free for any use; wants a GPU or patience.",
            licence="Apache-2.0",
            millions=3000,
            disk=11_270,
            usage=Usage(prefix_token="<2en>"),
        ),
    )


def _chats() -> tuple[Preset, ...]:
    return (
        _preset(
            "qwen2.5-1.5b",
            "Qwen/Qwen2.5-1.5B-Instruct",
            about="An instruction model, asked to translate; fluent, less faithful.",
            licence="Apache-2.0",
            millions=1500,
            disk=2_950,
        ),
        _preset(
            "gemma3-1b",
            "google/gemma-3-1b-it",
            about="An instruction model, asked to translate; many languages.",
            licence="Gemma",
            restriction=f"{USE_RULES} (Gemma Terms of Use)",
            millions=1000,
            disk=1_910,
        ),
    )


def _summarisers() -> tuple[Preset, ...]:
    return (
        _preset(
            "distilbart",
            "sshleifer/distilbart-cnn-12-6",
            about="BART with half its decoder; the quickest of these.",
            licence="Apache-2.0",
            millions=306,
            disk=1_170,
            quality=f"ROUGE-2 21.26, ROUGE-L 30.59 ({CARD})",
            role="summariser",
            writing=Writing(length_penalty=2.0, shortest=56, longest=142),
        ),
        _preset(
            "bart-large-cnn",
            "facebook/bart-large-cnn",
            about="BART trained on CNN and Daily Mail articles.",
            licence="MIT",
            millions=406,
            disk=1_550,
            quality=f"ROUGE-2 21.06, ROUGE-L 30.63 ({CARD})",
            role="summariser",
            writing=Writing(length_penalty=2.0, shortest=56, longest=142),
        ),
        _preset(
            "pegasus",
            "google/pegasus-cnn_dailymail",
            about="Pretrained to fill in whole sentences.",
            licence="not stated by its publisher",
            restriction="nobody has said what you may do with it; ask before you rely on it",
            millions=568,
            disk=2_170,
            quality=f"ROUGE-2 20.73, ROUGE-L 30.48 ({PEGASUS_CARD})",
            role="summariser",
            writing=Writing(beams=8, length_penalty=0.8, shortest=32, longest=128),
        ),
        _preset(
            "t5",
            "google-t5/t5-base",
            about="A general model with summarising among its lessons.",
            licence="Apache-2.0",
            millions=220,
            disk=850,
            quality="unknown",
            role="summariser",
            usage=Usage(prefix="summarize: "),
            writing=Writing(length_penalty=2.0, shortest=30, longest=200),
        ),
    )
