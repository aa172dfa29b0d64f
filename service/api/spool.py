"""Results on their way to a client that reads more slowly than they are made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

IN_MEMORY = 1_000_000  # bytes; beyond that a file is used
MOST = 1 << 30  # bytes that may lie there
PIECE = 1 << 16  # bytes read at once


class Spool:
    """A pipe that holds more than memory should. Used in the event loop's thread alone.

    Iterate for what was put in, in pieces of any size, until `end`.
    """

    def __init__(self, most: int = MOST) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._most = most
        self._read = 0
        self._written = 0
        self._ended = False
        self._changed = asyncio.Condition()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    async def put(self, data: bytes) -> None:
        """Add data."""
        async with self._changed:
            self._file.seek(self._written)
            self._file.write(data)
            self._written += len(data)
            self._changed.notify_all()

    async def room(self) -> None:
        """Wait until more may be put in."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._written - self._read < self._most)

    async def end(self) -> None:
        """No more will come."""
        async with self._changed:
            self._ended = True
            self._changed.notify_all()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._read < self._written or self._ended)
                piece = self._next_piece()
                self._changed.notify_all()
            if not piece:
                return
            yield piece

    def _next_piece(self) -> bytes:
        self._file.seek(self._read)
        piece = self._file.read(min(PIECE, self._written - self._read))
        self._read += len(piece)
        if self._read == self._written:  # all of it is read: begin the file anew
            self._read = self._written = 0
            self._file.truncate(0)
        return piece
