"""What is open of a generation, each part done without once it was found damaged."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from index.embedding.calibration import Scale
from index.errors import StoreAwayError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from index.embedding.questions import QuestionVectors
    from index.planning.planner import Outlets
    from index.stores.columns import Columns, Standing
    from index.stores.open_parts import Meanings, Neighbours, Words

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(slots=True)
class Opened:
    """The parts of a generation; None: damaged, or not for this process. ``said``: warned of.

    ``away``: parts whose server did not answer the last question.

    ``questions`` gives vectors to compare with the generation's; None: nothing here does.
    """

    columns: Columns
    outlets: Outlets
    damaged: Callable[[str, str], None]
    questions: QuestionVectors | None = None
    words: Words | None = None
    meanings: Meanings | None = None
    neighbours: Neighbours | None = None
    said: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)

    def shows(self, here: Standing) -> bool:
        """Whether that is what it was opened of."""
        return (self.columns.generation, self.columns.stamp) == (here.name, here.stamp)

    @property
    def scale(self) -> Scale:
        """What the cosines of this generation are worth."""
        return self.questions.scale if self.questions else Scale()

    @property
    def multilingual(self) -> bool:
        """Whether another embedder than the bundled one, of English, compares questions with it."""
        return bool(self.questions and not self.questions.bundled)

    def use(self, name: str, use: Callable[[], _T]) -> _T | None:
        """What a part gives; None where it is damaged, which is said once a generation.

        None as well where its server does not answer now; the next question asks it again.
        """
        try:
            found = use()
        except StoreAwayError as exc:
            if name not in self.away:
                _log.warning("%s Questions are answered by what is on this machine.", exc)
            self.away.add(name)
            return None
        except StoreError as exc:
            setattr(self, name, None)
            if name not in self.said:
                _log.warning("%s Questions are answered from what is left.", exc)
            self.said.add(name)
            self.damaged(self.columns.generation, name)
            return None
        if name in self.away:
            _log.info("the server of the vector index answers again.")
            self.away.discard(name)
        return found

    def shares(self, stems: Collection[str]) -> dict[str, tuple[int, int]] | None:
        """Number of passages with each stem, and of all; None: the words cannot be read."""
        words = self.words
        return self.use("words", lambda: words.shares(stems)) if words else None
