"""Passages and hits made by hand, for tests that need no index."""

from __future__ import annotations

from contextvars import copy_context
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bot import texts
from index.digests import opaque_id
from index.models import ArticleCard, Hit, Passage, Span
from index.text.language import detect

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


def in_language(code: str | None, say: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """What ``say`` gives to a reader of this language."""

    def said() -> T:
        """Speak it, and say it."""
        texts.speak(code)
        return say(*given, **named)

    return copy_context().run(said)


def passage(
    text: str,
    *,
    title: str = "Ferry runs aground off Lunnay",
    source: str | None = "Skelhaven Courier",
    published: str | None = "2024-02-12T06:40:00+01:00",
    start: int = 0,
) -> Passage:
    """A passage that begins at ``start`` in its article."""
    key = opaque_id("passage", title, text)
    card = ArticleCard(opaque_id("article", title), title, source, published, "second")
    span = Span(start, start + len(text))
    return Passage(key, opaque_id("version", title), span, text, detect(text), card)


def hits(*passages: Passage) -> list[Hit]:
    """The passages as hits, best first."""
    return [Hit(rank, 1 / rank, each) for rank, each in enumerate(passages, start=1)]
