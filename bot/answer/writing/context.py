"""What the language model is given: whole passages under short opaque ids, within a budget."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.notes.claim_notes import dates_of
from index.models import Span
from index.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from index.models import Hit, Passage

BUDGET_TOKENS = 3000
"""Room for passages in the prompt: small models lose the middle of longer ones."""
_SURROUNDED = 3
"""Best hits whose neighbours in the article are given too (a choice, not measured)."""
_MOST_DATES = 4
"""Relative dates of a passage that are resolved for the model."""
_ID_CHARACTERS = 4
_ENCODING = "cl100k_base"
_DELIMITER = re.compile(r"<(?=\s*/?\s*passage)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """Passages by the id that the model knows them by, hits first and best first."""

    passages: Mapping[str, Passage]

    def render(self) -> str:
        """The passages as the prompt shows them: id, outlet, date and headline, then the text.

        The best one comes first and the second best last, the least in the middle, where models
        read with least attention (Liu et al., Lost in the Middle, arXiv:2307.03172). Behind the
        headline stands which days the text means by "on Tuesday" or "last spring".
        """
        blocks = [_block(key, passage) for key, passage in self.passages.items()]
        return "\n\n".join(blocks[::2] + blocks[1::2][::-1])


def choose(
    hits: Sequence[Hit],
    *,
    around: Callable[[str], Sequence[Passage]] = lambda _: (),
    budget: int = BUDGET_TOKENS,
) -> Context:
    """The best hits that fit ``budget`` tokens together, none cut and none twice.

    Behind them what ``around`` knows beside the first of them, as far as there is room. Where no
    hit fits, the first sentences of the best one that do.
    """
    chosen: dict[str, Passage] = {}
    used = _add(chosen, [hit.passage for hit in hits], budget)
    given = {each.id for each in chosen.values()}
    for hit in hits[:_SURROUNDED]:
        if hit.passage.id in given:
            used += _add(chosen, around(hit.passage.id), budget - used)
    beginning = _beginning(hits[0].passage, budget) if hits and not chosen else None
    if beginning:
        chosen[_short(beginning.id, chosen)] = beginning
    return Context(chosen)


def _add(chosen: dict[str, Passage], passages: Iterable[Passage], room: int) -> int:
    """Put those that fit into ``chosen``, each once; the tokens that they take."""
    used = 0
    for passage in passages:
        if any(passage.id == each.id for each in chosen.values()):
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
