"""What is seen of an answer while it is being made, and how it is stopped.

::

    progress = Progress(show)                        # show(stage) is called at every change
    answer = await answerer.answer(question, progress=progress)
    progress.stop()                                  # from elsewhere: what is checked is kept

A stage is a whole picture, not a difference: whoever misses some shows the last one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.models import Citation, Claim


class Phase(StrEnum):
    """What is being done; phases only follow each other in this order."""

    SEARCHING = "searching"
    READING = "reading"
    """The articles are found; without a language model this is the last phase."""
    WRITING = "writing"
    """A language model writes; the only phase in which there are claims."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How far an answer is.

    ``articles`` are being read, from ``READING`` on. ``claims`` were written and checked so far,
    with their ``citations``, numbered as in the answer. Claims become fewer, down to none, where
    the model broke off and begins anew; the answer has the last ones, or the archive's own
    sentences in their place.
    """

    phase: Phase
    articles: int = 0
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()


class Progress:
    """The progress of one answer. All of it belongs to the event loop that makes the answer.

    ``show`` gets each new stage. It must neither wait nor raise.
    """

    def __init__(self, show: Callable[[Stage], None] | None = None) -> None:
        self._show = show
        self._stage = Stage(Phase.SEARCHING)
        self._stopped = False
        self._interrupt: Callable[[], None] | None = None

    @property
    def stage(self) -> Stage:
        """The last stage."""
        return self._stage

    @property
    def stopped(self) -> bool:
        """Whether somebody asked for an end."""
        return self._stopped

    def stop(self) -> None:
        """End the writing now; the answer comes at once, with what is checked so far.

        Where nothing is, the archive's own sentences answer. Stopping twice or too late does
        nothing.
        """
        self._stopped = True
        if self._interrupt is not None:
            self._interrupt()

    def on_stop(self, interrupt: Callable[[], None] | None) -> None:
        """For whoever writes: what ``stop`` calls from now on."""
        self._interrupt = interrupt

    def searching(self) -> None:
        """For the answerer: the search begins."""
        self._tell(Stage(Phase.SEARCHING))

    def reading(self, articles: int) -> None:
        """For the answerer: so many articles were found."""
        self._tell(Stage(Phase.READING, articles))

    def writing(self, claims: tuple[Claim, ...], citations: tuple[Citation, ...]) -> None:
        """For the answerer: the model writes, and these are all the claims that count."""
        stage = replace(self._stage, phase=Phase.WRITING, claims=claims, citations=citations)
        if stage != self._stage:
            self._tell(stage)

    def _tell(self, stage: Stage) -> None:
        self._stage = stage
        if self._show is not None:
            self._show(stage)
