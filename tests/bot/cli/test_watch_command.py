"""``pressmark watch``: begun, told at the next look, listed and ended."""

from __future__ import annotations

import json
import re
import time
from argparse import Namespace
from typing import TYPE_CHECKING, Any

import pytest

from bot.__main__ import parser
from bot.cli.watch_command import watch
from bot.settings import Settings
from index.errors import PressmarkError
from tests.bot.watches.values import FIRE, TIDE

if TYPE_CHECKING:
    from tests.conftest import World


class Command:
    """The command over one home, in this process."""

    def __init__(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        self._library = world.library
        self._capsys = capsys

    def __call__(self, *arguments: str) -> str:
        """What it prints."""
        root = parser()
        options = root.parse_args(["watch", *arguments], Namespace(parser=root))
        assert watch(self._library, Settings(_env_file=None), options) == 0  # type: ignore[call-arg]
        return self._capsys.readouterr().out

    def json(self, *arguments: str) -> dict[str, Any]:
        """The object that is all it prints."""
        out = self(*arguments, "--json")
        assert out.count("\n") == 1
        found: dict[str, Any] = json.loads(out)
        return found


@pytest.fixture
def command(world: World, capsys: pytest.CaptureFixture[str]) -> Command:
    """Over an archive with one article about nothing that is watched here."""
    world.index_files({"tide.md": TIDE})
    return Command(world, capsys)


def test_what_came_is_told_at_the_next_look_and_once(command: Command, world: World) -> None:
    """Headline with outlet and day, and the first sentence; what is watched follows."""
    assert command("harbour", "fire") == (
        "Watched from now on: harbour fire\n“pressmark watch” tells what came of it.\n"
    )
    assert "New on" not in command()
    world.index_files({"fire.md": FIRE})
    told, again = command(), command()

    assert told.startswith(
        "New on: harbour fire\n\n"
        "Fire destroys warehouse at the harbour — Skelhaven Courier · 1 March 2024\n"
        "    A fire in the harbour of Skelhaven has burnt down a warehouse full of nets.\n\n"
        "Watched; “pressmark watch --end ID” ends one:\n"
    )
    assert re.fullmatch(r"Watched; .+:\n[0-9a-f]{12}  harbour fire\n", again)


def test_object_has_one_shape_whatever_is_asked(command: Command, world: World) -> None:
    """What was made or ended, all that is watched, and what came."""
    made = command.json("harbour", "fire")
    world.index_files({"fire.md": FIRE})
    told = command.json()
    ended = command.json("--end", made["made"]["id"])

    assert made["watches"] == [made["made"]]
    assert (made["made"]["words"], made["made"]["daily"]) == ("harbour fire", None)
    (news,) = told["news"]
    assert (news["watch"], news["words"], news["more"]) == (made["made"]["id"], "harbour fire", 0)
    (found,) = news["stories"]
    assert (found["title"], found["source"], found["published"], found["also_in"]) == (
        "Fire destroys warehouse at the harbour",
        "Skelhaven Courier",
        "2024-03-01T00:00:00+00:00",
        [],
    )
    assert found["lead"].startswith("A fire in the harbour")
    assert ended == {"made": None, "ended": made["made"], "watches": [], "news": []}


def test_daily_watch_is_told_once_its_hour_struck(command: Command, world: World) -> None:
    """Not before; the hour may stand behind the words."""
    made = command.json("harbour", "fire", "daily", "9")
    assert made["made"]["daily"] == 9
    later = (time.gmtime().tm_hour + 6) % 24
    assert command.json("harbour", "fire", "--daily", f"{later}:00")["made"]["daily"] == later
    world.index_files({"fire.md": FIRE})

    assert command.json()["news"] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["news"], '"news" names no topic to be watched; write one: '),
        (["--end", "nosuch"], "nosuch: there is no such watch; "),
    ],
)
def test_what_cannot_be_done_is_a_sentence(command: Command, given: list[str], said: str) -> None:
    """That says what can."""
    with pytest.raises(PressmarkError) as error:
        command(*given)

    assert str(error.value).startswith(said)


def test_an_hour_without_words_is_wrong_usage(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """As words that are missing are elsewhere."""
    with pytest.raises(SystemExit) as ended:
        command("--daily", "9")

    assert ended.value.code == 2
    assert "error: nothing is named to be watched; write it: " in capsys.readouterr().err


def test_people_have_so_many_watches_at_most(command: Command) -> None:
    """The sentence names the way out."""
    for number in range(20):
        command(f"topic {number}")
    with pytest.raises(PressmarkError) as error:
        command("one", "topic", "more")

    assert "--end ID ends one" in str(error.value)
