"""What the cosines of an embedder are worth, measured on questions and passages of our own.

The stored weights of ranking and of refusal were fitted on the bundled embedder's cosines. Others
have other scales: of unrelated texts some give .1, some .75. Twelve questions (``probes.json``)
are compared with twelve passages, each of which answers one: the mean cosine of what belongs
together and that of what does not are two points of either scale, and a line leads from one to the
other. The questions in other languages tell which of these the embedder reads.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.catalog import lookup
from index.digests import digest
from index.errors import EmbedderError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.catalog.engine import Catalog
    from index.embedding.interface import Embedder

    Floats = NDArray[np.float64]

FILE = Path(__file__).with_name("probes.json")
LANGUAGES = ("en", "uk", "ru")
"""Those of the questions in ``probes.json``."""
_READ = 2 / 3
"""Share of a language's questions whose passage is nearest; by chance it is a twelfth."""
_LEAST_GAP = 0.01
"""Between cosines of related and unrelated texts; below, a model tells nothing apart."""


@dataclass(frozen=True, slots=True)
class Scale:
    """``gain`` and ``shift`` make a cosine what the bundled embedder would say of as near a text.

    ``languages`` (ISO 639-1) are those whose questions find what is written in English.
    """

    gain: float = 1.0
    shift: float = 0.0
    languages: tuple[str, ...] = ("en",)

    def of(self, cosines: Floats | float) -> Floats:
        """Cosines on the bundled embedder's scale, in [-1, 1]."""
        return np.asarray(np.clip(self.gain * cosines + self.shift, -1, 1))


@dataclass(frozen=True, slots=True)
class _Points:
    """Mean cosines of what belongs together and of what does not; languages that are read."""

    related: float
    unrelated: float
    languages: tuple[str, ...]


def measure(embedder: Embedder, bundled: Embedder) -> tuple[Scale, int]:
    """The scale of ``embedder``, and the length of its vectors.

    Raises:
        EmbedderError: it does not answer, or is none.
    """
    found, dimensions = _points(embedder)
    gap = found.related - found.unrelated
    if gap < _LEAST_GAP:
        raise EmbedderError(
            "the embedding model finds the answer to a question no nearer than other texts "
            f"(cosines of {found.related:.3f} and {found.unrelated:.3f}); set a "
            "PRESSMARK_EMBEDDER that is made for search."
        )
    own, _ = _points(bundled)
    gain = (own.related - own.unrelated) / gap
    return Scale(gain, own.unrelated - gain * found.unrelated, found.languages), dimensions


def _points(embedder: Embedder) -> tuple[_Points, int]:
    probes: list[dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
    passages = embedder.embed([each["passage"] for each in probes])
    questions = embedder.embed_questions([each[name] for name in LANGUAGES for each in probes])
    if questions.shape[1] != passages.shape[1]:
        raise EmbedderError(
            f"the embedding model gives vectors of {passages.shape[1]} and of {questions.shape[1]} "
            "numbers; set another PRESSMARK_EMBEDDER."
        )
    cosines = (questions @ passages.T).reshape(len(LANGUAGES), len(probes), len(probes))
    english, own = cosines[0], np.eye(len(probes), dtype=bool)
    hits = (cosines.argmax(axis=2) == np.arange(len(probes))).mean(axis=1)
    languages = tuple(name for name, hit in zip(LANGUAGES, hits, strict=True) if hit >= _READ)
    points = _Points(float(english[own].mean()), float(english[~own].mean()), languages)
    return points, passages.shape[1]


def keep(catalog: Catalog, identity: str, scale: Scale) -> None:
    """Remember the scale of an embedder."""
    catalog.change(lookup.set_meta, _key(identity), json.dumps(asdict(scale)))


def kept(catalog: Catalog, identity: str) -> Scale | None:
    """What was measured of an embedder; None where nothing was."""
    found = catalog.query(lookup.get_meta, _key(identity))
    if found is None:
        return None
    said = json.loads(found)
    return Scale(said["gain"], said["shift"], tuple(said["languages"]))


def _key(identity: str) -> str:
    return f"scale:{digest(identity)[:32]}"
