"""Writes docs/telegram.md: what people see, recorded from the real bot on a stand-in for Telegram.

    python -m tools.transcript

Every scene is a section: the docstring of its function is the heading and what stands below it.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.telegram.models import Message
    from tests.fakes.telegram.rooms import Room

DESK = -1001
ROOT = Path(__file__).resolve().parents[1]
_HEADER = """\
# In Telegram

Recorded by `python -m tools.transcript`: the bot as a process, over HTTP, against the strict
stand-in in `tests/fakes/telegram`, which refuses what Telegram refuses. `[n](…)` is a link, `>` a
block quotation, `>>` one that unfolds, `**__…__**` marks the quote inside its passage. Ids, codes
and times that differ every time are left out.

Pictures of it, drawn by `python -m tools.pictures chromium`:
[in English](telegram-en.png), [in Ukrainian](telegram-uk.png).
"""
_ANSWER_ID = re.compile(r"(?<=[:_])[A-Za-z0-9]{16}(?=[:_])")
_CHANGING = (
    (re.compile(r"(?<=[sr]:)(?:f_|r_)?[A-Za-z0-9_-]{12,}(?=:)"), "…"),
    (re.compile(r"(?<=inv_)[A-Za-z0-9_-]+"), "…"),
    (re.compile(r"(?<=until )\d.*?UTC"), "…"),
    (re.compile(r"(?<=within an hour: )\d{6}"), "……"),
    (re.compile(r"(?<=\d\) )\d{6}$", re.MULTILINE), "……"),
    (re.compile(r"(?<=/users let )\d{6}"), "……"),
    (re.compile(r"\d+\.\d(?= s[,.])"), "…"),
    (re.compile(r"(?<=Indexed )20\S+"), "…"),
    (re.compile(r"(?<=indexed today at )\d\d:\d\d"), "…"),
    (re.compile(r"(?<=Generation )\w+"), "…"),
)
_CLOCK = re.compile(r"^ *\d+\.\d\d ", re.MULTILINE)


def main() -> None:
    """Start the bot, hold the conversation, write what was seen."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram(flood=False) as tg:
        people = People(tg)
        process = run("run", Path(folder), environment(tg, Path(folder)))
        try:
            tg.wait_for_call("getUpdates", timeout=60)
            sections = [_section(tg, scene, people) for scene in SCENES]
        finally:
            process.terminate()
            process.wait(timeout=15)
    content = "\n".join([_HEADER, *sections])
    (ROOT / "docs" / "telegram.md").write_text(content, encoding="utf-8")


class People:
    """Those who take part."""

    def __init__(self, tg: FakeTelegram) -> None:
        self.ann = tg.user(id=1001, name="Ann", started=True)
        self.boss = tg.user(id=1, name="Boss", started=True)
        self.bob = tg.user(id=1002, name="Bob")
        self.oksana = tg.user(id=1003, name="Oksana", language="uk")
        self.quiet = tg.quiet
        self.desk = tg.group(id=DESK, title="Desk", members=[self.ann, self.bob, self.boss])


def _section(tg: FakeTelegram, scene: Callable[[People], None], people: People) -> str:
    """What is seen in a scene, below the scene's own words about it."""
    before = len(tg.transcript())
    scene(people)
    tg.quiet(1.5, timeout=30)
    seen = _ANSWER_ID.sub("…", _CLOCK.sub("", tg.transcript()[before:]))
    for changing, placeholder in _CHANGING:
        seen = changing.sub(placeholder, seen)
    heading, _, about = inspect.cleandoc(scene.__doc__ or "").partition("\n\n")
    said = f"## {heading.rstrip('.')}\n\n" + (f"{about}\n\n" if about else "")
    return f"{said}```\n{textwrap.dedent(seen).strip()}\n```\n"


def environment(tg: FakeTelegram, folder: Path) -> dict[str, str]:
    """What the bot is told."""
    settings = {
        "HOME": str(folder / "home"),
        "TELEGRAM_TOKEN": tg.token,
        "TELEGRAM_API_URL": tg.url,
        "ADMINS": "1",
        "USERS": f"1001,1003,{DESK}",
        "LOG_LEVEL": "WARNING",
    }
    named = {f"PRESSMARK_{name}": value for name, value in settings.items()}
    return {**os.environ, **named, "PYTHONPATH": str(ROOT)}


def run(command: str, folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A command of the program, begun."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _ask(people: People) -> None:
    """Questions, passages and refusals."""
    ann, bob, boss = people.ann, people.bob, people.boss
    boss.send("/reindex")
    boss.wait_for_text("up to date", timeout=90)
    ann.send("How many visitors came to the Lamp Festival in 2024?")
    answer = ann.wait_for_message(timeout=20)
    ann.tap(answer, "1")
    ann.wait_for_message(timeout=20)
    ann.send("How did the thieves get into the Maritime Museum?")
    museum = ann.wait_for_message(timeout=20)
    ann.tap(museum, next(label for label in museum.buttons if "Also" in label)).message()
    ann.send("What did the Ostrand Post report about the ferry in May 1999?")
    answer_of_may = ann.wait_for_message(timeout=20)
    ann.tap(answer_of_may, "✕ May 1999")
    ann.wait_for_edit(answer_of_may, timeout=20, edits=0)
    ann.send("Who won the race to Mars?")
    ann.wait_for_message(timeout=20)
    bob.send("Hello, who are you?")
    bob.wait_for_message(timeout=20)
    bob.callback(data=f"c:{'0' * 16}:1", message=answer)


def _search(people: People) -> None:
    """Searching and reading."""
    ann = people.ann
    ann.send("/search ferry in 2024")
    page = ann.wait_for_message(timeout=20)
    ann.tap(page, "▶").message()
    ann.tap(page, next(label for label in page.buttons if label.startswith("📄"))).message()
    ann.send("/sources")
    ann.wait_for_message(timeout=20)


def _forward(people: People) -> None:
    """Forwarded news, and "is this true?".

    What somebody forwards is looked for instead of answered; so is what a doubt replies to.
    """
    ann, bob = people.ann, people.bob
    news = bob.send("The ferry company was fined 2.4 million crowns over the grounding.")
    ann.forward(news)
    ann.wait_for_message(timeout=20)
    said = ann.send("A kilo of cod cost 42 crowns at the auction in Skelhaven.")
    ann.wait_for_message(timeout=20)
    ann.send("Is this true?", reply_to=said)
    ann.wait_for_message(timeout=20)


def _inline(people: People) -> None:
    """In any chat.

    Whoever types the name of the bot and some words is offered passages to send. @BotFather turns
    it on, with `/setinline`.
    """
    people.ann.inline("price of cod in March 2025")


def _speak(people: People) -> None:
    """Languages.

    Oksana's Telegram is Ukrainian. Whoever writes in Russian or Ukrainian is answered in it;
    `/language` chooses another. Quotations stay as they were printed.
    """
    oksana = people.oksana
    oksana.send("Скільки дітей записалося до української суботньої школи?")
    answer = oksana.wait_for_message(timeout=20)
    card = oksana.tap(answer, "1").message()
    oksana.tap(card, "⚑ Цього не підтверджує")
    oksana.tap(answer, "👍")
    oksana.send("Who won the race to Mars?")
    oksana.wait_for_message(timeout=20)
    oksana.send("/language")
    choice = oksana.wait_for_message(timeout=20)
    oksana.tap(choice, "English").message()
    oksana.send("Who won the race to Mars?")
    oksana.wait_for_message(timeout=20)


def _gather(people: People) -> None:
    """Groups.

    With privacy mode, as bots are made, Telegram shows the bot only commands and replies to its
    own messages: Bob's mention is not answered. Then Boss makes the bot an administrator of the
    group, and a mention is enough. A number under an answer opens its passage in private.
    """
    ann, bob, boss, desk = people.ann, people.bob, people.boss, people.desk
    ann.send("/help")
    ann.wait_for_message(timeout=20)
    asked = ann.send("/ask@pressmark_bot How did the thieves get into the museum?", chat=desk)
    answer = _reply(desk, asked)
    ann.open_deeplink((ann.tap(answer, "1").url or "").partition("=")[2])
    ann.wait_for_message(timeout=20)
    _reply(desk, bob.send("What does the bell weigh?", chat=desk, reply_to=answer))
    bob.send("@pressmark_bot Who died in Storm Runa?", chat=desk)
    people.quiet(1.5)
    desk.set_bot_status("administrator", by=boss)
    _reply(desk, bob.send("@pressmark_bot Who died in Storm Runa?", chat=desk))
    rumour = ann.send("The captain of the Lady Ingrid has a broken arm.", chat=desk)
    _reply(desk, bob.send("@pressmark_bot is this true?", chat=desk, reply_to=rumour))


def _reply(room: Room, message: Message) -> Message:
    """The bot's reply to a message of a group."""

    def found() -> list[Message]:
        """The replies so far."""
        return [each for each in room.bot_messages if each.reply_to is message]

    replies: list[Message] = room.world.wait(found, 20, f"a reply to {message.text!r}")
    return replies[0]


def _steer(people: People) -> None:
    """For admins."""
    boss, bob = people.boss, people.bob
    boss.send("/reindex full")
    boss.tap(boss.wait_for_text("A full run", timeout=20), "Build anew")
    boss.wait_for_text("up to date", timeout=90)
    boss.send("/status")
    boss.tap(boss.wait_for_text("Nothing is wrong", timeout=20), "Details").message()
    article = {
        "title": "Lighthouse turns green",
        "text": "The lighthouse of Vardoy was painted green. Eleven buckets of paint were used.",
        "source": "Vardoy News",
        "url": "https://vardoy.example/green",
    }
    boss.send_document("green.json", json.dumps(article).encode(), caption="/add")
    boss.wait_for_text("Added to the archive", timeout=60)
    boss.send("/remove https://vardoy.example/green")
    boss.tap(boss.wait_for_text("takes the article out"), "Remove").message()
    boss.send("/users")
    boss.tap(boss.wait_for_text("Who may ask"), "Let in: Bob").message()
    bob.wait_for_text("You are let in")
    boss.send("/invite 5 7")
    boss.wait_for_text("This link lets")
    boss.send("/stats")
    boss.wait_for_text("The last 30 days")
    boss.wait_for_message(timeout=30)
    boss.send("/missed")
    boss.wait_for_text("could not answer")


SCENES = (_ask, _search, _forward, _inline, _speak, _gather, _steer)


if __name__ == "__main__":
    main()
