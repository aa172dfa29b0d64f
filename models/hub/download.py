"""Fetches a model from the hub: the files that are needed, safetensors only, verified.

`huggingface_hub` does the work, so HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE and the usual proxy
variables are honoured, and an interrupted download goes on where it stopped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.artifacts import file_digest
from models.errors import ModelDamaged, ModelError, ModelNotFound
from models.preset import Progress

if TYPE_CHECKING:
    from huggingface_hub.hf_api import HfApi, ModelInfo

Untyped = Any  # tqdm has no types

PATTERNS = (
    "*.safetensors",
    "*.safetensors.index.json",
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "chat_template.jinja",
    "vocab.json",
    "merges.txt",
    "*.spm",
    "*.model",
)
CONVERTER = "SFconvertbot"  # the hub's own account, which offers safetensors as pull requests
TITLE = "Adding `safetensors` variant of this model"


def fetch(repository: str, revision: str, target: Path, progress: Progress) -> str:
    """Put a model's files into `target`; returns the commit they are from.

    Raises:
        ModelNotFound: The hub has no such model, asks for a licence to be accepted there, offers
            no safetensors, or cannot be reached; says which and what to do.
        ModelDamaged: A file is not what the hub says it is.
    """
    from huggingface_hub import HfApi

    api = HfApi(library_name="bantin")
    with _explained(repository):
        info = _with_safetensors(api, repository, revision)
        assert info.sha is not None  # the hub always names the commit
        api.snapshot_download(
            repository,
            revision=info.sha,
            local_dir=target,
            allow_patterns=list(PATTERNS),
            tqdm_class=_bar(progress),
        )
    _verify(info, target)
    shutil.rmtree(target / ".cache", ignore_errors=True)
    return info.sha


def _with_safetensors(api: HfApi, repository: str, revision: str) -> ModelInfo:
    """The revision, or the pull request in which the hub's converter added safetensors to it."""
    info = api.model_info(repository, revision=revision, files_metadata=True)
    if _has_safetensors(info):
        return info
    for discussion in api.get_repo_discussions(repository, author=CONVERTER):
        if discussion.is_pull_request and discussion.title == TITLE:
            converted = api.model_info(
                repository, revision=f"refs/pr/{discussion.num}", files_metadata=True
            )
            if _has_safetensors(converted):
                return converted
    raise ModelNotFound(
        f"{repository} has no weights in safetensors format; other formats can run code when"
        " loaded and are refused. Convert a copy you trust with transformers"
        " (model.save_pretrained and the tokenizer's save_pretrained) and give --model that folder"
    )


def _has_safetensors(info: ModelInfo) -> bool:
    return any(file.rfilename.endswith(".safetensors") for file in info.siblings or ())


def _verify(info: ModelInfo, folder: Path) -> None:
    """Compare the files with the SHA-256 the hub keeps of large ones."""
    for file in info.siblings or ():
        path = folder / file.rfilename
        expected = file.lfs.sha256 if file.lfs else None
        if path.is_file() and expected and file_digest(path) != expected:
            path.unlink()
            raise ModelDamaged(f"{file.rfilename} of {info.id} came damaged; try again")


@contextmanager
def _explained(repository: str) -> Iterator[None]:
    """Say what a failed download means to the user."""
    import httpx2
    from huggingface_hub import errors

    try:
        yield
    except (errors.OfflineModeIsEnabled, errors.LocalEntryNotFoundError) as error:
        raise ModelNotFound(
            f"{repository} is not on this machine and the hub is out of reach; go online (unset"
            " HF_HUB_OFFLINE), copy the model's files into a folder and give --model its path,"
            " or use the built-in model"
        ) from error
    except errors.GatedRepoError as error:
        raise ModelNotFound(
            f"{repository} is given to people who accept its licence on"
            f" https://huggingface.co/{repository}; do so and set HF_TOKEN"
        ) from error
    except (errors.RepositoryNotFoundError, errors.RevisionNotFoundError) as error:
        raise ModelNotFound(f"the hub has no {repository}, or not that revision") from error
    except (errors.HfHubHTTPError, httpx2.HTTPError, OSError) as error:
        raise ModelError(f"fetching {repository} failed: {error}; try again") from error


def _bar(progress: Progress) -> type[Any]:
    """A progress bar class for `huggingface_hub` that reports bytes to `progress`."""
    from tqdm.auto import tqdm  # type: ignore[import-untyped]  # it has no types

    class Bar(tqdm):  # type: ignore[misc]  # it has no types
        """Draws nothing; passes on what has been fetched."""

        def __init__(self, *values: Untyped, **options: Untyped) -> None:
            options.pop("name", None)
            super().__init__(*values, **(options | {"disable": False, "file": _Nowhere()}))

        def display(self, *values: Untyped, **options: Untyped) -> None:
            if self.unit == "B" and self.total:
                progress("download", int(self.n), int(self.total))

    return Bar


class _Nowhere:
    """A stream that drops what is written."""

    def write(self, text: str) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Nothing is held."""
