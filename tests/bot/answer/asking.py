"""Questions taken apart without an index: every term weighs the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.reading.question import Asked, understand
from index.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Collection


class Plain:
    """Knows every word but those it is told not to, and finds all of them equally rare."""

    def __init__(self, *unknown: str) -> None:
        self._unknown = unknown

    def stems(self, text: str) -> list[str]:
        """The terms of ``text``."""
        return sorted(stems(text))

    def rarities(self, stems: Collection[str]) -> dict[str, float]:
        """The same for all."""
        return dict.fromkeys(stems, 1.0)

    def missing(self, stems: Collection[str]) -> frozenset[str]:
        """Those that were named as unknown."""
        return frozenset(stems) & set(self._unknown)


def asked(question: str, *unknown: str) -> Asked:
    """``question`` as it is understood where all terms are equally rare."""
    return understand(question, Plain(*unknown))
