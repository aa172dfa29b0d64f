"""Sends a server thousands of mixed requests and looks at what it answers and what memory it takes.

    python benchmarks/soak.py [--requests 10000] [--callers 32]

The server runs the scripted model in a process of its own. Good and bad requests of every kind
come at once, some callers hang up in the middle. It passes if every answer has the status that its
request deserves, nothing is left in work at the end, and memory has stopped growing: in the last
three quarters of the run the peak rises by at most `MOST_GROWTH`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[1]
MOST_GROWTH = 32  # MiB
SEEDS = [path.read_text() for path in sorted((ROOT / "seeds").glob("*.txt"))]
ENGLISH = "This page is in English and there is nothing on it that could be translated."

Kind = Callable[[httpx2.AsyncClient, random.Random], Awaitable[bool]]


def fresh(chance: random.Random) -> str:
    """A sentence that has most probably not been seen before."""
    return f"Đoàn đại biểu thứ {chance.randrange(10**9)} đã thăm và làm việc tại Hà Nội."


async def known_page(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    sent = {"text": chance.choice(SEEDS), "max_sentences": chance.randint(1, 5)}
    return (await client.post("/v1/summaries", json=sent)).status_code == 200


async def new_page(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    text = "\n".join(f"{fresh(chance)} {fresh(chance)}" for _ in range(3))
    answer = await client.post(
        "/v1/summaries", content=text.encode(), headers={"content-type": "text/plain"}
    )
    return answer.status_code == 200


async def new_sentences(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    sent = [fresh(chance) for _ in range(chance.randint(1, 8))]
    answer = await client.post("/v1/translations", json={"sentences": sent})
    found = [each["source"] for each in answer.json()["translation"]["sentences"]]
    return answer.status_code == 200 and found == sent


async def batch(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    lines = [{"id": str(number), "text": fresh(chance)} for number in range(4)]
    content = "".join(json.dumps(line) + "\n" for line in lines) + "nonsense\n"
    answer = await client.post(
        "/v1/batches", content=content, headers={"content-type": "application/x-ndjson"}
    )
    found = [json.loads(line) for line in answer.text.splitlines()]
    return len(found) == 5 and sum("error" in line for line in found) == 1


async def bad_json(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    answer = await client.post(
        "/v1/summaries", content=b"{", headers={"content-type": "application/json"}
    )
    return answer.status_code == 400


async def wrong_language(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    answer = await client.post("/v1/translations", json={"text": ENGLISH})
    return (answer.status_code, answer.json()["language"]) == (422, "en")


async def failing_model(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    answer = await client.post("/v1/translations", json={"sentences": [f"{fresh(chance)} ‽"]})
    return answer.status_code == 503


async def too_large(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    answer = await client.post("/v1/translations", json={"sentences": [fresh(chance)] * 600})
    return answer.status_code == 413


async def correction(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    sent = {"source": fresh(chance), "target": "A delegation visited Hanoi."}
    return (await client.put("/v1/memory", json=sent)).status_code == 200


async def looks(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    path = chance.choice(["/v1/articles", "/healthz", "/readyz", "/metrics", "/", "/openapi.json"])
    return (await client.get(path)).status_code == 200


async def nothing(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    return (await client.get(f"/nothing/{chance.random()}")).status_code == 404


async def hanging_up(client: httpx2.AsyncClient, chance: random.Random) -> bool:
    sent = {"sentences": [fresh(chance) for _ in range(50)]}
    with contextlib.suppress(httpx2.TimeoutException):
        await client.post("/v1/translations", json=sent, timeout=0.02)
    return True


MIX: list[tuple[Kind, int]] = [
    (known_page, 20),
    (new_page, 10),
    (new_sentences, 30),
    (batch, 3),
    (bad_json, 5),
    (wrong_language, 5),
    (failing_model, 4),
    (too_large, 2),
    (correction, 5),
    (looks, 10),
    (nothing, 3),
    (hanging_up, 3),
]


async def soak(url: str, process: int, requests: int, callers: int) -> bool:
    """Send the requests; whether all went as it should."""
    wrong: Counter[str] = Counter()
    memory: list[float] = []
    chance = random.Random(7)
    kinds = chance.choices(*zip(*MIX, strict=True), k=requests)
    start = time.perf_counter()

    async def caller(number: int) -> None:
        async with httpx2.AsyncClient(base_url=url, timeout=120) as client:
            for at in range(number, requests, callers):
                if not await kinds[at](client, random.Random(at)):
                    wrong[kinds[at].__name__] += 1
                if at % max(1, requests // 40) == 0:
                    memory.append(resident(process))

    await asyncio.gather(*map(caller, range(callers)))
    seconds = time.perf_counter() - start
    left = await gauges(url)
    growth = max(memory) - max(memory[: len(memory) // 4])
    print(f"{requests} requests by {callers} callers in {seconds:.0f} s, wrong: {dict(wrong)}")
    print(f"memory in MiB, over the run: {', '.join(f'{each:.0f}' for each in memory[::4])}")
    print(f"growth after the first quarter: {growth:.0f} MiB; left in work: {left}")
    return not wrong and growth <= MOST_GROWTH and not any(left.values())


async def gauges(url: str) -> dict[str, float]:
    """What is still in work, a moment later."""
    await asyncio.sleep(1)
    async with httpx2.AsyncClient(base_url=url) as client:
        text = (await client.get("/metrics")).text
    names = ("queue_sentences", "model_sentences", "requests_at_work", "batches_at_work")
    found = {name: re.search(rf"^bantin_{name} (\S+)$", text, re.M) for name in names}
    return {name: float(match[1]) if match else -1.0 for name, match in found.items()}


def resident(process: int) -> float:
    """Memory of a process, MiB."""
    status = Path(f"/proc/{process}/status").read_text()
    (kibibytes,) = re.findall(r"VmRSS:\s+(\d+)", status)
    return int(kibibytes) / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--requests", type=int, default=10_000)
    arguments.add_argument("--callers", type=int, default=32)
    asked = arguments.parse_args()
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {
            **os.environ,
            "BANTIN_MODEL": "scripted",
            "BANTIN_MEMORY": f"{folder}/memory.sqlite3",
            "BANTIN_HOUSE_TERMS": f"{folder}/terms.tsv",
            "BANTIN_CORPUS": str(ROOT / "seeds"),
            "BANTIN_MAX_SENTENCES": "500",
        }
        command = [sys.executable, "-m", "service.cli", "serve", "--port", str(port)]
        log = Path(folder, "log")
        with log.open("wb") as stream:
            server = subprocess.Popen(command, env=environment, stderr=stream, cwd=ROOT)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(url, server)
            good = asyncio.run(soak(url, server.pid, asked.requests, asked.callers))
        finally:
            server.terminate()
            server.wait(60)
        faults = [line for line in log.read_text().splitlines() if "unforeseen" in line]
        print("\n".join(faults[:3]))
    sys.exit(0 if good and not faults else 1)


def wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            if httpx2.get(f"{url}/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        if server.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit("the server did not start")


if __name__ == "__main__":
    main()
