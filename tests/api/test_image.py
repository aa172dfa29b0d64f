"""The image's recipe: what can be said of it without building it; `.ci/image` builds and tries it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("file", ["Dockerfile", ".ci/image"])
def test_no_registry_and_no_package_index_is_named(file):
    text = (ROOT / file).read_text()
    hosts = re.findall(r"(?:https?://)?([\w-]+(?:\.[\w-]+)*\.(?:io|org|com|net|dev))\b", text)
    assert hosts == []


def test_the_base_that_is_made_without_docker_has_the_name_the_dockerfile_begins_with():
    (base,) = re.findall(r"^ARG BASE=(\S+)", DOCKERFILE, re.M)
    assert f"BASE=localhost/{base} " in (ROOT / ".ci" / "image").read_text()


@pytest.mark.parametrize(
    ("index", "expected"), [("", ""), ("http://x/cpu", "--extra-index-url http://x/cpu")]
)
def test_pip_is_told_of_another_index_only_where_there_is_one(index, expected):
    (option,) = re.findall(r"\$\{TORCH_INDEX:\+.*?\"\}", DOCKERFILE)
    environment = {"TORCH_INDEX": index}
    said = subprocess.run(["sh", "-c", f"echo {option}"], env=environment, capture_output=True)
    assert said.stdout.decode().strip() == expected
