"""From an adapter to a running translator or summariser."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from models.embedded import build
from models.embedded.lexicon import Lexicon
from models.embedded.network import Network
from models.embedded.parts import Adapter
from models.embedded.prompt import Prompt
from models.embedded.summariser import EmbeddedSummariser
from models.embedded.translator import EmbeddedTranslator
from models.protocols import Signature

if TYPE_CHECKING:
    from models.preset import Options

_networks: WeakValueDictionary[Path, Network] = WeakValueDictionary()
_loading = threading.Lock()


def load_engine(adapter: Adapter, signature: Signature, options: Options) -> EmbeddedTranslator:
    """The fast engine; builds its files first if they are missing or damaged."""
    return EmbeddedTranslator(
        _network(adapter, options),
        Prompt(adapter.tokenizer),
        signature,
        options.decoding,
        options.threads,
        lexicon=Lexicon(adapter.lexicon) if adapter.has_lexicon else None,
        follows_hints=adapter.follows_hints,
    )


def load_summariser(adapter: Adapter, signature: Signature, options: Options) -> EmbeddedSummariser:
    """The fast engine writing summaries; see `load_engine`."""
    return EmbeddedSummariser(
        _network(adapter, options),
        Prompt(adapter.tokenizer),
        signature,
        options.decoding,
        options.threads,
    )


def _network(adapter: Adapter, options: Options) -> Network:
    """The weights in memory, once for all in this process that use them: they are only read."""
    built = build.ensure(adapter, options.cache, options.progress)
    with _loading:
        network = _networks.get(built.folder)
        if network is None:
            network = _networks[built.folder] = Network(build.load(built))
        return network
