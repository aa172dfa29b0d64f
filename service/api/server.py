"""Runs the application: where it may listen, how patient it is with clients, how it ends."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.api.app import create_app
from service.api.gate import LOOPBACK
from service.errors import SettingsError
from service.settings import Settings

CONNECTIONS = 1_000
HEADER_SECONDS = 20.0  # from connecting to the end of a request's headers
STALLED_SECONDS = 60.0  # a client that neither reads nor sends for so long is cut off
IDLE_SECONDS = 15  # between two requests of a connection
CLOSING_SECONDS = 60  # for what is in flight when the server is told to stop
LAST_SECONDS = 5  # of these, for saying what was not done

log = logging.getLogger("service.api")


class Patience(H11Protocol):
    """uvicorn's protocol, with limits to how long a client may keep it waiting."""

    _timer: asyncio.TimerHandle | None = None

    # uvicorn's own method asks for a Transport too, where asyncio allows any BaseTransport.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Give the client time to send its first request's headers."""
        super().connection_made(transport)
        self._cut_off_after(HEADER_SECONDS)

    def data_received(self, data: bytes) -> None:
        """Headers that are there end that time; a client that sends is not stalled."""
        waits_for_headers = self._waits_for_headers()
        super().data_received(data)
        if waits_for_headers and not self._waits_for_headers():
            self._stop_timer()
        elif waits_for_headers and self._timer is None:
            self._cut_off_after(HEADER_SECONDS)
        elif self._timer is not None and not waits_for_headers:
            self._cut_off_after(STALLED_SECONDS)

    def pause_writing(self) -> None:
        """The client does not read what it asked for."""
        super().pause_writing()
        self._cut_off_after(STALLED_SECONDS)

    def resume_writing(self) -> None:
        """It reads again."""
        super().resume_writing()
        self._stop_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has gone."""
        self._stop_timer()
        super().connection_lost(exc)

    def _waits_for_headers(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _cut_off_after(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Server(uvicorn.Server):
    """uvicorn's server; tells the application when it begins to close."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Refuse new connections, let what is in flight end."""
        office = self._app.state.office
        office.closing.set()
        out_of_time = CLOSING_SECONDS - LAST_SECONDS
        asyncio.get_running_loop().call_later(out_of_time, office.out_of_time.set)
        await super().shutdown(sockets)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop.

    Raises:
        SettingsError: Everybody could call: no keys, and not this machine alone.
    """
    check_address(settings, host)
    app = create_app(settings)
    Server(config_for(app, host, port, LOGGING), app).run()


def check_address(settings: Settings, host: str) -> None:
    """Refuse to listen to other machines when there are no keys.

    Raises:
        SettingsError: See `serve`.
    """
    if settings.api_keys_file is None and not _is_loopback(host):
        raise SettingsError(
            f"without API keys Bantin listens to this machine only, not on {host}: make a key with "
            "`bantin keys add NAME` and set BANTIN_API_KEYS_FILE, or use --host 127.0.0.1"
        )


def config_for(
    app: FastAPI, host: str, port: int, logging: dict[str, Any] | None
) -> uvicorn.Config:
    """Settings of uvicorn; without `logging`, logs go where they went before."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Patience,
        ws="none",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=CLOSING_SECONDS,
        log_config=logging,
    )


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "service.api.journal.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"service": {"level": "INFO"}, "uvicorn": {"level": "INFO"}},
}


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOOPBACK
