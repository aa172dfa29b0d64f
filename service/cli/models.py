"""`bantin models`: what there is, what it costs, what is ready."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from models import catalogue
from service.cli import console
from service.settings import Settings

app = typer.Typer(help="The models Bantin can use.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="A name from `bantin models list`.")]


@app.command("list")
def list_models() -> None:
    """List all models: name, whether it is ready, what it is."""
    from service.build import model_options

    options = model_options(Settings.read(os.environ))
    for preset in catalogue.presets().values():
        state = "ready" if preset.is_ready(options) else "to be prepared"
        print(f"{preset.name:<16} {preset.role:<11} {state:<15} {preset.about}")


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
        "licence": preset.licence,
        "parameters": preset.parameters,
        "quality": preset.quality,
        "disk": f"{preset.disk} MiB",
        "memory": f"{preset.memory} MiB at most, the whole process",
        "ready": "yes" if preset.is_ready(options) else f"no; run `bantin models prepare {name}`",
        "signature": str(preset.signature(options)),
    }.items():
        print(f"{label:<11} {value}")


@app.command()
def prepare(name: Name = catalogue.DEFAULT) -> None:
    """Build or fetch a model now and try it on three sentences."""
    from models.protocols import translate_all
    from service.build import model_options

    preset = catalogue.find(name)
    with console.progress() as progress:
        translator = preset.load(model_options(Settings.read(os.environ), progress))
    for source, (best, *_) in zip(SELF_TEST, translate_all(translator, SELF_TEST), strict=True):
        print(f"{source}\n  → {best.text}")


SELF_TEST = (
    "Việt Nam và Nhật Bản ký thỏa thuận hợp tác quốc phòng.",
    "Ngày 12/5, Thủ tướng tiếp Đại sứ Pháp tại Hà Nội.",
    "Giá xăng giảm 330 đồng một lít từ chiều nay.",
)
