"""How a server is asked for vectors, and what it says: OpenAI's protocol and Ollama's.

OpenAI: ``POST /embeddings``, https://platform.openai.com/docs/api-reference/embeddings (vLLM, TEI,
LM Studio, llama.cpp and others speak it). Ollama: ``POST /api/embed``,
https://github.com/ollama/ollama/blob/main/docs/api.md#generate-embeddings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

_ALMOST_ZERO = 1e-12


class NotVectorsError(ValueError):
    """What a server said is not what it was asked for; the text says how, in a few words."""


@dataclass(frozen=True, slots=True)
class EmbeddingProtocol:
    """One way to ask for vectors.

    ``path`` follows the address of the server, ``more`` goes with every request. ``unknown_model``
    says what to do where the server does not know the model; ``{model}`` is its name. ``rows``
    gives so many vectors in the order of the texts, as they were said, or raises NotVectorsError.
    """

    path: str
    unknown_model: str
    rows: Callable[[Any, int], list[Any]]
    more: Mapping[str, str] = field(default_factory=dict)

    def request(self, model: str, texts: Sequence[str]) -> dict[str, Any]:
        """What to send."""
        return {"model": model, "input": list(texts), **self.more}


def _numbered(said: Any, count: int) -> list[Any]:
    """The vectors of OpenAI: each says itself to which text it belongs."""
    entries = _listed(said, "data", count)
    try:
        numbered = {int(entry["index"]): entry["embedding"] for entry in entries}
        return [numbered[place] for place in range(count)]
    except (KeyError, TypeError, ValueError) as exc:
        raise NotVectorsError("vectors that do not say which text they belong to") from exc


def _in_order(said: Any, count: int) -> list[Any]:
    """The vectors of Ollama."""
    return _listed(said, "embeddings", count)


OPENAI = EmbeddingProtocol(
    "/embeddings",
    "correct the model in PRESSMARK_EMBEDDER, or PRESSMARK_EMBEDDER_URL (with /v1)",
    _numbered,
    {"encoding_format": "float"},
)
OLLAMA = EmbeddingProtocol(
    "/api/embed",
    "run `ollama pull {model}` where Ollama runs, or correct PRESSMARK_EMBEDDER",
    _in_order,
)


def _listed(said: Any, name: str, count: int) -> list[Any]:
    found = said.get(name) if isinstance(said, dict) else None
    if not isinstance(found, list):
        raise NotVectorsError(f'no list "{name}"')
    if len(found) != count:
        raise NotVectorsError(f"{len(found)} vectors for {count} texts")
    return found


def unit_vectors(rows: Sequence[Any]) -> NDArray[np.float32]:
    """``rows`` as vectors of length one: shape ``(n, d)``.

    Raises:
        NotVectorsError: they are no numbers, not finite, of several lengths, or nothing but zeros.
    """
    try:
        found = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError) as exc:
        raise NotVectorsError("vectors of several lengths, or no numbers") from exc
    if found.ndim != 2 or not found.shape[1]:  # noqa: PLR2004 - rows and columns
        raise NotVectorsError("no vectors of numbers")
    if not np.isfinite(found).all():
        raise NotVectorsError("vectors with NaN or infinity in them")
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or lengths.min() < _ALMOST_ZERO:
        raise NotVectorsError("a vector of zeros")
    return np.asarray(found / lengths, dtype=np.float32)
