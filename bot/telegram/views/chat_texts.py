"""Sentences that Telegram alone needs and that take more than their name; the rest is `bot.texts`.

Whose update is handled decides the language: it is set once, by `speak`, for the task that handles
the update and for all that this task starts.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot import clock
from bot.texts import DEFAULT, LANGUAGES, day, known, language, say, say_in, speak
from index.errors import NotCopiedError
from index.progress import AWAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.errors import EmptyArchiveError

__all__ = ["DEFAULT", "LANGUAGES", "day", "known", "language", "say", "say_in", "speak"]

MENU = (
    "ask",
    "search",
    "latest",
    "digest",
    "timeline",
    "quotes",
    "watch",
    "watches",
    "article",
    "sources",
    "export",
    "new",
    "cite",
    "language",
    "timezone",
    "privacy",
    "forget",
    "help",
)
ADMIN_MENU = (
    "reindex",
    "status",
    "cancel",
    "add",
    "remove",
    "users",
    "invite",
    "stats",
    "missed",
    "feedback",
)
COUNTS = ("added", "updated", "unchanged", "duplicate", "removed", "rejected")
_PHASES = ("fetching", "reading", "counting", "splitting", "comparing", "indexing")
MOST_PROBLEMS = 5


def empty(exc: EmptyArchiveError) -> str:
    """Why nothing can be found."""
    return say("not-copied" if isinstance(exc, NotCopiedError) else "nothing-indexed")


def moment(seconds: float) -> str:
    """Day and time on the clock of whoever is spoken to, so many seconds after the epoch."""
    at = clock.at_home(datetime.fromtimestamp(seconds, UTC))
    return f"{day(at.isoformat())}, {clock.hours(at)}"


def chip(meaning: str) -> str:
    """The button that takes back what was understood."""
    return f"✕ {meaning}"


def stranger(person: int, *, admins: bool, code: str | None = None) -> str:
    """What somebody hears who may not ask; ``admins``: whether there are any."""
    if not admins:
        return say("stranger-alone", id=str(person))
    if code:
        return say("stranger-code", id=str(person), code=code)
    return say("stranger", id=str(person))


def stranger_toast(person: int) -> str:
    """The same for a tap: at most 200 characters."""
    return say("stranger-toast", id=str(person))


def failed(reference: str) -> str:
    """Something broke; the log has the same reference."""
    return say("failed", reference=reference)


def phase(name: str | None) -> str:
    """What a run is doing."""
    if name is None:
        return say("phase-waiting")
    if name == AWAY:
        return say("phase-away")
    return say(f"phase-{name}" if name in _PHASES else "phase-other")


def job_done(result: Mapping[str, Any], *, head: str = "job-head") -> str:
    """How a run ended that came to its end."""
    articles = result["articles"]
    counts = ", ".join(
        say(f"count-{name}", count=articles[name]) for name in COUNTS if articles[name]
    )
    return say(
        "job-done",
        head=say("job-head-failed" if result["failed"] else head),
        read=articles["read"],
        counts=f" ({counts})" if counts else "",
        passages=result["passages"],
        seconds=f"{result['seconds']:.0f}",
    )


def job_problems(sentences: Sequence[str]) -> str:
    """What could not be read, the first few of it."""
    more = len(sentences) - MOST_PROBLEMS
    said = [*sentences[:MOST_PROBLEMS], *([say("job-more", count=more)] if more > 0 else [])]
    return "\n".join(said)
