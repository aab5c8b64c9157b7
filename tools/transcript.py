"""Writes docs/telegram.md: what people see, recorded from the real bot on a stand-in for Telegram.

    python -m tools.transcript [PAGE.html [BROWSER]]

With PAGE.html it also draws the conversation as a page, to look at; with a BROWSER, such as
chromium, the page becomes docs/telegram.png.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fakes.telegram import FakeTelegram, User

_WINDOW = "1860,3200"
ROOT = Path(__file__).resolve().parents[1]
_HEADER = """\
# In Telegram

Recorded by `python -m tools.transcript`: the bot as a process, over HTTP, against the strict
stand-in in `tests/fakes/telegram`, which refuses what Telegram refuses. `[n](…)` is a link, `>` a
block quotation, `>>` one that unfolds, `**__…__**` marks the quote inside its passage. Ids, codes
and times that differ every time are left out. The same as a [picture](telegram.png).

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
)
_CLOCK = re.compile(r"^ *\d+\.\d\d ", re.MULTILINE)


def main() -> None:
    """Start the bot, hold the conversation, write what was seen."""
    with tempfile.TemporaryDirectory() as folder, FakeTelegram(flood=False) as tg:
        ann = tg.user(id=1001, name="Ann", started=True)
        boss = tg.user(id=1, name="Boss", started=True)
        bob = tg.user(id=1002, name="Bob")
        oksana = tg.user(id=1003, name="Oksana", language="uk")
        environment = _environment(tg, Path(folder))
        process = _run("run", Path(folder), environment)
        try:
            tg.wait_for_call("getUpdates", timeout=60)
            _converse(ann, boss, bob)
            _read(ann, oksana)
            _steer(boss, bob)
        finally:
            process.terminate()
            process.wait(timeout=15)
        if len(sys.argv) > 1:
            page = tg.save_page(Path(sys.argv[1]), title="Pressmark")
            _photograph(page, *sys.argv[2:])
        text = _ANSWER_ID.sub("…", _CLOCK.sub("", tg.transcript()))
        for changing, placeholder in _CHANGING:
            text = changing.sub(placeholder, text)
    content = f"{_HEADER}```\n{text.strip()}\n```\n"
    (ROOT / "docs" / "telegram.md").write_text(content, encoding="utf-8")


def _environment(tg: FakeTelegram, folder: Path) -> dict[str, str]:
    settings = {
        "HOME": str(folder / "home"),
        "TELEGRAM_TOKEN": tg.token,
        "TELEGRAM_API_URL": tg.url,
        "ADMINS": "1",
        "USERS": "1001,1003",
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


def _read(ann: User, oksana: User) -> None:
    """Searching, reading, and another language."""
    ann.send("/search ferry in 2024")
    page = ann.wait_for_message(timeout=20)
    ann.tap(page, "▶").message()
    ann.tap(page, next(label for label in page.buttons if label.startswith("📄"))).message()
    ann.send("/sources")
    ann.wait_for_message(timeout=20)
    oksana.send("What did a kilo of cod cost at the Skelhaven auction in March 2025?")
    answer = oksana.wait_for_message(timeout=20)
    card = oksana.tap(answer, "1").message()
    oksana.tap(card, "⚑ Цього не підтверджує")
    oksana.tap(answer, "👍")
    oksana.send("Who won the race to Mars?")
    oksana.wait_for_message(timeout=20)


def _steer(boss: User, bob: User) -> None:
    """What admins have besides."""
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


def _photograph(page: Path, browser: str | None = None) -> None:
    """Have a browser draw the page, where one is named."""
    if browser is None:
        return
    picture = ROOT / "docs" / "telegram.png"
    options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={_WINDOW}"]
    command = [browser, *options, f"--screenshot={picture}", page.absolute().as_uri()]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the user's own browser


if __name__ == "__main__":
    main()
