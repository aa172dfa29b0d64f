"""A server of this process that listens on a real socket."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2
from fastapi import FastAPI

from service.api.app import create_app
from service.api.server import Server, config_for
from service.settings import Settings

SENTENCE = "Hai bên nhất trí tăng cường hợp tác đào tạo."
PAGE = (
    "Việt Nam và Lào tăng cường hợp tác quốc phòng\n24/4/2024\n"
    "Bộ trưởng Quốc phòng hai nước đã hội đàm tại Hà Nội sáng 24/4. "
    "Hai bên nhất trí tăng cường hợp tác đào tạo và cứu hộ, cứu nạn.\nTheo TTXVN"
)


@dataclass(frozen=True)
class Running:
    """A server that listens on a socket of this machine."""

    url: str
    port: int
    app: FastAPI
    server: Server
    client: httpx2.Client

    def stop(self) -> None:
        """Tell it to stop, as SIGTERM does; does not wait."""
        self.server.should_exit = True


@contextmanager
def running(settings: Settings) -> Iterator[Running]:
    """A server in a thread of this process, on a free port."""
    app = create_app(settings)
    server = Server(config_for(app, "127.0.0.1", 0, logging=None), app)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx2.Client(base_url=url, timeout=30) as client:
            yield Running(url, port, app, server, client)
    finally:
        server.should_exit = True
        thread.join(timeout=90)
        assert not thread.is_alive(), "the server did not stop"
