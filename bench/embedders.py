"""Does another scale of cosines change answers? The sample's questions, asked of three embedders.

    python -m bench.embedders

The bundled embedder answers first. Then a server does, whose vectors are the bundled one's with a
number more that is the same for all texts, so that a cosine of c becomes s + (1 - s) c: calibrated
as every server is, and with its cosines as they come. Passages are cut a little differently, and
a few of the questions are Ukrainian or Russian, so that the verdicts need not be the same.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer.answerer import Answerer
from bot.store.schema import metadata
from index.embedding.bundled import BundledEmbedder
from index.embedding.calibration import Scale
from index.jobs.queue import work_off
from index.library import Library
from index.progress import silent
from index.settings import IndexSettings
from tests.fakes.embedder import FakeEmbedder, affine

if TYPE_CHECKING:
    from bot.models import Answer

_EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
_SHARES = (0.3, 0.75)


def main() -> None:
    """Ask all, print what is the same."""
    lines = (_EXAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    bundled = BundledEmbedder()
    with tempfile.TemporaryDirectory() as folder:
        base, home = Path(folder), Path(folder) / "bundled"
        own = _answers(home, bundled, questions, "bundled")
        for share in _SHARES:
            with FakeEmbedder(affine(bundled, share=share)) as server:
                for plain in (False, True):
                    name = f"s = {share}, {'as they come' if plain else 'calibrated'}"
                    found = _answers(
                        base / str(share), bundled, questions, name, plain, **server.settings()
                    )
                    same = sum(a.refused == b.refused for a, b in zip(own, found, strict=True))
                    print(f"  same verdict as the bundled one: {same} of {len(questions)}")


def _answers(
    home: Path,
    bundled: BundledEmbedder,
    questions: list[str],
    name: str,
    plain: bool = False,  # noqa: FBT001, FBT002 - a script of one page
    **settings: str,
) -> list[Answer]:
    """All answers; how many are refusals, and how long one takes, is printed."""
    given: dict[str, Any] = {"home": home, "_env_file": None, **settings}
    library = Library(IndexSettings(**given), tables=metadata)
    library.bundled = bundled
    archive = str(_EXAMPLES / "archive")
    job = work_off(library, library.submit("index", [archive]), progress=silent)
    assert job.state == "done", job.error
    if plain and (vectors := library.retriever.questions):
        vectors.scale = Scale(languages=vectors.scale.languages)
    answerer, started = Answerer(library), time.perf_counter()
    found = asyncio.run(_all(answerer, questions))
    took = (time.perf_counter() - started) / len(questions) * 1000
    refused = sum(each.refused for each in found)
    print(f"{name}: {refused} of {len(questions)} refused, {took:.0f} ms a question")
    library.close()
    return found


async def _all(answerer: Answerer, questions: list[str]) -> list[Answer]:
    return [await answerer.answer(each) for each in questions]


if __name__ == "__main__":
    main()
