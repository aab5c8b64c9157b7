"""Every sentence that people read in Telegram, in the language of whoever is spoken to.

The sentences stand in ``locales``, one Fluent file a language. Whose update is handled decides
the language: it is set once, by `speak`, for the task that handles the update and for all that
this task starts.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from fluent.runtime import FluentBundle, FluentResource

from index.relative_dates.readings import show_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGES = ("en", "ru", "uk")
DEFAULT = "en"
MENU = ("ask", "search", "article", "sources", "new", "cite", "language", "help")
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
_DAY = len("2024-03-05")

_log = logging.getLogger(__name__)
_spoken: ContextVar[str] = ContextVar("language", default=DEFAULT)


def language() -> str:
    """The language that is spoken now."""
    return _spoken.get()


def speak(code: str | None) -> None:
    """Speak the language of a code such as ``uk`` or ``ru-RU`` from here on, English for others."""
    _spoken.set(known(code) or DEFAULT)


def known(code: str | None) -> str | None:
    """The language of ours that a code names."""
    name = (code or "").lower().replace("_", "-").partition("-")[0]
    return name if name in LANGUAGES else None


def say(name: str, /, **values: str | int) -> str:
    """The message with this name in the language that is spoken now, filled in."""
    return say_in(language(), name, **values)


def say_in(spoken: str, name: str, /, **values: str | int) -> str:
    """The message with this name in one of the languages.

    Raises:
        KeyError: there is no such message.
    """
    found = bundle(spoken)
    pattern = found.get_message(name).value
    if pattern is None:
        raise KeyError(name)
    said, errors = found.format_pattern(pattern, dict[str, Any](values))
    for error in errors:
        _log.error("%s in %s: %s", name, spoken, error)
    return str(said)


@cache
def bundle(spoken: str) -> FluentBundle:
    """The messages of a language; without marks for mixed directions, which people would copy."""
    made = FluentBundle([spoken], use_isolating=False)
    made.add_resource(FluentResource(source(spoken)))
    return made


def source(spoken: str) -> str:
    """The Fluent file of a language."""
    path = resources.files("bot.telegram").joinpath("locales", f"{spoken}.ftl")
    return path.read_text(encoding="utf-8")


def chip(meaning: str) -> str:
    """The button that takes back what was understood."""
    return f"✕ {meaning}"


def day(published: str | None) -> str:
    """The day of an ISO date as it is stored, never shifted to another zone, or nothing."""
    if not published:
        return ""
    read = date.fromisoformat(published[:_DAY])
    return show_day((read, read), language())


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


def status(found: Mapping[str, Any]) -> str:
    """What is indexed, running and wrong."""
    lines = [say("status-counts", articles=found["articles"], passages=found["passages"])]
    if found["indexed_at"]:
        lines.append(say("status-indexed", at=found["indexed_at"], embedder=found["embedder"]))
    lines += [
        say("status-job", **{name: str(job[name]) for name in _JOB_FIELDS}) for job in found["jobs"]
    ]
    return "\n".join([*lines, say("status-healthy" if found["healthy"] else "status-unhealthy")])


_JOB_FIELDS = ("id", "kind", "state", "done", "total")
