"""What fastembed loads: the one module that imports it, an extra of ours.

Nothing is downloaded: the files of a model are there when Pressmark starts, or it says how to get
them.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from index.errors import SettingsError


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
