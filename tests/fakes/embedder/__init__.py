"""An embedding server on loopback that speaks OpenAI's and Ollama's protocols."""

from tests.fakes.embedder.server import FakeEmbedder
from tests.fakes.embedder.vectors import SLAVIC, affine, by_dictionary

__all__ = ["SLAVIC", "FakeEmbedder", "affine", "by_dictionary"]
