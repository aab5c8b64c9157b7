"""How an indexing run looks in a chat. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.delivery.formatted_text import Rich, shorten
from bot.telegram.views import chat_texts
from index.progress import Left, unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.catalog.jobs import Job

_CELLS = 12
_LONGEST_ERROR = 1000
START_FULL, NOT_NOW = "j:full:start", "j:full:drop"


def render_job(job: Job) -> Rich:
    """The message of a run: its progress, or how it ended."""
    if job.state == "cancelled":
        return Rich().add(chat_texts.say("job-cancelled"))
    if job.state == "failed":
        return Rich().add(_failed(job.error))
    if job.ended:
        return _done(job)
    head = chat_texts.phase(job.phase if job.state == "running" else None)
    said = f"{head}\n{bar(job.done, job.total)}" if job.total else f"{head}…"
    pace = _pace(job)
    return Rich().add(f"{said}\n{pace}" if pace else said)


def bar(done: int, total: int) -> str:
    """``▓▓▓░░░░░░░░░ 25 % · 3 of 12``."""
    share = min(done / total, 1.0)
    full = int(share * _CELLS)
    of = chat_texts.say("bar-of", done=done, total=total)
    return f"{'▓' * full}{'░' * (_CELLS - full)} {int(share * 100)} % · {of}"


def job_keyboard(job: Job) -> InlineKeyboardMarkup | None:
    """The button that stops a run; of one that has ended, the one for all that it rejected."""
    if job.ended:
        return _rejected_keyboard(job)
    button = InlineKeyboardButton(chat_texts.say("cancel"), callback_data=f"j:{job.id}:cancel")
    return InlineKeyboardMarkup([[button]])


def confirm_keyboard() -> InlineKeyboardMarkup:
    """Yes and no to a full run."""
    yes = InlineKeyboardButton(chat_texts.say("start-full"), callback_data=START_FULL)
    no = InlineKeyboardButton(chat_texts.say("not-now"), callback_data=NOT_NOW)
    return InlineKeyboardMarkup([[yes, no]])


def _pace(job: Job) -> str:
    """``12 passages/s, about 3 min left``, as far as it is known."""
    if job.rate is None:
        return ""
    speed = f"{job.rate:.0f}" if job.rate >= 10 else f"{job.rate:.1f}"  # noqa: PLR2004 - two digits
    said = chat_texts.say(f"pace-{unit_of(job.phase).lower()}", speed=speed)
    if job.left is None:
        return said
    left = Left.of(job.left)
    return f"{said}, {chat_texts.say(f'left-{left.unit}', count=left.count)}"


def _failed(error: str | None) -> str:
    reason = error or chat_texts.say("job-see-log")
    return chat_texts.say("job-failed", error=shorten(reason, _LONGEST_ERROR))


def problems_file(result: Mapping[str, Any]) -> str:
    """Everything that a run could not read, a line each."""
    return "".join(f"{each}\n" for each in _problems(result))


def _rejected_keyboard(job: Job) -> InlineKeyboardMarkup | None:
    count = len(_problems(job.result or {}))
    if count <= chat_texts.MOST_PROBLEMS:
        return None
    label = chat_texts.say("rejected-file", count=count)
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"j:{job.id}:rejected")]]
    )


def _problems(result: Mapping[str, Any]) -> list[str]:
    rejected = [f"{each['where']}: {each['reason']}" for each in result.get("rejected", ())]
    return [*result.get("failed", ()), *rejected]


def _done(job: Job) -> Rich:
    result = job.result or {}
    if "articles" not in result:
        return Rich().add(chat_texts.say("job-ended"))
    head = "job-head-added" if job.kind == "add" else "job-head"
    said = Rich().add(chat_texts.job_done(result, head=head))
    problems = [shorten(each, 300) for each in _problems(result)]
    return said.add("\n\n" + chat_texts.job_problems(problems)) if problems else said
