"""A language model that drafts answers: what it is told, and how it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.writing.retries import Attempts
from bot.models import REFUSAL
from index.text.language import detect
from prompts import Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.writing.answer_progress import Progress
    from bot.answer.writing.context import Context
    from bot.answer.writing.language_models import LanguageModel
    from bot.answer.writing.purse import Purse
    from bot.answer.writing.retries import Outcome
    from bot.answer.writing.stream import Writing

_LANGUAGES = {"en": "English", "ru": "Russian", "uk": "Ukrainian"}
_LONGEST_QUESTION = 2000
"""Characters of a question that a model is shown; small ones lose the passages behind longer."""
_LONGEST_EARLIER = 300
"""Characters of each question that was asked before."""


class Generative:
    """A language model that drafts answers, paid from ``purse`` where there is one."""

    def __init__(self, model: LanguageModel, purse: Purse | None = None) -> None:
        self._model = model
        self._attempts = Attempts(model, purse)
        self._prompt = Prompt("answer")

    @property
    def name(self) -> str:
        """The model, as the setting names it."""
        return self._model.name

    async def write(
        self,
        question: str,
        context: Context,
        writing: Writing,
        *,
        history: Sequence[str] = (),
        progress: Progress,
    ) -> Outcome:
        """Have ``writing`` read what the model says to the question."""
        system, user = self._prompt.fill(
            refusal=REFUSAL + ".",
            language=_LANGUAGES.get(detect(question), "the language of the question"),
            history=_render(history),
            question=question[:_LONGEST_QUESTION],
            passages=context.render(),
        )
        return await self._attempts.write(system, user, writing, progress)


def _render(history: Sequence[str]) -> str:
    asked = [question[:_LONGEST_EARLIER] for question in history]
    return "Asked before: " + " / ".join(asked) if asked else ""
