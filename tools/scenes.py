"""What people say and tap in docs/telegram.md, a function a section, and who they are.

The docstring of a scene is its heading and what stands below it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tools.wire import COMET, LIGHTHOUSE

if TYPE_CHECKING:
    from tests.fakes.telegram import FakeTelegram, User
    from tests.fakes.telegram.models import Message, Upload
    from tests.fakes.telegram.rooms import Room

DESK = -1001
_DOCUMENTS = 2


class People:
    """Those who take part."""

    def __init__(self, tg: FakeTelegram) -> None:
        self.ann = tg.user(id=1001, name="Ann", started=True)
        self.boss = tg.user(id=1, name="Boss", started=True)
        self.bob = tg.user(id=1002, name="Bob")
        self.oksana = tg.user(id=1003, name="Oksana", language="uk")
        self.pavel = tg.user(id=1004, name="Pavel", language="ru")
        self.quiet = tg.quiet
        members = [self.ann, self.bob, self.boss, self.pavel]
        self.desk = tg.group(id=DESK, title="Desk", members=members)


def _ask(people: People) -> None:
    """Questions, passages and refusals."""
    ann, bob, boss = people.ann, people.bob, people.boss
    boss.send("/reindex")
    boss.wait_for_text("up to date", timeout=90)
    answer = _say(ann, "How many visitors came to the Lamp Festival in 2024?")
    ann.tap(answer, "1")
    ann.wait_for_message(timeout=90)
    museum = _say(ann, "How did the thieves get into the Maritime Museum?")
    ann.tap(museum, next(label for label in museum.buttons if "Also" in label)).message()
    answer_of_may = _say(ann, "What did the Ostrand Post report about the ferry in May 1999?")
    ann.tap(answer_of_may, "✕ May 1999")
    ann.wait_for_edit(answer_of_may, timeout=20, edits=0)
    _say(ann, "Who won the race to Mars?")
    _say(bob, "Hello, who are you?")
    bob.callback(data=f"c:{'0' * 16}:1", message=answer)


def _search(people: People) -> None:
    """Searching and reading."""
    ann = people.ann
    page = _say(ann, "/search ferry in 2024")
    ann.tap(page, "▶").message()
    ann.tap(page, next(label for label in page.buttons if label.startswith("📄"))).message()
    _say(ann, "/sources")


def _forward(people: People) -> None:
    """Forwarded news, and "is this true?".

    What somebody forwards is looked for instead of answered; so is what a doubt replies to.
    """
    ann, bob = people.ann, people.bob
    news = bob.send("The ferry company was fined 2.4 million crowns over the grounding.")
    ann.forward(news)
    ann.wait_for_message(timeout=90)
    said = ann.send("A kilo of cod cost 42 crowns at the auction in Skelhaven.")
    ann.wait_for_message(timeout=90)
    ann.send("Is this true?", reply_to=said)
    ann.wait_for_message(timeout=90)


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
    answer = _say(oksana, "Скільки дітей записалося до української суботньої школи?")
    card = oksana.tap(answer, "1").message()
    oksana.tap(card, "⚑ Цього не підтверджує")
    oksana.tap(answer, "👍")
    _say(oksana, "Who won the race to Mars?")
    choice = _say(oksana, "/language")
    oksana.tap(choice, "English").message()
    _say(oksana, "Who won the race to Mars?")


def _gather(people: People) -> None:
    """Groups.

    With privacy mode, as bots are made, Telegram shows the bot only commands and replies to its
    own messages: Bob's mention is not answered. Then Boss makes the bot an administrator of the
    group, and a mention is enough. A number under an answer opens its passage in private.
    """
    ann, bob, boss, desk = people.ann, people.bob, people.boss, people.desk
    _say(ann, "/help")
    asked = ann.send("/ask@pressmark_bot How did the thieves get into the museum?", chat=desk)
    answer = _reply(desk, asked)
    ann.open_deeplink((ann.tap(answer, "1").url or "").partition("=")[2])
    ann.wait_for_message(timeout=90)
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

    replies: list[Message] = room.world.wait(found, 90, f"a reply to {message.text!r}")
    return replies[0]


def _steer(people: People) -> None:
    """For admins."""
    boss, bob = people.boss, people.bob
    boss.send("/reindex full")
    boss.tap(boss.wait_for_text("A full run", timeout=90), "Build anew")
    boss.wait_for_text("up to date", timeout=90)
    boss.send("/status")
    boss.tap(boss.wait_for_text("Nothing is wrong", timeout=90), "Details").message()
    article = {
        "title": "Lighthouse turns green",
        "text": "The lighthouse of Vardoy was painted green. Eleven buckets of paint were used.",
        "source": "Vardoy News",
        "url": "https://vardoy.example/green",
    }
    _add(boss, "green.json", json.dumps(article))
    boss.send("/remove https://vardoy.example/green")
    boss.tap(boss.wait_for_text("takes the article out"), "Remove").message()
    boss.send("/users")
    boss.tap(boss.wait_for_text("Who may ask"), "Let in: Bob").message()
    bob.wait_for_text("You are let in")
    boss.send("/invite 5 7")
    boss.wait_for_text("This link lets")
    boss.send("/stats")
    boss.wait_for_text("The last 30 days")
    boss.wait_for_message(timeout=90)
    boss.send("/missed")
    boss.wait_for_text("could not answer")


def _follow(people: People) -> None:
    """Timelines, digests and quotes.

    Each step is the archive's own words, dated, with its number; the chart is a picture (after
    `pip install 'pressmark[stats]'`). A digest is what came in since one last looked.
    """
    ann = people.ann
    _read_on(ann, "/timeline Lady Ingrid ferry", "📊 Coverage over time")
    _say(ann, "/digest")
    _say(ann, "/latest harbour")
    _say(ann, "/quotes Karin Holt about the resignation")


def _watch(people: People) -> None:
    """Watches.

    What a refusal lacks can be watched by its button; words behind `/watch`, also once a day.
    """
    ann, boss = people.ann, people.boss
    refusal = _say(ann, "When will the comet Aslaug be seen?")
    ann.tap(refusal, "👁 Watch this").message()
    _say(ann, "/watch ferry fares daily 9")
    _add(boss, "comet.md", COMET)
    notice = ann.wait_for_text("👁 New on:", timeout=60)
    ann.tap(notice, "💬 Ask about this: Comet to be seen above the fjord").message()
    page = _say(ann, "/watches")
    ann.tap(page, "✕ ferry fares").message()


def _hand_out(people: People) -> str:
    """Sharing and exporting.

    ↗ Share has a chat chosen, as Telegram does, and sends the answer there with its sources; a
    number opens its passage for whoever may ask. @BotFather turns it on, with `/setinline`. What
    `/export` gives is one Markdown and one Word file; this is the first.
    """
    ann, desk = people.ann, people.desk
    _say(ann, "/new")
    answer = _say(ann, "What did a kilo of cod cost at the Skelhaven auction in March 2025?")
    (result,) = ann.inline(str(answer.button("↗ Share")["switch_inline_query"]))
    shared = ann.post(result, chat=desk)
    people.bob.open_link(shared, "[1]")
    people.bob.wait_for_message(timeout=90)
    _say(ann, "And a year before?")
    return _export(ann)


def _follow_in_russian(people: People) -> str:
    """All of this in Russian.

    Pavel's Telegram is Russian; quotations stay as they were printed.
    """
    pavel, boss = people.pavel, people.boss
    answer = _say(pavel, "Сколько ступеней ведёт на маяк?")
    pavel.tap(answer, "1").message()
    _read_on(pavel, "/timeline Lady Ingrid", "📊 Статьи по времени")
    _say(pavel, "/digest")
    _say(pavel, "/quotes Karin Holt")
    _say(pavel, "/watch маяк")
    _add(boss, "mayak.md", LIGHTHOUSE)
    notice = pavel.wait_for_text("👁 Новое:", timeout=60)
    pavel.tap(notice, notice.buttons[0]).message()
    _say(pavel, "/watches")
    (result,) = pavel.inline(str(answer.button("↗ Поделиться")["switch_inline_query"]))
    pavel.post(result, chat=people.desk)
    return _export(pavel)


def _add(boss: User, name: str, article: str) -> None:
    """Have a file read into the archive."""

    def added() -> int:
        """How often the bot said so."""
        return sum("Added to the archive" in each.text for each in boss.bot_messages)

    before = added()
    boss.send_document(name, article.encode(), caption="/add")
    boss.world.wait(lambda: added() > before, 90, f"{name} in the archive")


def _say(person: User, text: str) -> Message:
    """What the bot answers in private."""
    person.send(text)
    return person.wait_for_message(timeout=90)


def _read_on(person: User, text: str, chart: str) -> None:
    """A timeline, its next page and its chart."""
    page = _say(person, text)
    person.tap(page, "▶").message()
    person.tap(page, chart).message()


def _export(person: User) -> str:
    """The Markdown file of a conversation."""
    before = len(_files(person))
    person.send("/export")

    def found() -> list[Upload]:
        """Both documents, once they are there."""
        files = _files(person)[before:]
        return files if len(files) == _DOCUMENTS else []

    files: list[Upload] = person.world.wait(found, 90, "both documents")
    return files[0].content.decode()


def _files(person: User) -> list[Upload]:
    """What the bot sent besides words."""
    return [each.file for each in person.bot_messages if each.file is not None]


SCENES = (
    _ask,
    _search,
    _follow,
    _watch,
    _hand_out,
    _follow_in_russian,
    _forward,
    _inline,
    _speak,
    _gather,
    _steer,
)
