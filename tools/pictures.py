"""Draws docs/telegram-en.png and docs/telegram-uk.png: what people see, by the real bot.

    python -m tools.pictures BROWSER

BROWSER is a Chromium. The bot runs as a process against the stand-in in ``tests/fakes/telegram``,
whose page of the chats is photographed. Fonts: Liberation Sans, DejaVu Sans, Noto Color Emoji.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image, ImageChops

from index.archive.sources.files import locate, read
from index.archive.sources.urls import SAMPLE
from tests.fakes.telegram import FakeTelegram, User
from tools.transcript import ROOT, environment, run

_WINDOW = (1530, 3600)
_MARGIN = 24
_COLOURS = 200
_PARTLY = "▓▓▓"
_BAR_AND_PACE = 2
_ARTICLES = 400
"""So many more articles keep the run that the picture shows busy for a while."""


@dataclass(frozen=True)
class Scene:
    """What is said in one language."""

    code: str
    question: str
    unanswered: str
    looked_for: str
    others: tuple[str, ...]
    headings: tuple[str, str, str]


SCENES = (
    Scene(
        "en",
        "How did the thieves get into the Maritime Museum?",
        "What transfer fee did the Mariners pay for Dario Venn?",
        "ferry fares",
        (
            "How many people lived in Skelhaven on 1 January 2023?",
            "What started the fire on the Lady Ingeborg?",
            "How many visitors came to the Lamp Festival in 2024?",
        ),
        ("An answer, and a passage behind it", "A refusal, and a search", "For admins"),
    ),
    Scene(
        "uk",
        "Скільки дітей записалося до української суботньої школи?",
        "Хто виграв перегони на Марс?",
        "українська школа",
        (
            "Де директорка української школи працює у вільний від уроків час?",
            "Скільки вчителів працює в українській школі?",
            "Хто пообіцяв зараховувати оцінки суботньої школи?",
        ),
        ("Відповідь і уривок під нею", "Відмова і пошук", "Для адміністраторів"),
    ),
)


def main() -> None:
    """One picture a language."""
    for scene in SCENES:
        with tempfile.TemporaryDirectory() as folder:
            page = _play(scene, Path(folder))
            _photograph(page, ROOT / "docs" / f"telegram-{scene.code}.png", sys.argv[1])


def _play(scene: Scene, folder: Path) -> Path:
    """Hold the conversation; the page of it, saved while a run is going on."""
    wire = folder / "wire"
    wire.mkdir()
    (wire / ".keep").touch()
    with FakeTelegram(flood=False) as tg:
        reader, doubter, boss, other = (
            tg.user(id=number, name="Reader", language=scene.code, started=True)
            for number in (1001, 1003, 1, 2)
        )
        settings = environment(tg, folder) | {
            "PRESSMARK_ADMINS": "1,2",
            "PRESSMARK_ARCHIVE": f"{ROOT / 'examples' / 'archive'};{wire}",
        }
        process = run("run", folder, settings)
        try:
            tg.wait_for_call("getUpdates", timeout=60)
            other.send("/reindex")
            tg.wait_until(partial(_is_read, other), 90)
            _read(scene, reader, doubter)
            _steer(scene, boss, other, wire)
            rooms = (reader.id, doubter.id, boss.id)
            headings = dict(zip(rooms, scene.headings, strict=True))
            page = tg.save_page(folder / "page.html", title="Pressmark", headings=headings)
        finally:
            process.terminate()
            process.wait(timeout=30)
    kept = Path(tempfile.gettempdir()) / f"pressmark-{scene.code}.html"
    kept.write_bytes(page.read_bytes())
    return kept


def _is_read(room: User) -> bool:
    """Whether the message of a run says how it ended."""
    return any(each.edited_at and not each.rows for each in room.bot_messages)


def _read(scene: Scene, reader: User, doubter: User) -> None:
    reader.send(scene.question)
    answer = reader.wait_for_message(timeout=30)
    reader.tap(answer, "1").message()
    reader.tap(answer, "👍")
    doubter.send(scene.unanswered)
    doubter.wait_for_message(timeout=30)
    doubter.send(f"/search {scene.looked_for}")
    doubter.wait_for_message(timeout=30)


def _steer(scene: Scene, boss: User, other: User, wire: Path) -> None:
    for _ in other.bot_messages:
        other.wait_for_message()
    for question in (*scene.others, scene.unanswered):
        other.send(question)
        other.wait_for_message(timeout=30)
    boss.send("/stats")
    boss.wait_for_message(timeout=30)
    boss.wait_for_message(timeout=30)
    boss.send("/status")
    boss.wait_for_message(timeout=30)
    _write_articles(wire)
    boss.send("/reindex")
    boss.world.wait(partial(_is_under_way, boss), 120, "a bar")


def _is_under_way(room: User) -> bool:
    """Whether the newest message shows a bar that is partly full, and how fast it fills."""
    _, *below = room.bot_messages[-1].text.split("\n")
    return len(below) == _BAR_AND_PACE and _PARTLY in below[0]


def _write_articles(folder: Path) -> None:
    """Files of words of the sample in another order, for a run to be busy with."""
    articles = [each.article for source in locate(SAMPLE).files for each in read(source).records]
    words = " ".join(article.text for article in articles if article).split()
    chance = random.Random(7)  # noqa: S311 - a draw, not a key
    for number in range(_ARTICLES):
        said = [" ".join(chance.sample(words, 15)) for _ in range(16)]
        text = ". ".join(each.replace(".", "").capitalize() for each in said)
        (folder / f"{number}.txt").write_text(f"Report {number}\n\n{text}.\n", encoding="utf-8")


def _photograph(page: Path, picture: Path, browser: str) -> None:
    """Have a browser draw the page; cut off what is empty, and keep as few colours as do."""
    size = f"--window-size={_WINDOW[0]},{_WINDOW[1]}"
    options = ["--headless", "--no-sandbox", "--hide-scrollbars", size]
    command = [browser, *options, f"--screenshot={picture}", page.absolute().as_uri()]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the user's own browser
    drawn = Image.open(picture).convert("RGB")
    empty = Image.new("RGB", drawn.size, drawn.getpixel((0, 0)))
    found = ImageChops.difference(drawn, empty).getbbox()
    bottom = min(found[3] + _MARGIN, drawn.height) if found else drawn.height
    whole = drawn.crop((0, 0, drawn.width, bottom))
    whole.quantize(_COLOURS).save(picture, optimize=True)


if __name__ == "__main__":
    main()
