"""What is seen of an answer while it is made."""

from __future__ import annotations

from bot.answer.writing.answer_progress import Phase, Progress, Stage
from bot.models import Claim


def test_stages_are_whole_pictures_in_order() -> None:
    """Each tells all that is known; the same one twice is told once."""
    seen: list[Stage] = []
    progress = Progress(seen.append)
    claims = (Claim("It passed.", (1,)),)

    progress.searching()
    progress.reading(6)
    progress.writing((), ())
    progress.writing((), ())
    progress.writing(claims, ())

    assert seen == [
        Stage(Phase.SEARCHING),
        Stage(Phase.READING, 6),
        Stage(Phase.WRITING, 6),
        Stage(Phase.WRITING, 6, claims),
    ]
    assert progress.stage == seen[-1]


def test_stop_is_remembered_and_passed_on() -> None:
    """Before there is anything to stop, while there is, and afterwards."""
    stopped: list[str] = []
    early, late = Progress(), Progress()

    early.stop()
    late.on_stop(lambda: stopped.append("now"))
    late.stop()
    late.on_stop(None)
    late.stop()

    assert early.stopped
    assert late.stopped
    assert stopped == ["now"]


def test_nobody_has_to_look() -> None:
    """Without a listener the last stage can still be asked for."""
    progress = Progress()

    progress.reading(2)

    assert progress.stage == Stage(Phase.READING, 2)
    assert not progress.stopped
