"""Drafts from a language model: plain lines, each with the passage and the words it stands on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.models import REFUSAL, Draft
from index.language import detect
from index.sentences import sentences
from prompts import Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.context import Context
    from bot.answers.language_models import LanguageModel

_MOST_LINES = 12
_SUPPORT = re.compile(
    r"[⟦\[(]{1,2}\s*(?:id[:=]\s*)?([a-z2-7]{4,16})\s*(?::\s*[\"“«'](.*?)[\"”»']\s*)?[⟧\])]{1,2}"
)
_ENDED = re.compile(r"[.!?…][\"'”’»)]*$")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_LANGUAGES = {"en": "English", "ru": "Russian", "uk": "Ukrainian"}


class Generative:
    """A language model that drafts answers."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._prompt = Prompt("answer")

    @property
    def name(self) -> str:
        """The model, as the setting names it."""
        return self._model.name

    async def draft(
        self, question: str, context: Context, *, history: Sequence[str] = ()
    ) -> list[Draft]:
        """What the model would say; empty where it says that the archive does not say.

        Raises:
            ModelError: it is down, late, or its reply is empty.
        """
        system, user = self._prompt.fill(
            refusal=REFUSAL + ".",
            language=_LANGUAGES.get(detect(question), "the language of the question"),
            history=_render(history),
            question=question,
            passages=context.render(),
        )
        return parse(await self._model.complete(system, user), context)


def parse(reply: str, context: Context) -> list[Draft]:
    """The drafts in a model's reply, its passage ids resolved; one without support stays bare."""
    if reply.strip().startswith(REFUSAL):
        return []
    lines = [_BULLET.sub("", line).strip() for line in reply.splitlines()]
    drafts = [draft for line in lines if line for draft in _drafts(line, context)]
    return drafts[:_MOST_LINES]


def _drafts(line: str, context: Context) -> list[Draft]:
    """A line as one draft for each support it names; what names none as bare sentences."""
    drafts, start = [], 0
    for support in _SUPPORT.finditer(line):
        key, quote = support.groups()
        passage = context.passages.get(key)
        if passage is None and quote is None and not support.group().startswith("⟦"):
            continue  # a word in brackets
        text = _sentence(line[start : support.start()])
        start = support.end()
        if text:
            drafts.append(Draft(text, passage.id if passage else None, quote))
    rest = line[start:] if _sentence(line[start:]) else ""
    return drafts + [Draft(span.of(rest)) for span in sentences(rest)]


def _sentence(text: str) -> str:
    """``text`` with an end; empty where it has no word."""
    text = text.lstrip(" .").rstrip()
    if not any(character.isalnum() for character in text):
        return ""
    return text if _ENDED.search(text) else text + "."


def _render(history: Sequence[str]) -> str:
    return "Asked before: " + " / ".join(history) if history else ""
