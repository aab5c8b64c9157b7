"""How an indexing run looks in a chat. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram import texts
from bot.telegram.rich import Rich, shorten
from index.progress import pace_words

if TYPE_CHECKING:
    from index.catalog.jobs import Job

_CELLS = 12
_LONGEST_ERROR = 1000
START_FULL, NOT_NOW = "j:full:start", "j:full:drop"


def render_job(job: Job) -> Rich:
    """The message of a run: its progress, or how it ended."""
    if job.state == "cancelled":
        return Rich().add(texts.JOB_CANCELLED)
    if job.state == "failed":
        return Rich().add(texts.job_failed(shorten(job.error or "see the log.", _LONGEST_ERROR)))
    if job.ended:
        return _done(job)
    head = texts.phase(job.phase if job.state == "running" else None)
    said = f"{head}\n{bar(job.done, job.total)}" if job.total else f"{head}…"
    pace = pace_words(job.phase, rate=job.rate, left=job.left)
    return Rich().add(f"{said}\n{pace}" if pace else said)


def bar(done: int, total: int) -> str:
    """``▓▓▓░░░░░░░░░ 25 % · 3 of 12``."""
    share = min(done / total, 1.0)
    full = int(share * _CELLS)
    return f"{'▓' * full}{'░' * (_CELLS - full)} {int(share * 100)} % · {done} of {total}"


def job_keyboard(job: Job) -> InlineKeyboardMarkup | None:
    """The button that stops a run, as long as there is something to stop."""
    if job.ended:
        return None
    button = InlineKeyboardButton(texts.CANCEL, callback_data=f"j:{job.id}:cancel")
    return InlineKeyboardMarkup([[button]])


def confirm_keyboard() -> InlineKeyboardMarkup:
    """Yes and no to a full run."""
    yes = InlineKeyboardButton(texts.START_FULL, callback_data=START_FULL)
    no = InlineKeyboardButton(texts.NOT_NOW, callback_data=NOT_NOW)
    return InlineKeyboardMarkup([[yes, no]])


def _done(job: Job) -> Rich:
    result = job.result or {}
    if "articles" not in result:
        return Rich().add(texts.JOB_ENDED)
    said = Rich().add(texts.job_done(result))
    rejected = [f"{each['where']}: {each['reason']}" for each in result["rejected"]]
    problems = [shorten(each, 300) for each in [*result["failed"], *rejected]]
    return said.add("\n\n" + texts.job_problems(problems)) if problems else said
