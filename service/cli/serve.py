"""`bantin serve`: the service over HTTP."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from service.cli.options import Model
from service.settings import Settings


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port.")] = 8000,
    model: Model = None,
) -> None:
    """Serve translations and summaries over HTTP, and a page for editors at /."""
    from service.api import server

    settings = Settings.read(os.environ, model=model)
    server.check_address(settings, host)
    who = "callers with a key" if settings.api_keys_file else "this machine only: there are no keys"
    print(f"bantin: http://{host}:{port} for {who}", file=sys.stderr)
    server.serve(settings, host, port)
