"""A short soak; `benchmarks/soak.py` alone does the long one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).parents[2] / "benchmarks" / "soak.py"


def test_mixed_requests_are_answered_as_they_deserve_and_memory_stays_flat():
    command = [sys.executable, str(SOAK), "--requests", "400", "--callers", "16"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
