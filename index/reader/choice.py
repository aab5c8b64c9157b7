"""Which reader reads: the bundled one English, beside a multilingual embedder another the rest."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from index.embedding.multilingual.e5 import MultilingualEmbedder
from index.errors import EmbedderError
from index.reader.cross_encoder import Reader
from index.reader.multilingual_reader import MultilingualReader
from index.text.language import is_cyrillic

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding.bundled import BundledEmbedder
    from index.embedding.interface import Embedder

_log = logging.getLogger(__name__)


class Readers:
    """The readers that go with an embedder; each is loaded when it is needed."""

    def __init__(self, embedder: Embedder, bundled: BundledEmbedder, models: Path) -> None:
        """``models`` is the folder for the files that are made."""
        self.english = Reader(bundled.encoder)
        self._embedder, self._models = embedder, models
        self._making = threading.Lock()
        self._made = False
        self._across: Reader | None = None

    def of(self, question: str, passage: str) -> Reader:
        """Who reads this question beside passages like this one."""
        if not (is_cyrillic(question) or is_cyrillic(passage)):
            return self.english
        return self.across or self.english

    @property
    def across(self) -> Reader | None:
        """Who reads several languages; None beside other embedders, and where it cannot be made."""
        with self._making:
            if not self._made:
                self._made, self._across = True, self._make()
            return self._across

    def load(self) -> None:
        """Read the files of all, so that the next question does not wait for them.

        Raises:
            EmbedderError: a file of the bundled one is missing or damaged.
        """
        self.english.load()
        _ = self.across

    def _make(self) -> Reader | None:
        if not isinstance(self._embedder, MultilingualEmbedder):
            return None
        try:
            reader = MultilingualReader(self._embedder.encoder(), self._models)
            reader.load()
        except EmbedderError as exc:
            _log.warning("%s Other languages are read by cosines alone.", exc)
            return None
        return reader
