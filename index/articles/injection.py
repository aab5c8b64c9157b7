"""Sentences of an article that speak to a machine: they inform nobody, and are never a claim.

Articles are data. What a page tells a language model to do is found by its form (an order, about
answers, prompts or instructions), outside direct speech: news about such orders quotes them, and
its sentences stay claims. In a passage that has one such sentence every other order is one, too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from index.text import lexicon
from index.text.quotations import quotation
from index.text.sentences import sentences

if TYPE_CHECKING:
    from index.models import Span

_TEMPLATE = re.compile(r"\{\{[^{}]{2,40}\}\}")
"""What a page's own program left in it: no news, and no sign of an order beside it."""
_LINK = re.compile(r"\b(?:https?|tg|data|javascript):\S*[\w/=]")
_QUOTED = "⁂"
"""Stands for direct speech, so that the sentence around it keeps its form."""


@lru_cache(maxsize=256)
def orders(text: str) -> tuple[Span, ...]:
    """The sentences of ``text`` that tell a machine what to do, in order."""
    said = [(span, _bare(span.of(text))) for span in sentences(text)]
    order, further = lexicon.pattern("{orders}"), lexicon.pattern("{further-orders}")
    ordered = any(order.search(own) for _, own in said)
    return tuple(
        span
        for span, own in said
        if order.search(own) or _TEMPLATE.search(own) or (ordered and further.search(own))
    )


def _bare(sentence: str) -> str:
    """``sentence`` without the words of direct speech and of links, whose dots end no sentence."""
    return _LINK.sub(_shortened, quotation().sub(_QUOTED, sentence))


def _shortened(link: re.Match[str]) -> str:
    """The beginning of a link."""
    return f"{link.group().partition(':')[0]}:{_QUOTED}"


def gives_orders(text: str) -> bool:
    """Whether any sentence of ``text`` tells a machine what to do."""
    return bool(orders(text))
