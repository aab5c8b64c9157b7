"""What was asked and answered: the values and sentences that every document of it has. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote as encoded

from bot import clock, texts
from bot.notes.phrases import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.models import Answer, Citation
    from index.models import ArticleCard

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LONGEST_NAME = 70
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML document can hold (XML 1.0, production 2), and half characters no file at all."""
_NOT_IN_ADDRESS = re.compile(r"[\s<>\"\\^`{|}]")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")


class Turn(NamedTuple):
    """An answer, and when its question was asked."""

    answer: Answer
    asked: datetime


@dataclass(frozen=True, slots=True)
class Transcript:
    """Turns, oldest first and at least one. ``cut``: there were more before them."""

    turns: Sequence[Turn]
    made: datetime
    cut: bool = False

    @property
    def title(self) -> str:
        """What the document is headed."""
        return texts.say("export-title", day=texts.day(self._made.isoformat()))

    @property
    def about(self) -> str:
        """When it was made, and how much is in it."""
        count = len(self.turns)
        said = texts.say("export-made", time=_moment(self._made), count=count)
        return f"{said} {texts.say('export-cut')}" if self.cut else said

    @property
    def file(self) -> str:
        """The name of its file without the ending: the day, and what was asked first."""
        words = (re.sub("['’]", "", word) for word in _WORD.findall(heading(self.turns[0])))
        name = f"{self._made:%Y-%m-%d}"
        for word in words:
            if len(name) + len(word) >= _LONGEST_NAME:
                break
            name += f"-{word}"
        return name

    @property
    def _made(self) -> datetime:
        return clock.at_home(self.made)


def heading(turn: Turn) -> str:
    """The question, on one line."""
    return " ".join(plain(turn.answer.question).split()) or "?"


def circumstances(turn: Turn) -> Iterator[str]:
    """When it was asked, and as what it was understood where that is something else."""
    yield texts.say("export-asked", time=_moment(clock.at_home(turn.asked)))
    alone = turn.answer.understood.question
    if alone.split() != turn.answer.question.split():
        yield texts.say("export-understood", question=" ".join(plain(alone).split()))


def notes(answer: Answer, claim: int | None) -> list[str]:
    """What is said about a claim, by its number from 0, or about the whole."""
    said = (told(note) for note in answer.notes if note.claim == claim)
    return [plain(each) for each in said if each.strip()]


def quotation(citation: Citation) -> str:
    """The verbatim quote; what is withdrawn is not quoted any more, and that is said."""
    return plain(citation.quote) or texts.say("withdrawn")


def facts(card: ArticleCard) -> str:
    """Outlet and day, as far as they are known."""
    known = (" ".join((card.source or "").split()), texts.day(card.published))
    return plain(" · ".join(each for each in known if each))


def headline(card: ArticleCard) -> str:
    """The headline on one line; an article without one goes by its id."""
    return " ".join(plain(card.title).split()) or card.article


def address(card: ArticleCard) -> str | None:
    """Where the article is, if browsers can go there."""
    url = plain(card.url or "").strip()
    if not url.lower().startswith(("http://", "https://")):
        return None
    return _NOT_IN_ADDRESS.sub(lambda found: encoded(found[0]), url)


def plain(text: str) -> str:
    """A text with a mark in the place of what no document can hold, its lines ended alike."""
    return _LINE_ENDS.sub("\n", _NO_TEXT.sub("\ufffd", text))


def _moment(at: datetime) -> str:
    return f"{texts.day(at.isoformat())}, {clock.hours(at)}"
