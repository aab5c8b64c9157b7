"""What the multilingual embedder costs beside the bundled one, and what it finds.

    python -m bench.multilingual

Size on disk, resident memory of a process that has embedded; for passages of the sample archive
(64 at once), a question alone and 60 sentences milliseconds of processor time, all threads
together, each the best of three; and how many of 24 questions in nine other languages find the
English article that answers them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.store.schema import metadata
from index.embedding.bundled import FOLDER, BundledEmbedder
from index.jobs.queue import work_off
from index.library import Library
from index.models import Query
from index.progress import silent
from index.settings import IndexSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.embedding.interface import Embedder

_ROOT = Path(__file__).resolve().parents[1]
_ACROSS = _ROOT / "tests" / "data" / "questions_across.jsonl"
_MEMORY = """
import sys
from pathlib import Path
from index.embedding.bundled import BundledEmbedder
from index.embedding.multilingual.e5 import MultilingualEmbedder
made = BundledEmbedder() if sys.argv[1] == "bundled" else MultilingualEmbedder(Path(sys.argv[2]))
made.embed(["A passage of some words. " * 40] * 8)
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))
"""


def main() -> None:
    """Measure both, print a line each."""
    questions = [json.loads(line) for line in _ACROSS.read_text("utf-8").splitlines()]
    for name in ("bundled", "multilingual"):
        with tempfile.TemporaryDirectory() as folder:
            given: Any = {"home": Path(folder) / "home", "_env_file": None, "embedder": name}
            library = Library(IndexSettings(**given), tables=metadata)
            begun = time.perf_counter()
            library.embedder.embed([""])
            print(
                f"{name}: ready after {time.perf_counter() - begun:.1f} s (the model made, or not)"
            )
            _measure(name, library, questions)
            library.close()


def _measure(name: str, library: Library, questions: list[dict[str, str]]) -> None:
    sample = str(_ROOT / "examples" / "archive")
    job = work_off(library, library.submit("index", [sample]), progress=silent)
    assert job.state == "done", job.error
    hits = library.retriever.search(Query("ferry harbour council storm", 64))
    passages = [hit.passage.text for hit in hits]
    sentences = [part for text in passages for part in text.split(". ")][:60]
    embedder: Embedder = library.embedder
    each = _best(lambda: embedder.embed(passages)) / len(passages)
    question = _best(lambda: embedder.embed_questions([questions[0]["question"]]))
    together = _best(lambda: embedder.embed_sentences(sentences))
    models = FOLDER if isinstance(embedder, BundledEmbedder) else library.home.models
    size = sum(path.stat().st_size for path in models.rglob("*") if path.is_file()) / 1e6
    command = [sys.executable, "-c", _MEMORY, name, str(library.home.models.absolute())]
    memory = int(subprocess.check_output(command, cwd=_ROOT)) / 1024  # noqa: S603 - our own program
    print(
        f"  {size:.0f} MB on disk, {memory:.0f} MiB resident; a passage {each:.1f} ms (of "
        f"{sum(map(len, passages)) / len(passages):.0f} characters), a question {question:.1f} ms, "
        f"{len(sentences)} sentences {together:.0f} ms"
    )
    for kind, languages in (("ru, uk", {"ru", "uk"}), ("others", None)):
        asked = [q for q in questions if (q["language"] in {"ru", "uk"}) == bool(languages)]
        ranks = [_rank(library, q) for q in asked]
        first, three = (sum(rank <= most for rank in ranks) for most in (1, 3))
        print(f"  {kind}: {first} of {len(asked)} at rank 1, {three} within 3")


def _rank(library: Library, question: dict[str, str]) -> int:
    hits = library.retriever.search(Query(question["question"], 10))
    titles = list(dict.fromkeys(hit.passage.card.title for hit in hits))
    return titles.index(question["title"]) + 1 if question["title"] in titles else 99


def _best(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that ``work`` takes, at best of three times."""
    took = []
    for _ in range(3):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took) * 1000


if __name__ == "__main__":
    main()
