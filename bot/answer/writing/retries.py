"""Asks a language model within one deadline and one purse, again where that may help."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import time
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from bot.answer.writing.context import count_tokens
from bot.errors import ModelError
from bot.models import Usage
from index.backoff import Backoff

if TYPE_CHECKING:
    from bot.answer.writing.answer_progress import Progress
    from bot.answer.writing.language_models import LanguageModel
    from bot.answer.writing.purse import Advance, Purse

_log = logging.getLogger(__name__)
_TRIES = 3
_FIRST_PAUSE = 0.5
_LONGEST_REST = 600.0
"""Seconds for which a model that asks for more is left alone at most."""
_NO_STREAMS = frozenset({400, 405, 415, 422, 501})
"""HTTP status of servers that do not know what a stream is, or what is said about it."""
_EMPTY_STREAMS = 2
"""Questions whose stream was empty and whose whole reply was not, until streams are given up."""
_FRAME_TOKENS = 16
"""What protocols put around the two texts of a request."""


class Ended(Enum):
    """How the writing came to an end."""

    WHOLE = "the reply is complete, or more of it than is read"
    STOPPED = "somebody stopped it"
    FAILED = "no try gave a complete reply"
    SPENT = "the budget of the day is spent"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the writing ended, and what all tries used; ``usage`` is absent where there were none."""

    ended: Ended
    usage: Usage | None = None


class _SpentError(Exception):
    """The budget of the day does not cover another try."""


class _EmptyError(ModelError):
    """The reply has no text; a server that knows no streams gives such a stream."""


class Reads(Protocol):
    """Reads the reply of a try; ``usage`` and ``ended`` are what the server says of it."""

    usage: Usage | None
    ended: bool

    @property
    def text(self) -> str:
        """What was read of this try's reply."""

    @property
    def complete(self) -> bool:
        """Whether nothing seems to be missing."""

    def begin(self) -> None:
        """Another try: what was read before is void."""

    async def feed(self, text: str) -> bool:
        """Read on; whether more is worth reading."""

    async def end(self) -> None:
        """The reply is complete."""


class Attempts:
    """The way to one language model for all questions of a process."""

    def __init__(self, model: LanguageModel, purse: Purse | None = None) -> None:
        self._model = model
        self._purse = purse
        self._streams = True
        self._empty_streams = 0
        self._rests_until = 0.0

    async def write(
        self,
        system: str,
        user: str,
        writing: Reads,
        progress: Progress,
        *,
        until: float | None = None,
    ) -> Outcome:
        """Have ``writing`` read a reply.

        All tries together have until the moment ``until`` of the event loop's clock, or for as long
        as the model's timeout.
        """
        if progress.stopped:
            return Outcome(Ended.STOPPED)
        used: list[Usage] = []
        ended = Ended.WHOLE
        try:
            now = asyncio.get_running_loop().time()
            async with asyncio.timeout_at(until or now + self._model.timeout) as limit:
                progress.on_stop(lambda: _end(limit))
                await self._tries(system, user, writing, used, limit)
        except TimeoutError:
            ended = Ended.STOPPED if progress.stopped else Ended.FAILED
            if ended is Ended.FAILED:
                _log.warning("%s: no answer in %g s", self._model.name, self._model.timeout)
        except ModelError as exc:
            ended = Ended.FAILED
            _log.warning("%s", exc)
        except _SpentError:
            ended = Ended.FAILED if used else Ended.SPENT
            _log.warning("%s: the budget of the day is spent", self._model.name)
        finally:
            progress.on_stop(None)
        return Outcome(ended, sum(used, Usage()) if used else None)

    async def _tries(
        self, system: str, user: str, writing: Reads, used: list[Usage], limit: asyncio.Timeout
    ) -> None:
        """Raises ModelError after the last try, or where the next one would come too late."""
        if (rest := self._rests_until - time.monotonic()) > 0:
            raise ModelError(f"{self._model.name}: asked not to be asked for {rest:.0f} s more")
        form = _Form(whole=not self._streams)

        async def once() -> None:
            """Ask, and learn the form from a failure."""
            try:
                await self._once(system, user, writing, used, whole=form.whole)
            except ModelError as exc:
                form.learn(exc)
                raise

        backoff = Backoff(
            _FIRST_PAUSE,
            math.inf,
            lambda exc: isinstance(exc, ModelError) and (exc.retryable or form.unknown),
            pause=lambda exc, grown: 0.0 if form.unknown else max(grown, _asked(exc)),
            fits=lambda _error, _passed, pause: len(used) < _TRIES and _fits(pause, limit),
            say=lambda exc, pause, _: _log.info("%s; trying again in %.1f s", exc, pause),
        )
        try:
            await backoff.run_async(once)
        except ModelError as exc:
            self._rest(exc)
            raise
        self._empty_streams += form.whole and not form.refused and self._streams
        self._streams &= not form.refused and self._empty_streams < _EMPTY_STREAMS

    def _rest(self, exc: ModelError) -> None:
        """Leave a model alone for as long as it asked for, where that is past this question."""
        if exc.pause is not None:
            self._rests_until = time.monotonic() + min(exc.pause, _LONGEST_REST)

    async def _once(
        self, system: str, user: str, writing: Reads, used: list[Usage], *, whole: bool
    ) -> None:
        """One try, paid for."""
        prompt = count_tokens(system) + count_tokens(user) + _FRAME_TOKENS
        advance = await self._take(Usage(prompt, self._model.longest))
        writing.begin()
        charged = True
        try:
            await self._read(system, user, writing, whole=whole)
        except ModelError as exc:
            charged = exc.charged or bool(writing.text)
            raise
        finally:
            used.append(self._priced(_used(writing, prompt) if charged else Usage()))
            if self._purse is not None and advance is not None:
                await self._purse.settle(advance, used[-1])

    async def _read(self, system: str, user: str, writing: Reads, *, whole: bool) -> None:
        """Have one reply read."""
        async with contextlib.aclosing(self._model.reply(system, user, whole=whole)) as pieces:
            async for piece in pieces:
                writing.usage = piece.usage or writing.usage
                writing.ended = writing.ended or piece.ended
                if piece.text and not await writing.feed(piece.text):
                    return
        if not writing.text.strip():
            raise self._empty(writing.usage)
        if not writing.complete:
            raise ModelError(f"{self._model.name}: the reply broke off", retryable=True)
        await writing.end()

    def _empty(self, usage: Usage | None) -> ModelError:
        """Nothing was said; of a model that thought as long as it may, nothing would be again."""
        thought = usage is not None and usage.completion >= self._model.longest
        why = f": all {self._model.longest} tokens were thoughts; raise PRESSMARK_LLM_REPLY"
        said = f"{self._model.name}: the reply is empty{why if thought else ''}"
        return ModelError(said) if thought else _EmptyError(said, retryable=True)

    async def _take(self, most: Usage) -> Advance | None:
        if self._purse is None:
            return None
        advance = await self._purse.take(most)
        if advance is None:
            raise _SpentError
        return advance

    def _priced(self, usage: Usage) -> Usage:
        return usage if self._purse is None else self._purse.priced(usage)


@dataclass(slots=True)
class _Form:
    """How a reply is asked for: as a stream, or ``whole``; and whether streams were ``refused``."""

    whole: bool
    refused: bool = False
    unknown: bool = False

    def learn(self, exc: ModelError) -> None:
        """What an error says about it; ``unknown``: a stream was all that was wrong."""
        self.unknown = not self.whole and exc.status in _NO_STREAMS
        self.refused |= self.unknown
        self.whole |= self.unknown or isinstance(exc, _EmptyError)


def _asked(exc: BaseException) -> float:
    """Seconds for which the server asked to be left alone."""
    return (exc.pause if isinstance(exc, ModelError) else None) or 0.0


def _used(writing: Reads, prompt: int) -> Usage:
    """What the server counted or, of a reply that was left before its end, what was read if more.

    Some servers count all along, and the prompt alone at first.
    """
    counted = writing.usage or Usage(prompt)
    if writing.usage and writing.ended:
        return counted
    return replace(counted, completion=max(counted.completion, count_tokens(writing.text)))


def _end(limit: asyncio.Timeout) -> None:
    """Let the time be up."""
    if not limit.expired():
        limit.reschedule(asyncio.get_running_loop().time())


def _fits(pause: float, limit: asyncio.Timeout) -> bool:
    """Whether there is time left behind ``pause``."""
    when = limit.when()
    return when is None or asyncio.get_running_loop().time() + pause < when
