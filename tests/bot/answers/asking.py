"""Questions taken apart without an index: every term weighs the same."""

from __future__ import annotations

from bot.answers.asked import Asked, stems, understand


class Plain:
    """Knows every word but those it is told not to, and finds all of them equally rare."""

    def __init__(self, *unknown: str) -> None:
        self._unknown = unknown

    def stems(self, text: str) -> list[str]:
        """The terms of ``text``."""
        return sorted(stems(text))

    def rarity(self, _stem: str) -> float:
        """The same for all."""
        return 1.0

    def occurs(self, stem: str) -> bool:
        """Whether it was not named as unknown."""
        return stem not in self._unknown


def asked(question: str, *unknown: str) -> Asked:
    """``question`` as it is understood where all terms are equally rare."""
    return understand(question, Plain(*unknown))
