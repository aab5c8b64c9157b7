"""Writes what the multilingual embedder's vectors tell languages apart by.

    python tools/export_languages.py

Done anew whenever ``index/embedding/probes.json`` or the model changes; the recipe in
``index/embedding/multilingual/conversion.py`` is raised with it. A test fails where the file,
``index/embedding/multilingual/languages.npy``, is another.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.calibration import FILE as PROBES
from index.embedding.calibration import LANGUAGES
from index.embedding.multilingual.e5 import MultilingualEmbedder
from index.embedding.multilingual.languages import FILE, directions

if TYPE_CHECKING:
    from numpy.typing import NDArray


def found(embedder: MultilingualEmbedder) -> NDArray[np.float32]:
    """The directions, as ``embedder`` puts the probes."""
    probes = json.loads(PROBES.read_text(encoding="utf-8"))
    return directions(
        [embedder.plain_questions([each[name] for each in probes]) for name in LANGUAGES]
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        np.save(FILE, found(MultilingualEmbedder(Path(folder))))
