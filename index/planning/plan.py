"""The values of planning: what was understood of a question, and the parts it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index.models import Span
    from index.planning.intents import Intent


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the question that were taken for a date or an outlet: ``text`` stands at ``span``.

    Shown to whoever asked, and left alone if they say that it was meant otherwise.
    """

    span: Span
    text: str
    kind: Literal["date", "outlet"]
    after: str | None = None
    before: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a question needs evidence for, looked for on its own.

    ``after`` and ``before`` are inclusive ISO days; of several ``sources`` any will do.
    """

    text: str
    sources: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What was understood of a question; ``parts`` has at least one, the whole of it.

    ``text`` is the topic, never empty for a question that is not. Outlets that the
    question seems to name and the archive does not have are ``unknown``.
    """

    text: str
    parts: tuple[Part, ...]
    phrases: tuple[Phrase, ...] = ()
    after: str | None = None
    before: str | None = None
    sources: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    intents: frozenset[Intent] = frozenset()
