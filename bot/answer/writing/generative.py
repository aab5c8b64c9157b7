"""A language model that drafts answers: what it is told, and how it is asked."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.answer.guard.quotes import presentable
from bot.answer.writing.context import SMALL_ROOM
from bot.answer.writing.provider_replies import Thoughts
from bot.answer.writing.retries import Attempts, Ended, Outcome
from bot.models import REFUSAL, Usage
from index.text.language import detect
from prompts import Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answer.guard.verifier import Verifier
    from bot.answer.writing.answer_progress import Progress
    from bot.answer.writing.context import Asked, Context
    from bot.answer.writing.language_models import LanguageModel
    from bot.answer.writing.purse import Purse
    from bot.answer.writing.stream import Writing

_LANGUAGES = {"en": "English", "ru": "Russian", "uk": "Ukrainian"}
_LONGEST_QUESTION = 2000
"""Characters of a question that a model is shown; small ones lose the passages behind longer."""
_LONGEST_EARLIER = 300
"""Characters of each question that was asked before, of what was answered, and of a search."""
_MOST_CALLS, _MOST_SEARCHES, _MOST_MENDED = 3, 3, 4
"""Calls for one answer, searches that a model asks for, sentences that are written anew."""
_LINE = re.compile(
    r"^[ \t*>-]{0,9}(QUESTION|SEARCH)[ \t]{0,3}[:：][ \t*]{0,9}(.+)$", re.IGNORECASE | re.MULTILINE
)
_LONGEST_PLAN = 2000


class Generative:
    """A language model that drafts answers, paid from ``purse`` where there is one.

    ``room`` are the tokens of passages that it is given; one with little room, a small one, is told
    only what it can keep in mind. ``verifier`` compares what it writes with what it quotes. The
    ``form`` it has to write in is told last, where it is not lines.
    """

    def __init__(
        self,
        model: LanguageModel,
        verifier: Verifier,
        purse: Purse | None = None,
        *,
        room: int = SMALL_ROOM,
        form: str = "",
    ) -> None:
        self.verifier, self.room, self.form = verifier, room, form
        self.model = model
        self.attempts = Attempts(model, purse)
        self.answer = Prompt("answer_short" if room <= SMALL_ROOM else "answer")
        self.repair, self.search = Prompt("repair"), Prompt("search")

    @property
    def name(self) -> str:
        """The model, as the setting names it."""
        return self.model.name

    def begin(self, progress: Progress) -> Dialogue:
        """The calls for one answer; its time begins now."""
        return Dialogue(self, progress)


@dataclass(frozen=True, slots=True)
class Planned:
    """The question in words that stand alone, and what else to search for."""

    question: str
    searches: tuple[str, ...] = ()


class Dialogue:
    """At most three calls for one answer, within one deadline.

    All of it belongs to the event loop that makes the answer.
    """

    def __init__(self, generative: Generative, progress: Progress) -> None:
        self._generative, self._progress = generative, progress
        self._until = asyncio.get_running_loop().time() + generative.model.timeout
        self._left = _MOST_CALLS
        self._used: list[Usage] = []

    @property
    def left(self) -> int:
        """Calls that may still be made."""
        return self._left

    async def plan(self, asked: Asked) -> Planned | None:
        """What to search for; ``None`` where the model did not say it in the form asked for."""
        if self._generative.form:  # it is held to JSON, and this is lines
            return None
        text = _Text()
        known = _known(asked)
        prompt = self._generative.search.fill(
            **{name: known[name] for name in ("language", "question", "today")},
            history=_render(asked.earlier),
        )
        outcome = await self._call(prompt, text)
        if outcome.ended is not Ended.WHOLE:
            return None
        found: dict[str, list[str]] = {"QUESTION": [], "SEARCH": []}
        for kind, said in _LINE.findall(text.said[:_LONGEST_PLAN]):
            if any(map(str.isalnum, said)):
                found[kind.upper()].append(presentable(said).strip(" *")[:_LONGEST_EARLIER])
        if not found["QUESTION"]:
            return None
        return Planned(found["QUESTION"][0], tuple(found["SEARCH"][:_MOST_SEARCHES]))

    async def write(self, asked: Asked, context: Context, writing: Writing) -> Outcome:
        """Have ``writing`` read what the model says to the question."""
        prompt = self._generative.answer.fill(
            history=_render(asked.earlier), refusal=REFUSAL + ".",
            passages=context.render(), **_known(asked),
        )  # fmt: skip
        return await self._call(prompt, writing)

    async def mend(self, asked: Asked, context: Context, writing: Writing) -> None:
        """Have the sentences written anew, once, that the guard did not let through."""
        failed = writing.guard.failed[:_MOST_MENDED]
        if not failed or not self._left:
            return
        lines = "\n".join(f"- {each.text} ({each.reason})" for _, each in failed)
        prompt = self._generative.repair.fill(
            lines=lines, refusal=REFUSAL + ".", passages=context.render(), **_known(asked)
        )
        mending = writing.another()
        await self._call(prompt, mending)
        writing.mend([at for at, _ in failed], mending)

    def ended(self, outcome: Outcome) -> Outcome:
        """``outcome`` with what all calls used."""
        return Outcome(outcome.ended, sum(self._used, Usage()) if self._used else None)

    async def _call(self, prompt: tuple[str, str], reading: Writing | _Text) -> Outcome:
        self._left -= 1
        (system, user), form = prompt, self._generative.form
        told = f"{system}\n\n{form}" if form and not isinstance(reading, _Text) else system
        outcome = await self._generative.attempts.write(
            told, user, reading, self._progress, until=self._until
        )
        if outcome.usage is not None:
            self._used.append(outcome.usage)
        return outcome


class _Text:
    """Reads a reply as plain text, no more than is needed; ``said`` is it without the thoughts."""

    complete = True

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Another try: what was read before is void."""
        self.text = self.said = ""
        self._thoughts = Thoughts()
        self.usage: Usage | None = None
        self.ended = False

    async def feed(self, text: str) -> bool:
        """Read on; whether more is worth reading."""
        self.text += text
        for said in self._thoughts.feed(text):
            self.said = "" if said is None else self.said + said
        return len(self.said) < _LONGEST_PLAN and not self._thoughts.endless

    async def end(self) -> None:
        """The reply is complete."""
        self.said += "".join(self._thoughts.end())


def _known(asked: Asked) -> dict[str, str]:
    return {
        "language": _LANGUAGES.get(detect(asked.question), "the language of the question"),
        "question": asked.question[:_LONGEST_QUESTION],
        "today": (asked.today or datetime.now(UTC)).strftime("%A, %-d %B %Y"),
    }


def _render(earlier: Sequence[tuple[str, str]]) -> str:
    lines = [
        f"- {question[:_LONGEST_EARLIER]} → {said[:_LONGEST_EARLIER] or 'no answer'}"
        for question, said in earlier
    ]
    return "\n".join(["Asked and answered before:", *lines, ""]) if lines else ""
