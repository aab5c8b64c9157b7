"""How the archive is, for people: when it was indexed, what reads it, and what is wrong. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import clock
from bot.telegram.views.chat_texts import day, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.engines import Engine

DETAILS = "j:details"
"""The data of the button below it."""
_JOB_FIELDS = ("id", "kind", "state", "done", "total")
_GOING_ON = ("running", "queued", "interrupted")


def status(found: Mapping[str, Any], engines: Sequence[Engine], *, now: datetime) -> str:
    """Such as "1,204 articles, indexed yesterday at 07:14, reads with the bundled model".

    ``found`` is the object of the ``status`` command; ``now`` is on the clock of who reads it.
    """
    first = say(
        "status-summary",
        articles=found["articles"],
        indexed=_indexed(found["indexed_at"], now),
        reads=_reads(engines),
    )
    wrong = [*_silent(engines), *_faults(found)]
    said = wrong or [say("status-healthy")]
    return "\n".join([first, *_reserved(found), *_runs(found), *said])


def details(found: Mapping[str, Any], engines: Sequence[Engine]) -> str:
    """The same with ids and names, for whoever looks for a fault."""
    lines = [say("status-counts", articles=found["articles"], passages=found["passages"])]
    if found["indexed_at"]:
        lines.append(say("status-indexed", at=found["indexed_at"], embedder=found["embedder"]))
        lines.append(say("status-generation", generation=found["generation"]))
    lines += [
        say("status-job", **{name: str(job[name]) for name in _JOB_FIELDS}) for job in found["jobs"]
    ]
    lines += [
        say(f"status-engine-{each.role}", name=each.name, detail=each.detail) for each in engines
    ]
    return "\n".join([*lines, say("status-more")])


def details_button() -> InlineKeyboardMarkup:
    """The button that shows them."""
    button = InlineKeyboardButton(say("status-details"), callback_data=DETAILS)
    return InlineKeyboardMarkup([[button]])


def _indexed(iso: str | None, now: datetime) -> str:
    """``indexed yesterday at 07:14``, on the clock of who reads it."""
    if iso is None:
        return say("status-not-indexed")
    at = clock.at_home(datetime.fromisoformat(iso))
    time = f"{at:%H:%M}"
    for name, days in (("today", 0), ("yesterday", 1)):
        if at.date() == now.date() - timedelta(days=days):
            return say(f"status-indexed-{name}", time=time)
    return say("status-indexed-on", day=day(at.isoformat()), time=time)


def _reads(engines: Sequence[Engine]) -> str:
    """What reads, and what writes where a language model is set."""
    names = {each.role: each.name for each in engines}
    several = names.get("embedder") == "multilingual"
    reads = say("status-reads-multilingual" if several else "status-reads-bundled")
    model = names.get("model", "none")
    return reads if model == "none" else f"{reads}, {say('status-writes', model=model)}"


def _reserved(found: Mapping[str, Any]) -> Iterator[str]:
    for name in ("undated", "waiting"):
        if found[name]:
            yield say(f"status-{name}", count=found[name])


def _runs(found: Mapping[str, Any]) -> Iterator[str]:
    """What goes on; a run that failed is told by the verdict."""
    for job in found["jobs"]:
        if job["state"] in _GOING_ON:
            begun = job["state"] == "running" and job["total"]
            yield say(
                "status-running" if begun else "status-waits", done=job["done"], total=job["total"]
            )


def _silent(engines: Sequence[Engine]) -> Iterator[str]:
    for each in engines:
        if each.answers is False:
            yield say(f"status-silent-{each.role}")


def _faults(found: Mapping[str, Any]) -> Iterator[str]:
    replica = found.get("replica")
    if replica and not replica["answers"]:
        yield say("status-replica-copied", done=replica["done"], total=replica["total"])
    elif replica and replica["late"]:
        yield say("status-replica-late", minutes=max(1, round(replica["seconds"] / 60)))
    if not found["healthy"]:
        failed = any(job["state"] == "failed" for job in found["jobs"])
        yield say("status-unhealthy" if failed else "status-damaged")
