"""Articles and questions made by machine, of any number and the same every time.

Words come as often as in the sample archive; every sentence has a made-up name and a figure.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from index.archive.sources.files import locate, read
from index.archive.sources.urls import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSAGES_OF_AN_ARTICLE = 3
"""As long as those of the sample archive."""
_SENTENCES = 24
"""Of some nineteen words."""
_SYLLABLES = ("ba", "ke", "lo", "mi", "nur", "sta", "ve", "dro", "pin", "gal", "tho", "ez", "run")


def write_archive(path: Path, articles: int) -> dict[str, Any]:
    """Write so many articles as JSON Lines; their number and size."""
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(_texts(articles)):
            size += len(text)
            file.write(json.dumps(_record(number, text)) + "\n")
    return {"articles": articles, "MB": round(size / 1e6, 1)}


def _record(number: int, text: str) -> dict[str, str]:
    day = f"2024-{1 + number % 12:02}-{1 + number % 28:02}"
    return {
        "id": str(number),
        "title": " ".join(text.split()[:8]),
        "text": text,
        "source": f"Outlet {number % 40}",
        "published_at": f"{day}T08:00:00Z",
    }


def _texts(count: int) -> Iterator[str]:
    words, weights = _words()
    chance = random.Random(7)  # noqa: S311 - text, no secret
    totals = list(np.cumsum(weights))
    for _ in range(count):
        drawn = iter(chance.choices(words, cum_weights=totals, k=30 * _SENTENCES))
        sentences = [_sentence(drawn, chance) for _ in range(_SENTENCES)]
        parts = (sentences[start : start + 4] for start in range(0, _SENTENCES, 4))
        yield "\n\n".join(" ".join(part) for part in parts)


def _sentence(drawn: Iterator[str], chance: random.Random) -> str:
    words = [next(drawn) for _ in range(chance.randint(10, 24))]
    name = "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
    words[chance.randrange(1, len(words))] = f"{name} {chance.randint(2, 9999)}"
    return " ".join(words).capitalize() + "."


def questions(count: int) -> list[str]:
    """``count`` questions of four to twelve words of the same kind."""
    words, weights = _words()
    chance = random.Random(11)  # noqa: S311 - text, no secret
    return [
        "What did " + " ".join(chance.choices(words, weights, k=chance.randint(4, 12))) + "?"
        for _ in range(count)
    ]


def _words() -> tuple[list[str], list[int]]:
    """Words of the sample archive that are spelled in Latin letters, and how often they come."""
    counts = Counter(word for part in paragraphs() for word in part.split() if word.isalpha())
    words = [word for word in counts if word.isascii()]
    return words, [counts[word] for word in words]


def paragraphs() -> Iterator[str]:
    """The paragraphs of the sample archive."""
    for source in locate(SAMPLE).files:
        for record in read(source).records:
            if record.article:
                yield from filter(None, record.article.text.split("\n"))
