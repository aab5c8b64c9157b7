"""An embedding server on loopback that speaks OpenAI's and Ollama's protocols."""

from tests.fakes.embedder.server import FakeEmbedder
from tests.fakes.embedder.vectors import affine, by_dictionary

__all__ = ["FakeEmbedder", "affine", "by_dictionary"]
