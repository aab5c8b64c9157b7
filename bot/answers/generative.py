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
_LONGEST = 8000
"""Characters of a reply that are read."""
_SUPPORT = re.compile(
    r"[⟦\[(]{1,2}\s{0,3}(?:id[:=]\s{0,3})?([a-z2-7]{4,16})\s{0,3}"
    r"(?::\s{0,3}[\"“«']([^⟦⟧\[\]()\n]{0,600}?)[\"”»']\s{0,3})?[⟧\])]{1,2}"
)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_MARKDOWN = re.compile(r"\*{1,3}|_{2,3}|`{1,3}|^\s{0,9}#{1,6}\s|^\s{0,9}>\s", re.MULTILINE)
_REFUSED = re.compile(
    r"(?:the )?(?:archive|passages?) (?:does|do|did) not (?:say|answer|mention|contain|tell)\b"
    r"|\b(?:в архиве|архив|в материалах)(?: \w{1,20}){0,3} (?:не|нет)\b|\bнет в архиве\b"
    r"|\b(?:в архіві|архів|у архіві)(?: \w{1,20}){0,3} (?:не|немає)\b|\b(?:немає|нема) в архіві\b",
    re.IGNORECASE,
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
    """The drafts in a model's reply, its passage ids resolved; one without support stays bare.

    What says that the archive does not say is no draft. Bare ones only count where they are all
    there is.
    """
    plain = _MARKDOWN.sub("", _THOUGHT.sub("", reply[:_LONGEST]))
    lines = [_BULLET.sub("", line).strip() for line in plain.splitlines()]
    drafts = [draft for line in lines if line for draft in _drafts(line, context)]
    if _is_refusal(drafts):
        return []
    drafts = [draft for draft in drafts if not _refuses(draft)]
    supported = [draft for draft in drafts if draft.passage or draft.quote]
    return (supported if len(drafts) > _MOST_LINES and supported else drafts)[:_MOST_LINES]


def _is_refusal(drafts: Sequence[Draft]) -> bool:
    """Whether a reply without any support begins by saying that the archive does not say."""
    bare = not any(draft.passage or draft.quote for draft in drafts)
    return bare and bool(drafts) and _refuses(drafts[0])


def _refuses(draft: Draft) -> bool:
    return not draft.passage and not draft.quote and bool(_REFUSED.search(draft.text))


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
