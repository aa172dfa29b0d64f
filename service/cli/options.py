"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Model = Annotated[str | None, typer.Option("--model", help="A name from `bantin models list`.")]
Fallback = Annotated[
    str | None,
    typer.Option("--fallback", help="A model for sentences whose checks fail under the first."),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence", min=0, max=1, help="Leave what is trusted less in Vietnamese, marked."
    ),
]
