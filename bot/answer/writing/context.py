"""What the language model is given: whole passages under short opaque ids, within a budget."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.notes.claim_notes import dates_of
from index.articles.boilerplate import is_furniture
from index.models import Span
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from index.models import Hit, Passage

SMALL_ROOM, LARGE_ROOM = 3000, 12_000
"""Tokens of passages in the prompt: small models lose the middle of more."""
_WHOLE = 3
"""Best articles that are given whole where there is room (a choice, not measured)."""
_MOST_AROUND = 12
"""Passages before and behind a hit that are looked up for that."""
_FLOOR, _LEAST = 0.1, 3
"""The part of the best hit's score below which a hit is left out, unless it is among the first."""
_MOST_DATES = 4
"""Relative dates of a passage that are resolved for the model."""
_ID_CHARACTERS = 4
_ENCODING = "cl100k_base"
_DELIMITER = re.compile(r"<(?=\s*/?\s*passage)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that stands alone, and what was asked and answered before it."""

    question: str
    earlier: Sequence[tuple[str, str]] = ()
    today: datetime | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Passages by the id that the model knows them by: the best article first, each in order."""

    passages: Mapping[str, Passage]

    def render(self) -> str:
        """The passages as the prompt shows them: id, outlet, date and headline, then the text.

        An article stands together and in its order, so that "he" finds whom it means. Behind the
        headline stands which days the text means by "on Tuesday" or "last spring".
        """
        return "\n\n".join(_block(key, passage) for key, passage in self.passages.items())


class Around(Protocol):
    """Finds what stands beside a passage in its article."""

    def __call__(self, passage: str, *, before: int, after: int) -> Sequence[Passage]:
        """So many passages before and after the one with this id, in order."""


def choose(
    hits: Sequence[Hit], *, around: Around | None = None, budget: int = SMALL_ROOM
) -> Context:
    """The best hits that fit ``budget`` tokens together, none cut and none twice.

    Behind them what else the best articles say, as far as there is room, the nearest first. Where
    no hit fits, the first sentences of the best one that do.
    """
    best = max((hit.score for hit in hits), default=0.0)
    near = [hit for n, hit in enumerate(hits) if n < _LEAST or hit.score >= _FLOOR * best]
    chosen: dict[str, Passage] = {}
    used = _add(chosen, [hit.passage for hit in near], budget)
    leading = {hit.passage.card.article: hit.passage for hit in reversed(near)}
    for passage in [*leading.values()][::-1][:_WHOLE] if around else ():
        beside = around(passage.id, before=_MOST_AROUND, after=_MOST_AROUND) if around else ()
        own = passage.span.start
        used += _add(chosen, sorted(beside, key=lambda p: abs(p.span.start - own)), budget - used)
    beginning = _beginning(hits[0].passage, budget) if hits and not chosen else None
    if beginning:
        chosen[_short(beginning.id, chosen)] = beginning
    order = {article: n for n, article in enumerate([*leading][::-1])}
    last = len(order)

    def place(item: tuple[str, Passage]) -> tuple[int, int]:
        """Where a passage is shown: with its article, in its order."""
        card, span = item[1].card, item[1].span
        return order.get(card.article, last), span.start

    return Context(dict(sorted(chosen.items(), key=place)))


def _add(chosen: dict[str, Passage], passages: Iterable[Passage], room: int) -> int:
    """Put those that fit into ``chosen``, each once; the tokens that they take."""
    used = 0
    for passage in passages:
        if any(passage.id == each.id or passage.text == each.text for each in chosen.values()):
            continue
        if all(is_furniture(line) for line in passage.text.splitlines()):
            continue
        size = _size(passage)
        if used + size <= room:
            used += size
            chosen[_short(passage.id, chosen)] = passage
    return used


def _beginning(passage: Passage, budget: int) -> Passage | None:
    """The first sentences of ``passage`` that fit ``budget``."""
    best = None
    for span in sentences(passage.text):
        text = passage.text[: span.end]
        start = passage.span.start
        cut = replace(passage, text=text, span=Span(start, start + len(text)))
        if _size(cut) > budget:
            break
        best = cut
    return best


def _size(passage: Passage) -> int:
    """Tokens of a passage as it is shown."""
    return count_tokens(_block(passage.id, passage))


def count_tokens(text: str) -> int:
    """Tokens of ``text`` in a common encoding; other models differ by some per cent."""
    return len(_encoding().encode(text, disallowed_special=()))


@lru_cache(maxsize=1)
def _encoding() -> Any:
    """The tokenizer tables that llama-index-core ships: nothing is downloaded."""
    spec = find_spec("llama_index.core")
    if spec and spec.origin:
        tables = Path(spec.origin).parent / "_static" / "tiktoken_cache"
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(tables))
    import tiktoken  # noqa: PLC0415 - only where a language model is set

    return tiktoken.get_encoding(_ENCODING)


def _short(passage: str, taken: Mapping[str, Passage]) -> str:
    """The first characters of an opaque id that no other passage of the context has."""
    length = _ID_CHARACTERS
    while passage[:length] in taken and length < len(passage):
        length += 1
    return passage[:length]


def _inert(text: str) -> str:
    """``text`` with an invisible joiner in whatever looks like a delimiter of ours."""
    return _DELIMITER.sub("<\u2060", text)


def _header(passage: Passage) -> str:
    card = passage.card
    date = (card.published or "no date")[:10]
    dates = "; ".join(dates_of(passage)[:_MOST_DATES])
    said = f"{card.source or 'unknown outlet'} · {date} · {card.title}"
    return f"{said} ({dates})" if dates else said


def _block(key: str, passage: Passage) -> str:
    return f"<passage id={key}>\n{_inert(_header(passage))}\n{_inert(passage.text)}\n</passage>"
