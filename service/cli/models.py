"""`bantin models`: what there is, what it costs, what is ready."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from models import catalogue
from models.errors import LicenceNotAccepted, ModelNotFound
from service.cli import console
from service.settings import Settings

app = typer.Typer(help="The models Bantin can use.", no_args_is_help=True)

Name = Annotated[
    str, typer.Argument(help="A name from `bantin models list`, or the path of a model's folder.")
]


@app.command("list")
def list_models() -> None:
    """List all models: name, whether it is ready, what it costs, what it is."""
    from service.build import model_options

    options = model_options(Settings.read(os.environ))
    for preset in catalogue.presets().values():
        state = "ready" if preset.is_ready(options) else "to be prepared"
        size = f"{preset.disk:,} MiB" if preset.disk else ""
        print(
            f"{preset.name:<17} {preset.role:<10} {state:<14} {size:>10}  {preset.licence:<14.14}"
            f"  {preset.about}"
        )


@app.command()
def show(name: Name) -> None:
    """Show what is known about a model."""
    from service.build import model_options

    preset = catalogue.find(name)
    options = model_options(Settings.read(os.environ))
    for label, value in {
        "name": preset.name,
        "role": preset.role,
        "about": preset.about,
        "origin": preset.origin,
        "licence": preset.licence,
        "restriction": preset.restriction or "none",
        "parameters": preset.parameters,
        "quality": preset.quality,
        "disk": f"{preset.disk:,} MiB",
        "memory": f"about {preset.memory:,} MiB, the whole process" if preset.memory else "unknown",
        "ready": "yes" if preset.is_ready(options) else f"no; run `bantin models prepare {name}`",
        "signature": _signature(preset, options),
    }.items():
        print(f"{label:<11} {value}")


@app.command()
def prepare(
    name: Name = catalogue.DEFAULT,
    accept_licence: Annotated[
        str,
        typer.Option("--accept-licence", help="Name the licence of a restricted model: I accept."),
    ] = "",
) -> None:
    """Fetch or build a model now and try it out. Only this command uses the network."""
    from service.build import model_options

    preset = catalogue.find(name)
    settings = Settings.read(os.environ)
    if not preset.is_ready(model_options(settings)):
        _agree(preset, accept_licence)
    with console.progress() as progress:
        options = model_options(settings, progress)
        preset.prepare(options)
        tried = _try_out(preset, options)
    print(tried)


def _signature(preset: catalogue.Preset, options: catalogue.Options) -> str:
    try:
        return str(preset.signature(options))
    except ModelNotFound:
        return "known once it has been prepared"


def _agree(preset: catalogue.Preset, accepted: str) -> None:
    """Say what a licence restricts, before anything is fetched, and have it accepted.

    Raises:
        LicenceNotAccepted: It was not.
    """
    if not preset.restriction:
        return
    print(f"{preset.name}: {preset.licence}: {preset.restriction}", file=sys.stderr)
    if accepted.casefold() == preset.licence.casefold():
        return
    if (
        sys.stdin is not None
        and sys.stdin.isatty()
        and typer.confirm("Do you accept that?", err=True)
    ):
        return
    raise LicenceNotAccepted(
        f"{preset.name} was not fetched; say --accept-licence '{preset.licence}' if you accept that"
    )


def _try_out(preset: catalogue.Preset, options: catalogue.Options) -> str:
    """What the model makes of a few sentences."""
    from models.protocols import translate_all

    if preset.role == "summariser":
        drafts = preset.load_summariser(options).summarise(None, SELF_TEST_ENGLISH, 3)
        return "\n".join(sentence.text for draft in drafts[:1] for sentence in draft)
    results = translate_all(preset.load(options), SELF_TEST)
    pairs = zip(SELF_TEST, results, strict=True)
    return "\n".join(f"{source}\n  → {best.text}" for source, (best, *_) in pairs)


SELF_TEST = (
    "Việt Nam và Nhật Bản ký thỏa thuận hợp tác quốc phòng.",
    "Ngày 12/5, Thủ tướng tiếp Đại sứ Pháp tại Hà Nội.",
    "Giá xăng giảm 330 đồng một lít từ chiều nay.",
)
SELF_TEST_ENGLISH = (
    "Vietnam and Japan signed an agreement on defence cooperation in Hanoi on Monday.",
    "It covers training, peacekeeping and the exchange of delegations over the next five years.",
    "The two ministers also agreed to meet again in Tokyo before the end of the year.",
)
