"""The texts that language models are given: one Markdown file a prompt, and this loader."""

from __future__ import annotations

from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent
_ANSWER = {"refusal", "language", "history", "question", "passages", "today"}
PLACEHOLDERS = {
    "answer": _ANSWER,
    "answer_short": _ANSWER,
    "search": {"language", "history", "question", "today"},
    "repair": _ANSWER - {"history"} | {"lines"},
}
"""For each prompt the names it must use, no more and no fewer."""


class Prompt:
    """A prompt with its two parts: what the model is, and what it is asked."""

    def __init__(self, name: str) -> None:
        """Read and check the prompt.

        Raises:
            ValueError: it lacks a placeholder or has one that nothing fills.
        """
        text = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
        system, separator, user = text.partition("\n---\n")
        if not separator:
            raise ValueError(
                f"prompts/{name}.md: a line with --- between system and user is missing"
            )
        used = set(Template(text).get_identifiers())
        if used != PLACEHOLDERS[name]:
            wrong = ", ".join(sorted(used ^ PLACEHOLDERS[name]))
            raise ValueError(f"prompts/{name}.md: placeholders missing or unknown: {wrong}")
        self._system, self._user = Template(system.strip()), Template(user.strip())

    def fill(self, **values: str) -> tuple[str, str]:
        """System and user text with every placeholder filled."""
        return self._system.substitute(values), self._user.substitute(values)
