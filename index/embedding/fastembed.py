"""What fastembed loads: the one module that imports it, an extra of ours.

Nothing is downloaded: the files of a model are there when Pressmark starts, or it says how to get
them.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.embedder_identity import (
    WINDOW,
    NamedEmbedder,
    count_by_bytes,
)
from index.embedding.protocols import unit_vectors
from index.encoders.encoder import tell_nobody
from index.errors import EmbedderError, RerankerError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

_BATCH = 16
"""Texts computed together: all are padded to the longest."""
_SPECIAL = 4
"""Tokens that the model adds by itself, at most."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of model: where fastembed has its class, and what is said of our setting for it."""

    setting: str
    module: str
    name: str
    extra: str
    otherwise: str


RERANKER = Kind(
    "PRESSMARK_RERANKER",
    "fastembed.rerank.cross_encoder",
    "TextCrossEncoder",
    "reranker",
    "or set PRESSMARK_RERANKER=none.",
)
EMBEDDER = Kind(
    "PRESSMARK_EMBEDDER",
    "fastembed",
    "TextEmbedding",
    "embedder",
    "or set PRESSMARK_EMBEDDER=bundled.",
)


def load(kind: Kind, model: str) -> Any:
    """The object of fastembed for ``model``, as fastembed names it.

    Raises:
        SettingsError: fastembed is not installed or does not know it, or its files are missing or
            damaged.
    """
    given = f"{kind.setting}=fastembed:{model}"
    tell_nobody()
    try:
        found = getattr(importlib.import_module(kind.module), kind.name)
        from loguru import logger  # noqa: PLC0415 - what fastembed logs with
    except ImportError as exc:
        raise SettingsError(
            f"{given}: the package fastembed is not installed ({exc}); "
            f"run `pip install 'pressmark[{kind.extra}]'`, {kind.otherwise}"
        ) from exc
    logger.disable("fastembed")  # it would write beside our sentence, and past our log
    known = [str(each["model"]) for each in found.list_supported_models()]
    if model.casefold() not in {each.casefold() for each in known}:
        raise SettingsError(
            f"{given}: fastembed does not know this model; set one of {', '.join(known)}, "
            f"{kind.otherwise}"
        )
    try:
        return found(model_name=model, local_files_only=True)
    except failures() as exc:
        raise SettingsError(
            f"{given}: the model's files are missing or damaged ({exc}), and Pressmark downloads "
            "none; set FASTEMBED_CACHE_PATH to a folder that lasts and run once, with a network, "
            f'`python -c "from {kind.module} import {kind.name}; '
            f"{kind.name}('{model}')\"`, {kind.otherwise}"
        ) from exc


def encodable(text: str) -> str:
    """``text`` with halves of characters, which a tokenizer refuses, replaced."""
    return text.encode("utf-8", "replace").decode()


def failures() -> tuple[type[Exception], ...]:
    """What fastembed lets through of itself and of ONNX Runtime when it loads or runs a model."""
    from onnxruntime.capi import onnxruntime_pybind11_state as errors  # noqa: PLC0415

    return (
        *(errors.Fail, errors.InvalidArgument, errors.InvalidGraph, errors.InvalidProtobuf),
        *(errors.NoSuchFile, errors.NotImplemented, errors.RuntimeException),
        *(LookupError, OSError, RuntimeError, ValueError),
    )


class FastEmbedder(NamedEmbedder):
    """Unit vectors of a model that fastembed knows; usable from several threads."""

    def __init__(self, model: str) -> None:
        """Load ``model``, as fastembed names it.

        Raises:
            SettingsError: fastembed is not installed or does not know it, or its files are missing
                or damaged.
        """
        super().__init__("fastembed", model)
        self._model = load(EMBEDDER, model)
        self._tokenizer, reads = _counting(self._model)
        self.window = reads - _SPECIAL - self._counted([self._convention.passage])[0]

    @property
    def cutting(self) -> str:
        """See `index.embedding.interface.Embedder`."""
        return f"{self.window}-{self._name}"

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Numbers of the model's own tokens, or about so many where it does not show them."""
        return self._counted([encodable(text) for text in texts])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages: shape ``(len(texts), d)``, same order.

        Raises:
            EmbedderError: the model cannot be run on them.
        """
        return self._embed(self._model.passage_embed, self._convention.passage, texts)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of questions.

        Raises:
            EmbedderError: as for passages.
        """
        return self._embed(self._model.query_embed, self._convention.question, texts)

    def embed_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of sentences of passages."""
        return self.embed(texts)

    def _embed(
        self, run: Callable[..., Iterable[Any]], prefix: str, texts: Sequence[str]
    ) -> NDArray[np.float32]:
        found: list[Any] = []
        try:
            for start in range(0, len(texts), _BATCH):
                batch = [prefix + encodable(text) for text in texts[start : start + _BATCH]]
                found.extend(run(batch))
            return unit_vectors(found) if found else np.zeros((0, 0), np.float32)
        except failures() as exc:  # what is no vector is a ValueError too
            raise EmbedderError(
                f"{self._setting}: the model cannot be run ({exc}); choose another, "
                f"{EMBEDDER.otherwise}"
            ) from exc

    def _counted(self, texts: Sequence[str]) -> list[int]:
        if self._tokenizer is None:
            return count_by_bytes(texts)
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]


def _counting(model: Any) -> tuple[Any, int]:
    """The tokenizer of a model, without its cuts and its padding, and how many tokens it reads."""
    found = getattr(getattr(model, "model", None), "tokenizer", None)
    if found is None:
        return None, WINDOW
    cut = found.truncation
    counter = type(found).from_str(found.to_str())
    counter.no_truncation()
    counter.no_padding()
    return counter, int(cut["max_length"]) if cut else WINDOW


class CrossEncoder:
    """A cross-encoder that fastembed knows, on the processor; usable from several threads."""

    def __init__(self, model: str) -> None:
        """Load ``model``, as fastembed names it.

        Raises:
            SettingsError: as for an embedder.
        """
        self._model = model
        self._encoder = load(RERANKER, model)

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers ``query``, in the model's own scale.

        Raises:
            RerankerError: the model cannot be run on them.
        """
        asked, given = encodable(query), [encodable(text) for text in texts]
        try:
            return [float(each) for each in self._encoder.rerank(asked, given)]
        except failures() as exc:
            raise RerankerError(
                f"{self._model}: the reranking model cannot be run ({exc}); choose another "
                f"PRESSMARK_RERANKER, {RERANKER.otherwise}"
            ) from exc
