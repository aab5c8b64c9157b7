"""Kills while answers that are no plain replies are made: taps, searches, forwards and edits."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from tests.bot.telegram.handlers.test_refinement import QUESTION
from tests.fakes.telegram import FakeTelegram

from .running import RunningBot
from .test_bot_lifecycle import until
from .test_bot_process import OTHER_QUESTION, REFUSED
from .test_kills import fault, row_appears, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fakes.telegram import FaultKind, Message, User

NEWS = "A kilo of cod cost 42 crowns at the auction in Skelhaven."
FOUND = "What the archive has on this:"
MANY = 25
STEPS = (
    [row_appears("SELECT id FROM updates")],
    [row_appears("SELECT id FROM deliveries")],
    [fault("hold"), fault("hold", "editMessageText")],
    [fault("mute"), fault("mute", "editMessageText")],
)
"""What has happened by the time of each kill."""


@pytest.fixture
def tg() -> Iterator[FakeTelegram]:
    """A Telegram of one's own, with its limits; taps may be answered twice after a kill."""
    with FakeTelegram() as fake:
        fake.allow("query is too old", "unanswered", "message to edit not found")
        yield fake


class People:
    """Somebody who taps, somebody whose answer is gone, who forwards, who searches, who edits."""

    def __init__(self, tg: FakeTelegram) -> None:
        self.tg = tg
        names = ("tapper", "loser", "sender", "searcher", "editor")
        self.each = {name: tg.user(id=4001 + n, name=name) for n, name in enumerate(names)}
        self.answers: dict[str, Message] = {}
        self.edited: Message | None = None
        self.forwards = 0

    def __getitem__(self, name: str) -> User:
        """The person who goes by that name."""
        return self.each[name]

    def ask(self) -> None:
        """Everybody who needs an answer to begin with has one."""
        for name in ("tapper", "loser"):
            self[name].send(QUESTION)
            self.answers[name] = self[name].wait_for_message(60)
        self.edited = self["editor"].send(REFUSED)
        self.answers["editor"] = self["editor"].wait_for_message(60)

    def act(self, turn: int) -> None:
        """All do at once what they do; turns of taps and edits go there and back."""
        for name in ("tapper", "loser"):
            label = next(each for each in self.answers[name].buttons if each[0] in "✕↺")
            data = self.answers[name].button(label)["callback_data"]
            self.answers[name].deleted = name == "loser"
            self[name].callback(data=data, message=self.answers[name], wait=False)
        self["sender"].forward(self.edited or self.answers["editor"])
        self["searcher"].send("/search ferry to Ostrand")
        if self.edited is not None:
            self["editor"].edit(self.edited, (OTHER_QUESTION, REFUSED)[turn % 2])
        self.forwards += 1

    def finish(self, turn: int) -> None:
        """All have what they asked for; what was lost is found below."""
        tapper, loser = self.answers["tapper"], self["loser"]
        wanted = ("42 crowns", "does not say")[turn % 2]
        for name in ("sender", "searcher"):
            person = self[name]
            self.tg.wait_until(lambda: len(person.bot_messages) >= self.forwards, 90)  # noqa: B023
        self.tg.wait_until(lambda: len(tapper.versions) > turn, 90, "the edit of the tapped answer")
        self.tg.wait_until(lambda: wanted in self.answers["editor"].text, 90, "the edited answer")
        self.tg.wait_until(lambda: loser.bot_messages, 90, "the answer below")
        self.answers["loser"] = loser.bot_messages[-1]

    def counts(self) -> dict[str, int]:
        """How many messages everybody has."""
        return {name: len(person.bot_messages) for name, person in self.each.items()}


def expected(turns: int) -> dict[str, int]:
    """One message for each thing that somebody did, and edits in place where there was one."""
    return {"tapper": 1, "loser": 1, "sender": turns, "searcher": turns, "editor": 1}


def test_killed_at_any_step_taps_searches_and_edits_are_answered_once(
    tg: FakeTelegram, home: Path
) -> None:
    """When the first is stored, or owed; on the way; arrived, and nobody was told."""
    people = People(tg)
    with RunningBot(tg, home, users="everyone") as bot:
        people.ask()
        for turn, step in enumerate(STEPS):
            reached = [moment(tg, home) for moment in step]
            people.act(turn)
            until(lambda: all(each() for each in reached), 60)  # noqa: B023
            bot.restart()
            people.finish(turn)
        tg.quiet(1.0, 60)

        assert people.counts() == expected(len(STEPS))
        assert rows(home, "SELECT id FROM deliveries WHERE state != 'done'") == 0
        assert rows(home, "SELECT id FROM updates WHERE state != 'done'") == 0


@pytest.mark.parametrize("kind", ["hold", "mute"])
def test_killed_while_files_are_on_their_way_each_arrives_once(
    tg: FakeTelegram, home: Path, kind: FaultKind
) -> None:
    """Before Telegram has them, and after, when nobody was told: a picture, and two documents."""
    ann = tg.user(id=4001, name="Ann", started=True)
    with RunningBot(tg, home, users="everyone") as bot:
        ann.send("/timeline Dock strike")
        page = ann.wait_for_message(60)
        for method, nth in (("sendPhoto", 1), ("sendDocument", 2)):
            held = tg.fail(method, kind=kind, nth=nth)
            if method == "sendPhoto":
                ann.tap(page, "📊 Coverage over time")
            else:
                ann.send(OTHER_QUESTION)
                ann.wait_for_text("42 crowns", 60)
                ann.send("/export")
            until(lambda: held.used, 60)  # noqa: B023
            bot.restart()
        tg.wait_until(lambda: len(carried(ann)) == 3, 60, "all files")
        tg.quiet(1.0, 60)

        assert carried(ann) == ["coverage.png", ".md", ".docx"]
        assert rows(home, "SELECT id FROM deliveries WHERE state != 'done'") == 0


def carried(user: User) -> list[str]:
    """The files that the bot sent: the picture by its name, documents by their endings."""
    files = [each.file for each in user.bot_messages if each.file is not None]
    return [
        each.name if each.name.endswith(".png") else f".{each.name.rpartition('.')[2]}"
        for each in files
    ]


@pytest.mark.soak
def test_killed_at_random_moments_taps_searches_and_edits_are_answered_once(
    tg: FakeTelegram, home: Path
) -> None:
    """Again and again."""
    seed = random.randrange(10**6)  # noqa: S311 - any moments will do, and the seed is shown
    moments, people = random.Random(seed), People(tg)  # noqa: S311
    with RunningBot(tg, home, users="everyone") as bot:
        people.ask()
        for turn in range(MANY):
            people.act(turn)
            time.sleep(moments.uniform(0.0, 1.2))
            bot.kill()
            bot.start()
            people.finish(turn)
        bot.restart()
        tg.quiet(1.0, 60)

    assert people.counts() == expected(MANY), f"seed {seed}"
