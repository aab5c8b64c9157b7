"""The bundled embedder: all-MiniLM-L6-v2 in int8, run by ONNX Runtime on the processor.

``minilm/MODEL_CARD.md`` says what the files are and how they were made.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.encoders.encoder import MODEL, Encoder, Framing

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "minilm"
DIMENSIONS = 384
WINDOW = 254
"""Word pieces that reach the vector: the model reads 256, [CLS] and [SEP] included."""

_FRAMING = Framing(101, 102, WINDOW)  # [CLS] and [SEP] in BERT's vocabulary
_REMEDY = "install Pressmark again, or make the file with tools/export_embedder.py."


class BundledEmbedder:
    """Unit vectors of English texts without a network; usable from several threads.

    A text's vector does not depend on the texts it is embedded with, up to rounding. The files
    are read and checked against their SHA-256 sums at the first call that needs them.
    """

    def __init__(self, folder: Path = FOLDER, *, threads: int | None = None) -> None:
        self.encoder = Encoder(folder, _FRAMING, remedy=_REMEDY, threads=threads)

    @property
    def fingerprint(self) -> str:
        """Name of the model and the first eight digits of its file's SHA-256 sum.

        Raises:
            EmbedderError: the list of sums is missing or damaged.
        """
        return f"all-MiniLM-L6-v2-int8-{self.encoder.sums[MODEL][:8]}"

    @property
    def cutting(self) -> str:
        """Window and name: passages are cut by this model's own word pieces."""
        return f"{WINDOW}-{self.fingerprint}"

    def identity(self, dimensions: int = DIMENSIONS) -> str:  # noqa: ARG002 - it has but one length
        """The fingerprint."""
        return self.fingerprint

    def made(self, identity: str) -> bool:
        """Whether the vectors of ``identity`` are its own."""
        return identity == self.fingerprint

    @property
    def window(self) -> int:
        """Most word pieces of a text that reach the vector, [CLS] and [SEP] not counted."""
        return WINDOW

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Numbers of word pieces of ``texts``, in order; many at once cost less than one by one."""
        return [len(encoding) for encoding in self.encoder.encodings(texts)]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``: shape ``(len(texts), 384)``, same order.

        Only the first ``window`` word pieces of a text reach its vector.

        Raises:
            EmbedderError: a file of the model is missing or damaged, or cannot be run.
        """
        return self.encoder.vectors(texts, DIMENSIONS)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same as of passages: this model does not tell them apart."""
        return self.embed(texts)

    def embed_sentences(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same."""
        return self.embed(texts)
