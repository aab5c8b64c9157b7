"""What stands for an embedder in the catalog and in file names, and how its texts are measured.

An identity is a name and the length of the vectors: ``ollama-bge-m3-1a2b3c4d-dim1024``. The bundled
embedder's is its fingerprint, which does not tell its length.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.digests import digest
from index.embedding.bundled import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

BYTES_A_TOKEN = 4
"""A guess on the safe side, where a model does not show its tokens (not measured)."""
WINDOW = 500
"""Tokens that a model is taken to read where it does not say; common ones read 512 or more."""
_NAME = re.compile(r"[^A-Za-z0-9.]+")
_LONGEST = 48
_LENGTH = re.compile(r"-dim([0-9]+)$")


def name_of(provider: str, model: str, convention: Convention, *more: str) -> str:
    """What stands for a model: all that changes its vectors, but for their length."""
    own = digest(provider, model, convention.question, convention.passage, *more)[:8]
    return f"{_NAME.sub('-', f'{provider}-{model}')[:_LONGEST].strip('-.')}-{own}"


def identity_of(name: str, dimensions: int) -> str:
    """What stands for the model ``name`` where its vectors have this length."""
    return f"{name}-dim{dimensions}"


def is_of(name: str, identity: str) -> bool:
    """Whether ``identity`` is that of the model ``name``, whatever the length."""
    return identity.startswith(name) and bool(_LENGTH.fullmatch(identity, len(name)))


def dimensions_of(identity: str) -> int:
    """Length of an embedder's vectors."""
    found = _LENGTH.search(identity)
    return int(found[1]) if found else DIMENSIONS


def count_by_bytes(texts: Sequence[str]) -> list[int]:
    """About how many tokens a multilingual vocabulary has for each text, rather too many."""
    return [-(-len(text.encode("utf-8", "replace")) // BYTES_A_TOKEN) for text in texts]


@dataclass(frozen=True, slots=True)
class Convention:
    """The prefixes of questions and of passages."""

    question: str = ""
    passage: str = ""


def convention_of(model: str) -> Convention:
    """The prefixes of ``model``, whoever serves it; none where nothing is known of it."""
    name = model.casefold()
    fitting = (Convention(*prefixes) for sign, prefixes in _known() if re.search(sign, name))
    return next(fitting, Convention())


@cache
def _known() -> Sequence[tuple[str, Sequence[str]]]:
    """Prefixes by what the names of models have in them, the first that fits first."""
    file = Path(__file__).with_name("conventions.toml")
    return [*tomllib.loads(file.read_text(encoding="utf-8")).items()]


class NamedEmbedder:
    """What an embedder has of its name: the prefixes of its texts, and what its vectors are of."""

    def __init__(self, provider: str, model: str, *more: str) -> None:
        """``more``: what else than the name changes the vectors."""
        self._setting = f"PRESSMARK_EMBEDDER={provider}:{model}"
        self._convention = convention_of(model)
        self._name = name_of(provider, model, self._convention, *more)

    def identity(self, dimensions: int) -> str:
        """See `index.embedding.interface.Embedder`."""
        return identity_of(self._name, dimensions)

    def made(self, identity: str) -> bool:
        """See `index.embedding.interface.Embedder`."""
        return is_of(self._name, identity)
