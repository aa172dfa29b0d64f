"""What can be set from outside, read once from the environment and passed down."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast

from models.catalogue import DEFAULT, Engine
from service.errors import SettingsError

PREFIX = "BANTIN_"
NO_SUMMARISER = "extractive"  # instead of a summariser's name: summaries are extracted
_SITE = re.compile(r"[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]+)?")
_USUAL_PORTS = {"http": ":80", "https": ":443"}  # browsers leave them out


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("bantin", appauthor=False)


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("bantin", appauthor=False)


def _cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """Each field is read from an environment variable: `cache` from BANTIN_CACHE, and so on."""

    cache: Path = field(default_factory=_cache_folder)  # built models
    memory: str = field(default_factory=lambda: str(_data_folder() / "memory.sqlite3"))
    model: str = DEFAULT
    fallback: str | None = None  # a model for sentences whose checks fail under `model`
    summariser: str | None = None  # writes summaries; unset, they are extracted unless asked for
    engine: Engine = "fast"
    beams: int = 4
    min_confidence: float = 0.0  # what is trusted less is left in Vietnamese; 0 withholds nothing
    threads: int = field(default_factory=_cores)
    glossary: tuple[Path, ...] = ()  # house terms, before the built-in ones
    corpus: Path = Path("seeds")  # what the server serves
    max_bytes: int = 10_000_000  # of one page, and of one request
    max_sentences: int = 2_000  # of one request
    max_requests: int = 256  # at work at once
    queue_limit: int = 20_000  # sentences that may wait for the model
    api_keys_file: Path | None = None  # who may call; without it the server is for this machine
    allowed_hosts: tuple[str, ...] = ()  # names the server answers to; () means see docs/security
    cors_origins: tuple[str, ...] = ()  # web sites whose pages may call; "*" for any
    public_url: str = ""  # under which callers reach the server, if a proxy is in between
    house_terms: Path = field(default_factory=lambda: _data_folder() / "terms.tsv")  # from the API
    suggestions: bool = True  # whether callers may propose translations

    @classmethod
    def read(cls, environment: Mapping[str, str], **overrides: object) -> Settings:
        """Settings from the environment, with overrides from the command line.

        A variable that is empty, as compose files leave those nobody has filled in, is not set.

        Raises:
            SettingsError: A variable BANTIN_… is unknown or malformed; names it.
        """
        known = {PREFIX + each.name.upper(): each.name for each in fields(cls)}
        values: dict[str, Any] = {}
        for variable, value in environment.items():
            if not variable.startswith(PREFIX):
                continue
            if variable not in known:
                raise SettingsError(f"unknown setting {variable}; there are {', '.join(known)}")
            if value:
                values[known[variable]] = _parsed(variable, known[variable], value)
        values |= {name: value for name, value in overrides.items() if value is not None}
        return cls(**values)


def _parsed(variable: str, name: str, value: str) -> object:
    try:
        return _PARSERS.get(name, str)(value)
    except ValueError as error:
        raise SettingsError(f"{variable}={value!r}: {error}") from error


def _count(value: str) -> int:
    number = int(value)
    if number < 1:
        raise ValueError("must be at least 1")
    return number


def _share(value: str) -> float:
    number = float(value)
    if not 0 <= number <= 1:
        raise ValueError("must be from 0 to 1")
    return number


def _engine(value: str) -> Engine:
    if value not in ("fast", "transformers"):
        raise ValueError("must be fast or transformers")
    return cast(Engine, value)


def _url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return value.rstrip("/")


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _origins(value: str) -> tuple[str, ...]:
    return tuple(map(_origin, _words(value)))


def _origin(word: str) -> str:
    """A web site as browsers name it: "https://cms.example" from "https://CMS.example:443/"."""
    site = word.lower()
    if site in ("*", "null"):
        return site
    site = site.removesuffix("/")
    if not _SITE.fullmatch(site):
        raise ValueError(f"{word!r} must be like https://news.example, with no path; or * or null")
    return site.removesuffix(_USUAL_PORTS.get(site.partition("://")[0], ""))


def _switch(value: str) -> bool:
    if value not in ("on", "off"):
        raise ValueError("must be on or off")
    return value == "on"


def _paths(value: str) -> tuple[Path, ...]:
    return tuple(Path(part) for part in value.split(os.pathsep) if part)


_PARSERS: Mapping[str, Callable[[str], object]] = {
    "cache": Path,
    "engine": _engine,
    "beams": _count,
    "min_confidence": _share,
    "threads": _count,
    "glossary": _paths,
    "corpus": Path,
    "max_bytes": _count,
    "max_sentences": _count,
    "max_requests": _count,
    "queue_limit": _count,
    "api_keys_file": Path,
    "allowed_hosts": _words,
    "cors_origins": _origins,
    "public_url": _url,
    "house_terms": Path,
    "suggestions": _switch,
}
