"""Run inside the image by `.ci/image`: starts the server as the image does, and calls it.

The standard library is all it may use. It is no test of pytest's: there is no image there.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

URL = "http://127.0.0.1:8000"
SENTENCE = "Hai bên nhất trí tăng cường hợp tác đào tạo."


def call(path: str, key: str | None = None, body: object = None) -> tuple[int, str]:
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(URL + path, data, headers), timeout=120) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def seconds_until(path: str, start: float) -> float:
    while time.monotonic() - start < 120:
        try:
            if call(path)[0] == 200:
                return time.monotonic() - start
        except URLError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"{path} does not answer")


def has_network() -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("192.0.2.1", 80)) == 0


def main() -> None:
    assert os.getuid() == 10001, "runs as its own user"
    assert not os.access("/opt/bantin", os.W_OK), "cannot change its own code"
    assert not has_network()
    made = subprocess.run(["bantin", "keys", "add", "check"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    key = made.stdout.split()[-1]
    start = time.monotonic()
    with open("/tmp/server.log", "w") as log:
        server = subprocess.Popen(["bantin", "serve", "--host", "0.0.0.0"], stderr=log)
    try:
        print(f"alive after {seconds_until('/healthz', start):.1f} s,", end=" ")
        print(f"ready after {seconds_until('/readyz', start):.1f} s", flush=True)
        assert call("/v1/translations", None, {"sentences": [SENTENCE]})[0] == 401
        status, said = call("/v1/translations", key, {"sentences": [SENTENCE]})
        assert status == 200, said
        print(json.loads(said)["translation"]["sentences"][0]["text"])
        assert call("/v1/articles", key)[1].count('"id"') == 5, "serves the seeds"
        with open(f"/proc/{server.pid}/status") as lines:
            print(*(line.strip() for line in lines if line.startswith("VmHWM")))
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(30)
    assert code in (0, -signal.SIGTERM), f"ends with {code}"
    print("the image works")


try:
    main()
except BaseException:
    with open("/tmp/server.log") as log:
        print("the server's last words:", *log.readlines()[-20:], sep="\n")
    raise
