"""`FakeTelegram`: a whole Telegram for one bot, with people who use it."""

from __future__ import annotations

import random
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from . import page, transcript
from .faults import Fault, FaultKind, Weather
from .humans import User
from .methods.chats import member
from .models import Account, Call, Chat, ChatType, Violation
from .rooms import Group, deliver, tell_bot_status
from .server import Server
from .world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from types import TracebackType

    from .models import Json


TOKEN = "123456:TEST"


class FakeTelegram:
    """A strict Bot API server on loopback and the people on the other side of it.

    Use it as a context manager. On leaving, it fails with the transcript if there are
    violations that `allow` did not name. ``flood`` switches Telegram's rate limits,
    ``privacy`` the privacy mode of bots in groups. ``local`` makes it a server of one's own in
    local mode, which keeps files in that folder; ``world.local_name`` is what it calls it.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "pressmark_bot",
        flood: bool = True,
        privacy: bool = True,
        local: Path | None = None,
    ) -> None:
        self.world = World(token=token, username=username, flood=flood, privacy=privacy)
        self.world.local = local
        self.token = token
        self.username = username
        self._server = Server(self.world)
        self._allowed: list[str] = []

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._note_leftovers()
        finally:
            self._server.stop()
        if error is not None:
            error.add_note(self.transcript())
        elif self.violations:
            listed = "\n".join(f"- {violation}" for violation in self.violations)
            raise AssertionError(f"violations:\n{listed}\n\n{self.transcript()}")

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``; a bot's base URL is this and ``/bot``."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot, oldest first."""
        with self.world.changed:
            return list(self.world.calls)

    @property
    def commands(self) -> dict[str, list[Json]]:
        """The command menus that the bot set, by JSON of ``[scope, language]``."""
        return dict(self.world.profile.commands)

    @property
    def violations(self) -> list[Violation]:
        """What went wrong so far and was not allowed, oldest first."""
        with self.world.changed:
            return [v for v in self.world.violations if not self._is_allowed(v)]

    def calls_of(self, *methods: str) -> list[Call]:
        """The calls of these methods."""
        return [call for call in self.calls if call.method in methods]

    def allow(self, *parts: str) -> None:
        """Lets violations pass that contain one of these words, in any case of letters."""
        self._allowed += [part.lower() for part in parts]

    def user(
        self,
        id: int,  # noqa: A002 - what Telegram calls it
        name: str,
        *,
        language: str | None = "en",
        started: bool = False,
    ) -> User:
        """A person. ``started``: the bot may write first, because they wrote to it once."""
        account = Account(id, name, name.lower().replace(" ", "_"), language)
        chat = Chat(id, "private", name, {id: account}, started=started)
        with self.world.changed:
            self.world.accounts[id] = account
            self.world.chats[id] = chat
        return User(self.world, chat, account)

    def group(
        self,
        id: int,  # noqa: A002 - what Telegram calls it
        title: str,
        members: Iterable[User] = (),
        *,
        admins: Iterable[User] = (),
        kind: ChatType = "supergroup",
    ) -> Group:
        """A group that the bot is a member of."""
        accounts = {user.id: user.account for user in (*members, *admins)}
        chat = Chat(id, kind, title, accounts, {user.id for user in admins})
        with self.world.changed:
            self.world.chats[id] = chat
        return Group(self.world, chat)

    def fail(
        self,
        method: str,
        *,
        kind: FaultKind,
        nth: int = 1,
        times: int = 1,
        retry_after: int = 5,
        seconds: float = 5.0,
        description: str = "Bad Request: injected by the test",
    ) -> Fault:
        """Plans a fault at the nth call of a method from now on (``*``: any); see `Fault`."""
        fault = Fault(method, kind, nth - 1, times, retry_after, seconds, description)
        with self.world.changed:
            self.world.faults.planned.append(fault)
        return fault

    def storm(self, shares: dict[str, dict[FaultKind, float]], *, seed: int) -> None:
        """From now on these shares of the calls of these methods meet these faults."""
        chance = random.Random(seed)  # noqa: S311 - a game, not a key
        self.world.faults.weather = Weather(shares, chance)

    def calm(self) -> None:
        """No more faults by chance."""
        self.world.faults.weather = None

    def duplicate_next_update(self) -> None:
        """Delivers the next update twice, with the same id."""
        self.world.updates.duplicate_next = True

    def put_raw(self, text: str) -> int:
        """Delivers an update as it is written, its id in the place of ``$id``; the id."""
        return self.world.updates.put_raw(text)

    def rename(self, username: str) -> None:
        """@BotFather gives the bot another name; it is not told."""
        with self.world.changed:
            self.username = self.world.bot.username = username

    def crashed(self) -> None:
        """The bot was killed: it may look for messages of which it was not told."""
        self.world.untold = True

    def block(self, user: User) -> None:
        """The user blocks the bot: it is told, and may not write any more."""
        with self.world.changed:
            old = member(user.chat, self.world.bot)
            user.chat.blocked, user.chat.bot_status = True, "kicked"
            tell_bot_status(self.world, user.chat, user.account, old)
            user.chat.bot_status = "member"

    def migrate(self, group: Group) -> Group:
        """Makes a supergroup of a group, with a new id; the old one refuses from now on."""
        old = group.chat
        new = self.group(-1_000_000_000_000 + old.id, old.title)
        new.chat.members, new.chat.admins = old.members, old.admins
        actor = next(iter(old.members.values()))
        with self.world.changed:
            to = self.world.add(old, actor, extra={"migrate_to_chat_id": new.id})
            come = self.world.add(new.chat, actor, extra={"migrate_from_chat_id": old.id})
            deliver(self.world, to)
            self.world.updates.put("message", come.json())
            old.migrated_to = new.id
        return new

    def advance(self, seconds: float) -> None:
        """Puts Telegram's clock forward: limits, drafts, deadlines; not the bot's own."""
        self.world.ahead += seconds

    def wait_until(self, found: Callable[[], Any], timeout: float = 10.0, what: str = "it") -> Any:
        """The first truthy value of ``found``, tried whenever something happens here.

        Raises:
            AssertionError: nothing within ``timeout`` seconds.
        """
        return self.world.wait(found, timeout, what)

    def wait_for_call(self, method: str, count: int = 1, timeout: float = 10.0) -> Call:
        """The ``count``-th call of a method."""

        def found() -> list[Call]:
            return self.calls_of(method)[count - 1 : count]

        call: Call = self.wait_until(found, timeout, f"call {count} of {method}")[0]
        return call

    def quiet(self, seconds: float = 0.5, timeout: float = 10.0) -> None:
        """Returns when the bot has called nothing but getUpdates for so many seconds."""

        def busy() -> int:
            return sum(call.method != "getUpdates" for call in self.calls)

        def changed_from(seen: int) -> bool:
            return busy() != seen

        deadline = time.monotonic() + timeout
        count = -1
        while count != (count := busy()):
            if time.monotonic() > deadline:
                raise AssertionError(f"the bot was not quiet within {timeout} s")
            with self.world.changed:
                self.world.changed.wait_for(partial(changed_from, count), seconds)

    def transcript(self) -> str:
        """What happened, for people to read."""
        return transcript.transcript(self.world)

    def save_page(
        self, path: Path, *, title: str = "Transcript", headings: Mapping[int, str] | None = None
    ) -> Path:
        """Writes the chats as one HTML page and gives its path; ``headings`` choose and name."""
        source = page.render(self.world, title=title, headings=headings)
        path.write_text(source, encoding="utf-8")
        return path

    def _is_allowed(self, violation: Violation) -> bool:
        return any(part in str(violation).lower() for part in self._allowed)

    def _note_leftovers(self) -> None:
        """Turns what the bot left undone into violations."""
        with self.world.changed:
            open_queries = [q for q in self.world.queries.values() if q.answer is None]
            texts = [f"{q.what} by {q.sender.first_name}" for q in open_queries]
            self.world.complain("unanswered", texts)
            drafts = [c for c in self.world.chats.values() if c.draft and not c.blocked]
            self.world.complain(
                "draft", [f"draft in {c.id} never became a message" for c in drafts]
            )
            unused = [f for f in self.world.faults.planned if not f.used]
            texts = [f"{f.kind} was planned for {f.method} and never came up" for f in unused]
            self.world.complain("unused fault", texts)
