"""Runs as messages."""

from __future__ import annotations

from typing import Any

from bot.telegram.views.job_messages import job_keyboard, render_job
from index.catalog.jobs import Job, State

RESULT: dict[str, Any] = {
    "articles": {
        "read": 9,
        "added": 3,
        "updated": 0,
        "unchanged": 5,
        "duplicate": 0,
        "removed": 0,
        "rejected": 1,
    },
    "passages": 20,
    "seconds": 1.6,
    "rejected": [{"where": "a.jsonl:3", "reason": "there is no text"}],
    "warnings": [],
    "failed": [],
}


def job(state: State, **fields: Any) -> Job:
    """A run."""
    return Job(3, "index", state, (), **fields)


def test_running_job_shows_phase_bar_and_numbers() -> None:
    """A quarter is three of twelve cells."""
    shown = render_job(job("running", phase="reading", done=5, total=20))

    assert shown.text == "Reading articles\n▓▓▓░░░░░░░░░ 25 % · 5 of 20"


def test_running_job_shows_its_pace() -> None:
    """As soon as it is known."""
    shown = render_job(job("running", phase="indexing", done=5, total=20, rate=12.3, left=170.0))

    assert shown.text.splitlines()[2] == "12 passages/s, about 3 min left"


def test_queued_job_waits() -> None:
    """There is no bar before there is a total."""
    assert render_job(job("queued")).text == "Waiting to begin…"


def test_finished_job_gives_counts_and_what_was_rejected() -> None:
    """Only counts that are not zero."""
    assert render_job(job("done", result=RESULT)).text == (
        "The archive is up to date: 9 articles read (3 added, 5 unchanged, 1 rejected), "
        "20 passages, 2 s.\n\n"
        "a.jsonl:3: there is no text"
    )


def test_job_that_could_not_read_a_location_says_so() -> None:
    """Its sentence comes before the rejected records."""
    result = RESULT | {"failed": ["/news: there is no such file."]}
    lines = render_job(job("done", result=result)).text.splitlines()

    assert lines[0].startswith("Not all of the archive was readable: 9 articles read (")
    assert lines[2:] == ["/news: there is no such file.", "a.jsonl:3: there is no text"]


def test_failed_job_gives_its_sentence() -> None:
    """Admins may read it."""
    assert render_job(job("failed", error="disk full.")).text == "The run failed: disk full."


def test_button_stops_a_run_that_has_not_ended() -> None:
    """And goes when it has."""
    keyboard = job_keyboard(job("running"))
    assert keyboard is not None

    assert keyboard.inline_keyboard[0][0].callback_data == "j:3:cancel"
    assert job_keyboard(job("cancelled")) is None
