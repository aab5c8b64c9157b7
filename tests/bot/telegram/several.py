"""Several bots on one database, behind one address that Telegram posts to."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from tests.fakes.balancer import Balancer

from .running import RunningBot, free_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.fakes.telegram import FakeTelegram, User

ANSWERED = "INFO bot.answer.answerer: answer "
"""What a log has of each answer that a bot found."""


class OneOfMany(RunningBot):
    """A bot whose lease is short, with a home of its own."""

    command = ("-m", "tests.bot.telegram.one_of_many")

    def __init__(self, tg: FakeTelegram, home: Path, *, http: str, **settings: str) -> None:
        super().__init__(tg, home, http=http, **settings)
        self.url = f"http://{http}"
        """Where it listens itself."""

    def kill(self) -> None:
        """End it in the middle of whatever it does, for good where it is not started again."""
        super().kill()
        self.code = 0

    def go_on(self) -> None:
        """Start it, if it was killed; returns when it hears."""
        if self._process is None:
            self._begin()


@contextlib.contextmanager
def several(
    tg: FakeTelegram, homes: Sequence[Path], *, seed: int, **settings: str
) -> Iterator[list[OneOfMany]]:
    """A bot for each home; each post of Telegram's reaches one of them, by chance."""
    addresses = [free_address() for _ in homes]
    with Balancer(addresses, seed=seed) as balancer, contextlib.ExitStack() as ended:
        web = {"webhook_url": f"{balancer.url}/posts", **settings}
        made = [
            OneOfMany(tg, home, http=address, **web)
            for home, address in zip(homes, addresses, strict=True)
        ]
        for bot in made:
            bot.start()
            ended.push(bot)
        tg.wait_for_call("setWebhook", len(made), timeout=600)
        yield made


def told(words: str, bots: Sequence[OneOfMany]) -> int:
    """How often the logs of these say so."""
    return sum(bot.log.count(words) for bot in bots)


def has(person: User, count: int) -> bool:
    """Whether somebody was written to so often."""
    return len(person.bot_messages) >= count
