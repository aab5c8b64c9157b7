"""A question with all that decides how it is read, as it is asked first and asked anew."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot import clock, texts
from bot.answer.conversation.followups import Setting, Turn, stand_alone
from bot.models import Quoted
from bot.notes.phrases import told
from bot.store import answers
from index.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.models import Answer
    from index.catalog.engine import Catalog
    from index.planning.planner import Outlets

_HISTORY = 3


@dataclass(frozen=True, slots=True)
class Request:
    """A question as it was given and, ``alone``, as it stands without the conversation.

    ``asked`` is a moment on the clock of whoever asks: its day says which is "yesterday". The words
    that are ``ignored`` name no date and no outlet; of a ``plain`` request no words do. ``quoted``
    is the claim of an earlier answer that it replies to. ``earlier`` are the questions before it,
    each with what the answer began with. ``owner`` is the conversation of whoever asked it first:
    what is asked again is answered in their ``language``.
    """

    question: str
    alone: str
    asked: datetime
    earlier: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    plain: bool = False
    quoted: Quoted | None = None
    owner: str | None = None
    language: str | None = None


def readable(text: str) -> str:
    """``text`` with a question mark for what no text can hold: bytes and halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


def first(  # noqa: PLR0913 - all that decides how a question is read, most of it by name
    catalog: Catalog,
    question: str,
    *,
    conversation: str | None = None,
    ignored: Iterable[str] = (),
    quoted: Quoted | None = None,
    about: Turn | None = None,
    outlets: Callable[[], Outlets] | None = None,
    asked: datetime | None = None,
) -> Request:
    """A question as it was ``asked``, or is now, in a conversation or outside of any.

    What it leans on is the claim that it quotes, else what it is ``about``, else the last turn of
    the conversation; the ``outlets`` that these name are looked up where there is something.
    """
    turns: list[Turn] = []
    if conversation is not None:
        recent = catalog.query(answers.recent_turns, conversation, limit=_HISTORY)
        turns = [Turn(*each) for each in recent]
    if about is not None:
        turns = [*(each for each in turns if each != about), about]
    earlier = tuple((turn.question, turn.said) for turn in turns)
    if quoted is not None:
        turns.append(Turn(quoted.text, quoted.text, claim=True))
    asked = asked or clock.now()
    alone = _alone(question, turns, asked, outlets)
    return Request(question, alone, asked, earlier, tuple(ignored), quoted=quoted)


def _alone(
    question: str,
    turns: Sequence[Turn],
    asked: datetime,
    outlets: Callable[[], Outlets] | None,
) -> str:
    if not turns:
        return question
    known = {"outlets": outlets()} if outlets else {}
    return stand_alone(question, turns, Setting(today=asked.date(), **known))


def without(catalog: Catalog, answer: str, n: int) -> Request:
    """The question of a kept answer without the ``n``-th phrase that was understood, from 1.

    What was taken back before stays so; 0 takes nothing back any more.

    Raises:
        NotFoundError: there is no such answer, or it has no such phrase.
    """
    content = _content(catalog, answer)
    phrases, ignored = _kept(content, "phrases"), _kept(content, "ignored")
    if n > len(phrases):
        raise NotFoundError(f"{answer}: there is no phrase {n}.")
    return _again(catalog, answer, content, (*ignored, phrases[n - 1]) if n else ())


def plainly(catalog: Catalog, answer: str) -> Request:
    """The question of a kept answer with nothing understood of it.

    Raises:
        NotFoundError: there is no such answer.
    """
    content = _content(catalog, answer)
    return _again(catalog, answer, content, _kept(content, "ignored"), plain=True)


def content_of(answer: Answer) -> dict[str, Any]:
    """What is kept of an answer: its JSON, and what it takes to show it, and ask it, anew."""
    understood = answer.understood
    return answer.as_json() | {
        "asked": {
            "language": texts.language(),
            "at": understood.asked.isoformat() if understood.asked else None,
            "phrases": [phrase.text for phrase in understood.phrases],
            "ignored": list(understood.ignored),
            "quoted": asdict(understood.quoted) if understood.quoted else None,
            "notes": [told(note) for note in answer.notes],
        }
    }


def _content(catalog: Catalog, answer: str) -> dict[str, Any]:
    return catalog.query(answers.find_answer, answer)


def _kept(content: dict[str, Any], name: str) -> tuple[str, ...]:
    """Words that were kept with an answer; none of one of an earlier state."""
    return tuple(content.get("asked", {}).get(name, ()))


def _again(
    catalog: Catalog,
    answer: str,
    content: dict[str, Any],
    ignored: tuple[str, ...],
    *,
    plain: bool = False,
) -> Request:
    """The same question at the same moment, in the conversation as it was then."""
    earlier: list[tuple[str, str]] = []
    if conversation := content["conversation"]:
        earlier = catalog.query(answers.recent_turns, conversation, limit=_HISTORY, before=answer)
    kept = content.get("asked", {})
    at, quoted = kept.get("at"), kept.get("quoted")
    return Request(
        question=content["question"],
        alone=content["understood"]["question"],
        asked=datetime.fromisoformat(at) if at else clock.now(),
        earlier=tuple(earlier),
        ignored=ignored,
        plain=plain,
        quoted=Quoted(**quoted) if quoted else None,
        owner=content["owner"],
        language=kept.get("language"),
    )
