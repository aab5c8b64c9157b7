"""Draws docs/telegram-en.png, docs/telegram-stories-en.png and both in Ukrainian, by the real bot.

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
from tests.fakes.telegram import FakeTelegram, Message, User
from tools.transcript import ROOT, environment, run
from tools.wire import KEEPER, TEACHER

_COLUMN, _HEIGHT = 494, 3600
"""Pixels of the window: a column is a chat."""
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
    story: str
    quotes: str
    watched: str
    article: str
    named: str
    labels: tuple[str, str]
    """Of the buttons for the chart and for sharing."""
    told: str
    """How a notice begins."""
    elsewhere: tuple[str, str, str, str]
    """The headings of the other picture."""


SCENES = (
    Scene(
        "en",
        "How many visitors came to the Lamp Festival in 2024?",
        "What transfer fee did the Mariners pay for Dario Venn?",
        "ferry fares",
        (
            "How many people lived in Skelhaven on 1 January 2023?",
            "What started the fire on the Lady Ingeborg?",
            "How did the thieves get into the Maritime Museum?",
        ),
        ("An answer, and a passage behind it", "A refusal, and a search", "For admins"),
        story="Lady Ingrid ferry",
        quotes="Karin Holt about the resignation",
        watched="lighthouse keeper",
        article=KEEPER,
        named="Newsroom",
        labels=("📊 Coverage over time", "↗ Share"),
        told="👁 New on",
        elsewhere=(
            "A timeline and its chart",
            "A digest, and words",
            "A watch, and an export",
            "In another chat",
        ),
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
        story="Lady Ingrid",
        quotes="Karin Holt",
        watched="суботня школа",
        article=TEACHER,
        named="Редакція",
        labels=("📊 Статті за часом", "↗ Поділитися"),
        told="👁 Нове",
        elsewhere=(
            "Хронологія та її діаграма",
            "Огляд і чиїсь слова",
            "Стеження й експорт",
            "В іншому чаті",
        ),
    ),
)


def main() -> None:
    """Two pictures a language."""
    for scene in SCENES:
        with tempfile.TemporaryDirectory() as folder:
            for name, columns in _play(scene, Path(folder)).items():
                page = Path(folder) / f"{name}.html"
                _photograph(page, ROOT / "docs" / f"{name}.png", sys.argv[1], columns)


def _play(scene: Scene, folder: Path) -> dict[str, int]:
    """Hold the conversations; the pages of them, saved there, and how many columns each has."""
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
            "PRESSMARK_USERS": "everyone",
            "PRESSMARK_ARCHIVE": f"{ROOT / 'examples' / 'archive'};{wire}",
        }
        process = run("run", folder, settings)
        try:
            tg.wait_for_call("getUpdates", timeout=120)
            other.send("/reindex")
            tg.wait_until(partial(_is_read, other), 240)
            rooms = _follow(scene, tg, other)
            pages = {
                f"telegram-stories-{scene.code}": dict(zip(rooms, scene.elsewhere, strict=True))
            }
            _read(scene, reader, doubter)
            _steer(scene, boss, other, wire)
            rooms = [reader.id, doubter.id, boss.id]
            pages[f"telegram-{scene.code}"] = dict(zip(rooms, scene.headings, strict=True))
            for name, headings in pages.items():
                tg.save_page(folder / f"{name}.html", title="Pressmark", headings=headings)
        finally:
            process.terminate()
            process.wait(timeout=90)
    return {name: len(headings) for name, headings in pages.items()}


def _follow(scene: Scene, tg: FakeTelegram, boss: User) -> list[int]:
    """Timeline, chart, digest, words, a watch, and what is shared; the chats, in this order."""
    follower, looker, watcher, writer = (
        tg.user(id=number, name="Reader", language=scene.code, started=True)
        for number in (1004, 1005, 1006, 1007)
    )
    chart, share = scene.labels
    follower.tap(_said(follower, f"/timeline {scene.story}"), chart).message()
    _said(looker, "/digest")
    _said(looker, f"/quotes {scene.quotes}")
    _said(watcher, f"/watch {scene.watched}")
    boss.send_document("news.md", scene.article.encode(), caption="/add")
    notice = watcher.wait_for_text(scene.told)
    watcher.tap(notice, notice.buttons[0]).message()
    _said(watcher, "/watches")
    _said(watcher, "/export")
    watcher.wait_for_message()
    answer = _said(writer, scene.question)
    (result,) = writer.inline(str(answer.button(share)["switch_inline_query"]))
    elsewhere = tg.group(id=-1002, title=scene.named, members=[writer])
    writer.post(result, chat=elsewhere)
    return [follower.id, looker.id, watcher.id, elsewhere.id]


def _said(person: User, text: str) -> Message:
    """What the bot answers in private."""
    person.send(text)
    return person.wait_for_message()


def _is_read(room: User) -> bool:
    """Whether the message of a run says how it ended."""
    return any(each.edited_at and not each.rows for each in room.bot_messages)


def _read(scene: Scene, reader: User, doubter: User) -> None:
    reader.send(scene.question)
    answer = reader.wait_for_message(timeout=90)
    reader.tap(answer, "1").message()
    reader.tap(answer, "👍")
    doubter.send(scene.unanswered)
    doubter.wait_for_message(timeout=90)
    doubter.send(f"/search {scene.looked_for}")
    doubter.wait_for_message(timeout=90)


def _steer(scene: Scene, boss: User, other: User, wire: Path) -> None:
    for _ in other.bot_messages:
        other.wait_for_message()
    for question in (*scene.others, scene.unanswered):
        other.send(question)
        other.wait_for_message(timeout=90)
    boss.send("/stats")
    boss.wait_for_message(timeout=90)
    boss.wait_for_message(timeout=90)
    boss.send("/status")
    boss.wait_for_message(timeout=90)
    _write_articles(wire)
    boss.send("/reindex")
    boss.world.wait(partial(_is_under_way, boss), 240, "a bar")


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


def _photograph(page: Path, picture: Path, browser: str, columns: int) -> None:
    """Have a browser draw the page; cut off what is empty, and keep as few colours as do."""
    size = f"--window-size={_MARGIN * 2 + _COLUMN * columns},{_HEIGHT}"
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
