"""The `bantin` command. Data goes to stdout, everything else to stderr."""

from service.cli.app import main

__all__ = ["main"]
