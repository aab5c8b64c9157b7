"""The other source of updates: Telegram posts each, again and again until it hears that it is kept.

The bot tells Telegram where to post and what to post with it, and looks now and then whether that
still holds and how it goes. Nothing that waits at Telegram is dropped, neither when it begins nor
when it ends: what was not taken by posts comes with polls, and the other way round; what comes
twice is known by its id.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from telegram.error import InvalidToken, RetryAfter, TimedOut

from bot.telegram.transport.limiter import seconds_of
from index.backoff import Backoff
from index.errors import PressmarkError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from telegram import Bot, WebhookInfo

    from bot.settings import Settings
    from bot.telegram.transport.threads import Threads
    from bot.telegram.updates.polls import PollWatch
    from bot.telegram.updates.secret_token import SecretToken

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 15.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_RELOAD_SECONDS = 1.0
"""How often a wrong secret makes us look whether it was renewed elsewhere."""
_CERTIFICATE, _KEY = "-----BEGIN CERTIFICATE-----", "PRIVATE KEY-----"
_OF_CERTIFICATES = ("ssl", "certificate")
"""Words of the errors that a certificate makes (Bot API, WebhookInfo: last_error_message)."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where Telegram is to post, and the certificate there, if it is one of our own making."""

    url: str
    certificate: Path | None = None

    @property
    def host(self) -> str:
        """What of the address is shown; its path may be a secret."""
        return urlsplit(self.url).hostname or ""


def target_of(settings: Settings) -> Target | None:
    """Where Telegram is to post; ``None``: the bot polls.

    Raises:
        SettingsError: the certificate is none.
    """
    if settings.webhook_url is None:
        return None
    path = settings.webhook_certificate
    if path is not None:
        try:
            text = path.read_text(encoding="ascii", errors="replace")
        except OSError as exc:
            raise SettingsError(
                f"PRESSMARK_WEBHOOK_CERTIFICATE={path}: cannot be read ({exc.strerror})."
            ) from exc
        if _CERTIFICATE not in text or _KEY in text:
            raise SettingsError(
                f"PRESSMARK_WEBHOOK_CERTIFICATE={path} is not a certificate alone; name the PEM "
                "file that the server shows, without its private key."
            )
    return Target(settings.webhook_url, path)


@dataclass(slots=True)
class Standing:
    """How it goes, as Telegram tells it: what waits there, and what went wrong last and when."""

    host: str
    pending: int = 0
    error: str | None = None
    error_at: float | None = None


class Webhook:
    """Takes what is posted and hands its text to ``take``, which is as that of `Intake`."""

    def __init__(
        self,
        target: Target,
        secret: SecretToken,
        watch: PollWatch,
        threads: Threads,
        take: Callable[[str], Awaitable[int | None]],
    ) -> None:
        self._target = target
        self._secret = secret
        self._watch = watch
        self._threads = threads
        self._take = take
        self._kinds: Sequence[str] = ()
        self._told: str | None = None
        self._standing = Standing(target.host)
        self._behind = False
        self._open = False
        self._reloaded = 0.0
        self._task: asyncio.Task[None] | None = None

    def start(self, bot: Bot, kinds: Sequence[str]) -> None:
        """Take posts, and have Telegram post updates of these kinds, until it denies the token."""
        self._kinds = kinds
        self._open = True
        self._task = asyncio.create_task(self._run(bot))

    async def stop(self) -> None:
        """Take nothing more; Telegram keeps it, and posts it again."""
        self._open = False
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def standing(self) -> dict[str, Any]:
        """How it goes, for `bot.store.pulse`."""
        return asdict(self._standing)

    async def admits(self, secret: str) -> bool:
        """Whether a post is Telegram's."""
        if self._secret.admits(secret):
            return True
        if secret and time.monotonic() - self._reloaded >= _RELOAD_SECONDS:
            self._reloaded = time.monotonic()
            try:
                await self._threads.store(self._secret.look)
            except PressmarkError as exc:
                self._watch.failed(exc)
            if self._secret.admits(secret):
                return True
        self._watch.say("secret", "something was posted to the webhook without its secret.")
        return False

    async def take(self, raw: str) -> bool:
        """Whether the text of an update is kept for certain."""
        if not self._open:
            return False
        try:
            await self._take(raw)
        except PressmarkError as exc:
            self._watch.failed(exc)
            return False
        self._behind = False
        self._watch.taken(1)
        return True

    async def _run(self, bot: Bot) -> None:
        """Look, again and again."""
        backoff = Backoff(
            _FIRST_PAUSE,
            _LONGEST_PAUSE,
            lambda exc: isinstance(exc, Exception) and not isinstance(exc, _WITH_A_PAUSE),
            say=lambda exc, _pause, _failures: self._watch.failed(exc),
        )
        while True:
            try:
                await backoff.run_async(lambda: self.look(bot))
            except InvalidToken:
                self._watch.revoked.set()
                return
            except (RetryAfter, TimedOut) as exc:
                self._watch.failed(exc)
                await asyncio.sleep(seconds_of(exc) if isinstance(exc, RetryAfter) else 0.0)
            else:
                await asyncio.sleep(_LOOK_SECONDS)

    async def look(self, bot: Bot) -> None:
        """Have Telegram post here, if it does not, and note how it goes.

        Raises:
            TelegramError: Telegram did not answer, or refuses.
            PressmarkError: the secret cannot be read.
        """
        secret = await self._threads.store(self._secret.current)
        info = await bot.get_webhook_info()
        if info.url == self._target.url and secret == self._told:
            self._note(info)
            return
        if info.url and info.url != self._target.url:
            other = urlsplit(info.url).hostname
            _log.warning("the webhook of this bot at %s is replaced; posts come here.", other)
        await bot.set_webhook(
            self._target.url,
            certificate=self._target.certificate,
            allowed_updates=self._kinds,
            secret_token=secret,
        )
        _log.info("Telegram posts to %s", self._target.host)
        self._told = secret
        self._watch.taken()

    def _note(self, info: WebhookInfo) -> None:
        """What Telegram says of its posts; an error is told once.

        They do not arrive where something waits and posts have failed since the last one that was
        taken: then Telegram is not heard.
        """
        standing, at = self._standing, _seconds(info)
        standing.pending = info.pending_update_count
        if at is not None and at != standing.error_at:
            standing.error, standing.error_at = info.last_error_message, at
            self._behind = True
            self._say(info)
        self._behind = self._behind and info.pending_update_count > 0
        if not self._behind:
            self._watch.taken()

    def _say(self, info: WebhookInfo) -> None:
        said = info.last_error_message or "it does not say why"
        if any(word in said.lower() for word in _OF_CERTIFICATES):
            what = (
                f"Telegram does not accept the certificate of {self._target.host}: {said}. Have "
                "the whole chain served there, or name a self-signed certificate in "
                "PRESSMARK_WEBHOOK_CERTIFICATE."
            )
        else:
            what = (
                f"Telegram could not post to {self._target.host}: {said}. Check that what is "
                "in front of PRESSMARK_HTTP passes posts on to it."
            )
        self._watch.say("webhook", f"{what} Updates that wait: {info.pending_update_count}.")


_WITH_A_PAUSE = (InvalidToken, RetryAfter, TimedOut)
"""As for polls."""


def _seconds(info: WebhookInfo) -> float | None:
    at = info.last_error_date
    return None if at is None else at.timestamp()
