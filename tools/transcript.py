"""Writes docs/telegram.md: what people see, recorded from the real bot on a stand-in for Telegram.

    python -m tools.transcript

Every scene is a section: the docstring of its function is the heading and what stands below it.
"""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fakes.telegram import FakeTelegram
from tools.scenes import DESK, SCENES, People

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
_HEADER = """\
# In Telegram

Recorded by `python -m tools.transcript`: the bot as a process, over HTTP, against the strict
stand-in in `tests/fakes/telegram`, which refuses what Telegram refuses. `[n](…)` is a link, `>` a
block quotation, `>>` one that unfolds, `**__…__**` marks the quote inside its passage. Ids, codes
and times that differ every time are left out.

Pictures of it, drawn by `python -m tools.pictures chromium`:
[in English](telegram-en.png), [in Ukrainian](telegram-uk.png); of timelines, digests, watches and
sharing [in English](telegram-stories-en.png), [in Ukrainian](telegram-stories-uk.png).
"""
_ANSWER_ID = re.compile(r"(?<=[:_])[A-Za-z0-9]{16}(?=[:_])")
_CHANGING = (
    (re.compile(r"(?<=[sr]:)(?:f_|r_)?[A-Za-z0-9_-]{12,}(?=:)"), "…"),
    (re.compile(r"(?<=[cgty][:_])[dlqt]_[A-Za-z0-9_-]{10,}?(?=[]:]|_\d)"), "…"),
    (re.compile(r"(?<=y:)[A-Za-z0-9]{16}"), "…"),
    (re.compile(r"(?<=answer_)[A-Za-z0-9]{16}"), "…"),
    (re.compile(r"(?<=k:[eh]:)[A-Za-z0-9_-]+"), "…"),
    (re.compile(r"(?<=k:w:)[A-Za-z0-9]{16}"), "…"),
    (re.compile(r"(?<=came in since )\d[^;]+"), "…"),
    (re.compile(r"\d+ \w+ 20\d\d, \d\d:\d\d UTC(?!\+)"), "…"),
    (re.compile(r"(?<=document )20\d\d-\d\d-\d\d"), "…"),
    (re.compile(r"(?<=^# Questions to the archive, )\d.*$", re.MULTILINE), "…"),
    (re.compile(r"(?<=^# Вопросы к архиву, )\d.*$", re.MULTILINE), "…"),
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


def _section(tg: FakeTelegram, scene: Callable[[People], str | None], people: People) -> str:
    """What is seen in a scene, below the scene's own words about it, and what file it gave."""
    before = len(tg.transcript())
    document = scene(people) or ""
    tg.quiet(1.5, timeout=30)
    seen = _lasting(_CLOCK.sub("", tg.transcript()[before:]))
    heading, _, about = inspect.cleandoc(scene.__doc__ or "").partition("\n\n")
    said = f"## {heading.rstrip('.')}\n\n" + (f"{about}\n\n" if about else "")
    file = f"\n```markdown\n{_lasting(document).strip()}\n```\n" if document else ""
    return f"{said}```\n{textwrap.dedent(seen).strip()}\n```\n{file}"


def _lasting(seen: str) -> str:
    """It without what differs every time."""
    seen = _ANSWER_ID.sub("…", seen)
    for changing, placeholder in _CHANGING:
        seen = changing.sub(placeholder, seen)
    return seen


def environment(tg: FakeTelegram, folder: Path) -> dict[str, str]:
    """What the bot is told."""
    settings = {
        "HOME": str(folder / "home"),
        "ARCHIVE": str(ROOT / "examples" / "archive"),
        "TELEGRAM_TOKEN": tg.token,
        "TELEGRAM_API_URL": tg.url,
        "ADMINS": "1",
        "USERS": f"1001,1003,1004,{DESK}",
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


if __name__ == "__main__":
    main()
