"""Quality floors: numbers in floors.json that may go up and, without a reason given, never down.

python -m tests.quality.floors KIND NAME FIELD VALUE [--lower "reason"]
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

AT_MOST = frozenset({"number_errors", "omissions"})  # these floors are ceilings
FILE = Path(__file__).with_name("floors.json")


def floors(kind: str, name: str) -> Mapping[str, Any]:
    """The floors of one test: numbers by field, and the digest of the data they stand for."""
    found: Mapping[str, Any] = json.loads(FILE.read_text("utf-8"))[kind][name]
    return found


def digest(data: str) -> str:
    """Identifies test data."""
    return hashlib.sha256(data.encode()).hexdigest()[:16]


def check_floors(
    floor: Mapping[str, Any],
    *,
    data: str,
    at_least: Mapping[str, float],
    at_most: Mapping[str, float] | None = None,
) -> None:
    """Assert that the data are those the floors were measured on, and that every floor holds."""
    assert digest(data) == floor["data"], "the test data changed; measure the floors again"
    fallen = {name: value for name, value in at_least.items() if value < floor[name]}
    risen = {name: value for name, value in (at_most or {}).items() if value > floor[name]}
    assert not fallen | risen, f"measured {fallen | risen}, floors {dict(floor)}"


def set_floor(kind: str, name: str, field: str, value: float, lower: str | None) -> None:
    """Make a floor harder; making one easier takes a reason, which is kept beside it."""
    everything = json.loads(FILE.read_text("utf-8"))
    entry = everything[kind][name]
    before = entry.get(field, value)
    is_easier = value > before if field in AT_MOST else value < before
    if is_easier and lower is None:
        raise SystemExit(f"{kind}.{name}.{field} is {before}: give --lower and a reason")
    entry[field] = value
    if lower is not None:
        entry.setdefault("lowered", []).append(f"{field} to {value}: {lower}")
    FILE.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for argument in ("kind", "name", "field"):
        parser.add_argument(argument)
    parser.add_argument("value", type=float)
    parser.add_argument("--lower", metavar="REASON")
    given = parser.parse_args()
    set_floor(given.kind, given.name, given.field, given.value, given.lower)
