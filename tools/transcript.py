"""Writes docs/telegram.md: what people see, recorded from the real bot on a stand-in for Telegram.

    python tools/transcript.py [PAGE.html]

With PAGE.html it also draws the conversation as a page, to look at.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fakes.telegram import FakeTelegram, User

ROOT = Path(__file__).resolve().parents[1]
_HEADER = """\
# In Telegram

Recorded by `python tools/transcript.py`: the bot as a process, over HTTP, against the strict
stand-in in `tests/fakes/telegram`, which refuses what Telegram refuses. `[n](…)` is a link, `>` a
block quotation, `>>` one that unfolds, `**__…__**` marks the quote inside its passage.

"""
_ANSWER_ID = re.compile(r"(?<=[:_])[A-Za-z0-9]{16}(?=[:_])")
_CLOCK = re.compile(r"^ *\d+\.\d\d ", re.MULTILINE)


def main() -> None:
    """Start the bot, hold the conversation, write what was seen."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram() as tg:
        ann = tg.user(id=1001, name="Ann", started=True)
        boss = tg.user(id=1, name="Boss", started=True)
        bob = tg.user(id=1002, name="Bob")
        environment = _environment(tg, Path(folder))
        process = _run("run", Path(folder), environment)
        try:
            tg.wait_for_call("getUpdates", timeout=60)
            _converse(ann, boss, bob)
        finally:
            process.terminate()
            process.wait(timeout=15)
        if len(sys.argv) > 1:
            tg.save_page(Path(sys.argv[1]), title="Pressmark")
        text = _ANSWER_ID.sub("…", _CLOCK.sub("", tg.transcript()))
    content = f"{_HEADER}```\n{text.strip()}\n```\n"
    (ROOT / "docs" / "telegram.md").write_text(content, encoding="utf-8")


def _environment(tg: FakeTelegram, folder: Path) -> dict[str, str]:
    settings = {
        "HOME": str(folder / "home"),
        "TELEGRAM_TOKEN": tg.token,
        "TELEGRAM_API_URL": tg.url,
        "ADMINS": "1",
        "USERS": "1001",
        "LOG_LEVEL": "WARNING",
    }
    named = {f"PRESSMARK_{name}": value for name, value in settings.items()}
    return {**os.environ, **named, "PYTHONPATH": str(ROOT)}


def _run(command: str, folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _converse(ann: User, boss: User, bob: User) -> None:
    boss.send("/reindex")
    boss.wait_for_text("up to date", timeout=90)
    ann.send("How many visitors came to the Lamp Festival in 2024?")
    answer = ann.wait_for_message(timeout=20)
    ann.tap(answer, "1")
    ann.wait_for_message(timeout=20)
    ann.send("What did the Ostrand Post report about the ferry in May 1999?")
    answer_of_may = ann.wait_for_message(timeout=20)
    ann.tap(answer_of_may, "✕ May 1999")
    ann.wait_for_edit(answer_of_may, timeout=20, edits=0)
    ann.send("Who won the race to Mars?")
    ann.wait_for_message(timeout=20)
    bob.send("Hello, who are you?")
    bob.wait_for_message(timeout=20)
    bob.callback(data=f"c:{'0' * 16}:1", message=answer)
    boss.send("/reindex full")
    boss.tap(boss.wait_for_text("A full run", timeout=20), "Build anew")
    boss.wait_for_text("up to date", timeout=90)
    boss.send("/status")
    boss.wait_for_text("Nothing is wrong", timeout=20)


if __name__ == "__main__":
    main()
