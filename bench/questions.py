"""Ten people who ask at once, against the same questions asked one after the other.

::

    python -m bench.questions [--people 10] [--questions 200] [--home HOME --file QUESTIONS.jsonl]
                              [--search]

Asked in one process, as the bot does, without a language model: the way from the question to the
stored answer, or with ``--search`` to the hits. Without a home the sample archive and its questions
are taken.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.answer.factory import make_answerer
from bot.settings import Settings
from bot.store.schema import metadata
from index.jobs.queue import work_off
from index.library import Library
from index.models import Query
from index.progress import silent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

_SAMPLE = Path(__file__).resolve().parents[1] / "examples" / "questions.jsonl"


def main() -> None:
    """Print questions a second and milliseconds, for both ways."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(options.home or folder))
        library = Library(settings, tables=metadata)
        if not options.home:
            work_off(library, library.submit("index"), progress=silent)
        with library.owned():
            answerer = make_answerer(library, settings)
            asked = _questions(Path(options.file or _SAMPLE), options.questions)
            ask = _searching(library) if options.search else answerer.answer
            asyncio.run(_ask(ask, asked[:20], people=1))
            alone = asyncio.run(_ask(ask, asked, people=1))
            together = asyncio.run(_ask(ask, asked, people=options.people))
        library.close()
    print(f"one at a time: {_shown(*alone)}")
    print(f"{options.people} people at once: {_shown(*together)}")
    print(f"ratio of questions a second: {alone[0] / together[0]:.2f}")


def _searching(library: Library) -> Callable[[str], Awaitable[object]]:
    """Finds the passages for a question, in a thread, as an answer does."""

    async def search(question: str) -> object:
        """The hits."""
        return await asyncio.to_thread(library.retriever.search, Query(question))

    return search


async def _ask(
    ask: Callable[[str], Awaitable[object]], questions: Sequence[str], *, people: int
) -> tuple[float, list[float]]:
    """Seconds for all, and for each, when so many ask again as soon as they have an answer."""
    waiting = iter(questions)
    taken: list[float] = []

    async def person() -> None:
        """Ask the next question that nobody has asked, until none is left."""
        for question in waiting:
            begun = time.monotonic()
            await ask(question)
            taken.append(time.monotonic() - begun)

    begun = time.monotonic()
    await asyncio.gather(*(person() for _ in range(people)))
    return time.monotonic() - begun, taken


def _questions(path: Path, count: int) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found: Iterator[str] = itertools.cycle(json.loads(line)["question"] for line in lines)
    return list(itertools.islice(found, count))


def _shown(seconds: float, taken: Sequence[float]) -> str:
    p50, p95 = 1000 * np.percentile(taken, [50, 95])
    return f"{len(taken) / seconds:.1f} questions/s, p50 {p50:.0f} ms, p95 {p95:.0f} ms"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--home")
    parser.add_argument("--file")
    parser.add_argument("--search", action="store_true", help="the way to the hits alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
