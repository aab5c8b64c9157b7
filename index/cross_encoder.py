"""The reranker of ``PRESSMARK_RERANKER=fastembed:MODEL``: a cross-encoder on the processor.

The one module that imports ``fastembed``, which is an extra (``pressmark[reranker]``). Nothing is
downloaded: the files of the model are there when Pressmark starts, or it says how to get them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.errors import RerankerError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

_ELSE = "or set PRESSMARK_RERANKER=none."


class CrossEncoder:
    """A cross-encoder that fastembed knows; usable from several threads."""

    def __init__(self, model: str) -> None:
        """Load ``model``, as fastembed names it.

        Raises:
            SettingsError: fastembed is not installed or does not know it, or its files are missing
                or damaged.
        """
        self._model = model
        self._encoder = _load(model)

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers ``query``, in the model's own scale.

        Raises:
            RerankerError: the model cannot be run on them.
        """
        asked, given = _encodable(query), [_encodable(text) for text in texts]
        try:
            return [float(each) for each in self._encoder.rerank(asked, given)]
        except _failures() as exc:
            raise RerankerError(
                f"{self._model}: the reranking model cannot be run ({exc}); choose another "
                f"PRESSMARK_RERANKER, {_ELSE}"
            ) from exc


def _load(model: str) -> Any:
    """The object of fastembed for ``model``."""
    given = f"PRESSMARK_RERANKER=fastembed:{model}"
    try:
        from fastembed.rerank.cross_encoder import TextCrossEncoder  # noqa: PLC0415 - an extra
        from loguru import logger  # noqa: PLC0415 - what fastembed logs with
    except ImportError as exc:
        raise SettingsError(
            f"{given}: the package fastembed is not installed ({exc}); "
            f"run `pip install 'pressmark[reranker]'`, {_ELSE}"
        ) from exc
    logger.disable("fastembed")  # it would write beside our sentence, and past our log
    known = [str(each["model"]) for each in TextCrossEncoder.list_supported_models()]
    if model.casefold() not in {each.casefold() for each in known}:
        raise SettingsError(
            f"{given}: fastembed does not know this model; set one of {', '.join(known)}, {_ELSE}"
        )
    try:
        return TextCrossEncoder(model_name=model, local_files_only=True)
    except _failures() as exc:
        raise SettingsError(
            f"{given}: the model's files are missing or damaged ({exc}), and Pressmark downloads "
            "none; set FASTEMBED_CACHE_PATH to a folder that lasts and run once, with a network, "
            '`python -c "from fastembed.rerank.cross_encoder import TextCrossEncoder; '
            f"TextCrossEncoder('{model}')\"`, {_ELSE}"
        ) from exc


def _encodable(text: str) -> str:
    """``text`` with halves of characters, which a tokenizer refuses, replaced."""
    return text.encode("utf-8", "replace").decode()


def _failures() -> tuple[type[Exception], ...]:
    """What fastembed lets through of itself and of ONNX Runtime when it loads or runs a model."""
    from onnxruntime.capi import onnxruntime_pybind11_state as errors  # noqa: PLC0415

    return (
        *(errors.Fail, errors.InvalidArgument, errors.InvalidGraph, errors.InvalidProtobuf),
        *(errors.NoSuchFile, errors.NotImplemented, errors.RuntimeException),
        *(LookupError, OSError, RuntimeError, ValueError),
    )
