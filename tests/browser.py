"""A browser for the tests: Chromium without a window, driven over a pipe.

Debian's package is enough (`apt-get install chromium`).
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO

import pytest

PATIENCE = 60  # seconds; the machine may be busy
_OPTIONS = (
    "--headless",
    "--remote-debugging-pipe",  # commands come in at descriptor 3, answers go out at 4
    "--no-sandbox",  # which needs another user than root; only our own pages are shown
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
)


class Tab:
    """A page of a browser, and what a person does there."""

    def __init__(self, commands: BinaryIO, answers: BinaryIO) -> None:
        self._commands = commands
        self._answers = answers
        self._unread = b""
        self._sent = 0
        self._session: str | None = None
        target = self._do("Target.createTarget", url="about:blank")["targetId"]
        attached = self._do("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self._do("Emulation.setFocusEmulationEnabled", enabled=True)

    def open(self, url: str) -> None:
        """Go to a page and wait until its scripts have run."""
        self._do("Page.navigate", url=url)
        self.wait_for(f"location.href === {json.dumps(url)} && document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """What an expression in JavaScript gives on the page."""
        said = self._do("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in said, said["exceptionDetails"]
        return said["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true on the page."""
        deadline = time.monotonic() + PATIENCE
        while not self.run(condition):
            assert time.monotonic() < deadline, f"{condition}\n{self.text('body')}"
            time.sleep(0.05)

    def text(self, selector: str) -> str:
        """What an element says, as a person sees it: nothing if it is hidden."""
        element = f"document.querySelector({json.dumps(selector)})"
        return self.run(f"{element}.checkVisibility() ? {element}.innerText : ''")

    def texts(self, selector: str) -> list[str]:
        """What each such element says."""
        every = f"document.querySelectorAll({json.dumps(selector)})"
        return self.run(f"Array.from({every}, (each) => each.innerText)")

    def click(self, selector: str) -> None:
        """Click on an element."""
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def write(self, selector: str, text: str) -> None:
        """Put a text in the place of what stands in a field, and leave the field."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.run("document.execCommand('selectAll')")
        self._do("Input.insertText", text=text)
        self.run("document.activeElement.blur()")

    def _do(self, method: str, **parameters: object) -> dict[str, Any]:
        self._sent += 1
        command = {"id": self._sent, "method": method, "params": parameters}
        if self._session:
            command["sessionId"] = self._session
        self._commands.write(json.dumps(command).encode() + b"\0")
        while (answer := self._next()).get("id") != self._sent:
            pass
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._answers], [], [], PATIENCE)
            piece = os.read(self._answers.fileno(), 1 << 16) if ready else b""
            assert piece, "the browser has ended" if ready else "the browser does not answer"
            self._unread += piece
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)


@contextmanager
def browsing() -> Iterator[Tab]:
    """A page of a browser with a profile of its own; the test is skipped where there is none."""
    chromium = _chromium()
    with (
        tempfile.TemporaryDirectory(prefix="bantin-", ignore_cleanup_errors=True) as profile,
        ExitStack() as pipes,
    ):
        read_command, write_command = os.pipe()
        read_answer, write_answer = os.pipe()
        commands = pipes.enter_context(open(write_command, "wb", buffering=0))
        answers = pipes.enter_context(open(read_answer, "rb", buffering=0))
        # Popen gives a child descriptors under their own numbers only; a shell renames them.
        renamed = f'exec "$0" "$@" 3<&{read_command} 4>&{write_answer}'
        browser = subprocess.Popen(
            ["bash", "-c", renamed, chromium, *_OPTIONS, f"--user-data-dir={profile}"],
            pass_fds=(read_command, write_answer),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read_command)
        os.close(write_answer)
        try:
            yield Tab(commands, answers)
        finally:
            commands.close()  # which ends it
            browser.wait(timeout=PATIENCE)


def _chromium() -> str:
    if program := shutil.which("chromium"):
        return program
    reason = "Chromium is not installed (Debian: apt-get install chromium)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
