"""Passages: runs of whole sentences of one article, small enough for the embedder to read.

A passage has 120 to 200 words where the article and the embedder's window allow it, begins
and ends with a sentence, and keeps to paragraph borders where that costs little.
``text[start:end]`` is the passage. Only a single sentence past the window is cut inside.

LlamaIndex's ``SentenceSplitter`` fills greedily and leaves short tails; see
``docs/architecture.md`` for the comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.models import Span
from index.text.characters import unbroken
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_WORDS = 200
TARGET_WORDS = 160
"""Middle of the 120 to 200 words that retrieval measured best with."""
_BORDER_COST = 250.0
"""What a cut inside a paragraph costs, in squared words off the target."""
_SHORTEST_CUT = 2
_GAP = re.compile(r"(?<=\S)\s+(?=\S)")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that alone is past the window.

    ``part`` counts the lines left out before it: no passage has pieces of two parts.
    """

    span: Span
    words: int
    tokens: int
    ends_paragraph: bool
    part: int


def split(
    text: str,
    *,
    counts: Callable[[Sequence[str]], Sequence[int]],
    window: int,
    left_out: Sequence[Span] = (),
) -> list[Span]:
    """Spans of the passages of ``text``, in order; together they hold every sentence once.

    ``counts`` gives the number of the embedder's tokens of each text handed to it, and no
    passage has more than ``window`` of them. Lines that are ``left_out``, in order, are in no
    passage.
    """
    pieces = _pieces(text, left_out, counts=counts, window=window)
    return [
        Span(pieces[first].span.start, pieces[last - 1].span.end)
        for first, last in _pack(pieces, window=window)
    ]


def _pieces(
    text: str,
    left_out: Sequence[Span],
    *,
    counts: Callable[[Sequence[str]], Sequence[int]],
    window: int,
) -> list[_Piece]:
    kept = _kept(sentences(text), left_out)
    spans = [span for span, _ in kept]
    tokens = counts([span.of(text) for span in spans])
    pieces: list[_Piece] = []
    for (span, before), count in zip(kept, tokens, strict=True):
        fits = count <= window
        parts = [(span, count)] if fits else _cut(text, span, counts=counts, window=window)
        pieces.extend(
            _Piece(
                part, len(_WORD.findall(part.of(text))), size, _ends_paragraph(text, part), before
            )
            for part, size in parts
        )
    return pieces


def _kept(spans: Sequence[Span], left_out: Sequence[Span]) -> list[tuple[Span, int]]:
    """The sentences outside the lines left out, and how many such lines stand before each."""
    kept, before = [], 0
    for span in spans:
        while before < len(left_out) and left_out[before].end <= span.start:
            before += 1
        if before == len(left_out) or span.end <= left_out[before].start:
            kept.append((span, before))
    return kept


def _ends_paragraph(text: str, span: Span) -> bool:
    behind = text[span.end : span.end + 2].lstrip(" ")
    return not behind or behind.startswith("\n")


def _cut(
    text: str, span: Span, *, counts: Callable[[Sequence[str]], Sequence[int]], window: int
) -> list[tuple[Span, int]]:
    """Parts of an overlong sentence: halved at the white space nearest its middle until each fits.

    Where there is none, as in Chinese or in a long address, it is cut in the middle.
    """
    count = counts([span.of(text)])[0]
    if count <= window or span.end - span.start < _SHORTEST_CUT:
        return [(span, count)]
    middle = (span.start + span.end) // 2
    gaps = [gap.start() + span.start for gap in _GAP.finditer(span.of(text))]
    gap = min(
        gaps,
        key=lambda place: abs(place - middle),
        default=unbroken(text, middle, start=span.start),
    )
    right = gap + len(text[gap : span.end]) - len(text[gap : span.end].lstrip())
    halves = (Span(span.start, gap), Span(right, span.end))
    return [part for half in halves for part in _cut(text, half, counts=counts, window=window)]


def _pack(pieces: Sequence[_Piece], *, window: int) -> list[tuple[int, int]]:
    """Index ranges of pieces with the least total cost, by dynamic programming over the cuts."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for last in range(1, len(pieces) + 1):
        words = tokens = 0
        cheapest: tuple[float, int] | None = None
        for first in range(last - 1, -1, -1):
            if pieces[first].part != pieces[last - 1].part:
                break
            words += pieces[first].words
            tokens += pieces[first].tokens
            if first < last - 1 and (words > MOST_WORDS or tokens > window):
                break
            cost = best[first][0] + _cost(words, tokens, window, pieces[last - 1].ends_paragraph)
            if cheapest is None or cost < cheapest[0]:
                cheapest = (cost, first)
        best.append(cheapest or (0.0, last - 1))
    ranges: list[tuple[int, int]] = []
    end = len(pieces)
    while end:
        ranges.append((best[end][1], end))
        end = best[end][1]
    return ranges[::-1]


def _cost(words: int, tokens: int, window: int, ends_paragraph: bool) -> float:  # noqa: FBT001
    """Squared distance from the target, measured in whichever limit is nearer to be reached."""
    size = max(float(words), tokens / window * MOST_WORDS)
    return (size - TARGET_WORDS) ** 2 + (0.0 if ends_paragraph else _BORDER_COST)
